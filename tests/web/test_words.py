"""Words for days and hours, icons, and the files that a page links."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from web.templatetags import ui

WEB = Path(ui.__file__).parents[1]
ROOT = WEB.parent
MONDAY = dt.date(2026, 11, 23)
MORNING = dt.datetime(2026, 11, 23, 10, 42, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("left", "words", "cls"),
    [
        (-2, "逾期 2 天", "late"),
        (0, "今天截止", "soon"),
        (2, "还有 2 天", "soon"),
        (3, "还有 3 天", ""),
    ],
)
def test_a_deadline_says_how_far_away_it_is(left: int, words: str, cls: str) -> None:
    said = ui.due(MONDAY + dt.timedelta(left), MONDAY)

    assert (said.words, said.cls) == (words, cls)
    assert said.day == f"11-{23 + left}"


def test_a_day_of_another_year_says_so() -> None:
    assert ui.day(MONDAY, MONDAY) == "11-23"
    assert ui.day(dt.date(2025, 11, 23), MONDAY) == "2025-11-23"
    assert ui.zh_day(MONDAY) == "2026年11月23日"
    assert ui.weekday(MONDAY) == "11月23日 周一"


def test_a_moment_of_today_says_today_in_beijing_time() -> None:
    assert ui.moment(MORNING.astimezone(dt.UTC), MONDAY) == "今天 10:42"
    assert ui.moment(MORNING - dt.timedelta(2), MONDAY) == "11-21 10:42"


def test_nothing_has_no_day() -> None:
    assert [f(None) for f in (ui.day, ui.moment, ui.zh_day, ui.weekday)] == [""] * 4


@pytest.mark.parametrize(
    ("hour", "words"), [(4, "夜深了"), (8, "早上好"), (13, "中午好"), (23, "晚上好")]
)
def test_one_is_greeted_by_the_hour(hour: int, words: str) -> None:
    assert ui.greeting(MORNING.replace(hour=hour)) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ddrtttt", "第 3 步 计划 退回，共 7 步"),
        ("ddddddd", "各步均已完成"),
        ("ttttttt", "各步都未开始"),
    ],
)
def test_the_bar_says_in_words_what_it_shows(code: str, words: str) -> None:
    drawn = ui.mini(code)

    assert f'aria-label="{words}"' in drawn
    assert drawn.count("<i ") == 7


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in ui.icon("check")
    assert 'role="img" aria-label="已&lt;完成&gt;"' in ui.icon("check", label="已<完成>")


def test_an_icon_we_do_not_have_stops_the_page() -> None:
    with pytest.raises(FileNotFoundError):
        ui.icon("no-such-thing")


def test_every_icon_a_template_names_is_there() -> None:
    texts = [each.read_text(encoding="utf-8") for each in ROOT.glob("*/templates/**/*.html")]
    named = {name for text in texts for name in re.findall(r'{% icon "([^"]+)"', text)}

    assert named
    assert not {name for name in named if not (ui.ICONS / f"{name}.svg").exists()}


@pytest.mark.parametrize(("part", "folder"), [("_styles", "css"), ("_scripts", "js")])
def test_every_style_and_script_is_linked(part: str, folder: str) -> None:
    linked = render_to_string(f"web/parts/{part}.html") + render_to_string("web/login.html")
    files = {each.name for each in (WEB / "static/web" / folder).iterdir()}

    assert {name for name in files if f"web/{folder}/{name}" not in linked} == set()


def test_nothing_is_written_into_the_page_that_a_strict_policy_forbids() -> None:
    texts = [each.read_text(encoding="utf-8") for each in (WEB / "templates").rglob("*.html")]

    assert not [text for text in texts if re.search(r'\sstyle="|\son[a-z]+="|javascript:', text)]
