"""合并重复档案 on pages: found on somebody's page, asked side by side, decided by the head."""

import pytest

from accounts.models import Community, User
from casework.models import Case, Merge, Person
from tests.actors import registered
from tests.driver import Browser


@pytest.fixture
def two(community: Community, lin_yue: User, zhou_lan: User) -> tuple[Case, Case]:
    return registered(community, by=lin_yue), registered(community, by=lin_yue)


def asked(two: tuple[Case, Case], by: User, reason: str = "同一个人登记了两次。") -> Merge:
    browser = Browser(by)
    page = browser.open(f"/people/{two[0].person_id}/")
    assert "可能是同一个人" in page.main
    page = browser.follow(page, f"秦** · {two[1].person.number}")
    page = browser.press(page, "申请合并", {"reason": reason})
    assert "已申请合并" in page.main
    return Merge.objects.get()


def test_from_a_persons_page_to_one_person(
    two: tuple[Case, Case], lin_yue: User, zhou_lan: User
) -> None:
    merge = asked(two, lin_yue)
    head = Browser(zhou_lan)
    page = head.open(f"/merges/{merge.pk}/")
    for words in ("秦**", "同名、同生日", "同一个人登记了两次。", two[0].number, two[1].number):
        assert words in page.main
    for whole in ("秦玉兰", "10000000001"):
        assert whole not in page.html
    page = head.press(page, "同意合并", {"opinion": "同意。"})

    assert "已合并" in page.main
    for case in two:
        main = Browser(lin_yue).open(f"/people/{case.person_id}/").main
        assert f"{two[0].person.number}、{two[1].person.number}（已并入）" in main
        assert two[0].number in main
        assert two[1].number in main
        assert "可能是同一个人" not in main


def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    two: tuple[Case, Case], lin_yue: User, zhou_lan: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/people/{two[0].person_id}/same/{two[1].person_id}/")
    page = browser.press(page, "申请合并", {"kept": str(two[1].person_id)})
    assert (page.status, "为什么是同一个人" in page.part("errors").words) == (422, True)
    browser.press(page, "申请合并", {"reason": "一个人。"})
    assert Merge.objects.get().kept == two[1].person

    head = Browser(zhou_lan)
    page = head.press(head.open(f"/merges/{Merge.objects.get().pk}/"), "不是同一个人")
    assert "为什么不是同一个人" in page.part("errors").words
    assert "没有同意" in head.press(page, "不是同一个人", {"opinion": "生日不同。"}).main


def test_the_head_undoes_it(two: tuple[Case, Case], lin_yue: User, zhou_lan: User) -> None:
    merge = asked(two, lin_yue)
    head = Browser(zhou_lan)
    head.press(head.open(f"/merges/{merge.pk}/"), "同意合并")
    page = head.press(head.open(f"/merges/{merge.pk}/"), "撤销合并", {"opinion": "弄错了。"})
    assert "已撤销合并" in page.main
    assert not Person.objects.exclude(merged_into=None).exists()


def test_who_decides_finds_it_in_the_list_and_others_do_not(
    two: tuple[Case, Case], lin_yue: User, zhou_lan: User, zhang_qian: User, chen_siyuan: User
) -> None:
    merge = asked(two, lin_yue)
    for user in (lin_yue, zhou_lan):
        assert two[0].person.number in Browser(user).open("/merges/").main
    for user in (zhang_qian, chen_siyuan):
        assert two[0].person.number not in Browser(user).open("/merges/").main
        assert Browser(user).open(f"/merges/{merge.pk}/").status == 404


def test_of_two_records_of_which_one_is_not_theirs_nobody_learns(
    two: tuple[Case, Case], chen_siyuan: User
) -> None:
    Case.objects.filter(pk=two[1].pk).update(owner=chen_siyuan)
    browser = Browser(chen_siyuan)
    assert "可能是同一个人" not in browser.open(f"/people/{two[1].person_id}/").main
    mine, other = two[1].person_id, two[0].person_id
    assert browser.open(f"/people/{mine}/same/{other}/").status == 404
    assert browser.open(f"/people/{mine}/same/{mine}/").status == 404
