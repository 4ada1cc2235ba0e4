"""到场: who is expected at the session that comes next, and who has signed in to it."""

from typing import Any

from django.utils import timezone

from casework.group_records import day_of, next_number, on_the_list
from casework.models import Attendance, Group, Member, SignIn

SCANNED, TICKED = "扫码签到", "工作人员代记"


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


def expected(group: Group) -> list[Member]:
    """Return who is on the list of the session that comes next."""
    return on_the_list(group, day_of(group, next_number(group)) or timezone.localdate())
