"""督导交办 as people meet it: on the desk, on the page of the case, and where it is done."""

import pytest

from accounts.models import User
from casework.models import Case, SupervisionItem
from casework.services import act
from tests import actors
from tests.driver import Browser, at
from tests.filled import C06
from tests.web.test_budgets import count

NEAR = "dossier__sealed_with"
ACTION = {"action": "和社区定扶手安装时间", "owner": "林悦", "due": "2026-03-27"}
OWN = {"action": "问精防的意见", "owner": "郑敏"}


@pytest.fixture
def supervised(intervening: Case, zheng_min: User) -> Case:
    now = {"time": {"date": "2026-03-24", "minutes": "60"}}
    actors.fill(intervening, "C06", by=zheng_min, **(C06 | now | {"actions": [ACTION, OWN]}))
    act("add_supervision", intervening, by=zheng_min)
    return intervening


def test_it_lies_on_the_desk_and_is_gone_when_done(
    supervised: Case, lin_yue: User, zheng_min: User
) -> None:
    worker = Browser(lin_yue)
    desk = worker.open("/")
    assert "督导交办" in desk.main
    assert ACTION["action"] not in desk.main  # a desk lies open: no case text
    page = worker.open(f"/dossiers/{supervised.pk}/")
    assert "和社区定扶手安装时间" in page.part("handed-out").words
    page = worker.follow(page, "写结果")
    page = worker.press(page, "督导交办", {"result": ""})
    assert page.status == 422
    page = worker.press(page, "督导交办", {"result": "定在四月二日上午。"})
    assert "和社区定扶手安装时间" not in page.part("handed-out").words
    assert "督导交办" not in worker.open("/").main
    assert "督导交办" in Browser(zheng_min).open("/").main


def test_it_is_late_on_the_desk(supervised: Case, lin_yue: User) -> None:
    with at("2026-03-31 10:00"):
        desk = Browser(lin_yue).open("/")
    late = [each.words for each in desk.find("li") if "late" in each["class"].split()]
    assert any("督导交办" in words for words in late)


def test_each_sees_only_their_own_to_do(supervised: Case, lin_yue: User, zheng_min: User) -> None:
    for user, own, others in ((lin_yue, ACTION, OWN), (zheng_min, OWN, ACTION)):
        page = Browser(user).open(f"/dossiers/{supervised.pk}/")
        links = [each["aria-label"] for each in page.find("a")]
        assert f"{own['action']}：写结果" in links
        assert f"{others['action']}：写结果" not in links


def test_the_pages_take_as_many_queries_for_many_as_for_few(
    supervised: Case, lin_yue: User
) -> None:
    worker = Browser(lin_yue)
    few = [count(worker, url) for url in ("/", f"/dossiers/{supervised.pk}/")]
    for _each in range(8):
        again = SupervisionItem.objects.filter(hands="owner").select_related(NEAR)[0]
        again.pk = None
        again.save()
    assert [count(worker, url) for url in ("/", f"/dossiers/{supervised.pk}/")] == few
