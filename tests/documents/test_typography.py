"""Chinese is set as a Chinese printer sets it, and codes stay as they are."""

import pytest

from documents import glyphs
from documents.typography import broken, ems, paragraphs, zh


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("每月通话 1~2 次", "每月通话1～2次"),
        ("血压 140/85 上下", "血压140/85上下"),
        ("GDS-15 得 9 分,PHQ-9 得 11 分", "GDS-15得9分，PHQ-9得11分"),
        ("时间:10:42", "时间：10:42"),
        ("一周 (约 3 次)", "一周（约3次）"),
        ("愿意改;怕麻烦!真的?", "愿意改；怕麻烦！真的？"),
        ("好了.", "好了。"),
        ("达到 50% 以上", "达到50%以上"),
        ("TQDJ-C-2026-0001-C04-01-2", "TQDJ-C-2026-0001-C04-01-2"),
        ("http://127.0.0.1:8000/v/8c2e", "http://127.0.0.1:8000/v/8c2e"),
        ("138****0001", "138****0001"),
        ("Lawton IADL (2.0)", "Lawton IADL (2.0)"),
        ("2026-03-24 11:20", "2026-03-24 11:20"),
    ],
)
def test_marks_and_blanks(typed: str, printed: str) -> None:
    assert zh(typed) == printed


def test_setting_twice_changes_nothing() -> None:
    once = zh("老伴去世 9 年,少出门 (近两月).")

    assert zh(once) == once


def test_paragraphs_are_kept() -> None:
    assert paragraphs("第一段 1 行\r\n\r\n  第二段,") == ["第一段1行", "第二段，"]


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("联系电话", ["联系电话"]),
        ("计划编号/版本", ["计划编号/", "版本"]),
        ("心理/情绪/认知", ["心理/情绪/", "认知"]),
        ("GAS分级（可选）", ["GAS分级", "（可选）"]),
        ("是否属本站服务范围", ["是否属本站", "服务范围"]),
    ],
)
def test_a_long_label_breaks_where_it_reads_well(label: str, lines: list[str]) -> None:
    assert broken(label, 6).split("\n") == lines


def test_figures_take_about_half_the_room() -> None:
    assert ems("2026") < ems("二零二六")


@pytest.mark.parametrize("name", ["秦玉兰", "欧阳明月", "阿依古丽·买买提"])
def test_a_common_name_is_held_by_the_faces_for_answers(name: str) -> None:
    assert glyphs.covers(name)


@pytest.mark.parametrize("name", ["王喆", "赵䶮", "林祎", "陈堃", "周赟", "吴昇", "冯燚", "李玥"])
def test_a_rare_name_is_held_by_the_fallback_alone(name: str) -> None:
    assert not glyphs.covers(name)
    assert glyphs.unknown(name) == []


def test_a_character_of_no_face_is_found() -> None:
    assert glyphs.unknown("𠮷田𠮷🙂\u200b") == ["𠮷", "🙂"]
