"""What must hold of a case after every act, whoever did it and however it came."""

from collections import Counter

from viewflow.workflow.models import Task

from audit.checks import problems
from audit.services import seal
from casework.lifecycles import lifecycle_of
from casework.lifecycles.case import weighty
from casework.models import Case, Submission
from casework.trail import folded, recorded
from workflows.flows import CaseFlow
from workflows.models import DossierProcess
from workflows.nodes import OPEN, Finish

S = Case.Status
Outcome = Submission.Outcome
INTAKE, ASSESSMENT, PLAN = {"C01", "C02", "D01"}, {"C03"}, {"C04"}
APPROVED_BY = {  # the forms without whose approval nobody comes into a state
    S.ASSESSING: INTAKE,
    S.ASSESSMENT_REVIEW: INTAKE,
    S.PLANNING: INTAKE | ASSESSMENT,
    S.PLAN_REVIEW: INTAKE | ASSESSMENT,
    S.INTERVENING: INTAKE | ASSESSMENT | PLAN,
}


def check(case: Case) -> None:
    """Hold a case, its trail, its flow and its papers against each other."""
    case = Case.objects.get(pk=case.pk)
    flow_agrees(case)
    assert folded(case) == recorded(case)
    assert list(problems(case.chain)) == []
    submissions = list(case.submissions.order_by("pk"))
    for submission in submissions:
        sealed_and_judged_by_others(submission)
    approved_all_the_way(case, submissions)
    waits_for_what_can_be_decided(case, submissions)
    clocks_run_while_there_is_work(case)


def flow_agrees(case: Case) -> None:
    """The open tasks are just those that the record asks for; an ended case has none."""
    process = DossierProcess.objects.get(dossier=case.pk)
    tasks = Task.objects.filter(process=process.pk, status__in=OPEN)
    wanted = CaseFlow.instance.wanted_for(case)
    ended = case.status in lifecycle_of(case).final
    steps = [node for node in wanted if not isinstance(node, Finish)]
    assert Counter(task.flow_task for task in tasks) == Counter(steps)
    assert bool(steps) is not ended
    assert bool(process.finished) is ended
    assert (case.ended_on is not None) is ended


def sealed_and_judged_by_others(submission: Submission) -> None:
    """What was sealed is what was judged, and by somebody else than its author."""
    assert seal(submission.content) == submission.sha256
    assert [form["code"] for form in submission.snapshot["forms"]] == submission.codes
    for review in submission.reviews.all():
        assert review.sha256 == submission.sha256
        assert review.reviewer_id != submission.author_id
    decided = {Outcome.APPROVED, Outcome.RETURNED, Outcome.REFUSED}
    final = submission.reviews.exclude(decision="endorsed").values_list("decision", flat=True)
    assert list(final) == ([submission.outcome] if submission.outcome in decided else [])


def approved_all_the_way(case: Case, submissions: list[Submission]) -> None:
    """Nobody comes past a form that is not approved, in this episode, as it has to be."""
    episode = case.episodes.latest("number").pk
    approved = [
        each
        for each in submissions
        if each.outcome == Outcome.APPROVED and each.episode_id == episode
    ]
    forms = {code for each in approved for code in each.codes}
    assert APPROVED_BY.get(S(case.status), set()) <= forms
    if case.status == S.INTERVENING:
        plan = [each for each in approved if each.verb == "submit_plan"][-1]
        reviews = list(plan.reviews.order_by("pk"))
        wanted = ["endorsed", "approved"] if weighty(case) else ["approved"]
        assert [each.decision for each in reviews] == wanted
        assert len({each.reviewer_id for each in reviews}) == len(wanted)


def waits_for_what_can_be_decided(case: Case, submissions: list[Submission]) -> None:
    """What is pending can be decided where the case is; a request is open as long as it is."""
    lifecycle = lifecycle_of(case)
    pending = [each for each in submissions if each.outcome == Outcome.PENDING]
    decided = {row.decides for row in lifecycle.leaving(case.status) if lifecycle.offers(row)}
    assert {each.verb for each in pending} <= decided
    open_ = set(case.requests.filter(open=True).values_list("submission", flat=True))
    assert open_ == {each.pk for each in pending if each.verb.startswith("ask_")}


def clocks_run_while_there_is_work(case: Case) -> None:
    """One thing at most is due at a time, and nothing once the case has ended."""
    running = case.deadlines.filter(met_on=None).count()
    assert running <= 1
    timed = any(row.within for row in lifecycle_of(case).leaving(case.status))
    assert bool(running) is timed
    assert case.alarms.exists() is (case.alarmed_at is not None)
