"""重签: somebody agrees to more than they did, or again to what they had withdrawn."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from casework import consents
from casework.approvals import valid
from casework.drafts import draft_of
from casework.errors import RuleError
from casework.models import Case
from casework.services import act, save_draft
from tests import actors
from tests.driver import at
from tests.filled import C02
from tests.invariants import check

ALL_OF_IT = ["health", "benefit", "disability"]


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """In assessment; health and benefit are agreed to, disability is not. It is 2026-04-10."""
    with at("2026-03-25 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        yield lead


def written(case: Case, day: str, *, by: User, **changes: Any) -> None:
    signatures = [row | {"date": day} for row in C02["signatures"]]
    save_draft(case, "C02", C02 | {"signatures": signatures} | changes, by=by)


def withdraw(case: Case, *items: str, by: User, on: str) -> None:
    with at(f"{on} 10:00"):
        day = date.fromisoformat(on)
        act("withdraw_consent", case, by=by, items=[*items], on=day, way="口头", wish="不想说了。")


def test_what_is_agreed_to_now_is_asked_once_it_is_signed(case: Case, lin_yue: User) -> None:
    (before,) = valid(case, "C02")
    assert "disability" in consents.closed(case, "D01")
    written(case, "2026-04-10", by=lin_yue, sensitive_consent=ALL_OF_IT)
    assert "disability" in consents.closed(case, "D01")  # a draft opens nothing

    act("sign_anew", case, by=lin_yue)
    assert "disability" not in consents.closed(case, "D01")
    assert draft_of(case, "C02") is None
    assert [each.pk for each in valid(case, "C02")][1:] == [before.pk]
    assert case.status == "assessing"
    check(case)


def test_it_is_signed_by_those_who_must_and_on_a_later_day(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    for day, says in (("2026-03-06", "重新签名"), ("2026-04-10", "须由主责社工")):
        written(case, day, by=lin_yue, sensitive_consent=ALL_OF_IT)
        by, refusal = (lin_yue, RuleError) if day < "2026-04" else (zheng_min, PermissionDenied)
        with pytest.raises(refusal, match=says):
            act("sign_anew", case, by=by)
    save_draft(case, "C02", C02 | {"signatures": []}, by=lin_yue)
    with pytest.raises(RuleError, match="重新签名"):
        act("sign_anew", case, by=lin_yue)


def test_whoever_agrees_to_less_withdraws(case: Case, lin_yue: User) -> None:
    for less in ({"sensitive_consent": ["health"]}, {"share_consent": C02["share_consent"][:1]}):
        written(case, "2026-04-10", by=lin_yue, **less)
        with pytest.raises(RuleError, match="登记“撤回同意”"):
            act("sign_anew", case, by=lin_yue)


def test_what_was_withdrawn_stays_so_until_it_is_agreed_to_again(case: Case, lin_yue: User) -> None:
    withdraw(case, "health", by=lin_yue, on="2026-04-10")
    with at("2026-04-13 10:00"):
        written(case, "2026-04-10", by=lin_yue)
        with pytest.raises(RuleError, match="晚于撤回那天"):
            act("sign_anew", case, by=lin_yue)
        written(case, "2026-04-13", by=lin_yue, sensitive_consent=["benefit", "disability"])
        act("sign_anew", case, by=lin_yue)
        assert "health" in consents.hidden(case, "D01")
        assert consents.closed(case, "C03")["bio"].startswith("服务对象已撤回")
    with at("2026-04-14 10:00"):
        written(case, "2026-04-14", by=lin_yue, sensitive_consent=ALL_OF_IT)
        act("sign_anew", case, by=lin_yue)
        assert consents.hidden(case, "D01") == set()
        assert "bio" not in consents.closed(case, "C03")
        check(case)


def test_whoever_has_withdrawn_everything_may_agree_again(case: Case, lin_yue: User) -> None:
    withdraw(case, "all", by=lin_yue, on="2026-04-10")
    assert case.person.consent_status == "已撤回"
    with at("2026-04-13 10:00"):
        written(case, "2026-04-13", by=lin_yue)
        act("sign_anew", case, by=lin_yue)
        assert consents.is_signed(case)
        assert case.person.consent_status == "书面"
        check(case)


def test_a_draft_that_nobody_signed_is_not_sealed_by_a_withdrawal(
    case: Case, lin_yue: User
) -> None:
    written(case, "2026-04-10", by=lin_yue, sensitive_consent=ALL_OF_IT)
    withdraw(case, "benefit", by=lin_yue, on="2026-04-10")

    fields = valid(case, "C02")[0].form_of("C02")["fields"]
    said = {each["key"]: each["value"] for each in fields}
    assert said["sensitive_consent"] == ["health", "benefit"]
    assert draft_of(case, "C02") is None
    check(case)
