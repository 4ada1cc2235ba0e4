"""Carries a case along through the services, one sentence a state."""

from typing import Any
from unittest.mock import patch

from accounts.models import Community, User
from casework import archive
from casework.approvals import Judgement, Note, pending
from casework.demo.serving import PAGE
from casework.models import Case, Person
from casework.registration import register
from casework.satisfaction import read_out
from casework.scans import keep, wanted
from casework.services import act, save_draft
from tests.filled import FILLED, LEAD


def registered(community: Community | None, *, by: User, **changes: Any) -> Case:
    assert community is not None
    return register(LEAD | changes, community=community, by=by, knowingly_new=True)


def fill(case: Case, *forms: str, by: User, **changes: Any) -> None:
    """Type the whole of each form into its draft; ``changes`` go to the first."""
    for number, form in enumerate(forms):
        save_draft(case, form, FILLED[form] | ({} if number else changes), by=by)


def seen(case: Case, verb: str, opinion: str = "同意。") -> Judgement:
    """What a reviewer says who has the newest round on screen."""
    waiting = pending(case, verb)
    assert waiting
    return Judgement(waiting.sha256, opinion)


def returned(case: Case, verb: str, *anchors: str) -> Judgement:
    """What a reviewer says who returns it with remarks: C03#bio, C03#problems[].client_view."""
    waiting = pending(case, verb)
    assert waiting
    places = [anchor.partition("#") for anchor in anchors]
    notes = [Note(form, place, "请补充。") for form, _hash, place in places]
    return Judgement(waiting.sha256, "请按批注修改。", notes)


def screened(case: Case, *, worker: User, head: User) -> Case:
    """Assigned, and taken up after the crisis screening."""
    if case.owner is None:
        act("assign", case, by=head, worker=worker)
    fill(case, "C01", by=worker)
    act("start_screen", case, by=worker)
    return case


def accepted(case: Case, *, worker: User, supervisor: User, head: User) -> Case:
    """Accepted, with consent; the assessment may begin."""
    screened(case, worker=worker, head=head)
    fill(case, "C02", by=worker)
    fill(case, "C01", "D01", by=worker)
    act("submit_intake", case, by=worker)
    judgement = seen(case, "submit_intake")
    act(
        "approve_intake",
        case,
        by=head,
        judgement=judgement,
        owner=worker,
        supervisor=supervisor,
        level="一般个案",
    )
    return case


def assessed(case: Case, *, worker: User, supervisor: User, **changes: Any) -> Case:
    fill(case, "C03", by=worker, **changes)
    act("submit_assessment", case, by=worker)
    act("approve_assessment", case, by=supervisor, judgement=seen(case, "submit_assessment"))
    return case


def planned(case: Case, *, worker: User, supervisor: User) -> Case:
    """In service, one signature being enough."""
    fill(case, "C04", by=worker)
    act("submit_plan", case, by=worker)
    act("approve_plan", case, by=supervisor, judgement=seen(case, "submit_plan"))
    return case


def served(case: Case, *, worker: User, **changes: Any) -> Case:
    """One more service, recorded."""
    fill(case, "C05", by=worker, **changes)
    act("add_session", case, by=worker)
    return case


def asked(case: Case, *, worker: User) -> Case:
    """The client has answered how content they are: 4.9 of 5."""
    read_out(case, [5, 5, 5, 4, 5, 5, 5, 5], "谢谢。", by=worker)
    return case


def closing(case: Case, *, worker: User) -> Case:
    act("start_close", case, by=worker, reason="三个目标都已达成。")
    return case


def closed(case: Case, *, worker: User, supervisor: User, head: User, **changes: Any) -> Case:
    """Evaluated, reported on and closed, by two signatures in order."""
    closing(case, worker=worker)
    asked(case, worker=worker)
    fill(case, "C08", "C09", by=worker, **changes)
    act("submit_closure", case, by=worker)
    act("endorse_closure", case, by=supervisor, judgement=seen(case, "submit_closure"))
    act("approve_closure", case, by=head, judgement=seen(case, "submit_closure"))
    return case


def applied(case: Case, verb: str, kind: str, *, by: User, **changes: Any) -> Case:
    """An application (C14) of some kind, handed in."""
    fill(case, "C14", by=by, type=kind, client_opinion="可以。", **changes)
    act(verb, case, by=by)
    return case


def suspended(case: Case, *, worker: User, supervisor: User, until: str) -> Case:
    rest = {"start": "2026-04-01", "end": until, "contact": "居委会李主任"}
    applied(case, "ask_suspend", "暂停", by=worker, params=rest)
    act("suspend", case, by=supervisor, judgement=seen(case, "ask_suspend"))
    return case


def visited(case: Case, *, worker: User, **changes: Any) -> Case:
    fill(case, "C11", by=worker, **changes)
    act("add_followup", case, by=worker)
    return case


def archived(case: Case, *, worker: User, head: User) -> Case:
    """Signed pages scanned and the box closed, whether its papers are printed or not."""
    with patch.object(archive, "shelves", []):
        for submission, form in wanted(case):
            keep(case, submission, form, PAGE, by=worker)
        fill(case, "C16", by=worker)
        act("ask_finish_followup", case, by=worker)
        judgement = seen(case, "ask_finish_followup")
        act("finish_followup", case, by=head, judgement=judgement)
    return case


def anybody(case: Case) -> Person:
    return case.person
