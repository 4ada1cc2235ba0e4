"""组员自己的事: a member's own case, or need, from the page of the group."""

import pytest

from accounts.models import Community, User
from casework.company import give_seat
from casework.models import Case, Group, LedgerEntry, Person
from tests.driver import Browser, at
from tests.group_actors import (
    approved,
    begun,
    listed,
    opened,
    session_held,
    session_planned,
    submitted,
)

TROUBLE = "看不清小字，独自在家不敢热饭。"


@pytest.fixture
def group(community: Community, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    """Begun; nobody in it is on record at the station."""
    with at("2026-04-02 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
        approved(group, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at("2026-04-14 14:00"):
        return begun(group, worker=chen_siyuan)


def test_a_members_trouble_becomes_a_case_which_says_where_it_comes_from(
    group: Group, chen_siyuan: User
) -> None:
    with at("2026-04-14 18:00"):
        owner = Browser(chen_siyuan)
        page = owner.follow(owner.open(f"/dossiers/{group.pk}/"), "立个案 8 号")
        assert "路**" in page.main
        assert "路长河" not in page.html
        page = owner.press(page, "登记", {"presenting_problem": TROUBLE})
        assert page.status == 422
        assert "性别" in page.part("errors").words
        assert page.typed("f-presenting_problem") == TROUBLE
        page = owner.press(page, "登记", {"sex": "男"})
        assert "已登记，登记号 TQDJ-J-2026-0001" in page.main
    case = Case.objects.get()
    assert case.person == group.members.get(number=8).person
    assert (case.owner, case.person.name) == (chen_siyuan, "路长河")
    page = owner.open(f"/dossiers/{group.pk}/members/8/case/")
    assert case.person.number in page.main
    assert "sex" not in page.names(page.button("登记")[0])


def test_whoever_is_known_is_recognised(group: Group, chen_siyuan: User, lin_yue: User) -> None:
    """The station keeps a record of one of the same name and telephone."""
    with at("2026-04-14 18:00"):
        other = Browser(lin_yue)
        call = {"name": "路长河", "sex": "男", "phone": "10000000008"}
        call |= {"presenting_problem": "想问助餐。", "community": str(group.community_id)}
        other.press(other.open("/leads/new/"), "登记", call)
        known = Person.objects.get()
        owner = Browser(chen_siyuan)
        page = owner.open(f"/dossiers/{group.pk}/members/8/case/")
        page = owner.press(page, "登记", {"presenting_problem": TROUBLE, "sex": "男"})
        assert "可能已有档案" in page.main
        owner.press(page, "登记", {"same": str(known.pk)})
    assert Person.objects.get() == known
    assert group.members.get(number=8).person == known
    assert known.cases.count() == 2


def test_a_need_goes_into_the_ledger_and_a_helper_may_note_it(
    group: Group, chen_siyuan: User, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-04-14 18:00"):
        give_seat(group, lin_yue, "collaborator", by=chen_siyuan)
        helper = Browser(lin_yue)
        page = helper.open(f"/dossiers/{group.pk}/")
        assert "立个案 8 号" not in page.main
        page = helper.follow(page, "记需求 8 号")
        page = helper.press(page, "记入台账", {"on": "2026-05-01"})
        assert page.status == 422
        assert "写一个简短的名称" in page.part("errors").words
        page = helper.press(page, "记入台账", {"what": "日常照护", "on": "2026-04-14"})
        assert "8 号组员的需求已记入台账" in page.main
        need = LedgerEntry.objects.get()
        assert (need.what, need.category, need.source) == ("日常照护", "disabled", "group")
        assert "记需求 8 号" not in Browser(zheng_min).open(f"/dossiers/{group.pk}/").main


def test_what_a_record_asks_for_is_offered_where_it_is_read(
    group: Group, chen_siyuan: User, zheng_min: User
) -> None:
    with at("2026-04-14 18:00"):
        session_held(group, 1, by=chen_siyuan)
        owner = Browser(chen_siyuan)
        record = owner.follow(owner.open(f"/dossiers/{group.pk}/"), "记录")
        assert "8 路** 新需求" in record.part("onward").words
        page = owner.follow(record, "记需求 8 号")
        assert page.url == f"/dossiers/{group.pk}/members/8/need/"
        read = Browser(zheng_min).open(record.url)
        assert "新需求" in read.part("onward").words
        assert not read.part("onward").words.count("记需求")
