"""归档: what belongs into the box of an episode, in its order, and what is still missing.

A paper is a form as it was last approved or filed. Papers are printed elsewhere: whoever prints
them puts a shelf up here, and is asked which there are and how many pages each has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import choices, consents
from casework.approvals import episode_of, in_force, pending, submissions
from casework.catalogue import FORMS, title_of
from casework.models import Content, Dossier, Submission
from casework.models.approvals import CORRECTS
from casework.models.dossier import once
from casework.models.people import age_on
from casework.scans import wanted as scans_wanted

Shelf = Callable[[Dossier], dict[tuple[int, str], int | None]]  # (submission, form) → pages
shelves: list[Shelf] = []

ORDER: dict[str, list[str]] = {  # as the work goes (handbook 10.4)
    Dossier.Kind.CASE: [
        *("C01", "C02", "D01", "C03", "D02", "C04", "C14", "C05", "C06", "C13", "C12", "C07"),
        *("C15", "C10", "C08", "C09", "C11"),
    ],
    Dossier.Kind.GROUP: [
        *("G01", "G02", "G03", "G04", "C14", "G05", "G06", "G07", "G08", "C15"),
        *("G09", "G10", "G11"),
    ],
    Dossier.Kind.PROJECT: [
        *("P01", "P02", "P03", "P04", "P05", "P06", "P07", "C15", "P08", "P09", "P10", "P11"),
    ],
}


@dataclass(frozen=True)
class Paper:
    """A paper in the box: which form, which one of them, from which submission."""

    form: str
    instance: int
    submission: Submission
    pages: int | None  # None: not printed yet

    @property
    def title(self) -> str:
        several = FORMS[self.form].anew
        name = title_of(self.form)
        return (
            _("%(name)s（第 %(n)s 份）") % {"name": name, "n": self.instance} if several else name
        )


@dataclass(frozen=True)
class Missing:
    """Something the box lacks: of which form, and a sentence that says what to do."""

    form: str
    says: str


@once
def papers(dossier: Dossier) -> list[Paper]:
    """Return the papers of the running episode, in the order of the box."""
    episode = episode_of(dossier).pk
    printed = {key: pages for shelf in shelves for key, pages in shelf(dossier).items()}
    found: dict[tuple[str, int], Paper] = {}
    for each in reversed(submissions(dossier)):
        if each.episode_id != episode:
            continue
        for form, number, _round in each.covers:
            if not each.stands(form):
                continue
            pages = printed.get((each.pk, form))
            found[form, number] = Paper(form, number, each, pages)
    order = ORDER[dossier.kind]
    boxed = [paper for paper in found.values() if paper.form in order]
    return sorted(boxed, key=lambda paper: (order.index(paper.form), paper.instance))


def needed(dossier: Any) -> list[str]:
    """Return the forms without which no box is whole: a case that ended before its time may have
    come to no assessment; one that was reopened was taken on before. So may a group have held no
    session, or measured nobody."""
    if dossier.kind == Dossier.Kind.GROUP:
        held = [] if dossier.ends_as else ["G05", "G06", "G07", "G09"]
        return ["G01", "G02", "G03", "G04", *held, "G10", "G11"]
    if dossier.kind == Dossier.Kind.PROJECT:
        ended = any(each.verb == "terminate" for each in submissions(dossier))
        return ["P11"] if ended else ["P01", "P02", "P03", "P04", "P05", "P08", "P09", "P10", "P11"]
    taken_on = [] if episode_of(dossier).number > 1 else ["C01", "C02", "D01"]
    assessed = [] if dossier.ends_as else ["C03", "D02"]
    return [*taken_on, *assessed, "C08", "C09"]


def _is_served(dossier: Any) -> bool:
    """Whether it is a case that came to its end, of which there are service records."""
    return dossier.kind == Dossier.Kind.CASE and not dossier.ends_as


def missing(dossier: Any) -> list[Missing]:
    """Return everything that keeps the box from being closed."""
    there = {paper.form for paper in papers(dossier)}
    lacking = [Missing(form, _absent(form)) for form in needed(dossier) if form not in there]
    if _is_served(dossier) and "C05" not in there and in_force(dossier, "C04"):
        lacking.append(Missing("C05", _absent("C05")))
    lacking += [
        Missing(
            paper.form,
            _("%s还没印成：正在印的等一会儿，没印成的在“文书”里重试。") % _named(paper.title),
        )
        for paper in papers(dossier)
        if shelves and not paper.pages
    ]
    waiting = pending(dossier, CORRECTS)
    if waiting is not None:
        says = _("%s有一份更正在等审批，批完再归档。") % _named(title_of(waiting.form))
        lacking.append(Missing(waiting.form, says))
    lacking += [
        Missing(form, _("%s的签字页还没有扫描件，请上传。") % _named(title_of(form)))
        for _submission, form in scans_wanted(dossier)
    ]
    return lacking


def _absent(form: str) -> str:
    return _("缺%s。") % _named(title_of(form))


def _named(title: str) -> str:
    return f"《{title}》"


# ── the cover ─────────────────────────────────────────────────────────────────────────────


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What the cover begins with (handbook 10.3): how long it is kept, and who may read it."""
    alarmed = dossier.alarmed_at is not None or episode_of(dossier).was_high
    young = _is_of_a_child(dossier)
    retention = "至成年后若干年" if young else "30年" if dossier.alarmed_at else "10年"
    withdrawn = bool(consents.withdrawn_items(dossier))
    access = "严格限制" if young or alarmed or withdrawn else "限制"
    return {
        "retention": (retention, _("按保管期限表带出，可改。")),
        "access": (access, _("按本案情况带出，可改。")),
        "remark": ({"situation": _("本卷文书齐全。")}, ""),
    }


def _is_of_a_child(dossier: Any) -> bool:
    """Whether the one person whom it is about had not come of age when it ended."""
    if dossier.kind != Dossier.Kind.CASE:
        return False
    born, day = dossier.person.birth_date, dossier.closed_on or timezone.localdate()
    return bool(born) and age_on(str(born), day.isoformat()) < choices.ADULT


def reckoned(dossier: Any) -> Content:
    """What the system writes on the cover: the box's number, title, extent and catalogue."""
    boxed = papers(dossier)
    days = [timezone.localdate(paper.submission.at) for paper in boxed]
    return {
        "archive_no": box_number(dossier),
        "title": _title(dossier),
        "meta": {
            "start": dossier.opened_on.isoformat(),
            "end": max(days, default=timezone.localdate()).isoformat(),
            "papers": len(boxed),
            "pages": sum(paper.pages or 0 for paper in boxed),
        },
        "catalog": [_entry(number, paper) for number, paper in enumerate(boxed, 1)],
        "access_log": [],
    }


def box_number(dossier: Any) -> str:
    """Return the box's number: the case's, and which episode where there were several."""
    number = episode_of(dossier).number
    return str(dossier.number) if number == 1 else f"{dossier.number}-{number}"


def _entry(number: int, paper: Paper) -> Content:
    on = timezone.localdate(paper.submission.at)
    return {
        "no": number,
        "doc": paper.title,
        "date": on.isoformat(),
        "pages": paper.pages,
        "owner": str(paper.submission.author),
        "note": "",
    }


def _title(dossier: Any) -> str:
    """Category, surname and problem; never the whole name (handbook 3, C16). Other work has a
    title of its own."""
    if dossier.kind != Dossier.Kind.CASE:
        words = {"title": dossier.title, "kind": dossier.get_kind_display()}
        return _("“%(title)s”%(kind)s") % words
    person = dossier.person
    category = person.question("primary_category").shown(person.primary_category)
    called = in_force(dossier, "C01")
    kinds = (called.case_type or {}) if called else {}
    problem = kinds.get("problem_type") or ""
    return _("%(category)s%(surname)s某%(problem)s个案") % {
        "category": category,
        "surname": (person.name or "")[:1],
        "problem": problem,
    }
