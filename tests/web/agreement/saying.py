"""What a page offers, and why not the rest; what ``describe`` holds of the same."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from casework.lifecycles import Lifecycle, Verdict
from casework.lifecycles.base import SAME
from tests.pages import Page
from web.places import place_of
from workflows.selectors import tasks_of

IN_THE_BAR = "raise_crisis"  # above every page, whatever is going on
Row = dict[str, Any]


def unmet(verdict: Verdict) -> list[str]:
    return [finding.says for finding in verdict.unmet]


# ── a page with the case on it ────────────────────────────────────────────────────────────


def on_page(case: Any, verdicts: list[Verdict], page: Page) -> Iterator[str]:
    """Yield where a page offers what cannot be done, or is silent on what can, or on why not."""
    whys = page.find("details", **{"class": "why"})
    told = {each["data-name"]: each.words for each in whys}
    mending = {id(link) for each in whys for link in each.find("a")}
    links = {each["href"] for each in page.find("a") if id(each) not in mending}
    pressed = {each["value"] for each in page.find("button", name="verb")}
    decided = decided_at(case, links)
    for verdict in verdicts:
        verb, why = verdict.move.verb, told.pop(verdict.move.name, "")
        own = verb in pressed or bool(links & places(case, verdict))
        offered = own or (verdict.move.decides and verb in decided)
        if verdict.allowed and (why or not offered):
            yield f"{verb} can be done; offered: {offered}; told: {why}"
        if not verdict.allowed and [each for each in unmet(verdict) if each not in why]:
            yield f"{verb} cannot be done for {unmet(verdict)}; told: {why}"
        if own and not (verdict.permitted and verdict.here) and verb != IN_THE_BAR:
            yield f"{verb} cannot be done, but is offered"
    yield from told


def decided_at(case: Any, links: set[str]) -> set[str]:
    """Return the verbs of the steps that are linked to."""
    return {
        verb.partition(".")[2]
        for task in tasks_of(case)
        for verb in task.flow_task.verbs
        if task.reverse("execute") in links
    }


def places(case: Any, verdict: Verdict) -> set[str]:
    """Where a verb that is not decided at its step is done, or written for."""
    verb, forms = verdict.move.verb, verdict.move.forms
    written = {place_of(case, form, verb) for form in forms}
    below = {f"?form={form}&for={verb}#sheet-title" for form in forms}
    return {reverse("web:do", args=[case.pk, verb])} | written | below


# ── a page without names ──────────────────────────────────────────────────────────────────


def names_in(work: Any) -> list[str]:
    """The names that whoever may not read its content must not see."""
    if work.kind == "C":
        return [work.person.name]
    return [str(each.name) for each in work.members.all()] if work.kind == "G" else []


def on_masked(case: Any, verdicts: list[Verdict], page: Page) -> Iterator[str]:
    """Yield where a page without case text offers what is not the reader's, or hides what is.

    Why not is told where its link leads; a form cannot be written here, or anything decided.
    """
    if any(name in page.html for name in names_in(case)):
        yield "a name is shown"
    if page.find("textarea") or page.find("details", **{"class": "why"}):
        yield "case text is shown or asked for"
    main = next(page.root.find("main"))
    links = {each["href"] for each in main.find("a")}
    pressed = {each["value"] for each in page.find("button", name="verb")}
    steps = decided_at(case, links)
    if "" in links:
        yield "a link leads nowhere"
    for verdict in verdicts:
        verb = verdict.move.verb
        own = bool(links & places(case, verdict)) or verb in pressed | steps
        here = verdict.here and verdict.permitted
        if own != (here and not verdict.move.decides):
            yield f"{verb} is {'' if own else 'not '}offered, and is {'' if here else 'not '}theirs"


# ── describe ──────────────────────────────────────────────────────────────────────────────


def in_describe(machine: Lifecycle, verdict: Verdict, rows: list[Row], who: set[str]) -> bool:
    """Whether a row that is told for this state has the verb, target, people and conditions."""
    row = verdict.move
    target = machine.at if row.target == SAME else row.target
    wanted = (row.verb, machine.at, target, str(row.label))
    conditions = [each.code for each in verdict.findings[2:]]
    return any(
        (each["action"], each["src"], each["dst"], each["name"]) == wanted
        and [guard["code"] for guard in each["guards"]] == conditions
        and bool(who & set(each["roles"])) == verdict.permitted
        for each in rows
    )


def is_begun(machine: Lifecycle, verdict: Verdict) -> bool:
    """Whether a verb begins in the state at hand, if only at another stage of it."""
    stage = str(verdict.move.when.says)
    return verdict.here or (machine.at in verdict.move.source and stage == unmet(verdict)[0])
