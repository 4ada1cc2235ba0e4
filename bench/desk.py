"""A desk: the page that a worker opens ten times a day, beside the inbox of the engine's."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

from django.contrib.auth.models import Permission
from django.test import Client, override_settings
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import User
from bench.bulk import settle
from bench.cast import Cast
from bench.filling import ITEMS, Pattern, fill, pattern
from bench.measuring import Cost, Goal, Row, in_turn
from workflows.selectors import desk_of

GOALS = {10_000: 0.6, 1_000_000: 0.3}  # of the peer's CPU, at so many tasks

MIDDLEWARE = [  # the peer's: what a new Django project has, and what viewflow adds
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "viewflow.middleware.SiteMiddleware",
    "viewflow.middleware.HotwireTurboMiddleware",
]

Open = Callable[[], bytes]  # opens a page, and returns its HTML


def measure(people: Cast, *, rounds: int, sizes: list[int]) -> list[Row]:
    """Measure both pages at each number of tasks, from the least to the most."""
    like = pattern(people)
    ours, peer = _pages(people.reader)
    measured, done = [], 1
    for size in sorted(sizes):
        until = max(size // like.tasks, ITEMS) + 1
        fill(like, range(done, until))
        settle()
        done = until
        measured.append((size, *_measured(like, ours, peer, rounds=rounds)))
    rows = [_row(*each, rounds=rounds) for each in measured]
    ours_alone = pairwise((size, ours) for size, ours, _peer in measured)
    grown = [_growth(few, many, rounds=rounds) for few, many in ours_alone]
    return rows + grown


def _pages(reader: User) -> tuple[Open, Open]:
    """Return what opens each page, each with the middleware of its own kind."""
    reader.user_permissions.add(Permission.objects.get(codename="view_stockprocess"))
    peer, inbox = Client(), reverse("stock:inbox")
    peer.force_login(reader)
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        _html(peer, inbox)  # from here on this client keeps what it has loaded
    ours = Client()
    ours.force_login(reader)
    return partial(_html, ours, "/"), partial(_html, peer, inbox)


def _html(client: Client, url: str) -> bytes:
    answer = client.get(url)
    if answer.status_code != 200:  # noqa: PLR2004  (the page, and no other)
        raise RuntimeError(f"{url}: {answer.status_code}")
    return answer.content


def _measured(like: Pattern, ours: Open, peer: Open, *, rounds: int) -> tuple[Cost, Cost]:
    _same_work(like.reader)
    costs = in_turn(lambda: ours, lambda: peer, rounds=rounds)
    mine, theirs = (
        replace(cost, size={"kib": round(len(page()) / 1024, 1)})
        for cost, page in zip(costs, (ours, peer), strict=True)
    )
    return mine, theirs


def _same_work(reader: User) -> None:
    """Stop, unless both desks hold what they should."""
    inbox = Task.objects.filter(owner=reader, status=STATUS.ASSIGNED)
    found = desk_of(reader).count(), inbox.count()
    if found != (ITEMS, ITEMS):
        raise RuntimeError(f"open items, ours and the peer's: {found}")


def _row(size: int, ours: Cost, peer: Cost, *, rounds: int) -> Row:
    goal = GOALS.get(size)
    goals = [Goal("CPU, ours ÷ peer", goal, (ours / peer)["cpu"])] if goal else []
    return Row(f"desk, {size:,} tasks", rounds, {"ours": ours, "peer": peer}, goals)


def _growth(few: tuple[int, Cost], many: tuple[int, Cost], *, rounds: int) -> Row:
    """Compare a page of ours with itself, where there is more that it does not show."""
    ratio = many[1] / few[1]
    goals = [
        Goal("CPU, many ÷ few", 1.2, ratio["cpu"]),
        Goal("wall, many ÷ few", 1.2, ratio["wall"]),
        Goal("queries, many - few", 0, many[1].queries - few[1].queries),
    ]
    name = f"desk, {few[0]:,} → {many[0]:,}"
    return Row(name, rounds, {"many": many[1], "few": few[1]}, goals)
