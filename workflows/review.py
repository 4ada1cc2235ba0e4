"""What the page of a decision shows: a round, the one before, remarks, what can be decided."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.approvals import pending, remarks_on, versions
from casework.catalogue import label_of, title_of
from casework.comparison import compare, earlier
from casework.lifecycles import Move, machine_of
from casework.models import Case, Remark, Submission
from workflows.asking import NOTE, PART, Plain
from workflows.forms import form_for, parts_of
from workflows.selectors import decisions_for

Outcome = Submission.Outcome
TAGS = {
    Outcome.PENDING: "indigo",
    Outcome.RETURNED: "ochre",
    Outcome.APPROVED: "bamboo",
    Outcome.REFUSED: "ochre",
}
REFERRING = [
    gettext_lazy("接收机构问过，愿意接收"),
    gettext_lazy("服务对象单独同意，或属法定强制报告"),
    gettext_lazy("资料只给必要的"),
]
CHECKS = {  # 审阅要点: what a reviewer looks for; a reminder, not a rule
    "submit_intake": [
        gettext_lazy("属本站服务范围"),
        gettext_lazy("危机筛查逐项问过"),
        gettext_lazy("同意书签全"),
    ],
    "submit_assessment": [
        gettext_lazy("资料来源不止一处"),
        gettext_lazy("问题写了服务对象的看法"),
        gettext_lazy("风险有依据"),
        gettext_lazy("待遇逐项核过"),
    ],
    "submit_plan": [
        gettext_lazy("目标可测量，有现状、有期限"),
        gettext_lazy("风险已评，应对可执行"),
        gettext_lazy("服务对象确认过"),
    ],
    **dict.fromkeys(["ask_refer_out", "ask_refer_mid", "ask_refer_partial"], REFERRING),
    "write_report": [
        gettext_lazy("有人照看，危险物品收走"),
        gettext_lazy("该报的报了，有编号"),
        gettext_lazy("安全计划写明找谁、去哪里"),
    ],
}


def sheet_of(case: Case, task: Any, request: HttpRequest, bound: Plain | None) -> Any:
    """Return the page's context; None when nothing waits here any more."""
    submission = pending(case, *task.flow_task.first[0].decides)
    if submission is None:
        return None
    code = request.GET.get("form", "")
    code = code if code in submission.codes else submission.form
    before = earlier(versions(case, code), submission)
    queue = queue_of(request.user, task)
    return {
        "case": case,
        "task": task,
        "who": case.shown_as,
        "submission": submission,
        "codes": [(each, title_of(each)) for each in submission.codes],
        "code": code,
        "title": title_of(code),
        "queue": queue,
        "place": next((n for n, each in enumerate(queue, 1) if each["current"]), 0),
        "sheets": [_sheet(case, each, submission, request) for each in submission.codes],
        "said": submission.snapshot["said"],
        "changed": sum(row.changed for row in compare(code, submission, before)) if before else 0,
        "before": before,
        "threads": threads_of(case, submission),
        "decisions": _decisions(case, task, request, bound),
        "opinion": request.POST.get("opinion", ""),
        "errors": _errors(bound) if bound else [],
        "bound": bound,
        "checks": CHECKS.get(submission.verb, []),
        "view": request.GET.get("view", "both") if before else "new",
        "hint": _after(case, task),
    }


def _sheet(case: Case, code: str, submission: Submission, request: HttpRequest) -> Any:
    before = earlier(versions(case, code), submission)
    noted = [each.anchor.partition("[")[0].partition(".")[0] for each in remarks_on(case, code)]
    return {
        "code": code,
        "title": title_of(code),
        "old_round": round_of(before, code) if before else None,
        "new_round": round_of(submission, code),
        "rows": [
            {
                "id": f"row-{code}-{row.key}",
                "label": row.label,
                "old": row.old,
                "new": row.new,
                "changed": row.changed and before is not None,
                "remark_count": noted.count(row.key),
                "anchor": f"{code}#{row.key}",
                "parts": parts_of(code, row.key),
                "part": request.POST.get(f"{PART}{code}#{row.key}", ""),
                "said": request.POST.get(f"{NOTE}{code}#{row.key}", ""),
            }
            for row in compare(code, submission, before)
        ],
    }


def round_of(submission: Submission, code: str) -> dict[str, Any]:
    """Return how a round is headed: 第 2 稿, and what became of it."""
    return {
        "title": _("第 %s 稿") % submission.round_of(code),
        "tag": submission.get_outcome_display(),
        "cls": TAGS.get(submission.outcome, ""),  # type: ignore[call-overload]
    }


def threads_of(case: Case, submission: Submission) -> list[dict[str, Any]]:
    """Return the remarks made so far on the forms of a submission, with their answers."""
    found = [each for code in submission.codes for each in remarks_on(case, code)]
    return [_thread(each) for each in found]


def _thread(remark: Remark) -> dict[str, Any]:
    key = remark.anchor.partition("[")[0].partition(".")[0]
    says = [
        {"by": str(remark.review.reviewer), "at": remark.review.at, "text": remark.text, "cls": "b"}
    ]
    if remark.answered_at:
        by = str(remark.answered_by)
        says.append({"by": by, "at": remark.answered_at, "text": remark.answer, "cls": ""})
    return {
        "open": not remark.answered_at,
        "label": label_of(remark.form, remark.anchor),
        "href": f"#row-{remark.form}-{key}",
        "tag": _("已答复") if remark.answered_at else _("等答复"),
        "cls": "bamboo" if remark.answered_at else "ochre",
        "says": says,
    }


def _errors(bound: Plain) -> list[dict[str, str]]:
    """Return what is wrong: with all of it, and with each field, by its label."""
    found = [{"text": str(text)} for text in bound.non_field_errors()]
    for name, texts in bound.errors.items():
        if name in bound.fields:
            label = bound.fields[name].label
            found += [{"text": f"{label}：{text}", "href": f"#{name}"} for text in texts]
    return found


def _decisions(case: Case, task: Any, request: Any, bound: Plain | None) -> list[dict[str, Any]]:
    found = []
    for key in task.flow_task.verbs:
        verb = key.partition(".")[2]
        verdict = machine_of(case, key).judge(verb, request.user)
        if not verdict.here:
            continue
        own = bound if bound and bound.move.verb == verdict.move.verb else None
        form = own or form_for(verdict.move, case)
        found.append(
            {"verdict": verdict, "move": verdict.move, "form": form, "label": _label(verdict.move)}
        )
    return found


def _label(move: Move) -> str:
    """Say what the button does: what is asked for is agreed to, not done again."""
    if move.asks and move.decision == "approved":
        return _("同意：%s") % move.label
    return str(move.label)


def queue_of(user: Any, current: Any = None) -> list[dict[str, Any]]:
    """Return what waits for a user's decision, as the queue shows it."""
    return [_queued(task, current) for task in decisions_for(user)]


def _queued(task: Any, current: Any) -> dict[str, Any]:
    case = task.process.dossierprocess.dossier
    return {
        "href": task.reverse("execute"),
        "title": f"{task.flow_task.task_title} · {case.shown_as}",
        "small": f"{case.station} · {case.owner or ''} · {case.number}",
        "due_on": task.due_on,
        "current": current is not None and task.pk == current.pk,
    }


def _after(case: Case, task: Any) -> str:
    """Say what an approval does."""
    row = task.flow_task.first[0]
    if task.flow_task.decides and row.name == "document.revise":
        return _("批准后：新版封存、生效；原件保留，标为“已被新版替代”。")
    target, states = row.target, machine_of(case, row.name).states
    if target in set(states):
        return _("批准后：生成并封存文书，进入“%s”。") % states(target).label
    return _("同意后：报站长签署。")
