"""S1 from the approved plan to the archive box, at the door: every day and figure of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from accounts.models import User
from casework import archive, followups
from casework.demo.serving import PAGE
from casework.errors import RuleError
from casework.models import Case, ClosingEvaluation, MidtermReview
from casework.scans import keep, wanted
from casework.services import act
from casework.sessions import volume
from tests import actors
from tests.driver import at
from tests.invariants import check

SERVICES = [  # day, way, from, to
    ("2026-03-27", "入户", "14:00", "15:00"),
    ("2026-04-03", "入户", "14:00", "14:50"),
    ("2026-04-10", "面谈", "09:00", "09:50"),
    ("2026-04-17", "电话", "10:00", "10:30"),
    ("2026-04-24", "陪同", "08:30", "10:30"),
    ("2026-05-08", "入户", "14:00", "14:40"),
    ("2026-05-22", "入户", "14:00", "14:40"),
    ("2026-06-05", "入户", "14:00", "14:40"),
]


@pytest.fixture
def planned(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """秦玉兰's plan, approved on 03-24."""
    with at("2026-03-24 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        actors.planned(lead, worker=lin_yue, supervisor=zheng_min)
    return lead


@pytest.fixture(autouse=True)
def _printed() -> Iterator[None]:
    """What belongs into the box counts here, not whether it is printed yet."""
    with patch.object(archive, "shelves", []):
        yield


def due(case: Case) -> list[tuple[str, date]]:
    found = case.deadlines.filter(met_on=None).order_by("due_on", "verb")
    return list(found.values_list("verb", "due_on"))


def session(case: Case, worker: User, number: int, **changes: Any) -> None:
    day, mode, start, end = SERVICES[number]
    with at(f"{day} 17:00"):
        raw = {
            "time": {"date": day, "start": start, "end": end},
            "place_mode": {"place": "家中", "mode": mode},
        }
        actors.served(case, worker=worker, **(raw | changes))


def test_s1_from_the_plan_to_the_box(
    planned: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = planned
    assert due(case) == [("submit_midterm", date(2026, 5, 8)), ("start_close", date(2026, 9, 26))]
    for number in range(6):
        session(case, lin_yue, number)
    with at("2026-05-08 18:00"):
        actors.fill(case, "C07", by=lin_yue)
        act("submit_midterm", case, by=lin_yue)
        judgement = actors.seen(case, "submit_midterm")
        act("approve_midterm", case, by=zheng_min, judgement=judgement)
    check(case)
    assert MidtermReview.objects.filter(dossier=case).count() == 1
    assert due(case)[0] == ("submit_midterm", date(2026, 8, 8))
    session(case, lin_yue, 6)
    session(case, lin_yue, 7)
    done = volume(case)
    assert (done.sessions, done.minutes, done.home_visits, done.calls) == (8, 430, 5, 1)
    with at("2026-06-12 09:00"):
        actors.closing(case, worker=lin_yue)
        assert due(case) == [("submit_closure", date(2026, 6, 24))]
        actors.asked(case, worker=lin_yue)
        actors.fill(case, "C08", "C09", by=lin_yue)
    with at("2026-06-15 09:00"):
        act("submit_closure", case, by=lin_yue)
    assert ClosingEvaluation.objects.get(dossier=case).gas_t == Decimal("63.6")
    with at("2026-06-18 10:00"):
        act("endorse_closure", case, by=zheng_min, judgement=actors.seen(case, "submit_closure"))
        act("approve_closure", case, by=zhou_lan, judgement=actors.seen(case, "submit_closure"))
    check(case)
    assert case.status == "following"
    assert due(case) == [("add_followup", date(2026, 7, 20)), ("add_followup", date(2026, 9, 18))]
    with at("2026-07-20 15:00"):
        actors.visited(case, worker=lin_yue)
    assert due(case) == [("add_followup", date(2026, 9, 18))]
    with at("2026-09-18 15:00"):
        done_on = {"visit": {"actual": "2026-09-18"}, "conclusion": "结束跟进"}
        actors.visited(case, worker=lin_yue, **done_on)
    assert due(case) == [("ask_finish_followup", date(2026, 10, 15))]
    assert followups.left(case) == []
    with at("2026-09-28 10:00"):
        actors.fill(case, "C16", by=lin_yue)
        with pytest.raises(RuleError, match="齐全"):
            act("ask_finish_followup", case, by=lin_yue)
        for submission, form in wanted(case):
            keep(case, submission, form, PAGE, by=lin_yue)
        assert archive.missing(case) == []
        act("ask_finish_followup", case, by=lin_yue)
        judgement = actors.seen(case, "ask_finish_followup")
        act("finish_followup", case, by=zhou_lan, judgement=judgement)
    check(case)
    assert case.status == "archived"
    assert due(case) == []
