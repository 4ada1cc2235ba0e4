"""七步: what a case's page says at each of the seven steps."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import followups, sessions
from casework.models import Submission
from web.step_lines import Steps, approved, standing

Outcome = Submission.Outcome
SERVING, REVIEWING, CLOSING, FOLLOWING = 3, 4, 5, 6  # steps, from 0
LATER = {  # what people ask of a step that is still to come
    SERVING: gettext_lazy("计划批准后开始"),
    FOLLOWING: gettext_lazy("结案后 1、3 个月"),
}


class CaseSteps(Steps):
    """Service goes on between the papers, and follow-up after the closing."""

    elsewhere = {
        "submit_midterm": REVIEWING,
        "submit_closure": CLOSING,
        "archive_no_followup": FOLLOWING,
    }
    passing = frozenset({"add_session", "emergency_session", "ask_extend"})
    unsealed = frozenset({SERVING})

    def told(self, by_step: dict[int, list[Submission]], now: int) -> None:
        """Evaluated with the report, if not before."""
        if now > REVIEWING:
            by_step.setdefault(REVIEWING, by_step.get(CLOSING, []))

    def lines(self, case: Any, number: int, last: Submission | None, state: str) -> list[str]:
        if number == SERVING:
            return _serving(case, state)
        if number == FOLLOWING and state == "done":  # the seal stands at the last line
            return _visits(case, state) + standing(case, last, state)
        more = {REVIEWING: lambda: _reviewed(last) if state == "todo" else []}
        more |= {FOLLOWING: lambda: _visits(case, state)}
        return standing(case, last, state) + more.get(number, list)()

    def later(self, case: Any, number: int) -> list[str]:
        if number not in LATER:
            return []
        if number == FOLLOWING and case.closed_on and not followups.is_planned(case):
            return [_("不用跟进，等归档")]
        return [str(LATER[number])]


def _serving(case: Any, state: str) -> list[str]:
    here = [str(case.get_status_display())] if state == "now" else []
    return [] if state == "todo" else [*_service(case), *here]


def _service(case: Any) -> list[str]:
    """How much service there was, as soon as there was any."""
    done = sessions.volume(case)
    says = _("%(times)s 次 · %(minutes)s 分钟")
    return [says % {"times": done.sessions, "minutes": done.minutes}] if done.sessions else []


def _reviewed(last: Submission | None) -> list[str]:
    """What became of the last review, while the service goes on."""
    if last is None:
        return []
    if last.outcome == Outcome.RETURNED:
        return [_("第 %s 稿退回，在改") % last.round_of(last.form)]
    return [_("%s 已评") % f"{timezone.localtime(last.at):%m-%d}"] if approved(last) else []


def _visits(case: Any, state: str) -> list[str]:
    """When the next visit is due, and how many were made."""
    if case.closed_on is None or state == "todo":
        return []
    made = sum(each.made_on is not None for each in followups.visits(case))
    coming = followups.next_visit(case) if state == "now" else None
    lines = [_("回访 %s 次") % made] if made else []
    return lines + ([_("下次 %s") % f"{coming.due_on:%m-%d}"] if coming else [])
