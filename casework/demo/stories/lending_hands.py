"""有人搭把手: a project in its fourth month, from the application to the first instalment."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import Station, User
from casework.demo.days import Days, standing
from casework.demo.stories import lending_hands_forms as forms
from casework.demo.stories import lending_hands_work as work
from casework.demo.stories.lending_hands_application import NAME, application
from casework.demo.telling import Story
from casework.instalments import payable
from casework.inviting import invite
from casework.models import Content, Seat
from casework.panels import WEIGHTS
from casework.projects import open_project
from casework.workdays import months_after

MONTHS = 3  # whole ones since it began
EXPERTS = {  # username → name, and what they gave for each item, in the order of the form
    "qizhengyang": ("祁正阳", [88, 86, 84, 80, 85, 82, 81]),
    "zongyawen": ("宗雅文", [90, 87, 86, 83, 84, 85, 84]),
    "qijianping": ("戚建平", [86, 82, 85, 78, 86, 80, 79]),
}
STANDS_BACK = ("miruolan", "米若兰")


def tell(cast: dict[str, User], days: Days) -> None:
    """Told in working days before and after the one on which it began."""
    begun = _first_day(days)
    starts, leader = days.back(begun), cast["linyue"]
    station, opened = Station.objects.get(code="TQDJ"), days.at(begun + 48, "09:20")
    with standing(opened):
        project = open_project(
            title=NAME, station=station, by=leader, asked=Decimal(120_000), at=opened
        )
    story = Story(project, days)
    _applied(story, cast, application(starts), begun)
    _judged(story, cast, begun)
    _granted(story, cast, begun)
    _signed(story, cast, forms.contract(starts), begun)
    story.fill("P05", forms.month(starts), by=leader, at=days.at(begun, "09:30"))
    story.act("kickoff", by=leader, at=days.at(begun, "10:00"))
    work.tell(story, cast, starts, begun)


def _first_day(days: Days) -> int:
    """Return how many working days ago the month began in which it did."""
    first = months_after(days.back(0).replace(day=1), -MONTHS)
    last_before = days.until(first - timedelta(days=1))
    return last_before - 1


def _applied(story: Story, cast: dict[str, User], proposal: Content, begun: int) -> None:
    """Written, sealed by the agency, and found complete."""
    days, leader, agency = story.days, cast["linyue"], cast["songjie"]
    story.fill("P01", proposal, by=leader, at=days.at(begun + 44, "15:30"))
    story.act("submit_internal", by=leader, at=days.at(begun + 44, "16:00"))
    opinion = "材料齐全，预算和台账对得上，盖章申报。"
    at = days.at(begun + 42, "10:30")
    story.decide("apply", "submit_internal", opinion, by=agency, at=at)
    opinion = "形式审查通过，送专家评审。"
    at = days.at(begun + 38, "14:20")
    story.decide("accept", "submit_internal", opinion, by=cast["liuchang"], at=at)


def _judged(story: Story, cast: dict[str, User], begun: int) -> None:
    """Four are asked in, one of whom stands back; shown to the public for six working days."""
    days, civil = story.days, cast["wangxu"]
    for number, (username, (name, points)) in enumerate(EXPERTS.items()):
        expert = _asked_in(story, username, name, civil, begun)
        at = days.at(begun + 33 - number, "14:00")
        story.act("declare_interest", by=expert, at=at, conflict=False)
        scores = dict(zip(WEIGHTS, points, strict=True))
        at = days.at(begun + 33 - number, "15:10")
        story.act("score", by=expert, at=at, scores=scores, comments=forms.COMMENTS[number])
    expert = _asked_in(story, *STANDS_BACK, civil, begun)
    what, at = "两年前在申报单位做过监事。", days.at(begun + 33, "10:10")
    story.act("declare_interest", by=expert, at=at, conflict=True, what=what)
    shown = {"from": days.ago(begun + 28), "to": days.ago(begun + 23)}
    review = forms.REVIEW | {"publicity": shown}
    story.fill("P02", review, by=civil, at=days.at(begun + 29, "10:00"))
    story.act("pass_review", by=civil, at=days.at(begun + 29, "10:30"))


def _asked_in(story: Story, username: str, name: str, civil: User, begun: int) -> User:
    days, project = story.days, story.case
    at = days.at(begun + 36, "09:30")
    part, until = Seat.Part.EXPERT, days.back(begun + 23)
    with standing(at):
        asked = invite(
            project,
            part,
            username=username,
            full_name=name,
            since=days.back(begun + 36),
            until=until,
            by=civil,
            at=at,
        )
    return asked.seat.user


def _granted(story: Story, cast: dict[str, User], begun: int) -> None:
    """What is promised is written down, agreed to by the street and granted by who pays."""
    days, leader = story.days, cast["linyue"]
    story.fill("P03", forms.CHARTER, by=leader, at=days.at(begun + 22, "09:30"))
    story.act("submit_charter", by=leader, at=days.at(begun + 22, "10:00"))
    opinion = "指标和街道的走访安排一致，同意报批。"
    at = days.at(begun + 22, "16:00")
    story.decide("cosign_charter", "submit_charter", opinion, by=cast["majun"], at=at)
    opinion = "公示无异议，批准立项。"
    at = days.at(begun + 21, "11:00")
    story.decide("approve", "submit_charter", opinion, by=cast["wangxu"], at=at)


def _signed(story: Story, cast: dict[str, User], contract: Content, begun: int) -> None:
    """Signed by all three; the first of three instalments is paid."""
    days, civil = story.days, cast["wangxu"]
    story.fill("P04", contract, by=civil, at=days.at(begun + 16, "15:00"))
    story.act("offer_contract", by=civil, at=days.at(begun + 16, "15:30"))
    at = days.at(begun + 14, "10:00")
    story.decide("countersign_contract", "offer_contract", "已签章。", by=cast["songjie"], at=at)
    at = days.at(begun + 12, "14:30")
    story.decide("sign", "offer_contract", "已签章，请按期启动。", by=cast["majun"], at=at)
    paid = days.at(begun + 5, "11:20")
    first, on = payable(story.case)[0], days.back(begun + 5)
    story.act("pay", by=cast["jianing"], at=paid, instalment=first.pk, on=on)
