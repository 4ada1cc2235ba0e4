"""The family is drawn, whatever it is like; and what the drawing shows, its words say."""

import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings

from casework import choices
from casework.models import Genogram
from documents.drawings import drawings_of
from documents.drawings.ecomap import HIGH, WIDE, around, ecomap
from documents.drawings.genogram import genogram
from documents.drawings.kin import family_of
from documents.drawings.placing import PITCH, ROW, placed
from documents.drawings.shapes import HALF, Drawing, Point
from documents.drawings.strokes import felt
from documents.paper import Paper
from tests.documents.families import LONG, ODD, QIN, WHATEVER, Row, member, system, tie
from tests.documents.reading import faces_of, printed, text_of, text_of_form
from tests.documents.samples import field, paper

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FAMILIES = [pytest.param(each, id=name) for name, each in {"qin": QIN, **ODD}.items()]
MARGIN = 3  # pixels: half a stroke, and the teeth of a zigzag


def check(content: Row) -> None:
    """Hold a drawing against what must be true of every one."""
    spots = placed(family_of(content)).spots
    assert len(spots) == len(family_of(content).people)
    for one, other in combinations(spots.values(), 2):
        assert abs(one.x - other.x) > 2 * HALF or abs(one.y - other.y) > 2 * HALF
    for drawing in (genogram(content), ecomap(content)):
        assert outside(drawing) == []


def outside(drawing: Drawing) -> list[str]:
    """Return what of a drawing lies beyond its edges."""
    found = [mark.d for mark in drawing.marks if not within(drawing, points(mark.d))]
    narrow = (each for each in drawing.labels if not each.text.isascii())
    return found + [
        each.text
        for each in narrow
        if not within(drawing, [Point(each.left, each.y), Point(each.left + each.wide, each.y)])
    ]


def within(drawing: Drawing, found: list[Point]) -> bool:
    return all(
        -MARGIN <= each.x <= drawing.width + MARGIN and -MARGIN <= each.y <= drawing.height + MARGIN
        for each in found
    )


def points(d: str) -> list[Point]:
    """Return the points that a path goes through; of an arc, where it ends."""
    found: list[Point] = []
    for command, numbers in re.findall(r"([A-Z])([^A-Z]*)", d):
        given = [float(each) for each in NUMBER.findall(numbers)]
        if command == "H":
            found.append(Point(given[0], found[-1].y))
        elif command == "V":
            found.append(Point(found[-1].x, given[0]))
        elif given:
            found.append(Point(*given[-2:]))
    return found


@pytest.mark.parametrize("content", FAMILIES)
def test_nobody_stands_on_another_and_all_is_inside(content: Row) -> None:
    check(content)


@settings(deadline=None, max_examples=150)
@given(WHATEVER)
def test_whatever_the_form_accepts_can_be_drawn(content: Row) -> None:
    check(content)


# ── who stands where ──────────────────────────────────────────────────────────────────────


def spots_of(content: Row) -> dict[str, Point]:
    people, spots = family_of(content).people, placed(family_of(content)).spots
    return {each.name: spots[at] for at, each in enumerate(people)}


def test_couples_stand_side_by_side_and_children_below_whichever_way_they_were_told() -> None:
    at = spots_of(QIN)

    assert at["本人"].y == at["丈夫"].y
    assert at["本人"].x - at["丈夫"].x == PITCH
    assert at["女儿"].y == at["本人"].y + ROW
    assert at["女儿"].x == (at["本人"].x + at["丈夫"].x) / 2
    assert at["外孙女"].y == at["女儿"].y + ROW


def test_whom_no_line_reaches_stands_in_a_row_below_all() -> None:
    at = spots_of(QIN)

    assert at["妹妹"].y == at["外孙女"].y + ROW
    assert "还没画关系线：妹妹。" in genogram(QIN).says


def test_parents_of_who_married_in_stand_beside_the_other_parents() -> None:
    content = {
        "nodes": [member("祖父"), member("父亲"), member("本人"), member("丈夫"), member("公公")],
        "edges": [
            tie("祖父", "父亲", "亲子"),
            tie("父亲", "本人", "亲子"),
            tie("本人", "丈夫", "婚姻"),
            tie("公公", "丈夫", "亲子"),
        ],
    }
    at = spots_of(content)

    assert at["公公"].y == at["父亲"].y == at["祖父"].y + ROW


@pytest.mark.parametrize("turned", [False, True])
def test_the_elder_is_the_parent_where_words_do_not_tell(*, turned: bool) -> None:
    ends = ("乙", "甲") if turned else ("甲", "乙")
    content = {"nodes": [member("甲", age=60), member("乙", age=30)], "edges": [tie(*ends, "亲子")]}

    assert genogram(content).says[-1] == "乙是甲的子女。"


def test_a_stepchild_hangs_on_its_own_parent_alone() -> None:
    told = {"nodes": [member("本人"), member("丈夫")], "edges": [tie("本人", "丈夫", "婚姻")]}
    child, step = (
        {**told, "edges": [*told["edges"], tie("丈夫", each, "亲子")]} for each in ("女儿", "继女")
    )

    assert "女儿画在本人和丈夫的线下。" in genogram(child).says
    assert not any("线下" in each for each in genogram(step).says)


# ── symbols and strokes ───────────────────────────────────────────────────────────────────


def looks(drawing: Drawing) -> list[str]:
    return [each.look for each in drawing.marks]


def test_the_dead_are_crossed_out_and_the_person_has_two_outlines() -> None:
    assert looks(genogram({"nodes": [member("甲")]})).count("cross") == 0
    assert looks(genogram({"nodes": [member("本人", alive=False)]})).count("ring") == 2
    assert looks(genogram({"nodes": [member("甲", alive=False)]})).count("cross") == 2


def test_every_closeness_has_a_form_of_its_own() -> None:
    line = [Point(0, 0), Point(60, 0), Point(120, 0)]
    drawn = {each: [mark.d for mark in felt(each, line)] for each in choices.QUALITIES}

    assert drawn.pop("一般") == []
    assert len({str(each) for each in drawn.values()}) == len(choices.QUALITIES) - 1
    assert all(drawn.values())


def test_one_frame_holds_those_who_live_together() -> None:
    lives = {"本人", "丈夫"}
    nodes = [member(each, cohabit=each in lives) for each in ("本人", "丈夫", "女儿")]
    edges = [tie("本人", "丈夫", "婚姻"), tie("本人", "女儿", "亲子")]
    drawing = genogram({"nodes": nodes, "edges": edges})

    assert looks(drawing).count("home") == 2  # the frame, and its sample
    assert "同住：本人、丈夫。" in drawing.says


@pytest.mark.parametrize("count", range(61))
def test_systems_stand_apart(count: int) -> None:
    spots = around(count)

    assert len(spots) == count
    for one, other in combinations(spots, 2):
        assert abs(one.x - other.x) >= 2 * WIDE or abs(one.y - other.y) >= 2 * HIGH


def test_arrows_point_where_support_flows() -> None:
    count = {
        way: looks(ecomap({"ecosystems": [system("邻居", "弱", way)]})).count("arrow")
        for way in ["", *choices.FLOWS_OF_SUPPORT]
    }

    assert count == {"": 0, "双向": 3, "向服务对象": 2, "向外": 2}  # each with its sample


# ── words ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", FAMILIES)
def test_whoever_is_drawn_is_named_in_words(content: Row) -> None:
    for drawing in drawings_of(content):
        said = "".join(drawing.says)
        names = (each.text.rstrip("…") for each in drawing.labels if each.look == "name")
        assert [each for each in names if each not in said] == []


def test_the_words_say_who_is_what_to_whom() -> None:
    family, around_them = drawings_of(QIN)

    assert "丈夫：男，80 岁，已故。" in family.says
    assert "本人和丈夫：婚姻。" in family.says
    assert "外孙女是女儿的子女，关系疏离。" in family.says
    assert "社区卫生中心（医疗）：关系强，支持流向服务对象。" in around_them.says
    assert "合唱队：强弱没写。" in around_them.says


def test_what_was_guessed_is_said() -> None:
    [drawing] = drawings_of(ODD["nobody of that name"])
    [same] = drawings_of(ODD["one with themselves"])

    assert "关系线里的“儿媳”不在成员里，先按性别未说明画出。" in drawing.says
    assert "“本人”有一条关系线两头是同一个人，没有画。" in same.says


# ── writing it ────────────────────────────────────────────────────────────────────────────


def written(content: Row) -> list[str]:
    template = "documents/drawings/drawing.html"
    return [
        render_to_string(template, {"drawing": each, "id": "t"}) for each in drawings_of(content)
    ]


def test_nothing_that_was_typed_is_markup() -> None:
    bad = "<b>&\"'"
    [family, systems] = written({"nodes": [member(bad)], "ecosystems": [system(bad)]})

    for svg in (family, systems):
        assert "<b>" not in svg
        assert "&lt;b&gt;" in svg
        assert "style=" not in svg


@pytest.mark.parametrize("content", FAMILIES)
def test_no_text_is_too_small_and_no_name_is_in_an_attribute(content: Row) -> None:
    for svg in written(content):
        assert min((int(each) for each in re.findall(r'font-size="(\d+)"', svg)), default=12) >= 12
        assert not re.search(r"<[^>]*[\u4e00-\u9fff][^>]*>", svg)


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_words() -> None:
    [drawing, _systems] = drawings_of(ODD["a long name"])
    shown: list[Any] = [each.text for each in drawing.labels if each.look == "name"]

    assert shown[:2] == [LONG[:6], LONG[6:11] + "…"]
    assert LONG in drawing.says[0]


# ── on paper ──────────────────────────────────────────────────────────────────────────────


def paper_of_family(content: Row) -> Paper:
    keys = ("nodes", "edges", "household_boundary", "ecosystems")
    questions = [Genogram.question(key) for key in keys]
    fields = [
        replace(field(str(each.label), each.shown(content.get(each.key))), key=each.key)
        for each in questions
    ]
    told = [replace(each, value=content.get(each.key)) for each in fields]
    return paper("D02", fields=tuple(told))


def test_the_paper_holds_the_labels_of_both_drawings_in_our_face() -> None:
    text = text_of_form("D02")

    assert "一、家庭结构图与生态图" in text
    assert "78本人服务对象50女儿" in text
    assert "邻居邻里关系弱支持流向" in text
    assert faces_of(printed("D02"), "流") == {"BH-Hei"}


def test_a_wide_family_shrinks_to_the_page() -> None:
    text = text_of(paper_of_family(QIN | {"nodes": ODD["twenty-five"]["nodes"]}))

    assert "还没画关系线：" in text
    assert "第24" in text


def test_a_paper_without_a_family_has_no_drawing() -> None:
    assert "一、家庭结构图与生态图" not in text_of(paper_of_family({}))
