"""转介: with consent and no more than needed; the answer comes in the next round."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from casework import drafts
from casework.approvals import freeze, latest
from casework.models import Case, Referral, Submission
from casework.services import act
from tests import actors
from tests.driver import at
from tests.filled import C02, C10

RECEIPT = {"status": "接收", "date": "2026-05-12", "by": "家医团队"}
LOOKED = [{"date": "2026-05-20", "result": "已经就诊。"}]


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """秦玉兰's case in service, visited once; it is 2026-05-29."""
    with at("2026-03-24 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        actors.planned(lead, worker=lin_yue, supervisor=zheng_min)
    with at("2026-05-29 10:00"):
        actors.served(lead, worker=lin_yue)
        yield lead


def sent(case: Case, *, by: User, outcome: str = "approved", **changes: Any) -> Submission:
    drafts.write(case, "C10", C10 | changes, by=by)
    return freeze(case, "ask_refer_mid", ["C10"], by=by, at=timezone.now(), outcome=outcome)


def said(submission: Submission, key: str) -> Any:
    fields = submission.form_of("C10")["fields"]
    return next(each for each in fields if each["key"] == key)


def errors(case: Case, **changes: Any) -> dict[str, str]:
    return Referral.read(C10 | changes, case).errors


def test_a_referral_begins_with_what_the_assessment_concluded(case: Case) -> None:
    begun = drafts.begun(case, "C10")
    assert begun["summary"] == "中等风险，宜以支持性会谈和社会支持为主。"
    assert begun["ref"]["direction"] == "转出"
    assert begun["data_items"] == [], "what is necessary is for the worker to say"
    assert begun["consent"]["agree"] == "", "two were agreed to: only the worker can tell which"


def test_the_one_consent_to_share_is_brought_along(case: Case, lin_yue: User) -> None:
    """The other was withdrawn; what is only being written says nothing of either."""
    drafts.write(case, "C02", C02 | {"share_consent": []}, by=lin_yue)
    assert drafts.begun(case, "C10")["consent"]["agree"] == ""
    words: dict[str, Any] = {"items": ["share-1"], "way": "口头", "wish": "“企业就不用了。”"}
    act("withdraw_consent", case, by=lin_yue, on=timezone.localdate(), **words)
    begun = drafts.begun(case, "C10")
    assert begun["consent"] == {"agree": "yes", "consent_ref": "向社区卫生中心提供健康情况"}


def test_nobody_is_handed_on_without_consent(case: Case) -> None:
    assert "单独同意" in errors(case, consent={})["consent"]
    assert "不能转介" in errors(case, consent={"agree": "no"})["consent.agree"]
    assert "哪一项" in errors(case, consent={"agree": "yes"})["consent.consent_ref"]


def test_a_duty_to_report_asks_nobody(case: Case) -> None:
    assert errors(case, consent={"agree": "duty"}) == {}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"reason": {"kind": "其他"}}, "reason.text"),
        ({"data_items": []}, "data_items"),
        ({"data_items": ["存折"]}, "data_items"),
        ({"risk_note": ""}, "risk_note"),
        ({"receipt": {"status": "接收"}, "followup": LOOKED}, "receipt.date"),
        ({"receipt": RECEIPT | {"status": "拒收"}, "followup": LOOKED}, "receipt.note"),
        ({"receipt": RECEIPT}, "followup"),
        ({"receipt": RECEIPT | {"date": "2026-06-01"}, "followup": LOOKED}, "receipt.date"),
    ],
)
def test_what_is_amiss_is_said_at_its_field(
    case: Case, changes: dict[str, Any], place: str
) -> None:
    assert set(errors(case, **changes)) == {place}


def test_somebody_at_low_risk_needs_no_warning(case: Case) -> None:
    case.risk = "low"
    assert errors(case, risk_note="") == {}


def test_a_receipt_is_asked_for_once_the_referral_was_sent(case: Case, lin_yue: User) -> None:
    assert errors(case) == {}
    sent(case, by=lin_yue, outcome="returned")
    assert errors(case) == {}, "it was not sent"
    sent(case, by=lin_yue)
    assert set(errors(case)) == {"receipt"}
    assert set(errors(case, receipt={"status": "待回复"})) == set()
    assert errors(case, receipt=RECEIPT, followup=LOOKED) == {}


def test_the_receipt_is_the_next_round_of_the_same_referral(case: Case, lin_yue: User) -> None:
    sent(case, by=lin_yue)
    sent(case, by=lin_yue, outcome="filed", receipt=RECEIPT, followup=LOOKED)
    answered = latest(case, "C10")
    assert answered
    assert answered.covers == [["C10", 1, 2]]
    assert said(answered, "receipt")["shown"][0] == ["答复", "接收"]
    assert errors(case) == {}, "the next one is another referral"


def test_a_referral_says_what_was_done_so_far_and_its_number(case: Case, lin_yue: User) -> None:
    done = sent(case, by=lin_yue)
    assert said(done, "ref")["value"] == {"no": f"{case.number}-C10-01", "direction": "转出"}
    figures = dict(said(done, "services_given")["shown"])
    assert figures == {"服务次数": "1", "分钟": "60", "入户": "1", "电话": "0"}


def test_the_other_agencys_number_is_printed_whole(case: Case, lin_yue: User) -> None:
    assert ["电话", "053100000000"] in said(sent(case, by=lin_yue), "recipient")["shown"]
