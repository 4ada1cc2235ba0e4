"""What is pressed by hand in every state is answered as a browser is, down to its words."""

import pytest

from accounts.models import User
from casework.models import Case
from tests.driver import Browser
from tests.web.agreement.doing import Hands, answer, at_hand, refused, stands
from tests.web.agreement.saying import Row, unmet
from tests.web.agreement.states import read_again


@pytest.mark.parametrize("name", ["lin_yue", "zhou_lan"])
def test_what_is_sent_all_the_same_is_refused(
    name: str, intervening: Case, request: pytest.FixtureRequest
) -> None:
    """Every verb that one may not do, sent to where its button would have sent it."""
    user, case = request.getfixturevalue(name), read_again(intervening)
    before, hands, client = stands(case), Hands(case, user), Browser(user).client
    for verdict in hands.blocked:
        response = client.post(hands.offers.action_of(verdict), {"verb": verdict.move.verb})
        given = answer(response)
        with at_hand():
            assert given == hands.press(verdict), verdict.move.verb
        assert refused(hands, verdict, given), verdict.move.verb
        if response.status_code == 422:  # words are missing too; why not stands above them
            assert [s for s in unmet(verdict) if s not in response.content.decode()] == []

    assert len(hands.blocked) > 60
    assert stands(case) == before


def test_help_tells_what_describe_does(lin_yue: User, said: dict[str, list[Row]]) -> None:
    page = Browser(lin_yue).open("/help/")
    rows = [
        (next(each.find("th")).words, {point.words for point in each.find("li")})
        for each in page.find("tr")
    ]

    for row in (row for rows in said.values() for row in rows):
        conditions = {guard["says"] for guard in row["guards"]}
        assert (row["name"], conditions) in rows
