"""签到码: a worker shows the code, members sign in by themselves, and the roll knows of it."""

import pytest

from accounts.models import Community, User
from casework.models import Group, SignInSheet
from casework.sign_in import TRIES_EACH
from tests.driver import Browser, at
from tests.filled_groups import MEMBERS
from tests.group_actors import approved, begun, listed, opened, session_planned, submitted
from tests.pages import Page


@pytest.fixture
def group(community: Community, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    """On the day of its first session, which its plan lets begin at half past two."""
    with at("2026-04-02 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
        approved(group, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at("2026-04-14 14:00"):
        return begun(group, worker=chen_siyuan)


def shown(group: Group, by: User) -> Page:
    """From the group's page to the roll, to the code."""
    browser = Browser(by)
    page = browser.follow(browser.open(f"/dossiers/{group.pk}/"), "签到")
    page = browser.follow(page, "签到码")
    assert page.typed("id_starts") == "14:30"
    return browser.press(page, "出示签到码")


def address(page: Page) -> str:
    (link,) = [each["href"] for each in page.find("a") if each["href"].startswith("/g/")]
    return link


def signed(path: str, number: str, tail: str) -> Page:
    browser = Browser()
    return browser.press(browser.open(path), "签到", {"number": number, "tail": tail})


def ticked(page: Page) -> dict[str, str]:
    """Who is ticked as what on the roll."""
    rows = page.find("fieldset")
    names = [next(row.find("legend")).words.partition(" ")[2] for row in rows]
    marks = [[e["value"] for e in row.find("input") if "checked" in e.attrs] for row in rows]
    return {name: marks[n][0] for n, name in enumerate(names) if marks[n]}


def test_members_sign_in_and_the_roll_shows_it(group: Group, chen_siyuan: User) -> None:
    first, second, third = list(MEMBERS)[:3]
    with at("2026-04-14 14:20"):
        page = shown(group, chen_siyuan)
        assert list(next(iter(page.find("div", **{"class": "qr"}))).find("svg"))
        assert "到了 0 / 12 人" in page.main
        path = address(page)
        before = Browser().open(path)
        assert not any(name in before.html for name in MEMBERS)
        assert group.title not in before.html
        assert "签好了，谢谢" in signed(path, "1", "0001").words
        assert "到了 1 / 12 人" in Browser(chen_siyuan).press(page, "看看到了几人").main
    with at("2026-04-14 14:41"):
        assert "记为迟到" in signed(path, "２", "0002").words
        roll = Browser(chen_siyuan).open(f"/dossiers/{group.pk}/attendance/")
        assert "签到码开着" in roll.main
        assert "到了 2 人" in roll.main
        assert ticked(roll) == {first: "出席", second: "迟到"}
        assert third in roll.main


def test_what_a_worker_ticks_stands_against_what_was_scanned(
    group: Group, chen_siyuan: User
) -> None:
    """A page that was open while others signed in is no older for it, and loses nothing."""
    first, second, third = list(MEMBERS)[:3]
    with at("2026-04-14 14:20"):
        path = address(shown(group, chen_siyuan))
        worker = Browser(chen_siyuan)
        roll = worker.open(f"/dossiers/{group.pk}/attendance/")
        signed(path, "1", "0001")
        signed(path, "2", "0002")
        said = {"attendance-1-status": "缺席", "attendance-2-status": "请假"}
        roll = worker.press(roll, "存着", said)
        assert ticked(roll) == {first: "出席", second: "缺席", third: "请假"}
        signed(path, "3", "0003")  # came after all
        roll = worker.open(f"/dossiers/{group.pk}/attendance/")
        assert ticked(roll) == {first: "出席", second: "缺席", third: "出席"}


def test_a_wrong_pair_says_how_many_tries_are_left(group: Group, chen_siyuan: User) -> None:
    with at("2026-04-14 14:20"):
        path = address(shown(group, chen_siyuan))
        for left in reversed(range(TRIES_EACH)):
            page = signed(path, "3", "9999")
            assert (page.status, f"还可以试 {left} 次" in page.words) == (422, True)
            assert page.typed("id_number") == "3"
        assert "试得太多了" in signed(path, "3", "0003").words
        page = signed(path, "", "12")
        assert "写手机号的最后四位数字" in page.words
        assert SignInSheet.objects.get(closed_at=None).wrong == {"3": TRIES_EACH}  # not tried


def test_a_code_is_over_when_it_is_closed_or_its_day_is(group: Group, chen_siyuan: User) -> None:
    with at("2026-04-14 14:20"):
        old = address(shown(group, chen_siyuan))
        path = address(shown(group, chen_siyuan))
        assert Browser().open(old).status == 404
    with at("2026-04-15 00:01"):
        assert "现在不能签到" in Browser().open(path).words
        page = Browser(chen_siyuan).open(f"/dossiers/{group.pk}/sign-in/")
        page = Browser(chen_siyuan).press(page, "出示签到码")
        assert "今天没有要开的一节" in page.part("errors").words
    with at("2026-04-14 16:00"):
        worker = Browser(chen_siyuan)
        page = worker.press(worker.open(f"/dossiers/{group.pk}/sign-in/"), "关掉签到码")
        assert "签到码已关掉" in page.main
        page = Browser().open(path)
        assert (page.status, "请工作人员代记" in page.words) == (404, True)
