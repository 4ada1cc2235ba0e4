"""The clock of these tests stands in the week after S1's plan was approved."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from casework.models import Case
from casework.services import act
from tests.actors import accepted, assessed, fill, planned, screened
from tests.driver import at
from tests.web.tour import House, Visit


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with at("2026-03-25 10:00"):
        yield


@pytest.fixture(scope="session")
def tour(django_db_setup: None, django_db_blocker: Any) -> list[Visit]:
    """What everybody is answered everywhere; gone through once, and undone."""
    with django_db_blocker.unblock(), at("2026-06-20 10:00"), transaction.atomic():
        visits = list(House().visits())
        transaction.set_rollback(True)
    return visits


# ── 秦玉兰's case, at each of its points ──────────────────────────────────────────────────


@pytest.fixture
def screening(lead: Case, lin_yue: User, zhou_lan: User) -> Case:
    return screened(lead, worker=lin_yue, head=zhou_lan)


@pytest.fixture
def intake_submitted(screening: Case, lin_yue: User) -> Case:
    fill(screening, "C02", by=lin_yue)
    fill(screening, "C01", "D01", by=lin_yue)
    act("submit_intake", screening, by=lin_yue)
    return screening


@pytest.fixture
def assessing(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


@pytest.fixture
def assessment_submitted(assessing: Case, lin_yue: User) -> Case:
    fill(assessing, "C03", by=lin_yue)
    act("submit_assessment", assessing, by=lin_yue)
    return assessing


@pytest.fixture
def planning(assessing: Case, lin_yue: User, zheng_min: User) -> Case:
    return assessed(assessing, worker=lin_yue, supervisor=zheng_min)


@pytest.fixture
def plan_submitted(planning: Case, lin_yue: User) -> Case:
    fill(planning, "C04", by=lin_yue)
    act("submit_plan", planning, by=lin_yue)
    return planning


@pytest.fixture
def intervening(planning: Case, lin_yue: User, zheng_min: User) -> Case:
    return planned(planning, worker=lin_yue, supervisor=zheng_min)
