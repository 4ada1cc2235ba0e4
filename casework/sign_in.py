"""签到: members sign in by themselves, with their number and the last digits of their phone.

The worker opens a page for one session of one day. It shows no name and holds none: whoever has
no phone on record is ticked by the worker. Both ways write the same sheet (G06).
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from string import digits
from typing import Any
from unicodedata import normalize

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from casework import drafts
from casework.arrivals import (
    AWAY,
    SCANNED,
    TICKED,
    attendance_begun_with,
    expected,
    sign_ins_of,
)
from casework.errors import RuleError
from casework.group_records import by_name, day_of, next_number, session_plans
from casework.locking import lock
from casework.models import Attendance, Content, Group, Member, SignIn, SignInSheet
from casework.models.gatherings import IN_TIME
from casework.permissions import Who, standing
from casework.services import may_edit, save_draft

SHEET = "G06"
TAIL = 4  # digits of the phone
TRIES_EACH, TRIES_ALL = 5, 40  # wrong pairs: of one 组员号, of one page
Status = Attendance.Status


class WrongPairError(RuleError):
    """Number and digits do not belong together; ``left`` tries remain for that number."""

    def __init__(self, left: int) -> None:
        says = _("组员号或电话后四位不对，请核对；还可以试 %s 次，不行就请工作人员代记。") % left
        super().__init__(says)
        self.left = left


@dataclass(frozen=True)
class Line:
    """One member on the sheet of the session that is on: what was ticked, and how they came."""

    member: Member
    status: str
    signed_in: SignIn | None


# ── the worker's side ─────────────────────────────────────────────────────────────────────


@transaction.atomic
def open_sheet(group: Group, *, by: User, starts: time) -> tuple[SignInSheet, str]:
    """Open the page of the next session; returns the secret of its address, which is not kept.

    Opening it again makes a new address; the one before stops working.
    """
    lock(group)
    _require(by, group)
    number, day = next_number(group), timezone.localdate()
    if day_of(group, number) != day:
        raise RuleError(_("今天没有要开的一节：先写好这一节的《单节计划》，日期写今天。"))
    _close(group)
    token, midnight = secrets.token_urlsafe(32), datetime.combine(day + timedelta(days=1), time())
    sheet = SignInSheet.objects.create(
        group=group,
        number=number,
        token_hash=_hashed(token),
        starts_at=timezone.make_aware(datetime.combine(day, starts)),
        expires_at=timezone.make_aware(midnight),
        opened_by=by,
        opened_at=timezone.now(),
    )
    record("group.open_sign_in", group.chain, by=by, session=number, sheet=sheet.pk)
    return sheet, token


@transaction.atomic
def close_sheet(group: Group, *, by: User) -> None:
    """Let the page stop working."""
    lock(group)
    _require(by, group)
    if _close(group):
        record("group.close_sign_in", group.chain, by=by)


def _close(group: Group) -> int:
    open_ = SignInSheet.objects.filter(group=group.pk, closed_at=None)
    return open_.update(closed_at=timezone.now())


def open_sheet_of(group: Group) -> SignInSheet | None:
    """Return the page that members can sign in on now, if any."""
    open_ = SignInSheet.objects.filter(group=group.pk, closed_at=None)
    return open_.filter(expires_at__gt=timezone.now()).first()


def lines_of(group: Group) -> list[Line]:
    """Return the sheet of the next session, member by member, as it now stands."""
    came = {each.member_id: each for each in sign_ins_of(group)}
    said = {row.get("member"): row.get("status") or "" for row in _rows(group)}
    return [
        Line(member, said.get(str(member.name), ""), came.get(member.pk))
        for member in expected(group)
    ]


@transaction.atomic
def tick(
    group: Group, statuses: dict[int, str], *, by: User, version: int | None = None
) -> Content:
    """Write down who is there, by 组员号, in the draft of the sheet; returns its raw answers.

    ``version`` is that of the draft which the page showed: an older one is refused.
    """
    lock(group)
    _require(by, group)
    if not set(statuses.values()) <= {*Status.values}:
        raise RuleError(_("请从列出的出席情况里选。"))
    members = {each.number: each for each in expected(group)}
    if not statuses.keys() <= members.keys():
        raise RuleError(_("这位组员现在不在名单里，请刷新页面。"))
    rows = _rows(group)
    for number, status in statuses.items():
        _put(rows, members[number], status, TICKED)
    raw = drafts.raw_of(group, SHEET) | {"attendance": rows}
    save_draft(group, SHEET, raw, by=by, version=version)
    _note_ticked(group, {members[n]: status for n, status in statuses.items()})
    return raw


def _note_ticked(group: Group, statuses: dict[Member, str]) -> None:
    """Whoever is ticked as there has come; whoever is ticked as away has not, after all."""
    number = next_number(group)
    for member, status in statuses.items():
        if status in AWAY:
            SignIn.objects.filter(number=number, member=member).delete()
            continue
        known = {"at": timezone.now(), "late": status == Status.LATE, "way": SignIn.Way.WORKER}
        SignIn.objects.get_or_create(
            number=number, member=member, defaults=known | {"group": group}
        )


def may_open(user: User, group: Group) -> bool:
    """Whether somebody may let members sign in: whoever leads the group, or works along."""
    leads = standing(user, group) & {Who.OWNER, Who.COLLABORATOR}
    return bool(leads) and may_edit(group, SHEET, user)


def usual_start(group: Group) -> time | None:
    """Return when the next session begins, as its plan has it."""
    plan = session_plans(group).get(next_number(group))
    for row in (plan.flow or []) if plan else []:
        with suppress(ValueError):
            return time.fromisoformat(str(row.get("time") or "").strip())
    return None


def _require(by: User, group: Group) -> None:
    if not may_open(by, group):
        raise PermissionDenied(_("签到由主责社工或协作社工来开，小组须在进行中。"))


# ── the members' side ─────────────────────────────────────────────────────────────────────


def sheet_for(token: str) -> SignInSheet | None:
    """Return what an address stands for, as long as one can sign in there."""
    open_ = SignInSheet.objects.filter(token_hash=_hashed(token), closed_at=None)
    found = open_.filter(expires_at__gt=timezone.now()).select_related("group").first()
    return found if found and found.number == next_number(found.group) else None


def sign_in(token: str, number: Any, tail: str) -> SignIn:
    """Sign a member in; twice is once. Raises WrongPairError for a wrong pair, RuleError where
    the page is over or too much was tried."""
    outcome = _signed_in(token, _whole(number), _digits(tail))
    if isinstance(outcome, RuleError):
        raise outcome  # after what it cost is written down
    return outcome


@transaction.atomic
def _signed_in(token: str, number: int, tail: str) -> SignIn | RuleError:
    known = sheet_for(token)
    if known is None:
        return RuleError(_("这个签到页已经关闭或过期了，请找工作人员。"))
    group = Group.objects.select_related(*Group.near).get(pk=known.group_id)
    lock(group)
    sheet = sheet_for(token)
    if sheet is None:
        return RuleError(_("这个签到页已经关闭或过期了，请找工作人员。"))
    tried = sheet.wrong.get(str(number), 0)
    if tried >= TRIES_EACH or sum(sheet.wrong.values()) >= TRIES_ALL:
        return RuleError(_("试得太多了，请工作人员代记。"))
    member = next((each for each in expected(group) if each.number == number), None)
    if member is None or len(tail) != TAIL or not _ends_with(member, tail):
        sheet.wrong = sheet.wrong | {str(number): tried + 1}
        sheet.save(update_fields=["wrong"])
        return WrongPairError(TRIES_EACH - tried - 1)
    return _kept(group, sheet, member)


def _kept(group: Group, sheet: SignInSheet, member: Member) -> SignIn:
    now = timezone.now()
    late = now > sheet.starts_at + IN_TIME
    signed, new = SignIn.objects.get_or_create(
        number=sheet.number,
        member=member,
        defaults={"group": group, "at": now, "late": late, "way": SignIn.Way.SELF},
    )
    if new:
        _into_draft(group, sheet, member, Status.LATE if late else Status.PRESENT)
        record("group.sign_in", group.chain, by=None, session=sheet.number, member=member.number)
    return signed


def _into_draft(group: Group, sheet: SignInSheet, member: Member, status: str) -> None:
    """Whoever comes after all was not away: only then is what somebody has ticked changed."""
    rows = _rows(group)
    said = next((row for row in rows if row["member"] == str(member.name)), {})
    if said.get("status") not in AWAY:
        return
    _put(rows, member, status, SCANNED)
    raw = drafts.raw_of(group, SHEET) | {"attendance": rows}
    drafts.write(group, SHEET, raw, by=sheet.opened_by)


def _ends_with(member: Member, tail: str) -> bool:
    phone = _digits(member.phone or "")
    return len(phone) >= TAIL and secrets.compare_digest(phone[-TAIL:], tail)


def _whole(number: Any) -> int:
    said = _digits(number)
    return int(said) if said and len(said) <= 3 else 0  # noqa: PLR2004


def _digits(said: Any) -> str:
    """Return the digits of what was typed, however wide an input method writes them."""
    return "".join(each for each in normalize("NFKC", str(said)) if each in digits)


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


# ── the sheet ─────────────────────────────────────────────────────────────────────────────


def _rows(group: Group) -> list[dict[str, str]]:
    """Return the rows of the sheet as they now stand, a row for everybody listed."""
    rows = [row for row in drafts.raw_of(group, SHEET).get("attendance") or [] if row.get("member")]
    missing = by_name(expected(group)).keys() - {row["member"] for row in rows}
    return rows + [row for row in attendance_begun_with(group) if row["member"] in missing]


def _put(rows: list[dict[str, str]], member: Member, status: str, way: str) -> None:
    said = {"status": str(status), "sign": "" if status in AWAY else way}
    for row in (each for each in rows if each["member"] == str(member.name)):
        kept = row.get("sign") if status not in AWAY else ""
        row.update(said | ({"sign": kept} if kept else {}))
