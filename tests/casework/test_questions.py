"""Questions: what they read, what they refuse with a plain sentence, and what they never lose."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from casework.catalogue import FORMS
from casework.models import Assessment, Checked, Consent, Intake, Person, ServicePlan
from casework.questions import (
    Checklist,
    Choice,
    Day,
    Decimal,
    IdNumber,
    LongText,
    Many,
    Moment,
    Money,
    Number,
    Phone,
    Question,
    Rows,
    Sub,
    Text,
    Ticked,
    Worked,
    YesNo,
)
from casework.questions.nested import MOST_ROWS
from tests.filled import FILLED
from tests.filled_projects import PROJECTS

NOON = "2026-03-10 12:00+08:00"
GOOD: list[tuple[Question, Any, Any]] = [
    (Text("话"), "  老人想说说话 ", "老人想说说话"),
    (Text("话"), "笑一笑😀，𠮷野家，䶮", "笑一笑😀，𠮷野家，䶮"),
    (Text("话"), "一\x00二", "一二"),
    (Text("话"), "𠮷" * 200, "𠮷" * 200),
    (LongText("话"), "第一行\n第二行", "第一行\n第二行"),
    (Choice("选", of=["高", "低"]), "高", "高"),
    (Many("选", of=["会谈", "家属"]), ["家属", "会谈", "家属"], ["家属", "会谈"]),
    (Checklist("选", of=["会谈", "家属"]), ["会谈"], ["会谈"]),
    (YesNo("问"), "yes", True),
    (YesNo("问"), "no", False),
    (Number("数", most=200), " 17 ", 17),
    (Number("数", most=200), "１７", 17),
    (Number("数"), "0", 0),
    (Decimal("分"), " 7.50 ", "7.5"),
    (Decimal("分"), "１０", "10"),
    (Decimal("分", least=-3), "-0.5", "-0.5"),
    (Decimal("分"), "100", "100"),
    (Money("钱"), "1200", "1200.00"),
    (Money("钱"), "¥1,200.5", "1200.50"),
    (Money("钱"), "￥１，２００．５０ 元", "1200.50"),
    (Money("钱"), "0", "0.00"),
    (Money("钱"), "99999999.99", "99999999.99"),
    (Day("日"), "2026-12-31", "2026-12-31"),
    (Day("日", past=True), "2026-03-10", "2026-03-10"),
    (Day("日"), "2028-02-29", "2028-02-29"),
    (Moment("时"), "2026-03-02T09:30", "2026-03-02T09:30:00+08:00"),
    (Moment("时"), "2026-03-10 12:04", "2026-03-10T12:04:00+08:00"),
    (Phone("电话"), "100-0000 0001", "10000000001"),
    (Phone("电话"), "+86 100 0000 0001", "10000000001"),
    (Phone("电话"), "0531—8800000", "05318800000"),
    (IdNumber("证"), " 37010519470815000x ", "37010519470815000X"),
]
BAD: list[tuple[Question, Any, str]] = [
    (Text("话"), "长" * 201, "最多写 200 字，现在有 201 字"),
    (LongText("话"), "长" * 100_000, "最多写 20000 字，现在有 100000 字"),
    (Choice("选", of=["高", "低"]), "中", "从列出的选项里选"),
    (Choice("选", of=["高", "低"]), ["高"], "从列出的选项里选"),
    (Many("选", of=["会谈", "家属"]), ["会谈", "😀"], "从列出的选项里选"),
    (Checklist("选", of=["会谈"]), ["家属"], "从列出的选项里选"),
    (YesNo("问"), "是", "请选“是”或“否”"),
    (Number("数"), "3.5", "填整数"),
    (Number("数"), "三", "填整数"),
    (Number("数"), "9" * 5000, "填整数"),
    (Number("数", most=3), "4", "0 到 3 之间"),
    (Number("数", least=1), "-1", "1 到 9999 之间"),
    (Decimal("分"), "1.234", "最多 2 位小数"),
    (Decimal("分"), "NaN", "填数字"),
    (Decimal("分"), "1e3", "填数字"),
    (Decimal("分", most=10), "10.01", "0 到 10 之间"),
    (Money("钱"), "12.345", "最多两位小数"),
    (Money("钱"), "一千", "以元为单位"),
    (Money("钱"), "9" * 5000, "以元为单位"),
    (Money("钱"), "100000000", "0 到 99999999.99 之间"),
    (Money("钱"), "-1", "0 到 99999999.99 之间"),
    (Day("日"), "2026-02-30", "写成 2026-03-02"),
    (Day("日"), "昨天", "写成 2026-03-02"),
    (Day("日", past=True), "2026-03-11", "还没到"),
    (Day("日"), "0206-03-02", "早于 1900 年"),
    (Moment("时"), "2026-03-10 12:06", "还没到"),
    (Moment("时"), "2026-02-30 10:00", "写成 2026-03-02 09:30"),
    (Moment("时"), "0001-01-01 00:00", "早于 1900 年"),
    (Phone("电话"), "1000000000a", "电话应是"),
    (Phone("电话"), "１３８００００００００", "电话应是"),
    (Phone("电话"), "110119", "电话应是"),
    (Phone("电话"), "1" * 13, "电话应是"),
    (IdNumber("证"), "37010519470815000Ｘ", "只有数字和字母"),
    (IdNumber("证"), "E" * 21, "最长 20 位"),
]
BLANK: list[Any] = [None, "", "  \n\t", "\x00", " \x00 "]


def named(pairs: list[Any]) -> list[Any]:
    """Give each example an id which says the kind and where it stands; values may be long."""
    return [pytest.param(*each, id=f"{each[0].kind}-{n}") for n, each in enumerate(pairs)]


@pytest.mark.parametrize(("question", "raw", "value"), named(GOOD))
def test_a_good_answer_is_read_and_can_be_typed_again(
    question: Question, raw: Any, value: Any
) -> None:
    with time_machine.travel(NOON, tick=False):
        assert question.answer(raw, "here") == (value, {})
        assert question.answer(question.raw_of(value), "here") == (value, {})


@pytest.mark.parametrize(("question", "raw", "says"), named(BAD))
def test_a_bad_answer_is_refused_at_its_place_with_a_plain_sentence(
    question: Question, raw: Any, says: str
) -> None:
    with time_machine.travel(NOON, tick=False):
        value, wrong = question.answer(raw, "problems.0.here")
    assert value is None
    assert list(wrong) == ["problems.0.here"]
    assert says in wrong["problems.0.here"]


def test_a_sum_of_money_is_shown_as_one_reads_it_wherever_it_came_from() -> None:
    for question in (Money("单价"), Worked("金额", like=Money())):
        assert question.shown("1200.00") == "1,200.00"
        assert question.shown("0.00") == "0.00"
        assert question.shown(None) == ""


@pytest.mark.parametrize("raw", BLANK)
@pytest.mark.parametrize("question", [Text("话"), Day("日"), Choice("选", of=["高"]), YesNo("问")])
def test_what_shows_nothing_is_no_answer(question: Question, raw: Any) -> None:
    assert question.empty(raw)
    assert question.answer(raw, "here") == (None, {})


# ── parts and rows ────────────────────────────────────────────────────────────────────────


def people() -> Rows:
    parts: dict[str, Question] = {"name": Text("姓名"), "age": Number("年龄", required=False)}
    return Rows("家人", parts=parts)


def test_empty_rows_are_dropped_and_errors_keep_the_row_of_the_page() -> None:
    raw = [{"name": "", "age": " "}, {"name": "甲", "age": ""}, {}, {"name": "", "age": "很大"}]
    value, wrong = people().answer(raw, "family")
    assert value == [{"name": "甲", "age": None}, {"name": None, "age": None}]
    assert set(wrong) == {"family.3.name", "family.3.age"}
    assert "姓名" in wrong["family.3.name"]
    assert "整数" in wrong["family.3.age"]


def test_more_rows_than_fit_are_refused_and_none_is_cut_off() -> None:
    full = [{"name": f"第{n}人"} for n in range(MOST_ROWS)]
    blank: list[Any] = [{"name": ""}] * 9
    assert people().answer(full + blank, "family")[1] == {}

    value, wrong = people().answer([*full, {"name": "多一人"}], "family")
    assert list(wrong) == ["family"]
    assert "最多写 60 行，现在有 61 行" in wrong["family"]
    assert value[-1]["name"] == "多一人"


def test_a_group_of_which_nothing_is_filled_in_is_no_answer() -> None:
    group = Sub("联系人", parts={"name": Text("姓名"), "phone": Phone("电话")})
    assert group.answer({"name": " ", "phone": ""}, "contact") == (None, {})
    assert group.answer("not an object", "contact") == (None, {})


def test_a_begun_group_asks_for_its_required_parts() -> None:
    group = Sub("联系人", parts={"name": Text("姓名"), "phone": Phone("电话")})
    value, wrong = group.answer({"name": "甲"}, "contact")
    assert value == {"name": "甲", "phone": None}
    assert wrong == {"contact.phone": "“电话”还没填。"}


def test_parts_and_rows_are_places_for_remarks() -> None:
    anchors = Assessment.anchors()
    assert anchors["problems[].client_view"] == "问题界定 · 服务对象的看法"
    assert {"benefit_check", "risk.level"} <= set(anchors)
    assert "sign_supervisor" not in anchors


# ── whole forms ───────────────────────────────────────────────────────────────────────────


TYPED = FILLED | PROJECTS


@pytest.mark.parametrize("code", sorted(TYPED))
def test_what_a_form_has_read_can_be_typed_again(code: str) -> None:
    form = FORMS[code]
    read = form.read(TYPED[code], _Nobody)
    again = form.read({q.key: q.raw_of(read.content[q.key]) for q in form.asked()}, _Nobody)
    assert again == read
    assert read.whole


class _Nobody:
    """A dossier whose risk nobody has judged, of which nothing else is known either."""

    risk = ""
    person = Person(name="")
    closed_on = None
    known: ClassVar[dict[Any, Any]] = {
        ("in_force", "C04"): None,
        ("in_force", "C09"): None,
        ("checked", "C08"): Checked({}),
        ("visits",): [],
        ("_made",): [],
        ("items_of",): [],
        ("is_sent",): False,
        ("ongoing_rows",): [],
        ("review_begun_with",): {},
    }


def test_what_is_not_written_yet_is_missing_and_only_what_is_written_can_be_wrong() -> None:
    begun = {"crisis_screen": {"violence": "yes"}, "requester": {"name": "甲", "phone": "无"}}
    read = Intake.read(begun, _Nobody)
    assert set(read.wrong) == {"requester.phone"}
    assert {"crisis_screen.homeless", "requester.relation", "channel"} <= set(read.missing)
    assert read.content["crisis_screen"]["violence"] is True


ASKED_OF_NOBODY = {  # conditions that hold as long as nothing is said
    "C08": {"informed"},  # nobody has parted
    "C09": {"followup_plan"},  # so somebody is to be followed up
}


@pytest.mark.parametrize("code", sorted(FORMS))
def test_an_empty_form_misses_just_what_is_required(code: str) -> None:
    form = FORMS[code]
    missing = form.read({}, _Nobody)
    assert not missing.wrong
    wanted = {q.key for q in form.asked() if q.required == "yes"}
    assert set(missing.missing) == wanted | ASKED_OF_NOBODY.get(code, set())
    assert all(says.endswith("。") for says in missing.missing.values())


JUNK = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["\x00", "😀", "𠮷", "-1", "2026-02-30", "{}", "None", "٣", "1e9", "ｙｅｓ"]),
)


def raws(question: Question) -> st.SearchStrategy[Any]:
    """Whatever a page could send for a question."""
    if isinstance(question, Rows):
        return st.lists(_objects(question.parts), max_size=3)
    if isinstance(question, Sub):
        return _objects(question.parts)
    return st.lists(JUNK, max_size=3) if isinstance(question, Many | Ticked) else JUNK


def _objects(parts: dict[str, Question]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({key: raws(part) for key, part in parts.items()})


def paths(question: Question) -> Iterator[str]:
    yield from (anchor.replace("[]", "") for anchor, _label in question.anchors())


@given(st.data())
def test_no_answer_however_odd_is_more_than_a_message_at_its_field(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([Person, Intake, Consent, Assessment, ServicePlan]))
    asked = data.draw(st.sampled_from(list(form.asked())))
    read = form.read({asked.key: data.draw(raws(asked))}, _Nobody)
    known = {path for each in form.asked() for path in paths(each)}
    for path, says in read.errors.items():
        assert ".".join(part for part in path.split(".") if not part.isdigit()) in known
        assert str(says).endswith("。")
    if not read.wrong:
        again = form.read({asked.key: asked.raw_of(read.content[asked.key])}, _Nobody)
        assert again.content == read.content


# ── between answers ───────────────────────────────────────────────────────────────────────


def d01(**changes: Any) -> Any:
    with time_machine.travel(NOON, tick=False):
        return Person.read(FILLED["D01"] | changes, _Nobody)


def test_a_birth_date_in_the_future_is_refused_at_its_field() -> None:
    assert "还没到" in d01(birth_date="2026-03-11").errors["birth_date"]


def test_an_id_number_needs_its_check_digit() -> None:
    born = {"birth_date": "1949-12-31", "id_type": "居民身份证"}
    right = "11010519491231002X"  # the example in the standard itself, GB 11643
    assert d01(**born, id_no=right).whole
    assert "校验位" in d01(**born, id_no="110105194912310021").errors["id_no"]
    assert "校验位" in d01(**born, id_no="110105491231002").errors["id_no"]


def test_an_id_number_and_a_birth_date_tell_the_same_day() -> None:
    said = {"id_type": "居民身份证", "id_no": "11010519491231002X"}
    assert "出生日期不一致" in d01(**said).errors["birth_date"]


def test_a_passport_has_no_check_digit() -> None:
    assert d01(id_type="护照", id_no="E12345678").whole


def test_a_minor_needs_a_guardian_from_birth_to_the_eve_of_eighteen() -> None:
    assert "监护人" in d01(birth_date="2008-03-11").errors["guardian"]
    assert d01(birth_date="2008-03-10").whole
    assert d01(birth_date="2008-03-11", guardian={"name": "甲"}).whole


def test_a_case_not_taken_needs_a_reason_and_a_referral_its_sender() -> None:
    c01 = FILLED["C01"]
    refused = Intake.read(c01 | {"decision_suggest": "不接案"}, _Nobody)
    assert set(refused.errors) == {"reject_reason"}
    sent = Intake.read(c01 | {"channel": "热线派单", "referrer": {}}, _Nobody)
    assert set(sent.errors) == {"referrer"}


def test_a_plan_ends_after_it_begins() -> None:
    period = {"start": "2026-03-27", "end": "2026-03-26", "expected_sessions": "8"}
    plan = ServicePlan.read(FILLED["C04"] | {"period": period}, _Nobody)
    assert set(plan.errors) == {"period.end"}


def test_a_plan_for_somebody_at_risk_says_what_to_do_in_an_emergency() -> None:
    class AtRisk:
        risk = "medium"

    without = FILLED["C04"] | {"crisis_plan": ""}
    assert "应急预案" in ServicePlan.read(without, AtRisk).errors["crisis_plan"]
    assert ServicePlan.read(without, _Nobody).whole
