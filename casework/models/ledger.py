"""台账: what counts for a project and has no flow of its own yet; its money; what is part of it.

Needs (D03), events (A02), visits and consultations (A03), links of resources (R02) and trainings
are kept as plain rows. Nothing in them is about a person but a reference.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Community, Station, User
from casework import choices
from casework.models.dossier import Dossier
from casework.models.people import Person
from casework.models.project import Project
from casework.models.walls import NOTHING, entries_through, expenses_through

USER = settings.AUTH_USER_MODEL


class Attribution(models.Model):
    """归属: the project for which a case or a group counts, from a day to a day (handbook 8.2).

    What happens counts for the project that its dossier belonged to on the day it happened. No two
    of a dossier overlap: ``casework.attributions`` sees to it under the dossier's lock.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="attributions")
    project = models.ForeignKey(Project, models.PROTECT, related_name="attributed")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("项目归属")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(until=None), name="one_open_attribution_each"
            ),
            models.UniqueConstraint(fields=["dossier", "since"], name="one_attribution_per_day"),
            models.CheckConstraint(
                name="attribution_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} → {self.project_id} {self.since}"


class ImportBatch(models.Model):
    """导入: one file that was taken in. Its name may name somebody, so only its hash is kept."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    rows = models.PositiveIntegerField(_("行数"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("导入时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("导入批次")
        constraints = [
            models.UniqueConstraint(fields=["station", "sha256"], name="one_import_per_file")
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, user: User) -> Self:
        """Return the entries that exist for ``user``: the walls, once."""
        seen = NOTHING
        for post in user.posts.current():
            seen |= entries_through(post)
        return self.filter(seen)

    def standing(self) -> Self:
        """Those that count: not set aside."""
        return self.filter(voided_on=None)


class LedgerEntry(models.Model):
    """台账记录: one need, event, visit, link, training or consultation. Never deleted."""

    class Kind(models.TextChoices):
        NEED = "need", _("需求")
        EVENT = "event", _("活动")
        VISIT = "visit", _("走访")
        LINK = "link", _("资源链接")
        TRAINING = "training", _("培训")
        CONSULT = "consult", _("咨询")

    class Source(models.TextChoices):
        HAND = "hand", _("手工")
        IMPORT = "import", _("导入")
        GROUP = "group", _("小组")

    class Result(models.TextChoices):
        """办结结果 of a need (handbook 4.7)."""

        MET = "met", _("已满足")
        PARTLY = "partially_met", _("部分满足")
        UNMET = "unmet", _("暂无法满足")
        MERGED = "merged", _("合并重复")

    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("社工站"), related_name="+")
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, verbose_name=_("社区"), related_name="+"
    )
    on = models.DateField(_("日期"))
    what = models.CharField(_("名称"), max_length=80)
    category = models.CharField(
        _("服务对象类别"), max_length=30, choices=choices.CATEGORIES, blank=True
    )
    person_times = models.PositiveIntegerField(_("人次"), default=0)
    households = models.PositiveIntegerField(_("户次"), null=True)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, null=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, verbose_name=_("项目"), related_name="+"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, verbose_name=_("服务对象"), related_name="+"
    )
    settled_on = models.DateField(_("办结日期"), null=True, editable=False)
    result = models.CharField(
        _("办结结果"), max_length=13, choices=Result, blank=True, editable=False
    )
    source = models.CharField(_("来源"), max_length=6, choices=Source, default=Source.HAND)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, related_name="entries", editable=False
    )
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(_("登记时间"), editable=False)
    voided_on = models.DateField(_("作废日期"), null=True, editable=False)
    void_reason = models.CharField(_("作废原因"), max_length=100, blank=True, editable=False)

    objects: ClassVar[LedgerQuerySet] = LedgerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("台账记录")
        constraints = [
            models.CheckConstraint(
                name="entry_amount_not_negative", condition=Q(amount=None) | Q(amount__gte=0)
            ),
            models.CheckConstraint(
                name="entry_visits_have_households",
                condition=Q(households=None) & ~Q(kind="visit")
                | Q(households__isnull=False, kind="visit"),
            ),
            models.CheckConstraint(
                name="entry_only_needs_are_settled",
                condition=Q(settled_on=None, result="") | (Q(kind="need") & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="entry_voided_has_reason",
                condition=Q(voided_on=None, void_reason="")
                | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["station", "-on", "-id"], name="entries_of_station"),
            models.Index(fields=["station", "kind", "-on", "-id"], name="entries_of_kind"),
            models.Index(
                fields=["project", "kind", "on"],
                name="entries_that_count",
                condition=Q(voided_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ExpenseQuerySet(models.QuerySet["Expense"]):
    def visible_to(self, user: User) -> Self:
        """Return the expenses that exist for ``user``: the walls, once."""
        seen = NOTHING
        for post in user.posts.current():
            seen |= expenses_through(post)
        return self.filter(seen)

    def standing(self) -> Self:
        return self.filter(voided_on=None)


class Expense(models.Model):
    """支出: one sum that a project has spent, in a category of its budget. Never deleted."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="expenses")
    on = models.DateField(_("日期"))
    category = models.CharField(
        _("科目"), max_length=8, choices=[(each, each) for each in choices.BUDGET]
    )
    item = models.CharField(_("用途"), max_length=80)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    voucher = models.CharField(_("凭证号"), max_length=30)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(_("登记时间"), editable=False)
    voided_on = models.DateField(_("作废日期"), null=True, editable=False)
    void_reason = models.CharField(_("作废原因"), max_length=100, blank=True, editable=False)

    objects: ClassVar[ExpenseQuerySet] = ExpenseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("项目支出")
        constraints = [
            models.CheckConstraint(name="expense_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="expense_voided_has_reason",
                condition=Q(voided_on=None, void_reason="")
                | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["project", "-on", "-id"], name="expenses_of_project")]

    def __str__(self) -> str:
        return f"expense {self.pk}"
