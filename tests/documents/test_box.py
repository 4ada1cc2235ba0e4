"""案卷: every paper of a case in one PDF, in order, with the signed pages behind their papers."""

import io
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader

from accounts.models import User
from casework import archive
from casework.demo.serving import PAGE
from casework.errors import RuleError
from casework.models import Case
from casework.scans import keep, wanted
from casework.services import act
from documents.models import Document
from documents.services import BOX, make
from tests import actors
from tests.actors import fill, seen
from tests.driver import at


@pytest.fixture
def following(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """秦玉兰's case, closed on 2026-06-12 and visited once."""
    people = {"worker": lin_yue, "supervisor": zheng_min}
    with at("2026-03-24 10:00"):
        actors.accepted(lead, head=zhou_lan, **people)
        actors.assessed(lead, **people)
        actors.planned(lead, **people)
    with at("2026-06-12 10:00"):
        actors.served(lead, worker=lin_yue)
        actors.closed(lead, head=zhou_lan, **people)
    with at("2026-07-20 10:00"):
        actors.visited(lead, worker=lin_yue, conclusion="结束跟进")
    return lead


def printed(case: Case) -> None:
    for document in Document.objects.filter(dossier=case.pk).exclude(state="ready"):
        assert make(document.pk)


def photo() -> bytes:
    taken = io.BytesIO()
    Image.new("RGB", (900, 400), "grey").save(taken, format="JPEG")
    return taken.getvalue()


def archived(case: Case, worker: User, head: User) -> Document:
    with at("2026-09-28 10:00"):
        (consent, plan) = wanted(case)
        keep(case, *consent, PAGE, by=worker)
        keep(case, *plan, photo(), by=worker)
        fill(case, "C16", by=worker)
        act("ask_finish_followup", case, by=worker)
        judgement = seen(case, "ask_finish_followup")
        act("finish_followup", case, by=head, judgement=judgement)
    for document in Document.objects.filter(dossier=case.pk, form="C16"):
        assert make(document.pk)
    box = Document.objects.get(dossier=case.pk, form=BOX)
    assert make(box.pk)
    box.refresh_from_db()
    return box


def test_a_paper_that_is_not_printed_keeps_the_box_open(following: Case, lin_yue: User) -> None:
    printed(following)
    Document.objects.filter(dossier=following.pk, form="C03").update(state="failed", content=None)
    for submission, form in wanted(following):
        keep(following, submission, form, PAGE, by=lin_yue)
    fill(following, "C16", by=lin_yue)
    (lack,) = archive.missing(following)
    assert (lack.form, "《个案预估表》还没印成" in lack.says) == ("C03", True)
    with pytest.raises(RuleError, match="卷内文书须齐全"):
        act("ask_finish_followup", following, by=lin_yue)


def test_the_box_holds_every_paper_in_order(following: Case, lin_yue: User, zhou_lan: User) -> None:
    printed(following)
    boxed = archive.papers(following)
    assert all(paper.pages for paper in boxed)
    box = archived(following, lin_yue, zhou_lan)
    bound = PdfReader(io.BytesIO(box.read()))
    titles = [str(entry.title) for entry in bound.outline]  # type: ignore[union-attr]
    assert titles == [
        "封面与目录",
        "求助（接案）登记表",
        "知情同意书与服务协议",
        "知情同意书与服务协议 签字页",
        "服务对象档案",
        "个案预估表",
        "家庭结构图与生态图",
        "个案服务计划书",
        "个案服务计划书 签字页",
        "个案服务过程记录表（第 1 份）",
        "结案评估表",
        "结案报告（结案表）",
        "回访/跟进记录表（第 1 份）",
        "备考表",
    ]
    cover = Document.objects.get(dossier=following.pk, form="C16")
    assert box.pages == len(bound.pages) == sum(p.pages or 0 for p in boxed) + cover.pages + 2
    assert box.number == f"{following.number}-BOX-01-1"


def test_the_cover_says_what_is_in_the_box(following: Case, lin_yue: User, zhou_lan: User) -> None:
    printed(following)
    archived(following, lin_yue, zhou_lan)
    cover = Document.objects.get(dossier=following.pk, form="C16")
    pages = PdfReader(io.BytesIO(cover.read())).pages
    text = ["".join(page.extract_text().split()) for page in pages]
    first, last = "".join(text[:-1]), text[-1]
    assert following.number in first
    assert "独居老人秦某情绪心理个案" in first
    assert "秦玉兰" not in "".join(text)
    assert ["10年" in first, "限制" in first] == [True, True]
    catalogue = ["求助(接案)登记表", "个案预估表", "结案评估表", "回访/跟进记录表(第1份)"]
    wide = first.replace("（", "(").replace("）", ")")
    assert [each for each in catalogue if each not in wide] == []
    assert "备考表" in last
    assert f"{date(2026, 9, 28):%Y-%m-%d}"[:4] in last


def test_a_broken_scan_never_gets_into_the_box(following: Case, lin_yue: User) -> None:
    (submission, form), _plan = wanted(following)
    for broken in (b"%PDF-1.7 nothing", b"\xff\xd8\xff nothing", b"\x89PNG\r\n\x1a\n nothing"):
        with pytest.raises(RuleError, match="打不开"):
            keep(following, submission, form, broken, by=lin_yue)
