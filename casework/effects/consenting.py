"""What signing a consent anew, and withdrawing one, does: it is sealed, and holds from then on."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from casework import choices, drafts, policies
from casework.catalogue import FORMS
from casework.consents import ALL, MEDIA, USES, closed, told, withdrawable
from casework.effects.opening import consented, stated, written
from casework.errors import RuleError
from casework.models import Consent, Withdrawal
from casework.services import Act, Facts, effect, submit
from casework.withdrawals import open_withdrawals
from casework.workdays import working_days

RECALL = timedelta(hours=24)  # 撤稿 (handbook 4.13 X10)


@effect
def sign_anew(doing: Act) -> Facts:
    """The new consent takes the place of the one before, which stays as it was sealed."""
    facts = submit(doing)
    drafts.drop(doing.dossier, Consent.code)
    consented(doing.dossier, doing.submission)
    return facts


@effect
def withdraw_consent(doing: Act, *, items: list[str], way: str, wish: str, on: date) -> Facts:
    """Record what is withdrawn; from now on it is neither asked, nor shown, nor printed."""
    case, words = doing.dossier, _chosen(doing, items, way, on)
    if case.accepted_on:
        drafts.drop(case, Consent.code)  # what nobody has signed is not sealed with it
    made = Withdrawal(
        dossier=case,
        whole=ALL in items,
        withdrawn_on=on,
        at=doing.at,
        by=doing.by,
        due_on=_due_on(doing),
        recall_by=doing.at + RECALL if _publishes(case, items) else None,
    )
    made.said = {"items": items, "words": words, "way": way}
    made.save()
    case.withdrawn_on = on
    case.save(update_fields=["withdrawn_on"])
    _withhold(doing, whole=made.whole)
    said = [(_("服务对象怎么说"), written(wish)), (_("怎样提出的"), way)]
    return submit(doing, said=said) | {"withdrawal": made.pk, "whole": made.whole}


def _chosen(doing: Act, items: list[str], way: str, on: date) -> list[str]:
    """Return what was chosen in words, once it is known to make sense."""
    offered = dict(withdrawable(doing.dossier))
    if not items or not set(items) <= offered.keys():
        raise RuleError(_("请勾选撤回哪几项；只能撤回现在有效的。"))
    if ALL in items and len(items) > 1:
        raise RuleError(_("勾了“全部同意”，就不用再勾别的。"))
    if way not in choices.WITHDRAWN_BY:
        raise RuleError(_("请选是怎样提出的。"))
    signed = [row.get("date") or "" for row in told(doing.dossier).get("signatures") or []]
    if not max(signed) <= on.isoformat() <= doing.today.isoformat():
        raise RuleError(_("撤回日期须在签署之后、今天或以前。"))
    return [offered[key] for key in items]


def _due_on(doing: Act) -> date:
    """Fifteen working days, or as many as the station has set."""
    row = doing.lifecycle.verbs["settle_withdrawal"][0]
    days = policies.days_for(doing.dossier, row.verb, row.within, high=False, on=doing.today)
    return working_days(days).after(doing.today)[0]


def _publishes(case: Any, items: list[str]) -> bool:
    """Whether pictures or the case may have been published with what is now withdrawn."""
    allowed = told(case).get("media_consent") or {}
    return bool({ALL, MEDIA} & set(items)) and any(allowed.get(use) for use in USES)


def _withhold(doing: Act, *, whole: bool) -> None:
    """Drop from drafts what may not be asked any more; the record and what is sealed stay."""
    case = doing.dossier
    if whole:
        case.person.consent_status = "已撤回"
        case.person.save(update_fields=["consent_status"])
    case.forget()
    for code, draft in list(drafts.drafts_of(case).items()):
        shut = {key for key in closed(case, code) if draft.raw.get(key)}
        if shut:
            blank = {key: FORMS[code].question(key).raw_of(None) for key in shut}
            drafts.write(case, code, draft.raw | blank, by=doing.by, at=doing.at)


@effect
def settle_withdrawal(doing: Act, *, measures: str) -> Facts:
    """Say what was done about it: what was stopped, deleted, called back, and who was told."""
    facts = stated(doing, measures)
    settled = open_withdrawals(doing.dossier).update(settled_on=doing.today)
    return facts | {"settled": settled}
