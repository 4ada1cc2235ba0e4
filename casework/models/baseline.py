"""考核基线: what a project was approved to do, with how much money; locked, version by version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.approvals import Submission
from casework.models.project import Project


class Baseline(models.Model):
    """One version of the targets and the budget. A change makes another; none is rewritten.

    ``targets`` are [{"method", "unit", "qty"}, …] as P01 and P07 name them, ``budget`` is yuan by
    category, each sum a text with two decimals.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="baselines")
    version = models.PositiveSmallIntegerField(_("版本"))
    targets = models.JSONField(_("指标"), default=list)
    budget = models.JSONField(_("预算"), default=dict)
    amount = models.DecimalField(_("批准经费（元）"), max_digits=12, decimal_places=2)
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    locked_at = models.DateTimeField(_("锁定时间"))
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="+", verbose_name=_("依据")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("考核基线")
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="one_baseline_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} · v{self.version}"
