"""A project that runs, a group with its sessions, and rows of the ledger, for tests."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Station, User
from casework.models import (
    Attendance,
    DataKey,
    Dossier,
    Episode,
    Group,
    GroupSession,
    LedgerEntry,
    Member,
    Project,
)

STARTS, ENDS = date(2025, 11, 1), date(2026, 10, 31)


def a_project(station: Station, owner: User, number: str = "TQDJ-P-2025-0003") -> Project:
    made: Project = _work(
        Project,
        Dossier.Kind.PROJECT,
        station,
        owner,
        number,
        title="困境群体共筑希望计划",
        status=Project.Status.IMPLEMENTING,
        starts_on=STARTS,
        ends_on=ENDS,
    )
    return made


def a_group(station: Station, owner: User, number: str = "TQDJ-G-2026-0001") -> Group:
    made: Group = _work(
        Group,
        Dossier.Kind.GROUP,
        station,
        owner,
        number,
        title="指尖上的邻里",
        status=Group.Status.RUNNING,
        community=station.communities.first(),
    )
    return made


def _work(model: Any, kind: str, station: Station, owner: User, number: str, **more: Any) -> Any:
    work = model.objects.create(
        kind=kind,
        number=number,
        registration=number,
        station=station,
        registered_by=owner,
        owner=owner,
        opened_on=date(2025, 9, 15),
        sealed_with=DataKey.objects.create(),
        **more,
    )
    Episode.objects.create(dossier=work, opened_on=work.opened_on)
    return work


def members(group: Group, categories: dict[str, int]) -> list[Member]:
    kinds = [each for each, number in categories.items() for _ in range(number)]
    return [
        Member.objects.create(
            group=group, number=n, category=kind, joined_on=date(2026, 4, 14), name="甲"
        )
        for n, kind in enumerate(kinds, 1)
    ]


def meets(group: Group, number: int, on: date, away: list[Member]) -> GroupSession:
    """Hold one session; whoever was away is written down as such."""
    held = GroupSession.objects.create(
        group=group, number=number, held_on=on, minutes=90, phase="成熟期", theme="打车导航"
    )
    status, missing = Attendance.Status, {each.pk for each in away}
    for each in group.members.all():
        there = status.EXCUSED if each.pk in missing else status.PRESENT
        Attendance.objects.create(session=held, member=each, status=there)
    return held


def entry(station: Station, by: User, kind: str, on: date, **more: Any) -> LedgerEntry:
    """A row as it lies in the database, whatever the rules of entering."""
    households = {"households": 1} if kind == LedgerEntry.Kind.VISIT else {}
    given = {"what": "邻里活动", **households, **more}
    return LedgerEntry.objects.create(
        station=station, kind=kind, on=on, entered_by=by, entered_at=timezone.now(), **given
    )
