"""经过: a dossier's trail as people read it."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from casework.approvals import submissions
from casework.crises import may_know_reporter
from casework.lifecycles import MACHINES, Move
from casework.models import Case, Review, Statement

OTHERS = {
    "case.answer_remark": _("答复了一条批注"),
    "case.alarm": _("触发危机警示"),
    "case.mark_read": _("阅了一份记录"),
    "case.drop_draft": _("不要了一份草稿"),
    "case.ask_satisfaction": _("请服务对象填满意度"),
    "case.answer_satisfaction": _("收到服务对象的满意度"),
    "case.ask_time": _("申请延长一个期限"),
    "case.extend_deadline": _("延长了一个期限"),
    "case.recount_deadlines": _("工作日历导入后，重新算了期限"),
    "case.keep_scan": _("存了一份签字页扫描件"),
    "dossier.attribute": _("登记了计入哪个项目"),
    "dossier.release": _("登记了计到哪天为止"),
    "project.ask_for": _("改了申报经费"),
    "project.invite": _("邀请了一位评审或评估人员"),
    "project.withdraw_seat": _("提前结束了一位评审或评估人员的权限"),
    "project.draw_sample": _("抽了供评估查阅的卷宗"),
    "document.seal": _("封存了一份文书"),
}
LEFT_OUT = ["document.seal"]  # the papers have a list of their own
ALARMING = {"case.alarm", "crisis.raise_crisis", "crisis.relapse", "mandatory_report.identify"}
CONFIDENTIAL = {  # who did these may be named to few (handbook 2.3, 反家庭暴力法 §14)
    *("mandatory_report.identify", "mandatory_report.report", "crisis.mandatory_report"),
    "mandatory_report.ack",  # whom the police gave the receipt to is whoever told them
}
SHOWN = 8
CLASSES = {
    "approved": "ok",
    "endorsed": "ok",
    "returned": "back",
    "refused": "back",
}


def timeline_of(case: Case, user: User, *, content: bool = False) -> list[dict[str, Any]]:
    """Return the latest entries of a dossier's trail, newest first.

    ``content`` adds what was said, for those who may read it: statements, and feedback on records.
    """
    entries = Entry.objects.filter(chain=case.chain).select_related("actor").order_by("-seq")
    shown = list(entries.exclude(verb__in=LEFT_OUT)[:SHOWN])
    words = _said(case, shown) if content else {}
    return [told(each, case, user) | {"why": words.get(each.pk, "")} for each in shown]


def told(entry: Entry, case: Case, user: User) -> dict[str, Any]:
    """Return an entry as ``user`` may read it: who reported to the police is kept from most."""
    row = _row(entry)
    decision = row.decision if row else ""
    return {
        "when": entry.at,
        "who": _who(entry, case, user),
        "what": str(row.label) if row else str(OTHERS.get(entry.verb, entry.verb)),
        "why": "",
        "cls": CLASSES.get(decision, "see" if entry.verb in ALARMING else ""),
    }


def _row(entry: Entry) -> Move | None:
    """Return the row of the table that an entry has gone along: of its verb, from and to."""
    machine, _dot, verb = entry.verb.partition(".")
    rows = MACHINES[machine].verbs.get(verb, []) if machine in MACHINES else []
    said = json.loads(entry.body)["facts"] if len(rows) > 1 else {}
    begun = [row for row in rows if said.get("from") in row.source]
    gone = [row for row in begun if said.get("to") in {row.target, *row.source}]
    return next(iter(gone or begun or rows), None)


def _who(entry: Entry, case: Case, user: User) -> str:
    hidden = entry.verb in CONFIDENTIAL and not (
        entry.actor_id == user.pk or may_know_reporter(user, case)
    )
    return str(_("（保密）")) if hidden else str(entry.actor or "")


def _said(case: Case, entries: list[Entry]) -> dict[int, str]:
    """Return the words that belong to entries, which themselves hold only ids and hashes."""
    facts = {each.pk: json.loads(each.body)["facts"] for each in entries}
    stated = {entry: said["statement"] for entry, said in facts.items() if "statement" in said}
    read = {each.pk: facts[each.pk]["review"] for each in entries if each.verb == "case.mark_read"}
    statements, feedback = _statements(stated.values()), _feedback(case) if read else {}
    found = {entry: statements.get(pk, "") for entry, pk in stated.items()}
    return found | {entry: feedback.get(pk, "") for entry, pk in read.items()}


def _statements(ids: Iterable[int]) -> dict[int, str]:
    near = "dossier__sealed_with"
    wanted = list(ids)
    rows = Statement.objects.select_related(near).filter(pk__in=wanted) if wanted else []
    return {each.pk: str(each.text or "") for each in rows}


def _feedback(case: Case) -> dict[int, str]:
    """Return what was said of each record that was read."""
    found = submissions(case)
    prefetch_related_objects(found, "reviews__reviewer")
    reviews = [each for submission in found for each in submission.reviews.all()]
    read = [each for each in reviews if each.decision == Review.Decision.READ]
    return {each.pk: str(each.opinion or "") for each in read}
