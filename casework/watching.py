"""盯着危机: who is told again, and who else, while nobody sees to a crisis or a report.

Handbook 4.2, 4.3 and 13. Each rung is climbed once: its row is written with the messages, and no
second row of that name can be. Nothing here changes a state.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import calls
from casework.locking import lock
from casework.models import Case, Crisis, Dossier, MandatoryReport, Rung, Submission
from casework.permissions import Who, people
from notifications.models import Urgency
from notifications.services import notify

ANSWERED_BY = (Who.SUPERVISOR, Who.HEAD)  # both have to say that they have seen it
TEN_MINUTES, TWO_HOURS = timedelta(minutes=10), timedelta(hours=2)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
TOP = [Who.SUPERVISOR, Who.HEAD, Who.DISTRICT]
Watched = Crisis | MandatoryReport


@dataclass(frozen=True)
class Alert:
    """A rung: how long after the beginning, whether it is still so, what is said to whom."""

    name: str
    after: timedelta
    holds: Callable[[Any, datetime], bool]
    says: Any
    tells: Iterable[Who]


def _unanswered(crisis: Crisis, now: datetime) -> bool:
    seen = set(crisis.receipts.values_list("by", flat=True))
    return any(not people(crisis.dossier, who) & seen for who in ANSWERED_BY)


def _unwritten(crisis: Crisis, now: datetime) -> bool:
    filed = Submission.objects.filter(dossier=crisis.dossier_id, at__gte=crisis.raised_at)
    return not any("C12" in each.codes for each in filed.defer("content"))


def _unvisited(crisis: Crisis, now: datetime) -> bool:
    served = Submission.objects.filter(dossier=crisis.dossier_id, form="C05")
    return not served.filter(at__gte=now - WEEK).exists()


UNSEEN = gettext_lazy("危机还没有督导、站长两边都回“收到”")
CRISIS = [
    *(
        Alert(
            f"answer-{n}", n * TEN_MINUTES, _unanswered, gettext_lazy("危机还没有人回“收到”"), TOP
        )
        for n in (1, 2, 3)
    ),
    Alert(
        "charge",
        TWO_HOURS,
        lambda crisis, now: crisis.status == Crisis.Status.RAISED,
        gettext_lazy("危机两小时还没有人接管"),
        TOP,
    ),
    Alert("written", DAY, _unwritten, gettext_lazy("危机满 24 小时还没有书面报告"), TOP),
]
WEEKLY = Alert(
    "visit", WEEK, _unvisited, gettext_lazy("危机中一周没有服务记录"), [Who.OWNER, *ANSWERED_BY]
)
REPORT = [
    Alert(
        "report",
        TWO_HOURS,
        lambda report, now: report.status == MandatoryReport.Status.IDENTIFIED,
        gettext_lazy("须强制报告的情形还没有报告"),
        TOP,
    ),
    Alert(
        "receipt",
        DAY,
        lambda report, now: report.status == MandatoryReport.Status.REPORTED,
        gettext_lazy("强制报告满 24 小时还没有登记回执"),
        TOP,
    ),
]


def watch() -> int:
    """Climb every rung that is due; return how many were climbed."""
    now = timezone.now()
    return sum(_climb(*each, now) for each in _due(now)) + calls.look_after(now)


def _due(now: datetime) -> Iterator[tuple[str, Watched, Alert]]:
    yield from _of_crises(now)
    yield from _of_reports(now)


def _of_crises(now: datetime) -> Iterator[tuple[str, Watched, Alert]]:
    for crisis in Crisis.objects.filter(ended_on=None).select_related("dossier"):
        for alert in [*CRISIS, WEEKLY]:
            if now >= crisis.raised_at + alert.after:
                yield _matter(crisis, alert, now), crisis, alert


def _of_reports(now: datetime) -> Iterator[tuple[str, Watched, Alert]]:
    for report in MandatoryReport.objects.filter(ended_on=None).defer("said"):
        for alert in REPORT:
            if now >= (report.reported_at or report.identified_at) + alert.after:
                yield f"report-{report.pk}-{alert.name}", report, alert


def _matter(crisis: Crisis, alert: Alert, now: datetime) -> str:
    """Name the rung; a weekly one has a name for each week."""
    week = (now - crisis.raised_at) // WEEK if alert is WEEKLY else 0
    return f"crisis-{crisis.pk}-{alert.name}" + (f"-{week}" if week else "")


def _climb(matter: str, watched: Watched, alert: Alert, now: datetime) -> bool:
    if Rung.objects.filter(matter=matter).exists():
        return False
    try:
        return _climbed(matter, watched, alert, now)
    except IntegrityError:  # another worker has just done it
        return False


@transaction.atomic
def _climbed(matter: str, watched: Watched, alert: Alert, now: datetime) -> bool:
    case = Case.objects.get(pk=watched.dossier_id)
    lock(case)
    watched.refresh_from_db()
    watched.dossier = case
    if watched.ended_on is not None or not alert.holds(watched, now):
        return False
    Rung.objects.create(dossier=case, matter=matter, at=now)
    told = {pk for who in alert.tells for pk in people(case, who)}
    _tell(case, told, alert)
    return True


def _tell(dossier: Dossier, told: set[int], alert: Alert) -> None:
    notify(
        told,
        kind=f"watch.{alert.name}",
        says=_("%(number)s：%(what)s") % {"number": dossier.number, "what": alert.says},
        link=f"/dossiers/{dossier.pk}/",
        urgency=Urgency.URGENT,
    )
