"""A desk: the page that a worker opens ten times a day, beside the inbox of the engine's."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from django.contrib.auth.models import Permission
from django.test import Client, override_settings
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import User
from bench.bulk import settle
from bench.cast import Cast
from bench.filling import ITEMS, fill, pattern
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

FIXED = "/login/"

Open = Callable[[], bytes]  # opens a page, and returns its HTML


class Measured(NamedTuple):
    """What each page cost, where there were so many tasks."""

    size: int
    ours: Cost
    peer: Cost
    fixed: Cost


def measure(people: Cast, *, rounds: int, sizes: list[int]) -> list[Row]:
    """Measure both pages at each number of tasks, from the least to the most."""
    like, pages = pattern(people), _pages(people.reader)
    measured, done = [], 1
    for size in sorted(sizes):
        until = max(size // like.tasks, ITEMS) + 1
        if done < until:
            fill(like, range(done, until))
            settle()
        done = until
        measured.append(_measured(size, like.reader, pages, rounds=rounds))
    rows = [_row(each, rounds=rounds) for each in measured]
    return rows + [_growth(few, many, rounds=rounds) for few, many in pairwise(measured)]


def _pages(reader: User) -> list[Open]:
    """Return what opens our desk, the peer's inbox, and a page which no amount of work changes.

    Each has the middleware of its own kind.
    """
    reader.user_permissions.add(Permission.objects.get(codename="view_stockprocess"))
    peer, inbox = Client(), reverse("stock:inbox")
    peer.force_login(reader)
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        _html(peer, inbox)  # from here on this client keeps what it has loaded
    ours = Client()
    ours.force_login(reader)
    return [partial(_html, ours, "/"), partial(_html, peer, inbox), partial(_html, Client(), FIXED)]


def _html(client: Client, url: str) -> bytes:
    answer = client.get(url)
    if answer.status_code != 200:  # noqa: PLR2004  (the page, and no other)
        raise RuntimeError(f"{url}: {answer.status_code}")
    return answer.content


def _measured(size: int, reader: User, pages: list[Open], *, rounds: int) -> Measured:
    _same_work(reader)
    jobs = [partial(_ready, page) for page in pages]
    costs = zip(in_turn(*jobs, rounds=rounds), pages, strict=True)
    sized = (replace(cost, size={"kib": round(len(page()) / 1024, 1)}) for cost, page in costs)
    return Measured(size, *sized)


def _ready(page: Open) -> Open:
    """A page needs nothing to be made ready."""
    return page


def _same_work(reader: User) -> None:
    """Stop, unless both desks hold what they should."""
    inbox = Task.objects.filter(owner=reader, status=STATUS.ASSIGNED)
    found = desk_of(reader).count(), inbox.count()
    if found != (ITEMS, ITEMS):
        raise RuntimeError(f"open items, ours and the peer's: {found}")


def _row(found: Measured, *, rounds: int) -> Row:
    ratio, goal = found.ours / found.peer, GOALS.get(found.size)
    goals = [Goal("CPU, ours ÷ peer", goal, ratio["cpu"])] if goal else []
    sides = {"ours": found.ours, "peer": found.peer}
    return Row(f"desk, {found.size:,} tasks", rounds, sides, goals)


def _growth(few: Measured, many: Measured, *, rounds: int) -> Row:
    """Compare our desk with itself, where there is more that it does not show.

    The two were measured minutes apart, so each is taken in units of the fixed page that went in
    turn with it.
    """
    less, more = (each.ours.cpu_ms / each.fixed.cpu_ms for each in (few, many))
    goals = [
        Goal("CPU, many ÷ few", 1.2, round(more / less, 2)),
        Goal("queries, many - few", 0, many.ours.queries - few.ours.queries),
    ]
    name = f"desk, {few.size:,} → {many.size:,}"
    return Row(name, rounds, {"many": many.ours, "few": few.ours}, goals)
