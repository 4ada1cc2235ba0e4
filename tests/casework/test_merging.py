"""重复建档 (handbook 4.13 X20): two records of one person are asked about, merged, read as one."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import Community, Role, Station, User
from audit.checks import problems
from audit.models import Entry
from audit.services import facts_of
from casework import merging
from casework.duplicates import headcount, records_of, survivor_of
from casework.errors import RuleError
from casework.households import others_of
from casework.models import Case, Merge, Person
from casework.registration import candidate, register
from casework.search import alike, find
from notifications.models import Message, Urgency
from tests.actors import registered
from tests.conftest import person
from tests.driver import at
from tests.filled import D01, LEAD

WHY = "社区核实，户口簿上是一个人。"


@pytest.fixture
def two(community: Community, lin_yue: User, zhou_lan: User) -> tuple[Case, Case]:
    """Registered twice, both of them Lin Yue's to work on."""
    return registered(community, by=lin_yue), registered(community, by=lin_yue)


@pytest.fixture
def asked(two: tuple[Case, Case], lin_yue: User) -> Merge:
    return merging.ask_merge(two[1].person, two[0].person, WHY, by=lin_yue)


def again(case: Case) -> Person:
    return Person.objects.get(pk=case.person_id)


# ── asking and deciding ───────────────────────────────────────────────────────────────────


def test_a_worker_asks_and_the_head_decides_within_five_working_days(
    two: tuple[Case, Case], lin_yue: User, zhou_lan: User
) -> None:
    with at("2026-04-03 10:00"):
        merge = merging.ask_merge(two[1].person, two[0].person, WHY, by=lin_yue)
    assert (merge.state, merge.due_on) == ("asked", date(2026, 4, 13))
    told = Message.objects.get(kind="person.ask_merge")
    assert (told.recipient, told.link) == (zhou_lan, f"/merges/{merge.pk}/")
    assert told.says == f"{two[0].person.number}：申请合并重复档案"
    assert again(two[1]).merged_into is None

    merging.approve_merge(merge, "同意。", by=zhou_lan)
    assert again(two[1]).merged_into == two[0].person
    assert Message.objects.get(kind="person.merge").recipient == lin_yue


def test_nobody_decides_on_what_they_asked_themselves(
    two: tuple[Case, Case], asked: Merge, station: Station, lin_yue: User, zhou_lan: User
) -> None:
    with pytest.raises(PermissionDenied):
        merging.approve_merge(asked, by=lin_yue)
    merging.refuse_merge(asked, "先核实。", by=zhou_lan)
    with pytest.raises(RuleError, match="没有别的站长或督导"):
        merging.ask_merge(two[1].person, two[0].person, WHY, by=zhou_lan)

    second = person("li.jun", "李军", station, Role.HEAD)
    own = merging.ask_merge(two[1].person, two[0].person, WHY, by=zhou_lan)
    with pytest.raises(PermissionDenied):
        merging.approve_merge(own, by=zhou_lan)
    merging.approve_merge(own, by=second)


def test_only_whoever_may_see_both_may_ask(
    community: Community,
    two: tuple[Case, Case],
    chen_siyuan: User,
    zheng_min: User,
    zhang_qian: User,
) -> None:
    """陈思远 works on one of the two, and does not learn of the other this way."""
    Case.objects.filter(pk=two[1].pk).update(owner=chen_siyuan)
    for user in (chen_siyuan, zheng_min, zhang_qian):
        with pytest.raises(PermissionDenied):
            merging.ask_merge(two[1].person, two[0].person, WHY, by=user)
    assert merging.suspects(two[1].person, chen_siyuan) == []
    assert not Merge.objects.exists()


def test_the_head_sees_all_of_the_station(two: tuple[Case, Case], zhou_lan: User) -> None:
    (found,) = merging.suspects(two[0].person, zhou_lan)
    assert (found.person, found.why) == (two[1].person, ["同名、同生日"])


def test_people_of_two_stations_are_never_merged(
    two: tuple[Case, Case], zhang_qian: User, zhou_lan: User, lin_yue: User
) -> None:
    elsewhere = zhang_qian.posts.get().station
    there = Community.objects.create(station=elsewhere, name="北村社区")
    other = registered(there, by=zhang_qian)
    person("lin.too", "林悦", elsewhere, Role.WORKER)
    with pytest.raises(PermissionDenied):
        merging.ask_merge(other.person, two[0].person, WHY, by=lin_yue)


def test_a_reason_is_given_for_asking_and_for_saying_no(
    two: tuple[Case, Case], asked: Merge, lin_yue: User, zhou_lan: User
) -> None:
    with pytest.raises(RuleError, match="为什么不是同一个人"):
        merging.refuse_merge(asked, " ", by=zhou_lan)
    merging.refuse_merge(asked, "生日不同。", by=zhou_lan)
    with pytest.raises(RuleError, match="为什么是同一个人"):
        merging.ask_merge(two[1].person, two[0].person, "", by=lin_yue)


def test_one_request_at_a_time(two: tuple[Case, Case], asked: Merge, lin_yue: User) -> None:
    with pytest.raises(RuleError, match="已经申请过合并"):
        merging.ask_merge(two[0].person, two[1].person, WHY, by=lin_yue)


def test_whoever_does_not_decide_in_time_is_told_once_a_day(
    two: tuple[Case, Case], lin_yue: User, zhou_lan: User
) -> None:
    with at("2026-04-03 10:00"):
        merging.ask_merge(two[1].person, two[0].person, WHY, by=lin_yue)
        assert merging.remind() == 0
    with at("2026-04-13 09:00"):
        assert [merging.remind(), merging.remind()] == [1, 0]
    with at("2026-04-14 09:00"):
        assert merging.remind() == 1
    told = Message.objects.filter(kind="person.late_merge")
    assert [(each.recipient, each.urgency) for each in told] == [(zhou_lan, Urgency.IMPORTANT)] * 2


# ── no chains, no circles ─────────────────────────────────────────────────────────────────


def test_nothing_is_merged_twice_and_nothing_in_a_circle(
    community: Community, two: tuple[Case, Case], asked: Merge, lin_yue: User, zhou_lan: User
) -> None:
    kept, surplus = two[0].person, two[1].person
    third = registered(community, by=lin_yue).person
    merging.approve_merge(asked, by=zhou_lan)

    with pytest.raises(RuleError, match="已经是同一个人"):
        merging.ask_merge(again(two[0]), again(two[1]), WHY, by=lin_yue)
    with pytest.raises(RuleError, match="已并入别的档案"):
        merging.ask_merge(third, surplus, WHY, by=lin_yue)
    with pytest.raises(RuleError, match="已并入别的档案"):
        merging.ask_merge(surplus, third, WHY, by=lin_yue)
    with pytest.raises(RuleError, match="作为保留的一份"):
        merging.ask_merge(kept, third, WHY, by=lin_yue)
    with pytest.raises(RuleError, match="同一份档案"):
        merging.ask_merge(kept, kept, WHY, by=lin_yue)

    merging.approve_merge(merging.ask_merge(third, kept, WHY, by=lin_yue), by=zhou_lan)
    assert list(records_of(again(two[1]))) == [kept, surplus, third]


def test_of_two_requests_that_do_not_fit_the_second_is_refused(
    community: Community, two: tuple[Case, Case], asked: Merge, lin_yue: User, zhou_lan: User
) -> None:
    """Asked while it still could be: B into A, then A into C."""
    third = registered(community, by=lin_yue).person
    second = merging.ask_merge(two[0].person, third, WHY, by=lin_yue)
    merging.approve_merge(asked, by=zhou_lan)
    with pytest.raises(RuleError, match="作为保留的一份"):
        merging.approve_merge(second, by=zhou_lan)
    with pytest.raises(RuleError, match="已经有人办过"):
        merging.approve_merge(asked, by=zhou_lan)


def test_a_record_is_never_merged_into_itself(asked: Merge) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.filter(pk=asked.pk).update(kept=asked.surplus)


# ── one person from now on ────────────────────────────────────────────────────────────────


@pytest.fixture
def merged(two: tuple[Case, Case], asked: Merge, zhou_lan: User) -> Merge:
    merging.approve_merge(asked, by=zhou_lan)
    return asked


def test_dossiers_keep_their_numbers_and_what_is_sealed_opens_with_its_own_key(
    two: tuple[Case, Case], merged: Merge
) -> None:
    for case in two:
        found = Case.objects.get(pk=case.pk)
        assert (found.number, found.person_id) == (case.number, case.person_id)
        text = found.submissions.get(form="C01").content
        assert case.person.number in text
    assert two[0].person.data_key != two[1].person.data_key


def test_a_search_shows_one_person_with_all_dossiers(
    two: tuple[Case, Case], merged: Merge, lin_yue: User
) -> None:
    for words in ("秦玉兰", two[0].number, two[1].number):
        (found,) = find(lin_yue, words)
        assert found.person == two[0].person
        assert {case.number for case in found.cases} == {case.number for case in two}


def test_a_search_keeps_to_the_walls(
    two: tuple[Case, Case], merged: Merge, chen_siyuan: User
) -> None:
    """Who works on the surplus record's dossier alone is shown that, and no more."""
    Case.objects.filter(pk=two[1].pk).update(owner=chen_siyuan)
    (found,) = find(chen_siyuan, "秦玉兰")
    assert found.person == two[1].person
    assert [case.number for case in found.cases] == [two[1].number]


def test_who_registers_is_shown_the_one_that_stays_and_it_is_used(
    two: tuple[Case, Case], merged: Merge, community: Community, station: Station, lin_yue: User
) -> None:
    (known,) = alike(station, D01)
    assert known.person == two[0].person
    chosen = candidate(lin_yue, two[1].person_id)
    third = register(LEAD, community=community, by=lin_yue, person=chosen)
    assert third.person == two[0].person
    assert Person.objects.count() == 2


def test_a_household_counts_somebody_once(
    community: Community, lin_yue: User, zhou_lan: User
) -> None:
    home = {"living_address": {"place": "国棉四厂宿舍", "door": "3 号楼 301"}}
    lives, bare = LEAD["D01"] | home, LEAD["D01"]
    first = registered(community, by=lin_yue, D01=bare).person
    second = registered(community, by=lin_yue, D01=lives).person
    son = registered(community, by=lin_yue, D01=lives | {"name": "秦小山"}).person
    assert first.household is None
    merge = merging.ask_merge(second, first, WHY, by=lin_yue)
    merging.approve_merge(merge, by=zhou_lan)

    first.refresh_from_db()
    second.refresh_from_db()
    assert list(others_of(son)) == [first]
    assert list(others_of(first)) == list(others_of(second)) == [son]
    merging.undo_merge(merge, "弄错了。", by=zhou_lan)
    first.refresh_from_db()
    assert first.household is None
    assert list(others_of(son)) == [second]


def test_a_person_is_counted_once(
    two: tuple[Case, Case], community: Community, asked: Merge, zhou_lan: User, lin_yue: User
) -> None:
    registered(community, by=lin_yue, D01={"name": "另一个人", "sex": "女"})
    assert headcount(Case.objects.all()) == 3
    merging.approve_merge(asked, by=zhou_lan)
    assert headcount(Case.objects.all()) == 2
    assert headcount(Case.objects.filter(pk=two[1].pk)) == 1
    assert headcount(Case.objects.none()) == 0


# ── undoing ───────────────────────────────────────────────────────────────────────────────


def test_it_is_undone_while_nothing_was_added(
    two: tuple[Case, Case], merged: Merge, lin_yue: User, zhou_lan: User
) -> None:
    with pytest.raises(PermissionDenied):
        merging.undo_merge(merged, "弄错了。", by=lin_yue)
    with pytest.raises(RuleError, match="为什么撤销"):
        merging.undo_merge(merged, "", by=zhou_lan)
    merging.undo_merge(merged, "弄错了。", by=zhou_lan)

    assert survivor_of(again(two[1])) == two[1].person
    assert len(find(lin_yue, "秦玉兰")) == 2
    merging.ask_merge(two[1].person, two[0].person, WHY, by=lin_yue)


def test_it_is_not_undone_once_somebody_has_written_more(
    two: tuple[Case, Case], merged: Merge, community: Community, lin_yue: User, zhou_lan: User
) -> None:
    register(LEAD, community=community, by=lin_yue, person=again(two[1]))
    with pytest.raises(RuleError, match="分不清属于哪一份"):
        merging.undo_merge(merged, "弄错了。", by=zhou_lan)


# ── the trail ─────────────────────────────────────────────────────────────────────────────


def test_both_records_remember_it_and_no_name_is_said(
    two: tuple[Case, Case], merged: Merge, zhou_lan: User
) -> None:
    merging.undo_merge(merged, "弄错了。", by=zhou_lan)
    verbs = ["person.ask_merge", "person.merge", "person.undo_merge"]
    for case in two:
        assert [verb for verb, _facts in facts_of(case.person.chain)] == verbs
        assert list(problems(case.person.chain)) == []
    said = "".join(Entry.objects.filter(chain__startswith="person:").values_list("body", flat=True))
    for words in ("秦玉兰", WHY, "弄错了"):
        assert words not in said


def test_the_reason_lies_sealed(asked: Merge) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM casework_merge")
        assert WHY.encode() not in bytes(cursor.fetchone()[0])
    assert Merge.objects.get().reason == WHY
