"""One box in the bar: what is found, what is not, and that no word of it gets anywhere."""

from accounts.models import Community, User
from audit.models import Entry
from casework.models import Case
from tests.driver import Browser
from tests.group_actors import opened


def search(user: User, words: str) -> str:
    browser = Browser(user)
    page = browser.press(browser.open("/search/"), "找", {"q": words})
    assert page.url.endswith("/search/")
    return page.main


def test_the_worker_finds_her_person_by_sound_and_goes_to_the_page(
    intervening: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.press(browser.open("/search/"), "找", {"q": "qyl"})
    assert "秦** " in page.main
    assert "10000000001" not in page.html
    (link,) = [each["href"] for each in page.find("a") if "/people/" in each["href"]]
    page = browser.open(link)
    assert "立案" in page.main
    assert "批准计划" in page.main
    assert intervening.number in page.main
    assert "秦玉兰" not in page.html


def test_the_words_are_in_no_url_and_no_trail(intervening: Case, lin_yue: User) -> None:
    search(lin_yue, "秦玉兰")
    read = Entry.objects.get(verb="read.search")
    assert "秦" not in read.body
    assert '"hits":1' in read.body


def test_a_group_is_found_by_its_title_inside_the_walls(
    community: Community, chen_siyuan: User, lin_yue: User
) -> None:
    group = opened(community, by=chen_siyuan)
    for words in ("邻里", group.number.lower(), "1"):
        assert group.number in search(chen_siyuan, words)
    assert group.number not in search(lin_yue, "邻里")


def test_odd_words_find_nobody_and_break_nothing(intervening: Case, lin_yue: User) -> None:
    for words in ("\x00", "😀𠮷", "%%%", "'; drop table", "字" * 5000, "９９９９", "-"):
        assert "没有找到" in search(lin_yue, words) or "写一个名字" in search(lin_yue, words)


def test_others_find_nothing(intervening: Case, chen_siyuan: User, zhang_qian: User) -> None:
    for user in (chen_siyuan, zhang_qian):
        assert intervening.number not in search(user, "秦玉兰")


def test_likely_doubles_are_shown_with_the_reason(intervening: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    typed = {"name": "秦玉兰", "sex": "女", "phone": "10000000001", "presenting_problem": "又来了"}
    page = browser.press(browser.open("/leads/new/"), "登记", typed)
    assert "可能已有档案" in page.main
    assert "同名、同电话" in page.main
    assert Case.objects.count() == 1
    page = browser.press(page, "登记", {"same": str(intervening.person_id)})
    assert "已登记" in page.main
    assert Case.objects.filter(person=intervening.person_id).count() == 2
