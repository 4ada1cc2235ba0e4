"""Who comes in, who is kept out, for how long; and what a browser is told it may do."""

import pytest
from django.test import Client

from accounts.models import User
from config.settings import PASSWORD_HASHERS
from tests.driver import at

RIGHT = "bihuan-2026"
WRONG = "bihuan-2025"


def tries(user: User, password: str, *, host: str = "10.0.0.7") -> bool:
    """Try to sign in from an address; return whether the desk opens then."""
    client = Client(REMOTE_ADDR=host)
    client.post("/login/", {"username": user.username, "password": password})
    return client.get("/").status_code == 200


def test_five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour(lin_yue: User) -> None:
    with at("2026-03-02 10:00"):
        for _ in range(5):
            tries(lin_yue, WRONG)
        assert not tries(lin_yue, RIGHT)

    with at("2026-03-02 10:14"):
        assert not tries(lin_yue, RIGHT)
    with at("2026-03-02 10:30"):
        assert tries(lin_yue, RIGHT)


def test_whoever_guesses_elsewhere_does_not_lock_her_out(lin_yue: User) -> None:
    for _ in range(6):
        tries(lin_yue, WRONG, host="10.0.0.66")

    assert tries(lin_yue, RIGHT)


def test_the_right_password_forgives_the_wrong_ones(lin_yue: User) -> None:
    for _ in range(2):
        for _ in range(4):
            tries(lin_yue, WRONG)
        assert tries(lin_yue, RIGHT)


def test_a_session_lasts_as_long_as_she_does_something(lin_yue: User, client: Client) -> None:
    with at("2026-03-02 10:00"):
        client.force_login(lin_yue)
    for minute in ("10:29", "10:58"):
        with at(f"2026-03-02 {minute}"):
            assert client.get("/").status_code == 200

    with at("2026-03-02 11:29"):
        assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_a_page_may_load_nothing_from_elsewhere_and_be_framed_by_nobody(client: Client) -> None:
    response = client.get("/login/")

    rules = dict(
        rule.strip().split(" ", 1) for rule in response["Content-Security-Policy"].split(";")
    )
    assert rules.pop("default-src") == "'none'"
    assert rules.pop("base-uri") == "'none'"
    assert rules.pop("frame-ancestors") == "'none'"
    assert set(rules.values()) == {"'self'"}
    assert response["X-Frame-Options"] == "DENY"


def test_scripts_never_read_the_session(lin_yue: User, client: Client) -> None:
    client.post("/login/", {"username": lin_yue.username, "password": RIGHT})

    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_passwords_are_kept_with_argon2() -> None:
    assert "Argon2" in PASSWORD_HASHERS[0]
