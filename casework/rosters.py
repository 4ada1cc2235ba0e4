"""名单与出席: the members and sessions that are counted, as the forms of a group say (8.1, 8.2).

G03 makes the members, G04 says who has signed and may be pictured, G05 to G07 make a session and
who was there. A correction of any of them is counted anew.
"""

from datetime import date
from typing import Any

from casework.duplicates import survivor_of
from casework.group_records import by_name, members_of, on_the_list, session_plans
from casework.models import (
    Attendance,
    Group,
    GroupSession,
    GroupSessionProcess,
    GroupSignIn,
    Member,
    Person,
)
from casework.tabulating import counts


def enrol(group: Group, applicants: list[dict[str, Any]], on: date) -> list[Member]:
    """Make members of those who were taken in, numbered on from who is there already."""
    last = max((each.number for each in members_of(group)), default=0)
    made = [_member(group, last + n, row, on) for n, row in enumerate(applicants, 1)]
    group.forget()
    return made


def _member(group: Group, number: int, said: dict[str, Any], on: date) -> Member:
    member = Member(group=group, number=number, joined_on=on, category=said["category"])
    member.person = _known_person(group, said.get("client_ref"))
    member.name, member.phone = said["name"], said.get("phone") or ""
    member.save()
    return member


def _known_person(group: Group, number: Any) -> Person | None:
    """Return whom the station keeps on record by this number; of another station, nobody."""
    said = str(number or "").strip().upper()
    found = Person.objects.filter(number=said, station=group.station_id).first() if said else None
    return survivor_of(found) if found else None


@counts("G03")
def _listed(group: Group, row: Any) -> None:
    """Of who is a member already, phone and category are as last written."""
    members = by_name(members_of(group))
    for said in row.applicants or []:
        member = members.get(said["name"])
        if member is not None:
            member.phone, member.category = said.get("phone") or "", said["category"]
            member.save(update_fields=["phone", "category"])


@counts("G04")
def _signed(group: Group, row: Any) -> None:
    """Who has signed the contract, and who may be pictured."""
    signed = {said["name"]: said["date"] for said in row.signs or []}
    asked = {said["member"]: said["agree"] for said in row.media or []}
    for name, member in by_name(members_of(group)).items():
        member.signed_on = date.fromisoformat(signed[name]) if signed.get(name) else None
        member.pictured = asked.get(name)
        member.save(update_fields=["signed_on", "pictured"])
    group.forget()


def record_session(group: Group, number: int) -> GroupSession:
    """Count a session as its plan, its sheet and its record say; again, where one has changed."""
    plan, process = session_plans(group)[number], _row(GroupSessionProcess, group, number)
    known = {
        "held_on": date.fromisoformat(plan.meta["date"]),
        "minutes": plan.meta["minutes"],
        "theme": plan.meta["theme"][:80],
        "phase": process.phase,
    }
    session, _new = GroupSession.objects.update_or_create(
        group=group, number=number, defaults=known
    )
    _count_in(group, session, _row(GroupSignIn, group, number))
    if not group.sessions.filter(number__gt=number).exists():
        group.phase = session.phase
        group.save(update_fields=["phase"])
    group.forget()
    return session


def _count_in(group: Group, session: GroupSession, sheet: Any) -> None:
    """Write down who was there; whoever was not in the group then is not counted."""
    members = by_name(on_the_list(group, session.held_on))
    said = {row["member"]: row["status"] for row in sheet.attendance or []}
    there = {members[name]: status for name, status in said.items() if name in members}
    Attendance.objects.filter(session=session).exclude(member__in=there).delete()
    for member, status in there.items():
        Attendance.objects.update_or_create(
            session=session, member=member, defaults={"status": status}
        )


def _row(model: Any, group: Group, number: int) -> Any:
    """Return the sheet or the record of a session: the sheet that is filed with it is its own."""
    row = model.objects.get(dossier=group.pk, instance=number)
    row.dossier = group
    return row


@counts("G05")
def _planned_anew(group: Group, row: Any) -> None:
    group.forget()
    _recount(group, row.meta["no"])


@counts("G06")
@counts("G07")
def _recorded_anew(group: Group, row: Any) -> None:
    _recount(group, row.instance)


def _recount(group: Group, number: int) -> None:
    if group.sessions.filter(number=number).exists():
        record_session(group, number)
