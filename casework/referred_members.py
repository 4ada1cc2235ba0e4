"""从小组到个案: what shows in a group and is one person's becomes a lead, or a need, of its own."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from casework import ledger, ledger_rows
from casework.attributions import attribution_on
from casework.errors import RuleError
from casework.group_records import by_name, members_of
from casework.locking import lock
from casework.models import Case, Content, Group, LedgerEntry, Member, Person, Submission
from casework.permissions import Who, standing
from casework.registration import register

FROM_GROUP = "转介"
RECORD = "G07"
CASE, NEED = "转个案", "新需求"
ONWARD = {CASE, NEED}  # what a record of a session may ask for, of one member


def may_open_case(user: User, group: Group) -> bool:
    return Who.OWNER in standing(user, group)


def may_note_need(user: User, group: Group) -> bool:
    return bool(standing(user, group) & {Who.OWNER, Who.COLLABORATOR})


def require_opener(user: User, group: Group) -> None:
    """Raise PermissionDenied for whoever may open no case for a member."""
    if not may_open_case(user, group):
        raise PermissionDenied(_("由小组的主责社工从组员开个案。"))


def require_noter(user: User, group: Group) -> None:
    """Raise PermissionDenied for whoever may write no member's need into the ledger."""
    if not may_note_need(user, group):
        raise PermissionDenied(_("由小组的主责社工、协作社工把组员的需求记入台账。"))


def noted(group: Group, submission: Submission) -> list[tuple[Member, str]]:
    """Return of whom the record of a session says that a case or a need is to come of it."""
    if RECORD not in submission.codes:
        return []
    fields = submission.form_of(RECORD)["fields"]
    rows = next((each["value"] for each in fields if each["key"] == "member_notes"), None)
    said = {row.get("member"): row.get("followup") for row in rows or []}
    members = by_name(members_of(group))
    return [(members[name], said[name]) for name in members if said.get(name) in ONWARD]


@transaction.atomic
def open_case_for(  # noqa: PLR0913
    member: Member,
    group: Group,
    *,
    by: User,
    problem: str,
    sex: str = "",
    person: Person | None = None,
    knowingly_new: bool = False,
    at: datetime | None = None,
) -> Case:
    """Register a call for help for a member, which says from which group it comes.

    Of whom nothing is on record, name, phone and category are the group's; ``sex`` is asked for.
    ``person`` is the one in whom ``by`` has recognised them. Raises LooksKnownError where
    somebody like them is known, RuleError with errors by field.
    """
    lock(group)
    require_opener(by, group)
    if member.group_id != group.pk or group.community is None:
        raise RuleError(_("所选的人不是这个小组的组员，请重新选。"))
    member.group = group
    raw = {"D01": _of_person(member, sex), "C01": _of_call(group, by, problem)}
    case = register(
        raw,
        community=group.community,
        by=by,
        person=member.person or person,
        knowingly_new=knowingly_new,
        from_draft=False,
        at=at,
    )
    if member.person_id is None:
        member.person = case.person
        member.save(update_fields=["person"])
    record("group.open_case", group.chain, by=by, at=at, member=member.number, case=case.pk)
    return case


@transaction.atomic
def note_need(  # noqa: PLR0913
    member: Member, group: Group, *, by: User, what: str, on: date, at: datetime | None = None
) -> LedgerEntry:
    """Write a need that showed in the group into the ledger: of the member's record, where one
    reads it, of the community and of the member's own category."""
    lock(group)
    require_noter(by, group)
    if member.group_id != group.pk:
        raise RuleError(_("所选的人不是这个小组的组员，请重新选。"))
    known = ledger_rows.near(group.station, by, [member.person.number] if member.person else [])
    counts = attribution_on(group, on)
    project = counts.project.number if counts else ""
    raw = {
        "kind": LedgerEntry.Kind.NEED.value,
        "on": on.isoformat(),
        "what": what,
        "community": str(group.community.name if group.community else ""),
        "category": member.category,
        "person": next(iter(known.people), ""),
        "project": project if project in known.projects else "",
    }
    entry = ledger.add(group.station, raw, by=by, source=LedgerEntry.Source.GROUP, at=at)
    record("group.note_need", group.chain, by=by, at=at, member=member.number, entry=entry.pk)
    return entry


def _of_person(member: Member, sex: str) -> Content:
    """Return what the group knows of a member; of whom the station keeps a record, that holds."""
    if member.person is not None:
        return {"name": member.person.name, "sex": member.person.sex}
    return {
        "name": member.name,
        "sex": sex,
        "phone": member.phone or "",
        "primary_category": member.category,
    }


def _of_call(group: Group, by: User, problem: str) -> Content:
    referrer: dict[str, Any] = {"org": _("小组 %s") % group.number, "name": str(by)}
    return {
        "channel": FROM_GROUP,
        "referrer": referrer,
        "requester": {"name": str(by), "relation": _("小组社工")},
        "presenting_problem": problem,
    }
