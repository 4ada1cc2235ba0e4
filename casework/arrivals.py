"""到场: who is expected at the session that comes next, and who has signed in to it."""

from typing import Any

from django.utils import timezone

from casework.group_records import day_of, next_number, on_the_list
from casework.models import Attendance, Content, Group, Member, SignIn

SCANNED, TICKED = "扫码签到", "工作人员代记"
AWAY = {Attendance.Status.EXCUSED, Attendance.Status.ABSENT}


def sign_ins_of(group: Group) -> list[SignIn]:
    """Return who has signed in to the session that comes next."""
    found = SignIn.objects.filter(group=group.pk, number=next_number(group))
    return list(found.select_related("member").order_by("at"))


def attendance_begun_with(group: Any) -> list[dict[str, str]]:
    """Return the rows with which a sheet begins: everybody listed, and how they have come."""
    came = {each.member_id: each for each in sign_ins_of(group)}
    return [_row(member, came.get(member.pk)) for member in expected(group)]


def _row(member: Member, signed: SignIn | None) -> dict[str, str]:
    if signed is None:
        return {"member": str(member.name)}
    status = Attendance.Status.LATE if signed.late else Attendance.Status.PRESENT
    way = SCANNED if signed.way == SignIn.Way.SELF else TICKED
    return {"member": str(member.name), "status": str(status), "sign": way}


def with_sign_ins(raw: Content, group: Any) -> Content:
    """Return the sheet as it stands: who has signed in is there, unless somebody says otherwise.

    A draft is not saved anew for each of them: a page that is open meanwhile goes on as it is.
    """
    came = {row["member"]: row for row in attendance_begun_with(group)}
    rows = raw.get("attendance") or []
    return raw | {"attendance": [_caught_up(row, came.get(row.get("member", ""))) for row in rows]}


def _caught_up(row: dict[str, str], came: dict[str, str] | None) -> dict[str, str]:
    if row.get("status") in AWAY:
        return row | {"sign": ""}  # whoever was away has not signed in
    if came is None or "status" not in came:
        return row
    return row | {key: row.get(key) or came[key] for key in ("status", "sign")}


def expected(group: Group) -> list[Member]:
    """Return who is on the list of the session that comes next."""
    return on_the_list(group, day_of(group, next_number(group)) or timezone.localdate())
