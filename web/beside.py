"""支线: the crisis and the report that run beside a case, as its page shows them."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import choices, crises
from casework.lifecycles import MACHINES
from casework.models import Case, Crisis, MandatoryReport
from casework.permissions import Who, people
from web.offers import Offers
from workflows.beside_forms import TOLD

Shown = dict[str, Any]


def beside(case: Case, user: User, offers: Offers) -> list[Shown]:
    """Return what is going on beside the case: the crisis first, then the report."""
    found = []
    if crisis := crises.open_crisis(case):
        found.append(_crisis(case, crisis) | _doing(offers, "crisis"))
    if report := crises.open_report(case):
        found.append(_report(case, report, user) | _doing(offers, "mandatory_report"))
    return found


def _crisis(case: Case, crisis: Crisis) -> Shown:
    seen = {each.by_id for each in crisis.receipts.all()}
    told = people(case, Who.SUPERVISOR) | people(case, Who.HEAD)
    waiting = User.objects.filter(pk__in=told - seen).order_by("pk")
    return {
        "title": _("危机 · %s") % crisis.get_status_display(),
        "cls": "red",
        "facts": [
            (_("触发"), f"{crisis.raised_by} {_moment(crisis.raised_at)}"),
            (_("现场负责人"), str(crisis.lead or _("还没有人接管"))),
            (_("等回“收到”"), "、".join(str(each) for each in waiting) or _("督导、站长都已收到")),
        ],
        "says": _("先救人。解除之前，不能启动或提交结案、不能暂停、不能更换主责社工。"),
    }


def _report(case: Case, report: MandatoryReport, user: User) -> Shown:
    """The reporter is named to themselves, the supervisor and the head alone (handbook 2.3)."""
    said, grounds = report.said or {}, dict(choices.REPORT_GROUNDS)
    facts = [(_("情形"), "；".join(str(grounds.get(key, key)) for key in said.get("grounds", [])))]
    if report.reported_at:
        to = "、".join(str(dict(TOLD).get(key, key)) for key in said.get("to", []))
        facts.append((_("报告给"), f"{to} {_moment(report.reported_at)}"))
    own = report.reported_by_id == user.pk
    if report.reported_by and (own or crises.may_know_reporter(user, case)):
        facts.append((_("报告人（保密）"), str(report.reported_by)))
    facts += [
        (label, said[key])
        for key, label in (("receipt", _("回执")), ("result", _("处理结果")))
        if said.get(key)
    ]
    return {
        "title": _("强制报告 · %s") % report.get_status_display(),
        "cls": "ochre",
        "facts": facts,
        "says": _("依法立即报告，不用任何人批准，也不以监护人同意为前提。"),
    }


def _doing(offers: Offers, key: str) -> Shown:
    """What the user can do about it, then what stands in the way of the rest."""
    verbs = MACHINES[key].verbs
    here = [each for each in offers.all_here() if each["verb"] in verbs]
    return {
        "offers": [each for each in here if each["allowed"] or each["forms"]],
        "blocked": [each for each in here if not each["allowed"]],
    }


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%m-%d %H:%M}"
