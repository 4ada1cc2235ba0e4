"""可以办的事: what may be done any time while a case is in service, as a list one reads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.drafts import draft_of
from casework.models import Case
from web.offers import Offers
from web.places import place_of

ORDER = ["add_session", "submit_midterm", "revise_plan", "ask_extend", "submit_closure"]
WORDS = {  # verb → what the button says, and what one needs to know first
    "add_session": (_("写服务记录"), _("每次服务后 3 个工作日内写，当天写最好。")),
    "submit_midterm": (_("写阶段评估"), _("目标走到哪一步，风险复评，要不要调整。")),
    "revise_plan": (_("变更计划"), _("改《计划书》，另附申请单写理由；批准前照原计划做。")),
    "ask_extend": (_("申请延期"), _("每次不超过 3 个月，至多两次。")),
    "submit_closure": (_("写结案评估和报告"), _("两份一起写，一起提交。")),
    "start_close": (_("启动结案评估"), _("目标达到了，或有一条结案条件成立。")),
    "withdraw_close": (_("撤回结案启动"), _("还要接着服务的，写明原因。")),
}


def doing_of(case: Case, offers: Offers) -> list[dict[str, Any]]:
    """Return what can be done beside the step that is open; nothing where nothing waits for it."""
    if not offers.on_demand:
        return []
    shown = [each for each in offers.all_here() if not each["decides"]]
    rows = [_row(case, each) for each in shown]
    order = {verb: number for number, verb in enumerate(ORDER)}
    return sorted(rows, key=lambda row: order.get(row["verb"], len(ORDER)))


def _row(case: Case, offer: dict[str, Any]) -> dict[str, Any]:
    verb, forms = offer["verb"], offer["forms"]
    label, says = WORDS.get(verb, (offer["label"], ""))
    unmet = [each["says"] for each in offer["findings"] if not each["met"] and not each["form"]]
    return {
        "verb": verb,
        "label": label,
        "says": "".join(unmet) or says,
        "href": place_of(case, forms[0], verb) if forms else offer["href"],
        "action": "" if forms or not offer["plain"] else offer["action"],
        "begun": bool(forms) and draft_of(case, forms[0]) is not None,
        "main": verb == "add_session",
    }
