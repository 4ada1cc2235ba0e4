"""时限设置: what holds at a station now and from when on, and setting another number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, Station, User
from audit.services import record_aside
from casework.errors import RuleError
from casework.lifecycles import LIFECYCLES
from casework.models import TermPolicy
from casework.plans import EVERY
from casework.policies import POLICIES, Policy, row_for, rows_at, timed_as

SETTERS = [Role.HEAD, Role.DISTRICT]


@dataclass(frozen=True)
class Setting:
    """One key at one station: the default, what holds today, and what is to hold next."""

    policy: Policy
    default: int
    now: TermPolicy | None
    next: TermPolicy | None

    @property
    def number(self) -> int:
        return self.now.number if self.now else self.default

    @property
    def newest(self) -> int:
        """The number that was set last, whether it holds yet or not."""
        return self.next.number if self.next else self.number


def stations_of(user: User) -> QuerySet[Station]:
    """Return the stations whose times a user sets: as head their own, for the 总站 its own."""
    posts = Post.objects.current().filter(user=user, role__in=SETTERS)
    return Station.objects.filter(pk__in=posts.values("station")).order_by("pk")


def settings_at(station: Station) -> list[Setting]:
    today, rows = timezone.localdate(), rows_at(station)
    found = []
    for each in POLICIES:
        now = row_for(rows, station, each.key, today)
        last = row_for(rows, station, each.key, date.max)
        coming = last if last is not None and last.since > today else None
        found.append(Setting(each, default_of(each), now, coming))
    return found


def default_of(policy: Policy) -> int:
    """Return what the lifecycle's rows declare."""
    if policy.key == "t_midterm":
        return EVERY
    terms = [
        row.within
        for machine in LIFECYCLES.values()
        for row in machine.rows
        if timed_as(row) in policy.verbs and row.within
    ]
    return (terms[0].high or terms[0].days) if policy.high else terms[0].days


@transaction.atomic
def set_terms(
    station: Station, numbers: Mapping[str, object], *, since: date, by: User
) -> list[TermPolicy]:
    """Set other numbers for a station, from a day on; those as they are now are left alone.

    Raises RuleError with the fields at which something is to be mended.
    """
    if not stations_of(by).filter(pk=station.pk).exists():
        raise PermissionDenied(_("时限由站长设置，总站设置各站的默认值。"))
    Station.objects.select_for_update().get(pk=station.pk)
    wanted, errors = _read(station, numbers)
    if since < timezone.localdate():
        errors["since"] = _("生效日期不能早于今天：已经开始的期限不改。")
    if errors:
        raise RuleError(_("时限没有保存，请按提示改。"), errors)
    rows = [
        TermPolicy.objects.create(station=station, key=key, number=number, since=since, by=by)
        for key, number in wanted.items()
    ]
    if rows:
        record_aside("station.set_terms", f"station:{station.pk}", by=by, **_facts(rows, since))
    return rows


def _read(station: Station, numbers: Mapping[str, object]) -> tuple[dict[str, int], dict[str, str]]:
    """Return what is to change, and what is wrong, by key."""
    wanted, errors = {}, {}
    for each in settings_at(station):
        policy, said = each.policy, str(numbers.get(each.policy.key, each.newest)).strip()
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0  # noqa: PLR2004
        if not 1 <= number <= policy.most:
            errors[policy.key] = _("请填 1 到 %(most)s 之间的整数。") % {"most": policy.most}
        elif number != each.newest:
            wanted[policy.key] = number
    return wanted, errors


def _facts(rows: list[TermPolicy], since: date) -> dict[str, Any]:
    return {"since": since.isoformat(), "numbers": {each.key: each.number for each in rows}}
