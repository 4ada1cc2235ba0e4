"""结转: what is still going on in a project, and where it goes when that ends (X16, handbook 8.2).

Ways are chosen line by line and then fixed all at once, with 《项目结转/续签衔接单》. From the day
of the switch on what happens counts for the next project; what came before stays where it was.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, User
from casework.models import CarryOver, Content, Dossier, LedgerEntry, Project
from casework.models.dossier import once
from casework.works import works_of

Way = CarryOver.Way
NEED = "在办需求"
ITEMS = {Dossier.Kind.CASE.value: "在案个案", Dossier.Kind.GROUP.value: "在办小组"}
DONE = {"closed"}  # nothing is left to do with people, only the box to be closed
KEEPERS = [Role.WORKER, Role.SUPERVISOR, Role.HEAD, Role.DISTRICT]
GONE = {Way.NEXT, Way.DISTRICT}  # ways by which it no longer is this project's


@dataclass(frozen=True)
class Ongoing:
    """Something that goes on in a project: a case or a group, or a need of its ledger."""

    work: Any = None
    need: LedgerEntry | None = None

    @property
    def key(self) -> str:
        """What a page calls it by: d-12, n-3."""
        return f"n-{self.need.pk}" if self.need else f"d-{self.work.pk}"

    @property
    def item(self) -> str:
        return NEED if self.need else ITEMS[self.work.kind]

    @property
    def number(self) -> str:
        return f"N-{self.need.pk}" if self.need else str(self.work.number)

    @property
    def stage(self) -> str:
        return str(_("未办结")) if self.need else str(self.work.get_status_display())


@once
def ongoing_of(project: Any) -> list[Ongoing]:
    """Return all that belongs to a project and goes on: cases, groups, then needs; oldest first."""
    from casework.attributions import attributed_to  # noqa: PLC0415  (it reads permissions)
    from casework.ledger import open_needs  # noqa: PLC0415  (the same)

    if project.starts_on is None:
        return []
    day = max(timezone.localdate(), project.starts_on)
    works = attributed_to(project, day).filter(ended_on=None).exclude(status__in=DONE)
    return [
        *(Ongoing(work=each) for each in works_of(works.order_by("pk"))),
        *(Ongoing(need=each) for each in open_needs(project)),
    ]


def found_in(project: Any, key: str) -> Ongoing | None:
    return next((each for each in ongoing_of(project) if each.key == key), None)


def nexts_for(project: Any) -> QuerySet[Project]:
    """Return the projects that what goes on can be carried over to."""
    from casework.attributions import projects_for  # noqa: PLC0415  (it reads permissions)

    return projects_for(project).exclude(pk=project.pk)


def keepers_for(project: Any) -> QuerySet[User]:
    """Return who may look after what goes on until somebody takes it over."""
    places = [project.station_id, project.station.district_id]
    posts = Post.objects.current().filter(station__in=places, role__in=KEEPERS)
    return User.objects.filter(pk__in=posts.values("user")).order_by("pk")


@once
def choices_of(project: Any) -> list[CarryOver]:
    """Return what was chosen for each, the newest last."""
    found = CarryOver.objects.filter(project=project.pk).select_related("to", "keeper")
    return list(found.order_by("pk"))


def choice_for(project: Any, ongoing: Ongoing) -> CarryOver | None:
    """Return where something goes, as last chosen."""
    found = [
        each
        for each in choices_of(project)
        if (ongoing.need and each.need_id == ongoing.need.pk)
        or (ongoing.work and each.dossier_id == ongoing.work.pk)
    ]
    return found[-1] if found else None


@once
def ongoing_rows(dossier: Any) -> list[Content]:
    """Return everything still open in a project: item, number, stage, way, to."""
    return [_row(each, choice_for(dossier, each)) for each in ongoing_of(dossier)]


def _row(ongoing: Ongoing, chosen: CarryOver | None) -> Content:
    return {
        "item": ongoing.item,
        "number": ongoing.number,
        "stage": ongoing.stage,
        "way": chosen.way if chosen else str(_("未定")),
        "to": _to(chosen) if chosen else "",
    }


def _to(chosen: CarryOver) -> str:
    if chosen.to is not None:
        return str(chosen.to.number)
    return str(chosen.keeper or "")


def unchosen(project: Any) -> list[Ongoing]:
    """Return what nobody has said yet where it goes."""
    return [each for each in ongoing_of(project) if choice_for(project, each) is None]


def hanging(project: Any) -> list[Ongoing]:
    """Return what hangs (悬空): whose way is not fixed, or fixed and not gone (X16)."""
    return [each for each in ongoing_of(project) if not _is_settled(choice_for(project, each))]


def staying(project: Any) -> list[Ongoing]:
    """Return what would stay with a project that ends at once: no way chosen, or none that leads
    away from it."""
    chosen = ((each, choice_for(project, each)) for each in ongoing_of(project))
    return [each for each, choice in chosen if choice is None or choice.way not in GONE]


def _is_settled(chosen: CarryOver | None) -> bool:
    """What is handed on is settled; what is to be closed or referred is so when it has ended."""
    return chosen is not None and chosen.fixed_at is not None and chosen.way in GONE


def handed_to_others(project: Any) -> list[Content]:
    """Return what whoever undertakes the next has to take over, line by line (X17): the list that
    three sign, with whoever looks after it until then."""
    return [
        {**_row(each, chosen), "switch_on": chosen.switch_on, "keeper": str(chosen.keeper or "")}
        for each in ongoing_of(project)
        if (chosen := choice_for(project, each)) is not None and chosen.way in GONE
    ]
