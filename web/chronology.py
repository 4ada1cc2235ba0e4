"""服务历程: what happened to one person over all their dossiers, day by day; no case text."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import followups, sessions
from casework.approvals import submissions
from casework.catalogue import title_of
from casework.lifecycles import machines_of
from casework.models import Case, Correction, Review
from casework.permissions import may_see_content
from web.templatetags.ui import status


@dataclass(frozen=True)
class Event:
    """One thing on one day, of one dossier."""

    on: date
    number: str
    what: str
    who: str = ""


def chronology(cases: list[Case]) -> list[Event]:
    """Return everything that happened in these dossiers, the oldest first."""
    return sorted((event for case in cases for event in _of(case)), key=lambda each: each.on)


def _of(case: Case) -> list[Event]:
    """Everything of one dossier, in the order in which it comes about on one day."""
    number, owner, first = case.number, str(case.owner or ""), submissions(case)[-1:]
    called = [Event(case.opened_on, number, _("登记求助"), str(each.author)) for each in first]
    dated = [
        (case.accepted_on, _("立案")),
        (case.closed_on, _("结案")),
        (case.ended_on, status(case)),
    ]
    states = [Event(on, number, what, owner) for on, what in dated if on]
    work = [*_services(case), *_visits(case), *_decisions(case), *_set_aside(case)]
    return [*called, *work, *states]


def _services(case: Case) -> list[Event]:
    says = _("服务 %(n)s：%(mode)s %(minutes)s 分钟")
    return [
        Event(
            each.held_on,
            case.number,
            says % {"n": each.instance, "mode": each.mode, "minutes": each.minutes},
            str(case.owner or ""),
        )
        for each in sessions.records_of(case)
        if each.held_on
    ]


def _visits(case: Case) -> list[Event]:
    made = [visit for visit in followups.visits(case) if visit.made_on]
    says = _("第 %s 次回访")
    return [
        Event(visit.made_on, case.number, says % visit.number, str(case.owner or ""))
        for visit in made
        if visit.made_on
    ]


def _decisions(case: Case) -> list[Event]:
    """Approvals and returns, by whom; not what was said."""
    verbs = {verb: rows for each in machines_of(case) for verb, rows in each.verbs.items()}
    reviews = Review.objects.filter(submission__dossier=case.pk).exclude(decision="read")
    rows = reviews.select_related("reviewer").order_by("at").defer("opinion")
    return [
        Event(
            timezone.localdate(each.at),
            case.number,
            str(verbs[each.verb][0].label),
            str(each.reviewer),
        )
        for each in rows
        if each.verb in verbs
    ]


def _set_aside(case: Case) -> list[Event]:
    """Versions that no longer stand: which they were stays to be seen, and what took its place."""
    found = Correction.objects.filter(dossier=case.pk, ended_on__isnull=False)
    over = found.exclude(status=Correction.State.LOCKED).select_related("submission", "by")
    says = _("《%(title)s》第 %(n)s 份第 %(m)s 稿：%(state)s")
    return [
        Event(
            each.ended_on,
            case.number,
            says
            % {
                "title": title_of(each.form),
                "n": each.submission.instance_of(each.form),
                "m": each.submission.round_of(each.form),
                "state": each.submission.word_of(each.form),
            },
            str(each.by),
        )
        for each in over.defer("submission__content")
        if each.ended_on
    ]


def readable(cases: list[Case], user: object) -> list[Case]:
    """Return those whose content the user may read."""
    return [case for case in cases if may_see_content(user, case)]  # type: ignore[arg-type]
