"""Twenty people press 提交, 退回, 批准, 撤回 on the same dossiers, over HTTP, all at once."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from accounts.models import User
from audit.services import facts_of
from casework.approvals import pending
from casework.lifecycles import Lifecycle, lifecycle_of, machine_of
from casework.lifecycles.base import NEW, SAME
from casework.models import Case, Dossier
from casework.registration import register
from casework.services import save_draft
from tests.actors import accepted, asked, assessed, closing, fill, planned, served
from tests.filled import FILLED, LEAD
from tests.invariants import check
from tests.races.test_door import at_once, same
from workflows.selectors import tasks_of

pytestmark = pytest.mark.usefixtures("committed")
THREADS, TURNS = 20, 3
FINE = {200, 302, 403, 404, 409, 422}  # done, or refused with a page that says why
WORKER = ["submit_assessment", "withdraw_assessment", "submit_plan", "withdraw_plan"]
WORKER += ["submit_closure", "withdraw_closure", "add_session", "start_close"]
JUDGES = ["approve_assessment", "return_assessment", "approve_plan", "return_plan"]
JUDGES += ["endorse_plan", "endorse_closure", "approve_closure", "return_closure"]
ANCHORS = {"C03": "C03#bio", "C04": "C04#goals", "C08": "C08#change"}
ANCHORS |= {"C07": "C07#client_view", "C15": "C15#key_notes"}


@pytest.fixture
def cases(community: Any, lin_yue: User, zheng_min: User, zhou_lan: User) -> list[Case]:
    """Three cases: to be assessed, to be planned, and to be closed."""
    people = {"worker": lin_yue, "supervisor": zheng_min}
    found = [
        accepted(
            register(LEAD, community=community, by=lin_yue, knowingly_new=True),
            head=zhou_lan,
            **people,
        )
        for _number in range(3)
    ]
    assessed(found[1], **people)
    assessed(found[2], **people)
    planned(found[2], **people)
    closing(served(found[2], worker=lin_yue), worker=lin_yue)
    asked(found[2], worker=lin_yue)
    for case, forms in zip(found, (["C03"], ["C04"], ["C08", "C09"]), strict=True):
        fill(case, *forms, by=lin_yue)
    return found


def presses(case: Case, user: User, verb: str, said: dict[str, Any] | None = None) -> int:
    """Press a button as it stands on a page that may be out of date; return the answer's status."""
    client = Client()
    client.force_login(user)
    case = same(case)
    machine = machine_of(case, verb)
    waiting = pending(case, *next(iter(machine.verbs[verb])).decides)
    own = [t for t in tasks_of(case) if f"{machine.key}.{verb}" in t.flow_task.verbs]
    url = own[0].reverse("execute") if own else f"/dossiers/{case.pk}/do/{verb}/"
    client.get(url)
    sent = {"verb": verb, "opinion": "看过了。", "reason": "情况如此。"}
    if waiting:
        sent |= {"seen": waiting.sha256}
        sent |= {f"remark-{ANCHORS.get(waiting.form, 'C03#bio')}": "请补充。"}
    return client.post(url, sent | (said or {})).status_code


def turns(cases: list[Case], people: list[User], seed: int) -> Callable[[], list[int]]:
    """What one of the twenty does: some turns, each at one of the dossiers."""
    dice = Random(seed)  # noqa: S311  (a test, not a secret)
    user = people[seed % len(people)]
    verbs = WORKER if user == people[0] else JUDGES

    def run() -> list[int]:
        return [presses(dice.choice(cases), user, dice.choice(verbs)) for _turn in range(TURNS)]

    return run


def legal(machine: Lifecycle) -> None:
    """Each entry of the trail begins where the one before has ended, along a row of the table."""
    rows = [(row.verb, source, row) for row in machine.rows for source in row.source]
    was = ""
    for verb, facts in facts_of(machine.dossier.chain):
        if "from" not in facts or not verb.startswith(f"{machine.key}."):
            continue
        assert facts["from"] == was or not was
        targets = {
            source if row.target == SAME else str(row.target)
            for name, source, row in rows
            if f"{machine.key}.{name}" == verb and source in {facts["from"], NEW}
        }
        assert facts["to"] in targets, (verb, facts)
        was = NEW if machine.beside and facts["to"] in machine.final else str(facts["to"])
    assert machine.at == (was or NEW)


def test_twenty_people_leave_one_legal_history_each(
    cases: list[Case], lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    people = [lin_yue, zheng_min, zhou_lan]
    before = sum(len(list(facts_of(case.chain))) for case in cases)
    seeds = range(THREADS)
    results = at_once(*[turns(cases, people, seed) for seed in seeds])
    assert [each for each in results if not isinstance(each, list)] == []
    assert {status for each in results for status in each} <= FINE
    for case in cases:
        fresh = same(case)
        check(fresh)
        legal(lifecycle_of(fresh))
    assert sum(len(list(facts_of(case.chain))) for case in cases) > before


def test_no_lock_outlives_a_page(cases: list[Case], lin_yue: User) -> None:
    """Whoever has a page open holds nobody up: another takes the row at once."""
    client = Client()
    client.force_login(lin_yue)
    (task,) = tasks_of(cases[0])
    assert client.get(task.reverse("execute"), follow=True).status_code == 200
    assert client.get(f"/dossiers/{cases[0].pk}/?form=C03").status_code == 200

    def takes() -> bool:
        with transaction.atomic():
            now = connection.features.has_select_for_update_nowait
            held = Dossier.objects.select_for_update(nowait=now).get(pk=cases[0].pk)
            save_draft(same(cases[0]), "C03", FILLED["C03"], by=lin_yue)
        connections.close_all()
        return bool(held)

    assert at_once(takes) == [True]
