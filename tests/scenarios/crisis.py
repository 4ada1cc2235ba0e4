"""S3 from the first service to the last: the crisis of 05-06, and the case's end in August."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from casework.models import Case, ClosingEvaluation, Crisis
from casework.sessions import volume
from documents.models import Document
from documents.services import make
from notifications.models import Message
from tests.driver import Browser, at, typing
from tests.filled import C03, C05, C07, C08, C09
from tests.scenarios.second_half import due
from tests.scenarios.walk import assert_printed, decided, done, now, on_desk

BEFORE = [("2026-04-27", "入户", "14:00", "15:00"), ("2026-04-30", "面谈", "09:00", "10:00")]
CALLS = [  # 30, 50, 40, 40, 50 minutes, while the crisis is on
    ("2026-05-08", "电话", "10:00", "10:30"),
    ("2026-05-11", "入户", "14:00", "14:50"),
    ("2026-05-18", "入户", "14:00", "14:40"),
    ("2026-05-25", "电话", "10:00", "10:40"),
    ("2026-06-01", "入户", "14:00", "14:50"),
]
AFTER = [
    ("2026-06-22", "面谈", "09:00", "09:50"),
    ("2026-07-13", "面谈", "09:00", "10:00"),
    ("2026-08-10", "面谈", "09:00", "09:50"),
]
LINE = [  # C12: what was done, minute by minute
    {"time": "2026-05-06T14:20", "action": "承认藏了药，这两天想走", "by": "林悦"},
    {"time": "2026-05-06T14:21", "action": "触发危机，陪在身边", "by": "林悦"},
    {"time": "2026-05-06T14:29", "action": "督导、站长收到，电话指导", "by": "郑敏"},
    {"time": "2026-05-06T14:40", "action": "通知丈夫和妹妹", "by": "林悦"},
    {"time": "2026-05-06T15:05", "action": "药品由家属保管", "by": "妹妹"},
    {"time": "2026-05-06T15:20", "action": "联系精防医生，约次日就医", "by": "林悦"},
]
C12: dict[str, Any] = {
    "found": {
        "at_date": "2026-05-06",
        "at_time": "14:20",
        "way": "入户",
        "by": "林悦",
        "thoughts": "yes",
        "plan": "yes",
        "means": "yes",
        "protective": "舍不下女儿；妹妹能来守着",
    },
    "crisis_type": "自杀自伤",
    "actions": LINE,
    "contacted": [
        {"org": "家属", "time": "2026-05-06T14:40", "person": "丈夫、妹妹", "reply": "马上到"},
        {"org": "精防/医院", "time": "2026-05-06T15:20", "reply": "次日就诊"},
    ],
    "safety_plan": "药由妹妹保管；每天一个电话；有念头先打给妹妹和林悦，再打 120。",
}
BETTER: dict[str, Any] = {
    "risk": {"items": "已无念头", "level": "medium", "basis": "PHQ-9 9 分，第 9 题 0"},
    "scales": [{"scale": "PHQ-9", "date": "2026-06-08", "score": "9", "item9": "0"}],
    "service_level": "重点个案",
}
MIDWAY = C07 | {
    "period": {"start": "2026-04-24", "end": "2026-07-24"},
    "goal_progress": [{"goal_no": n, "current": "接近"} for n in ("1", "2", "3")],
}
DONE = C08 | {
    "informed": {"first_date": "2026-07-13", "meetings": "2"},
    "goal_attainment": [
        {"goal_no": "1", "result": "12 周", "level": "完全", "gas_score": "1"},
        {"goal_no": "2", "result": "PHQ-9 6", "level": "完全", "gas_score": "0"},
        {"goal_no": "3", "result": "每周 4 次", "level": "完全", "gas_score": "0"},
    ],
    "pre_post": [{"scale": "PHQ-9", "pre": "17", "post": "6", "date": "2026-08-21"}],
}
PLAN = [{"date": each, "method": "入户", "owner": "林悦"} for each in ("1", "3", "6")]


def served(case: Case, worker: User, service: tuple[str, str, str, str]) -> None:
    day, mode, start, end = service
    said = C05 | {
        "time": {"date": day, "start": start, "end": end},
        "place_mode": {"place": "家中", "mode": mode},
        "participants": [{"name": "赵桂芳", "role": "服务对象"}],
        "next_plan": {"content": "照旧。"},
    }
    with at(f"{day} 18:00"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/record/")
        done(browser.press(page, "提交", typing(said)), "记录服务")


def raised(case: Case, worker: User, colleagues: list[User]) -> None:
    """14:21: two presses from the desk. Supervisor and head have it at once, and say so."""
    with at("2026-05-06 14:21"):
        browser = Browser(worker)
        page = browser.follow(browser.open("/"), "危机")
        page = browser.press(page, "触发危机 ：" + now(case).number)
        done(page, "触发危机")
        assert "危机 · 已触发" in page.main
    with at("2026-05-06 14:29"):
        for user in colleagues:
            message = Message.objects.get(recipient=user, kind="crisis.raise_crisis")
            assert (message.urgent, message.must_ack) == (True, True)
            assert "赵" not in message.says
            browser = Browser(user)
            page = browser.open(f"/dossiers/{case.pk}/")
            done(browser.press(page, "收到"), "收到")
            message.refresh_from_db()
            assert message.acknowledged_at is not None
    assert Crisis.objects.get(dossier=case.pk).receipts.count() == 2


def taken_charge(case: Case, head: User, worker: User) -> None:
    with at("2026-05-06 14:31"):
        browser = Browser(head)
        page = browser.follow(on_desk(browser, case), "接管处置")
        page = browser.press(
            page, "接管处置", {"lead": str(worker.pk), "called": "14:30 通知妹妹。"}
        )
        done(page, "接管处置")


def frozen(case: Case, worker: User, supervisor: User) -> None:
    """While it is on, nothing ends or rests the case; the page says why, and so does the door."""
    with at("2026-05-07 18:00"):
        page = Browser(worker).open(f"/dossiers/{case.pk}/")
        for verb in ("start_close", "ask_suspend"):
            (why,) = page.find("details", **{"data-verb": verb})
            assert "危机还没解除" in why.words
        answer = Browser(worker).client.post(
            f"/dossiers/{case.pk}/do/start_close/", {"verb": "start_close", "reason": "想结案"}
        )
        assert answer.status_code == 422
        assert now(case).status == "intervening"


def reported(case: Case, worker: User) -> None:
    """The written report, four hours before its time is over."""
    with at("2026-05-07 10:00"):
        assert ("write_report", date(2026, 5, 7)) in due(case)
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/?form=C12&for=write_report")
        done(browser.press(page, "提交危机书面报告", typing(C12)), "提交危机书面报告")
        assert ("write_report", date(2026, 5, 7)) not in due(case)
    paper = Document.objects.filter(dossier=case.pk, form="C12").latest("pk")
    assert make(paper.pk)
    paper.refresh_from_db()
    assert_printed(paper, ["自杀自伤", "药品由家属保管", "精防/医院", "安全计划"])


def stabilised(case: Case, supervisor: User) -> None:
    with at("2026-05-11 17:00"):
        browser = Browser(supervisor)
        page = browser.open(f"/dossiers/{case.pk}/do/stabilise/")
        done(browser.press(page, "稳定", {"cared_by": "妹妹同住，药由她保管。"}), "稳定")


def resolved(case: Case, worker: User, supervisor: User, head: User) -> None:
    """Only after the owner has assessed the risk again can it be over, by two in order."""
    with at("2026-06-08 09:00"):
        browser = Browser(supervisor)
        page = browser.open(f"/dossiers/{case.pk}/?form=C12&for=ask_resolve")
        page = browser.press(page, "申请：解除", typing({"debrief": "发现及时。"}))
        assert "须有主责社工在危机后写的再评估" in page.part("errors").words
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/?form=C03&for=reassess_risk")
        done(browser.press(page, "危机再评估", typing(C03 | BETTER)), "危机再评估")
        browser = Browser(supervisor)
        page = browser.open(f"/dossiers/{case.pk}/?form=C12&for=ask_resolve")
        done(browser.press(page, "申请：解除"), "申请：解除")
        assert Crisis.objects.get(dossier=case.pk).ended_on is None
        decided(case, "同意：解除", by=head, opinion="同意解除，仍每周联系。")
    crisis = Crisis.objects.get(dossier=case.pk)
    assert (crisis.status, crisis.ended_on) == ("resolved", date(2026, 6, 8))
    assert now(case).risk == "medium"


def closed(case: Case, worker: User, supervisor: User, head: User) -> None:
    with at("2026-08-17 09:00"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/do/start_close/")
        done(browser.press(page, "启动结案评估", {"reason": "目标达成。"}), "启动结案评估")
    with at("2026-08-21 09:00"):
        browser = Browser(worker)
        read = {f"q{number}": "5" for number in range(1, 9)}
        page = browser.open(f"/dossiers/{case.pk}/satisfaction/")
        browser.press(page, "提交", read)
        page = browser.open(f"/dossiers/{case.pk}/closing/")
        assert "56.6" not in page.main
        said = typing(DONE) | typing(C09 | {"followup_plan": PLAN})
        done(browser.press(page, "提交结案", said), "提交结案")
    with at("2026-08-28 10:00"):
        decided(case, "同意，报站长", by=supervisor, opinion="同意。")
        decided(case, "批准结案", by=head, opinion="同意。")
    assert ClosingEvaluation.objects.get(dossier=case.pk).gas_t == Decimal("56.6")
    done_in_all = volume(now(case))
    assert (done_in_all.sessions, done_in_all.minutes) == (12, 760)
    visits = [date(2026, 9, 28), date(2026, 11, 30), date(2027, 3, 1)]
    assert due(case) == [("add_followup", each) for each in visits]
    assert now(case).deadlines.get(due_on=date(2027, 3, 1)).estimated


def to_the_end(case: Case, worker: User, supervisor: User, head: User) -> None:
    for service in [*BEFORE, ("2026-05-06", "入户", "14:00", "15:30")]:
        if service[0] == "2026-05-06":
            raised(case, worker, [supervisor, head])
            taken_charge(case, head, worker)
        served(case, worker, service)
    reported(case, worker)
    served(case, worker, ("2026-05-07", "陪同", "09:00", "12:00"))
    frozen(case, worker, supervisor)
    served(case, worker, CALLS[0])
    served(case, worker, CALLS[1])
    stabilised(case, supervisor)
    for service in CALLS[2:]:
        served(case, worker, service)
    resolved(case, worker, supervisor, head)
    served(case, worker, AFTER[0])
    served(case, worker, AFTER[1])
    with at("2026-07-24 10:00"):
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/?form=C07&for=submit_midterm")
        done(browser.press(page, "提交阶段评估", typing(MIDWAY)), "提交阶段评估")
        decided(case, "批准：继续服务", by=supervisor, opinion="继续。")
    served(case, worker, AFTER[2])
    closed(case, worker, supervisor, head)
