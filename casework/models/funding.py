"""拨付, 整改, 结转: what a project is paid, what it has to put right, and what outlives it."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.dossier import Dossier
from casework.models.keys import DataKey
from casework.models.ledger import LedgerEntry
from casework.models.project import Project
from casework.questions.storage import Stored

USER = settings.AUTH_USER_MODEL
EVIDENCE = "casework_rectificationitem.content"


class Instalment(models.Model):
    """拨付节点: one part of the money, as the contract has it; due once its condition is met."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("第几笔"))
    phase = models.CharField(_("哪一期"), max_length=200)
    pct = models.PositiveSmallIntegerField(_("比例（%）"))
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    condition = models.CharField(_("条件"), max_length=200)
    due_on = models.DateField(_("应拨日期"), null=True)
    triggered_on = models.DateField(_("条件满足日期"), null=True)
    paid_on = models.DateField(_("实拨日期"), null=True)
    paid_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("拨付")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_instalment_each"),
            models.CheckConstraint(
                name="paid_after_condition_met",
                condition=Q(paid_on=None) | Q(triggered_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} · {self.number}"


class RectificationItem(models.Model):
    """整改项: one thing that an evaluation wants put right, and how it was, with evidence."""

    class Stage(models.TextChoices):
        MIDTERM = "midterm", _("中期")
        FINAL = "final", _("末期")

    project = models.ForeignKey(Project, models.PROTECT, related_name="rectifications")
    stage = models.CharField(_("阶段"), max_length=7, choices=Stage)
    number = models.PositiveSmallIntegerField(_("序号"))
    what = Stored("BinaryField")
    due_on = models.DateField(_("期限"))
    action = Stored("BinaryField")
    evidence = Stored("BinaryField")
    kind = models.CharField(_("证据格式"), max_length=20, blank=True)
    content = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField(_("证据指纹"), max_length=64, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(_("销项日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("整改项")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["project", "stage", "number"], name="one_rectification_each"
            ),
            models.CheckConstraint(
                name="rectified_has_evidence",
                condition=Q(answered_at=None) | ~Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} · {self.stage} · {self.number}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.project.data_key
        return key

    def keep(self, file: bytes) -> None:
        """Keep the evidence, sealed with the project's key."""
        self.content = self.data_key.seal(file, EVIDENCE)
        self.sha256 = sha256(file).hexdigest()

    def evidence_file(self) -> bytes:
        """Return the evidence as it was uploaded."""
        return bytes(self.data_key.open(bytes(self.content or b""), EVIDENCE))


class CarryOver(models.Model):
    """结转: where one piece of work goes when its project ends. Chosen line by line, then fixed.

    What is fixed is not chosen again; a later choice for the same work is another row.
    """

    class Way(models.TextChoices):
        NEXT = "下期项目", _("继续：下期项目")
        DISTRICT = "转总站", _("转总站保底")
        REFERRED = "转介", _("转介")
        CLOSED = "结案", _("结案")

    project = models.ForeignKey(Project, models.PROTECT, related_name="carried_over")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="carried")
    need = models.ForeignKey(LedgerEntry, models.PROTECT, null=True, related_name="carried")
    way = models.CharField(_("去向"), max_length=6, choices=Way)
    to = models.ForeignKey(
        Project, models.PROTECT, null=True, related_name="+", verbose_name=_("下期项目")
    )
    switch_on = models.DateField(_("切换日"))
    keeper = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name=_("保底跟进人")
    )
    informed_on = models.DateField(_("告知日期"), null=True)
    chosen_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(_("决定时间"))
    fixed_at = models.DateTimeField(_("确定时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("结转")
        constraints = [
            models.CheckConstraint(
                name="carried_on_names_where",
                condition=~Q(way="下期项目") | Q(to__isnull=False),
            ),
            models.CheckConstraint(
                name="carries_one_thing",
                condition=Q(dossier__isnull=False, need=None) | Q(dossier=None, need__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} → {self.way}"
