"""导入台账: a file is shown before it is taken in, whole or not at all, and only once."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Community, Station, User
from audit.models import Entry
from casework.counting import counted
from casework.errors import RuleError
from casework.importing import MOST, preview, take_in, template
from casework.models import Case, ImportBatch, LedgerEntry, Project
from tests.actors import screened
from tests.casework.ledgers import a_project
from tests.driver import at

HEADING = "类型,日期,名称,社区,服务对象类别,人次,户次,折合金额（元）,项目编号,档案号"
PROJECT = "TQDJ-P-2025-0003"
WINTER = f"""{HEADING}
活动,2025-12-20,冬至邻里饺子,天桥东社区,一般居民,56,,,{PROJECT},
走访,2026-01-08,入冬走访,天桥东社区,独居老人,40,32,,{PROJECT},
走访,2026/2/3,节前走访,,独居老人,70,64,,{PROJECT},
资源链接,2026-01-15,米面油,天桥东社区,,,,"2,400.00",{PROJECT},
"""


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with at("2026-03-25 10:00"):
        yield


@pytest.fixture
def project(community: Community, lin_yue: User) -> Project:
    return a_project(community.station, lin_yue, PROJECT)


def rows(*lines: str) -> bytes:
    return "\n".join([HEADING, *lines]).encode()


def refused(content: bytes, station: Station, by: User) -> str:
    with pytest.raises(RuleError) as error:
        preview(content, station, by=by)
    return str(error.value)


def test_a_winter_is_taken_in_and_counts_from_day_one(
    project: Project, station: Station, lin_yue: User
) -> None:
    shown = preview(WINTER.encode(), station, by=lin_yue)
    assert (shown.fit, shown.total) == (True, 4)
    assert shown.kinds == [("活动", 1), ("走访", 2), ("资源链接", 1)]
    assert not LedgerEntry.objects.exists()  # looked at, not taken in

    batch = take_in(WINTER.encode(), station, by=lin_yue)
    found = counted(project)
    assert found["走访", "户次"] == 96
    assert found["资源", "次"] == 1
    assert found["资源", "元"] == Decimal(2400)
    assert {(each.source, each.batch) for each in LedgerEntry.objects.all()} == {("import", batch)}
    trail = Entry.objects.get(verb="ledger.import")
    assert trail.chain == f"ledger:{station.pk}:import:2026-03-25"
    assert "饺子" not in trail.body


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_is_read_as_spreadsheets_save_it_and_recognised_however_it_was_saved(
    project: Project, station: Station, lin_yue: User, encoding: str
) -> None:
    take_in(WINTER.encode(), station, by=lin_yue)
    again = WINTER.replace("\n", "\r\n").encode(encoding)

    shown = preview(again, station, by=lin_yue)
    assert not shown.fit
    assert shown.before
    with pytest.raises(RuleError, match="已由林悦导入过，共 4 行"):
        take_in(again, station, by=lin_yue)
    assert (ImportBatch.objects.count(), LedgerEntry.objects.count()) == (1, 4)


def test_each_bad_cell_is_named_and_one_of_them_holds_up_the_file(
    project: Project, station: Station, lin_yue: User
) -> None:
    content = rows(
        "活动,2026-01-20,防骗讲座,天桥东社区,一般居民,56,,,,",
        "",
        "活动,昨天,联系 13812345678,义合社区,,五十,,,,",
        "聚会,2026-01-20,包饺子,,,,,,,",
        "活动,2026-01-20,饺子,面条,一般居民,56,,,,,,多出来",
    )
    shown = preview(content, station, by=lin_yue)

    assert len(shown.rows) == 1
    places = [(each.row, each.column) for each in shown.faults]
    assert places[:4] == [(4, "日期"), (4, "名称"), (4, "社区"), (4, "人次")]
    assert (5, "类型") in places
    assert (6, "") in places
    with pytest.raises(RuleError, match="一行也没有导入"):
        take_in(content, station, by=lin_yue)
    assert not LedgerEntry.objects.exists()


def test_columns_stand_in_any_order_and_may_be_left_out(
    station: Station, community: Community, lin_yue: User
) -> None:
    shown = preview("名称,人次,日期,类型\n讲座,8,2026-03-01,培训\n".encode(), station, by=lin_yue)
    assert shown.rows[0]["on"] == date(2026, 3, 1)


def test_what_is_no_such_file_is_said_so(station: Station, lin_yue: User) -> None:
    assert "表头" in refused(b"", station, lin_yue)
    assert "缺少：类型" in refused("日期,名称\n2026-01-01,讲座".encode(), station, lin_yue)
    assert "第 4 列" in refused("类型,日期,名称,备注\n活动,,,".encode(), station, lin_yue)
    assert "第 4 列" in refused("类型,日期,名称,日期\n活动,,,".encode(), station, lin_yue)
    assert "没有别的行" in refused(rows(",,,,"), station, lin_yue)
    assert "另存为" in refused(b"PK\x03\x04\x14\x00", station, lin_yue)
    assert "2 MB" in refused(b"x" * (2 * 1024**2 + 1), station, lin_yue)
    assert f"最多 {MOST} 行" in refused(rows(*["活动,,,"] * (MOST + 1)), station, lin_yue)
    assert "读不出" in refused(rows('活动,2026-01-01,"' + "字" * 140_000), station, lin_yue)


def test_the_template_is_a_file_that_only_lacks_rows(station: Station, lin_yue: User) -> None:
    assert template().strip() == "\ufeff" + HEADING
    assert "没有别的行" in refused(template().encode(), station, lin_yue)


def test_a_file_names_only_people_whom_one_may_read(
    lead: Case, station: Station, lin_yue: User, chen_siyuan: User, zhou_lan: User
) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    need = rows(f"需求,2026-03-03,居家安全,,独居老人,,,,,{lead.person.number}")

    assert preview(need, station, by=lin_yue).rows[0]["person"] == lead.person
    (fault,) = preview(need, station, by=chen_siyuan).faults
    assert fault.column == "档案号"


@pytest.mark.parametrize("who", ["zheng_min", "liu_chang", "zhang_qian"])
def test_others_take_nothing_in(station: Station, who: str, request: pytest.FixtureRequest) -> None:
    for look in (preview, take_in):
        with pytest.raises(PermissionDenied):
            look(WINTER.encode(), station, by=request.getfixturevalue(who))


def test_five_thousand_rows_take_as_few_questions_as_five(
    project: Project, station: Station, lin_yue: User
) -> None:
    lines = [
        f"走访,2026-01-{n % 28 + 1:02d},第 {n} 户,,独居老人,2,1,,{PROJECT}," for n in range(MOST)
    ]
    with CaptureQueriesContext(connection) as asked:
        take_in(rows(*lines), station, by=lin_yue)

    said = [each["sql"].split()[0] for each in asked]
    assert said.count("SELECT") < 12
    assert said.count("INSERT") < MOST / 25
    assert counted(project)["走访", "户次"] == MOST
