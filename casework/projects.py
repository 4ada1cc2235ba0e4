"""起草项目: how a project comes into being, and with how much money it is applied for."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, Station, User
from audit.services import record
from casework.errors import RuleError
from casework.lifecycles import lifecycle_of
from casework.locking import lock
from casework.models import DataKey, Dossier, Episode, Project
from casework.numbers import PROJECT, next_number
from casework.permissions import Who, standing
from casework.services import Act, settle

LEADERS = [Role.WORKER, Role.HEAD]  # who may lead a project: 项目负责人
WRITTEN = {Project.Status.DRAFTING, Project.Status.REVISING}
ASKERS = {Who.OWNER, Who.HEAD}  # who says how much is applied for
LONGEST = 80


def stations_of(user: User) -> QuerySet[Station]:
    """Return the stations at which a user may begin a project."""
    posts = user.posts.current().filter(role__in=LEADERS)
    return Station.objects.filter(pk__in=posts.values("station"), kind=Station.Kind.STREET)


def may_precede(station: Station) -> QuerySet[Project]:
    """Return the projects of a station that another may go on from."""
    found = Project.objects.filter(station=station, accepted_on__isnull=False)
    return found.order_by("-ends_on", "-pk")


@transaction.atomic
def open_project(  # noqa: PLR0913
    *,
    title: str,
    station: Station,
    by: User,
    asked: Decimal | None = None,
    leader: User | None = None,
    previous: Project | None = None,
    at: datetime | None = None,
) -> Project:
    """Begin a project: it has its number (P) from the first day on (handbook 10.3).

    ``leader`` is its 项目负责人, whoever begins it where nobody is named; ``asked`` the sum that
    the budget has to come to.
    """
    at, owner = at or timezone.now(), leader or by
    _require(title, station, by, owner, previous)
    today = timezone.localdate(at)
    number = next_number(station, PROJECT, today)
    project = Project.objects.create(
        kind=Dossier.Kind.PROJECT,
        sealed_with=DataKey.objects.create(),
        number=number,
        registration=number,
        title=title.strip(),
        station=station,
        status=Project.Status.DRAFTING,
        registered_by=by,
        owner=owner,
        opened_on=today,
        asked=_sum(asked) if asked is not None else None,
        previous=previous,
    )
    Episode.objects.create(dossier=project, opened_on=today)
    _begin(project, by, at)
    return project


def _require(title: str, station: Station, by: User, owner: User, previous: Project | None) -> None:
    if not stations_of(by).filter(pk=station.pk).exists():
        raise PermissionDenied(_("须由社工、站长办理。"))
    if not 0 < len(title.strip()) <= LONGEST:
        raise RuleError(_("请写项目名称，不超过 80 个字。"), {"title": _("请写项目名称。")})
    held = Post.objects.current().filter(station=station, role__in=LEADERS)
    if not held.filter(user=owner).exists():
        raise RuleError(_("项目负责人须是本站的社工或站长，请另选。"))
    if previous is not None and previous.station_id != station.pk:
        raise RuleError(_("上期项目须是本站的项目，请另选。"))


def _begin(project: Project, by: User, at: datetime) -> None:
    """Let everything follow it, as it follows an act."""
    lifecycle = lifecycle_of(project)
    row = lifecycle.verbs["open_project"][0]
    doing = Act(project, row, by, at, was="", lifecycle=lifecycle)
    before: dict[str, Any] = {"previous": project.previous_id} if project.previous_id else {}
    settle(doing, lifecycle, {"owner": project.owner_id, "asked": str(project.asked)} | before)


def may_ask_for(user: User, project: Project) -> bool:
    """Whether a user sets how much is applied for: leader or head, while it is being written."""
    return project.status in WRITTEN and bool(ASKERS & standing(user, project))


def require_asker(user: User, project: Project) -> None:
    """Raise PermissionDenied for whoever never sets how much is applied for."""
    if not ASKERS & standing(user, project):
        raise PermissionDenied(_("须由主责社工、站长办理。"))


@transaction.atomic
def ask_for(project: Project, sum_: Decimal, *, by: User, at: datetime | None = None) -> None:
    """Set how much money is applied for, while the application is being written."""
    lock(project)
    require_asker(by, project)
    if project.status not in WRITTEN:
        says = _("申报书交上去以后，申报经费不再改；退回修改时可以改。")
        raise RuleError(says, {"asked": says})
    project.asked = _sum(sum_)
    project.save(update_fields=["asked"])
    record("project.ask_for", project.chain, by=by, at=at, asked=str(project.asked))


def _sum(said: Decimal) -> Decimal:
    if not 0 < said < Decimal(10) ** 10:
        raise RuleError(_("申报经费须大于 0。"), {"asked": _("请写申报多少元。")})
    return said.quantize(Decimal("0.01"))
