"""What is peculiar to applying for a project and judging it, up to the signed contract."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from audit.services import salted
from casework import baselines, drafts, instalments, panels
from casework.approvals import Judgement, conclude, freeze, pending
from casework.effects.opening import written
from casework.errors import RuleError
from casework.models import Ballot, Objection, Seat, Submission
from casework.objections import open_objections
from casework.services import Act, Facts, effect_in, review, sealed_facts

effect = effect_in("project")
Outcome = Submission.Outcome
APPLIED = ("submit_internal", "resubmit")


# ── 申报 ──────────────────────────────────────────────────────────────────────────────────


@effect
def apply(doing: Act, *, judgement: Judgement) -> Facts:
    """The agency seals it: from now on the application is in the hands of whoever pays."""
    facts = review(doing, judgement=judgement)
    doing.dossier.applied_on = doing.today
    doing.dossier.save(update_fields=["applied_on"])
    return facts


# ── 评审 ──────────────────────────────────────────────────────────────────────────────────


@effect
def declare_interest(doing: Act, *, conflict: bool, what: str = "") -> Facts:
    """Say whether one has an interest of one's own; whoever has stands back from then on."""
    said = written(what) if conflict else what.strip()
    ballot = panels.ballot_of(doing.dossier, doing.by)
    if ballot is not None and ballot.conflict:
        raise RuleError(_("已经申报了利益冲突，须回避。"))
    if ballot is None:
        ballot = Ballot(seat=_seat_of(doing), turn=panels.turn_of(doing.dossier))
    ballot.conflict, ballot.what, ballot.declared_at = conflict, said, doing.at
    ballot.save()
    doing.dossier.forget()
    return {"seat": ballot.seat_id, "turn": ballot.turn, "stands_back": conflict}


def _seat_of(doing: Act) -> Seat:
    seats = Seat.objects.current().filter(dossier=doing.dossier.pk, part=Seat.Part.EXPERT)
    seat = seats.filter(user=doing.by).earliest("pk")
    seat.dossier = doing.dossier
    return seat


@effect
def score(doing: Act, *, scores: Mapping[str, Any], comments: str) -> Facts:
    """Score every item of a hundred; the weights are the same for everybody."""
    ballot: Any = panels.ballot_of(doing.dossier, doing.by)
    ballot.scores = _whole(scores)
    ballot.comments = written(comments)
    ballot.total, ballot.submitted_at = panels.weighted(ballot.scores), doing.at
    ballot.save(update_fields=["scores", "comments", "total", "submitted_at"])
    doing.dossier.forget()
    told = salted([ballot.scores, ballot.comments], within=doing.dossier.chain)
    return {"seat": ballot.seat_id, "turn": ballot.turn, "scored": told}


def _whole(scores: Mapping[str, Any]) -> dict[str, str]:
    if set(scores) != set(panels.WEIGHTS):
        raise RuleError(_("每一项都须打分：%s。") % "、".join(panels.WEIGHTS))
    return {item: str(_points(item, scores[item])) for item in panels.WEIGHTS}


def _points(item: str, said: Any) -> Decimal:
    try:
        points = Decimal(str(said)).quantize(Decimal("0.1"))
    except InvalidOperation:
        points = Decimal(-1)
    if not 0 <= points <= panels.MOST:
        raise RuleError(_("“%s”请打 0 到 100 分。") % item)
    return points


@effect
def revise(doing: Act, *, judgement: Judgement) -> Facts:
    """Send it back with what is to be mended, each thing at its place; P02 says the same."""
    told = review(doing, judgement=judgement)
    decided = told["submission"]
    return told | _sealed_review(doing) | {"decided": decided}


@effect
def pass_review(doing: Act) -> Facts:
    """The application stands as it is; from now on it is shown to the public."""
    facts = _concluded(doing, Outcome.APPROVED)
    project = doing.dossier
    shown: Any = _shown_in(doing)
    project.shown_until = date.fromisoformat(shown["to"])
    project.save(update_fields=["shown_until"])
    return facts | {"shown_until": shown["to"]}


def _shown_in(doing: Act) -> Any:
    fields = doing.also[-1].form_of("P02")["fields"]
    return next(each["value"] for each in fields if each["key"] == "publicity")


@effect
def reject(doing: Act) -> Facts:
    """It is not granted; P02 says why."""
    return _concluded(doing, Outcome.REFUSED)


def _concluded(doing: Act, outcome: str) -> Facts:
    """Seal what the panel has come to, and let it be the end of the application's rounds."""
    waiting = pending(doing.dossier, *APPLIED)
    if waiting is None:
        raise RuleError(_("没有待审的申报书，请刷新页面看最新情况。"))
    facts = _sealed_review(doing)
    conclude(waiting, outcome)
    doing.submission = waiting
    return facts | {"decided": waiting.pk}


def _sealed_review(doing: Act) -> Facts:
    """Seal P02 beside what it decides on."""
    sealed = freeze(
        doing.dossier, doing.row.verb, ["P02"], by=doing.by, at=doing.at, outcome=Outcome.FILED
    )
    doing.also.append(sealed)
    return sealed_facts(sealed)


# ── 公示, 立项 ────────────────────────────────────────────────────────────────────────────


@effect
def note_objection(doing: Act, *, words: str) -> Facts:
    """Write down what somebody has against it; who it is stays with the words."""
    made = Objection(raised_on=doing.today, noted_by=doing.by)
    made.project, made.words = doing.dossier, written(words)
    made.save()
    doing.dossier.forget()
    return {"objection": made.pk, "said": salted(made.words, within=doing.dossier.chain)}


@effect
def settle_objection(doing: Act, *, finding: str) -> Facts:
    """It was looked into, and does not hold."""
    return _settled(doing, finding, upheld=False)


@effect
def objection(doing: Act, *, finding: str) -> Facts:
    """It holds: the application waits again for the panel, who judge it anew."""
    facts = _settled(doing, finding, upheld=True)
    raw = dict(drafts.raw_of(doing.dossier, "P02"))
    raw["publicity"] = {**(raw.get("publicity") or {}), "objections": written(finding)}
    drafts.write(doing.dossier, "P02", raw, by=doing.by, at=doing.at)
    sealed = _sealed_review(doing)
    doing.submission = _reopened(doing)
    return facts | sealed


def _settled(doing: Act, finding: str, *, upheld: bool) -> Facts:
    found = open_objections(doing.dossier)
    for each in found:
        each.finding, each.upheld, each.settled_on = written(finding), upheld, doing.today
        each.save(update_fields=["finding", "upheld", "settled_on"])
    doing.dossier.forget()
    said = salted(written(finding), within=doing.dossier.chain)
    return {"objections": [each.pk for each in found], "upheld": upheld, "finding": said}


def _reopened(doing: Act) -> Submission:
    """What the panel had passed waits for it again."""
    passed = [each for each in doing.dossier.submissions.all() if each.verb in APPLIED]
    last: Submission = max(
        (each for each in passed if each.stands("P01")), key=lambda each: each.pk
    )
    last.dossier = doing.dossier
    conclude(last, Outcome.PENDING)
    return last


@effect
def approve(doing: Act, *, judgement: Judgement) -> Facts:
    """Grant it: what was approved is locked as the first baseline."""
    facts, project = review(doing, judgement=judgement), doing.dossier
    assert doing.submission is not None  # noqa: S101  (review sets it, for the type checker)
    first = baselines.lock_first(project, doing.submission, doing.at)
    project.accepted_on = doing.today
    project.save(update_fields=["accepted_on"])
    return {**facts, "number": project.number, "baseline": first.version}


@effect
def sign(doing: Act, *, judgement: Judgement) -> Facts:
    """All have signed: the money is paid in its instalments, the first of them now."""
    facts = review(doing, judgement=judgement)
    assert doing.submission is not None  # noqa: S101  (review sets it, for the type checker)
    fields = doing.submission.form_of("P04")["fields"]
    rows = next(each["value"] for each in fields if each["key"] == "payment")
    made = instalments.draw_up(doing.dossier, rows)
    doing.dossier.forget()
    instalments.first_due(doing.dossier, doing.today)
    return facts | {"instalments": len(made)}
