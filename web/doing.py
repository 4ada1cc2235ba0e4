"""可以办的事: what may be done any time while a case is in service, as a list one reads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.drafts import draft_of
from casework.models import Case
from web.offers import Offers
from web.places import place_of

ORDER = ["add_session", "submit_midterm", "revise_plan", "ask_extend", "submit_closure"]
RARE = [  # what happens to few cases: told apart, so that the usual is found at once
    *("emergency_session", "ask_suspend", "ask_refer_mid", "ask_refer_partial", "ask_reopen"),
    *("finish_action", "finish_own_action", "add_supervision", "add_conference"),
    *("request_change", "client_ends", "ask_abort", "reopen"),
    *("close_from_suspend", "ask_refer_out", "withdraw_consent", "settle_withdrawal"),
    *("sign_anew", "identify"),
]
WORDS = {  # verb → what the button says, and what one needs to know first
    "add_session": (_("写服务记录"), _("每次服务后 3 个工作日内写，当天写最好。")),
    "submit_midterm": (_("写阶段评估"), _("目标走到哪一步，风险复评，要不要调整。")),
    "revise_plan": (_("变更计划"), _("改《计划书》，另附申请单写理由；批准前照原计划做。")),
    "ask_extend": (_("申请延期"), _("每次不超过 3 个月，至多两次。")),
    "submit_closure": (_("写结案评估和报告"), _("两份一起写，一起提交。")),
    "start_close": (_("启动结案评估"), _("目标达到了，或有一条结案条件成立。")),
    "withdraw_close": (_("撤回结案启动"), _("还要接着服务的，写明原因。")),
    "emergency_session": (_("写紧急服务记录"), _("先服务后补文书，24 小时内写。")),
    "ask_suspend": (_("申请暂停"), _("至多 60 日，写明原因、期限和保底联系人；时限停走。")),
    "ask_resume": (_("申请恢复"), _("重新评估风险，两份一起提交。")),
    "ask_refer_out": (_("申请转介"), _("本站办不了、别处能办的；须有单独同意。")),
    "ask_refer_mid": (_("申请中途转介"), _("整案交给别的机构；须有单独同意。")),
    "ask_refer_partial": (_("申请部分转介"), _("一部分请别的机构办，本案继续。")),
    "ask_reopen": (_("申请重开"), _("结案后 6 个月内有新情况的，沿用原卷号。")),
    "add_supervision": (_("写督导记录"), _("督导后 5 个工作日内。")),
    "finish_action": (_("写交办事项的结果"), _("督导交办给你的，办好一项写一项。")),
    "finish_own_action": (_("写自己那几项的结果"), _("督导时说好由督导办的。")),
    "add_conference": (_("写会诊记录"), _("会后 3 个工作日内；只写编号，不写姓名。")),
    "request_change": (
        _("申请更换主责社工"),
        _("服务对象要求，或社工须回避、合不来的；督导同意，站长批准。"),
    ),
    "client_ends": (_("服务对象要求终止"), _("服务对象随时可以停，不用批准；写下原话。")),
    "ask_abort": (_("申请终止"), _("死亡、迁出、失联、入狱入院、机构原因。")),
    "sign_anew": (
        _("重签同意书"),
        _("服务对象现在同意更多，或撤回后又同意的；由本人重新签名，旧的一份留卷。"),
    ),
    "withdraw_consent": (
        _("登记撤回同意"),
        _("全部或其中几项；登记后这些内容不再问、不再显示，15 个工作日内处理。"),
    ),
    "settle_withdrawal": (_("撤回处理完毕"), _("写明停了什么、撤了什么、哪些依法要留。")),
    "identify": (_("启动强制报告"), _("依法立即报告，不用任何人批准，也不用谁同意。")),
    "reopen": (_("重开已归档的卷"), _("结案后 6 个月内；开卷会留痕。")),
    "close_from_suspend": (_("暂停期满转结案"), _("三次联系加社区核实都找不到人的。")),
}


def doing_of(case: Case, offers: Offers) -> dict[str, Any]:
    """Return what can be done beside the step that is open: what is usual, and what is rare.

    The usual is listed where some of it may be done any time; else the step's form says it all.
    """
    shown = [each for each in offers.all_here() if not each["decides"] and _can_begin(each)]
    own = [each for each in shown if each["verb"] not in offers.beside]
    usual = [each for each in own if each["verb"] not in RARE]
    if not any(form in offers.on_demand for each in usual for form in each["forms"]):
        usual = []
    rare = [each for each in own if each["verb"] in RARE]
    listed = {each["verb"] for each in [*usual, *rare]}
    return {"usual": _rows(case, usual), "rare": _rows(case, rare), "listed": listed}


def _can_begin(offer: dict[str, Any]) -> bool:
    """Whether there is anything to press: a form to write, words to say, or the thing itself."""
    return bool(offer["allowed"] or offer["forms"] or not offer["plain"])


def _rows(case: Case, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    order = {verb: number for number, verb in enumerate([*ORDER, *RARE])}
    rows = [_row(case, each) for each in shown]
    return sorted(rows, key=lambda row: order.get(row["verb"], len(order)))


def _row(case: Case, offer: dict[str, Any]) -> dict[str, Any]:
    verb, forms = offer["verb"], offer["forms"]
    label, says = WORDS.get(verb, (offer["label"], ""))
    written = forms and (offer["plain"] or not offer["allowed"])  # else only words are missing
    unmet = [each["says"] for each in offer["findings"] if not each["met"] and not each["form"]]
    return {
        "verb": verb,
        "label": label,
        "says": "".join(unmet) or says,
        "href": place_of(case, forms[0], verb) if written else offer["href"],
        "action": "" if forms or not offer["plain"] else offer["action"],
        "begun": bool(forms) and draft_of(case, forms[0]) is not None,
        "main": verb == "add_session",
    }
