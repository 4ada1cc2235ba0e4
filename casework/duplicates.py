"""重复建档 (handbook 4.13 X20): two records of one person are read as one.

Nothing moves: dossiers keep their numbers and their record, whose key they are sealed with. The
surplus record points to the one that stays, one step and no further, and everything that asks
who somebody is follows it there.
"""

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from casework.models import Case, Person

ROOT = Coalesce("merged_into", "pk")  # the record that stands for a person


def survivor_of(person: Person) -> Person:
    """Return the record that stands for somebody: the one that stayed, or their only one."""
    return person.merged_into or person


def records_of(person: Person) -> QuerySet[Person]:
    """Return every record of one person, the one that stayed first."""
    root = person.merged_into_id or person.pk
    staying = F("merged_into").asc(nulls_first=True)
    return Person.objects.filter(whole([root])).order_by(staying, "pk")


def whole(roots: Iterable[int]) -> Q:
    """Return which records belong to the people whose staying records these are."""
    found = list(roots)
    return Q(pk__in=found) | Q(merged_into__in=found)


def headcount(cases: QuerySet[Case]) -> int:
    """Count the people served in some cases, each once however often they are on record."""
    people = Person.objects.filter(pk__in=cases.values("person"))
    return int(people.aggregate(count=Count(ROOT, distinct=True))["count"])
