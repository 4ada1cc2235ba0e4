"""台账: what is written down, put right and set aside, by whom, and who sees it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Role, Station, User
from audit.models import Entry
from audit.services import facts_of
from casework import masking
from casework.attributions import attribute, attributed_to, attribution_on, release
from casework.errors import RuleError
from casework.expenses import may_read, spend, void_expense
from casework.ledger import add, carry_over, correct, open_needs, reopen, settle, void
from casework.models import Attribution, Case, Expense, Group, LedgerEntry, Project
from tests.actors import accepted
from tests.casework.ledgers import a_group, a_project, entry
from tests.conftest import person
from tests.driver import at

Kind = LedgerEntry.Kind
EVENT = {"kind": "活动", "on": "2026-01-20", "what": "年前防骗讲座", "person_times": "56"}
NEED = {"kind": "need", "on": "2026-03-03", "what": "居家安全", "community": "天桥东社区"}
SPENT = {
    "on": "2026-01-09",
    "category": "业务活动",
    "item": "讲义印刷",
    "amount": "1,240.50 元",
    "voucher": "记-12",
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with at("2026-03-25 10:00"):
        yield


@pytest.fixture
def project(station: Station, lin_yue: User) -> Project:
    return a_project(station, lin_yue)


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


@pytest.fixture
def group(lead: Case, station: Station, chen_siyuan: User) -> Group:
    return a_group(station, chen_siyuan)


def faults(station: Station, by: User, **raw: str) -> dict[str, str]:
    with pytest.raises(RuleError) as refused:
        add(station, EVENT | raw, by=by)
    return refused.value.errors


# ── writing down ──────────────────────────────────────────────────────────────────────────


def test_a_worker_writes_an_event_down_for_a_project(
    station: Station, project: Project, lin_yue: User
) -> None:
    said = {"category": "独居老人", "project": project.number}
    done = add(station, EVENT | said, by=lin_yue)

    assert (done.kind, done.on, done.person_times) == (Kind.EVENT, date(2026, 1, 20), 56)
    assert (done.category, done.project, done.source) == ("elder_alone", project, "hand")
    trail = Entry.objects.get(verb="ledger.add")
    assert trail.chain == f"ledger:{station.pk}:event:2026-03-25"
    assert "防骗" not in trail.body


@pytest.mark.parametrize(
    ("cell", "typed", "says"),
    [
        ("kind", "聚会", "这些类型里的一个"),
        ("on", "", "哪一天"),
        ("on", "2026-02-30", "2026-03-05"),
        ("on", "2026-03-26", "还没有到"),
        ("what", "", "简短的名称"),
        ("what", "字" * 81, "最多 80 字，现在 81 字"),
        ("what", "张大爷 370105198001011234", "个人信息"),
        ("what", "联系 138-1234-5678 的讲座", "个人信息"),
        ("what", "电话 ０５３１ 8888 1234", "个人信息"),
        ("person_times", "", "不知道的写 0"),
        ("person_times", "三十", "整数"),
        ("person_times", "-3", "整数"),
        ("households", "12", "活动不填户次"),
        ("category", "老人", "没有这个类别"),
        ("community", "义合社区", "本站的社区：天桥东社区"),
        ("project", "TQDJ-P-2020-0001", "核对编号"),
    ],
)
@pytest.mark.usefixtures("community")
def test_each_fault_says_at_its_cell_how_to_mend_it(
    station: Station, lin_yue: User, cell: str, typed: str, says: str
) -> None:
    found = faults(station, lin_yue, **{cell: typed})

    assert list(found) == [cell]
    assert says in found[cell]
    assert not LedgerEntry.objects.exists()


def test_days_and_sums_are_read_as_people_write_them(station: Station, lin_yue: User) -> None:
    for day in ["2026/1/5", "2026年1月5日", "2026.01.05"]:
        raw = {"kind": "资源链接", "on": day, "what": "扶手", "amount": "¥1,200.5 元"}
        done = add(station, raw, by=lin_yue)
        assert (done.on, done.amount) == (date(2026, 1, 5), Decimal("1200.50"))


def test_a_short_number_or_a_date_is_no_personal_number() -> None:
    for fine in ["2026-03-05 讲座", "第 12 期", "118 户摸排", "2026-01-01至2026-03-31走访"]:
        assert not masking.holds_number(fine), fine


def test_a_need_is_of_somebody_or_of_a_community(
    community: Any, station: Station, case: Case, lin_yue: User, chen_siyuan: User
) -> None:
    of_nobody = faults(station, lin_yue, **NEED | {"person_times": "", "community": ""})
    assert "写一个" in of_nobody["community"]

    own = {"community": "", "person": case.person.number}
    assert add(station, NEED | own, by=lin_yue).person == case.person
    assert add(station, NEED, by=lin_yue).person is None


def test_a_worker_names_only_whom_they_may_read(
    station: Station, case: Case, chen_siyuan: User
) -> None:
    with pytest.raises(RuleError) as refused:
        add(station, NEED | {"person": case.person.number}, by=chen_siyuan)
    assert "没有找到" in refused.value.errors["person"]


def test_an_entry_outside_the_projects_time_is_refused(
    station: Station, project: Project, lin_yue: User
) -> None:
    found = faults(station, lin_yue, on="2025-10-31", project=project.number)
    assert "2025-11-01 至 2026-10-31" in found["project"]


@pytest.mark.parametrize("who", ["zheng_min", "liu_chang", "zhang_qian", "xu_qin"])
def test_others_write_nothing(station: Station, who: str, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        add(station, EVENT, by=request.getfixturevalue(who))


# ── putting right and setting aside ───────────────────────────────────────────────────────


def test_what_an_entry_said_before_stands_in_the_trail(
    station: Station, project: Project, lin_yue: User, zhou_lan: User
) -> None:
    done = add(station, EVENT | {"project": project.number}, by=lin_yue)
    right = {"person_times": "65", "what": "防骗讲座", "project": project.number}
    done = correct(done, EVENT | right, by=zhou_lan)

    assert (done.person_times, done.what, done.entered_by) == (65, "防骗讲座", lin_yue)
    facts = dict(facts_of(f"ledger:{station.pk}:event:2026-03-25"))["ledger.correct"]
    assert (facts["was"]["person_times"], facts["now"]["person_times"]) == (56, 65)
    assert set(facts["was"]) == {"person_times", "what"}
    assert facts["was"]["what"] != "年前防骗讲座"


def test_a_correction_that_changes_nothing_leaves_no_trace(station: Station, lin_yue: User) -> None:
    correct(add(station, EVENT, by=lin_yue), EVENT, by=lin_yue)
    assert not Entry.objects.filter(verb="ledger.correct").exists()


def test_a_project_that_has_closed_meanwhile_may_stay_named(
    station: Station, project: Project, lin_yue: User
) -> None:
    said = EVENT | {"project": project.number}
    done = add(station, said, by=lin_yue)
    Project.objects.filter(pk=project.pk).update(status="closed", closed_on="2026-03-24")

    assert correct(done, said | {"person_times": "60"}, by=lin_yue).project == project
    assert "核对编号" in faults(station, lin_yue, project=project.number)["project"]


def test_an_entry_is_set_aside_with_a_reason_and_then_rests(
    station: Station, lin_yue: User
) -> None:
    done = add(station, EVENT, by=lin_yue)
    with pytest.raises(RuleError, match="为什么作废"):
        void(done, " ", by=lin_yue)
    done = void(done, "和 1 月 19 日那条重复。", by=lin_yue)

    assert done.voided_on == date(2026, 3, 25)
    assert not LedgerEntry.objects.standing().exists()
    with pytest.raises(RuleError, match="已经作废"):
        void(done, "重复。", by=lin_yue)
    with pytest.raises(RuleError, match="已经作废"):
        correct(done, EVENT, by=lin_yue)


# ── needs ─────────────────────────────────────────────────────────────────────────────────


def test_a_need_is_open_until_it_has_a_result(
    community: Any, station: Station, project: Project, lin_yue: User
) -> None:
    first = add(station, NEED | {"project": project.number}, by=lin_yue)
    second = add(station, NEED | {"project": project.number, "on": "2026-03-01"}, by=lin_yue)
    assert list(open_needs(project)) == [second, first]

    settle(first, "met", on=date(2026, 3, 20), by=lin_yue)
    assert list(open_needs(project)) == [second]
    reopen(first, by=lin_yue)
    assert len(open_needs(project)) == 2
    with pytest.raises(RuleError, match="2026-03-03"):
        settle(first, "met", on=date(2026, 3, 2), by=lin_yue)
    with pytest.raises(RuleError, match="选一个办结结果"):
        settle(first, "", on=date(2026, 3, 20), by=lin_yue)


def test_an_open_need_is_carried_over_to_the_next_project(
    community: Any, station: Station, project: Project, lin_yue: User
) -> None:
    later = a_project(station, lin_yue, "TQDJ-P-2026-0001")
    Project.objects.filter(pk=later.pk).update(status=Project.Status.CONTRACTED)
    later.refresh_from_db()
    need = add(station, NEED | {"project": project.number}, by=lin_yue)
    carry_over(need, later, by=lin_yue)

    assert not open_needs(project)
    assert list(open_needs(later)) == [need]
    settle(need, "unmet", on=date(2026, 3, 25), by=lin_yue)
    with pytest.raises(RuleError, match="没有办结"):
        carry_over(need, project, by=lin_yue)


def test_only_a_need_is_settled(station: Station, lin_yue: User) -> None:
    with pytest.raises(RuleError, match="只有需求"):
        settle(add(station, EVENT, by=lin_yue), "met", on=date(2026, 3, 20), by=lin_yue)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal(-1)},
        {"households": 3},
        {"settled_on": date(2026, 3, 1), "result": "met"},
        {"voided_on": date(2026, 3, 1)},
    ],
)
def test_the_database_refuses_what_can_never_be(
    station: Station, lin_yue: User, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1), **wrong)


# ── who sees it ───────────────────────────────────────────────────────────────────────────


def test_a_ledger_exists_for_its_station_its_district_and_where_it_is_money_for_who_counts_it(
    station: Station, lin_yue: User, zheng_min: User, liu_chang: User, zhang_qian: User
) -> None:
    event = entry(station, lin_yue, Kind.EVENT, date(2026, 3, 1))
    link = entry(station, lin_yue, Kind.LINK, date(2026, 3, 1), amount=Decimal(5000))
    counts = person("he.qi", "何琪", station, Role.FINANCE)
    runs = person("ma.li", "马莉", station, Role.AGENCY)

    def seen(user: User) -> set[int]:
        return set(LedgerEntry.objects.visible_to(user).values_list("pk", flat=True))

    for user in (lin_yue, zheng_min, liu_chang):
        assert seen(user) == {event.pk, link.pk}
    for user in (counts, runs):
        assert seen(user) == {link.pk}
    assert seen(zhang_qian) == set()


def test_expenses_exist_for_those_who_keep_and_those_who_check_them(
    project: Project, lin_yue: User, liu_chang: User, zheng_min: User, zhang_qian: User
) -> None:
    spend(project, SPENT, by=lin_yue)
    counts = person("he.qi", "何琪", project.station, Role.FINANCE)

    for user in (lin_yue, liu_chang, counts):
        assert Expense.objects.visible_to(user).count() == 1
        assert may_read(user, project)
    for user in (zheng_min, zhang_qian):
        assert not Expense.objects.visible_to(user).exists()
        assert not may_read(user, project)
    with pytest.raises(PermissionDenied):
        spend(project, SPENT, by=counts)


# ── money ─────────────────────────────────────────────────────────────────────────────────


def test_a_sum_is_written_down_once(project: Project, lin_yue: User) -> None:
    done = spend(project, SPENT, by=lin_yue)
    assert done.amount == Decimal("1240.50")
    with pytest.raises(RuleError, match="已经登记过"):
        spend(project, SPENT, by=lin_yue)
    void_expense(done, "凭证号写错。", by=lin_yue)
    assert spend(project, SPENT, by=lin_yue).pk != done.pk
    with pytest.raises(RuleError, match="已经作废"):
        void_expense(done, "再来一次。", by=lin_yue)


@pytest.mark.parametrize(
    ("cell", "typed", "says"),
    [
        ("on", "2025-10-31", "2025-11-01 开始"),
        ("category", "餐费", "预算科目"),
        ("item", "付 13812345678", "个人信息"),
        ("amount", "0", "大于 0"),
        ("amount", "12.345", "两位小数"),
        ("voucher", "", "凭证号"),
    ],
)
def test_a_sum_with_a_fault_is_refused_at_its_cell(
    project: Project, lin_yue: User, cell: str, typed: str, says: str
) -> None:
    with pytest.raises(RuleError) as refused:
        spend(project, SPENT | {cell: typed}, by=lin_yue)
    assert list(refused.value.errors) == [cell]
    assert says in refused.value.errors[cell]


def test_nothing_is_spent_before_there_is_a_contract(project: Project, lin_yue: User) -> None:
    project.status = Project.Status.REVIEWING
    with pytest.raises(RuleError, match="签约之后"):
        spend(project, SPENT, by=lin_yue)


# ── 归属 ──────────────────────────────────────────────────────────────────────────────────


def test_a_new_attribution_ends_the_one_before_on_the_day_before(
    group: Group, project: Project, station: Station, chen_siyuan: User
) -> None:
    later = a_project(station, chen_siyuan, "TQDJ-P-2026-0001")
    attribute(group, project, since=date(2026, 4, 2), by=chen_siyuan)
    attribute(group, later, since=date(2026, 9, 1), by=chen_siyuan)

    days = {date(2026, 4, 1): None, date(2026, 8, 31): project, date(2026, 9, 1): later}
    for day, wanted in days.items():
        found = attribution_on(group, day)
        assert (found and found.project) == wanted
    assert [each.pk for each in attributed_to(later, date(2026, 9, 1))] == [group.pk]
    facts = dict(facts_of(group.chain))["dossier.attribute"]
    assert facts["instead_of"] == [[project.pk, "2026-04-02", None]]


def test_a_wrong_attribution_is_put_right_without_leaving_two(
    group: Group, project: Project, station: Station, chen_siyuan: User, zhou_lan: User
) -> None:
    right = a_project(station, chen_siyuan, "TQDJ-P-2026-0001")
    attribute(group, project, since=date(2026, 4, 2), by=chen_siyuan)
    attribute(group, right, since=date(2026, 3, 2), by=zhou_lan)

    (only,) = Attribution.objects.filter(dossier=group.pk)
    assert (only.project, only.since, only.until) == (right, date(2026, 3, 2), None)


def test_a_time_that_is_over_is_not_attributed_anew(
    group: Group, project: Project, chen_siyuan: User
) -> None:
    attribute(group, project, since=date(2026, 1, 2), by=chen_siyuan)
    with pytest.raises(RuleError, match="不能早于"):
        release(group, until=date(2026, 1, 1), by=chen_siyuan)
    release(group, until=date(2026, 3, 1), by=chen_siyuan)
    with pytest.raises(RuleError, match="不归属任何项目"):
        release(group, until=date(2026, 3, 2), by=chen_siyuan)

    with pytest.raises(RuleError) as refused:
        attribute(group, project, since=date(2026, 3, 1), by=chen_siyuan)
    assert "已经归属过" in refused.value.errors["since"]
    assert attribute(group, project, since=date(2026, 3, 2), by=chen_siyuan).until is None


def test_a_project_takes_only_what_falls_into_its_time_and_its_station(
    group: Group, project: Project, chen_siyuan: User, zhang_qian: User
) -> None:
    for day, says in [(date(2025, 10, 31), "不能早于"), (date(2026, 11, 1), "到 2026-10-31 为止")]:
        with pytest.raises(RuleError) as refused:
            attribute(group, project, since=day, by=chen_siyuan)
        assert says in refused.value.errors["since"]
    theirs = a_project(zhang_qian.posts.get().station, zhang_qian, "GRBC-P-2026-0001")
    with pytest.raises(RuleError) as refused:
        attribute(group, theirs, since=date(2026, 4, 2), by=chen_siyuan)
    assert "本站" in refused.value.errors["project"]
    Project.objects.filter(pk=project.pk).update(status="closed", closed_on="2026-03-24")
    with pytest.raises(RuleError, match="没有结项"):
        attribute(group, project, since=date(2026, 4, 2), by=chen_siyuan)


@pytest.mark.parametrize("who", ["lin_yue", "zheng_min", "liu_chang", "zhang_qian"])
def test_only_the_owner_and_the_head_attribute(
    group: Group, project: Project, who: str, request: Any
) -> None:
    with pytest.raises(PermissionDenied):
        attribute(group, project, since=date(2026, 4, 2), by=request.getfixturevalue(who))
