"""合并申请: whoever sees two records of one person asks, and the head decides (X20).

No move of a dossier: the same order all the same: authority, rule, change, trail. Both records
are held while it is done, the one with the lower number first.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, User
from audit.services import record, salted
from casework.duplicates import records_of, survivor_of
from casework.errors import RuleError
from casework.models import Case, Dossier, Merge, Person, Submission
from casework.search import Alike, alike, compared
from casework.workdays import working_days
from notifications.models import Urgency
from notifications.services import notify

DECIDED_WITHIN = working_days(5)  # handbook 4.13 X20
ASKERS = {Role.WORKER, Role.HEAD}
State = Merge.State


# ── who may ───────────────────────────────────────────────────────────────────────────────


def may_read(user: User, person: Person) -> bool:
    """Whether ``user`` reads any dossier of a record."""
    seen = Dossier.objects.readable_by(user).values("pk")
    return Case.objects.filter(person=person, pk__in=seen).exists()


def may_ask(user: User, *people: Person) -> bool:
    """Workers and heads of the station ask, where they may see both: nobody by guessing."""
    posts = Post.objects.current().filter(user=user, role__in=ASKERS)
    stations = set(posts.values_list("station", flat=True))
    return all(each.station_id in stations and may_read(user, each) for each in people)


def deciders(merge: Merge) -> set[int]:
    """Return the ids of those who decide: the heads, never who asked; else a supervisor."""
    for role in (Role.HEAD, Role.SUPERVISOR):
        posts = Post.objects.current().filter(station=merge.station_id, role=role)
        if found := set(posts.values_list("user", flat=True)) - {merge.asked_by_id}:
            return found
    return set()


def may_decide(user: User, merge: Merge) -> bool:
    return user.pk in deciders(merge)


def merges_of(user: User) -> list[Merge]:
    """Return what ``user`` decides on, or has asked for, the newest first."""
    heads = Post.objects.current().filter(user=user, role__in=[Role.HEAD, Role.SUPERVISOR])
    near = Merge.objects.select_related("surplus", "kept", "asked_by").order_by("-pk")
    found = near.filter(station__in=heads.values("station"))[:100]
    own = near.filter(asked_by=user)[:100]
    may = [each for each in found if may_decide(user, each)]
    return sorted({each.pk: each for each in [*may, *own]}.values(), key=lambda each: -each.pk)


def suspects(person: Person, user: User) -> list[Alike]:
    """Return the other records that ``user`` may read and that look like the same person."""
    own = set(records_of(person).values_list("pk", flat=True))
    found = alike(person.station, compared(person))
    return [each for each in found if each.person.pk not in own and may_read(user, each.person)]


# ── asking ────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def ask_merge(
    surplus: Person, kept: Person, reason: str, *, by: User, at: datetime | None = None
) -> Merge:
    """Ask to have two records as one; ``surplus`` is to point to ``kept``."""
    at = at or timezone.now()
    surplus, kept = _held(surplus.pk, kept.pk)
    if surplus.station_id != kept.station_id or not may_ask(by, surplus, kept):
        raise PermissionDenied(_("两份档案都能看的社工或站长才能申请合并。"))
    _fitting(surplus, kept)
    if not reason.strip():
        raise RuleError(_("写一句为什么是同一个人，站长据此决定。"))
    asked = Merge.objects.filter(state=State.ASKED)
    if asked.filter(surplus__in=[surplus, kept], kept__in=[surplus, kept]).exists():
        raise RuleError(_("这两份档案已经申请过合并，等站长决定。"))
    merge = Merge(station_id=kept.station_id, surplus=surplus, kept=kept, asked_by=by)
    merge.reason, merge.asked_at = reason.strip(), at
    merge.due_on = DECIDED_WITHIN.after(timezone.localdate(at))[0]
    if asked.filter(surplus=surplus).exists():
        raise RuleError(_("并入的这份已经在申请并到别的档案，等站长决定。"))
    if not deciders(merge):
        raise RuleError(_("本站没有别的站长或督导可以决定，请由社工来申请。"))
    merge.save()
    _trail("person.ask_merge", merge, by=by, at=at)
    _tell(merge, deciders(merge), "person.ask_merge", _("申请合并重复档案"))
    return merge


def _fitting(surplus: Person, kept: Person) -> None:
    """One step and no further: nothing is merged twice, and no circle can come about."""
    if surplus.pk == kept.pk:
        raise RuleError(_("同一份档案不用合并。"))
    if survivor_of(surplus).pk == survivor_of(kept).pk:
        raise RuleError(_("这两份已经是同一个人的档案。"))
    for each in (surplus, kept):
        if each.merged_into_id:
            raise RuleError(_("其中一份已并入别的档案：请和保留的那一份合并。"))
    if Person.objects.filter(merged_into=surplus).exists():
        raise RuleError(_("要并入的这份里已经并有别的档案：请把它作为保留的一份。"))


# ── deciding ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def approve_merge(merge: Merge, opinion: str = "", *, by: User, at: datetime | None = None) -> None:
    """Have both as one from now on: pages, searches, households, registrations and counts."""
    at = at or timezone.now()
    _decidable(merge, by, State.ASKED)
    surplus, kept = merge.surplus, merge.kept
    _fitting(surplus, kept)
    surplus.merged_into = kept
    surplus.save(update_fields=["merged_into"])
    if kept.household_id is None and surplus.household_id is not None:
        kept.household_id, merge.lent_household = surplus.household_id, True
        kept.save(update_fields=["household"])
    _decided(merge, State.MERGED, opinion, by=by, at=at)
    _trail("person.merge", merge, by=by, at=at)
    _tell(merge, {merge.asked_by_id}, "person.merge", _("重复档案已合并"))


@transaction.atomic
def refuse_merge(merge: Merge, opinion: str, *, by: User, at: datetime | None = None) -> None:
    """Leave them apart, and say why."""
    at = at or timezone.now()
    _decidable(merge, by, State.ASKED)
    if not opinion.strip():
        raise RuleError(_("不同意的，写一句为什么不是同一个人。"))
    _decided(merge, State.REFUSED, opinion, by=by, at=at)
    _trail("person.refuse_merge", merge, by=by, at=at)
    _tell(merge, {merge.asked_by_id}, "person.refuse_merge", _("合并重复档案没有同意"))


@transaction.atomic
def undo_merge(merge: Merge, opinion: str, *, by: User, at: datetime | None = None) -> None:
    """Have two again, as long as nothing has come about that belongs to both."""
    at = at or timezone.now()
    _decidable(merge, by, State.MERGED)
    if not opinion.strip():
        raise RuleError(_("写一句为什么撤销合并。"))
    if why := bound(merge):
        raise RuleError(why)
    surplus, kept = merge.surplus, merge.kept
    surplus.merged_into = None
    surplus.save(update_fields=["merged_into"])
    if merge.lent_household and kept.household_id == surplus.household_id:
        kept.household = None
        kept.save(update_fields=["household"])
    _decided(merge, State.UNDONE, opinion, by=by, at=at)
    _trail("person.undo_merge", merge, by=by, at=at)
    _tell(merge, {merge.asked_by_id}, "person.undo_merge", _("合并已撤销"))


def bound(merge: Merge) -> str:
    """Say why a merge can no longer be undone; nothing, where it can.

    What was written or registered since was done in the belief that it is one person: nobody can
    tell any more to which of two it belongs.
    """
    cases = Case.objects.filter(person__in=[merge.surplus_id, merge.kept_id])
    later = Submission.objects.filter(dossier__in=cases.values("pk"), at__gt=merge.decided_at)
    if later.exists():
        return _("合并后已经登记或提交过新的内容，分不清属于哪一份，不能撤销。")
    return ""


def _decidable(merge: Merge, by: User, state: str) -> None:
    """Hold both records and the request, and see it as it now is."""
    surplus, kept = _held(merge.surplus_id, merge.kept_id)
    merge.refresh_from_db()
    merge.surplus, merge.kept = surplus, kept
    if not may_decide(by, merge):
        raise PermissionDenied(_("须由站长决定，申请人不能决定自己的申请。"))
    if merge.state != state:
        raise RuleError(_("这件申请已经有人办过了，请刷新看最新情况。"))


def _held(surplus: int, kept: int) -> tuple[Person, Person]:
    """Hold both records until the transaction ends, in one order, and return them."""
    both = Person.objects.select_for_update().filter(pk__in=[surplus, kept]).order_by("pk")
    found = {each.pk: each for each in both}
    return found[surplus], found[kept]


def _decided(merge: Merge, state: str, opinion: str, *, by: User, at: datetime) -> None:
    merge.state, merge.opinion = state, opinion.strip()
    merge.decided_by, merge.decided_at = by, at
    merge.save()


# ── telling ───────────────────────────────────────────────────────────────────────────────


def _trail(verb: str, merge: Merge, *, by: User, at: datetime) -> None:
    """One entry on the chain of each record: ids, and a salted hash of what was said."""
    said = merge.opinion if merge.decided_at else merge.reason
    for each, other in ((merge.surplus, merge.kept), (merge.kept, merge.surplus)):
        facts: dict[str, Any] = {"merge": merge.pk, "other": other.pk, "kept": merge.kept_id}
        facts["said"] = salted(said or "", within=each.chain)
        record(verb, each.chain, by=by, at=at, **facts)


def _tell(
    merge: Merge, told: set[int], kind: str, what: str, urgency: Urgency = Urgency.ORDINARY
) -> None:
    says = _("%(number)s：%(what)s") % {"number": merge.kept.number, "what": what}
    notify(told, kind=kind, says=says, link=f"/merges/{merge.pk}/", urgency=urgency)


def remind() -> int:
    """Tell those who decide what is due today or late, once a day; return how many there are."""
    today = timezone.localdate()
    late = Merge.objects.filter(state=State.ASKED, due_on__lte=today)
    return sum(_reminded(pk) for pk in late.exclude(reminded_on=today).values_list("pk", flat=True))


@transaction.atomic
def _reminded(pk: int) -> bool:
    today = timezone.localdate()
    waiting = Merge.objects.select_for_update(of=("self",)).select_related("kept")
    merge = waiting.filter(pk=pk, state=State.ASKED).exclude(reminded_on=today).first()
    if merge is None:
        return False
    merge.reminded_on = today
    merge.save(update_fields=["reminded_on"])
    _tell(merge, deciders(merge), "person.late_merge", _("合并申请到期，请决定"), Urgency.IMPORTANT)
    return True
