"""台账: which entries a page lists, by kind, month and project, fifty at a time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Role, User
from casework.models import LedgerEntry, Project
from casework.models.walls import READ_MONEY, READERS
from workflows.posted import number_in

PAGE = 50
SEEN_BY = [*READERS, *READ_MONEY, Role.DISTRICT]
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class Wanted:
    """What somebody asks to see; whatever makes no sense in an address is left out."""

    kind: str = ""
    month: str = ""
    project: int | None = None
    station: int | None = None
    after: str = ""  # the last row of the page before: its day and its id

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        kind, month = query.get("kind", ""), query.get("month", "")
        return cls(
            kind if kind in Kind else "",
            month if MONTH.fullmatch(month) else "",
            number_in(query.get("project", "")),
            number_in(query.get("station", "")),
            query.get("after", ""),
        )

    def query(self, **other: Any) -> str:
        """Return the address of the same list with something else; the first page of it."""
        said = QueryDict(mutable=True)
        known = {"kind": self.kind, "month": self.month, "project": self.project}
        for key, value in {**known, "station": self.station, **other}.items():
            if value:
                said[key] = str(value)
        return f"?{said.urlencode()}"


def listed(user: User, wanted: Wanted) -> QuerySet[LedgerEntry]:
    """Return what a user may see of what is wanted, the newest first; set aside ones too."""
    near = "station", "community", "project", "entered_by"
    found = LedgerEntry.objects.visible_to(user).filter(_filters(wanted)).select_related(*near)
    return found.filter(_behind(wanted.after)).order_by("-on", "-pk")


def _filters(wanted: Wanted) -> Q:
    said: dict[str, Any] = {
        "kind": wanted.kind,
        "project": wanted.project,
        "station": wanted.station,
    }
    if wanted.month:
        first = date.fromisoformat(f"{wanted.month}-01")
        said |= {"on__gte": first, "on__lt": _next_month(first)}
    return Q(**{key: value for key, value in said.items() if value})


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _behind(after: str) -> Q:
    """Return what comes after a row; everything, if there is no such row."""
    said, _dot, pk = after.partition("_")
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return Q()
    return Q(on__lt=day) | Q(on=day, pk__lt=number_in(pk) or 0)


def projects_seen(user: User) -> QuerySet[Project]:
    """Return the projects by which a list may be narrowed."""
    return Project.objects.visible_to(user).only("pk", "title", "number").order_by("-pk")


def amounts_of(entry: LedgerEntry) -> list[str]:
    """Say how much an entry was: what its kind counts, and no noughts."""
    return amounts_in(
        {key: getattr(entry, key) for key in ("households", "person_times", "amount")}
    )


def amounts_in(row: Mapping[str, Any]) -> list[str]:
    """Say the same of a row that is not written down yet."""
    words = {"households": _("%s 户次"), "person_times": _("%s 人次"), "amount": _("%s 元")}
    return [says % row[key] for key, says in words.items() if row.get(key)]
