"""Papers are printed, and read back."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from documents.layout import blocks_abreast, blocks_of
from documents.paper import Client, Field
from documents.printing import nothing, render
from documents.tables import Table
from documents.typography import zh
from tests.documents.reading import (
    bare,
    body,
    faces_in,
    faces_of,
    pages_of,
    printed,
    text_of,
    text_of_form,
)
from tests.documents.samples import (
    CLIENT,
    CODES,
    LIN,
    QIN,
    SUPERVISOR,
    WORKER,
    ZHENG,
    asking,
    field,
    paper,
    rows,
)

SPARE = {"Noto-Serif-SC", "Noto-Sans-SC"}


def words_in(shown: Any) -> list[str]:
    """Return every answer in a field's ``shown``, as it is set."""
    if isinstance(shown, dict):
        return [bare(zh(cell)) for row in shown["rows"] for cell in row]
    if isinstance(shown, list):
        return [bare(zh(answer)) for _label, answer in shown]
    return [bare(zh(each)) for each in shown.split("、")]


@pytest.mark.parametrize("code", CODES)
def test_every_answer_of_a_form_is_on_its_paper(code: str) -> None:
    form, text = paper(code), text_of_form(code)

    answers = [each for one in form.fields for each in words_in(one.shown)]
    assert [each for each in answers if each not in text] == []


@pytest.mark.parametrize("code", CODES)
def test_every_question_of_a_form_has_its_place_in_the_template(code: str) -> None:
    form, text = paper(code), text_of_form(code)

    assert "、其他" not in text
    labels = [bare(one.label) for one in form.fields]
    assert [each for each in labels if each not in text] == []


@pytest.mark.parametrize("code", CODES)
def test_head_and_foot_say_which_paper_it_is(code: str) -> None:
    form, pages = paper(code), pages_of(printed(code))

    assert printed(code).pages == len(pages)
    assert bare(form.title) in pages[0]
    assert "第1稿" in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        assert form.number in page
        assert bare(form.check_code) in page
        assert "封存2026-03-2411:20" in page
        assert ("内部资料注意保密" in page) == form.confidential
    assert form.sha256 in pages[-1]
    assert form.verify_url in pages[-1]


def test_a_plan_is_signed_by_those_who_agreed() -> None:
    last = pages_of(printed("C04"))[-1]

    assert f"社工：{LIN}2026年3月20日" in last
    assert f"督导：{ZHENG}2026年3月24日" in last
    assert "准予实施" in last
    assert "服务对象：年月日" in last


def test_the_minutes_of_a_conference_give_a_number_and_no_name() -> None:
    text = text_of(paper("C13", signatures=(WORKER,)))

    assert "研讨个案：TQDJ-C-2026-0001" in text
    assert [each for each in (QIN, "国棉四厂", "1947年", "138****0001") if each in text] == []


def test_a_referral_ticks_what_is_handed_on() -> None:
    assert "■风险提示□其他" in text_of_form("C10")
    assert "收件方不得另作他用" in text_of_form("C10")


def test_a_client_who_signed_with_a_witness_is_not_given_a_blank_line() -> None:
    client = replace(CLIENT, name=QIN, way="指印", witness="冯秀英")

    text = text_of(asking(signatures=(client,)))

    assert f"服务对象：{QIN}指印，见证人：冯秀英" in text


def test_an_answer_that_no_template_knows_is_printed_all_the_same() -> None:
    known = next(each for each in paper("C01").fields if each.key == "channel")

    text = text_of(asking(known, field("新增栏目", "新增的回答"), code="C01"))

    assert "一、登记求助方式转介二、其他新增栏目新增的回答三、签署" in text


def test_a_form_without_a_template_of_its_own_is_printed_plainly() -> None:
    few = paper("C01").fields[:6]

    text = text_of(replace(asking(*few), code="Z99"))

    assert "一、其他登记编号" in text
    assert "社区工作者" in text


def test_what_was_left_empty_is_struck_through() -> None:
    nothing_said: dict[str, Any] = {
        "text": "",
        "longtext": "",
        "yesno": "",
        "many": "",
        "sub": [["子项", ""]],
        "rows": rows("列|另一列"),
    }
    fields = [field(f"某{kind}", shown, kind) for kind, shown in nothing_said.items()]

    text = text_of(asking(*fields))

    assert [kind for kind in nothing_said if f"某{kind}/" not in text] == []


def test_options_are_boxes_of_which_the_chosen_are_filled() -> None:
    text = text_of_form("C03")

    assert "■会谈■入户观察□家属" in text
    assert "☑" not in text


@pytest.fixture(scope="module")
def boxes() -> str:
    """The text of a paper with answers to be ticked."""
    items = "健康、精神状况", "救助身份", "残疾情况"
    return text_of(
        asking(
            field("同意项", "健康、精神状况、残疾情况", "checklist", items),
            field("另一项", "", "checklist", ("甲项", "乙项")),
            field("类别", "", "many", ("孤儿", "其他")),
            field("筛查", [["想伤害自己", "是"], ["无处可住", "否"]], "sub"),
        )
    )


def test_an_option_whose_words_are_a_list_is_ticked(boxes: str) -> None:
    assert "■健康、精神状况□救助身份■残疾情况" in boxes


def test_to_have_agreed_to_nothing_is_printed_as_empty_boxes(boxes: str) -> None:
    assert "□甲项□乙项" in boxes


def test_options_of_which_none_was_chosen_are_struck_through(boxes: str) -> None:
    assert "类别/" in boxes
    assert "孤儿" not in boxes


def test_questions_of_yes_or_no_are_boxes(boxes: str) -> None:
    assert "想伤害自己■是□否" in boxes
    assert "无处可住□是■否" in boxes


def test_rare_names_are_printed_whole_in_one_face() -> None:
    names = ["王喆", "赵䶮", "林祎", "陈堃", "周赟", "吴昇", "冯燚"]
    fields = [field(f"第{number}人", name) for number, name in enumerate(names)]
    form = asking(*fields, signatures=())

    rare = render(replace(form, client=Client(name=names[0])))

    assert [name for name in names if name not in pages_of(rare)[0]] == []
    assert faces_of(rare, "".join(names)) == {"Noto-Serif-SC"}


def test_a_character_of_no_face_has_a_stand_in_and_is_named_on_the_paper() -> None:
    text = text_of(asking(field("姓名", "王𠮷🙂"), field("别名", "")))

    assert "姓名王〓〓别名/" in text
    assert "纸上印成“〓”的字不在字库里（U+20BB7、U+1F642），请在旁手写并签名。" in text


def test_what_one_cannot_see_is_not_printed() -> None:
    text = text_of(asking(field("姓名", "\ufeff王\u200b喆\x07\ufe0f"), field("别名", "")))

    assert "姓名王喆别名/" in text
    assert "〓" not in text


def test_a_very_long_answer_runs_over_pages_and_loses_nothing() -> None:
    said = "".join(f"第{each:04d}句话，服务对象独居、少出门。" for each in range(300))

    long = render(asking(field("总目标", said, "longtext")))

    assert long.pages > 3
    assert said in "".join(map(body, pages_of(long)))


@pytest.mark.parametrize("lines", range(23, 35, 2))
def test_signatures_never_stand_alone_on_a_page(lines: int) -> None:
    said = "\n".join(f"第{each}件事已经办了。" for each in range(lines))

    pages = pages_of(render(asking(field("事项", said, "longtext"))))

    signing = next(page for page in pages if "签署" in page)
    assert "件事已经办了" in signing


def test_rows_that_run_over_a_page_repeat_their_headings() -> None:
    lines = [f"第{each}次入户探访，看看浴室|林悦" for each in range(40)]

    pages = pages_of(render(asking(field("行动", rows("做什么|谁来做", *lines), "rows"))))

    assert len(pages) > 1
    assert all("做什么谁来做" in page for page in pages[:2])
    assert all(f"第{each}次入户探访" in "".join(pages) for each in range(40))


def test_who_came_is_printed_as_a_grid_in_the_order_of_the_sheet() -> None:
    text = text_of_form("G06")

    assert "组员出席情况签到" * 2 in text
    assert "秦玉兰出席本人签名苗凤英出席本人签名" in text
    assert "冉桂琴迟到扫码签到储美娟请假/" in text


def test_a_grid_is_filled_up_with_strokes_and_has_no_more_columns_than_people() -> None:
    few = field("影像授权", rows("组员|同意", "甲|是", "乙|否"), "rows")
    odd = field("影像授权", rows("组员|同意", "甲|是", "乙|否", "丙|是", "丁|否"), "rows")
    none = field("影像授权", rows("组员|同意"), "rows")

    assert cells(few) == [["甲", "是", "乙", "否"]]
    assert cells(odd)[1] == ["丁", "否", "", "", "", ""]
    assert blocks_abreast(none) == blocks_of([none])


def cells(of: Field) -> list[list[str]]:
    (block,) = blocks_abreast(of)
    assert isinstance(block, Table)
    return [[cell.text for cell in row.cells] for row in block.rows]


def test_what_was_typed_is_text_and_never_markup() -> None:
    typed = '<img src="http://example.invalid/x.png"><b>粗</b>&amp;{{ paper }}'

    assert bare(typed) in text_of(asking(field("总目标", typed, "longtext")))


@pytest.mark.parametrize(
    "url", ["http://example.invalid/x.png", "file:///etc/passwd", "data:text/plain,x"]
)
def test_a_paper_fetches_nothing(url: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        nothing(url)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert render(paper("C04")).content == printed("C04").content


def test_another_answer_gives_other_bytes() -> None:
    assert printed("C04").sha256 != render(asking(field("总目标", "另一个目标。"))).sha256


def test_nothing_of_what_is_printed_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    render(asking(field("姓名", "王🙂"), field("经过", "她说🙂", "longtext")))

    assert caplog.records == []


def test_a_long_opinion_has_a_line_of_its_own_and_loses_nothing() -> None:
    opinion = "这是一句很长的意见，" * 150 + "完了。"

    text = text_of(asking(signatures=(CLIENT, WORKER, replace(SUPERVISOR, opinion=opinion))))

    assert opinion in text


def test_a_row_taller_than_a_page_runs_on_and_loses_nothing() -> None:
    cell = "很长的一格字" * 700

    tall = render(asking(field("行动", rows("甲|乙", f"短|{cell}尾"), "rows")))

    pages = [body(page).replace("甲乙", "") for page in pages_of(tall)]
    assert f"{cell}尾" in "".join(pages)
    assert "很长的一格字" in pages[0], "it begins where there is room"


@pytest.mark.parametrize("code", CODES)
def test_a_form_is_a_small_file_with_its_faces_in_it(code: str) -> None:
    assert len(printed(code).content) <= 250_000
    assert all(face.startswith("BH-") or face in SPARE for face in faces_in(printed(code)))


def test_a_form_of_one_page_is_a_very_small_file() -> None:
    short = render(paper(fields=paper().fields[:3]))

    assert short.pages == 1
    assert len(short.content) <= 120_000


def test_the_file_says_what_it_is_but_not_about_whom() -> None:
    said = PdfReader(io.BytesIO(printed("C04").content)).metadata

    assert said is not None
    assert said.title == "个案服务计划书 TQDJ-C-2026-0001-C04-01-1"
    assert said.creation_date is not None
    assert said.creation_date.isoformat() == "2026-03-24T11:20:00+08:00"
    assert QIN not in str(said)
