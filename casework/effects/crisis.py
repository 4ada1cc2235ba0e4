"""What is peculiar to a crisis and to a mandatory report: who sees to it, and what was told."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Post, User
from casework import calls, choices, crises
from casework.approvals import Judgement
from casework.effects.opening import rated, stated, written
from casework.errors import RuleError
from casework.lifecycles.crisis import reassessed
from casework.models import Crisis, CrisisReceipt, MandatoryReport
from casework.models.assessment import risk_in
from casework.numbers import CRISIS, next_number
from casework.services import Act, Facts, act, effect, review, submit
from notifications.services import acknowledge as answer
from notifications.services import unacknowledged


@effect
def raise_crisis(doing: Act, *, reason: str = "") -> Facts:
    """Raise it. Whoever sees it says in a word what they see; nothing else is asked of them."""
    case = doing.dossier
    number = next_number(case.station, CRISIS, doing.today)
    crisis = Crisis(number=number, raised_by=doing.by, raised_at=doing.at)
    doing.lifecycle.begin(crisis)
    if case.alarmed_at is None:  # from now on supervisor and head see the case
        case.alarmed_at = doing.at
        case.save(update_fields=["alarmed_at"])
    return {"crisis": number} | (stated(doing, reason) if reason.strip() else {})


@effect
def acknowledge(doing: Act) -> Facts:
    """Say that one has seen it: until both have, others are told."""
    CrisisReceipt.objects.create(crisis=doing.lifecycle.record, by=doing.by, at=doing.at)
    _answer(doing)
    return {}


def _answer(doing: Act) -> None:
    """Whoever says so here has answered the messages as well."""
    link = f"/dossiers/{doing.dossier.pk}/"
    calls.mark_seen(link)
    asked = unacknowledged(kind="crisis.", link=link)
    for message in asked.filter(recipient=doing.by):
        answer(message, by=doing.by)


@effect
def take_charge(doing: Act, *, lead: User, called: str = "") -> Facts:
    """Say who sees to it on the spot, and whom one has called."""
    post = Post.objects.current().filter(user=lead, station=doing.dossier.station)
    if not post.exists():
        raise RuleError(_("现场负责人须是本站的人，请另选。"))
    crisis = doing.lifecycle.record
    crisis.lead = lead
    crisis.save(update_fields=["lead"])
    CrisisReceipt.objects.get_or_create(crisis=crisis, by=doing.by, defaults={"at": doing.at})
    _answer(doing)
    said = stated(doing, called) if called.strip() else {}
    return {"lead": lead.pk, **said}


@effect
def ask_false_alarm(doing: Act, *, reason: str) -> Facts:
    """Say on what grounds it was none after all."""
    return submit(doing, said=[(_("复核经过与依据"), written(reason))])


@effect
def mandatory_report(doing: Act, *, grounds: Sequence[str] = (), told: str = "") -> Facts:
    """It is a matter that the law wants reported: the report begins beside the crisis."""
    if crises.open_report(doing.dossier) is None:
        act("identify", doing.dossier, by=doing.by, at=doing.at, grounds=grounds, told=told)
    return {"grounds": sorted(grounds)}


@effect
def stabilise(doing: Act, *, cared_by: str) -> Facts:
    """The worst is over, somebody is with the person, and the plan for their safety is at work."""
    crisis = doing.lifecycle.record
    crisis.stable_on = doing.today
    crisis.save(update_fields=["stable_on"])
    return submit(doing, said=[(_("谁在照看"), written(cared_by))])


@effect
def relapse(doing: Act, *, reason: str) -> Facts:
    """It has come back."""
    crisis = doing.lifecycle.record
    crisis.stable_on = None
    crisis.save(update_fields=["stable_on"])
    return stated(doing, reason)


@effect
def ask_end_by_event(doing: Act, *, source: str) -> Facts:
    """Something has ended it: a death, a hospital, another's hands; and from whom one knows."""
    return submit(doing, said=[(_("怎样终结，来源"), written(source))])


@effect
def resolve(doing: Act, *, judgement: Judgement) -> Facts:
    """It is over; the risk is as the owner has assessed it since."""
    facts, found = review(doing, judgement=judgement), reassessed(doing.dossier)
    assert found is not None  # noqa: S101  (the guard has seen it, for the type checker)
    said = {each["key"]: each["value"] for each in found.form_of("C03")["fields"]}
    return facts | rated(doing.dossier, risk_in(said), doing.today)


# ── 强制报告 ──────────────────────────────────────────────────────────────────────────────


@effect
def identify(doing: Act, *, grounds: Sequence[str] = (), told: str = "") -> Facts:
    """Begin it at once; on which ground may be said now, or on reporting it."""
    _known(grounds)
    case = doing.dossier
    report = MandatoryReport(identified_by=doing.by, identified_at=doing.at)
    report.dossier = case
    report.said = {"grounds": [*grounds], "told": told.strip()}
    doing.lifecycle.begin(report)
    if case.alarmed_at is None:
        case.alarmed_at = doing.at
        case.save(update_fields=["alarmed_at"])
    return {"grounds": sorted(grounds)}


@effect
def report(doing: Act, *, grounds: Sequence[str], to: Sequence[str], words: str) -> Facts:
    """Say on which of the grounds that the law names, to whom, and how."""
    if not grounds:
        raise RuleError(_("请勾选是哪一种情形，至少一项。"))
    _known(grounds)
    if not to:
        raise RuleError(_("请勾选报告给了谁，至少一个。"))
    found = doing.lifecycle.record
    found.dossier = doing.dossier
    found.reported_by, found.reported_at = doing.by, doing.at
    said = {"grounds": [*grounds], "to": [*to], "words": written(words)}
    found.said = {**found.said, **said}
    found.save(update_fields=["reported_by", "reported_at", "said"])
    return {"reported_to": sorted(to)}


@effect
def ack(doing: Act, *, receipt: str) -> Facts:
    """Write down the receipt: the number of the case at the police, or who has taken it."""
    return _added(doing, receipt=written(receipt))


@effect
def ask_finish(doing: Act, *, result: str) -> Facts:
    """Say what the authorities have done."""
    _added(doing, result=written(result))
    return submit(doing, said=[(_("处理结果"), written(result))])


def _known(grounds: Sequence[str]) -> None:
    if set(grounds) - dict(choices.REPORT_GROUNDS).keys():
        raise RuleError(_("情形请从名单里勾选。"))


def _added(doing: Act, **words: str) -> Facts:
    found: Any = doing.lifecycle.record
    found.dossier = doing.dossier
    found.said = {**found.said, **words}
    found.save(update_fields=["said"])
    return {}
