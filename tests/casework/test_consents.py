"""知情同意: who must have signed, and what stays closed until they have (handbook 11.3)."""

from typing import Any

import pytest

from accounts.models import Community, User
from casework import consents
from casework.approvals import latest
from casework.drafts import checked, raw_of
from casework.errors import RuleError
from casework.models import Case, Consent
from casework.registration import register
from casework.services import act
from tests.actors import accepted, fill, registered, screened, seen
from tests.filled import C02, D01, LEAD

PERSON = {"role": "服务对象", "name": "甲", "way": "手写签名", "date": "2026-03-06"}
GUARDIAN = {"role": "监护人", "name": "乙", "way": "手写签名", "date": "2026-03-06"}
WITNESS = {"role": "见证人", "name": "丙", "way": "手写签名", "date": "2026-03-06"}
CHILD, TEENAGER, ADULT = "2012-03-07", "2012-03-06", "2008-03-06"  # on the day of signing
S3_OF_D01 = {
    *("other_categories", "disability", "self_care", "health"),
    *("mental_health", "benefits", "family_members"),
}


@pytest.fixture
def case(lead: Case, lin_yue: User, zhou_lan: User) -> Case:
    return screened(lead, worker=lin_yue, head=zhou_lan)


def read(*signatures: dict[str, str], mode: str = "纸质扫描") -> Any:
    raw = C02 | {"signatures": list(signatures), "sign_mode": mode}
    return Consent.read(raw, None).content


# ── who must sign ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("born", "signatures", "enough"),
    [
        (CHILD, [PERSON], False),
        (CHILD, [GUARDIAN], True),
        (TEENAGER, [PERSON], False),
        (TEENAGER, [GUARDIAN], False),
        (TEENAGER, [PERSON, GUARDIAN], True),
        (ADULT, [GUARDIAN], False),
        (ADULT, [PERSON], True),
        ("", [PERSON], True),  # 佚名, of an age nobody knows
    ],
)
def test_a_child_has_a_guardian_sign_a_teenager_both_and_an_adult_oneself(
    born: str, signatures: list[dict[str, str]], *, enough: bool
) -> None:
    assert consents.signed(read(*signatures), born) is enough


def test_nobody_grows_out_of_a_consent() -> None:
    """A child of 13 turned 14 since, but the guardian's signature was what was asked for."""
    long_ago = GUARDIAN | {"date": "2019-05-01"}
    assert consents.signed(read(long_ago), "2005-06-01")
    assert not consents.signed(read(GUARDIAN), "2005-06-01")


@pytest.mark.parametrize("missing", ["name", "date", "role"])
def test_a_signature_has_a_name_a_date_and_a_role(missing: str) -> None:
    assert not consents.signed(read(PERSON | {missing: ""}), ADULT)


def test_a_consent_by_word_of_mouth_needs_a_witness() -> None:
    assert not consents.signed(read(PERSON, mode="口头同意见证"), ADULT)
    assert consents.signed(read(PERSON, WITNESS, mode="口头同意见证"), ADULT)


def test_the_missing_witness_is_said_at_the_signatures() -> None:
    raw = C02 | {"signatures": [PERSON], "sign_mode": "口头同意见证"}
    assert "见证人" in Consent.read(raw, None).wrong["signatures"]


# ── what stays closed ─────────────────────────────────────────────────────────────────────


def test_before_consent_what_is_sensitive_in_the_record_is_closed(
    case: Case, lin_yue: User
) -> None:
    assert set(consents.closed(case, "D01")) == S3_OF_D01
    assert consents.closed(case, "C01") == {}
    assert consents.closed(case, "C02") == {}

    fill(case, "D01", by=lin_yue, health="早就写上的话")
    read = checked(case, "D01")
    assert read.content["health"] is None
    assert read.whole


def test_what_is_closed_is_neither_taken_nor_wiped(
    case: Case, community: Community, lin_yue: User, zhou_lan: User
) -> None:
    """Somebody known from an earlier case: the page of the new one does not send what is shut."""
    fill(case, "D01", by=lin_yue, health="页面没有问的话")
    assert raw_of(case, "D01")["health"] == ""
    case.person.health = "上一案写下的病情"
    case.person.save()
    again = register(LEAD, community=community, by=lin_yue, person=case.person)
    screened(again, worker=lin_yue, head=zhou_lan)
    fill(again, "D01", by=lin_yue, health="")
    fill(again, "C02", by=lin_yue)
    assert checked(again, "D01").content["health"] == "上一案写下的病情"


def test_once_signed_what_was_agreed_to_opens(case: Case, lin_yue: User) -> None:
    fill(case, "C02", by=lin_yue)  # health and benefit are agreed to, disability is not
    assert set(consents.closed(case, "D01")) == {"disability"}
    assert consents.closed(case, "C03") == {}


def test_a_refused_item_keeps_its_questions_closed_and_does_not_miss_them(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    fill(case, "C02", by=lin_yue, sensitive_consent=["benefit"])
    fill(case, "C01", "D01", by=lin_yue)
    act("submit_intake", case, by=lin_yue)
    approve(case, lin_yue, zheng_min, zhou_lan)

    assert set(consents.closed(case, "C03")) == {"bio", "psycho"}
    fill(case, "C03", by=lin_yue, bio="没有同意收集的话")
    read = checked(case, "C03")
    assert read.content["bio"] is None
    assert read.whole
    act("submit_assessment", case, by=lin_yue)
    sealed = latest(case, "C03")
    assert sealed
    assert "没有同意收集的话" not in sealed.content


def test_what_was_told_before_an_item_was_refused_is_not_submitted_again(
    case: Case, lin_yue: User, zhou_lan: User
) -> None:
    fill(case, "C02", by=lin_yue)
    fill(case, "C01", by=lin_yue)
    fill(case, "D01", by=lin_yue, health="先说了的病情")
    act("submit_intake", case, by=lin_yue)
    act("withdraw_intake", case, by=lin_yue)
    fill(case, "C02", by=lin_yue, sensitive_consent=[])
    act("submit_intake", case, by=lin_yue)

    first, second = case.submissions.filter(verb="submit_intake").order_by("pk")
    assert "先说了的病情" in first.content
    assert "先说了的病情" not in second.content


def test_a_consent_unsigned_again_closes_again(case: Case, lin_yue: User) -> None:
    fill(case, "C02", by=lin_yue)
    fill(case, "C02", by=lin_yue, signatures=[])
    assert set(consents.closed(case, "D01")) == S3_OF_D01


# ── the guard ─────────────────────────────────────────────────────────────────────────────


def test_an_intake_without_consent_is_refused_and_says_to_sign_first(
    case: Case, lin_yue: User
) -> None:
    fill(case, "D01", by=lin_yue)
    with pytest.raises(RuleError, match="须先签《知情同意书与服务协议》"):
        act("submit_intake", case, by=lin_yue)


def test_a_child_known_only_from_the_record_in_work_needs_a_guardian(
    community: Community, xu_qin: User, lin_yue: User, zhou_lan: User
) -> None:
    """The lead did not say how old; the record does, and it is not submitted yet."""
    nameless = registered(community, by=xu_qin, D01={"name": "佚名", "sex": "女"})
    case = screened(nameless, worker=lin_yue, head=zhou_lan)
    fill(case, "C01", "C02", by=lin_yue)
    minor = {"birth_date": "2016-05-01", "guardian": {"name": "乙"}}
    fill(case, "D01", by=lin_yue, **minor)
    with pytest.raises(RuleError, match="须先签"):
        act("submit_intake", case, by=lin_yue)

    fill(case, "C02", by=lin_yue, signatures=[PERSON, GUARDIAN])
    act("submit_intake", case, by=lin_yue)
    assert consents.closed(case, "C03") == {}


def test_a_birth_date_wiped_from_the_record_in_work_makes_nobody_an_adult(
    community: Community, xu_qin: User, lin_yue: User, zhou_lan: User
) -> None:
    child = LEAD["D01"] | {"birth_date": "2016-05-01"}
    case = screened(registered(community, by=xu_qin, D01=child), worker=lin_yue, head=zhou_lan)
    fill(case, "C02", by=lin_yue)
    fill(case, "D01", by=lin_yue, birth_date="")
    assert not consents.is_signed(case)


def test_what_was_agreed_to_is_on_the_persons_record_once_accepted(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    case.person.refresh_from_db()
    assert (case.person.consent_status, case.person.status) == ("书面", "在服")


def approve(case: Case, worker: User, supervisor: User, head: User) -> None:
    given: dict[str, Any] = {"owner": worker, "supervisor": supervisor, "level": "一般个案"}
    act("approve_intake", case, by=head, judgement=seen(case, "submit_intake"), **given)


def test_registering_takes_nothing_that_needs_consent(community: Community, xu_qin: User) -> None:
    told = D01 | {"health": "还没同意就写的病情"}
    case = registered(community, by=xu_qin, D01=told)
    assert case.person.health is None
    assert case.person.living_with == "独居"
