"""What must hold of a dossier after every act, whoever did it and however it came."""

from collections import Counter
from datetime import date
from itertools import pairwise

from viewflow.workflow.models import Task

from audit.checks import problems
from audit.services import seal
from casework import archive
from casework.approvals import SENT_BACK, rounds, valid
from casework.comparison import earlier
from casework.deadlines import STANDSTILL
from casework.group_figures import person_times
from casework.group_records import has_budget, members_of, plan_of, sessions_of
from casework.ladder import reached_by, waiting
from casework.lifecycles import DocumentLifecycle, lifecycle_of, machines_of
from casework.lifecycles.case import weighty
from casework.models import Attendance, Case, Correction, Deadline, Dossier, Group, Submission
from casework.trail import folded, recorded
from casework.versions import STATES, Version, state_of
from casework.works import work_of
from tests.project_invariants import concluded_by_the_panel, funded_all_the_way
from workflows.flows import FLOWS
from workflows.models import DossierProcess
from workflows.nodes import OPEN, Finish, Step

S, G = Case.Status, Group.Status
Outcome = Submission.Outcome
D = Correction.State
INTAKE, ASSESSMENT, PLAN = {"C01", "C02", "D01"}, {"C03", "D02"}, {"C04"}
CLOSURE = {"C08", "C09"}
SERVED = INTAKE | ASSESSMENT | PLAN
APPROVED_BY = {  # the forms without whose approval nobody comes into a state
    S.ASSESSING: INTAKE,
    S.ASSESSMENT_REVIEW: INTAKE,
    S.PLANNING: INTAKE | ASSESSMENT,
    S.PLAN_REVIEW: INTAKE | ASSESSMENT,
    S.INTERVENING: SERVED,
    S.MID_REVIEW: SERVED,
    S.SUSPENDED: SERVED,
    S.CLOSING: SERVED,
    S.CLOSURE_REVIEW: SERVED,
    S.CLOSED: SERVED | CLOSURE,
    S.FOLLOWING: SERVED | CLOSURE,
    S.ARCHIVED: SERVED | CLOSURE,
}
EARLY = {**APPROVED_BY, S.CLOSING: set(), S.CLOSURE_REVIEW: set()}  # ended before its time
EARLY |= dict.fromkeys([S.CLOSED, S.FOLLOWING, S.ARCHIVED], CLOSURE)


def check(dossier: Dossier) -> None:
    """Hold a dossier, its trail, its flow and its papers against each other."""
    case = work_of(dossier.pk)
    flow_agrees(case)
    overlays_agree(case)
    parts_are_given_while_it_changes_hands(case)
    assert folded(case) == recorded(case)
    assert list(problems(case.chain)) == []
    submissions = list(case.submissions.order_by("pk"))
    for submission in submissions:
        sealed_and_judged_by_others(submission)
        lives_by_the_handbook(case, submission)
    if case.kind == Dossier.Kind.CASE:
        approved_all_the_way(case, submissions)
    if case.kind == Dossier.Kind.GROUP:
        grouped_all_the_way(case, submissions)
    if case.kind == Dossier.Kind.PROJECT:
        funded_all_the_way(case, submissions)
    waits_for_what_can_be_decided(case, submissions)
    clocks_run_while_there_is_work(case)


def flow_agrees(case: Case) -> None:
    """The open tasks are just those that the record asks for; an ended case has none."""
    flow = FLOWS[lifecycle_of(case).key]
    process = DossierProcess.objects.filter(dossier=case.pk, flow_class=flow).latest("pk")
    tasks = Task.objects.filter(process=process.pk, status__in=OPEN)
    wanted = flow.instance.wanted_for(case)
    ended = case.status in lifecycle_of(case).final
    steps = [node for node in wanted if not isinstance(node, Finish)]
    assert Counter(task.flow_task for task in tasks) == Counter(steps)
    assert bool(steps) is not ended
    assert bool(process.finished) is ended
    assert (case.ended_on is not None) is ended


def overlays_agree(case: Case) -> None:
    """What runs beside the case has just the steps that its record asks for; none when over."""
    for machine in machines_of(case)[1:]:
        flow = FLOWS[machine.key]
        running = DossierProcess.objects.filter(dossier=case.pk, flow_class=flow, finished=None)
        tasks = Task.objects.filter(process__in=running.values("pk"), status__in=OPEN)
        steps = [each for each in flow.instance.wanted_for(case) if isinstance(each, Step)]
        assert Counter(task.flow_task for task in tasks) == Counter(steps)
        going_on = machine.model.objects.filter(dossier=case.pk, ended_on=None)  # type: ignore[attr-defined]
        assert going_on.exists() is (machine.key in case.beside)
        assert running.count() == (machine.record is not None)  # type: ignore[attr-defined]
        assert bool(steps) is (machine.record is not None)  # type: ignore[attr-defined]


def parts_are_given_while_it_changes_hands(case: Case) -> None:
    """Somebody watches as long as it is handed over, and is to take it over only then."""
    handed = case.transfers.filter(ended_on=None).exists()
    changed = case.worker_changes.filter(ended_on=None, status="approved").exists()
    assert (case.witness_id is not None) is handed
    assert case.receiver_id is None or handed or changed
    assert case.receiver_id is not None or not changed
    assert case.receiver_id is None or case.receiver_id not in {case.owner_id, case.witness_id}


def sealed_and_judged_by_others(submission: Submission) -> None:
    """What was sealed is what was judged, and by somebody else than its author."""
    assert seal(submission.content) == submission.sha256
    assert [form["code"] for form in submission.snapshot["forms"]] == submission.codes
    for review in submission.reviews.all():
        assert review.sha256 == submission.sha256
        assert review.reviewer_id != submission.author_id
    decided = {Outcome.APPROVED, Outcome.RETURNED, Outcome.REFUSED}
    said = submission.reviews.exclude(decision__in=["endorsed", "read"])
    final = said.values_list("decision", flat=True)
    by_review = submission.outcome in decided and not concluded_by_the_panel(submission)
    assert list(final) == ([submission.outcome] if by_review else [])


def lives_by_the_handbook(case: Case, submission: Submission) -> None:
    """Every form of a submission has come where it is by rows of the handbook's machine; what no
    longer stands is told by a correction, and never counts."""
    legal = {(source, row.target) for row in DocumentLifecycle.rows for source in row.source}
    for code in submission.codes:
        way = way_of(case, Version(submission, code))
        assert all(step in legal for step in pairwise(way)), way
        assert (way[-1] in DocumentLifecycle.final) is (code in submission.aside)
        if code in submission.aside:
            told = submission.corrections.exclude(ended_on=None).values_list("status", flat=True)
            assert submission.aside[code] in set(told)
            assert submission not in valid(case, code)
            assert all(
                paper.submission != submission
                for paper in archive.papers(case)
                if paper.form == code
            )


def way_of(case: Case, version: Version) -> list[str]:
    """Return the states through which a version has come: a later round begins where the one
    before was returned; what is filed is approved by the rule that it needs nobody."""
    here, submission = state_of(case, version), version.submission
    before = earlier(rounds(case, version.form), submission)
    again = before is not None and version.round > 1 and before.outcome in SENT_BACK
    begun = state_of(case, Version(before, version.form)) if before and again else D.DRAFT
    first = begun if begun in {D.DRAFT, D.RETURNED} else D.DRAFT
    handed_in = [first, D.SUBMITTED]
    filed = [*handed_in, D.APPROVED]
    sealed = [*filed, D.SIGNED, D.LOCKED]
    ways = {
        D.DRAFT: [*handed_in, D.DRAFT],
        D.SUBMITTED: handed_in,
        D.RETURNED: [*handed_in, D.RETURNED],
        D.APPROVED: filed,
        D.LOCKED: sealed,
        D.SUPERSEDED: [*sealed, D.SUPERSEDED],
    }
    if here != D.VOIDED:
        return [str(each) for each in ways[here]]
    outcome = submission.outcome
    last = STATES.get(Outcome(outcome), D.LOCKED)
    return [str(each) for each in [*ways[last], D.VOIDED]]


def approved_all_the_way(case: Case, submissions: list[Submission]) -> None:
    """Nobody comes past a form that is not approved, in this episode, as it has to be."""
    episode = case.episodes.latest("number").pk
    approved = [
        each
        for each in submissions
        if each.outcome == Outcome.APPROVED and each.episode_id == episode
    ]
    forms = {code for each in approved for code in each.codes}
    wanted = (EARLY if case.ends_as else APPROVED_BY).get(S(case.status), set())
    again = INTAKE if case.episodes.count() > 1 else set()  # who was taken on is not asked twice
    assert wanted - again <= forms
    for each in approved:
        if each.verb == "submit_closure":
            signed_by_two(each, ["endorsed", "approved"])
        if each.verb == "submit_plan" and case.status == S.INTERVENING and unchanged(case):
            signed_by_two(each, ["endorsed", "approved"] if weighty(case) else ["approved"])
    closed = {S.CLOSED, S.FOLLOWING, S.ARCHIVED}
    assert (case.closed_on is not None) is (case.status in closed)
    if case.status == S.ARCHIVED:
        assert "C16" in {code for each in submissions for code in each.codes}
        assert archive.missing(case) == []


def grouped_all_the_way(group: Group, submissions: list[Submission]) -> None:
    """Nobody recruits without an approved plan, or ends without an approved report; members and
    sessions are those of the forms, and a box is closed with everything in it."""
    approved = [each for each in submissions if each.outcome == Outcome.APPROVED]
    forms = {code for each in submissions for code in each.codes if each.stands(code)}
    plan = plan_of(group)
    assert (plan is not None) is (group.accepted_on is not None)
    for each in approved:
        if each.verb == "submit_plan":
            signed_by_two(each, ["endorsed", "approved"] if has_budget(group) else ["approved"])
        if each.verb == "submit_report":
            signed_by_two(each, ["endorsed", "approved"])
    over = {G.FINISHED, G.FOLLOWING, G.ARCHIVED}
    assert (group.closed_on is not None) is (group.status in over)
    assert bool(members_of(group)) is ("G03" in forms and group.status not in {G.RECRUITING})
    sessions_are_those_of_the_forms(group, forms)
    if group.status == G.ARCHIVED:
        assert {"G10", "G11", "C16"} <= forms
        assert archive.missing(group) == []


def sessions_are_those_of_the_forms(group: Group, forms: set[str]) -> None:
    held = sessions_of(group)
    assert [each.number for each in held] == [*range(1, len(held) + 1)]
    assert len(held) <= (group.sessions_planned or 0)
    assert bool(held) is ("G07" in forms) is ("G06" in forms)
    assert len(valid(group, "G07")) == len(held)
    there = Attendance.objects.filter(session__group=group.pk, status__in=Attendance.THERE)
    assert person_times(group) == there.count()


def unchanged(case: Case) -> bool:
    """Whether nothing since the assessment can have made the case weightier, or less so."""
    return not case.submissions.filter(form__in=["C05", "C07"]).exists()


def signed_by_two(submission: Submission, wanted: list[str]) -> None:
    """Each signature is there, in its order, and another person's."""
    reviews = list(submission.reviews.order_by("pk"))
    assert [each.decision for each in reviews] == wanted
    assert len({each.reviewer_id for each in reviews}) == len(wanted)


def waits_for_what_can_be_decided(case: Case, submissions: list[Submission]) -> None:
    """What is pending can be decided where the case is; a request is open as long as it is."""
    machines = machines_of(case)
    pending = [each for each in submissions if each.outcome == Outcome.PENDING]
    rows = [row for each in machines for row in each.leaving(each.at) if each.offers(row)]
    decided = {verb for row in rows for verb in row.decides}
    assert {each.verb for each in pending} <= decided
    open_ = set(case.requests.filter(open=True).values_list("submission", flat=True))
    assert open_ == {each.pk for each in pending if each.verb.startswith("ask_")}


def clocks_run_while_there_is_work(case: Case) -> None:
    """One clock of the state at most, one for each request and planned day; none at the end.

    What stands still is neither late nor on the ladder, and goes on when the case does.
    """
    lifecycle = lifecycle_of(case)
    stopped = set(case.deadlines.stopped())
    assert not stopped or case.status in STANDSTILL
    assert not stopped & {*Deadline.objects.late(date.max), *waiting(reached_by(date(2099, 1, 1)))}
    open_ = list(case.deadlines.running().filter(verb__in=lifecycle.verbs))
    planned = {(each.verb, each.promised_on) for each in open_ if each.planned}
    assert planned == {
        (row.verb, day) for row in lifecycle.rows if row.due for day in row.due(case)
    }
    clocks = [each.verb for each in open_ if not each.planned]
    asked = set(case.requests.filter(open=True).values_list("verb", flat=True)) & lifecycle.asked
    running = [verb for verb in clocks if verb not in asked]
    assert asked <= set(clocks)
    assert len(running) <= 1
    timed = [row for row in lifecycle.leaving(case.status) if row.within and not row.within.since]
    assert bool(running) is any(lifecycle.offers(row) for row in timed)
    assert not case.alarms.exists() or case.alarmed_at is not None
