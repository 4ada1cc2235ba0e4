"""项目归属: which project a case or a group counts for, and from when on (handbook 8.2).

No move of a dossier: the same order all the same: authority, rule, change, trail.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from casework.errors import RuleError
from casework.locking import lock
from casework.models import Attribution, Dossier, Project
from casework.permissions import Who, standing

Status = Project.Status
RUNNING = [  # what can still be counted for
    *(Status.IMPLEMENTING, Status.MIDTERM, Status.RECTIFYING, Status.CHANGING),
    *(Status.FINAL_EVAL, Status.FINAL_RECTIFYING),
]
COMING = [Status.APPROVED, Status.CONTRACTED]  # what a case can be carried over to
ARCHIVED = "archived"
A_DAY = timedelta(days=1)


# ── asking ────────────────────────────────────────────────────────────────────────────────


def held(day: date | F | OuterRef) -> Q:
    """Return the condition that an attribution holds on a day."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def belongs(project: Project, dossier: str, day: str) -> Exists:
    """Return the condition that a row's dossier belonged to a project on the row's own day; both
    are named by their path from the row."""
    own = Attribution.objects.filter(project=project.pk, dossier=OuterRef(dossier))
    return Exists(own.filter(held(OuterRef(day))))


def attribution_on(dossier: Dossier, day: date) -> Attribution | None:
    """Return what a dossier counts for on a day; None where for nothing."""
    return dossier.attributions.filter(held(day)).select_related("project").first()


def attributions_of(dossier: Dossier) -> list[Attribution]:
    """Return what a dossier has counted for and will, the newest first."""
    return list(dossier.attributions.select_related("project").order_by("-since"))


def attributed_to(project: Project, day: date) -> QuerySet[Dossier]:
    """Return the cases and groups that belong to a project on a day."""
    return Dossier.objects.filter(
        Exists(Attribution.objects.filter(held(day), project=project.pk, dossier=OuterRef("pk")))
    )


def projects_for(dossier: Dossier) -> QuerySet[Project]:
    """Return the projects of its station that a dossier may be made to count for."""
    found = Project.objects.filter(station=dossier.station_id, status__in=[*RUNNING, *COMING])
    return found.order_by("starts_on", "pk")


def may_attribute(user: User, dossier: Dossier) -> bool:
    return bool({Who.OWNER, Who.HEAD} & standing(user, dossier))


# ── attributing ───────────────────────────────────────────────────────────────────────────


@transaction.atomic
def attribute(
    dossier: Dossier, project: Project, *, since: date, by: User, at: datetime | None = None
) -> Attribution:
    """Let a dossier count for a project from a day on; what it counted for ends the day before.

    Where it already counts from that day on, or a later one, that is put right instead.
    """
    _take(dossier, by)
    _fitting(dossier, project, since)
    before = _before(dossier, since)
    own = _renewed(dossier, project, since) or Attribution(
        dossier_id=dossier.pk, project=project, since=since
    )
    own.save()
    facts: dict[str, Any] = {"project": project.pk, "since": since.isoformat()}
    record("dossier.attribute", dossier.chain, by=by, at=at, instead_of=before, **facts)
    return own


@transaction.atomic
def release(dossier: Dossier, *, until: date, by: User, at: datetime | None = None) -> Attribution:
    """Let a dossier count for no project after a day."""
    _take(dossier, by)
    own = dossier.attributions.filter(until=None).first()
    if own is None:
        raise RuleError(_("它现在不归属任何项目。"))
    if until < own.since:
        says = _("归属从 %s 开始，结束的日期不能早于它。") % own.since.isoformat()
        raise RuleError(says, {"until": says})
    own.until = until
    own.save(update_fields=["until"])
    facts: dict[str, Any] = {"project": own.project_id, "until": until.isoformat()}
    record("dossier.release", dossier.chain, by=by, at=at, **facts)
    return own


def _take(dossier: Dossier, by: User) -> None:
    lock(dossier)
    if not may_attribute(by, dossier):
        raise PermissionDenied(_("归属由主责社工或站长登记。"))
    if dossier.status == ARCHIVED:
        raise RuleError(_("已经归档，归属不再改。"))


def _fitting(dossier: Dossier, project: Project, since: date) -> None:
    if dossier.kind == Dossier.Kind.PROJECT:
        raise RuleError(_("项目不归属别的项目。"))
    if not projects_for(dossier).filter(pk=project.pk).exists():
        says = _("选本站已立项、还没有结项的项目。")
        raise RuleError(says, {"project": says})
    if project.starts_on and since < project.starts_on:
        says = _("项目周期从 %s 开始，归属不能早于它。") % project.starts_on.isoformat()
        raise RuleError(says, {"since": says})
    if project.ends_on and since > project.ends_on:
        says = _("项目周期到 %s 为止，请选之前的日期或别的项目。") % project.ends_on.isoformat()
        raise RuleError(says, {"since": says})


def _before(dossier: Dossier, since: date) -> list[list[Any]]:
    """Return the attributions that a new one from a day on changes, as they were."""
    later = dossier.attributions.filter(Q(until=None) | Q(until__gte=since)).order_by("since")
    return [
        [each.project_id, each.since.isoformat(), each.until and each.until.isoformat()]
        for each in later
    ]


def _renewed(dossier: Dossier, project: Project, since: date) -> Attribution | None:
    """End what ran on at the day before; return the one that began later, made to begin now."""
    running = dossier.attributions.filter(until=None).first()
    if dossier.attributions.filter(until__gte=since).exists():
        says = _("这一天已经归属过项目，请选最近一次归属之后的日期。")
        raise RuleError(says, {"since": says})
    if running is None:
        return None
    if running.since >= since:
        running.project, running.since = project, since
        return running
    running.until = since - A_DAY
    running.save(update_fields=["until"])
    return None
