"""卷宗列表: the rows of a list of one kind of work, and how it is searched."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from casework.groups import communities_for_groups
from casework.models import Case, Dossier, Group, Project
from casework.projects import stations_of
from casework.works import WORKS
from web.kinds import KINDS
from web.templatetags.ui import day, status

NEAR = {Dossier.Kind.CASE.value: ["person"]}


def listed(user: User, kind: str, wanted: str) -> QuerySet[Any]:
    """Return the work of one kind that a user may see, the newest first; some of it, if asked."""
    seen = Dossier.objects.visible_to(user).values("pk")
    found = WORKS[kind]._default_manager.filter(pk__in=seen)
    if wanted:
        number = Q(number__icontains=wanted) | Q(registration__icontains=wanted)
        found = found.filter(_named(kind, wanted) | number)
    near = found.select_related("owner", "community", "station", *NEAR.get(kind, []))
    return near.order_by("-opened_on", "-pk")


def opens_for(user: User, kind: str) -> dict[str, Any] | None:
    """Return where work of a kind is begun, for those who may; calls for help are registered."""
    if kind == Dossier.Kind.GROUP and communities_for_groups(user).exists():
        return {"href": reverse("web:new_group"), "label": _("立组")}
    if kind == Dossier.Kind.PROJECT and stations_of(user).exists():
        return {"href": reverse("web:new_project"), "label": _("起草项目")}
    return None


def _named(kind: str, wanted: str) -> Q:
    if kind != Dossier.Kind.CASE:
        return Q(title__icontains=wanted)
    return Q(person__name__startswith=wanted) if len(wanted) > 1 else Q(pk__in=[])


def cells_of(work: Any) -> list[dict[str, Any]]:
    """Return the cells of a row, each with the label that it has on a phone."""
    labels = KINDS[work.kind].columns
    cells = zip(labels, CELLS[work.kind](work), strict=True)
    return [{"label": label, "text": text} for label, text in cells]


def _of_case(case: Case) -> list[Any]:
    person = case.person
    return [
        case.shown_as,
        person.question("primary_category").shown(person.primary_category),
        case.community.name if case.community else "",
        status(case),
        case.get_risk_display(),
        case.owner or _("待派单"),
        day(case.opened_on),
    ]


def _of_group(group: Group) -> list[Any]:
    place = group.community.name if group.community else ""
    return [group.title, place, status(group), group.owner or "", day(group.opened_on)]


def _of_project(project: Project) -> list[Any]:
    runs = f"{project.starts_on:%Y-%m-%d}～{project.ends_on:%Y-%m-%d}" if project.ends_on else ""
    return [
        project.title,
        project.station.name,
        status(project),
        project.owner or "",
        runs,
        day(project.opened_on),
    ]


CELLS: dict[str, Callable[[Any], list[Any]]] = {
    Dossier.Kind.CASE: _of_case,
    Dossier.Kind.GROUP: _of_group,
    Dossier.Kind.PROJECT: _of_project,
}
