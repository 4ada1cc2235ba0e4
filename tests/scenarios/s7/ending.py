"""S7, 结转 and 结项: nothing hangs, and the last yuan is accounted for."""

from typing import Any

from audit.checks import problems
from casework.carryover import hanging
from casework.lifecycles import lifecycle_of
from casework.models import Case, Project
from casework.services import act
from casework.trail import folded, recorded
from tests import projects as actors
from tests.driver import Browser
from tests.filled_projects import P01, TITLE
from tests.projects import Cast, on, seen
from tests.scenarios.s7.walker import began, form_of, handed_in, written
from tests.scenarios.walk import decided, now, on_desk


def followed_up(project: Project, cast: Cast) -> Project:
    """The project of the year after, granted: another's story, told at the door."""
    scope = P01["scope"] | {"start": "2026-11-01", "end": "2027-10-31"}
    with on("2026-08-03"):
        after = actors.opened(cast, title=f"{TITLE}（二期）", previous=project)
        actors.fill(after, "P01", by=cast.leader, scope=scope)
        act("submit_internal", after, by=cast.leader)
        act("apply", after, by=cast.agency, judgement=seen(after, "submit_internal"))
        act("accept", after, by=cast.district, judgement=seen(after, "submit_internal"))
        for expert in actors.reviewed_by(after, cast, 3):
            actors.scored(after, expert)
        actors.passed(after, cast, "2026-08-04", "2026-08-10")
    with on("2026-08-11"):
        actors.granted(after, cast)
    return after


def carried_over(project: Project, cast: Cast, cases: list[Case], after: Project) -> None:
    """From the 1st of September on: two of four cases go to the next project."""
    with on("2026-09-01"):
        browser, page = began(project, "定去向", by=cast.head)
        assert [each.number for each in cases if each.number not in page.main] == []
        assert "4 件未定" in page.main
        page = browser.press(page, "保存去向", _to(after, cases[0], cases[3]))
        assert "定了 2 件的去向。" in page.main
        assert "2 件未定" in page.main
        wrong = form_of(browser, project, "P11")
        assert "在案的每一件都须先定去向" in wrong.main


def _to(after: Project, *cases: Case, told: str = "2026-09-01", keeper: str = "") -> dict[str, str]:
    """What one chooses of each."""
    said = {"way": "下期项目", "to": str(after.pk), "informed_on": told, "keeper": keeper}
    return {f"d-{case.pk}-{key}": each for case in cases for key, each in said.items()}


def closed(project: Project, cast: Cast, cases: list[Case], after: Project) -> None:
    """Refused while a case hangs; then nothing hangs."""
    with on("2026-11-20"):
        _papers(project, cast)
        page = on_desk(Browser(cast.civil), project, "退回补正")
        assert "没有悬空的个案、小组、需求才能结项" in page.main
        assert not page.offers("验收结项")
        _rest_carried(project, cast, cases[1:3], after)
        decided(project, "验收结项", by=cast.civil)
    _over(now(project))


def _papers(project: Project, cast: Cast) -> None:
    """147,860 spent; what is left goes back."""
    written(project, "P09", by=cast.leader)
    handed_in(project, "P10", "提交结项材料", by=cast.leader)
    page = on_desk(Browser(cast.civil), project, "退回补正")
    assert "147,860" in page.main
    assert "2,140" in page.main


def _rest_carried(project: Project, cast: Cast, cases: list[Case], after: Project) -> None:
    """Late: there is a gap, so somebody has to look after them."""
    browser, page = began(project, "定去向", by=cast.head)
    page = browser.press(page, "保存去向", _to(after, *cases))
    assert page.status == 422
    assert page.part("errors").words.count("请写明谁保底跟进") == 2
    page = browser.press(page, "保存去向", _to(after, *cases, keeper=str(cast.leader.pk)))
    assert "未定" not in page.main
    link: dict[str, Any] = {"prev": project.number, "next": after.number, "gap_days": "0"}
    notice = [{"client": each.number, "informed_at": "2026-09-01"} for each in cases]
    page = browser.follow(page, "去写衔接单")
    handed_in(project, "P11", "安排结转", by=cast.head, link=link, notice=notice, handover=[])
    assert hanging(now(project)) == []


def _over(project: Project) -> None:
    assert project.status == Project.Status.CLOSED
    assert lifecycle_of(project).step() == 6
    assert folded(project) == recorded(project)
    assert list(problems(project.chain)) == []
