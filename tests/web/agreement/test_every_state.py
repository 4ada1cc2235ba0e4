"""Every state × person × verb: the page, the door, the button and ``describe`` agree."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from zlib import crc32

import pytest
from django.db import transaction

from accounts.models import User
from casework.lifecycles import machines_of
from casework.lifecycles.document import OF_ONE
from casework.models import Case
from casework.permissions import Who, is_colleague, may_see_content, standing
from tests.driver import Browser
from tests.web.agreement.doing import Hands, at_door, at_hand, refused, sent, stands
from tests.web.agreement.saying import Row, in_describe, is_begun, on_masked, on_page
from tests.web.agreement.states import STEPS, put

CALLED = {"raise_crisis", "identify", "relapse"}  # by anybody of the station, seen or not


class Person(NamedTuple):
    user: User
    browser: Browser


@pytest.mark.parametrize(("key", "states"), STEPS)
def test_everything_gives_one_answer(
    key: str, states: list[str], intervening: Case, cast: list[User], said: dict[str, list[Row]]
) -> None:
    found, people = [], [Person(user, Browser(user)) for user in cast]
    for state in states:
        with transaction.atomic():
            case = put(intervening, key, state, cast)
            found += [f"{state}: {each}" for each in disagreements(case, key, people, said)]
            transaction.set_rollback(True)

    assert found == []


def disagreements(
    case: Any, key: str, people: list[Person], said: dict[str, list[Row]]
) -> Iterator[str]:
    begun, everybody = set(), [Hands(case, person.user) for person in people]
    for hands, (user, browser) in zip(everybody, people, strict=True):
        yield from (f"page, {user}: {each}" for each in shown(hands, browser))
        yield from (f"button, {user}: {each}" for each in pressed(hands, browser))
        yield from (f"describe, {user}: {each}" for each in untold(hands, said))
        begun |= {v.move.verb for m, v in hands.judged if m.key == key and is_begun(m, v)}
    with at_hand():
        for hands in everybody:  # what is let through is undone, and all is read anew
            allowed = [each for each in hands.offers.verdicts if each.allowed]
            yield from (
                f"door, {hands.user}: {each}" for each in at_door(case, allowed, hands.user)
            )
    told = begun_in(said[key], at_of(case, key)) - (OF_ONE if key == "document" else set())
    yield from (f"only one tells of {verb}" for verb in begun ^ told)


def at_of(case: Any, key: str) -> str:
    return next(str(each.at) for each in machines_of(case) if each.key == key)


def begun_in(rows: list[Row], state: str) -> set[str]:
    """Return the verbs that ``describe`` lets people begin in a state, over a dossier."""
    people = [each for each in rows if each["src"] == state and each["roles"] != ["system"]]
    return {each["action"] for each in people}


def untold(hands: Hands, said: dict[str, list[Row]]) -> Iterator[str]:
    who = {each.value for each in standing(hands.user, hands.case)}
    who |= {Who.COLLEAGUE.value} if is_colleague(hands.user, hands.case) else set()
    for machine, verdict in hands.judged:
        if verdict.here and not in_describe(machine, verdict, said[machine.key], who):
            yield verdict.move.verb


def shown(hands: Hands, browser: Browser) -> Iterator[str]:
    case, verdicts = hands.case, hands.offers.verdicts
    with hands.held_out():
        page = browser.open(f"/dossiers/{case.pk}/")
    if page.status == 404:
        own = [each.move.verb for each in verdicts if each.permitted and each.here]
        yield from (f"{verb} has no page" for verb in own if verb not in CALLED)
    elif may_see_content(hands.user, case):
        yield from on_page(case, verdicts, page)
    else:
        yield from on_masked(case, verdicts, page)


def pressed(hands: Hands, browser: Browser) -> Iterator[str]:
    """Press every button that is not to be had, and knock at the door for what is near.

    One of them is sent by the browser too: another in each state, and for each person.
    """
    case, before = hands.case, stands(hands.case)
    with at_hand():
        near = [each for each in hands.blocked if each.here or each.permitted]
        yield from at_door(case, near, hands.user)
        answers = [(each, hands.press(each)) for each in hands.blocked]
    for each, given in answers:
        if not refused(hands, each, given):
            yield f"{each.move.verb}: {given}"
    each, given = answers[drawn_for(hands) % len(answers)]
    if (there := sent(browser.client, hands, each)) != given:
        yield f"{each.move.verb}: {given} by hand, {there} by a browser"
    if stands(case) != before:
        yield "a refusal has changed something"


def drawn_for(hands: Hands) -> int:
    return crc32(f"{hands.case.status} {hands.case.beside} {hands.user.username}".encode())
