"""One answer: in every state, for everybody, page, door, ``describe`` and help say the same.

Each state of each machine that runs over a dossier is put on a case by force, once bare and once
with something that waits for the decision of that state. A paper's machine runs over a version and
not over the dossier; its states are gone through in tests/casework/test_corrections.py.
"""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from casework.errors import RuleError
from casework.lifecycles import MACHINES, Lifecycle, Verdict, machines_of
from casework.lifecycles.base import SAME
from casework.models import Case, Crisis, Departure, MandatoryReport, Transfer, WorkerChange
from casework.permissions import Who, is_colleague, may_see_content, standing
from casework.services import Done, act
from tests.driver import Browser
from tests.pages import Page
from web.offers import Offers
from web.places import place_of
from workflows.selectors import tasks_of
from workflows.services import follow

S = Case.Status
UNACCEPTED = {S.LEAD, S.SCREENING, S.WAITLISTED, S.INTAKE_REVIEW, S.DECLINED, S.CONSULTED}
PEOPLE = [
    *("lin_yue", "chen_siyuan", "zheng_min", "zhou_lan"),
    *("liu_chang", "xu_qin", "gao_yuan", "zhang_qian"),
]
OVER = [machine for key, machine in MACHINES.items() if key != "document"]
STEPS = [
    (machine.key, [state for state in states if not (machine.beside and state in machine.final)])
    for machine in OVER
    for states in machine.steps.values()
]
WAITING: dict[str, str] = {
    S.INTAKE_REVIEW: "submit_intake",
    S.ASSESSMENT_REVIEW: "submit_assessment",
    S.PLAN_REVIEW: "submit_plan",
    S.INTERVENING: "ask_extend",
    Crisis.Status.RAISED: "ask_false_alarm",
    MandatoryReport.Status.FOLLOWED: "ask_finish",
    WorkerChange.Status.REQUESTED: "request_change",
}  # what waits for a decision there; the bare state of service is that of no crisis
CALLED = {
    "raise_crisis",
    "identify",
    "relapse",
}  # by anybody of the station, who need not see the dossier
IN_THE_BAR = "raise_crisis"  # above every page, whatever is going on
Row = dict[str, Any]


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> list[User]:
    return [request.getfixturevalue(name) for name in PEOPLE]


@pytest.fixture(scope="module")
def said() -> dict[str, list[Row]]:
    """What ``describe`` says: the rows of each machine."""
    out = StringIO()
    call_command("describe", stdout=out)
    return {each["key"]: each["transitions"] for each in json.loads(out.getvalue())["machines"]}


# ── a case in a state ─────────────────────────────────────────────────────────────────────


def put(case: Case, key: str, state: str, cast: list[User]) -> Case:
    """Force a case, or what runs beside it, into a state; its open steps follow."""
    if verb := WAITING.get(state, ""):
        own = case.submissions.filter(author=cast[0])
        first = own.filter(verb=verb).first() or own.earliest("pk")
        case.submissions.filter(pk=first.pk).update(verb=verb, outcome="pending")
    if key == "case":
        _put_itself(case, state)
    elif state != Crisis.Status.NONE:
        _put_beside(case, key, state, cast)
    there = Case.objects.select_related(*Case.near).get(pk=case.pk)
    machine = next(each for each in machines_of(there) if each.key == key)
    last = Entry.objects.filter(chain=case.chain).latest("seq")
    follow(Done(there, machine.rows[0], last, None, machine))
    return there


def _put_itself(case: Case, state: str) -> None:
    today = timezone.localdate()
    changes: Row = {"status": state}
    if state in UNACCEPTED:
        changes |= {"accepted_on": None}
    if state in {S.CLOSED, S.FOLLOWING, S.ARCHIVED}:
        changes |= {"closed_on": today}
    if state in MACHINES["case"].final:
        changes |= {"ended_on": today}
    Case.objects.filter(pk=case.pk).update(**changes)


def _put_beside(case: Case, key: str, state: str, cast: list[User]) -> None:
    owner, receiver, witness, head = cast[:4]
    now, common = timezone.now(), {"dossier": case, "status": state}
    if key == "crisis":
        Crisis.objects.create(number="W-1", raised_by=owner, raised_at=now, **common)
    elif key == "mandatory_report":
        MandatoryReport.objects.create(identified_by=owner, identified_at=now, said={}, **common)
    elif key == "change_worker":
        WorkerChange.objects.create(**common)
        Case.objects.filter(pk=case.pk).update(receiver=receiver)
    else:
        who = {"user": owner, "station": case.station, "witness": witness, "opened_by": head}
        said = {"last_day": timezone.localdate(), "opened_at": now, "reason": "离职"}
        Transfer.objects.create(departure=Departure.objects.create(**who, **said), **common)
        Case.objects.filter(pk=case.pk).update(receiver=receiver, witness=witness)
    Case.objects.filter(pk=case.pk).update(beside=[key])


# ── what the page says ────────────────────────────────────────────────────────────────────


def verdicts_for(case: Case, user: User) -> list[tuple[Lifecycle, Verdict]]:
    machines = [each for each in machines_of(case) if each.key != "document"]
    return [(machine, verdict) for machine in machines for verdict in machine.why_not(user)]


def on_page(case: Case, verdicts: list[Verdict], page: Page) -> Iterator[str]:
    """Yield where a page offers what cannot be done, or is silent on what can, or on why not."""
    whys = page.find("details", **{"class": "why"})
    told = {each["data-verb"]: each.words for each in whys}
    mending = {id(link) for each in whys for link in each.find("a")}
    links = {each["href"] for each in page.find("a") if id(each) not in mending}
    pressed = {each["value"] for each in page.find("button", name="verb")}
    decided = {
        verb.partition(".")[2]
        for task in tasks_of(case)
        for verb in task.flow_task.verbs
        if task.reverse("execute") in links
    }
    for verdict in verdicts:
        verb, why = verdict.move.verb, told.pop(verdict.move.verb, "")
        own = verb in pressed or bool(links & places(case, verdict))
        offered = own or (verdict.move.decides and verb in decided)
        if verdict.allowed and (why or not offered):
            yield f"{verb} can be done; offered: {offered}; told: {why}"
        if not verdict.allowed and [each for each in unmet(verdict) if each not in why]:
            yield f"{verb} cannot be done for {unmet(verdict)}; told: {why}"
        if own and not (verdict.permitted and verdict.here) and verb != IN_THE_BAR:
            yield f"{verb} cannot be done, but is offered"
    yield from told


def places(case: Case, verdict: Verdict) -> set[str]:
    """Where a verb that is not decided at its step is done, or written for."""
    verb, forms = verdict.move.verb, verdict.move.forms
    written = {place_of(case, form, verb) for form in forms}
    below = {f"?form={form}&for={verb}#sheet-title" for form in forms}
    return {reverse("web:do", args=[case.pk, verb])} | written | below


def unmet(verdict: Verdict) -> list[str]:
    return [finding.says for finding in verdict.unmet]


# ── what the door says ────────────────────────────────────────────────────────────────────


def at_door(case: Case, verdicts: list[Verdict], user: User) -> Iterator[str]:
    """Yield where the door lets through what was judged otherwise, or the other way round."""
    trail = Entry.objects.filter(chain=case.chain)
    before = trail.count()
    for verdict in verdicts:
        answer, why = tried(case, verdict.move.verb, user), unmet(verdict)
        role = verdict.findings[1].says
        wanted = f"RuleError: {''.join(why)}" if verdict.permitted else f"PermissionDenied: {role}"
        if not verdict.allowed and answer != wanted:
            yield f"{verdict.move.verb}: judged {wanted}, answered {answer}"
        if verdict.allowed and any(each.says in answer for each in verdict.findings):
            yield f"{verdict.move.verb} can be done, answered {answer}"
    now = Case.objects.get(pk=case.pk)
    if (now.status, now.beside, trail.count()) != (case.status, case.beside, before):
        yield "a refusal has changed something"


def tried(case: Case, verb: str, user: User) -> str:
    """Do a verb without a word, and undo it; return the refusal, or what was missing."""
    try:
        with transaction.atomic():
            act(verb, case, by=user)
            transaction.set_rollback(True)
    except (PermissionDenied, RuleError) as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    except TypeError as missing:
        if "required keyword-only argument" not in str(missing):
            raise  # else only words are missing
    case.refresh_from_db()
    return ""


# ── what describe says ────────────────────────────────────────────────────────────────────


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


# ── they agree ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("key", "states"), STEPS)
def test_page_door_and_describe_give_one_answer(
    key: str, states: list[str], intervening: Case, cast: list[User], said: dict[str, list[Row]]
) -> None:
    found = []
    for state in states:
        with transaction.atomic():
            case = put(intervening, key, state, cast)
            found += [f"{state}: {each}" for each in disagreements(case, key, cast, said)]
            transaction.set_rollback(True)

    assert found == []


def disagreements(
    case: Case, key: str, cast: list[User], said: dict[str, list[Row]]
) -> Iterator[str]:
    begun, whole = set(), at_of(case, key) == Crisis.Status.NONE
    for user in cast:
        judged = verdicts_for(case, user)
        verdicts = [verdict for _machine, verdict in judged]
        page = Browser(user).open(f"/dossiers/{case.pk}/")
        if page.status == 404 and any(
            each.permitted for each in verdicts if each.move.verb not in CALLED
        ):
            yield f"{user} sees no page, but may do something"
        if may_see_content(user, case) and page.status == 200:
            yield from (f"page, {user}: {each}" for each in on_page(case, verdicts, page))
        near = [v for m, v in judged if whole or is_near(v, own=m.key == key)]
        yield from (f"door, {user}: {each}" for each in at_door(case, near, user))
        who = {each.value for each in standing(user, case)}
        who |= {Who.COLLEAGUE.value} if is_colleague(user, case) else set()
        for machine, verdict in judged:
            if verdict.here and not in_describe(machine, verdict, said[machine.key], who):
                yield f"describe has no {verdict.move.verb} for {user}"
        begun |= {v.move.verb for m, v in judged if m.key == key and is_begun(m, v)}
    told = {each["action"] for each in said[key] if each["src"] == at_of(case, key)}
    nobody = {each["action"] for each in said[key] if each["roles"] == ["system"]}
    yield from (f"only one tells of {verb}" for verb in begun ^ (told - nobody))


def is_near(verdict: Verdict, *, own: bool) -> bool:
    """Whether the door is asked for it in every state; for all the rest it is asked in one."""
    return (verdict.here or verdict.permitted) if own else (verdict.here and verdict.permitted)


def is_begun(machine: Lifecycle, verdict: Verdict) -> bool:
    """Whether a verb begins in the state at hand, if only at another stage of it."""
    stage = str(verdict.move.when.says)
    return verdict.here or (machine.at in verdict.move.source and stage == unmet(verdict)[0])


def at_of(case: Case, key: str) -> str:
    return next(str(each.at) for each in machines_of(case) if each.key == key)


@pytest.mark.parametrize("name", ["lin_yue", "zhou_lan"])
def test_what_is_sent_all_the_same_is_refused(
    name: str, intervening: Case, request: pytest.FixtureRequest
) -> None:
    """Every verb that one may not do, sent to where its button would have sent it."""
    user, before = request.getfixturevalue(name), Entry.objects.filter(chain=intervening.chain)
    case, entries = Case.objects.get(pk=intervening.pk), before.count()
    client, offers, refused = Browser(user).client, Offers(case, user, []), 0
    for _machine, verdict in verdicts_for(case, user):
        verb = verdict.move.verb
        if verdict.allowed:
            continue
        response = client.post(offers.action_of(verdict), {"verb": verb})
        back = f"tried={verb}" in response.headers.get("Location", "")
        assert response.status_code in answers(verdict) or back, verb
        if response.status_code == 422:  # words are missing too; why not stands above them
            assert [s for s in unmet(verdict) if s not in response.content.decode()] == []
        refused += 1

    assert refused > 60
    assert before.count() == entries
    assert Case.objects.get(pk=case.pk).status == S.INTERVENING


def answers(verdict: Verdict) -> set[int]:
    """Not yours, not now, or not so: as whatever comes first."""
    if not verdict.here:
        return {403, 404, 409}
    return {422} if verdict.permitted else {403, 404}


def test_help_tells_what_describe_does(lin_yue: User, said: dict[str, list[Row]]) -> None:
    page = Browser(lin_yue).open("/help/")
    rows = [
        (next(each.find("th")).words, {point.words for point in each.find("li")})
        for each in page.find("tr")
    ]

    for row in (row for rows in said.values() for row in rows):
        conditions = {guard["says"] for guard in row["guards"]}
        assert (row["name"], conditions) in rows
