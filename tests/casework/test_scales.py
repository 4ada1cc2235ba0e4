"""Scales: what is scored how, read how, and kept beside the score."""

from typing import Any

import pytest

from accounts.models import User
from casework import choices, screening
from casework.catalogue import FORMS
from casework.drafts import checked, draft_of, raw_of
from casework.errors import RuleError, StaleDraftError
from casework.models import Assessment, Case
from casework.scales import GAD7, GDS15, PHQ9, SCALES, Scale
from casework.services import act, save_draft
from tests.actors import accepted, fill, screened
from tests.driver import at
from tests.filled import C03

each_scale = pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
CALM = [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0]  # GDS-15: content with everything


@pytest.fixture
def assessing(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


# ── scoring ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("scale", "items", "top"), [(PHQ9, 9, 27), (GAD7, 7, 21), (GDS15, 15, 15)])
def test_a_scale_goes_from_nothing_to_all(scale: Scale, items: int, top: int) -> None:
    least = [scale.points(n, 0) for n in range(1, items + 1)]
    most = [scale.points(n, scale.most) for n in range(1, items + 1)]

    assert (len(scale.items), scale.top) == (items, top)
    assert (scale.score(least), scale.score(most)) == (0, top)


def test_a_gds_counts_what_is_missing_from_a_good_life() -> None:
    """是 to 1, 5, 7, 11 and 13 is well; 是 to the others is not."""
    assert GDS15.score(CALM) == 0
    assert GDS15.score([1] * 15) == 10
    assert GDS15.score([0] * 15) == 5
    assert [n for n in range(1, 16) if GDS15.points(n, 1) == 0] == [1, 5, 7, 11, 13]


@pytest.mark.parametrize(
    ("scale", "bands"),
    [
        (
            PHQ9,
            {"没有": (0, 4), "轻度": (5, 9), "中度": (10, 14), "中重": (15, 19), "重度": (20, 27)},
        ),
        (GAD7, {"没有": (0, 4), "轻度": (5, 9), "中度": (10, 14), "重度": (15, 21)}),
        (GDS15, {"没有": (0, 4), "可能": (5, 9), "抑郁": (10, 15)}),
    ],
)
def test_every_band_begins_and_ends_where_the_handbook_says(
    scale: Scale, bands: dict[str, tuple[int, int]]
) -> None:
    said = {
        score: scale.reading(score).removeprefix("筛查提示：") for score in range(scale.top + 1)
    }

    found = {words[:2]: (0, 0) for words in said.values()}
    for words in found:
        scores = [score for score, text in said.items() if text.startswith(words)]
        found[words] = (scores[0], scores[-1])
    assert found == bands


@each_scale
def test_a_reading_is_a_hint_and_no_diagnosis(scale: Scale) -> None:
    said = [scale.reading(score) for score in range(scale.top + 1)]

    assert all(each.startswith("筛查提示：") and "诊断" not in each for each in said)
    assert max(map(len, said)) <= 100


def test_the_ninth_item_asks_for_attention_whatever_the_sum() -> None:
    quiet, said = PHQ9.result([0] * 9), PHQ9.result([0] * 8 + [1])

    assert (quiet.watched, quiet.reading) == (0, "筛查提示：没有明显抑郁症状")
    assert (said.score, said.watched) == (1, 1)
    assert said.reading.endswith("；第 9 题 1 分，须立即关注")
    assert [each.watched for each in (GAD7, GDS15)] == [None, None]


@each_scale
def test_what_is_kept_can_be_read_again(scale: Scale) -> None:
    options = [(number * 2) % (scale.most + 1) for number in range(len(scale.items))]
    result = scale.result(options)
    points = scale.kept(result.kept)

    assert points == result.points
    assert sum(points) == result.score
    assert [scale.points(number, each) for number, each in enumerate(points, 1)] == options


@each_scale
@pytest.mark.parametrize("text", ["", "1", "一 二", "1  2", "9 " * 8 + "9", "0 " * 20 + "0", "-1"])
def test_what_is_not_of_a_scale_is_not_read(scale: Scale, text: str) -> None:
    assert scale.kept(text) is None


@each_scale
def test_a_scale_has_a_name_that_forms_offer_and_an_address(scale: Scale) -> None:
    assert scale.key in choices.SCALES
    assert scale.slug == scale.key.lower()
    assert len(set(map(str, scale.items))) == len(scale.items)


# ── a score typed over the answers ────────────────────────────────────────────────────────


def row(**changes: Any) -> dict[str, Any]:
    nine = {"scale": "PHQ-9", "score": "5", "item9": "1", "answers": "2 1 0 0 0 0 0 1 1"}
    return nine | changes


def wrong_in(*rows: dict[str, Any]) -> dict[str, str]:
    return Assessment.read(C03 | {"scales": list(rows)}, None).errors


def test_a_score_that_agrees_with_its_answers_is_taken() -> None:
    read = Assessment.read(C03 | {"scales": [row()]}, None)

    assert "scales" not in "".join(read.errors)
    assert read.content["scales"][0]["answers"] == "2 1 0 0 0 0 0 1 1"


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"score": "4"}, "score", "逐题合计是 5 分"),
        ({"score": ""}, "score", "还没填"),
        ({"score": "五"}, "score", "这里填整数"),
        ({"item9": "0"}, "item9", "逐题时第 9 题是 1 分"),
        ({"item9": ""}, "item9", "逐题时第 9 题是 1 分"),
        ({"scale": "GAD-7"}, "scale", "另一个量表"),
        ({"scale": "WHO-5"}, "scale", "另一个量表"),
        ({"answers": "1 1 1"}, "scale", "另一个量表"),
    ],
)
def test_what_is_typed_against_the_answers_is_refused_at_its_field(
    changes: dict[str, str], place: str, says: str
) -> None:
    blank = dict.fromkeys(row(), "")
    errors = wrong_in(blank, row(**changes))

    assert says in errors[f"scales.1.{place}"]


def test_who_clears_a_row_has_cleared_its_answers_with_it() -> None:
    gone = dict.fromkeys(row(), "") | {"answers": "2 1 0 0 0 0 0 1 1"}
    read = Assessment.read(C03 | {"scales": [gone]}, None)

    assert read.content["scales"] is None
    assert "scales" not in "".join(read.errors)


def test_a_score_alone_needs_no_answers() -> None:
    assert "scales" not in "".join(wrong_in(row(answers="", score="27")))


def test_what_nobody_could_have_answered_is_not_kept() -> None:
    read = Assessment.read(C03 | {"scales": [row(answers="<b>很好</b>")]}, None)

    assert read.content["scales"][0]["answers"] is None


# ── asking ────────────────────────────────────────────────────────────────────────────────


def test_a_result_lands_in_the_row_of_its_scale_and_leaves_the_others(
    assessing: Case, lin_yue: User
) -> None:
    fill(assessing, "C03", by=lin_yue)
    with at("2026-03-12 09:00"):
        screening.screen(assessing, "C03", PHQ9, [1, 1, 2, 2, 1, 1, 1, 0, 0], by=lin_yue)

    first, second = raw_of(assessing, "C03")["scales"]
    assert first == C03["scales"][0]
    assert second == {
        "scale": "PHQ-9",
        "version": "中文版",
        "date": "2026-03-12",
        "score": "9",
        "item9": "0",
        "interpretation": "筛查提示：轻度抑郁症状",
        "answers": "1 1 2 2 1 1 1 0 0",
    }
    assert "scales" not in "".join(checked(assessing, "C03").errors)


def test_a_new_scale_takes_the_first_empty_row_or_one_of_its_own(
    assessing: Case, lin_yue: User
) -> None:
    empty = {"scale": "", "score": ""}
    fill(assessing, "C03", by=lin_yue, scales=[C03["scales"][0], empty])
    screening.screen(assessing, "C03", PHQ9, [0] * 9, by=lin_yue)
    screening.screen(assessing, "C03", GAD7, [3] * 7, by=lin_yue)

    rows = raw_of(assessing, "C03")["scales"]
    assert [each["scale"] for each in rows] == ["GDS-15", "PHQ-9", "GAD-7"]
    assert rows[2]["interpretation"] == "筛查提示：重度焦虑症状"


def test_the_same_twice_is_saved_once(assessing: Case, lin_yue: User) -> None:
    for _press in range(2):
        screening.screen(assessing, "C03", GDS15, CALM, by=lin_yue, version=0)

    draft = draft_of(assessing, "C03")
    assert draft
    assert draft.version == 1


def test_a_draft_saved_meanwhile_is_not_written_over(assessing: Case, lin_yue: User) -> None:
    fill(assessing, "C03", by=lin_yue)

    with pytest.raises(StaleDraftError):
        screening.screen(assessing, "C03", GDS15, CALM, by=lin_yue, version=0)

    assert raw_of(assessing, "C03")["scales"] == C03["scales"]


@pytest.mark.parametrize(("ninth", "alarmed"), [(0, 0), (1, 0), (2, 1), (3, 1)])
def test_the_ninth_item_alarms_and_asks_for_a_safety_plan(
    assessing: Case, lin_yue: User, ninth: int, alarmed: int
) -> None:
    fill(assessing, "C03", by=lin_yue)
    screening.screen(assessing, "C03", PHQ9, [0] * 8 + [ninth], by=lin_yue)

    assert assessing.alarms.filter(reason="phq9_item9").count() == alarmed
    assert ("safety_plan" in checked(assessing, "C03").missing) is (ninth > 0)
    if ninth:
        with pytest.raises(RuleError, match="安全计划"):
            act("submit_assessment", assessing, by=lin_yue)


def test_without_consent_nothing_is_scored(lead: Case, lin_yue: User, zhou_lan: User) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)

    with pytest.raises(RuleError, match="知情同意书"):
        screening.screen(lead, "C03", PHQ9, [0] * 9, by=lin_yue)

    assert draft_of(lead, "C03") is None


def test_a_form_without_scales_has_no_place_for_them(assessing: Case, lin_yue: User) -> None:
    with pytest.raises(LookupError):
        screening.screen(assessing, "C04", PHQ9, [0] * 9, by=lin_yue)

    assert screening.rows_for("C99", PHQ9) is None


def test_what_was_chosen_is_there_again_the_same_day_only(assessing: Case, lin_yue: User) -> None:
    with at("2026-03-12 09:00"):
        screening.screen(assessing, "C03", GDS15, CALM, by=lin_yue)
        found = screening.row_of(assessing, "C03", GDS15)
        same = screening.chosen_today(found, GDS15)
    with at("2026-03-13 09:00"):
        later = screening.chosen_today(found, GDS15)

    assert list(same.values()) == CALM
    assert later == {}


def test_the_answers_are_sealed_with_the_form(assessing: Case, lin_yue: User) -> None:
    fill(assessing, "C03", by=lin_yue, scales=[])
    with at("2026-03-12 09:00"):
        screening.screen(assessing, "C03", GAD7, [1, 2, 0, 1, 0, 3, 1], by=lin_yue)
        act("submit_assessment", assessing, by=lin_yue)

    (field,) = [
        each
        for each in assessing.submissions.get(form="C03").form_of("C03")["fields"]
        if each["key"] == "scales"
    ]
    assert field["value"][0]["answers"] == "1 2 0 1 0 3 1"
    assert "1 2 0 1 0 3 1" in field["shown"]["rows"][0]
    assert FORMS["C03"].question("scales").sealed


def test_a_draft_with_answers_is_read_as_whole(assessing: Case, lin_yue: User) -> None:
    save_draft(assessing, "C03", C03, by=lin_yue)
    screening.screen(assessing, "C03", GDS15, [1] * 15, by=lin_yue)

    assert checked(assessing, "C03").whole
