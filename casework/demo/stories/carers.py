"""轮到你歇一歇: a group in its middle, three of its six sessions held and the fourth planned."""

from datetime import date, timedelta

from accounts.models import Community, User
from casework.company import give_seat
from casework.demo.days import Days, standing
from casework.demo.serving import scanned
from casework.demo.stories import carers_forms as forms
from casework.demo.stories import carers_records as records
from casework.demo.telling import Story, Team
from casework.group_records import members_of
from casework.groups import open_group
from casework.models import Seat

HELD = [12, 7, 2]  # working days ago
WEEK, LEAST_AHEAD = timedelta(days=7), timedelta(days=4)
LEFT = "简玉梅"


def tell(cast: dict[str, User], days: Days) -> None:
    worker = cast["chensiyuan"]
    dates = _dates(days)
    place = Community.objects.select_related("station").get(station__code="TQDJ", name="义合社区")
    opened = days.at(36, "09:40")
    group = open_group(
        title=forms.NAME, community=place, by=worker, starts_on=days.back(HELD[0]), at=opened
    )
    story = Story(group, days)
    _planned(story, cast, dates)
    _recruited(story, cast, dates)
    story.fill("G04", forms.contract(days.ago(HELD[0])), by=worker, at=days.at(HELD[0], "14:10"))
    story.act("open", by=worker, at=days.at(HELD[0], "14:30"))
    for number, on in enumerate(HELD, 1):
        _session_planned(story, cast, dates, number + 1, on=on - 1)
        _held(story, worker, number, written=on - 1)
        if number == 1:
            scanned(story, Team(worker, cast["zhengmin"], cast["zhoulan"]), on=on - 2)
    _observed(story, cast["hejia"], on=HELD[-1])


def _dates(days: Days) -> list[date]:
    """Return the day of each session: the next is a week after the last, or as soon as may be."""
    held = [days.back(each) for each in HELD]
    following = max(held[-1] + WEEK, days.back(0) + LEAST_AHEAD)
    return held + [following + number * WEEK for number in range(3)]


def _planned(story: Story, cast: dict[str, User], dates: list[date]) -> None:
    """The plan costs something: the supervisor agrees to it, the head approves it."""
    days, worker = story.days, cast["chensiyuan"]
    story.fill("G01", forms.NEED, by=worker, at=days.at(34, "15:00"))
    story.fill("G02", forms.plan(dates), by=worker, at=days.at(31, "10:20"))
    story.act("submit_plan", by=worker, at=days.at(31, "10:40"))
    opinion = "替班的人落实了才开组。其余同意，报站长。"
    at = days.at(30, "11:00")
    story.decide("endorse_plan", "submit_plan", opinion, by=cast["zhengmin"], at=at)
    opinion = "替班志愿者已和社区说好，同意。"
    at = days.at(29, "16:30")
    story.decide("approve_plan", "submit_plan", opinion, by=cast["zhoulan"], at=at)


def _recruited(story: Story, cast: dict[str, User], dates: list[date]) -> None:
    """Eight taken in, one waiting, one led elsewhere; who works along and who observes."""
    days, worker = story.days, cast["chensiyuan"]
    parts = {"linyue": Seat.Part.COLLABORATOR, "hejia": Seat.Part.OBSERVER}
    with standing(days.at(20, "09:10")):
        for username, part in parts.items():
            give_seat(story.case, cast[username], part, by=worker)
    story.fill("G03", forms.recruitment(days.ago(18)), by=worker, at=days.at(16, "16:00"))
    story.act("confirm_members", by=worker, at=days.at(16, "16:20"))
    _session_planned(story, cast, dates, 1, on=16)


def _session_planned(
    story: Story, cast: dict[str, User], dates: list[date], number: int, *, on: int
) -> None:
    """Linyue works along and writes what she will lead herself: the third session."""
    by = cast["linyue" if number == 3 else "chensiyuan"]  # noqa: PLR2004
    plan = forms.session_plan(number, dates[number - 1])
    story.fill("G05", plan, by=by, at=story.days.at(on, "16:40"))
    story.act("plan_session", by=by, at=story.days.at(on, "16:50"))


def _held(story: Story, worker: User, number: int, *, written: int) -> None:
    """Sheet and record are handed in the day after; who cannot come any more is let go then."""
    days = story.days
    gone = [each.name for each in members_of(story.case) if each.left_on]
    story.fill("G06", forms.sheet(number, gone), by=worker, at=days.at(written, "09:30"))
    story.fill("G07", records.RECORDS[number - 1], by=worker, at=days.at(written, "10:20"))
    story.act("complete_session", by=worker, at=days.at(written, "10:30"))
    if number == 2:  # noqa: PLR2004
        member = next(each for each in members_of(story.case) if each.name == LEFT)
        told = "婆婆住院，白天黑夜都要陪，来不了了。已约好出院后上门看望，资料给她留着。"
        at = days.at(written - 1, "11:00")
        leaves = {"change": "leave", "member": member.number, "reason": told}
        story.act("member_change", by=worker, at=at, **leaves)


def _observed(story: Story, observer: User, *, on: int) -> None:
    days = story.days
    story.fill("G08", records.observation(days.ago(on)), by=observer, at=days.at(on - 1, "11:10"))
    story.act("add_observation", by=observer, at=days.at(on - 1, "11:20"))
