"""申请单 (C14), 说明 and 扫描件: what is asked for, said in passing, and signed on paper."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.dossier import Dossier
from casework.models.forms import Content, DossierForm
from casework.models.keys import DataKey
from casework.questions import Choice, Day, Decided, Errors, LongText, Sub, Text
from casework.questions.storage import Stored

EXTEND, REVISE, SUSPEND, RESUME, REOPEN = "延期", "计划变更", "暂停", "恢复", "重开"
CHANGE, EARLY = "更换主责社工", "提前结案"
ASKED_OF_CLIENT = {CHANGE, SUSPEND}
TIMED = {EXTEND: _("延期到哪一天？"), SUSPEND: _("暂停到哪一天？")}


def _asks_client(content: Content, dossier: Any) -> bool:
    return content.get("type") in ASKED_OF_CLIENT


class CaseRequest(DossierForm):
    """申请单（延期/暂停/恢复/更换社工/重开/变更计划）."""

    code, key = "C14", "case_request"
    name_of_form = _("申请单（延期/暂停/恢复/更换社工/重开/变更计划）")
    stage, when_filled = _("任意阶段"), _("事由发生时")
    anew = True
    over = frozenset({"approved", "refused", "withdrawn", "lapsed", "pending", "filed"})

    type = Choice(_("申请类型"), 1, of=choices.REQUESTS)
    reason = LongText(_("理由"), 2)
    params = Sub(
        _("起止/新期限/新社工"),
        1,
        parts={
            "start": Day(_("从"), required=False),
            "end": Day(_("到（新期限）"), required=False),
            "worker": Text(_("新社工"), required=False),
            "contact": Text(_("暂停期间的保底联系人"), required=False),
        },
    )
    client_opinion = LongText(
        _("服务对象意见"),
        2,
        needed=_asks_client,
        needs=_("暂停、更换社工，须写服务对象的意见。"),
    )
    approval = Decided(_("审批"), said="approval-chain")

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("申请单")

    @classmethod
    def cross(cls, content: Content) -> Errors:
        """A period ends after it begins; what lasts a while says until when."""
        params = content.get("params") or {}
        start, end = params.get("start"), params.get("end")
        if start and end and end < start:
            return {"params.end": str(_("结束日期早于开始日期，请核对。"))}
        kind = str(content.get("type") or "")
        if kind in TIMED and params and not end:
            return {"params.end": str(TIMED[kind])}
        if kind == SUSPEND and params and not params.get("contact"):
            return {"params.contact": str(_("暂停期间服务对象有事找谁？写上称呼和联系方式。"))}
        return {}

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        until = getattr(dossier, "served_until", None)
        says = _("带自现行计划，可改。")
        return {"params": ({"start": until.isoformat()}, says)} if until else {}

    @classmethod
    def begun_as(cls, kind: str, raw: Content) -> Content:
        """Begin one of a kind. Only an extension goes on from where the plan ends; the rest is
        from today."""
        today = timezone.localdate().isoformat()
        params = raw["params"] if kind == EXTEND else raw["params"] | {"start": today}
        return raw | {"type": kind, "params": params}


class Statement(models.Model):
    """说明: the words that a move without a form asks for, such as why a case is to be closed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="statements")
    verb = models.CharField(_("动作"), max_length=40)
    text = Stored("BinaryField")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("说明")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.verb}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.dossier.data_key
        return key


class Scan(models.Model):
    """扫描件: the page that was signed on paper, kept with the submission it belongs to."""

    submission = models.ForeignKey("casework.Submission", models.PROTECT, related_name="scans")
    form = models.CharField(_("表单"), max_length=4)
    kind = models.CharField(_("格式"), max_length=20)
    content = models.BinaryField(editable=False)
    sha256 = models.CharField(_("指纹"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("扫描件")
        indexes = [models.Index(fields=["submission", "form"], name="scans_of_submission")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.form}"

    @property
    def data_key(self) -> DataKey:
        return self.submission.data_key
