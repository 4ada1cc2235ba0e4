"""Everything that changes a dossier. One door, ``act``: authority, guards, change, trail.

A verb needs code of its own only for what is peculiar to it (``casework.effects``). Submitting,
deciding and taking back are three effects for all forms; most moves have no other. An effect
returns its facts for the trail: ids, keys and hashes, never names or case text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Entry
from audit.services import record, salted
from casework import alarms, consents, drafts
from casework.approvals import (
    Judgement,
    Said,
    clear_drafts,
    conclude,
    decide,
    freeze,
    latest,
    pending,
    submissions,
)
from casework.catalogue import FORMS
from casework.deadlines import turn_clocks
from casework.errors import RuleError
from casework.lifecycles import Lifecycle, Move, machine_of, machines_of
from casework.locking import lock
from casework.models import Content, Dossier, Draft, Remark, Request, Review, Submission
from casework.permissions import Who, people, post_of, standing
from casework.versions import Version
from notifications.models import Urgency
from notifications.services import notify

Facts = dict[str, object]
Outcome = Submission.Outcome


@dataclass
class Act:
    """One thing being done: to what, by which row, by whom, when; and what it came to."""

    dossier: Any
    row: Move
    by: Any  # the user; None where it follows of itself
    at: datetime
    submission: Submission | None = None  # what was submitted or decided on
    was: str = ""
    also: list[Submission] = field(default_factory=list)  # what else was sealed or decided
    also_tells: set[Who] = field(default_factory=set)  # besides whom the row names
    lifecycle: Any = None  # the machine whose verb it is

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True)
class Done:
    """What followers are told, inside the act's own transaction."""

    dossier: Any
    row: Move
    entry: Entry
    submission: Submission | None
    lifecycle: Lifecycle
    also: tuple[Submission, ...] = ()


Effect = Callable[..., Facts]
EFFECTS: dict[str, Effect] = {}
followers: list[Callable[[Done], None]] = []  # workflows and documents put themselves here


# ── the door ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def act(
    verb: str,
    dossier: Any,
    *,
    by: User,
    at: datetime | None = None,
    of: Version | None = None,
    **given: Any,
) -> Entry:
    """Do one thing to a dossier: authority, guards, change, trail. All of it, or nothing.

    ``at`` is when it happened, for imports; pages leave it out. ``of`` is the version of a form
    that it is done to, where it is done to one. A verb may be named with its machine's key before
    it (project.revise), where two have one of that name. Raises PermissionDenied (not you) or
    RuleError (not so).
    """
    lock(dossier)
    lifecycle = machine_of(dossier, verb, of)
    row = lifecycle.require(verb.rpartition(".")[2], by)
    doing = Act(dossier, row, by, at or timezone.now(), was=lifecycle.at, lifecycle=lifecycle)
    facts = effect_of(doing.row)(doing, **given)
    lifecycle.go(doing.row)
    return settle(doing, lifecycle, facts)


def effect_of(row: Move) -> Effect:
    kind = submit if row.submits else review if row.decides else take_back
    return EFFECTS.get(row.name) or EFFECTS.get(row.verb, kind)


def settle(doing: Act, lifecycle: Lifecycle, facts: Facts) -> Entry:
    """Write down what a move has changed, and let clocks, messages and followers follow.

    What follows of itself is done before the followers look, so that they see where it ends.
    """
    entry = _written_down(doing, lifecycle, facts)
    _of_itself(lifecycle, doing.at)
    also = tuple(doing.also)
    _followed(Done(doing.dossier, doing.row, entry, doing.submission, lifecycle, also))
    return entry


@transaction.atomic
def catch_up(dossier: Any, *, at: datetime | None = None) -> list[Entry]:
    """Do what follows of itself by now: not an act, but the clock, has made it so."""
    lock(dossier)
    entries = []
    for lifecycle in machines_of(dossier):
        for row, entry in _of_itself(lifecycle, at or timezone.now()):
            _followed(Done(dossier, row, entry, None, lifecycle))
            entries.append(entry)
    return entries


def _of_itself(lifecycle: Lifecycle, at: datetime) -> list[tuple[Move, Entry]]:
    """Do what has no actor, one after the other; return what was done."""
    done = []
    while (row := lifecycle.by_itself) is not None:
        own = Act(lifecycle.dossier, row, None, at, was=lifecycle.at, lifecycle=lifecycle)
        lifecycle.go(row)
        done.append((row, _written_down(own, lifecycle, {})))
    return done


def _followed(done: Done) -> None:
    for follow in followers:
        follow(done)
    done.dossier.known.clear()


def _written_down(doing: Act, lifecycle: Lifecycle, facts: Facts) -> Entry:
    dossier = doing.dossier
    lifecycle.keep(doing.today)
    if lifecycle.at != doing.was:
        _lapse(lifecycle, but=[doing.submission, *doing.also])
    turn_clocks(lifecycle, doing.was, doing.row, doing.today)
    _tell(doing, lifecycle)
    states = {"from": doing.was, "to": lifecycle.at}
    verb = f"{lifecycle.key}.{doing.row.verb}"
    post = post_of(doing.by, dossier) if doing.by else None
    return record(verb, dossier.chain, by=doing.by, post=post, at=doing.at, **states, **facts)


def _lapse(lifecycle: Lifecycle, but: Iterable[Submission | None]) -> None:
    """What waited for a decision in a state that has gone waits no longer (handbook 4, rule 7)."""
    dossier = lifecycle.dossier
    waiting = [each for each in submissions(dossier) if each.outcome == Outcome.PENDING]
    own = [each for each in waiting if each.verb in lifecycle.verbs]
    kept = {each.pk for each in but if each is not None}
    gone = [each.pk for each in own if each.pk not in kept]
    if gone:
        dossier.submissions.filter(pk__in=gone).update(outcome=Outcome.LAPSED)
        dossier.requests.filter(submission__in=gone).update(open=False)
        lifecycle.forget()


def _tell(doing: Act, lifecycle: Lifecycle) -> None:
    """Tell whom the row names; of the communities, only the one who brought it.

    A community worker is led to what they have brought: the dossier is not theirs to see.
    """
    dossier, row = doing.dossier, doing.row
    staff = [who for who in {*row.tells, *doing.also_tells} if who != Who.COMMUNITY]
    own = {doing.by.pk} if doing.by else set()
    author = {doing.submission.author_id} if doing.submission and Who.AUTHOR in staff else set()
    told = ({pk for who in staff for pk in people(dossier, who)} | author) - own
    says = _("%(number)s：%(what)s") % {"number": dossier.number, "what": row.label}
    kind = f"{lifecycle.key}.{row.verb}"
    link = f"/dossiers/{dossier.pk}/"
    notify(told, kind=kind, says=says, link=link, urgency=_urgency(row), must_ack=row.urgent)
    if Who.COMMUNITY in row.tells:
        brought = people(dossier, Who.COMMUNITY) & {dossier.registered_by_id}
        notify(brought - told, kind=kind, says=says, link="/leads/")


def _urgency(row: Move) -> Urgency:
    """级别 (handbook 13): a crisis is urgent, what comes back or is withdrawn important."""
    if row.urgent:
        return Urgency.URGENT
    back = {"returned", "refused"}
    important = row.important or row.decision in back
    return Urgency.IMPORTANT if important else Urgency.ORDINARY


# ── effects ───────────────────────────────────────────────────────────────────────────────


def effect(function: Effect) -> Effect:
    """Register what is peculiar to the verb of the same name."""
    EFFECTS[function.__name__] = function
    return function


def effect_in(machine: str) -> Callable[[Effect], Effect]:
    """Register the same for one machine, where others have a verb of that name."""

    def register(function: Effect) -> Effect:
        EFFECTS[f"{machine}.{function.__name__}"] = function
        return function

    return register


def submit(doing: Act, *, said: Said = ()) -> Facts:
    """Seal the forms of a row; they wait for a decision where the machine has one."""
    dossier, row = doing.dossier, doing.row
    decided = any(row.verb in each.decides for each in doing.lifecycle.rows)
    doing.submission = freeze(
        dossier,
        row.verb,
        row.submits,
        by=doing.by,
        at=doing.at,
        outcome=Outcome.PENDING if decided else Outcome.FILED,
        said=said,
    )
    if dossier.first_submitted_on is None and decided:
        dossier.first_submitted_on = doing.today
        dossier.save(update_fields=["first_submitted_on"])
    if not decided or row.asks:
        clear_filed(doing.submission)
    if row.asks:
        Request.objects.create(dossier=dossier, verb=row.asks, submission=doing.submission)
    return sealed_facts(doing.submission)


def clear_filed(submission: Submission) -> None:
    """What is filed, or asked for, leaves no draft behind, so that the next begins afresh."""
    if not submission.corrects and any(FORMS[code].anew for code in submission.codes):
        clear_drafts(submission)


def review(doing: Act, *, judgement: Judgement, decision: str = "") -> Facts:
    """Decide on what the reviewer saw. A return points at fields; a refusal gives its reason.

    ``decision`` is what was decided, where the row leaves it open.
    """
    row = doing.row
    decision = decision or row.decision
    if row.remarks and not judgement.remarks:
        raise RuleError(_("退回须逐条写明意见，并落在具体字段上。"))
    if decision in {"refused", "returned"} and not judgement.opinion.strip():
        raise RuleError(_("须写明意见，让提交人知道为什么。"))
    doing.submission = _pending(doing, *row.decides)
    done: Review = decide(
        doing.submission,
        judgement,
        verb=row.verb,
        decision=decision,
        by=doing.by,
        signed_as=_signed_as(doing),
        at=doing.at,
    )
    if decision != "endorsed":
        conclude(doing.submission, decision)
        doing.dossier.requests.filter(submission=doing.submission).update(open=False)
    return {**sealed_facts(doing.submission), "review": done.pk, **_said(doing.dossier, judgement)}


def _said(dossier: Dossier, judgement: Judgement) -> Facts:
    """What a reviewer said, as the trail may know it: where, and a salted hash of what."""
    notes = [[f"{note.form}#{note.anchor}", note.text] for note in judgement.remarks]
    return {
        "remarked": sorted(place for place, _text in notes),
        "opinion": salted([judgement.opinion, notes], within=dossier.chain),
    }


def take_back(doing: Act) -> Facts:
    """Withdraw one's submission; a move that only moves has nothing to take back."""
    if not doing.row.withdraws:
        return {}
    doing.submission = _pending(doing, *doing.row.withdraws)
    conclude(doing.submission, Outcome.WITHDRAWN)
    doing.dossier.requests.filter(submission=doing.submission).update(open=False)
    return sealed_facts(doing.submission)


def _pending(doing: Act, *verbs: str) -> Submission:
    waiting = pending(doing.dossier, *verbs)
    if waiting is None:
        raise RuleError(_("没有待审的提交稿，请刷新页面看最新情况。"))
    return waiting


def _signed_as(doing: Act) -> str:
    """Return as what somebody signs: the first of the row's roles that they hold."""
    who = standing(doing.by, doing.dossier)
    return next(each.value for each in doing.row.by if each in who)


def sealed_facts(submission: Submission) -> Facts:
    return {
        "submission": submission.pk,
        "covers": submission.covers,
        "sha256": submission.sha256,
    }


# ── what is no move ───────────────────────────────────────────────────────────────────────


def may_edit(dossier: Dossier, form: str, user: User) -> bool:
    """A form is open to whoever may do what it is filled in for, while that can be done."""
    return form in open_forms(dossier, user)


def open_forms(dossier: Dossier, user: User) -> list[str]:
    """Return the forms that ``user`` may fill in now, in the order of the lifecycle."""
    who = standing(user, dossier)
    rows = [
        row
        for machine in machines_of(dossier)
        for row in machine.rows
        if who & set(row.by) and machine.offers(row)
    ]
    return list(dict.fromkeys(form for row in rows for form in row.forms))


@transaction.atomic
def save_draft(  # noqa: PLR0913
    dossier: Any,
    form: str,
    raw: Content,
    *,
    by: User,
    version: int | None = None,
    at: datetime | None = None,
) -> Draft:
    """Save what was typed into a form that ``by`` may fill in now, and heed what is alarming.

    A question closed for want of consent keeps the answer it had: nothing is taken, or wiped.
    """
    lock(dossier)
    if not may_edit(dossier, form, by):
        raise PermissionDenied(_("这份表现在不由你填写。"))
    if closed := consents.closed(dossier, form):
        before = drafts.raw_of(dossier, form)
        raw = raw | {key: before.get(key, "") for key in closed}
    draft = drafts.write(dossier, form, raw, by=by, version=version, at=at)
    alarms.watch(dossier, form, drafts.checked(dossier, form).content, by=by, at=at)
    return draft


@transaction.atomic
def drop_draft(dossier: Any, form: str, *, by: User) -> None:
    """Throw away what was begun and is not wanted after all, such as a record begun twice."""
    lock(dossier)
    if not may_edit(dossier, form, by):
        raise PermissionDenied(_("这份表现在不由你填写。"))
    drafts.drop(dossier, form)
    record("case.drop_draft", dossier.chain, by=by, form=form)


@transaction.atomic
def answer_remark(
    remark: Remark, dossier: Any, *, by: User, answer: str, at: datetime | None = None
) -> None:
    """Answer a remark before the next round; until then, saying it again replaces the answer."""
    lock(dossier)
    if remark.review.submission.dossier_id != dossier.pk or not may_edit(dossier, remark.form, by):
        raise PermissionDenied(_("这条批注现在不由你答复。"))
    if remark.answered_at and latest(dossier, remark.form) != remark.review.submission:
        raise RuleError(_("这条答复已随新的一稿提交，不能再改。"))
    if not answer.strip():
        raise RuleError(_("写一句怎么改的，再提交答复。"))
    remark.answer, remark.answered_by = answer.strip(), by
    remark.answered_at = at or timezone.now()
    remark.save(update_fields=["answer", "answered_by", "answered_at"])
    said = salted(remark.answer, within=dossier.chain)
    record("case.answer_remark", dossier.chain, by=by, at=at, remark=remark.pk, answer=said)
