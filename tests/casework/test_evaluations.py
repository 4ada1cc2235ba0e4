"""中期与末期: when they may begin, what they ask for, how it is answered, what it pays."""

from datetime import date
from typing import Any

import pytest

from casework import instalments, rectifying
from casework.demo.serving import PAGE
from casework.errors import RuleError
from casework.models import Project
from casework.periods import contract_years, half_times
from casework.services import act
from tests.filled_projects import P06
from tests.projects import (
    Cast,
    evaluator_of,
    fill,
    graded,
    in_final,
    on,
    returned,
    running,
    seen,
)
from workflows.selectors import tasks_of


@pytest.fixture
def project(cast: Cast) -> Project:
    return running(cast)


def steps(project: Project) -> set[str]:
    return {task.flow_task.name for task in tasks_of(project)}


def to_mend(project: Project, cast: Cast) -> Any:
    """The midterm of S7: 78, passed, and two things to put right."""
    with on("2026-05-12"):
        evaluator = evaluator_of(project, cast, "2026-05-15")
        act("start_midterm", project, by=cast.district)
        fill(project, "P06", by=evaluator, rectification=[])
        act("need_fix", project, by=evaluator)
    return evaluator


def mended(project: Project, cast: Cast) -> None:
    with on("2026-05-26"):
        for item in list(rectifying.unanswered(project)):
            said: dict[str, Any] = {"action": "已补批。", "evidence": "批阅记录。", "file": PAGE}
            act("answer_item", project, by=cast.leader, item=item.pk, **said)
        act("recheck", project, by=cast.leader)


# ── when ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("day", ["2026-04-01", "2026-06-03"])
def test_no_midterm_a_month_away_from_half_time(project: Project, cast: Cast, day: str) -> None:
    with on(day), pytest.raises(RuleError, match="过半前后 1 个月"):
        act("start_midterm", project, by=cast.district)


def test_one_midterm_in_each_year_of_the_contract(project: Project, cast: Cast) -> None:
    project.ends_on = date(2027, 10, 31)
    project.save(update_fields=["ends_on"])

    assert [each[1].year for each in contract_years(project)] == [2026, 2027]
    (_first, second) = half_times(project)
    with on("2026-05-12"):
        act("start_midterm", project, by=cast.district)
        fill(project, "P06", by=cast.district, rectification=[])
        act("pass_midterm", project, by=cast.district)
        with pytest.raises(RuleError, match="每期一次"):
            act("start_midterm", project, by=cast.district)
    with on(second[0].isoformat()):
        act("start_midterm", project, by=cast.district)

    assert project.status == "midterm"


@pytest.mark.parametrize("day", ["2026-09-29", "2026-12-01"])
def test_no_final_evaluation_a_month_away_from_the_end(
    project: Project, cast: Cast, day: str
) -> None:
    with on(day), pytest.raises(RuleError, match="到期前 1 个月"):
        act("start_final", project, by=cast.district)


# ── 整改 ──────────────────────────────────────────────────────────────────────────────────


def test_each_line_that_is_asked_for_becomes_an_item_due_in_ten_working_days(
    project: Project, cast: Cast
) -> None:
    to_mend(project, cast)

    assert (project.status, steps(project)) == ("rectifying", {"rectify"})
    items = rectifying.unanswered(project)
    assert [each.what for each in items] == P06["result"]["rectify"].split("\n")
    assert {str(each.due_on) for each in items} == {"2026-05-26"}
    due = project.deadlines.running().filter(verb="answer_item").values_list("due_on", flat=True)
    assert {str(day) for day in due} == {"2026-05-26"}


def test_no_answer_without_evidence(project: Project, cast: Cast) -> None:
    to_mend(project, cast)
    (first, _second) = rectifying.unanswered(project)
    said: dict[str, Any] = {"item": first.pk, "action": "已补批。", "evidence": "批阅记录。"}

    with on("2026-05-20"):
        with pytest.raises(RuleError, match="请附上证据"):
            act("answer_item", project, by=cast.leader, **said)
        with pytest.raises(RuleError, match="PDF、JPG 或 PNG"):
            act("answer_item", project, by=cast.leader, **said, file=b"nothing")
        act("answer_item", project, by=cast.leader, **said, file=PAGE)

    first.refresh_from_db()
    first.project = project
    assert first.evidence_file() == PAGE
    assert PAGE not in bytes(first.content or b"")


def test_no_recheck_before_all_is_answered(project: Project, cast: Cast) -> None:
    to_mend(project, cast)

    with on("2026-05-20"), pytest.raises(RuleError, match="都须有答复和证据"):
        act("recheck", project, by=cast.leader)


def test_a_recheck_says_what_was_done_and_leaves_the_grade_alone(
    project: Project, cast: Cast
) -> None:
    to_mend(project, cast)
    mended(project, cast)

    assert (project.status, steps(project)) == ("midterm", {"evaluate"})
    sealed = project.submissions.filter(verb="recheck").latest()
    fields = {each["key"]: each["value"] for each in sealed.form_of("P06")["fields"]}
    assert [row["action"] for row in fields["rectification"]] == ["已补批。", "已补批。"]
    assert fields["result"]["grade"] == "合格"


def test_passing_the_recheck_settles_all_and_makes_the_second_instalment_due(
    project: Project, cast: Cast
) -> None:
    to_mend(project, cast)
    mended(project, cast)
    with on("2026-06-05"):
        act("pass_midterm", project, by=cast.district)

    assert project.status == "implementing"
    assert [str(each.settled_on) for each in rectifying.items_of(project)] == ["2026-06-05"] * 2
    (_first, second, last) = instalments.instalments_of(project)
    assert (str(second.triggered_on), last.triggered_on) == ("2026-06-05", None)


def test_who_fails_does_not_pass(project: Project, cast: Cast) -> None:
    with on("2026-05-12"):
        act("start_midterm", project, by=cast.district)
        result = {"score": "50", "grade": "不合格", "rectify": ""}
        fill(project, "P06", by=cast.district, rectification=[], result=result)
        with pytest.raises(RuleError, match="合格及以上"):
            act("pass_midterm", project, by=cast.district)
        with pytest.raises(RuleError, match="须写明整改要求"):
            act("need_fix", project, by=cast.civil)


# ── 末期 ──────────────────────────────────────────────────────────────────────────────────


def test_the_evaluator_grades_and_who_pays_confirms(project: Project, cast: Cast) -> None:
    with on("2026-10-15"):
        evaluator = evaluator_of(project, cast, "2026-10-31")
        in_final(project, cast)
        act("assess_oneself", project, by=cast.leader, words="指标都完成了。")
        fill(project, "P08", by=evaluator, self_eval="评估方改写的。")
        act("evaluate", project, by=evaluator)
        sealed = project.submissions.get(form="P08").form_of("P08")["fields"][0]
        assert sealed["value"] == "指标都完成了。"
        act("grade", project, by=cast.civil, judgement=seen(project, "evaluate"))

    assert (project.status, project.grade) == ("closing", "优秀")
    assert instalments.unmet(project) == []


def test_who_pays_may_send_a_grade_back(project: Project, cast: Cast) -> None:
    with on("2026-10-15"):
        evaluator = evaluator_of(project, cast, "2026-10-31")
        in_final(project, cast)
        fill(project, "P08", by=evaluator)
        act("evaluate", project, by=evaluator)
        judgement = returned(project, "evaluate", "P08#results")
        act("return_grade", project, by=cast.civil, judgement=judgement)

    assert (project.status, steps(project)) == ("final_eval", {"final"})


def test_what_a_final_evaluation_asks_for_is_answered_too(project: Project, cast: Cast) -> None:
    with on("2026-10-15"):
        evaluator = evaluator_of(project, cast, "2026-11-15")
        in_final(project, cast)
        act("final_fix", project, by=evaluator, items="补两份活动签到表")
        (item,) = rectifying.unanswered(project)
        said: dict[str, Any] = {"action": "已补。", "evidence": "签到表。", "file": PAGE}
        act("answer_item", project, by=cast.leader, item=item.pk, **said)
        act("final_recheck", project, by=cast.leader)
        graded(project, cast, evaluator)

    assert project.status == "closing"
    assert all(each.settled_on for each in rectifying.items_of(project))


# ── 拨付 ──────────────────────────────────────────────────────────────────────────────────


def test_only_what_is_due_is_paid_and_once(project: Project, cast: Cast) -> None:
    first, second, _last = instalments.instalments_of(project)
    day = date(2025, 11, 14)
    with on("2025-11-14"):
        with pytest.raises(RuleError, match="条件还没满足"):
            act("pay", project, by=cast.finance, instalment=second.pk, on=day)
        act("pay", project, by=cast.finance, instalment=first.pk, on=day)
        with pytest.raises(RuleError):
            act("pay", project, by=cast.civil, instalment=first.pk, on=day)

    assert instalments.payable(project) == []


def test_money_is_not_paid_before_its_condition_is_met(project: Project, cast: Cast) -> None:
    first = instalments.instalments_of(project)[0]

    with on("2025-11-14"), pytest.raises(RuleError, match="实拨日期"):
        act("pay", project, by=cast.civil, instalment=first.pk, on=date(2025, 10, 1))
