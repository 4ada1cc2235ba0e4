"""The work of the demo station, in the order in which they came."""

from collections.abc import Callable

from accounts.models import User
from casework.demo.days import Days
from casework.demo.stories import (
    carers,
    ding_guilan,
    guo_yue,
    leads,
    lending_hands,
    ma_xiuying,
    neighbours,
    neighbours_online,
    qin_yulan,
    sun_defu,
    turned_away,
    zhao_guifang,
)

Cast = dict[str, User]  # by username

STORIES: list[Callable[[Cast, Days], None]] = [
    ding_guilan.tell,
    ma_xiuying.tell,
    qin_yulan.tell,
    guo_yue.tell,
    zhao_guifang.tell,
    sun_defu.tell,
    turned_away.tell_declined,
    neighbours.tell_assessing,
    neighbours.tell_submitted,
    turned_away.tell_advised,
    turned_away.tell_asked,
    leads.tell_screening,
    leads.tell_unassigned,
    leads.tell_alarming,
    carers.tell,
    lending_hands.tell,
    neighbours_online.tell_group,
    neighbours_online.tell_project,
]
