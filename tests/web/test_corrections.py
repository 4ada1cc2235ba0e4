"""更正 and 作废 as people do it: from the record's page, and from that of the rounds."""

import pytest
from django.utils import timezone

from accounts.models import User
from casework import sessions
from casework.models import Case, Correction
from casework.services import act
from documents.models import Document
from tests import actors
from tests.driver import Browser


@pytest.fixture
def served(intervening: Case, lin_yue: User) -> Case:
    actors.served(intervening, worker=lin_yue, time=TIME)
    printed(intervening)
    return intervening


TIME = {"date": "2026-03-24", "start": "14:00", "end": "15:00"}


def printed(case: Case) -> None:
    waiting = Document.objects.filter(dossier=case.pk, state="pending")
    waiting.update(state="ready", content=bytes(64), pages=1, made_at=timezone.now())


def record(case: Case) -> str:
    found = case.submissions.filter(form="C05").earliest("pk")
    return f"/dossiers/{case.pk}/filed/{found.pk}/"


def test_a_record_is_corrected_and_the_supervisor_agrees(
    served: Case, lin_yue: User, zheng_min: User
) -> None:
    worker, supervisor = Browser(lin_yue), Browser(zheng_min)
    page = worker.follow(worker.open(record(served)), "更正")
    typed = {"reason": "结束时间记错了。", "time-end": "15:30"}
    page = worker.press(page, "提交更正", typed)
    assert "批准之前照原来的一版" in page.main
    assert "已提出更正，等审批" in worker.open(record(served)).main
    assert sessions.volume(fresh(served)).minutes == 60

    page = supervisor.open("/approvals/")
    assert "结束时间记错了。" in page.main
    supervisor.press(page, "同意：更正另立新版", {"opinion": "核过签到。"})
    assert sessions.volume(fresh(served)).minutes == 90
    old = worker.open(record(served))
    assert "已被新版替代" in old.main
    assert "更正的新版" in worker.follow(old, "看新的一版").main
    assert "90" in worker.open(f"/dossiers/{served.pk}/").main
    ledger = worker.open(f"/dossiers/{served.pk}/trace/").main
    assert "已被新版替代" in ledger


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    served: Case, lin_yue: User
) -> None:
    worker = Browser(lin_yue)
    page = worker.follow(worker.open(record(served)), "更正")
    page = worker.press(page, "提交更正", {"reason": "记错了。", "time-end": "13:00"})
    assert "结束时间应晚于开始时间" in page.main
    assert "记错了。" in page.main
    page = worker.press(page, "提交更正", {"time-end": "15:00"})
    assert "和原来一样" in page.main
    assert not Correction.objects.exists()


def test_the_head_sets_a_record_aside_with_a_reason(
    served: Case, lin_yue: User, zhou_lan: User
) -> None:
    head = Browser(zhou_lan)
    page = head.follow(head.open(record(served)), "作废")
    page = head.press(page, "作废")
    assert "须写明情况" in page.main
    page = head.press(page, "作废", {"reason": "同一次记了两份。"})
    assert "原件保留" in page.main
    shown = Browser(lin_yue).open(record(served)).main
    assert "已作废" in shown
    assert "同一次记了两份。" in shown
    assert sessions.volume(fresh(served)).sessions == 0


def test_only_those_see_the_buttons_whose_they_are(
    served: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    everybody = (lin_yue, zheng_min, zhou_lan)
    said = [buttons(Browser(user), record(served)) for user in everybody]
    assert said == [{"更正"}, set(), {"作废"}]


def buttons(browser: Browser, url: str) -> set[str]:
    links = [each.words for each in browser.open(url).find("a")]
    return {text for text in ("更正", "作废") if text in links}


def test_a_plan_is_corrected_from_the_page_of_its_rounds(
    served: Case, lin_yue: User, zheng_min: User
) -> None:
    worker = Browser(lin_yue)
    page = worker.open(f"/dossiers/{served.pk}/forms/C04/compare/")
    page = worker.follow(page, "更正")
    page = worker.press(page, "提交更正", {"reason": "错字。", "goals-0-goal": "不再跌倒"})
    act("revise", served, by=zheng_min, judgement=actors.seen(fresh(served), "ask_revise"))
    page = worker.open(f"/dossiers/{served.pk}/forms/C04/compare/")
    assert "已被新版替代" in page.main
    assert "不再跌倒" in worker.open(f"/dossiers/{served.pk}/?form=C04").main
