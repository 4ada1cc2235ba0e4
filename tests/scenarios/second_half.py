"""S1 from the approved plan to the archive box, as its people take it in their browsers."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from accounts.models import User
from casework import followups
from casework.demo.serving import PAGE
from casework.models import Case, ClosingEvaluation
from casework.sessions import volume
from documents.models import Document
from tests.driver import Browser, at, typing
from tests.filled import C05, C07, C08, C09, C11, C16
from tests.scenarios.walk import assert_printed, bare, done, now, on_desk

SERVICES = [  # day, way, from, to: 60, 50, 50, 30, 120, 40, 40, 40 minutes
    ("2026-03-27", "入户", "14:00", "15:00"),
    ("2026-04-03", "入户", "14:00", "14:50"),
    ("2026-04-10", "面谈", "09:00", "09:50"),
    ("2026-04-17", "电话", "10:00", "10:30"),
    ("2026-04-24", "陪同", "08:30", "10:30"),
    ("2026-05-08", "入户", "14:00", "14:40"),
    ("2026-05-22", "入户", "14:00", "14:40"),
    ("2026-06-05", "入户", "14:00", "14:40"),
]
BOX = [
    *["求助（接案）登记表", "知情同意书与服务协议", "服务对象档案", "个案预估表"],
    *["家庭结构图与生态图", "个案服务计划书"],
    *[f"个案服务过程记录表（第 {number} 份）" for number in range(1, 9)],
    *["中期（阶段）评估表（第 1 份）", "结案评估表", "结案报告（结案表）"],
    *[f"回访/跟进记录表（第 {number} 份）" for number in (1, 2)],
]


def due(case: Case) -> list[tuple[str, date]]:
    found = case.deadlines.filter(met_on=None).order_by("due_on", "verb")
    return list(found.values_list("verb", "due_on"))


def served(case: Case, worker: User, supervisor: User, number: int) -> None:
    """The worker records a service on the day itself; the supervisor reads it the next."""
    day, mode, start, end = SERVICES[number]
    with at(f"{day} 17:00"):
        browser = Browser(worker)
        page = browser.follow(browser.open("/"), "写记录")
        assert f"第 {number + 1} 次服务记录" in page.main
        if number:
            assert C05["next_plan"]["content"] in page.part("last-time").words
        said = C05 | {
            "time": {"date": day, "start": start, "end": end},
            "place_mode": {"place": "家中", "mode": mode},
        }
        done(browser.press(page, "提交", typing(said)), "记录服务")
    with at(f"{day} 18:00"):
        browser = Browser(supervisor)
        filed = case.submissions.filter(form="C05").latest("pk")
        page = browser.open(f"/dossiers/{case.pk}/filed/{filed.pk}/")
        assert C05["process"] in page.main
        page = browser.press(page, "阅", {"says": "继续。"})
        assert "郑敏 已阅" in page.main
        assert not page.offers("阅")


def reviewed(case: Case, worker: User, supervisor: User) -> None:
    """C07 on 05-08: handed in, and approved to go on."""
    with at("2026-05-08 17:30"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/?form=C07&for=submit_midterm")
        assert page.typed("f-goal_progress-0-baseline") == "GDS 9"
        done(browser.press(page, "提交阶段评估", typing(C07)), "提交阶段评估")
    with at("2026-05-08 18:30"):
        browser = Browser(supervisor)
        page = browser.press(on_desk(browser, case), "批准：继续服务", {"opinion": "按计划继续。"})
        assert "已办好。" in page.main, page.main
    assert now(case).status == "intervening"


def evaluated(case: Case, worker: User) -> None:
    """Closing begins on 06-12; the client answers; both papers are handed in on 06-15."""
    done_by_now = volume(now(case))
    assert (done_by_now.sessions, done_by_now.minutes) == (8, 430)
    with at("2026-06-12 09:00"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/do/start_close/")
        done(browser.press(page, "启动结案评估", {"reason": "三个目标都已达到。"}), "启动结案评估")
        assert due(case) == [("submit_closure", date(2026, 6, 24))]
        page = browser.open(f"/dossiers/{case.pk}/closing/")
        assert "8 次 · 430 分钟" in page.main
        after = {"pre_post-1-post": "5"}  # PHQ-9, whose first score came along
        page = browser.press(page, "提交结案", typing(C08) | typing(C09) | after)
        assert "须有服务对象的满意度" in page.part("errors").words
        page = browser.press(page, "请服务对象自己填")
        client, path = Browser(), page.link("就用这台手机填")
        survey = client.open(path)
        assert "秦" not in survey.html
        assert case.number not in survey.html
        answers = {f"q{number}": "5" for number in range(1, 9)} | {"q4": "4"}
        survey = client.press(survey, "提交", answers | {"comment": "谢谢你们。"})
        assert "收到了，谢谢" in survey.words
        assert client.open(path).status == 404
        page = browser.open(f"/dossiers/{case.pk}/closing/")
        assert "4.9 / 5" in page.main
        assert "63.6" in page.main
    with at("2026-06-15 09:00"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/closing/")
        assert page.typed("f-summary") == C09["summary"]
        done(browser.press(page, "提交结案"), "提交结案")
    assert ClosingEvaluation.objects.get(dossier=case.pk).gas_t == Decimal("63.6")


def closed(case: Case, supervisor: User, head: User) -> None:
    """Supervisor and head sign on 06-18; the visits are due 07-20 and 09-18."""
    with at("2026-06-18 10:00"):
        browser = Browser(supervisor)
        page = browser.press(on_desk(browser, case), "同意，报站长", {"opinion": "同意结案。"})
        assert "已办好。" in page.main, page.main
        browser = Browser(head)
        page = browser.press(on_desk(browser, case), "批准结案", {"opinion": "同意。"})
        assert "已办好。" in page.main, page.main
        assert "跟进中" in browser.open(f"/dossiers/{case.pk}/").main
    assert due(case) == [("add_followup", date(2026, 7, 20)), ("add_followup", date(2026, 9, 18))]


def visited(case: Case, worker: User, day: str, **changes: Any) -> None:
    with at(f"{day} 15:00"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/?form=C11")
        said = C11 | {"visit": {"actual": day}} | changes
        done(browser.press(page, "记录回访", typing(said)), "记录回访")


def boxed(case: Case, worker: User, head: User) -> None:
    """The box lacks two signed pages, is refused, gets them, and is closed on 09-28."""
    with at("2026-09-28 10:00"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/box/")
        assert "还缺 2 样，不能归档" in page.main
        asked = browser.open(f"/dossiers/{case.pk}/?form=C16")
        asked = browser.press(asked, "申请：跟进结束归档", typing(C16))
        assert "《知情同意书与服务协议》的签字页还没有扫描件" in asked.part("errors").words
        for form in page.find("form", enctype="multipart/form-data"):
            sent = {each["name"]: each["value"] for each in form.find("input")}
            sent["file"] = SimpleUploadedFile("scan.pdf", PAGE)  # type: ignore[assignment]
            browser.client.post(form["action"], sent)
        assert "文书齐全" in browser.open(f"/dossiers/{case.pk}/box/").main
        asked = browser.open(f"/dossiers/{case.pk}/?form=C16")
        done(browser.press(asked, "申请：跟进结束归档", typing(C16)), "申请：跟进结束归档")
    with at("2026-09-28 16:00"):
        browser = Browser(head)
        page = browser.press(on_desk(browser, case), "同意：跟进结束归档", {"opinion": "齐全。"})
        assert "已办好。" in page.main, page.main
    assert now(case).status == "archived"
    assert due(case) == []


def box_is_whole(case: Case, worker: User) -> None:
    """Every paper is in the box, in order, and says what it must."""
    papers = {each.number: each for each in Document.objects.filter(dossier=case.pk)}
    box = papers[f"{case.number}-BOX-01-1"]
    assert box.state == "ready"
    bound = PdfReader(io.BytesIO(box.read()))
    titles = [str(entry.title) for entry in bound.outline]  # type: ignore[union-attr]
    assert [each for each in titles if "签字页" not in each] == ["封面与目录", *BOX, "备考表"]
    assert sum("签字页" in each for each in titles) == 2
    assert box.pages == len(bound.pages)
    words = {
        "C05-04-1": ["电话", "30", "林悦"],
        "C07-01-1": ["GDS7", "郑敏", "继续服务", "2026年5月8日"],
        "C08-01-1": ["63.6", "430", "4.9", "服务对象自填", "完全"],
        "C09-01-1": ["周岚", "准予结案", "2026年6月18日", "目标达成"],
        "C11-02-1": ["2026-09-18", "结束跟进"],
        "C16-01-1": ["独居老人秦某情绪心理个案", "10年", "准予归档"],
    }
    for number, said in words.items():
        assert_printed(papers[f"{case.number}-{number}"], said)
    cover = "".join(page.extract_text() for page in bound.pages[:2])
    assert [each for each in BOX if bare(each) not in bare(cover)] == []
    with at("2026-09-29 09:00"):
        page = Browser(worker).open(f"/dossiers/{case.pk}/")
        assert box.number in page.words
        assert page.find("form", method="post") == [] or not page.offers("存着")


def loop_is_closed(case: Case, auditor: User) -> None:
    """Whoever checks finds the case from the list, and sees seven whole steps; no name."""
    with at("2026-10-08 10:00"):
        browser = Browser(auditor)
        page = browser.follow(browser.open("/"), case.number)
        assert "已闭环" in page.main
        assert "七步都完整" in page.main
        assert "秦" not in page.html
        assert followups.left(now(case)) == []


def second_half(case: Case, *, worker: User, supervisor: User, head: User, auditor: User) -> None:
    for number in range(6):
        served(case, worker, supervisor, number)
    reviewed(case, worker, supervisor)
    for number in (6, 7):
        served(case, worker, supervisor, number)
    evaluated(case, worker)
    closed(case, supervisor, head)
    visited(case, worker, "2026-07-20")
    visited(case, worker, "2026-09-18", conclusion="结束跟进")
    assert due(case) == [("ask_finish_followup", date(2026, 10, 15))]
    boxed(case, worker, head)
    box_is_whole(case, worker)
    loop_is_closed(case, auditor)
