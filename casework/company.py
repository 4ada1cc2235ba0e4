"""协作与观察: who else has a part in a case or a group, given and ended by its owner or the head.

Whoever works along writes records with the owner; whoever observes sees it, and writes what they
saw. What is decided stays with the owner. Experts and evaluators are let in elsewhere.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, User
from audit.services import record
from casework.errors import RuleError
from casework.inviting import INVITERS
from casework.locking import hold, lock
from casework.models import Dossier, Seat
from casework.permissions import Who, standing

GIVEN = {Seat.Part.COLLABORATOR, Seat.Part.OBSERVER}
GIVERS = {Who.OWNER, Who.HEAD}


def seats_of(dossier: Dossier) -> QuerySet[Seat]:
    """Return who has a part in it today, those who work along first."""
    return dossier.seats.current().select_related("user").order_by("part", "since", "pk")


def known_to(user: User, dossier: Dossier) -> QuerySet[Seat]:
    """Return of whose part somebody may know: who judges an application, those who asked them."""
    if standing(user, dossier) & INVITERS:
        return seats_of(dossier)
    return seats_of(dossier).exclude(part=Seat.Part.EXPERT)


def takes_company(dossier: Dossier) -> bool:
    """Whether anybody can have a part in it: a project has a team, what is archived is over."""
    return dossier.kind != Dossier.Kind.PROJECT and dossier.ended_on is None


def may_give(user: User, dossier: Dossier) -> bool:
    return bool(standing(user, dossier) & GIVERS)


def candidates(dossier: Dossier) -> QuerySet[User]:
    """Return whom a part may be given to: the station's workers but its owner."""
    posts = Post.objects.current().filter(station=dossier.station_id, role=Role.WORKER)
    others = User.objects.filter(pk__in=posts.values("user")).exclude(pk=dossier.owner_id or 0)
    return others.order_by("full_name", "pk")


@transaction.atomic
def give_seat(
    dossier: Dossier, user: User, part: str, *, by: User, until: date | None = None
) -> Seat:
    """Give somebody a part from today on; asked for twice, it is the same one."""
    lock(dossier)
    hold(user)
    _require(by, dossier)
    if part not in GIVEN or not candidates(dossier).filter(pk=user.pk).exists():
        says = _("协作社工、观察员须是本站社工，不能是主责社工本人。")
        raise RuleError(says, {"user": says})
    today = timezone.localdate()
    if until is not None and until < today:
        says = _("截止日期不能早于今天。")
        raise RuleError(says, {"until": says})
    held = seats_of(dossier).filter(user=user, part=part).first()
    if held is not None:
        says = _("所选的人已经是%s了。") % held.get_part_display()
        raise RuleError(says, {"user": says})
    seat, _new = Seat.objects.update_or_create(
        dossier_id=dossier.pk,
        user=user,
        part=part,
        since=today,
        defaults={"until": until, "given_by": by},
    )
    _settle(dossier)
    record("seat.give", dossier.chain, by=by, seat=seat.pk, user=user.pk, part=part)
    return seat


@transaction.atomic
def end_seat(seat: Seat, dossier: Dossier, *, by: User) -> None:
    """End a part at once: from now on the dossier is not there for them any more."""
    lock(dossier)
    _require(by, dossier)
    if seat.dossier_id != dossier.pk or seat.part not in GIVEN:
        raise RuleError(_("这一位不在这份卷宗的协作名单里，请刷新页面。"))
    today = timezone.localdate()
    if seat.since < today:
        seat.until = today - timedelta(days=1)
        seat.save(update_fields=["until"])
    else:
        seat.delete()  # of today: it never was
    _settle(dossier)
    record("seat.end", dossier.chain, by=by, user=seat.user_id, part=seat.part)


def require_giver(by: User, dossier: Dossier) -> None:
    """Raise PermissionDenied for whoever may neither give a part in it nor end one."""
    if not may_give(by, dossier):
        raise PermissionDenied(_("协作和观察由主责社工或站长来定。"))


def _require(by: User, dossier: Dossier) -> None:
    require_giver(by, dossier)
    if not takes_company(dossier):
        raise RuleError(_("没有办结的个案、小组才有协作和观察。"))


def _settle(dossier: Dossier) -> None:
    """The dossier itself knows whether anybody has a part in it: most have nobody."""
    dossier.shared = dossier.seats.exists()
    dossier.save(update_fields=["shared"])
    dossier.known.clear()
