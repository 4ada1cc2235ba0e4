"""What is done in 有人搭把手: the ledger, the money, each month, and what counts for it."""

from datetime import date, timedelta
from typing import NamedTuple

from accounts.models import User
from casework import ledger
from casework.attributions import attribute
from casework.demo.days import standing
from casework.demo.stories import lending_hands_forms as forms
from casework.demo.telling import Story
from casework.expenses import spend
from casework.models import Case, Dossier, Group, LedgerEntry
from casework.workdays import months_after

EAST, YIHE = "天桥东社区", "义合社区"
Kind, Result = LedgerEntry.Kind, LedgerEntry.Result
Raw = dict[str, str]


class Row(NamedTuple):
    """Something in the ledger, so many working days after the project began.

    Less than nothing are working days before today.
    """

    on: int
    kind: str
    what: str
    community: str
    category: str
    more: Raw


def _visit(on: int, what: str, community: str, households: int, times: int) -> Row:
    more = {"households": str(households), "person_times": str(times)}
    return Row(on, Kind.VISIT, what, community, "elder_disabled", more)


def _came(on: int, kind: str, what: str, community: str, times: int) -> Row:
    return Row(on, kind, what, community, "general", {"person_times": str(times)})


def _link(on: int, what: str, community: str, amount: int) -> Row:
    return Row(on, Kind.LINK, what, community, "rigid_expense", {"amount": str(amount)})


def _need(on: int, what: str, community: str) -> Row:
    return Row(on, Kind.NEED, what, community, "elder_disabled", {})


ROWS = [
    _visit(3, "照护家庭摸底走访", EAST, 14, 22),
    _visit(9, "照护家庭摸底走访", YIHE, 12, 19),
    _need(9, "夜里没人替一把手", YIHE),
    _link(13, "残联借用护理床两张", EAST, 2400),
    _need(15, "翻身垫、坐便椅不够轮", EAST),
    _visit(21, "用药和居家安全走访", EAST, 15, 24),
    _came(24, Kind.EVENT, "照护开放日：省力搬动怎么做", YIHE, 46),
    _came(27, Kind.CONSULT, "长护险怎么申请", EAST, 3),
    _visit(31, "换季用药走访", YIHE, 13, 20),
    _link(33, "爱心企业捐成人护理垫", YIHE, 1860),
    _came(37, Kind.TRAINING, "替班志愿者第一期培训", YIHE, 18),
    _visit(42, "照护家庭走访", EAST, 14, 21),
    _came(45, Kind.EVENT, "社区医院义诊：血压、压疮、用药", EAST, 52),
    _link(48, "药店捐血压计六台", EAST, 1140),
    _came(51, Kind.CONSULT, "喘息服务名额和排队", YIHE, 2),
    _visit(53, "照护家庭走访", YIHE, 12, 18),
    _visit(-4, "照护家庭走访", EAST, 13, 20),
    _link(-3, "残联补助坐便椅四把", YIHE, 720),
    _need(-2, "老人出院后家里没有扶手", EAST),
]
SETTLED = {"翻身垫、坐便椅不够轮": (Result.MET, 33), "夜里没人替一把手": (Result.PARTLY, 41)}
SPENT = [  # working days after it began, category, for what, yuan, voucher
    (18, "人员", "首月工资及社保", "5000", "记-011"),
    (22, "业务活动", "开放日物料、保险", "1436.50", "记-014"),
    (32, "业务活动", "护理床运输、消毒", "780", "记-019"),
    (35, "督导培训", "志愿者培训讲师费、教具", "1600", "记-021"),
    (38, "人员", "次月工资及社保", "5000", "记-026"),
    (44, "业务活动", "走访护理包", "3600", "记-030"),
    (50, "宣传", "照护手册印制", "3620", "记-034"),
    (54, "人员", "第三个月工资及社保", "5000", "记-037"),
    (54, "管理", "办公、水电分摊", "1800", "记-038"),
]


def tell(story: Story, cast: dict[str, User], starts: date, begun: int) -> None:
    _written_down(story, cast, begun)
    for day, *said in SPENT:
        raw = dict(zip(("category", "item", "amount", "voucher"), said, strict=True))
        at = story.days.at(begun - day, "16:20")
        with standing(at):
            raw["on"] = story.days.ago(begun - day)
            spend(story.case, raw, by=cast["zhoulan"], at=at)
    _added_up(story, cast["linyue"], starts)
    _counted(story, cast["zhoulan"], starts)


def _written_down(story: Story, cast: dict[str, User], begun: int) -> None:
    """The ledger is kept by whoever was there; two of the needs have come to something."""
    days, by, project = story.days, cast["hejia"], story.case
    for row in ROWS:
        ago = begun - row.on if row.on > 0 else -row.on
        at = days.at(ago, "17:00")
        known = {"kind": row.kind, "on": days.ago(ago), "what": row.what}
        where = {"community": row.community, "category": row.category, "project": project.number}
        with standing(at):
            entry = ledger.add(project.station, known | where | row.more, by=by, at=at)
        if row.what in SETTLED:
            result, later = SETTLED[row.what]
            on, at = days.back(begun - later), days.at(begun - later, "17:20")
            with standing(at):
                ledger.settle(entry, result, on=on, by=by, at=at)


def _added_up(story: Story, leader: User, starts: date) -> None:
    """At the end of each month what was done is added up, and the next one planned."""
    days, month = story.days, months_after(starts.replace(day=1), 1)
    while month <= days.back(0):
        last = days.until(month - timedelta(days=1))
        story.fill("P05", forms.month(month), by=leader, at=days.at(last, "16:00"))
        story.act("progress", by=leader, at=days.at(last, "16:30"))
        month = months_after(month, 1)


def _counted(story: Story, head: User, starts: date) -> None:
    """The head lets cases and groups count for it that were taken up since it began."""
    here = {"station": story.case.station, "accepted_on__gte": starts}
    found: list[Dossier] = [*Case.objects.filter(**here), *Group.objects.filter(**here)]
    at = story.days.at(0, "09:00")
    with standing(at):
        for dossier in found:
            since = dossier.accepted_on or starts
            attribute(dossier, story.case, since=since, by=head, at=at)
