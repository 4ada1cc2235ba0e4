"""统计: what counts for a project, by computation only (handbook 8.1, 8.2).

What is of a dossier counts for the project which that belonged to on the day it happened; what is
of the ledger, for the one it names. Five queries, however many rows there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncDate, TruncMonth

from casework import choices
from casework.attributions import belongs
from casework.models import (
    Attendance,
    Case,
    Expense,
    GroupSession,
    LedgerEntry,
    Project,
    Satisfaction,
    SessionRecord,
    Submission,
)

Figures = dict[tuple[str, str], Decimal]  # (method, unit) → how much
Kind = LedgerEntry.Kind
TOTAL = ("", "人次")
ONLINE_AT_LEAST = 10  # minutes (handbook 8.2, rule 5)
LEAST_ANSWERS = 10  # questionnaires below which a share says nothing (handbook 8.1)
UNITS = {
    "个案": ("个", "次", "人次"),
    "小组": ("个", "节", "人次"),
    "活动": ("场", "人次"),
    "培训": ("场", "人次"),
    "走访": ("户次", "次", "人次"),
    "资源": ("次", "元"),
    "咨询": ("次", "人次"),
}
SERVE = (
    "个案",
    "小组",
    "活动",
    "走访",
    "咨询",
)  # whose 人次 are 服务人次: nobody is served by a 培训
COUNTED_AS = {
    Kind.EVENT: "活动",
    Kind.TRAINING: "培训",
    Kind.VISIT: "走访",
    Kind.LINK: "资源",
    Kind.CONSULT: "咨询",
}


@dataclass(frozen=True)
class Share:
    """满意度: of how many who answered how much was 满意 or better; no share of a few."""

    answers: int
    items: int
    content: int

    @property
    def percent(self) -> Decimal | None:
        """The share with one decimal; None below ten answers."""
        if self.answers < LEAST_ANSWERS or not self.items:
            return None
        return (Decimal(self.content * 100) / self.items).quantize(Decimal("0.1"))


def counted(project: Project, *, since: date | None = None, until: date | None = None) -> Figures:
    """Return every figure of a project in a time, noughts too."""
    return _by(project, None, since, until).get(None, _noughts())


def by_month(project: Project, *, until: date | None = None) -> dict[str, Figures]:
    """Return the figures of each month in which something happened: 2026-03 → figures."""
    found = _by(project, lambda source: TruncMonth(source.day), None, until)
    return {day.strftime("%Y-%m"): found[day] for day in sorted(found)}


def by_category(
    project: Project, *, since: date | None = None, until: date | None = None
) -> dict[str, Figures]:
    """Return the figures of each category of people; under "" what has none, as a group's
    sessions. A mixed group's 人次 are by its members' own categories (handbook 8.2, rule 3)."""
    return _by(project, lambda source: source.category, since, until)


def spent(project: Project, *, until: date | None = None) -> dict[str, Decimal]:
    """Return the yuan spent in each category of the budget, noughts too."""
    rows = Expense.objects.standing().filter(project=project.pk)
    if until is not None:
        rows = rows.filter(on__lte=until)
    sums = dict(rows.values_list("category").annotate(Sum("amount")))
    return {each: sums.get(each, Decimal(0)) for each in choices.BUDGET}


def satisfaction(project: Project, *, until: date | None = None) -> Share:
    """Return how content those were whose cases belonged to a project when they answered."""
    rows = Satisfaction.objects.filter(answered_at__isnull=False, items__gt=0)
    rows = rows.annotate(day=TruncDate("answered_at"))
    rows = rows.filter(belongs(project, "episode__dossier", "day"))
    if until is not None:
        rows = rows.filter(day__lte=until)
    said = rows.aggregate(n=Count("pk"), all=Sum("items"), content=Sum("content_items"))
    return Share(said["n"], said["all"] or 0, said["content"] or 0)


# ── what counts ───────────────────────────────────────────────────────────────────────────


def _cases(project: Project) -> QuerySet[Any]:
    """Return the cases that were accepted while they belonged to a project."""
    return Case.objects.filter(belongs(project, "pk", "accepted_on"))


def _records(project: Project) -> QuerySet[Any]:
    """Return the service records that stand: neither set aside nor waiting to be corrected."""
    own = Submission.objects.filter(
        dossier=OuterRef("dossier"),
        form=SessionRecord.code,
        instance=OuterRef("instance"),
        outcome__in=[Submission.Outcome.FILED, Submission.Outcome.APPROVED],
    )
    stands = Exists(own.exclude(aside__has_key=SessionRecord.code))
    return SessionRecord.objects.filter(belongs(project, "dossier", "held_on"), stands)


def _sessions(project: Project) -> QuerySet[Any]:
    """Return the sessions of groups; ``first`` says with which a group has begun."""
    earlier = Q(held_on__lt=OuterRef("held_on")) | Q(
        held_on=OuterRef("held_on"), number__lt=OuterRef("number")
    )
    before = GroupSession.objects.filter(earlier, group=OuterRef("group"))
    found = GroupSession.objects.filter(belongs(project, "group", "held_on"))
    return found.annotate(first=~Exists(before))


def _attendance(project: Project) -> QuerySet[Any]:
    """Return who was there, at whatever session."""
    there = Attendance.objects.filter(status__in=Attendance.THERE)
    return there.filter(belongs(project, "session__group", "session__held_on"))


def _entries(project: Project) -> QuerySet[Any]:
    return LedgerEntry.objects.standing().filter(project=project.pk).exclude(kind=Kind.NEED)


@dataclass(frozen=True)
class Source:
    """Rows that count: which, on what day, of what category of people, and for how much."""

    rows: Callable[[Project], QuerySet[Any]]
    day: str
    category: Any
    figures: dict[str, Any]
    method: Any


BRIEF = Q(mode="线上", minutes__lt=ONLINE_AT_LEAST)
SOURCES = (
    Source(_cases, "accepted_on", F("person__primary_category"), {"个": Count("pk")}, "个案"),
    Source(
        _records,
        "held_on",
        F("dossier__case__person__primary_category"),
        {"次": Count("pk"), "人次": Sum("served", filter=~BRIEF)},
        "个案",
    ),
    Source(
        _sessions,
        "held_on",
        Value(""),
        {"节": Count("pk"), "个": Count("pk", filter=Q(first=True))},
        "小组",
    ),
    Source(_attendance, "session__held_on", F("member__category"), {"人次": Count("pk")}, "小组"),
    Source(
        _entries,
        "on",
        F("category"),
        {
            "场": Count("pk"),
            "次": Count("pk"),
            "户次": Sum("households"),
            "人次": Sum("person_times"),
            "元": Sum("amount"),
        },
        F("kind"),
    ),
)


# ── adding up ─────────────────────────────────────────────────────────────────────────────


def _by(
    project: Project,
    share_out: Callable[[Source], Any] | None,
    since: date | None,
    until: date | None,
) -> dict[Any, Figures]:
    """Return the figures, shared out by something of each row; all under None, where by nothing."""
    found: dict[Any, Figures] = {}
    for source in SOURCES:
        for bucket, key, number in _sums(source, source.rows(project), share_out, (since, until)):
            own = found.setdefault(bucket, _noughts())
            own[key] += number
            if key[1] == TOTAL[1] and key[0] in SERVE:
                own[TOTAL] += number
    return found


def _sums(
    source: Source,
    rows: QuerySet[Any],
    share_out: Callable[[Source], Any] | None,
    time: tuple[date | None, date | None],
) -> Iterator[tuple[Any, tuple[str, str], Decimal]]:
    """Yield what one kind of row adds to which figure, by one query."""
    for end, day in zip(("gte", "lte"), time, strict=True):
        rows = rows.filter(**{f"{source.day}__{end}": day}) if day else rows
    named = {"method": source.method if isinstance(source.method, F) else Value(source.method)}
    if share_out is not None:
        named["bucket"] = share_out(source)
    for row in rows.order_by().values(**named).annotate(**source.figures):
        method = COUNTED_AS.get(row["method"], row["method"])
        bucket = row.get("bucket") or "" if share_out else None
        for unit in UNITS[method]:
            if row.get(unit):
                yield bucket, (method, unit), Decimal(row[unit])


def _noughts() -> Figures:
    keys = [(method, unit) for method, units in UNITS.items() for unit in units]
    return dict.fromkeys([*keys, TOTAL], Decimal(0))
