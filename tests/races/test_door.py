"""Two people at the same moment. Real threads, real commits: PostgreSQL means it, SQLite waits."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.models import Community, User
from casework.drafts import raw_of, registration_of, write_registration
from casework.errors import RuleError, StaleDraftError
from casework.models import Case, Dossier, Review
from casework.registration import register
from casework.services import act, save_draft
from tests.actors import accepted, fill, returned, screened, seen
from tests.filled import C03, LEAD
from tests.invariants import check

pytestmark = pytest.mark.usefixtures("committed")
AGAIN = pytest.mark.parametrize("again", range(2))


@pytest.fixture
def case(committed: None, lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """In assessment, with the form filled in."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    fill(lead, "C03", by=lin_yue)
    return lead


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; return what each returned or raised."""
    barrier, results = Barrier(len(acts)), list[Any]([None] * len(acts))

    def run(index: int, do: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[index] = do()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    return results


def refused(results: list[Any]) -> int:
    """How many were refused by a rule; whatever else was raised is an error."""
    wrong = [each for each in results if isinstance(each, Exception)]
    assert [each for each in wrong if not isinstance(each, RuleError)] == []
    return len(wrong)


def same(case: Case) -> Case:
    """The case as each of them has it on their own page."""
    return Case.objects.get(pk=case.pk)


@AGAIN
def test_of_two_deciders_one_decides(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User, again: int
) -> None:
    act("submit_assessment", case, by=lin_yue)
    act("approve_assessment", case, by=zheng_min, judgement=seen(case, "submit_assessment"))
    fill(case, "C04", by=lin_yue)
    act("submit_plan", case, by=lin_yue)
    yes, no = seen(case, "submit_plan"), returned(case, "submit_plan", "C04#goals")
    results = at_once(
        lambda: act("approve_plan", same(case), by=zheng_min, judgement=yes),
        lambda: act("return_plan", same(case), by=zhou_lan, judgement=no),
    )
    assert refused(results) == 1
    assert Review.objects.filter(submission__form="C04").count() == 1
    check(case)


@AGAIN
def test_four_clicks_submit_once(case: Case, lin_yue: User, again: int) -> None:
    results = at_once(*[lambda: act("submit_assessment", same(case), by=lin_yue)] * 4)
    assert refused(results) == 3
    assert case.submissions.filter(form="C03").count() == 1
    check(case)


@AGAIN
def test_a_submission_and_a_requester_who_withdraws_leave_one_end(
    committed: None, lead: Case, lin_yue: User, zhou_lan: User, again: int
) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C02", by=lin_yue)
    fill(lead, "C01", "D01", by=lin_yue)
    said: dict[str, Any] = {"wish": "不想要了", "informed": "可以再来"}
    results = at_once(
        lambda: act("submit_intake", same(lead), by=lin_yue),
        lambda: act("requester_withdraws", same(lead), by=lin_yue, **said),
    )
    assert refused(results) <= 1  # before or after the submission, the requester gets their will
    assert same(lead).status == "consulted"
    check(lead)


def test_an_approval_and_a_withdrawal_do_not_both_happen(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    act("submit_assessment", case, by=lin_yue)
    yes = seen(case, "submit_assessment")
    results = at_once(
        lambda: act("approve_assessment", same(case), by=zheng_min, judgement=yes),
        lambda: act("withdraw_assessment", same(case), by=lin_yue),
    )
    assert sum(isinstance(each, Exception) for each in results) == 1
    assert same(case).status in {"planning", "assessing"}
    check(case)


# ── drafts ────────────────────────────────────────────────────────────────────────────────


@AGAIN
def test_of_two_tabs_one_is_told(case: Case, lin_yue: User, again: int) -> None:
    def types(text: str) -> Callable[[], Any]:
        raw = C03 | {"bio": text}
        return lambda: save_draft(same(case), "C03", raw, by=lin_yue, version=1)

    results = at_once(types("甲"), types("乙"))
    assert refused(results) == 1
    assert any(isinstance(each, StaleDraftError) for each in results)
    kept = next(each for each in results if not isinstance(each, Exception))
    assert kept.version == 2
    assert raw_of(same(case), "C03")["bio"] == kept.raw["bio"]


@AGAIN
def test_two_tabs_begin_one_registration(
    committed: None, community: Community, xu_qin: User, again: int
) -> None:
    def types(name: str) -> Callable[[], Any]:
        raw = {"D01": {"name": name}}
        return lambda: write_registration(raw, by=xu_qin, version=0)

    assert refused(at_once(types("甲"), types("乙"), types("丙"))) == 2
    kept = registration_of(xu_qin)
    assert kept
    assert kept.version == 1


def test_the_last_keystrokes_never_get_into_what_was_submitted(case: Case, lin_yue: User) -> None:
    late = C03 | {"bio": "迟到的字"}
    at_once(
        lambda: act("submit_assessment", same(case), by=lin_yue),
        lambda: save_draft(same(case), "C03", late, by=lin_yue),
    )
    draft = raw_of(same(case), "C03")["bio"]
    sealed = same(case).submissions.get(form="C03").content
    assert ("迟到的字" in sealed) is (draft == "迟到的字")
    check(case)


# ── numbers ───────────────────────────────────────────────────────────────────────────────


def test_numbers_have_no_gaps_and_no_doubles(
    committed: None, community: Community, lin_yue: User
) -> None:
    def registers() -> Any:
        return register(LEAD, community=community, by=lin_yue, knowingly_new=True).number

    def fails() -> Any:
        with transaction.atomic():
            register(LEAD, community=community, by=lin_yue, knowingly_new=True)
            raise RuleError("taken back")

    assert refused(at_once(*[registers] * 10, *[fails] * 5)) == 5
    numbers = Dossier.objects.order_by("number").values_list("number", flat=True)
    assert [int(number[-4:]) for number in numbers] == list(range(1, 11))
    people = Case.objects.values_list("person__number", flat=True)
    assert sorted(int(number[-4:]) for number in people) == list(range(1, 11))
