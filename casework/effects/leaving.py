"""What is peculiar to handing a case on, letting it rest, ending it early, taking it up again."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import choices, drafts
from casework.approvals import Judgement, episode_of
from casework.deadlines import resume_clocks, stop_clocks
from casework.effects.opening import rated, three_tries, written
from casework.errors import RuleError
from casework.models import CaseRequest, Episode
from casework.models.applications import EARLY, REOPEN
from casework.models.assessment import risk_in
from casework.services import Act, Facts, effect, review, submit

CLIENT = "服务对象要求终止"


# ── 转介 ──────────────────────────────────────────────────────────────────────────────────


@effect
def refer_mid(doing: Act, *, judgement: Judgement) -> Facts:
    """Hand an accepted case on: whoever takes it, it is closed here as 转介."""
    return review(doing, judgement=judgement) | _ending(doing, choices.REFERRED)


@effect
def referral_accepted(doing: Act) -> Facts:
    """Somebody else has taken the case, as their receipt says."""
    return submit(doing) | _ending(doing, choices.REFERRED)


@effect
def referral_failed(doing: Act, *, reason: str) -> Facts:
    """Nobody took it, or it was called back: the work goes on here, or with another."""
    return submit(doing, said=[(_("为什么没有成"), written(reason))]) | _ending(doing, "")


# ── 暂停 ──────────────────────────────────────────────────────────────────────────────────


@effect
def suspend(doing: Act, *, judgement: Judgement) -> Facts:
    """Let the case rest until a day; its clocks stand still as long."""
    facts, case = review(doing, judgement=judgement), doing.dossier
    until = date.fromisoformat(sealed(doing, "C14")["params"]["end"])
    case.suspended_on, case.suspended_until = doing.today, until
    case.save(update_fields=["suspended_on", "suspended_until"])
    stop_clocks(case, on=doing.today)
    return {**facts, "until": until.isoformat()}


@effect
def resume(doing: Act, *, judgement: Judgement) -> Facts:
    """Go on, with the risk as it is now rated; the time that the case has rested is added."""
    facts, case = review(doing, judgement=judgement), doing.dossier
    rated_now = rated(case, risk_in(sealed(doing, "C03")), doing.today)
    return facts | rated_now | _rested(doing)


@effect
def close_from_suspend(doing: Act, *, contacts: list[tuple[datetime, str]], verified: str) -> Facts:
    """Turn to closing somebody whom three tries and the community could not find (X7)."""
    said = [*three_tries(doing, contacts), (_("社区核实的结果"), written(verified))]
    application(doing, EARLY, written(verified))
    return submit(doing, said=said) | _rested(doing) | _ending(doing, "失联")


def _rested(doing: Act) -> Facts:
    """The clocks go on with what was left; the time of the plan is longer by the days of rest."""
    case = doing.dossier
    rested = (doing.today - case.suspended_on).days if case.suspended_on else 0
    case.suspended_days += rested
    case.suspended_on = case.suspended_until = None
    case.save(update_fields=["suspended_days", "suspended_on", "suspended_until"])
    resume_clocks(case, on=doing.today)
    return {"rested": rested}


# ── 终止 ──────────────────────────────────────────────────────────────────────────────────


@effect
def client_ends(doing: Act, *, wish: str, informed: str) -> Facts:
    """The client wants no more of it. Nobody can refuse; it is written down what they were told."""
    application(doing, EARLY, written(wish))
    said = [(_("服务对象的原话"), written(wish)), (_("告知的影响和求助渠道"), written(informed))]
    _rested(doing)
    return submit(doing, said=said) | _ending(doing, CLIENT)


@effect
def ask_abort(doing: Act, *, ending: str, source: str, reason: str) -> Facts:
    """Ask to end a case that cannot go on: how, from whom one knows it, and what happened."""
    if ending not in choices.ENDINGS:
        raise RuleError(_("请选是哪一种情形。"))
    application(doing, EARLY, written(reason))
    said = [(_("情形"), ending), (_("来源或证明"), written(source))]
    return submit(doing, said=said)


@effect
def abort(doing: Act, *, judgement: Judgement) -> Facts:
    """End a case that cannot go on."""
    facts = review(doing, judgement=judgement)
    assert doing.submission is not None  # noqa: S101  (review sets it, for the type checker)
    ending = dict(doing.submission.snapshot["said"])[_("情形")]
    _rested(doing)
    return facts | _ending(doing, ending)


def _ending(doing: Act, ending: str) -> Facts:
    """Remember why the case ends before its time: the closing evaluation begins with it."""
    doing.dossier.ends_as = ending
    doing.dossier.save(update_fields=["ends_as"])
    return {"ends_as": ending}


# ── 重开 ──────────────────────────────────────────────────────────────────────────────────


@effect
def ask_reopen(doing: Act, *, reason: str) -> Facts:
    """Ask to take up again a case that was closed: what is new, or worse."""
    application(doing, REOPEN, written(reason))
    return submit(doing)


@effect
def reopen(
    doing: Act, *, judgement: Judgement | None = None, reason: str = "", asked_by: str = ""
) -> Facts:
    """Take the case up again in a new 服务期; a box that was closed is open again."""
    if judgement is not None:
        facts = review(doing, judgement=judgement)
    else:
        application(doing, REOPEN, written(reason))
        facts = submit(doing, said=[(_("谁提出的"), written(asked_by))])
    return facts | _begin_again(doing)


def _begin_again(doing: Act) -> Facts:
    case, last = doing.dossier, episode_of(doing.dossier)
    new = Episode.objects.create(dossier=case, number=last.number + 1, opened_on=doing.today)
    case.submissions.filter(pk=doing.submission.pk).update(episode=new)  # type: ignore[union-attr]
    case.closed_on = case.ended_on = None  # saved with the state that allows it
    case.served_until, case.extensions, case.suspended_days, case.ends_as = None, 0, 0, ""
    case.save(update_fields=["served_until", "extensions", "suspended_days", "ends_as"])
    case.person.status = "在服"
    case.person.save(update_fields=["status"])
    case.known.clear()
    return {"episode": new.number}


def application(doing: Act, kind: str, reason: str) -> None:
    """Draw up the C14 that words on a page amount to; nobody fills in a form for it."""
    raw = {each.key: each.raw_of(None) for each in CaseRequest.asked()}
    raw |= {"type": kind, "reason": reason}
    raw |= {"params": {"start": timezone.localdate(doing.at).isoformat()}}
    drafts.write(doing.dossier, CaseRequest.code, raw, by=doing.by, at=doing.at)


def sealed(doing: Act, form: str) -> dict[str, Any]:
    """Return the values of a form as submitted."""
    assert doing.submission is not None  # noqa: S101  (review sets it, for the type checker)
    said: Any = doing.submission.form_of(form)["fields"]
    return {each["key"]: each["value"] for each in said}
