"""统计: a project's figures are computed, each from what happened on its own day."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Station, User
from casework.approvals import latest
from casework.attributions import attribute
from casework.counting import (
    TOTAL,
    by_category,
    by_month,
    counted,
    satisfaction,
    spent,
)
from casework.models import (
    Attribution,
    Case,
    Episode,
    Expense,
    Group,
    LedgerEntry,
    Member,
    Project,
    Satisfaction,
)
from tests.actors import accepted, assessed, closing, planned, served
from tests.casework.ledgers import a_group, a_project, entry, meets, members
from tests.driver import at

Kind = LedgerEntry.Kind
ALONE, DISABLED, ANYBODY = "elder_alone", "disabled", "general"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with at("2026-03-25 10:00"):
        yield


@pytest.fixture
def project(station: Station, lin_yue: User) -> Project:
    return a_project(station, lin_yue)


@pytest.fixture
def neighbours(lead: Case, station: Station, chen_siyuan: User) -> Group:
    """指尖上的邻里, twelve people of three categories, six times (S6)."""
    group = a_group(station, chen_siyuan)
    own = members(group, {ALONE: 7, DISABLED: 2, ANYBODY: 3})
    elder, disabled, other = own[0], own[7], own[9]
    away: list[tuple[date, list[Member]]] = [
        (date(2026, 4, 14), []),
        (date(2026, 4, 21), []),
        (date(2026, 4, 28), [other]),
        (date(2026, 5, 12), [elder, other]),
        (date(2026, 5, 19), [disabled]),
        (date(2026, 5, 26), []),
    ]
    for number, (day, missing) in enumerate(away, 1):
        meets(group, number, day, missing)
    return group


@pytest.fixture
def served_case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """秦玉兰's case, accepted on 2026-03-25 and served on 2026-03-27."""
    accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assessed(lead, worker=lin_yue, supervisor=zheng_min)
    planned(lead, worker=lin_yue, supervisor=zheng_min)
    with at("2026-03-27 17:00"):
        return served(lead, worker=lin_yue)


def test_a_group_counts_once_and_everybody_by_their_own_category(
    neighbours: Group, project: Project, chen_siyuan: User
) -> None:
    attribute(neighbours, project, since=date(2026, 4, 2), by=chen_siyuan)

    found = counted(project)
    assert found["小组", "个"] == 1
    assert found["小组", "节"] == 6
    assert found["小组", "人次"] == found[TOTAL] == 68
    times = {each: said["小组", "人次"] for each, said in by_category(project).items() if each}
    assert times == {ALONE: 41, DISABLED: 11, ANYBODY: 16}


def test_sessions_before_the_day_of_attribution_count_for_nobody(
    neighbours: Group, project: Project, chen_siyuan: User
) -> None:
    attribute(neighbours, project, since=date(2026, 5, 1), by=chen_siyuan)

    found = counted(project)
    assert found["小组", "节"] == 3
    assert found["小组", "个"] == 0  # it began before
    assert found["小组", "人次"] == 10 + 11 + 12


def test_after_the_switch_sessions_count_for_the_next_project(
    neighbours: Group, project: Project, station: Station, chen_siyuan: User
) -> None:
    later = a_project(station, chen_siyuan, "TQDJ-P-2026-0001")
    attribute(neighbours, project, since=date(2026, 4, 2), by=chen_siyuan)
    attribute(neighbours, later, since=date(2026, 5, 19), by=chen_siyuan)

    assert counted(project)["小组", "节"] == 4
    assert counted(later)["小组", "节"] == 2


def test_a_case_counts_by_the_day_it_was_accepted_and_each_record_by_its_own(
    served_case: Case, project: Project, lin_yue: User
) -> None:
    attribute(served_case, project, since=date(2026, 3, 25), by=lin_yue)

    found = counted(project)
    assert found["个案", "个"] == 1
    assert found["个案", "次"] == 1
    assert found["个案", "人次"] == 1  # 秦玉兰, not the worker
    assert counted(project, since=date(2026, 3, 26))["个案", "个"] == 0
    assert counted(project, until=date(2026, 3, 26))["个案", "次"] == 0


def test_a_family_that_takes_part_is_counted_head_by_head(
    served_case: Case, project: Project, lin_yue: User
) -> None:
    people = [("秦玉兰", "服务对象"), ("何某", "女儿"), ("何佳", "实习社工"), ("陈某", "")]
    attribute(served_case, project, since=date(2026, 3, 25), by=lin_yue)
    with at("2026-03-30 17:00"):
        rows = [{"name": name, "role": role} for name, role in people]
        served(served_case, worker=lin_yue, participants=rows)

    found = counted(project)
    assert found["个案", "次"] == 2
    assert found["个案", "人次"] == 1 + 3
    assert by_category(project)[ALONE]["个案", "人次"] == 4


def test_a_short_call_online_is_nobodys_person_time(
    served_case: Case, project: Project, lin_yue: User
) -> None:
    attribute(served_case, project, since=date(2026, 3, 25), by=lin_yue)
    with at("2026-03-30 17:00"):
        time = {"date": "2026-03-30", "start": "14:00", "end": "14:05"}
        served(served_case, worker=lin_yue, time=time, place_mode={"mode": "线上"})

    found = counted(project)
    assert found["个案", "次"] == 2
    assert found["个案", "人次"] == 1


def test_a_record_set_aside_counts_no_more(
    served_case: Case, project: Project, lin_yue: User
) -> None:
    attribute(served_case, project, since=date(2026, 3, 25), by=lin_yue)
    filed = latest(served_case, "C05")
    assert filed
    filed.aside = {"C05": "voided"}
    filed.save(update_fields=["aside"])

    assert counted(project)["个案", "次"] == 0
    assert counted(project)[TOTAL] == 0


def test_what_stands_in_the_ledger_counts_for_the_project_it_names(
    project: Project, station: Station, lin_yue: User
) -> None:
    day = date(2026, 1, 20)
    entry(station, lin_yue, Kind.EVENT, day, person_times=56, project=project)
    entry(station, lin_yue, Kind.VISIT, day, person_times=40, households=32, project=project)
    entry(station, lin_yue, Kind.LINK, day, amount=Decimal("5000.50"), project=project)
    entry(station, lin_yue, Kind.TRAINING, day, person_times=9, project=project)
    entry(station, lin_yue, Kind.CONSULT, day, person_times=1, project=project)
    entry(station, lin_yue, Kind.NEED, day, person_times=1, project=project)
    entry(station, lin_yue, Kind.EVENT, day, person_times=30)
    entry(
        station, lin_yue, Kind.EVENT, day, project=project, voided_on=day, void_reason="记了两次。"
    )

    found = {key: number for key, number in counted(project).items() if number}
    assert found == {
        ("活动", "场"): 1,
        ("活动", "人次"): 56,
        ("走访", "次"): 1,
        ("走访", "户次"): 32,
        ("走访", "人次"): 40,
        ("资源", "次"): 1,
        ("资源", "元"): Decimal("5000.50"),
        ("培训", "场"): 1,
        ("培训", "人次"): 9,
        ("咨询", "次"): 1,
        ("咨询", "人次"): 1,
        TOTAL: 56 + 40 + 1,
    }


def test_months_and_categories_add_up_to_the_whole(
    neighbours: Group, served_case: Case, project: Project, station: Station, lin_yue: User
) -> None:
    attribute(served_case, project, since=date(2026, 3, 25), by=lin_yue)
    Attribution.objects.create(dossier=neighbours, project=project, since=date(2026, 4, 1))
    entry(station, lin_yue, Kind.VISIT, date(2025, 12, 3), person_times=5, project=project)
    entry(
        station, lin_yue, Kind.EVENT, date(2026, 4, 9), person_times=8, project=project,
        category=DISABLED,
    )  # fmt: skip

    whole, months = counted(project), by_month(project)
    assert list(months) == ["2025-12", "2026-03", "2026-04", "2026-05"]
    assert months["2026-04"][TOTAL] == 35 + 8
    for parts in (months, by_category(project)):
        assert {key: sum(part[key] for part in parts.values()) for key in whole} == whole


def test_money_is_added_up_by_category_of_the_budget(project: Project, lin_yue: User) -> None:
    for day, category, amount in [(1, "人员", "6500"), (9, "宣传", "120.40"), (9, "人员", "0.60")]:
        _spends(project, lin_yue, date(2026, 1, day), category, amount)
    voided = _spends(project, lin_yue, date(2026, 1, 2), "税费", "90")
    voided.voided_on, voided.void_reason = date(2026, 1, 3), "重复。"
    voided.save()

    found = {each: number for each, number in spent(project).items() if number}
    assert found == {"人员": Decimal("6500.60"), "宣传": Decimal("120.40")}
    assert spent(project, until=date(2026, 1, 1))["人员"] == 6500
    assert sum(spent(project, until=date(2025, 12, 31)).values()) == 0


def test_how_content_people_are_is_said_only_from_ten_answers_on(
    served_case: Case, project: Project, lin_yue: User
) -> None:
    attribute(served_case, project, since=date(2026, 3, 25), by=lin_yue)
    answered = at("2026-06-12 10:00")
    with answered:
        closing(served_case, worker=lin_yue)
        _answers(served_case, 9)
    few = satisfaction(project)
    assert (few.answers, few.percent) == (9, None)

    with at("2026-06-12 10:00"):
        _answers(served_case, 1, content=5)
    enough = satisfaction(project)
    assert (enough.answers, enough.percent) == (10, Decimal("96.2"))
    assert satisfaction(project, until=date(2026, 6, 11)).answers == 0


def test_twenty_thousand_rows_cost_no_more_questions_than_one(
    neighbours: Group, served_case: Case, project: Project, station: Station, lin_yue: User
) -> None:
    attribute(served_case, project, since=date(2026, 3, 25), by=lin_yue)
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                station=station,
                kind=Kind.VISIT,
                on=date(2025, 11, 1) + timedelta(days=n % 300),
                what="走访",
                households=1,
                person_times=2,
                project=project,
                entered_by=lin_yue,
                entered_at=timezone.now(),
            )
            for n in range(20_000)
        ],
        batch_size=2000,
    )
    with CaptureQueriesContext(connection) as asked:
        assert counted(project)["走访", "户次"] == 20_000
    assert len(asked) == 5
    with CaptureQueriesContext(connection) as asked:
        assert by_month(project)["2025-11"]["走访", "人次"] == 2 * sum(
            n % 300 < 30 for n in range(20_000)
        )
    assert len(asked) == 5


def _spends(project: Project, by: User, on: date, category: str, amount: str) -> Expense:
    return Expense.objects.create(
        project=project,
        on=on,
        category=category,
        item="讲义",
        amount=Decimal(amount),
        voucher="记-12",
        entered_by=by,
        entered_at=timezone.now(),
    )


def _answers(case: Case, number: int, content: int = 8) -> None:
    """So many answers, each for an episode of its own."""
    before = case.episodes.count()
    for n in range(number):
        episode = Episode.objects.create(
            dossier=case, number=before + n + 1, opened_on=date(2026, 3, 6)
        )
        Satisfaction.objects.create(
            episode=episode, items=8, content_items=content, answered_at=timezone.now()
        )
