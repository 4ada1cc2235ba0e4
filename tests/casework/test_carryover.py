"""结转: everything that goes on has somewhere to go before a project is closed, and goes there."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from casework import carryover
from casework.attributions import attribute, attribution_on
from casework.errors import RuleError
from casework.ladder import climb
from casework.lifecycles import lifecycle_of
from casework.models import Case, LedgerEntry, Project
from casework.services import act
from notifications.models import Message
from tests.actors import accepted, asked, assessed, closing, planned
from tests.actors import fill as case_form
from tests.actors import seen as decided
from tests.casework.ledgers import entry
from tests.projects import (
    Cast,
    boxed,
    evaluator_of,
    fill,
    graded,
    handed_in,
    in_final,
    on,
    opened,
    running,
    seen,
)

ENDS, SWITCH = date(2026, 10, 31), date(2026, 11, 1)


@pytest.fixture
def project(cast: Cast) -> Project:
    return running(cast)


@pytest.fixture
def case(project: Project, lead: Case, cast: Cast, zheng_min: User) -> Case:
    """In service, and counted for the project."""
    with on("2026-04-10"):
        accepted(lead, worker=cast.leader, supervisor=zheng_min, head=cast.head)
        assessed(lead, worker=cast.leader, supervisor=zheng_min)
        planned(lead, worker=cast.leader, supervisor=zheng_min)
        attribute(lead, project, since=date(2026, 4, 10), by=cast.leader)
    return lead


@pytest.fixture
def following(project: Project, cast: Cast) -> Project:
    """The next project, granted from November on."""
    after = opened(cast, title="共筑希望二期", previous=project)
    after.status, after.starts_on = Project.Status.CONTRACTED, SWITCH
    after.ends_on = date(2027, 10, 31)
    after.save(update_fields=["status", "starts_on", "ends_on"])
    return after


def chosen(project: Project, by: User, case: Case, way: str, **more: Any) -> None:
    given: dict[str, Any] = {"item": f"d-{case.pk}", "way": way, "informed_on": date(2026, 9, 1)}
    act("choose_way", project, by=by, **given | more)


def carried(project: Project, cast: Cast, **changes: Any) -> None:
    changes = {"gap_plan": "", "handover": []} | changes
    changes.setdefault("link", {"prev": project.number, "next": "无", "gap_days": "0"})
    notice = carryover_notice(project)
    fill(project, "P11", by=cast.head, notice=notice, **changes)
    act("carry_over", project, by=cast.head)


def closed_for_good(case: Case, cast: Cast, supervisor: User) -> None:
    """Closed, and nobody is to be visited any more: only the box is left."""
    closing(case, worker=cast.leader)
    asked(case, worker=cast.leader)
    refused = [{"date": "no", "method": "", "owner": "", "focus": "本人说不用再打电话。"}]
    case_form(case, "C08", by=cast.leader)
    case_form(case, "C09", by=cast.leader, followup_plan=refused)
    act("submit_closure", case, by=cast.leader)
    act("endorse_closure", case, by=supervisor, judgement=decided(case, "submit_closure"))
    act("approve_closure", case, by=cast.head, judgement=decided(case, "submit_closure"))


def carryover_notice(project: Project) -> list[dict[str, str]]:
    going_on = carryover.ongoing_of(project)
    return [{"client": each.number, "informed_at": "2026-09-01"} for each in going_on]


def in_closing(project: Project, cast: Cast) -> None:
    with on("2026-10-15"):
        evaluator = evaluator_of(project, cast, "2026-10-31")
        in_final(project, cast)
        graded(project, cast, evaluator)


def test_the_list_says_what_goes_on_and_where_it_goes(project: Project, case: Case) -> None:
    with on("2026-09-01"):
        (row,) = carryover.ongoing_rows(project)

    assert row["item"] == "在案个案"
    assert (row["number"], row["stage"], row["way"]) == (case.number, "介入中", "未定")


def test_nothing_is_handed_in_before_each_has_a_way(
    project: Project, case: Case, cast: Cast
) -> None:
    with on("2026-09-01"), pytest.raises(RuleError, match="先定去向"):
        carried(project, cast)


def test_what_goes_on_counts_for_the_next_project_from_its_first_day(
    project: Project, case: Case, following: Project, cast: Cast
) -> None:
    with on("2026-09-01"):
        chosen(project, cast.head, case, "下期项目", to=following)
        carried(project, cast, link={"prev": "a", "next": following.number, "gap_days": "0"})

    before: Any = attribution_on(case, ENDS)
    after: Any = attribution_on(case, SWITCH)
    assert (before.project, after.project) == (project, following)
    sealed = project.submissions.get(form="P11").form_of("P11")["fields"]
    (row,) = next(each["value"] for each in sealed if each["key"] == "ongoing")
    assert (row["way"], row["to"]) == ("下期项目", following.number)


def test_the_next_project_must_be_named_and_granted(
    project: Project, case: Case, cast: Cast
) -> None:
    with on("2026-09-01"):
        with pytest.raises(RuleError, match="请选是哪个项目"):
            chosen(project, cast.head, case, "下期项目")
        draft = opened(cast, title="三期")
        chosen(project, cast.head, case, "下期项目", to=draft)
        with pytest.raises(RuleError, match="已立项"):
            carried(project, cast)

    assert attribution_on(case, SWITCH).project == project  # type: ignore[union-attr]


def test_a_gap_needs_somebody_who_looks_after_it(
    project: Project, case: Case, following: Project, cast: Cast, zheng_min: User
) -> None:
    following.starts_on = date(2026, 12, 1)
    following.save(update_fields=["starts_on"])

    with on("2026-09-01"):
        with pytest.raises(RuleError, match="谁保底跟进"):
            chosen(project, cast.head, case, "下期项目", to=following)
        chosen(project, cast.head, case, "下期项目", to=following, keeper=cast.leader)

    (choice,) = carryover.choices_of(project)
    assert (choice.keeper, str(choice.switch_on)) == (cast.leader, "2026-12-01")


def test_nobody_looks_after_it_who_has_no_such_post(
    project: Project, case: Case, cast: Cast
) -> None:
    with on("2026-09-01"), pytest.raises(RuleError, match="社工、督导、站长") as refused:
        chosen(project, cast.head, case, "转总站", keeper=cast.finance)

    assert set(refused.value.errors) == {"keeper"}
    assert not carryover.choices_of(project)


def test_who_is_served_must_be_told(project: Project, case: Case, cast: Cast) -> None:
    with on("2026-09-01"), pytest.raises(RuleError, match="哪一天告知"):
        chosen(project, cast.head, case, "结案", informed_on=None)


def test_what_the_district_keeps_counts_for_nobody(
    project: Project, case: Case, cast: Cast
) -> None:
    with on("2026-09-01"):
        chosen(project, cast.head, case, "转总站", keeper=cast.district)
        handover = [{"org": "区社工总站", "ref": "C15-01", "date": "2026-09-01"}]
        carried(project, cast, handover=handover)

    assert attribution_on(case, ENDS).project == project  # type: ignore[union-attr]
    assert attribution_on(case, SWITCH) is None


def test_a_need_is_carried_over_as_well(project: Project, following: Project, cast: Cast) -> None:
    need = entry(
        cast.station, cast.leader, LedgerEntry.Kind.NEED, date(2026, 3, 1), project=project
    )
    with on("2026-09-01"):
        told: dict[str, Any] = {"way": "下期项目", "to": following, "informed_on": date(2026, 9, 1)}
        act("choose_way", project, by=cast.head, item=f"n-{need.pk}", **told)
        carried(project, cast)

    need.refresh_from_db()
    assert need.project == following


def test_a_project_is_not_closed_while_a_case_hangs(
    project: Project, case: Case, following: Project, cast: Cast
) -> None:
    in_closing(project, cast)
    with on("2026-11-20"):
        handed_in(project, cast)
        judgement = seen(project, "submit_closing")
        with pytest.raises(RuleError, match="悬空") as refused:
            act("close", project, by=cast.civil, judgement=judgement)
        assert "P11#ongoing" in refused.value.errors
        chosen(project, cast.head, case, "下期项目", to=following, keeper=cast.leader)
        carried(project, cast)
        act("close", project, by=cast.civil, judgement=judgement)

    assert project.status == "closed"
    assert attribution_on(case, date(2026, 11, 20)).project == following  # type: ignore[union-attr]


def test_what_was_to_be_closed_hangs_until_it_is(
    project: Project, case: Case, cast: Cast, zheng_min: User
) -> None:
    in_closing(project, cast)
    with on("2026-11-20"):
        chosen(project, cast.head, case, "结案")
        carried(project, cast)
        handed_in(project, cast)
        judgement = seen(project, "submit_closing")
        with pytest.raises(RuleError, match="悬空"):
            act("close", project, by=cast.civil, judgement=judgement)
        closed_for_good(Case.objects.get(pk=case.pk), cast, zheng_min)
        act("close", project, by=cast.civil, judgement=judgement)

    assert project.status == "closed"


def test_an_open_need_hangs_too(project: Project, cast: Cast) -> None:
    entry(cast.station, cast.leader, LedgerEntry.Kind.NEED, date(2026, 3, 1), project=project)
    in_closing(project, cast)
    with on("2026-11-20"):
        handed_in(project, cast)
        with pytest.raises(RuleError, match="悬空"):
            act("close", project, by=cast.civil, judgement=seen(project, "submit_closing"))


def test_nothing_is_closed_without_the_list_even_if_it_is_empty(
    project: Project, cast: Cast
) -> None:
    in_closing(project, cast)
    with on("2026-11-20"):
        handed_in(project, cast)
        with pytest.raises(RuleError, match="须先安排结转"):
            act("close", project, by=cast.civil, judgement=seen(project, "submit_closing"))


def test_papers_of_the_end_can_be_sent_back(project: Project, cast: Cast) -> None:
    in_closing(project, cast)
    with on("2026-11-20"):
        handed_in(project, cast)
        act("withdraw_closing", project, by=cast.leader)
        handed_in(project, cast)

    assert project.status == "closing"


def test_sixty_days_before_the_end_the_head_is_reminded(project: Project, cast: Cast) -> None:
    due = project.deadlines.running().get(verb="carry_over")
    assert str(due.due_on) == "2026-09-01"

    with on("2026-09-01"):
        climb()

    says = Message.objects.filter(recipient=cast.head).values_list("says", flat=True)
    assert any("安排结转" in each for each in says)


def test_a_terminated_project_is_archived_once_all_is_handed_over(
    project: Project, case: Case, cast: Cast
) -> None:
    with on("2026-06-01"):
        act("terminate", project, by=cast.civil, reason="政策调整，不再购买。")
        assert project.status == "terminated"
        assert "handed_over" in _unmet(project, cast.head, "hand_on")
        assert "carried_over" in _unmet(project, cast.head, "archive")
        handing = {"keeper": cast.district, "informed_on": date(2026, 6, 1)}
        chosen(project, cast.head, case, "转总站", **handing)
        notice = [{"client": case.number, "informed_at": "2026-06-01"}]
        handover = [{"org": "区社工总站", "ref": "C15-01", "date": "2026-06-01"}]
        link = {"prev": project.number, "next": "无", "gap_days": "0"}
        told = {"notice": notice, "handover": handover, "link": link, "gap_plan": ""}
        fill(project, "P11", by=cast.head, **told)
        act("hand_on", project, by=cast.head)
        boxed(project, cast)

    assert (project.status, str(project.ended_on)) == ("archived", "2026-06-01")
    assert attribution_on(case, date(2026, 6, 1)) is None


def _unmet(project: Project, user: User, verb: str) -> set[str]:
    return {each.code for each in lifecycle_of(project).judge(verb, user).unmet}
