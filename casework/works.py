"""三种工作: which row says more of a dossier, by its kind."""

from collections.abc import Iterable
from typing import Any

from casework.models import Case, Dossier, Group, Project

WORKS: dict[str, type[Case] | type[Group] | type[Project]] = {
    Dossier.Kind.CASE: Case,
    Dossier.Kind.GROUP: Group,
    Dossier.Kind.PROJECT: Project,
}


def work_of(pk: int) -> Any:
    """Return the case, group or project with a key, and what every rule and page asks of it."""
    found = work_in(pk=pk)
    if found is None:
        raise Dossier.DoesNotExist
    return found


def work_in(**wanted: Any) -> Any:
    """Return the one work that is wanted, or None. Cases are asked first: most work is one."""
    for model in WORKS.values():
        near = model._default_manager.select_related(*model.near)
        if found := near.filter(**wanted).first():
            return found
    return None


def works_of(dossiers: Iterable[Dossier], *also: str) -> list[Any]:
    """Return the same for many, in their order, with one query for each kind among them;
    ``also`` are further rows to be read with each."""
    asked = list(dossiers)
    found: dict[int, Any] = {}
    for kind in {each.kind for each in asked}:
        model, own = WORKS[kind], [each.pk for each in asked if each.kind == kind]
        near = model._default_manager.select_related(*model.near, *also)
        found |= {each.pk: each for each in near.filter(pk__in=own)}
    return [found[each.pk] for each in asked]
