"""离岗交接 on the pages: listed, previewed, named, signed, closed; and the page to read first."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Community, User
from audit.models import Entry
from casework.departures import entrust_all, open_departure
from casework.models import Case, Departure, Transfer
from casework.services import act
from documents.models import Document
from documents.services import make
from tests import actors
from tests.actors import fill, registered, seen
from tests.driver import Browser, typing
from tests.filled import C05, C15
from tests.invariants import check
from tests.pages import Page
from tests.scenarios.walk import assert_printed, decided, done, now

OPEN = {"last_day": "2026-06-19", "reason": "离职"}


@pytest.fixture
def others(community: Community, xu_qin: User, zhou_lan: User, lin_yue: User) -> list[Case]:
    """Two more of Lin Yue's, just assigned."""
    found = [registered(community, by=xu_qin) for _each in range(2)]
    for case in found:
        act("assign", case, by=zhou_lan, worker=lin_yue)
    return found


@pytest.fixture
def departure(intervening: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Departure:
    given: dict[str, Any] = {"last_day": date(2026, 6, 19), "reason": "离职", "by": zhou_lan}
    return open_departure(lin_yue, intervening.station, witness=zheng_min, **given)


def begun(browser: Browser, leaver: Any, witness: User) -> Page:
    page = browser.follow(browser.open("/"), "离岗交接")
    posts = {"leaver": leaver.posts.get().pk, "witness": witness.posts.get().pk}
    return browser.press(page, "列出名下个案", OPEN | {k: str(v) for k, v in posts.items()})


def state(case: Case) -> str:
    return str(Transfer.objects.get(dossier=case.pk).status)


# ── naming ────────────────────────────────────────────────────────────────────────────────


def test_the_head_lists_previews_and_names_for_all_at_once(
    intervening: Case, others: list[Case], chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    browser = Browser(zhou_lan)
    page = begun(browser, now(intervening).owner, zheng_min)
    for case in (intervening, *others):
        assert now(case).number in page.main
    assert "还有 3 件没有交清" in page.main
    assert "秦**" in page.main

    page = browser.press(page, "预览", {"rest": str(chen_siyuan.pk)})

    assert "将指定 3 件的接手人，还没有办" in page.main
    assert now(intervening).receiver is None
    page = browser.press(page, "就这样指定")
    assert "已指定 3 件的接手人。" in page.main
    for case in (intervening, *others):
        assert now(case).receiver == chen_siyuan
        assert state(case) == "listing"
        check(case)
    assert Browser(chen_siyuan).open(f"/dossiers/{intervening.pk}/").status == 200


def test_a_preview_of_nothing_says_so(departure: Departure, zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    page = browser.press(browser.open(f"/departures/{departure.pk}/"), "预览")
    assert "没有选接手人" in page.words


def test_who_was_named_meanwhile_stands(
    departure: Departure, intervening: Case, station: Any, chen_siyuan: User, zhou_lan: User
) -> None:
    from accounts.models import Role  # noqa: PLC0415
    from tests.conftest import person  # noqa: PLC0415

    other = person("sun.hao", "孙浩", station, Role.WORKER)
    browser = Browser(zhou_lan)
    page = browser.open(f"/departures/{departure.pk}/")
    page = browser.press(page, "预览", {f"to-{intervening.pk}": str(other.pk)})
    entrust_all(departure, {intervening.pk: chen_siyuan}, seen={}, by=zhou_lan)

    page = browser.press(page, "就这样指定")

    assert "刚才已由别人指定" in page.words
    assert now(intervening).receiver == chen_siyuan


def test_a_wrong_form_says_what_to_mend_and_keeps_what_is_typed(
    station: Any, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    browser = Browser(zhou_lan)
    page = browser.open("/departures/")
    posts = {"leaver": str(lin_yue.posts.get().pk), "witness": str(zheng_min.posts.get().pk)}
    page = browser.press(page, "列出名下个案", posts | {"last_day": "2020-01-01"})
    assert page.status == 422
    assert "离岗日不能早于今天。" in page.part("errors").words
    assert page.part("id_last_day")["value"] == "2020-01-01"


# ── their part on the dossier's page ──────────────────────────────────────────────────────


def test_three_hands_on_the_dossiers_own_page(
    departure: Departure, intervening: Case, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    case, lin_yue = intervening, departure.user
    entrust_all(departure, {case.pk: chen_siyuan}, seen={}, by=zhou_lan)
    leaver, receiver = Browser(lin_yue), Browser(chen_siyuan)
    page = leaver.open(f"/dossiers/{case.pk}/?form=C15")
    intro = {"intro": {"informed_at": "2026-03-24", "joint_visit_at": "2026-03-24"}}
    done(leaver.press(page, "移交人核对", typing(C15 | intro)), "移交人核对")

    page = receiver.follow(receiver.open(f"/dossiers/{case.pk}/"), "逐案核对")
    page = receiver.press(page, "逐案核对", {"seen": ["stage", "risk"]})
    assert (page.status, "四样都核对过" in page.main) == (422, True)
    done(
        receiver.press(page, "逐案核对", {"seen": ["stage", "risk", "papers", "next"]}), "逐案核对"
    )

    page = receiver.open(f"/dossiers/{case.pk}/record/?for=introduce")
    met = {"time": C05["time"] | {"date": "2026-03-24"}}
    what = "服务对象告知与共同会面"
    done(receiver.press(page, what, typing(C05 | met)), what)

    page = leaver.open(f"/dossiers/{case.pk}/?form=C15")
    done(leaver.press(page, "移交人签字"), "移交人签字")
    decided(case, "接手人签字", by=chen_siyuan, opinion="情况清楚。")
    decided(case, "三方签名", by=zheng_min, opinion="看过，交清了。")

    assert now(case).owner == chen_siyuan
    check(case)
    assert leaver.open(f"/dossiers/{case.pk}/").status == 404
    head = Browser(zhou_lan)
    page = head.open(f"/departures/{departure.pk}/")
    assert "已交给 陈思远" in page.main
    assert "都交清了" in page.main
    assert "账号已停用" in head.press(page, "停用账号").words
    assert Browser(lin_yue).open("/").url.startswith("/login/")


def test_a_client_who_wants_another_worker_gets_one(
    intervening: Case, lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    """X11 over HTTP: to the first meeting's record."""
    from tests.casework.test_change_worker import WISH  # noqa: PLC0415

    case, owner, new = intervening, Browser(lin_yue), Browser(chen_siyuan)
    page = owner.open(f"/dossiers/{case.pk}/?form=C14&for=request_change")
    done(owner.press(page, "申请更换主责社工", typing(WISH)), "申请更换主责社工")
    decided(case, "同意，报站长", by=zheng_min, opinion="尊重老人的意思。")
    decided(case, "批准", by=zhou_lan, opinion="同意。", receiver=str(chen_siyuan.pk))
    intro = {"intro": {"informed_at": "2026-03-24"}}
    page = owner.open(f"/dossiers/{case.pk}/?form=C15&for=handover")
    done(owner.press(page, "交接", typing(C15 | intro)), "交接")
    page = new.open(f"/dossiers/{case.pk}/record/?for=confirm")
    met = {"time": C05["time"] | {"date": "2026-03-24"}}
    done(new.press(page, "确认", typing(C05 | met)), "确认")
    check(case)
    assert now(case).owner == chen_siyuan


def test_the_head_may_begin_one_on_its_own_page_and_say_at_once_who_has_it(
    departure: Departure, community: Community, chen_siyuan: User, zhou_lan: User
) -> None:
    late = registered(community, by=zhou_lan)
    act("assign", late, by=zhou_lan, worker=departure.user)
    head = Browser(zhou_lan)
    page = head.open(f"/dossiers/{late.pk}/do/initiate/")
    done(head.press(page, "发起交接", {"receiver": str(chen_siyuan.pk)}), "发起交接")
    check(late)
    assert (state(late), now(late).receiver) == ("listing", chen_siyuan)


def test_the_paper_has_the_three_signatures(
    departure: Departure, intervening: Case, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    case, lin_yue = intervening, departure.user
    entrust_all(departure, {case.pk: chen_siyuan}, seen={}, by=zhou_lan)
    met = {"informed_at": "2026-03-24", "joint_visit_at": "2026-03-24"}
    fill(case, "C15", by=lin_yue, intro=met)
    act("check_list", case, by=lin_yue)
    act("check", case, by=chen_siyuan, seen=["stage", "risk", "papers", "next"])
    fill(case, "C05", by=lin_yue, time=C05["time"] | {"date": "2026-03-24"})
    act("introduce", case, by=lin_yue)
    act("sign_over", case, by=lin_yue)
    judgement = seen(case, "sign_over")
    act("countersign", case, by=chen_siyuan, judgement=judgement)
    act("sign", case, by=zheng_min, judgement=judgement)

    paper = Document.objects.get(dossier=case.pk, form="C15")
    assert make(paper.pk)
    paper.refresh_from_db()
    assert_printed(paper, ["林悦", "接手人", "陈思远", "监交人", "郑敏", "怕人提起跌倒"])
    page = Browser(zhou_lan).open(f"/departures/{departure.pk}/")
    assert [each["href"] for each in page.find("a") if paper.number in each.words] == [
        f"/documents/{paper.pk}/"
    ]


# ── closing ───────────────────────────────────────────────────────────────────────────────


def test_an_account_that_has_something_is_not_closed(
    departure: Departure, intervening: Case, lin_yue: User, zhou_lan: User
) -> None:
    browser = Browser(zhou_lan)
    page = browser.press(browser.open(f"/departures/{departure.pk}/"), "停用账号")
    assert f"还有 1 件没有交出去，不能停用：{now(intervening).number}。" in page.words
    assert lin_yue.posts.current().exists()


def test_what_was_assigned_since_is_begun_too(
    departure: Departure, community: Community, xu_qin: User, lin_yue: User, zhou_lan: User
) -> None:
    late = registered(community, by=xu_qin)
    act("assign", late, by=zhou_lan, worker=lin_yue)
    browser = Browser(zhou_lan)
    page = browser.press(browser.open(f"/departures/{departure.pk}/"), "补发起新派的")
    assert "已发起 1 件。" in page.words
    assert state(late) == "initiated"


def test_what_is_late_is_completed_by_the_head_on_the_dossiers_page(
    departure: Departure, intervening: Case, chen_siyuan: User, zhou_lan: User
) -> None:
    from casework.departures import look_after  # noqa: PLC0415
    from tests.driver import at  # noqa: PLC0415

    with at("2026-06-17 10:00"):
        look_after(date(2026, 6, 17))
        assert "逾期，先指定接手人" in Browser(zhou_lan).open(f"/departures/{departure.pk}/").main
        for what, typed in (
            ("改派接手人", {"receiver": str(chen_siyuan.pk)}),
            ("站长代管完成", {"reason": "林悦提前离岗。"}),
        ):
            head = Browser(zhou_lan)
            page = head.follow(head.open(f"/dossiers/{intervening.pk}/"), what)
            done(head.press(page, what, typed), what)
        assert now(intervening).owner == chen_siyuan


# ── 一页摘要 ──────────────────────────────────────────────────────────────────────────────


def test_a_summary_is_made_of_what_is_there(
    departure: Departure, intervening: Case, lin_yue: User, chen_siyuan: User, zhou_lan: User
) -> None:
    case = intervening
    actors.served(case, worker=lin_yue, time=C05["time"] | {"date": "2026-03-24"})
    fill(case, "C14", by=lin_yue)
    act("ask_extend", case, by=lin_yue)
    entrust_all(departure, {case.pk: chen_siyuan}, seen={}, by=zhou_lan)
    fill(case, "C15", by=lin_yue)

    page = Browser(chen_siyuan).open(f"/dossiers/{case.pk}/summary/")

    for what in (
        *("秦**", "中风险", "情绪：≤5", "怕人提起跌倒", "谈居家安全", "2026-04-03"),
        *("在途申请：延期", "100****0001", "女儿 · 秦*", "三方签名", "入户"),
    ):
        assert what in page.main, what
    assert "秦玉兰" not in page.html
    assert "10000000001" not in page.html
    assert Entry.objects.filter(verb="read.summary", actor=chen_siyuan).exists()


def test_a_summary_of_a_call_just_assigned_is_a_page_too(
    others: list[Case], lin_yue: User, chen_siyuan: User
) -> None:
    page = Browser(lin_yue).open(f"/dossiers/{others[0].pk}/summary/")
    assert "还没有生效的服务计划。" in page.main
    assert Browser(chen_siyuan).open(f"/dossiers/{others[0].pk}/summary/").status == 404


# ── who may look ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "here", "one"),
    [
        ("zhou_lan", 200, 200),
        ("liu_chang", 200, 200),
        ("lin_yue", 403, 404),
        ("zheng_min", 403, 404),
        ("zhang_qian", 403, 404),
    ],
)
def test_only_head_and_district_see_a_departure(
    departure: Departure, who: str, here: int, one: int, request: Any
) -> None:
    browser = Browser(request.getfixturevalue(who))
    assert browser.open("/departures/").status == here
    assert browser.open(f"/departures/{departure.pk}/").status == one


# ── they stay after all ───────────────────────────────────────────────────────────────────


def test_the_head_calls_a_departure_off(
    departure: Departure, intervening: Case, lin_yue: User, zhou_lan: User
) -> None:
    head, place = Browser(zhou_lan), f"/departures/{departure.pk}/"
    page = head.press(head.open(place), "取消离岗")
    assert "写明为什么不走了" in page.words

    page = head.press(page, "取消离岗", {"reason": "撤回辞职。"})
    for said in ("1 件没交出去的不用再交接", "取消：人不走了", "交接取消，仍由原社工办"):
        assert said in page.words
    assert not page.offers("取消离岗")
    assert "已取消" in head.open("/departures/").main
    assert state(intervening) == "called_off"
    assert now(intervening).owner == lin_yue
    assert "离岗取消了" in Browser(lin_yue).open("/messages/").main
