"""Which acts promise a paper, and under which number."""

from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from casework.errors import RuleError
from casework.models import Case
from casework.services import act
from documents.models import Document
from tests.actors import accepted, assessed, fill, planned, returned, screened, seen

NOT_TAKEN = {"decision_suggest": "不接案", "reject_reason": "不属本站服务范围，已当面说明。"}
TOLD: dict[str, Any] = {"told": "已打电话说明。", "alternatives": "转区民政热线。"}


@pytest.fixture
def case(lead: Case, lin_yue: User, zhou_lan: User) -> Case:
    """Screened, its forms filled in; the call has its paper."""
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C02", by=lin_yue)
    fill(lead, "C01", "D01", by=lin_yue)
    return lead


def numbers(case: Case) -> set[str]:
    """Return the numbers of all papers of a case, without its own registration's in front."""
    found = Document.objects.filter(dossier=case.pk).values_list("number", flat=True)
    return {number.removeprefix(f"{case.registration}-") for number in found}


def test_a_call_has_a_paper_as_soon_as_it_is_registered(lead: Case) -> None:
    assert lead.registration.startswith("TQDJ-J-")
    assert numbers(lead) == {"C01-01-1"}


def test_an_accepted_case_has_papers_under_the_number_by_which_it_was_handed_in(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)

    assert case.number.startswith("TQDJ-C-")
    assert numbers(case) == {"C01-01-1", "C01-01-2", "C02-01-1", "D01-01-1"}


def test_assessment_and_plan_have_papers_under_the_number_of_the_case(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    before = numbers(case)
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    planned(case, worker=lin_yue, supervisor=zheng_min)

    made = {f"{case.number}-{form}-01-1" for form in ("C03", "D02", "C04")}
    assert numbers(case) - before == made


def test_what_waits_or_was_returned_has_no_paper(case: Case, lin_yue: User, zhou_lan: User) -> None:
    act("submit_intake", case, by=lin_yue)
    assert numbers(case) == {"C01-01-1"}

    judgement = returned(case, "submit_intake", "C01#expectation")
    act("return_intake", case, by=zhou_lan, judgement=judgement)
    assert numbers(case) == {"C01-01-1"}


def test_what_was_taken_back_has_no_paper(case: Case, lin_yue: User) -> None:
    act("submit_intake", case, by=lin_yue)
    act("withdraw_intake", case, by=lin_yue)

    assert numbers(case) == {"C01-01-1"}


def test_what_has_lapsed_has_no_paper_and_what_made_it_lapse_has(case: Case, lin_yue: User) -> None:
    act("submit_intake", case, by=lin_yue)
    act("requester_withdraws", case, by=lin_yue, wish="不办了。", informed="已告知。")

    assert case.submissions.get(verb="submit_intake").outcome == "lapsed"
    assert numbers(case) == {"C01-01-1", "C01-01-3"}


def test_a_request_has_a_paper_when_it_is_granted_and_none_when_refused(
    case: Case, lin_yue: User, zhou_lan: User
) -> None:
    fill(case, "C01", by=lin_yue, **NOT_TAKEN)
    act("ask_decline", case, by=lin_yue, **TOLD)
    judgement = seen(case, "ask_decline", "请再联系一次。")
    act("refuse_decline", case, by=zhou_lan, judgement=judgement)
    assert numbers(case) == {"C01-01-1"}

    act("ask_decline", case, by=lin_yue, **TOLD)
    act("decline", case, by=zhou_lan, judgement=seen(case, "ask_decline"))
    assert numbers(case) == {"C01-01-1", "C01-01-3"}


def test_the_first_of_two_signatures_makes_no_paper_yet(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assessed(case, worker=lin_yue, supervisor=zheng_min, service_level="重点个案")
    before = numbers(case)
    fill(case, "C04", by=lin_yue)
    act("submit_plan", case, by=lin_yue)
    act("endorse_plan", case, by=zheng_min, judgement=seen(case, "submit_plan"))
    assert numbers(case) == before

    act("approve_plan", case, by=zhou_lan, judgement=seen(case, "submit_plan"))
    assert numbers(case) - before == {f"{case.number}-C04-01-1"}


def test_an_act_that_is_rolled_back_promises_nothing(case: Case, lin_yue: User) -> None:
    with transaction.atomic():
        act("requester_withdraws", case, by=lin_yue, wish="不办了。", informed="已告知。")
        assert numbers(case) == {"C01-01-1", "C01-01-2"}
        transaction.set_rollback(True)

    assert numbers(case) == {"C01-01-1"}


def test_an_act_that_is_refused_promises_nothing(case: Case, lin_yue: User) -> None:
    with pytest.raises(RuleError):
        act("requester_withdraws", case, by=lin_yue, wish="", informed="")

    assert numbers(case) == {"C01-01-1"}
