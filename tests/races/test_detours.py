"""Twenty people press 批准, 退回, 暂停 and 交接 on the same dossiers in service, all at once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Community, User
from casework.errors import RuleError
from casework.lifecycles import CaseLifecycle, HandoverLifecycle, machine_of
from casework.models import Case, Departure, Dossier, Submission
from casework.services import act, save_draft
from tests.actors import accepted, applied, assessed, fill, planned, registered, suspended
from tests.driver import at
from tests.filled import FILLED
from tests.invariants import check
from tests.races.test_door import at_once, same
from tests.races.test_twenty import FINE, THREADS, legal, presses
from web.management.commands.verify import faults

pytestmark = pytest.mark.usefixtures("committed")
TURNS = 2  # after the first
VERBS = ["ask_suspend", "suspend", "refuse_suspend", "withdraw_suspend"]
VERBS += ["ask_resume", "resume", "refuse_resume", "withdraw_resume"]
VERBS += ["submit_midterm", "approve_midterm", "return_midterm", "withdraw_midterm"]
VERBS += ["initiate", "entrust", "entrust_anew", "check_list", "check", "introduce", "waive"]
VERBS += ["sign_over", "countersign", "sign", "return_handover", "withdraw_handover"]
CONTESTED = [  # which of the dossiers, who, and what they all press at the same moment
    *((0, "zheng.min", "approve_midterm"), (0, "zheng.min", "return_midterm")),
    *((0, "lin.yue", "withdraw_midterm"), (0, "zhou.lan", "initiate")),
    *((1, "zheng.min", "suspend"), (1, "zheng.min", "refuse_suspend")),
    *((1, "lin.yue", "withdraw_suspend"), (1, "lin.yue", "check_list")),
    *((1, "zhou.lan", "entrust_anew"), (1, "zhou.lan", "waive")),
    *((2, "chen.siyuan", "countersign"), (2, "chen.siyuan", "return_handover")),
    *((2, "zheng.min", "return_handover"), (2, "lin.yue", "withdraw_handover")),
    (2, "lin.yue", "ask_resume"),
]
REST = {"start": "2026-05-29", "end": "2026-06-30", "contact": "居委会李主任"}
PAUSE = {"type": "暂停", "client_opinion": "可以。", "params": REST}
TYPED: dict[str, dict[str, Any]] = {  # what one writes before one presses
    "ask_suspend": {"C14": PAUSE},
    "ask_resume": {"C14": PAUSE | {"type": "恢复"}, "C03": {}},
    "submit_midterm": {"C07": {}},
    "check_list": {"C15": {}},
    "introduce": {"C05": {}},
    "sign_over": {"C15": {}},
}


@pytest.fixture
def cases(
    community: Community, lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> Iterator[list[Case]]:
    """Three cases of somebody who leaves; it is 2026-05-29.

    One waits for its midterm review; one is to be suspended and begins to be handed over; one is
    suspended and lacks two of three signatures.
    """
    with at("2026-03-24 10:00"):
        found = [in_service(community, lin_yue, zheng_min, zhou_lan) for _number in range(3)]
    with at("2026-05-29 10:00"):
        said = {"last_day": date(2026, 7, 31), "reason": "离职", "opened_at": timezone.now()}
        people = {"witness": zheng_min, "opened_by": zhou_lan}
        Departure.objects.create(user=lin_yue, station=found[0].station, **said, **people)
        fill(found[0], "C07", by=lin_yue)
        act("submit_midterm", found[0], by=lin_yue)
        act("initiate", found[1], by=zhou_lan, receiver=chen_siyuan)
        applied(found[1], "ask_suspend", "暂停", by=lin_yue, params=REST)
        suspended(found[2], worker=lin_yue, supervisor=zheng_min, until=REST["end"])
        signed(found[2], lin_yue, chen_siyuan, zhou_lan)
        yield found


def in_service(community: Community, worker: User, supervisor: User, head: User) -> Case:
    people = {"worker": worker, "supervisor": supervisor}
    case = accepted(registered(community, by=worker), head=head, **people)
    return planned(assessed(case, **people), **people)


def signed(case: Case, leaver: User, receiver: User, head: User) -> None:
    """Handed over, as far as the first signature."""
    act("initiate", case, by=head, receiver=receiver)
    fill(case, "C15", by=leaver)
    act("check_list", case, by=leaver)
    act("check", case, by=receiver, seen=["stage", "risk", "papers", "next"])
    fill(case, "C05", by=leaver)
    act("introduce", case, by=leaver)
    act("sign_over", case, by=leaver)


def buttons(case: Case, user: User) -> list[str]:
    """What somebody's page of a dossier offers now; all there is, where it offers nothing."""
    verdicts = [(verb, machine_of(case, verb).judge(verb, user)) for verb in VERBS]
    return [verb for verb, verdict in verdicts if verdict.permitted and verdict.here] or VERBS


def types(case: Case, user: User, verb: str) -> None:
    """Write what a verb hands in; whoever may not any more is refused."""
    for code, odd in TYPED.get(verb, {}).items():
        with suppress(RuleError, PermissionDenied):
            save_draft(same(case), code, FILLED[code] | odd, by=user)


def turns(cases: list[Case], people: dict[str, User], seed: int) -> Callable[[], list[int]]:
    """What one of the twenty does: first what is contested, then what their pages offer."""
    dice = Random(seed)  # noqa: S311  (a test, not a secret)
    number, name, verb = CONTESTED[seed % len(CONTESTED)]
    user, receiver = people[name], people["chen.siyuan"]

    def turn(case: Case, verb: str) -> int:
        types(case, user, verb)
        return presses(case, user, verb, said_with(verb, receiver))

    def offered() -> int:
        case = dice.choice(cases)
        return turn(case, dice.choice(buttons(same(case), user)))

    return lambda: [turn(cases[number], verb), *(offered() for _turn in range(TURNS))]


def said_with(verb: str, receiver: User) -> dict[str, Any]:
    """What the page of a verb asks for besides an opinion or a reason."""
    if verb == "check":
        return {"seen": ["stage", "risk", "papers", "next"]}
    names = verb in {"initiate", "entrust", "entrust_anew"}
    return {"receiver": receiver.pk} if names else {}


def untouched(waiting: list[Submission]) -> QuerySet[Submission]:
    """What nobody has decided on, taken back or signed, though everybody was to."""
    found = Submission.objects.filter(pk__in=[each.pk for each in waiting])
    return found.filter(outcome=Submission.Outcome.PENDING, reviews=None)


def test_suspended_and_handed_over_at_once_each_has_one_legal_history(
    cases: list[Case], lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    people = {user.username: user for user in (lin_yue, chen_siyuan, zheng_min, zhou_lan)}
    waiting = [each.submissions.get(outcome="pending") for each in cases]
    results = at_once(*[turns(cases, people, seed) for seed in range(THREADS)])
    assert [each for each in results if not isinstance(each, list)] == []
    assert {status for each in results for status in each} <= FINE
    assert not untouched(waiting)
    for case in cases:
        check(case)
        legal(CaseLifecycle(same(case)))
        legal(HandoverLifecycle(same(case)))
    assert list(faults(Dossier.objects.order_by("pk"), None)) == []
