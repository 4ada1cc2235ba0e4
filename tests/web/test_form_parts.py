"""The form parts: every kind of question, whole and usable by everybody."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from tests.web.markup import Page

MORNING = dt.datetime(2026, 11, 23, 10, 42, tzinfo=timezone.get_default_timezone())
KINDS = [
    *("text", "longtext", "choice", "many", "yesno", "day", "moment", "number", "phone"),
    *("idcard", "sub", "rows", "checklist", "wording", "auto"),
]


def asked(kind: str = "text", key: str = "bio", **given: Any) -> Any:
    """Return a question as the form parts know it."""
    plain: dict[str, Any] = {
        "key": key,
        "name": key,
        "id": f"f-{key}",
        "label": "健康状况",
        "kind": kind,
        "hint": "",
        "required": "yes",
        "options": [],
        "value": "",
        "parts": [],
        "rows": [],
        "blank": [],
        "error": "",
        "remarks": [],
        "source": "",
        "locked": "",
        "max_length": None,
    }
    return SimpleNamespace(**(plain | given))


def remark(**given: Any) -> Any:
    plain = {"id": 7, "text": "写明几次。", "by": "郑敏", "at": MORNING, "label": ""}
    return SimpleNamespace(**({**plain, "answer": "", "answer_url": "/remarks/7/"} | given))


def filled(kind: str, **given: Any) -> Any:
    """Return a question of ``kind`` with everything that can hang on one."""
    few = [("a", "会谈"), ("b", "家属")]
    part = asked("day", "bio-start", label="开始日期", hint="按实际日期")
    row = [asked("longtext", "bio-0-goal", label="目标"), asked("many", "bio-0-way", options=few)]
    blank = [asked("longtext", "bio-__n__-goal", label="目标")]
    extra = {
        "options": few,
        "parts": [part] if kind == "sub" else [asked("longtext", "goal", label="目标")],
        "rows": [row],
        "blank": blank,
        "hint": "照实写",
        "source": "带自《个案预估表》",
        "error": "“健康状况”还没填。",
        "remarks": [remark()],
    }
    return asked(kind, **(extra | given))


def field(q: Any) -> str:
    return render_to_string("web/parts/_field.html", {"q": q})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_is_whole(kind: str) -> None:
    page = Page(field(filled(kind)))

    assert len(page.ids) == len(set(page.ids))
    assert page.referred <= set(page.ids)
    assert {"f-bio", "f-bio-hint", "f-bio-error", "f-bio-source", "remark-7"} <= set(page.ids)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"wording", "auto"}])
def test_every_control_has_a_name_to_send_and_a_name_to_hear(kind: str) -> None:
    html = field(filled(kind))
    page = Page(html)
    labelled = {each["for"] for each in page.all("label") if "for" in each}

    for control in page.controls():
        inside = f'name="{control["name"]}" value="{control.get("value")}"' in html
        assert control["name"]
        assert control.get("id") in labelled or (inside and "id" not in control)


@pytest.mark.parametrize("kind", ["text", "longtext", "number", "day", "moment", "phone", "idcard"])
def test_a_wrong_answer_is_kept_marked_and_explained(kind: str) -> None:
    control = Page(field(filled(kind, value="十二", remarks=[])))

    [shown] = control.controls()
    assert shown["aria-invalid"] == shown["aria-required"] == "true"
    assert shown["aria-describedby"] == "f-bio-hint f-bio-source f-bio-error"
    assert kind == "longtext" or shown["value"] == "十二"


def test_what_was_typed_is_never_markup() -> None:
    assert "<b>" not in field(asked("longtext", value="<b>", hint="<b>", error="<b>"))


def test_few_options_lie_open_and_many_are_a_list() -> None:
    few, many = [(f"{n}", f"{n}") for n in range(6)], [(f"{n}", f"{n}") for n in range(7)]
    options = Page(field(asked("choice", options=few, value="3"))).all("input")

    assert [each["value"] for each in options if "checked" in each] == ["3"]
    assert Page(field(asked("choice", options=many))).all("select")


def test_an_optional_choice_can_be_taken_back() -> None:
    options = Page(field(asked("yesno", required="no", value="yes"))).all("input")

    assert [each["value"] for each in options] == ["yes", "no", ""]


def test_several_answers_stay_ticked() -> None:
    options = [("a", "会谈"), ("b", "家属"), ("c", "量表")]
    boxes = Page(field(asked("many", options=options, value=["a", "c"]))).all("input")

    assert [each["value"] for each in boxes if "checked" in each] == ["a", "c"]


def test_required_and_conditional_are_said_in_words() -> None:
    assert "必填" in field(asked())
    assert "按情况必填" in field(asked(required="conditional"))
    assert "必填" not in field(asked(required="no"))


def test_a_locked_question_says_why_and_asks_nothing() -> None:
    html = field(asked("longtext", locked="先取得单独同意。", value="不该出现"))

    assert "先取得单独同意。" in html
    assert not Page(html).controls()
    assert "不该出现" not in html


def test_rows_can_be_added_without_a_script() -> None:
    page = Page(field(filled("rows")))
    [add] = [each for each in page.all("button") if each.get("name") == "add"]

    assert add["value"] == "bio"
    assert add["type"] == "submit"
    assert "bio-__n__-goal" in [each["name"] for each in page.controls()]


@pytest.mark.parametrize(("columns", "cards"), [(5, False), (6, True)])
def test_many_columns_become_cards(columns: int, cards: bool) -> None:
    parts = [asked(key=f"part{n}") for n in range(columns)]

    assert ("answers cards" in field(asked("rows", parts=parts))) is cards


def test_a_remark_on_a_column_stands_under_the_table_and_marks_its_cells() -> None:
    told = [remark(label="目标")]
    cell = asked("longtext", "goals-0-goal", remarks=told)
    html = field(asked("rows", parts=[asked(key="goal", remarks=told)], rows=[[cell]]))

    assert html.count('id="remark-7"') == 1
    assert 'class="c-l anch"' in html
    assert 'aria-describedby="remark-7"' in html


def test_a_remark_is_answered_together_with_the_draft() -> None:
    page = Page(field(asked(remarks=[remark()])))
    buttons = {each["value"]: each for each in page.all("button")}

    assert buttons["done"]["formaction"] == buttons["reply"]["formaction"] == "/remarks/7/"
    assert "answer-7" in [each["name"] for each in page.controls()]


def test_a_remark_without_a_place_to_answer_is_only_read() -> None:
    html = field(asked(remarks=[remark(answer="改成每周一次。", answer_url="")]))

    assert "改成每周一次。" in html
    assert not Page(html).all("button", "textarea")
