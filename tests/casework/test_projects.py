"""项目: from the first draft to the first day of work; who does what, and what is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from casework import panels
from casework.approvals import latest
from casework.deadlines import open_deadline
from casework.errors import RuleError
from casework.models import Dossier, Project
from casework.projects import ask_for
from casework.services import act
from tests.filled_projects import P01
from tests.projects import (
    Cast,
    answered,
    applied,
    begun,
    contracted,
    drafted,
    fill,
    granted,
    on,
    opened,
    publicised,
    returned,
    reviewed_by,
    scored,
    seen,
    under_review,
)
from workflows.selectors import tasks_of


def steps(project: Project) -> set[str]:
    return {task.flow_task.name for task in tasks_of(project)}


def test_it_has_its_number_key_and_step_from_the_first_day_on(cast: Cast) -> None:
    with on("2025-09-15"):
        project = opened(cast)

    assert project.number == "TQDJ-P-2025-0001"
    assert project.status == "drafting"
    assert project.owner == cast.leader
    assert project.data_key.wrapped
    assert steps(project) == {"draft"}


def test_a_community_worker_cannot_begin_one(cast: Cast, xu_qin: User) -> None:
    with pytest.raises(PermissionDenied):
        opened(cast, by=xu_qin)


def test_a_head_may_lead_one(cast: Cast) -> None:
    project = opened(cast, by=cast.head)
    fill(project, "P01", by=cast.head)
    act("submit_internal", project, by=cast.head)

    assert project.status == "internal_review"


def test_a_budget_that_does_not_come_to_the_sum_is_refused_and_says_by_how_much(
    cast: Cast,
) -> None:
    project = opened(cast, asked=Decimal(149_500))
    fill(project, "P01", by=cast.leader)

    with pytest.raises(RuleError, match="预算须平衡") as refused:
        act("submit_internal", project, by=cast.leader)

    says = refused.value.errors["P01#budget"]
    assert says == "预算合计 150,000.00 元，申报经费 149,500.00 元，相差 500.00 元。"
    ask_for(project, Decimal(150_000), by=cast.leader)
    act("submit_internal", project, by=cast.leader)
    assert project.status == "internal_review"


def test_an_indicator_without_a_measure_is_refused_at_its_place(cast: Cast) -> None:
    goals = [dict(each) for each in P01["goals"]]
    goals[2]["measure"] = ""
    project = opened(cast)
    fill(project, "P01", by=cast.leader, goals=goals)

    with pytest.raises(RuleError, match="可测量") as refused:
        act("submit_internal", project, by=cast.leader)

    assert "P01#goals.2.measure" in refused.value.errors


def test_a_need_that_cites_no_ledger_is_refused(cast: Cast) -> None:
    project = opened(cast)
    fill(project, "P01", by=cast.leader, background="辖区困难群众很多，需要服务。")

    with pytest.raises(RuleError, match="须引用需求台账"):
        act("submit_internal", project, by=cast.leader)


def test_the_sum_is_not_changed_once_it_is_handed_in(cast: Cast) -> None:
    project = drafted(cast)

    with pytest.raises(RuleError, match="不再改"):
        ask_for(project, Decimal(1), by=cast.leader)


def test_the_agency_returns_it_with_remarks_that_are_to_be_answered(cast: Cast) -> None:
    project = drafted(cast)
    judgement = returned(project, "submit_internal", "P01#budget", "P01#risks")
    act("return_internal", project, by=cast.agency, judgement=judgement)

    assert project.status == "drafting"
    with pytest.raises(RuleError, match="逐条答复"):
        act("submit_internal", project, by=cast.leader)
    answered(project, "P01", by=cast.leader)
    act("submit_internal", project, by=cast.leader)
    found: Any = latest(project, "P01")
    assert found.round_of("P01") == 2


def test_whoever_pays_sees_nothing_before_it_is_applied_for(cast: Cast) -> None:
    project = drafted(cast)
    mine = Dossier.objects.visible_to(cast.civil)
    assert not mine.filter(pk=project.pk).exists()

    act("apply", project, by=cast.agency, judgement=seen(project, "submit_internal"))

    assert mine.filter(pk=project.pk).exists()
    assert steps(project) == {"check"}


def test_the_formal_check_returns_once_and_not_twice(cast: Cast) -> None:
    project = applied(cast)
    judgement = returned(project, "submit_internal", "P01#files")
    act("return_apply", project, by=cast.district, judgement=judgement)
    answered(project, "P01", by=cast.leader)
    act("submit_internal", project, by=cast.leader)
    act("apply", project, by=cast.agency, judgement=seen(project, "submit_internal"))

    judgement = returned(project, "submit_internal", "P01#files")
    with pytest.raises(RuleError, match="只退回补正一次"):
        act("return_apply", project, by=cast.district, judgement=judgement)


def test_the_panel_sends_it_back_and_each_opinion_is_answered(cast: Cast) -> None:
    with on("2025-10-13"):
        project = under_review(cast)
        for expert in reviewed_by(project, cast, 3):
            scored(project, expert)
        fill(project, "P02", by=cast.civil)
        judgement = returned(project, "submit_internal", "P01#budget", "P01#risks")
        act("revise", project, by=cast.civil, judgement=judgement)
        assert (project.status, steps(project)) == ("revising", {"mend"})

        with pytest.raises(RuleError, match="逐条答复"):
            act("resubmit", project, by=cast.leader)
        answered(project, "P01", by=cast.leader)
        act("resubmit", project, by=cast.leader)

    assert project.status == "reviewing"
    assert steps(project) == {"score", "conclude", "demand"}
    assert project.submissions.get(form="P02").outcome == "filed"


def test_passing_it_needs_five_to_seven_days_of_publicity(cast: Cast) -> None:
    with on("2025-10-15"):
        project = under_review(cast)
        for expert in reviewed_by(project, cast, 3):
            scored(project, expert)
        short = {"from": "2025-10-16", "to": "2025-10-21", "objections": ""}
        fill(project, "P02", by=cast.civil, decision="通过", publicity=short)

        with pytest.raises(RuleError, match="5 至 7 个工作日"):
            act("pass_review", project, by=cast.civil)

    assert project.status == "reviewing"


def test_it_is_not_granted_before_the_publicity_is_over(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
        assert steps(project) == {"charter"}
    with on("2025-10-22"), pytest.raises(RuleError, match="公示期满"):
        granted(project, cast)
    with on("2025-10-23"):
        act("cosign_charter", project, by=cast.street, judgement=seen(project, "submit_charter"))
        act("approve", project, by=cast.civil, judgement=seen(project, "submit_charter"))

    assert project.status == "approved"
    assert project.amount == Decimal(150_000)
    assert project.accepted_on == date(2025, 10, 23)
    assert (str(project.starts_on), str(project.ends_on)) == ("2025-11-01", "2026-10-31")


def test_an_objection_stands_in_the_way_until_it_is_settled(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
    with on("2025-10-20"):
        act("note_objection", project, by=cast.civil, words="有人说和另一个项目重复。")
    with on("2025-10-23"):
        with pytest.raises(RuleError, match="没核查的异议"):
            granted(project, cast)
        act("settle_objection", project, by=cast.civil, finding="核对两份申报书，内容不重复。")
        act("cosign_charter", project, by=cast.street, judgement=seen(project, "submit_charter"))
        act("approve", project, by=cast.civil, judgement=seen(project, "submit_charter"))

    assert project.status == "approved"


def test_an_objection_that_holds_begins_the_judging_anew(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
    with on("2025-10-20"):
        act("note_objection", project, by=cast.civil, words="团队成员与在编人员重复。")
        act("objection", project, by=cast.civil, finding="查实一人重复。")

        assert project.status == "reviewing"
        assert panels.turn_of(project) == 2
        assert panels.valid_ballots(project) == []
        fill(project, "P02", by=cast.civil, decision="通过")
        with pytest.raises(RuleError, match="至少 3 份有效评分"):
            act("pass_review", project, by=cast.civil)
        judgement = returned(project, "submit_internal", "P01#team")
        fill(project, "P02", by=cast.civil)
        for expert in User.objects.filter(username__startswith="expert"):
            scored(project, expert)
        act("revise", project, by=cast.civil, judgement=judgement)

    assert project.status == "revising"


def test_a_contract_of_three_is_signed_by_three_in_order(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
    with on("2025-10-23"):
        granted(project, cast)
    with on("2025-10-30"):
        fill(project, "P04", by=cast.civil)
        act("offer_contract", project, by=cast.civil)
        judgement = seen(project, "offer_contract")
        with pytest.raises(RuleError):
            act("sign", project, by=cast.street, judgement=judgement)
        act("countersign_contract", project, by=cast.agency, judgement=judgement)
        act("sign", project, by=cast.street, judgement=judgement)

    parts = [
        (each.pct, int(each.amount), bool(each.triggered_on)) for each in project.instalments.all()
    ]
    assert parts == [(40, 60_000, True), (30, 45_000, False), (30, 45_000, False)]


def test_a_contract_of_two_needs_no_street(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
    with on("2025-10-23"):
        granted(project, cast)
        parties = [{"role": "甲方", "org": "区民政局"}, {"role": "乙方", "org": "同舟"}]
        fill(project, "P04", by=cast.civil, parties=parties)
        act("offer_contract", project, by=cast.civil)
        act("sign", project, by=cast.agency, judgement=seen(project, "offer_contract"))

    assert (project.status, steps(project)) == ("contracted", {"kick_off"})


def test_instalments_must_come_to_a_hundred_percent(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
    with on("2025-10-23"):
        granted(project, cast)
        payment = [{"phase": "首期", "pct": "40", "condition": "签订后"}]
        fill(project, "P04", by=cast.civil, payment=payment)

        with pytest.raises(RuleError, match="100%"):
            act("offer_contract", project, by=cast.civil)


def test_it_begins_on_the_day_of_the_contract_and_not_before(cast: Cast) -> None:
    with on("2025-10-15"):
        project = publicised(cast)
    with on("2025-10-23"):
        granted(project, cast)
    with on("2025-10-30"):
        contracted(project, cast)
        assert str(open_deadline(project).due_on) == "2025-11-01"  # type: ignore[union-attr]
        with pytest.raises(RuleError, match="协议起始日"):
            begun(project, cast)
    with on("2025-11-01"):
        act("kickoff", project, by=cast.leader)

    assert (project.status, steps(project)) == ("implementing", {"implement"})
