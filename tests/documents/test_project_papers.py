"""What is particular to the papers of projects: places to seal, totals, wide tables."""

import pytest

from documents.layout import Text, blocks_of
from documents.tables import EDGES, PAGE, widths
from documents.typography import ems
from tests.documents.reading import text_of_form
from tests.documents.samples import field


def test_each_party_of_a_contract_has_its_place_to_seal() -> None:
    text = text_of_form("P04")

    assert [text.count(f"{party}方（盖章）") for party in "甲乙丙"] == [1, 1, 1]


def test_an_application_is_declared_true_above_the_seal() -> None:
    text = text_of_form("P01")

    assert "本单位保证申报内容真实" in text
    assert "申报单位（盖章）济南市天桥区同舟社会工作服务中心" in text


def test_a_budget_ends_with_what_it_comes_to() -> None:
    assert "合计////150,000.00//" in text_of_form("P01")


def test_final_accounts_end_with_budget_spent_and_left_over() -> None:
    assert "合计150,000.00147,860.002,140.00/" in text_of_form("P10")


def test_a_report_names_its_project_below_the_title() -> None:
    assert "五社联动·困境群体共筑希望计划一、实施概况" in text_of_form("P09")


def test_the_lines_of_an_answer_stay_lines() -> None:
    group = field("结果", [["等级", "合格"], ["要求", "补批\n补反馈"]], "sub")

    _grade, demand = blocks_of([group])
    assert isinstance(demand, Text)
    assert demand.paragraphs == ["补批", "补反馈"]


@pytest.mark.parametrize("word", ["在案个案", "介入中", "下期", "2026-10-31", "TQDJ-C-2026-0002"])
def test_a_word_is_not_broken_however_long_its_neighbour(word: str) -> None:
    heads, long = ["甲", "乙", "丙", "丁", "戊"], "很长的一段话" * 20
    shares = widths(heads, [[word, "", "", "", long]])

    assert PAGE * shares[0] / 100 - EDGES >= ems(word) - 0.3
