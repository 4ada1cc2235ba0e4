"""A project's own small pages: how much is applied for, what is drawn, where things go."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from casework.attributions import attribute
from casework.carryover import hanging, unchosen
from casework.models import CarryOver, Case, LedgerEntry, Project, SampledDossier, Seat
from tests.actors import accepted
from tests.casework.ledgers import entry
from tests.driver import Browser
from tests.pages import Page
from tests.projects import Cast, evaluator_of, fill, on, opened, running
from tests.web.test_bad_input import said_at


def page_of(user: User, project: Project, place: str) -> Page:
    return Browser(user).open(f"/dossiers/{project.pk}/{place}")


# ── how much is applied for ───────────────────────────────────────────────────────────────


@pytest.fixture
def draft(cast: Cast) -> Project:
    with on("2025-09-15"):
        project = opened(cast)
        fill(project, "P01", by=cast.leader)
    return project


def test_the_sum_is_changed_beside_what_the_budget_comes_to(draft: Project, cast: Cast) -> None:
    browser = Browser(cast.leader)
    page = browser.follow(browser.open(f"/dossiers/{draft.pk}/"), "改申报经费")
    page = browser.press(page, "改申报经费", {"asked": "149000"})

    assert "申报经费改为 149,000.00 元。" in page.words
    assert "1,000.00 元" in page.part("asked").words


@pytest.mark.parametrize("typed", ["", "0", "-5", "十万", "1e20"])
def test_a_sum_that_is_none_is_said_at_its_field(draft: Project, cast: Cast, typed: str) -> None:
    browser = Browser(cast.leader)
    page = browser.open(f"/dossiers/{draft.pk}/asked/")
    page = browser.press(page, "改申报经费", {"asked": typed})

    assert page.status == 422
    assert page.part("id_asked_error").words
    assert page.typed("id_asked") == typed
    draft.refresh_from_db()
    assert draft.asked == 150_000


def test_what_has_been_handed_in_is_changed_no_more(cast: Cast) -> None:
    with on("2025-11-02"):
        project = running(cast)
        page = page_of(cast.leader, project, "asked/")
        assert not page.offers("改申报经费")
        posted = Browser(cast.leader).client.post(page.url, {"asked": "1"})
        assert "不再改" in posted.content.decode()


# ── what an evaluator reads ───────────────────────────────────────────────────────────────


@pytest.fixture
def project(cast: Cast) -> Project:
    return running(cast)


@pytest.fixture
def case(project: Project, cast: Cast, lead: Case, zheng_min: User) -> Case:
    """A case that counts for the project."""
    with on("2026-04-10"):
        accepted(lead, worker=cast.leader, supervisor=zheng_min, head=cast.head)
        attribute(lead, project, since=date(2026, 4, 10), by=cast.leader)
    return lead


@pytest.fixture
def seat(project: Project, cast: Cast) -> Seat:
    with on("2026-05-11"):
        return Seat.objects.get(user=evaluator_of(project, cast, "2026-05-15"))


def test_a_dossier_is_drawn_by_its_number_or_by_lot(
    project: Project, case: Case, seat: Seat, cast: Cast
) -> None:
    with on("2026-05-11"):
        browser = Browser(cast.civil)
        page = browser.follow(browser.open(f"/dossiers/{project.pk}/panel/"), "抽查卷宗")
        assert case.number in page.part("rest").words
        assert case.person.name not in page.words
        page = browser.press(page, "随机抽", {"count": "1"})

    assert case.number in page.part("drawn").words
    assert "没有可抽的了" in page.part("rest").words
    assert SampledDossier.objects.get().seat == seat


def test_nothing_ticked_and_a_wrong_number_are_said(
    project: Project, case: Case, seat: Seat, cast: Cast
) -> None:
    with on("2026-05-11"):
        browser = Browser(cast.civil)
        page = browser.open(f"/dossiers/{project.pk}/panel/{seat.pk}/sample/")
        nothing = browser.press(page, "抽勾选的")
        many = browser.press(page, "随机抽", {"count": "7"})

    assert (nothing.status, "请先勾选" in nothing.part("errors").words) == (422, True)
    assert (many.status, "1 到 1" in many.part("errors").words) == (422, True)
    assert many.typed("count") == "7"


def test_an_evaluator_finds_their_sample_on_the_project(
    project: Project, case: Case, seat: Seat, cast: Cast
) -> None:
    with on("2026-05-12"):
        browser = Browser(cast.civil)
        page = browser.open(f"/dossiers/{project.pk}/panel/{seat.pk}/sample/")
        browser.press(page, "抽勾选的", {"dossier": [str(case.pk)]})
        page = page_of(seat.user, project, "")

    assert case.number in page.part("sample").words
    assert not page_of(cast.leader, project, "").find(id="sample")


# ── where things go ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def need(project: Project, cast: Cast) -> LedgerEntry:
    kind = LedgerEntry.Kind.NEED
    return entry(cast.station, cast.leader, kind, date(2026, 4, 1), project=project)


def ways(key: str, **said: str) -> dict[str, Any]:
    return {f"{key}-{name}": each for name, each in said.items()}


def test_every_case_and_need_has_its_row_and_a_way_is_chosen_in_each(
    project: Project, case: Case, need: LedgerEntry, cast: Cast
) -> None:
    with on("2026-09-01"):
        browser = Browser(cast.head)
        page = browser.follow(browser.open(f"/dossiers/{project.pk}/"), "去向")
        assert "2 件未定" in page.main
        said = ways(f"d-{case.pk}", way="结案", informed_on="2026-08-28")
        said |= ways(f"n-{need.pk}", way="转总站", informed_on="2026-08-28")
        page = browser.press(
            page, "保存去向", said | ways(f"n-{need.pk}", keeper=str(cast.head.pk))
        )

        project = Project.objects.get(pk=project.pk)
        assert unchosen(project) == []
        assert len(hanging(project)) == 2  # until the paper is handed in

    assert "定了 2 件的去向。" in page.main


def test_a_row_at_fault_says_why_and_keeps_what_was_typed(
    project: Project, case: Case, need: LedgerEntry, cast: Cast
) -> None:
    with on("2026-09-01"):
        browser = Browser(cast.head)
        page = browser.open(f"/dossiers/{project.pk}/carryover/")
        said = ways(f"d-{case.pk}", way="下期项目", informed_on="2026-08-28")
        said |= ways(f"n-{need.pk}", way="结案", informed_on="八月")
        page = browser.press(page, "保存去向", said)

    assert page.status == 422
    assert "请选是哪个项目" in said_at(page, f"f-d-{case.pk}-to")
    assert "日期写成" in said_at(page, f"f-n-{need.pk}-informed_on")
    assert page.typed(f"f-d-{case.pk}-way") == "下期项目"
    assert page.typed(f"f-n-{need.pk}-informed_on") == "八月"
    assert not CarryOver.objects.exists()


def test_the_head_alone_chooses(project: Project, case: Case, cast: Cast) -> None:
    with on("2026-09-01"):
        page = page_of(cast.leader, project, "carryover/")
        assert case.number in page.main
        assert not page.offers("保存去向")
        assert Browser(cast.leader).client.post(page.url).status_code == 403
