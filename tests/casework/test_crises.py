"""危机: written before any consent if need be; a duty to report has grounds, and no veto."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from casework import consents, drafts
from casework.approvals import freeze
from casework.models import Case, CrisisRecord
from tests import actors
from tests.driver import at
from tests.filled import C01, C12, NO_CRISIS
from workflows.posted import raw_from

ABUSED = {"crisis_type": "虐待忽视", "mandatory_report": {}}
REPORT = {"required": "yes", "reported_at": "2026-05-06T14:40", "to": "派出所", "basis": ["wounds"]}


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """秦玉兰's case, being screened; nobody has signed anything. It is 2026-05-06 16:00."""
    with at("2026-05-06 14:25"):
        actors.screened(lead, worker=lin_yue, head=zhou_lan)
    with at("2026-05-06 16:00"):
        yield lead


def errors(case: Case, **changes: Any) -> dict[str, str]:
    return CrisisRecord.read(C12 | changes, case).errors


def test_a_crisis_waits_for_nobodys_consent(case: Case) -> None:
    assert not consents.is_signed(case)
    assert consents.closed(case, "C12") == {}
    assert consents.closed(case, "C03") != {}


def test_what_was_done_and_said_is_sealed_at_rest(case: Case) -> None:
    open_ = {each.key for each in CrisisRecord.asked() if not each.sealed}
    assert open_ == {"debrief"}


def test_a_record_begins_with_the_hour_of_the_alarm(case: Case, lin_yue: User) -> None:
    assert drafts.begun(case, "C12")["found"]["at_date"] == "2026-05-06"
    assert drafts.begun(case, "C12")["found"]["at_time"] == ""
    with at("2026-05-06 14:25"):
        actors.fill(case, "C01", by=lin_yue, crisis_screen=NO_CRISIS | {"self_harm": "yes"})
    found = drafts.begun(case, "C12")["found"]
    assert (found["at_date"], found["at_time"]) == ("2026-05-06", "14:25")


def test_a_record_begins_with_the_safety_plan_that_was_made(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assert drafts.begun(lead, "C12")["safety_plan"] == ""
    actors.assessed(lead, worker=lin_yue, supervisor=zheng_min, safety_plan="先打女儿电话。")
    assert drafts.begun(lead, "C12")["safety_plan"] == "先打女儿电话。"


def test_it_says_who_was_told_and_when(case: Case, lin_yue: User) -> None:
    with at("2026-05-06 14:25"):
        actors.fill(case, "C01", by=lin_yue, crisis_screen=NO_CRISIS | {"self_harm": "yes"})
    drafts.write(case, "C12", C12, by=lin_yue)
    done = freeze(case, "report_crisis", ["C12"], by=lin_yue, at=timezone.now(), outcome="filed")
    fields = {each["key"]: each["shown"] for each in done.form_of("C12")["fields"]}
    assert sorted(fields["notified"]["rows"]) == [
        ["周岚", "2026-05-06 14:25"],
        ["郑敏", "2026-05-06 14:25"],
    ]


def test_nobody_was_told_of_what_is_no_crisis(case: Case, lin_yue: User) -> None:
    actors.fill(case, "C01", by=lin_yue, **C01)
    assert CrisisRecord.reckoned(case, 1) == {"notified": []}


# ── 强制报告 ──────────────────────────────────────────────────────────────────────────────


def test_violence_and_neglect_ask_whether_the_law_wants_a_report(case: Case) -> None:
    assert errors(case) == {}
    assert "强制报告" in errors(case, **ABUSED)["mandatory_report"]
    assert errors(case, **ABUSED | {"mandatory_report": {"required": "no"}}) == {}


def test_a_duty_to_report_has_its_grounds_and_breaks_silence(case: Case) -> None:
    bare = errors(case, **ABUSED | {"mandatory_report": {"required": "yes"}})
    assert set(bare) == {"mandatory_report.basis", "breach_reason"}
    why = "孩子身上多处新伤，须马上制止。"
    assert errors(case, **ABUSED | {"mandatory_report": REPORT, "breach_reason": why}) == {}


def test_a_report_says_to_whom_it_was_made(case: Case) -> None:
    unaddressed = REPORT | {"to": ""}
    found = errors(case, mandatory_report=unaddressed, breach_reason="情况紧急。")
    assert set(found) == {"mandatory_report.to"}


def test_a_report_can_be_written_down_before_it_has_a_number(case: Case) -> None:
    assert errors(case, mandatory_report=REPORT, breach_reason="情况紧急。") == {}


def test_several_grounds_are_ticked_on_one_page() -> None:
    post = QueryDict(
        "mandatory_report-required=yes"
        "&mandatory_report-basis=wounds&mandatory_report-basis=violence"
    )
    raw = raw_from(post, "C12", {})
    said = CrisisRecord.question("mandatory_report")
    value, wrong = said.answer(raw["mandatory_report"], "mandatory_report")
    assert not wrong
    shown = dict(said.shown(value))["依据"]
    assert "反家庭暴力法第十四条" in shown
    assert "多处损伤" in shown


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"found": C12["found"] | {"at_date": "2026-05-07"}}, "found.at_date"),
        ({"found": C12["found"] | {"by": ""}}, "found.by"),
        ({"found": C12["found"] | {"thoughts": "maybe"}}, "found.thoughts"),
        ({"actions": [C12["actions"][0] | {"time": "2026-05-06T18:00"}]}, "actions.0.time"),
        ({"contacted": [{"org": "公司", "time": "2026-05-06T15:00"}]}, "contacted.0.org"),
        ({"contacted": []}, "contacted"),
        ({"safety_plan": " "}, "safety_plan"),
        ({"resolution": {"level": "low", "date": "2026-05-06"}}, "resolution.basis"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(
    case: Case, changes: dict[str, Any], place: str
) -> None:
    assert set(errors(case, **changes)) == {place}


def test_the_five_questions_are_asked_where_one_can(case: Case) -> None:
    unasked = dict.fromkeys(["thoughts", "plan", "means", "history", "protective"], "")
    assert errors(case, found=C12["found"] | unasked) == {}
    labels = [str(part.label) for part in CrisisRecord.question("found").parts.values()]  # type: ignore[attr-defined]
    assert labels[-5:] == ["想法", "计划", "手段", "既往", "保护因素"]
