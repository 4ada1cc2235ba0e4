"""S7: 五社联动·困境群体共筑希望计划, from the application to the last yuan, with its dates."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Community, User
from audit.checks import problems
from casework import panels, rectifying
from casework.attributions import attribute
from casework.baselines import baseline_of, baselines_of, moved_by, size_of
from casework.carryover import hanging
from casework.demo.serving import PAGE
from casework.errors import RuleError
from casework.expenses import spend
from casework.indicators import expense_figures, progress_rows
from casework.instalments import instalments_of
from casework.lifecycles import lifecycle_of
from casework.models import Case, Dossier, Episode, LedgerEntry, Project
from casework.services import act
from casework.trail import folded, recorded
from tests.actors import registered
from tests.casework.ledgers import a_group, entry, meets, members
from tests.filled_projects import P07, P10
from tests.projects import (
    Cast,
    answered,
    begun,
    changed,
    charted,
    contracted,
    drafted,
    evaluator_of,
    fill,
    handed_in,
    in_final,
    on,
    passed,
    returned,
    reviewed_by,
    scored,
    seen,
)

Kind = LedgerEntry.Kind
SCORES = {"expert1": 84, "expert2": 86, "expert3": 83, "expert4": 85}


def sums(project: Project) -> dict[str, str]:
    return {row["indicator"]: f"{row['done']}/{row['target']}" for row in progress_rows(project)}


@pytest.fixture
def project(cast: Cast, community: Community) -> Project:
    """Applied for, judged, shown, granted, signed: running on its first day."""
    with on("2025-09-15"):
        project = drafted(cast)
    with on("2025-09-18"):
        judgement = returned(project, "submit_internal", "P01#budget", "P01#risks")
        act("return_internal", project, by=cast.agency, judgement=judgement)
    with on("2025-09-22"):
        answered(project, "P01", by=cast.leader)
        act("submit_internal", project, by=cast.leader)
    with on("2025-09-24"):
        act("apply", project, by=cast.agency, judgement=seen(project, "submit_internal"))
    with on("2025-09-28"):
        act("accept", project, by=cast.district, judgement=seen(project, "submit_internal"))
    _judged(project, cast)
    with on("2025-10-23"):
        charted(project, cast)
        act("cosign_charter", project, by=cast.street, judgement=seen(project, "submit_charter"))
        act("approve", project, by=cast.civil, judgement=seen(project, "submit_charter"))
    with on("2025-10-30"):
        contracted(project, cast)
    with on("2025-11-01"):
        begun(project, cast)
    return project


def _judged(project: Project, cast: Cast) -> None:
    """Five experts, of whom one stands back; four ballots; sent back once, then passed."""
    with on("2025-10-13"):
        experts = reviewed_by(project, cast, 5)
        for expert in experts[:4]:
            points = dict.fromkeys(panels.WEIGHTS, SCORES[expert.username])
            scored(project, expert, points)
        act("declare_interest", project, by=experts[4], conflict=True, what="曾任申报单位理事。")
        points = dict.fromkeys(panels.WEIGHTS, 100)
        with pytest.raises(RuleError, match="利益冲突"):
            act("score", project, by=experts[4], scores=points, comments="很好。")
        assert len(panels.valid_ballots(project)) == 4
        assert panels.average(project) == Decimal("84.5")
        fill(project, "P02", by=cast.civil)
        judgement = returned(project, "submit_internal", "P01#budget", "P01#risks")
        act("revise", project, by=cast.civil, judgement=judgement)
    with on("2025-10-14"):
        with pytest.raises(RuleError, match="逐条答复"):
            act("resubmit", project, by=cast.leader)
        answered(project, "P01", by=cast.leader)
        act("resubmit", project, by=cast.leader)
    with on("2025-10-15"):
        passed(project, cast, "2025-10-16", "2025-10-22")


@pytest.fixture
def half_time(project: Project, cast: Cast, chen_siyuan: User) -> Project:
    """What has happened by the 12th of May: by computation only."""
    _cases(project, cast, 4)
    group = a_group(cast.station, chen_siyuan, "TQDJ-G-2026-0001")
    members(group, {"elder_alone": 7, "disabled": 2, "general": 3})
    meets(group, 1, date(2026, 4, 14), [])
    with on("2026-05-11"):
        attribute(group, project, since=date(2026, 4, 14), by=chen_siyuan)
    for number, kind in ((5, Kind.EVENT), (5, Kind.LINK)):
        for month in range(number):
            more = {"amount": Decimal(400)} if kind == Kind.LINK else {}
            entry(cast.station, cast.leader, kind, _day(month), project=project, **more)
    visits = {"project": project, "households": 168}
    entry(cast.station, cast.leader, Kind.VISIT, date(2026, 3, 1), **visits)
    with on("2026-05-08"):
        for category, amount in (("人员", "45500"), ("业务活动", "32500")):
            raw = {"on": "2026-05-08", "category": category, "item": "半年支出"}
            spend(project, raw | {"amount": amount, "voucher": f"记-{category}"}, by=cast.leader)
    return project


def _day(month: int) -> date:
    return date(2025 + (10 + month) // 12, (10 + month) % 12 + 1, 10)


def _cases(project: Project, cast: Cast, count: int) -> list[Case]:
    """Cases that were accepted while they counted for the project."""
    place, made = Community.objects.get(station=cast.station), []
    for _number in range(count):
        with on("2026-03-03"):
            case = registered(place, by=cast.leader)
        Case.objects.filter(pk=case.pk).update(
            accepted_on=date(2026, 3, 6), status="intervening", owner=cast.leader
        )
        case.refresh_from_db()
        with on("2026-03-06"):
            attribute(case, project, since=date(2026, 3, 6), by=cast.leader)
        made.append(case)
    return made


def test_the_first_half(half_time: Project, cast: Cast) -> None:
    project = half_time
    assert project.number == "TQDJ-P-2025-0001"
    first = baseline_of(project)
    assert first is not None
    assert sum(Decimal(said) for said in first.budget.values()) == 150_000
    assert [int(each.amount) for each in instalments_of(project)] == [60_000, 45_000, 45_000]
    with on("2026-05-12"):
        said = sums(project)
        assert said["个案（个）"] == "4/5"
        assert said["小组（个）"] == "1/2"
        assert said["活动（场）"] == "5/8"
        assert said["走访（户次）"] == "168/240"
        assert said["资源（次）"] == "5/12"
        assert expense_figures(project)["rate"] == "52%"


def test_the_midterm_puts_two_things_right_and_makes_the_second_instalment_due(
    half_time: Project, cast: Cast
) -> None:
    project = half_time
    with on("2026-05-11"):
        evaluator = evaluator_of(project, cast, "2026-05-15")
    with on("2026-05-12"):
        act("start_midterm", project, by=cast.district)
        fill(project, "P06", by=evaluator, rectification=[])
        act("need_fix", project, by=evaluator)
    assert len(rectifying.items_of(project)) == 2
    with on("2026-05-29"):
        for item in list(rectifying.unanswered(project)):
            told: dict[str, Any] = {"action": "已补。", "evidence": "批阅记录。", "file": PAGE}
            act("answer_item", project, by=cast.leader, item=item.pk, **told)
        act("recheck", project, by=cast.leader)
    assert not Dossier.objects.visible_to(evaluator).exists()  # 05-15 was the last day
    with on("2026-06-05"):
        act("pass_midterm", project, by=cast.district)
    assert [each.settled_on for each in rectifying.items_of(project)] == [date(2026, 6, 5)] * 2
    assert [bool(each.triggered_on) for each in instalments_of(project)] == [True, True, False]


def test_a_change_of_three_percent_is_the_agencys(project: Project, cast: Cast) -> None:
    with on("2026-07-08"):
        assert moved_by(P07) == 4_500
        assert size_of(project, P07) == 3
        changed(project, cast)
        judgement = seen(project, "request_change")
        act("decide_change", project, by=cast.agency, judgement=judgement, verdict="approved")
    first, second = baselines_of(project)
    assert (first.version, second.version) == (1, 2)
    assert {"method": "小组", "unit": "节", "qty": 12} in first.targets
    assert {"method": "小组", "unit": "节", "qty": 6} in second.targets
    assert sum(Decimal(said) for said in second.budget.values()) == 150_000


def test_it_is_not_closed_while_a_case_hangs(project: Project, cast: Cast) -> None:
    (case,) = _cases(project, cast, 1)
    following = _next(cast, project)
    with on("2026-07-08"):
        changed(project, cast)
        judgement = seen(project, "request_change")
        act("decide_change", project, by=cast.agency, judgement=judgement, verdict="approved")
    with on("2026-10-15"):
        evaluator = evaluator_of(project, cast, "2026-10-31")
        in_final(project, cast)
        fill(project, "P08", by=evaluator)
        act("evaluate", project, by=evaluator)
        act("grade", project, by=cast.civil, judgement=seen(project, "evaluate"))
    assert project.grade == "优秀"
    with on("2026-11-20"):
        handed_in(project, cast)
        actual = sum(Decimal(row["actual"]) for row in P10["lines"])
        assert (actual, 150_000 - actual) == (147_860, 2_140)
        judgement = seen(project, "submit_closing")
        with pytest.raises(RuleError, match="悬空"):
            act("close", project, by=cast.civil, judgement=judgement)
        way: dict[str, Any] = {"way": "下期项目", "to": following, "keeper": cast.leader}
        told = {"item": f"d-{case.pk}", "informed_on": date(2026, 9, 1)}
        act("choose_way", project, by=cast.head, **(way | told))
        notice = [{"client": case.number, "informed_at": "2026-09-01"}]
        link = {"prev": project.number, "next": following.number, "gap_days": "0"}
        fill(project, "P11", by=cast.head, notice=notice, link=link, gap_plan="", handover=[])
        act("carry_over", project, by=cast.head)
        assert hanging(project) == []
        act("close", project, by=cast.civil, judgement=judgement)
    assert project.status == "closed"
    assert lifecycle_of(project).step() == 6
    assert folded(project) == recorded(project)
    assert list(problems(project.chain)) == []


def _next(cast: Cast, project: Project) -> Project:
    """The project of the year after, which is there and runs."""
    with on("2026-08-20"):
        from tests.projects import opened  # noqa: PLC0415

        after = opened(cast, title="共筑希望计划（续）", previous=project)
    Project.objects.filter(pk=after.pk).update(
        status="implementing", starts_on=date(2026, 11, 1), ends_on=date(2027, 10, 31)
    )
    Episode.objects.filter(dossier=after.pk).update(opened_on=date(2026, 11, 1))
    after.refresh_from_db()
    return after
