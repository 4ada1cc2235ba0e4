"""The machine of a paper: of each version in each state, everybody is told and answered the same.

What is done with the case's own rows is not done to a paper by itself, and is no verb of it.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from casework.lifecycles import DocumentLifecycle, Verdict
from casework.models import Case, Correction
from casework.permissions import may_see_content, standing
from casework.versions import Version, state_of
from documents.models import Document
from tests.actors import served
from tests.driver import Browser
from tests.web.agreement.doing import stands, tried
from tests.web.agreement.saying import Row, in_describe, unmet
from tests.web.agreement.states import correct, printed, read_again, version

State = Correction.State
PAGES = {"ask_revise": "web:correct", "void": "web:void"}
TIME = {"date": "2026-03-24", "start": "14:00", "end": "15:00"}
OUTCOMES = {
    State.DRAFT: "withdrawn",
    State.SUBMITTED: "pending",
    State.RETURNED: "returned",
    State.APPROVED: "approved",
    State.LOCKED: "approved",
    State.SUPERSEDED: "approved",
    State.VOIDED: "approved",
}  # 已签名 is passed on the way: a paper is signed as it is printed

FILED = [State.APPROVED, State.LOCKED, State.SUPERSEDED, State.VOIDED]  # what nobody sends back


@pytest.fixture
def case(intervening: Case, lin_yue: User) -> Case:
    served(intervening, worker=lin_yue, time=TIME)
    printed(intervening)
    return intervening


@pytest.mark.parametrize(
    ("form", "states"), [("C04", [*OUTCOMES]), ("C05", FILED), ("C02", [State.LOCKED])]
)
def test_each_version_gives_one_answer(
    form: str, states: list[State], case: Case, cast: list[User], said: dict[str, list[Row]]
) -> None:
    found, people = [], [(user, Browser(user)) for user in cast]
    for state in states:
        with transaction.atomic():
            there, of = put(case, form, state)
            for user, browser in people:
                every = astray(there, of, user, browser, said["document"])
                found += [f"{state}, {user}: {each}" for each in every]
            transaction.set_rollback(True)

    assert found == []


def test_beside_a_correction_that_waits_they_give_one_answer(
    case: Case, cast: list[User], said: dict[str, list[Row]]
) -> None:
    of = correct(case, by=cast[0])
    for user in cast:
        assert [*astray(read_again(case), of, user, Browser(user), said["document"])] == []


def put(case: Case, form: str, state: str) -> tuple[Case, Version]:
    """Force the newest version of a form into a state."""
    submission = version(case, form).submission
    outcome = OUTCOMES[State(state)]
    aside = {form: state} if state in {State.SUPERSEDED, State.VOIDED} else {}
    filed = outcome if outcome != "approved" or submission.outcome != "filed" else "filed"
    case.submissions.filter(pk=submission.pk).update(outcome=filed, aside=aside)
    if state == State.APPROVED:
        Document.objects.filter(submission=submission.pk).update(state="pending", content=None)
    there = read_again(case)
    of = version(there, form)
    assert state_of(there, of) == state
    return there, of


def astray(case: Case, of: Version, user: User, browser: Browser, rows: list[Row]) -> Iterator[str]:
    """Yield where page, door, button or ``describe`` is not of the machine's opinion."""
    machine, who = DocumentLifecycle(case, of), {each.value for each in standing(user, case)}
    links, before = offered(case, of, browser), stands(case)
    for verb, page in PAGES.items():
        verdict = machine.judge(verb, user)
        url = reverse(page, args=[case.pk, of.submission.pk, of.form])
        if (url in links) != (verdict.allowed and may_see_content(user, case)):
            yield f"{verb}: allowed {verdict.allowed}, offered {url in links}"
        yield from at_door(case, of, verdict, user)
        yield from pressed(case, verdict, user, browser, url)
        own = who | ({"author"} if verdict.permitted and "author" in verdict.move.by else set())
        if verdict.here and not in_describe(machine, verdict, rows, own):
            yield f"describe has no {verb}"
    if stands(case) != before:
        yield "a refusal has changed something"


def offered(case: Case, of: Version, browser: Browser) -> set[str]:
    """Return where the page of a version leads: that of a record, or that of the rounds."""
    at = f"/dossiers/{case.pk}"
    rounds = f"{at}/forms/{of.form}/compare/?round={of.submission.pk}"
    page = browser.open(f"{at}/filed/{of.submission.pk}/" if of.form == "C05" else rounds)
    return {each["href"] for each in page.find("a")}


def at_door(case: Case, of: Version, verdict: Verdict, user: User) -> Iterator[str]:
    answer, verb = tried(case, verdict.move.verb, user, of=of), verdict.move.verb
    role = verdict.findings[1].says
    so = f"RuleError: {''.join(unmet(verdict))}"
    wanted = so if verdict.permitted else f"PermissionDenied: {role}"
    if answer != ("" if verdict.allowed else wanted):
        yield f"{verb}: judged {wanted}, answered {answer}"


def pressed(case: Case, verdict: Verdict, user: User, browser: Browser, url: str) -> Iterator[str]:
    """Without a word nothing is done; why not stands on the page of whoever may do it at all."""
    response = browser.client.post(url)
    wanted = 404 if not may_see_content(user, case) else 422 if verdict.permitted else 403
    if response.status_code != wanted:
        yield f"{verdict.move.verb} is answered by {response.status_code}, not {wanted}"
    if wanted == 422:
        untold = [each for each in unmet(verdict) if each not in response.content.decode()]
        yield from (f"{verdict.move.verb}: nobody says {each}" for each in untold)
