"""服务, 跟进: what was done for somebody so far, record by record, as a page lists it."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.urls import reverse

from casework import followups, plans, sessions
from casework.approvals import first_of, valid
from casework.lifecycles import lifecycle_of
from casework.models import Case, Dossier, Review, SessionRecord, Submission
from casework.models.service import changed

PAGE = 20
SERVING = 3  # of the seven steps, from 0
RISKS = {"down": "bamboo", "medium": "amber", "high": "red"}


def service_of(case: Case, today: date, number: Any = None) -> dict[str, Any] | None:
    """Return the roll-up and one page of records, newest first; None before any service."""
    if lifecycle_of(case).step() < SERVING or not case.accepted_on:
        return None
    records = sessions.records_of(case).order_by("-held_on", "-instance")
    page = Paginator(records, PAGE).get_page(number)
    last = sessions.last_record(case)
    return {
        "volume": sessions.volume(case),
        "next": (last.next_plan or {}) if last else {},
        "expired": plans.expired(case, today),
        "page": page,
        "rows": _rows(case, list(page)),
    }


def _rows(case: Case, records: list[SessionRecord]) -> list[dict[str, Any]]:
    filed = {each.instance: each for each in reversed(filed_of(case, sessions.CODE))}
    return [_row(case, each, filed[each.instance]) for each in records if each.instance in filed]


def _row(case: Case, record: SessionRecord, submission: Submission) -> dict[str, Any]:
    record.dossier = case  # whose key is at hand
    said = changed({"risk_change": record.risk_change})
    first = first_of(case, submission, sessions.CODE)
    level: Any = record.question("risk_change")
    words = level.parts["level"].shown(said)
    return {
        "number": record.instance,
        "on": record.held_on,
        "mode": record.mode,
        "minutes": record.minutes,
        "goals": "、".join(row["goal_no"] for row in record.objectives or []),
        "risk": words if said in RISKS else "",
        "risk_cls": RISKS.get(said, ""),
        "late": record.held_on is not None and sessions.is_late(first, record.held_on),
        "href": filed_url(case, submission),
        "corrected": submission.corrects,
        **mark_on(submission),
    }


def visits_of(case: Case) -> list[dict[str, Any]]:
    """Return the visits after the closing: planned, and those made with their records."""
    filed = list(reversed(filed_of(case, followups.CODE)))
    rows = []
    for visit in followups.visits(case):
        made = filed[visit.number - 1] if visit.number <= len(filed) else None
        known = {"href": filed_url(case, made), **mark_on(made)} if made else {}
        rows.append({"visit": visit, **known})
    return rows


def filed_of(case: Dossier, form: str) -> list[Submission]:
    """Return the records that stand of a form that there are many of, the last one first, with
    their marks."""
    found = valid(case, form)
    prefetch_related_objects(found, "reviews__reviewer")
    return found


def filed_url(case: Dossier, submission: Submission) -> str:
    return reverse("web:filed", args=[case.pk, submission.pk])


def mark_on(submission: Submission) -> dict[str, Any]:
    """Return whether a record was read, and whether something was said about it. Whoever approved
    a new version has read it."""
    reads = [each for each in submission.reviews.all() if each.decision == Review.Decision.READ]
    return {
        "read": bool(reads) or submission.corrects,
        "feedback": any(each.opinion for each in reads),
    }
