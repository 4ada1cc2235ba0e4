"""转出去的: whom a session's record speaks of who is to have a case, or a need, of their own."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from casework import masking
from casework.models import Group, Member, Submission
from casework.referred_members import CASE, NEED, may_note_need, may_open_case, noted

Line = dict[str, Any]


def onward_of(work: Any, submission: Submission, user: User) -> list[Line]:
    """Return a line for everybody of whom it asks for more, with the way there, where one may."""
    if not isinstance(work, Group):
        return []
    doors = {
        CASE: (_("立个案"), "web:member_case", may_open_case(user, work)),
        NEED: (_("记需求"), "web:member_need", may_note_need(user, work)),
    }
    return [_line(member, wanted, *doors[wanted]) for member, wanted in noted(work, submission)]


def _line(member: Member, wanted: str, label: str, route: str, may: bool) -> Line:  # noqa: FBT001
    href = reverse(route, args=[member.group_id, member.number]) if may else ""
    who = masking.name(str(member.name or ""))
    return {"number": member.number, "who": who, "wanted": wanted, "label": label, "href": href}
