"""考核基线与变更: versions that nobody rewrites; a change by its size, through one hand or two."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from casework.baselines import baselines_of, compared, size_of
from casework.errors import RuleError
from casework.models import Project
from casework.services import act
from tests.filled_projects import P07
from tests.projects import Cast, changed, on, running, seen
from workflows.selectors import tasks_of

BIG: dict[str, Any] = {
    "type": "预算",
    "diff": [
        {"item": "预算·业务活动", "before": "46500", "after": "31500"},
        {"item": "预算·人员", "before": "78000", "after": "93000"},
    ],
}


@pytest.fixture
def project(cast: Cast) -> Project:
    return running(cast)


def steps(project: Project) -> set[str]:
    return {task.flow_task.name for task in tasks_of(project)}


def test_what_was_granted_is_locked_as_the_first_version(project: Project) -> None:
    (first,) = baselines_of(project)

    assert first.version == 1
    assert first.budget["业务活动"] == "46500.00"
    assert sum(Decimal(each) for each in first.budget.values()) == first.amount == 150_000
    assert {"method": "走访", "unit": "户次", "qty": 240} in first.targets
    assert {"method": "", "unit": "人次", "qty": 900} in first.targets


def test_a_small_change_is_the_agencys_to_decide(project: Project, cast: Cast) -> None:
    with on("2026-07-08"):
        changed(project, cast)
        assert size_of(project, P07) == 3
        assert steps(project) == {"review_change"}
        judgement = seen(project, "request_change")
        with pytest.raises(PermissionDenied):
            act("decide_change", project, by=cast.civil, judgement=judgement, verdict="approved")
        act("decide_change", project, by=cast.agency, judgement=judgement, verdict="approved")

    first, second = baselines_of(project)
    assert project.status == "implementing"
    assert (second.version, second.amount) == (2, first.amount)
    assert second.budget["业务活动"] == "42000.00"
    assert {"method": "小组", "unit": "节", "qty": 6} in second.targets
    assert {"method": "培训", "unit": "场", "qty": 3} in second.targets
    assert {"method": "小组", "unit": "节", "qty": 12} in first.targets
    assert [row["item"] for row in compared(first, second)] == [
        *("指标·小组·个", "指标·小组·节", "预算·业务活动", "预算·督导培训", "指标·培训·场"),
    ]


def test_a_change_of_ten_percent_needs_whoever_pays_as_well(project: Project, cast: Cast) -> None:
    with on("2026-07-08"):
        changed(project, cast, **BIG)
        assert steps(project) == {"endorse_change"}
        judgement = seen(project, "request_change")
        with pytest.raises(RuleError, match="先后签署"):
            act("decide_change", project, by=cast.agency, judgement=judgement, verdict="approved")
        act("endorse_change", project, by=cast.agency, judgement=judgement)
        assert (project.status, steps(project)) == ("changing", {"grant_change"})
        act("decide_change", project, by=cast.civil, judgement=judgement, verdict="approved")

    assert project.status == "implementing"
    assert baselines_of(project)[-1].budget["人员"] == "93000.00"


def test_a_change_that_is_refused_leaves_the_baseline_as_it_is(
    project: Project, cast: Cast
) -> None:
    with on("2026-07-08"):
        changed(project, cast, **BIG)
        judgement = seen(project, "request_change", opinion="总额调整过大。")
        act("endorse_change", project, by=cast.agency, judgement=judgement)
        act("decide_change", project, by=cast.civil, judgement=judgement, verdict="refused")

    assert project.status == "implementing"
    assert len(baselines_of(project)) == 1
    assert project.submissions.get(form="P07").outcome == "refused"


def test_the_agency_need_not_even_send_it_on(project: Project, cast: Cast) -> None:
    with on("2026-07-08"):
        changed(project, cast, **BIG)
        judgement = seen(project, "request_change", opinion="先在小科目里调。")
        act("refuse_change", project, by=cast.agency, judgement=judgement)

    assert project.status == "implementing"
    assert len(baselines_of(project)) == 1


def test_it_may_be_taken_back_while_nobody_has_signed(project: Project, cast: Cast) -> None:
    with on("2026-07-08"):
        changed(project, cast)
        act("withdraw_change", project, by=cast.leader)

    assert project.status == "implementing"


def test_what_was_before_must_be_what_is_in_force(project: Project, cast: Cast) -> None:
    diff = [dict(row) for row in P07["diff"]]
    diff[0]["before"] = "3"
    with on("2026-07-08"), pytest.raises(RuleError, match="与现行基线一致") as refused:
        changed(project, cast, diff=diff)

    assert refused.value.errors["P07#diff.0.before"] == "现行基线是 2。"


def test_money_only_moves_and_does_not_grow(project: Project, cast: Cast) -> None:
    diff = [{"item": "预算·人员", "before": "78000", "after": "80000"}]
    with on("2026-07-08"), pytest.raises(RuleError, match="合计须相等"):
        changed(project, cast, type="预算", diff=diff)


def test_a_longer_period_is_a_day_and_moves_the_end(project: Project, cast: Cast) -> None:
    with on("2026-07-08"):
        undated = [{"item": "结束日期", "before": "2026-10-31", "after": "年底"}]
        with pytest.raises(RuleError, match="写成日期"):
            changed(project, cast, type="周期", diff=undated)
        dated = [{"item": "结束日期", "before": "2026-10-31", "after": "2026-12-31"}]
        changed(project, cast, type="周期", diff=dated)
        judgement = seen(project, "request_change")
        act("decide_change", project, by=cast.agency, judgement=judgement, verdict="approved")

    assert str(project.ends_on) == "2026-12-31"


def test_nobody_decides_on_a_change_of_their_own(project: Project, cast: Cast) -> None:
    with on("2026-07-08"):
        changed(project, cast)
        with pytest.raises(PermissionDenied):
            act(
                "decide_change",
                project,
                by=cast.leader,
                judgement=seen(project, "request_change"),
                verdict="approved",
            )
