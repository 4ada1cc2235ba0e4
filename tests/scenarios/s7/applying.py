"""S7, 申报 to 签约: written, sent back, judged, shown, granted, signed, begun."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from casework import panels
from casework.baselines import baseline_of
from casework.instalments import instalments_of
from casework.models import Project
from tests.driver import Browser
from tests.filled_projects import P01, P03, TITLE
from tests.projects import Cast, on
from tests.scenarios.s7.walker import answered, form_of, handed_in, seen_by, told, tried, written
from tests.scenarios.walk import decided, now

REMARKS = {
    "remark-P01#budget": "管理费的依据要写到开支项。",
    "remark-P01#risks": "风险应对没有责任人。",
    "opinion": "管理费依据缺、风险应对空。",
}
SCORES = {"sun.li": 84, "fang.yun": 86, "hao.jing": 83, "zhao.qiming": 85}
EXPERTS = {
    "zhao.qiming": "赵启明",
    "sun.li": "孙立",
    "fang.yun": "方芸",
    "hao.jing": "郝静",
    "ma.chao": "马超",
}


def applied(cast: Cast) -> Project:
    """Begun with a wrong sum; sent back once; sealed, and found to be whole."""
    project = _begun(cast)
    with on("2025-09-15"):
        _not_yet(project, cast)
        _sum_put_right(project, cast)
        handed_in(project, "P01", "提交内审", by=cast.leader)
    with on("2025-09-18"):
        decided(project, "退回", by=cast.agency, **REMARKS)
    with on("2025-09-22"):
        answered(project, "P01", by=cast.leader, said="已写到开支项，写明责任人。")
        handed_in(project, "P01", "提交内审", by=cast.leader)
    with on("2025-09-24"):
        decided(project, "盖章申报", by=cast.agency)
    with on("2025-09-28"):
        decided(project, "形式审查通过", by=cast.district)
    assert now(project).status == Project.Status.REVIEWING
    return project


def _begun(cast: Cast) -> Project:
    with on("2025-09-15"):
        browser = Browser(cast.leader)
        page = browser.follow(browser.open("/projects/"), "起草项目")
        page = browser.press(page, "起草", {"title": TITLE, "asked": "160000"})
        assert TITLE in page.main
    return Project.objects.get(title=TITLE)


def _not_yet(project: Project, cast: Cast) -> None:
    """A goal that nobody can measure and a budget that does not balance are handed in by none."""
    goals = [dict(row) for row in P01["goals"]]
    goals[2]["measure"] = ""
    page = tried(project, "P01", "提交内审", by=cast.leader, goals=goals)
    wrong = page.part("errors").words
    assert "怎么测" in wrong
    assert "预算合计 150,000.00 元，申报经费 160,000.00 元，相差 10,000.00 元" in wrong
    assert now(project).status == Project.Status.DRAFTING


def _sum_put_right(project: Project, cast: Cast) -> None:
    browser, page = seen_by(cast.leader, project)
    assert "10,000.00" in page.part("asked").words
    page = browser.press(browser.follow(page, "改申报经费"), "改申报经费", {"asked": "150000"})
    assert "预算平衡" in page.part("asked").words


def judged(project: Project, cast: Cast) -> None:
    """Five experts, of whom one stands back; four ballots; sent back once, then passed."""
    with on("2025-10-13"):
        experts = _asked_in(project, cast)
        for name, points in SCORES.items():
            _scored(project, experts[name], str(points))
        _stands_back(project, experts["ma.chao"])
        _summed_up(project, cast)
        written(project, "P02", by=cast.civil)
        decided(project, "修改后通过", by=cast.civil, **REMARKS)
    with on("2025-10-14"):
        page = tried(project, "P01", "提交修改", by=cast.leader)
        assert page.part("errors").words.count("这条批注还没答复") == 2
        answered(project, "P01", by=cast.leader)
        handed_in(project, "P01", "提交修改", by=cast.leader)
    with on("2025-10-15"):
        shown = {"from": "2025-10-16", "to": "2025-10-22", "objections": ""}
        passed: dict[str, Any] = {"decision": "通过", "publicity": shown}
        handed_in(project, "P02", "通过并公示", by=cast.civil, **passed)
    assert now(project).shown_until == date(2025, 10, 22)


def _asked_in(project: Project, cast: Cast) -> dict[str, User]:
    browser, page = seen_by(cast.civil, project)
    page = browser.follow(page, "评审与评估人员")
    days = {"since": "2025-10-13", "until": "2025-10-31"}
    for username, name in EXPERTS.items():
        page = browser.press(page, "邀请", {"username": username, "full_name": name} | days)
        assert f"已为{name}新建账号" in page.main
    return {name: User.objects.get(username=name) for name in EXPERTS}


def _scored(project: Project, expert: User, points: str) -> None:
    told(project, "申报利益冲突", by=expert, conflict="no")
    items = {f"item_{number}": points for number in range(len(panels.WEIGHTS))}
    told(project, "打分", by=expert, comments="见逐条意见。", **items)


def _stands_back(project: Project, expert: User) -> None:
    told(project, "申报利益冲突", by=expert, conflict="yes", what="曾任申报单位理事。")
    browser = Browser(expert)
    page = browser.open(f"/dossiers/{project.pk}/do/score/")
    assert "申报了利益冲突的须回避，不能打分。" in page.main
    items = {f"item_{number}": "100" for number in range(len(panels.WEIGHTS))}
    page = browser.press(page, "打分", items | {"comments": "很好。"})
    assert (page.status, "须回避" in page.part("errors").words) == (422, True)


def _summed_up(project: Project, cast: Cast) -> None:
    _browser, page = seen_by(cast.civil, project)
    assert "4 份有效，均分 84.5" in page.main
    page = form_of(Browser(cast.civil), project, "P02")
    assert "84.5" in page.main
    assert panels.average(now(project)) == Decimal("84.5")


def signed(project: Project, cast: Cast) -> None:
    """Granted on the day after it was shown; signed by three; begun on its first day."""
    with on("2025-10-23"):
        page = tried(project, "P03", "报送任务书", by=cast.leader)
        assert page.part("errors").words.count("每项任务须写明谁负责") == 2
        wbs = [*P03["wbs"], {"owner": "周岚"}, {"owner": "周岚"}]
        handed_in(project, "P03", "报送任务书", by=cast.leader, wbs=wbs)
        decided(project, "会签，报区民政", by=cast.street)
        decided(project, "批准立项", by=cast.civil)
    with on("2025-10-30"):
        handed_in(project, "P04", "购买方签协议", by=cast.civil)
        decided(project, "承接方签，报落地方", by=cast.agency)
        decided(project, "签订协议", by=cast.street)
    with on("2025-11-01"):
        handed_in(project, "P05", "启动", by=cast.leader)
    _locked(now(project), cast)


def _locked(project: Project, cast: Cast) -> None:
    first = baseline_of(project)
    assert first is not None
    assert sum(Decimal(said) for said in first.budget.values()) == 150_000
    assert [int(each.amount) for each in instalments_of(project)] == [60_000, 45_000, 45_000]
    with on("2025-11-05"):
        told(project, "登记拨付", by=cast.finance, on="2025-11-05")
        _browser, page = seen_by(cast.leader, project)
        assert "基线第 1 版" in page.main
        assert "11-05 已拨" in page.main
