"""Every kind of message that a machine can send: a number and a matter, outside not even that."""

import re
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Role, User
from casework.alarms import watch
from casework.lifecycles import LIFECYCLES, Move, lifecycle_of
from casework.models import Case, Seat
from casework.services import Act, _tell
from notifications import outbox
from notifications.models import Message, Urgency, Wishes
from notifications.wording import title_of
from tests.actors import accepted
from tests.conftest import person
from tests.filled import NO_CRISIS
from tests.notifications.conftest import told
from tests.notifications.outside import PostOffice, Robot, text_of

ROWS = [row for machine in LIFECYCLES.values() for row in machine.rows if row.tells]
OUTSIDE = re.compile(r"(【紧急】)?(TQDJ-[JC]-2026-\d{4} )?有一件事要办")
NAMES = ["秦玉兰", "林悦", "郑敏", "周岚", "许琴", "天桥", "独居"]


@pytest.fixture
def partners(song_jie: User, wang_xu: User, ma_jun: User, jia_ning: User) -> list[User]:
    """Who is told of projects alone."""
    return [song_jie, wang_xu, ma_jun, jia_ning]


def seated(case: Case, station: Any) -> None:
    """Somebody from outside, who judges and evaluates."""
    judge = person("yu.ping", "俞平", station, Role.OUTSIDE)
    for part in (Seat.Part.EXPERT, Seat.Part.EVALUATOR):
        day = timezone.localdate()
        Seat.objects.create(dossier=case, user=judge, part=part, since=day, given_by=judge)
    Case.objects.filter(pk=case.pk).update(shared=True)
    case.refresh_from_db()


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    Message.objects.all().delete()
    for user in (lin_yue, zheng_min, zhou_lan):
        Wishes.objects.create(user=user, mail_from=Urgency.ORDINARY, wecom_from=Urgency.ORDINARY)
    return case


def all_of_it(office: PostOffice, robot: Robot) -> list[str]:
    """Return every line that left the house, without its link."""
    letters = [f"{each['Subject']}\n{text_of(each)}" for each in office.letters]
    lines = [line for text in [*letters, *robot.heard] for line in text.splitlines()]
    return [re.sub(r" ?http://127\.0\.0\.1:8000/\S+", "", line) for line in lines]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.verb)
def test_a_move_tells_its_number_and_its_name(
    case: Case, partners: list[User], liu_chang: User, row: Move
) -> None:
    seated(case, case.station.district)
    _tell(Act(case, row, liu_chang, timezone.now()), lifecycle_of(case))
    said = {(each.says, each.link) for each in Message.objects.all()}
    says = f"{case.number}：{row.label}"
    assert said
    assert said <= {(says, f"/dossiers/{case.pk}/"), (says, "/leads/")}
    assert not any(name in says for name in NAMES)


def test_outside_all_of_them_are_one_sentence(
    post_office: PostOffice, robot: Robot, case: Case, liu_chang: User, lin_yue: User
) -> None:
    for row in ROWS:
        _tell(Act(case, row, liu_chang, timezone.now()), lifecycle_of(case))
    watch(case, "C01", {"crisis_screen": NO_CRISIS | {"violence": "yes"}}, by=lin_yue)
    outbox.look()
    titles = {title_of(each) for each in Message.objects.all()}
    assert titles == {f"{case.number} 有一件事要办", f"【紧急】{case.number} 有一件事要办"}
    text = "\n".join(all_of_it(post_office, robot))
    assert OUTSIDE.search(text)
    assert not any(str(row.label) in text for row in ROWS)
    assert not any(name in text for name in NAMES)


@pytest.mark.parametrize(
    "says",
    ["秦玉兰：药藏在柜子里", "TQDJ-C-2026-0001-秦玉兰", "请看 TQDJ-C-2026-0001 秦玉兰的事", ""],
)
def test_whatever_somebody_writes_into_a_message_stays_at_home(
    post_office: PostOffice, robot: Robot, lin_yue: User, says: str
) -> None:
    told(lin_yue, urgency=Urgency.URGENT, says=says)
    outbox.look()
    lines = all_of_it(post_office, robot)
    assert "【紧急】有一件事要办" in lines
    assert not any("秦玉兰" in line or "柜子" in line for line in lines)
