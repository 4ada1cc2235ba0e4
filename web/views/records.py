"""Getting a record for a page: what one may not see does not exist, and that one asked is noted."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from casework.denials import note_denial
from casework.models import Case, Dossier, Person
from casework.permissions import may_read, may_see_content, only_judges
from casework.works import work_in


def dossier_of(user: User, pk: int) -> Any:
    """Return a case, group or project; one of another station, or none of one's own, is a 404,
    and noted."""
    seen = Dossier.objects.visible_to(user).filter(pk=pk)
    work = work_in(pk__in=seen.values("pk"))
    if work is None:
        note_denial(user, pk)
        raise Http404
    return work


def content_of(user: User, pk: int) -> Any:
    """Return one whose content ``user`` may read, all of it; else a 404."""
    work = dossier_of(user, pk)
    if not may_see_content(user, work) or only_judges(user, work):
        raise Http404
    return work


def form_of(user: User, pk: int, form: str) -> Any:
    """Return one of which ``user`` may read a form; else a 404."""
    work = dossier_of(user, pk)
    if not may_read(user, work, form):
        raise Http404
    return work


def case_of(user: User, pk: int) -> Case:
    """Return a case whose content ``user`` may read; what is none, or may not be, is a 404."""
    work = content_of(user, pk)
    if not isinstance(work, Case):
        raise Http404
    return work


def person_of(user: User, pk: int) -> Person:
    """Return a person through one of the cases whose content ``user`` may read; else a 404."""
    seen = Dossier.objects.visible_to(user).values("pk")
    cases = Case._default_manager.select_related("station", "person").filter(pk__in=seen)
    for case in cases.filter(person__in=Person.objects.filter(pk=pk).values("pk")):
        if may_see_content(user, case):
            return case.person
    raise hidden(user, Person.objects.filter(pk=pk), "cases")


def one_of(user: User, seen: QuerySet[Any], pk: int, about: str = "dossier") -> Any:
    """Return one of the records that ``user`` sees; ``about`` leads from it to its dossier."""
    found = seen.filter(pk=pk).first()
    if found is None:
        raise hidden(user, seen.model._base_manager.filter(pk=pk), about)
    return found


def hidden(user: User, records: QuerySet[Any], about: str = "dossier") -> Http404:
    """Note whose dossier a record that is not the user's hangs on, if it is there at all."""
    dossiers = records.order_by(f"-{about}").values_list(about, flat=True)
    note_denial(user, dossiers.first() or 0)
    return Http404()
