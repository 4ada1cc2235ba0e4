"""S7, 实施: what is done and spent by the 12th of May, as the other scenarios have it and as the
people of the station write it down."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Community, User
from casework.indicators import expense_figures, progress_rows
from casework.models import Case, Group, Project
from tests.actors import accepted, registered
from tests.casework.ledgers import a_group, meets, members
from tests.casework.test_importing import rows
from tests.driver import Browser
from tests.projects import Cast, on
from tests.scenarios.s7.walker import handed_in, seen_by
from tests.scenarios.walk import now

WINTER = (  # 期初量: what the first months had come to before the station wrote it down here
    *(f"活动,2025-1{month}-20,邻里互助日,天桥东社区,一般居民,56,,,{{0}}," for month in (1, 2)),
    "活动,2026-01-20,新春送福,天桥东社区,一般居民,60,,,{0},",
    "走访,2026-01-08,入冬走访,天桥东社区,独居老人,40,32,,{0},",
    "走访,2026-02-03,节前走访,,独居老人,70,64,,{0},",
    *(f"资源链接,2026-0{month}-15,米面油,天桥东社区,,,,600.00,{{0}}," for month in (1, 2, 3)),
    "资源链接,2025-12-15,棉衣,天桥东社区,,,,600.00,{0},",
)
SPRING: tuple[tuple[str, dict[str, str]], ...] = (
    ("event", {"on": "2026-04-18", "what": "政策宣传日", "person_times": "48"}),
    ("event", {"on": "2026-05-05", "what": "邻里义诊", "person_times": "62"}),
    (
        "visit",
        {"on": "2026-04-22", "what": "困难家庭走访", "households": "72", "person_times": "90"},
    ),
    ("link", {"on": "2026-04-28", "what": "防跌扶手", "amount": "680"}),
)
SPENT = (("人员", "45500", "半年工资"), ("业务活动", "32500", "活动和走访物料"))


def served(project: Project, cast: Cast, others: list[User]) -> tuple[list[Case], Group]:
    """Half a year: four cases, a group, the ledger and the money. ``others`` are a supervisor and
    a second worker."""
    supervisor, colleague = others
    with on("2025-11-28"):
        handed_in(project, "P05", "月度累计", by=cast.leader, begun="报本月进度")
    cases = [_case(project, cast, supervisor) for _number in range(4)]
    group = _group(project, cast, colleague)
    with on("2026-04-01"):
        _winter_taken_in(project, cast)
    with on("2026-05-08"):
        for kind, said in SPRING:
            _written_down(project, cast, kind, said)
        for category, amount, item in SPENT:
            _spent(project, cast, {"category": category, "amount": amount, "item": item})
    with on("2026-05-12"):
        _computed(now(project), cast)
    return cases, group


def _case(project: Project, cast: Cast, supervisor: User) -> Case:
    """A case of S1 to S5, which its worker makes count for the project."""
    with on("2026-03-03"):
        case = registered(Community.objects.get(station=cast.station), by=cast.leader)
    with on("2026-03-06"):
        accepted(case, worker=cast.leader, supervisor=supervisor, head=cast.head)
        _counted_for(case, project, by=cast.leader, since="2026-03-06")
    return case


def _group(project: Project, cast: Cast, leader: User) -> Group:
    """The group of S6, with its first session."""
    group = a_group(cast.station, leader, "TQDJ-G-2026-0001")
    members(group, {"elder_alone": 7, "disabled": 2, "general": 3})
    meets(group, 1, date(2026, 4, 14), [])
    with on("2026-05-11"):
        _counted_for(group, project, by=leader, since="2026-04-14")
    return group


def _counted_for(work: Any, project: Project, *, by: User, since: str) -> None:
    browser = Browser(by)
    page = browser.open(f"/dossiers/{work.pk}/attribution/")
    page = browser.press(page, "计入这个项目", {"project": str(project.pk), "since": since})
    assert project.number in page.main


def _winter_taken_in(project: Project, cast: Cast) -> None:
    browser = Browser(cast.leader)
    page = browser.follow(browser.open("/ledger/"), "从表格导入")
    content = rows(*(line.format(project.number) for line in WINTER))
    file = SimpleUploadedFile("winter.csv", content, content_type="text/csv")
    page = browser.attach(page, "先看看", {}, file=file)
    assert "核对一下，还没有导入" in page.main
    page = browser.press(page, "核对无误，导入 9 行")
    assert page.status == 200


def _written_down(project: Project, cast: Cast, kind: str, said: dict[str, str]) -> None:
    browser = Browser(cast.leader)
    page = browser.open(f"/ledger/new/?kind={kind}")
    page = browser.press(page, "登记", said | {"project": project.number})
    assert f"已登记：{said['what']}。" in page.words


def _spent(project: Project, cast: Cast, said: dict[str, str]) -> None:
    browser, page = seen_by(cast.leader, project)
    page = browser.follow(page, "支出")
    sums = said | {"on": "2026-05-08", "voucher": f"记-{said['amount']}"}
    page = browser.press(page, "登记支出", sums)
    assert f"{int(said['amount']):,}.00" in page.main


def _computed(project: Project, cast: Cast) -> None:
    """By computation only: nobody has typed one of these figures."""
    done = {row["indicator"]: f"{row['done']}/{row['target']}" for row in progress_rows(project)}
    assert done["个案（个）"] == "4/5"
    assert done["小组（个）"] == "1/2"
    assert done["活动（场）"] == "5/8"
    assert done["走访（户次）"] == "168/240"
    assert done["资源（次）"] == "5/12"
    assert expense_figures(project)["rate"] == "52%"
    _browser, page = seen_by(cast.leader, project)
    said = page.part("progress").words
    for figure in ("4 / 5", "1 / 2", "5 / 8", "168 / 240", "5 / 12"):
        assert figure in said
    assert "78,000.00 / 150,000.00 元，52%" in page.part("budget").words
