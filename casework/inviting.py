"""外聘: experts and evaluators who are asked in for one project and for some days (handbook 6 (b)).

They get a seat in that dossier and, where they have none, an account with a post as long as it;
the password is shown once to whoever asks them in, and kept nowhere but hashed.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, Station, User
from audit.services import record
from casework.errors import RuleError
from casework.locking import hold, lock
from casework.models import Project, Seat
from casework.permissions import Who, standing

INVITERS = {Who.CIVIL, Who.DISTRICT}
Part, Status = Seat.Part, Project.Status
ASKED_IN = {  # who is asked in where the project is at
    Part.EXPERT: {Status.SUBMITTED, Status.REVIEWING, Status.REVISING},
    Part.EVALUATOR: {
        *(Status.IMPLEMENTING, Status.MIDTERM, Status.RECTIFYING),
        *(Status.FINAL_EVAL, Status.FINAL_RECTIFYING),
    },
}
LONGEST_SEAT = timedelta(days=92)
LONGEST_NAME = 40


@dataclass(frozen=True)
class Invited:
    """Who was asked in; the password only where the account is new, to be shown once."""

    seat: Seat
    password: str | None = None


@transaction.atomic
def invite(  # noqa: PLR0913
    project: Project,
    part: str,
    *,
    username: str,
    full_name: str = "",
    since: date,
    until: date,
    by: User,
    at: datetime | None = None,
) -> Invited:
    """Ask somebody in as an expert or an evaluator, from a day to a day.

    ``full_name`` is needed where no account of that name is there yet.
    """
    lock(project)
    _require(project, part, by, (since, until))
    user, password = _account(username.strip(), full_name.strip())
    _from_outside(project, user)
    district: Any = project.station.district
    _post(user, district, since, until)
    seat = _seat(Seat(dossier_id=project.pk, user=user, part=part, since=since, until=until), by)
    if not project.shared:
        project.shared = True
        project.save(update_fields=["shared"])
    dates: dict[str, Any] = {"since": since.isoformat(), "until": until.isoformat()}
    told: dict[str, Any] = {
        "seat": seat.pk,
        "user": user.pk,
        "part": str(part),
        "new": password is not None,
    }
    record("project.invite", project.chain, by=by, at=at, **told, **dates)
    project.known.clear()  # who is who to it has changed
    return Invited(seat, password)


def require_inviter(user: User, project: Project) -> None:
    """Raise PermissionDenied for whoever asks nobody in to judge or evaluate."""
    if not INVITERS & standing(user, project):
        raise PermissionDenied(_("评审专家和评估人员由区民政、总站邀请。"))


def _require(project: Project, part: str, by: User, dates: tuple[date, date]) -> None:
    require_inviter(by, project)
    if part not in ASKED_IN:
        raise RuleError(_("请选评审专家或评估人员。"))
    if project.status not in ASKED_IN[Part(part)]:
        raise RuleError(_("评审专家在评审前后邀请，评估人员在实施和评估期间邀请。"))
    since, until = dates
    if not max(since, timezone.localdate()) <= until <= since + LONGEST_SEAT:
        raise RuleError(_("请写起止日期：从今天或以后，至多三个月。"))


def _account(username: str, full_name: str) -> tuple[User, str | None]:
    found = User.objects.filter(username=username).first()
    if found is not None:
        if not found.is_active:
            raise RuleError(_("这个账号已经停用，请另用一个账号名。"))
        hold(found)
        return found, None
    _readable(username)
    if not 0 < len(full_name) <= LONGEST_NAME:
        raise RuleError(_("新账号须写姓名。"), {"full_name": _("请写姓名。")})
    password = secrets.token_urlsafe(9)
    return User.objects.create_user(username, password=password, full_name=full_name), password


def _readable(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        says = _("账号名只用字母、数字和 @ . + - _。")
        raise RuleError(says, {"username": says}) from error


def _from_outside(project: Project, user: User) -> None:
    """Nobody judges the work of their own station, or for whoever decides on it."""
    places = [project.station_id, project.station.district_id]
    own = user.posts.current().filter(station__in=places).exclude(role=Role.OUTSIDE)
    if own.exists():
        raise RuleError(_("本站、总站和区民政的人不作外聘专家，请另请。"))


def _post(user: User, district: Station, since: date, until: date) -> None:
    """A post as long as the seat; one that ends earlier goes on until then."""
    own = user.posts.filter(station=district, role=Role.OUTSIDE)
    same = own.filter(since=since).first()
    if same is not None and same.until is not None and same.until < until:
        same.until = until
        same.save(update_fields=["until"])
    elif same is None:
        Post.objects.create(
            user=user, station=district, role=Role.OUTSIDE, since=since, until=until
        )


def _seat(wanted: Seat, by: User) -> Seat:
    here = Seat.objects.filter(dossier=wanted.dossier_id, user=wanted.user)
    if here.filter(since__lte=wanted.until, until__gte=wanted.since).exists():
        raise RuleError(_("这段时间已经请过同一个人。"))
    wanted.given_by = by
    wanted.save()
    return wanted


@transaction.atomic
def withdraw_seat(project: Project, seat: Seat, *, by: User, at: datetime | None = None) -> None:
    """End somebody's part before its time: from tomorrow on nothing of it exists for them."""
    lock(project)
    require_inviter(by, project)
    today = timezone.localdate()
    if seat.dossier_id != project.pk or (seat.until is not None and seat.until < today):
        raise RuleError(_("这一位的期限已经结束。"))
    seat.until = max(today, seat.since)
    seat.save(update_fields=["until"])
    record("project.withdraw_seat", project.chain, by=by, at=at, seat=seat.pk)
    project.known.clear()
