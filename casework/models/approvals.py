"""提交稿, 审批意见, 批注, 申请: what was submitted, decided, remarked and asked for."""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier, Episode
from casework.models.keys import DataKey
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL
CORRECTS = "ask_revise"  # the verb that hands in a new version of what was approved or filed


ASIDE = {"superseded": _("已被新版替代"), "voided": _("已作废")}


class Submission(models.Model):
    """One row's forms as they were on submitting: canonical text with labels, and its hash.

    The content never changes. ``outcome`` says what became of it, ``aside`` which of its forms no
    longer stand, as superseded or voided; both are only set by services.
    """

    class Outcome(models.TextChoices):
        PENDING = "pending", _("待审")
        FILED = "filed", _("已存档")
        APPROVED = "approved", _("有效")
        RETURNED = "returned", _("退回")
        REFUSED = "refused", _("不同意")
        WITHDRAWN = "withdrawn", _("已撤回")
        LAPSED = "lapsed", _("已失效")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="submissions")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="submissions")
    verb = models.CharField(_("动作"), max_length=40)
    form = models.CharField(_("表单"), max_length=4)
    instance = models.PositiveSmallIntegerField(_("第几份"))
    round = models.PositiveSmallIntegerField(_("第几稿"))
    covers = models.JSONField(_("所含表单"), help_text="[[code, instance, round], …]")
    content = Stored("BinaryField")
    sha256 = models.CharField(_("指纹"), max_length=64)
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("提交时间"))
    outcome = models.CharField(_("结果"), max_length=9, choices=Outcome, default=Outcome.PENDING)
    aside = models.JSONField(_("不再有效的表单"), default=dict, help_text="{code: state}")

    class Meta:
        verbose_name = verbose_name_plural = _("提交稿")
        get_latest_by = "pk"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "form", "instance", "round"], name="one_per_round"
            ),
            models.UniqueConstraint(
                fields=["dossier", "verb"],
                condition=models.Q(outcome="pending"),
                name="one_pending_per_verb",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.form}-{self.instance}-{self.round}"

    @property
    def data_key(self) -> DataKey:
        return self.dossier.data_key

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        """The sealed content, read."""
        said: dict[str, Any] = json.loads(self.content)
        return said

    def form_of(self, code: str) -> dict[str, Any]:
        """Return one form of the snapshot; raises StopIteration for one not in it."""
        form: dict[str, Any] = next(f for f in self.snapshot["forms"] if f["code"] == code)
        return form

    def instance_of(self, code: str) -> int:
        """Return which one of a form (第几份) this is."""
        return next(int(number) for form, number, _round in self.covers if form == code)

    def round_of(self, code: str) -> int:
        return next(int(number) for form, _instance, number in self.covers if form == code)

    @property
    def codes(self) -> list[str]:
        return [form for form, _instance, _round in self.covers]

    @property
    def corrects(self) -> bool:
        """Whether it is a new version of what was approved or filed before."""
        return self.verb == CORRECTS

    def stands(self, code: str) -> bool:
        """Whether a form of it counts: filed or approved, and neither superseded nor voided."""
        return self.outcome in {self.Outcome.APPROVED, self.Outcome.FILED} and (
            code not in self.aside
        )

    def word_of(self, code: str) -> str:
        """Return what a page says of a form of it (DESIGN 6)."""
        return str(ASIDE.get(self.aside.get(code), "") or self.get_outcome_display())

    @property
    def word(self) -> str:
        return self.word_of(self.form)


class Review(models.Model):
    """One reviewer's decision on exactly one submission, naming its hash. Never changed."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("批准")
        ENDORSED = "endorsed", _("同意，报下一级")
        RETURNED = "returned", _("退回")
        REFUSED = "refused", _("不同意")
        READ = "read", _("阅")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    sha256 = models.CharField(_("所审稿指纹"), max_length=64)
    verb = models.CharField(_("动作"), max_length=40)
    decision = models.CharField(_("决定"), max_length=8, choices=Decision)
    opinion = Stored("BinaryField")
    reviewer = models.ForeignKey(USER, models.PROTECT, related_name="+")
    signed_as = models.CharField(_("以何身份"), max_length=12)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("审批意见")
        constraints = [
            models.UniqueConstraint(fields=["submission", "reviewer"], name="one_say_each")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.verb}"

    @property
    def data_key(self) -> DataKey:
        return self.submission.data_key


class Remark(models.Model):
    """批注: anchored to one place of one form; answered before the next round."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="remarks")
    form = models.CharField(_("表单"), max_length=4)
    anchor = models.CharField(_("位置"), max_length=80)
    text = Stored("BinaryField")
    answer = Stored("BinaryField")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("批注")
        indexes = [models.Index(fields=["review", "form"], name="remarks_of_review")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.form}#{self.anchor}"

    @property
    def data_key(self) -> DataKey:
        return self.review.data_key


class Request(models.Model):
    """申请: A 提 → B 批. The main state waits; the request lapses when that state has gone."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="requests")
    verb = models.CharField(_("所请动作"), max_length=40)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="request")
    open = models.BooleanField(_("在途"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("申请")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "verb"], condition=models.Q(open=True), name="one_open_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.verb}"
