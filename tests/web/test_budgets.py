"""How many queries a page may take: the same for five cases as for fifty."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, User
from casework.expenses import spend
from casework.models import Case
from casework.services import act
from tests.actors import registered
from tests.casework.ledgers import a_project
from tests.casework.test_importing import rows
from tests.driver import Browser, filled_in, typing
from tests.filled import C04
from tests.web.tour import SPENT


def count(browser: Browser, url: str) -> int:
    """Return the queries of a page that has been opened before."""
    browser.open(url)
    with CaptureQueriesContext(connection) as found:
        assert browser.client.get(url).status_code == 200
    return len(found)


def assigned(community: Community, number: int, *, by: User, head: User, to: User) -> None:
    for _each in range(number):
        act("assign", registered(community, by=by), by=head, worker=to)


def test_desk_and_list_take_as_many_queries_for_fifty_as_for_twenty_five(
    community: Community, xu_qin: User, zhou_lan: User, lin_yue: User
) -> None:
    worker, head = Browser(lin_yue), Browser(zhou_lan)
    assigned(community, 25, by=xu_qin, head=zhou_lan, to=lin_yue)
    few = [count(worker, "/"), count(worker, "/dossiers/"), count(head, "/dossiers/")]
    assigned(community, 25, by=xu_qin, head=zhou_lan, to=lin_yue)
    many = [count(worker, "/"), count(worker, "/dossiers/"), count(head, "/dossiers/")]

    assert "50 件" in worker.open("/").main
    assert few == many
    assert many[0] <= 23
    assert max(many[1:]) <= 19


@pytest.mark.parametrize("who", ["lin_yue", "zheng_min", "zhou_lan"])
def test_a_case_in_service(intervening: Case, who: str, request: Any) -> None:
    assert count(Browser(request.getfixturevalue(who)), f"/dossiers/{intervening.pk}/") <= 45


def test_a_form_in_writing(planning: Case, lin_yue: User) -> None:
    assert count(Browser(lin_yue), f"/dossiers/{planning.pk}/") <= 45


def test_a_decision(plan_submitted: Case, zheng_min: User) -> None:
    browser = Browser(zheng_min)

    assert count(browser, browser.open("/approvals/").url) <= 45


def test_handing_in(planning: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{planning.pk}/")
    form, _button = page.button("提交计划")
    data = filled_in(page, form, typing(C04))
    data["verb"] = "submit_plan"

    with CaptureQueriesContext(connection) as found:
        assert browser.post(form["action"], data).status_code == 302

    assert planning.submissions.filter(form="C04").exists()
    assert len([each for each in found if "SAVEPOINT" not in each["sql"]]) <= 50


def test_the_expenses_of_a_project_take_as_many_queries_for_forty_as_for_two(
    community: Community, lin_yue: User
) -> None:
    project = a_project(community.station, lin_yue)
    browser = Browser(lin_yue)

    def spent(number: int) -> int:
        for each in range(number):
            sum_of = {"amount": str(each + 1), "voucher": f"记-{number}"}
            spend(project, SPENT | sum_of | {"on": "2026-03-01"}, by=lin_yue)
        return count(browser, f"/projects/{project.pk}/expenses/")

    assert spent(2) == spent(38) <= 20


def test_looking_at_a_file_of_three_hundred_rows(community: Community, lin_yue: User) -> None:
    project = a_project(community.station, lin_yue)
    lines = [f"活动,2026-01-{n % 28 + 1:02d},讲座,,,9,,,{project.number}," for n in range(300)]
    browser = Browser(lin_yue)
    browser.open("/ledger/import/")
    with CaptureQueriesContext(connection) as found:
        file = SimpleUploadedFile("a.csv", rows(*lines))
        assert browser.client.post("/ledger/import/", {"file": file}).status_code == 200
    assert len(found) <= 20
