"""提交, 审批, 批注, 两签, 申请: one effect each, and only by whom it is up to."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Post, Role, Station, User
from audit.services import seal
from casework.approvals import Judgement, Note, in_force, latest, open_remarks, pending, rounds
from casework.errors import RuleError
from casework.lifecycles import lifecycle_of
from casework.models import Case, Remark, Submission
from casework.services import act, answer_remark, save_draft
from notifications.models import Message
from tests.actors import accepted, assessed, fill, planned, returned, screened, seen
from tests.conftest import LONG_AGO, person
from tests.filled import C01, C03, C04

Outcome = Submission.Outcome
REFUSED: dict[str, Any] = {
    "decision_suggest": "不接案",
    "reject_reason": "房产诉讼，不属本站范围，已口头告知。",
}
TOLD: dict[str, Any] = {"told": "03-03 当面告知", "alternatives": "区法律援助中心，电话已给"}


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """In assessment."""
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


@pytest.fixture
def submitted(case: Case, lin_yue: User) -> Case:
    fill(case, "C03", by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    return case


@pytest.fixture
def weighty(case: Case, lin_yue: User, zheng_min: User) -> Case:
    """A case of weight, its plan submitted: two signatures are wanted."""
    assessed(case, worker=lin_yue, supervisor=zheng_min, service_level="重点个案")
    fill(case, "C04", by=lin_yue)
    act("submit_plan", case, by=lin_yue)
    return case


def answer_all(case: Case, form: str, *, by: User) -> None:
    for remark in open_remarks(case, form):
        answer_remark(remark, case, by=by, answer="已补写。")


def judged(case: Case, verb: str, **said: Any) -> Judgement:
    waiting = pending(case, verb)
    assert waiting
    return Judgement(waiting.sha256, **said)


# ── what is submitted ─────────────────────────────────────────────────────────────────────


def test_a_submission_seals_what_was_written_with_its_labels(submitted: Case) -> None:
    sealed = latest(submitted, "C03")
    assert sealed
    assert seal(sealed.content) == sealed.sha256
    said = json.loads(sealed.content)
    fields = {each["key"]: each for each in said["forms"][0]["fields"]}
    assert said["number"] == submitted.number
    assert fields["bio"]["value"] == C03["bio"]
    assert fields["problems"]["shown"]["labels"][1] == "问题"
    assert fields["assess_no"]["value"] == f"{submitted.number}-C03-01-1"
    assert "sign_supervisor" not in fields


def test_one_submission_seals_all_forms_of_its_row(case: Case) -> None:
    intake = case.submissions.get(verb="submit_intake")
    assert intake.covers == [["C01", 1, 2], ["C02", 1, 1], ["D01", 1, 1]]
    assert intake.outcome == Outcome.APPROVED
    assert case.submissions.get(verb="register").covers == [["C01", 1, 1]]


def test_the_author_goes_on_writing_and_the_submission_stays(
    submitted: Case, lin_yue: User
) -> None:
    before = latest(submitted, "C03")
    act("withdraw_assessment", submitted, by=lin_yue)
    fill(submitted, "C03", by=lin_yue, bio="后来改的话")
    after = latest(submitted, "C03")
    assert before
    assert after
    assert (after.pk, after.content, after.sha256) == (before.pk, before.content, before.sha256)


# ── deciding ──────────────────────────────────────────────────────────────────────────────


def test_who_has_an_older_round_on_screen_decides_nothing(
    submitted: Case, lin_yue: User, zheng_min: User
) -> None:
    first = seen(submitted, "submit_assessment")
    act("withdraw_assessment", submitted, by=lin_yue)
    fill(submitted, "C03", by=lin_yue, bio="换了的话")
    act("submit_assessment", submitted, by=lin_yue)
    with pytest.raises(RuleError, match="不是最新一稿"):
        act("approve_assessment", submitted, by=zheng_min, judgement=first)
    second = seen(submitted, "submit_assessment")
    act("approve_assessment", submitted, by=zheng_min, judgement=second)


def test_nobody_decides_on_their_own_even_with_the_post_for_it(
    submitted: Case, lin_yue: User, zheng_min: User, station: Station
) -> None:
    Post.objects.create(user=lin_yue, station=station, role=Role.SUPERVISOR, since=LONG_AGO)
    submitted.supervisor = None
    submitted.save(update_fields=["supervisor"])
    with pytest.raises(RuleError, match="不能审批自己提交的内容"):
        act(
            "approve_assessment",
            submitted,
            by=lin_yue,
            judgement=seen(submitted, "submit_assessment"),
        )
    act(
        "approve_assessment",
        submitted,
        by=zheng_min,
        judgement=seen(submitted, "submit_assessment"),
    )


def test_a_second_decision_finds_nothing_left_to_decide(submitted: Case, zheng_min: User) -> None:
    judgement = seen(submitted, "submit_assessment")
    act("approve_assessment", submitted, by=zheng_min, judgement=judgement)
    with pytest.raises(RuleError, match="须在“预估审核中”阶段办理"):
        act("approve_assessment", submitted, by=zheng_min, judgement=judgement)


# ── returning ─────────────────────────────────────────────────────────────────────────────


def test_a_return_points_at_fields_and_keeps_the_round(
    submitted: Case, lin_yue: User, zheng_min: User
) -> None:
    anchors = ["C03#benefit_check", "C03#problems[].client_view"]
    judgement = returned(submitted, "submit_assessment", *anchors)
    act("return_assessment", submitted, by=zheng_min, judgement=judgement)
    made = [f"{each.form}#{each.anchor}" for each in open_remarks(submitted, "C03")]
    assert made == anchors

    answer_all(submitted, "C03", by=lin_yue)
    fill(submitted, "C03", by=lin_yue, bio="第二稿的话")
    act("submit_assessment", submitted, by=lin_yue)
    second, first = rounds(submitted, "C03")
    assert (first.round, first.outcome) == (1, Outcome.RETURNED)
    assert (second.round, second.outcome) == (2, Outcome.PENDING)
    assert first.form_of("C03")["fields"][3]["value"] == C03["bio"]
    assert second.form_of("C03")["fields"][3]["value"] == "第二稿的话"
    assert first.reviews.get().opinion == "请按批注修改。"


@pytest.mark.parametrize(
    ("note", "says"),
    [
        (Note("C03", "no_such_field", "请补充。"), "落在表单的字段上"),
        (Note("C03", "problems[].no_such_part", "请补充。"), "落在表单的字段上"),
        (Note("C03", "problems.0.client_view", "请补充。"), "落在表单的字段上"),
        (Note("C03", "sign_supervisor", "请补充。"), "落在表单的字段上"),
        (Note("C04", "goals", "请补充。"), "落在表单的字段上"),
        (Note("C99", "bio", "请补充。"), "落在表单的字段上"),
        (Note("C03", "bio", " \n"), "写明意见"),
    ],
)
def test_a_remark_stands_at_a_field_of_what_is_judged_and_says_something(
    submitted: Case, zheng_min: User, note: Note, says: str
) -> None:
    good = Note("C03", "bio", "请补充。")
    judgement = judged(submitted, "submit_assessment", opinion="请修改。", remarks=[good, note])
    with pytest.raises(RuleError, match=says):
        act("return_assessment", submitted, by=zheng_min, judgement=judgement)
    assert not Remark.objects.exists()


def test_a_return_without_remarks_or_without_opinion_is_none(
    submitted: Case, zheng_min: User
) -> None:
    note = Note("C03", "bio", "请补充。")
    for said, says in (
        ({"opinion": "请修改。"}, "落在具体字段上"),
        ({"opinion": " ", "remarks": [note]}, "须写明意见"),
    ):
        judgement = judged(submitted, "submit_assessment", **said)
        with pytest.raises(RuleError, match=says):
            act("return_assessment", submitted, by=zheng_min, judgement=judgement)


def test_every_remark_is_answered_before_the_next_round(
    submitted: Case, lin_yue: User, zheng_min: User
) -> None:
    judgement = returned(submitted, "submit_assessment", "C03#bio", "C03#risk.level")
    act("return_assessment", submitted, by=zheng_min, judgement=judgement)
    with pytest.raises(RuleError, match="批注须逐条答复") as refused:
        act("submit_assessment", submitted, by=lin_yue)
    assert set(refused.value.errors) == {"C03#bio", "C03#risk.level"}

    bio, level = open_remarks(submitted, "C03")
    answer_remark(bio, submitted, by=lin_yue, answer="已补写。")
    with pytest.raises(RuleError) as refused:
        act("submit_assessment", submitted, by=lin_yue)
    assert set(refused.value.errors) == {"C03#risk.level"}
    answer_remark(level, submitted, by=lin_yue, answer="已改为中。")
    act("submit_assessment", submitted, by=lin_yue)


def test_an_answer_says_something_and_is_given_by_whose_form_it_is(
    submitted: Case, lin_yue: User, chen_siyuan: User, zheng_min: User
) -> None:
    judgement = returned(submitted, "submit_assessment", "C03#bio")
    act("return_assessment", submitted, by=zheng_min, judgement=judgement)
    remark = Remark.objects.get()
    with pytest.raises(PermissionDenied):
        answer_remark(remark, submitted, by=chen_siyuan, answer="已补写。")
    with pytest.raises(RuleError, match="写一句怎么改的"):
        answer_remark(remark, submitted, by=lin_yue, answer="  ")
    answer_remark(remark, submitted, by=lin_yue, answer="已补写。")
    answer_remark(remark, submitted, by=lin_yue, answer="已补写，见第二段。")
    remark.refresh_from_db()
    assert remark.answer == "已补写，见第二段。"


def test_an_answer_that_went_with_a_round_is_not_rewritten(
    submitted: Case, lin_yue: User, zheng_min: User
) -> None:
    for _round in range(2):
        judgement = returned(submitted, "submit_assessment", "C03#bio")
        act("return_assessment", submitted, by=zheng_min, judgement=judgement)
        answer_all(submitted, "C03", by=lin_yue)
        act("submit_assessment", submitted, by=lin_yue)
    act("withdraw_assessment", submitted, by=lin_yue)
    first, second = Remark.objects.order_by("pk")
    for remark in (first, second):
        with pytest.raises(RuleError, match="已随新的一稿提交"):
            answer_remark(remark, submitted, by=lin_yue, answer="另一个说法。")


def test_a_remark_of_another_case_is_not_answered_here(
    submitted: Case, lin_yue: User, zheng_min: User, station: Station
) -> None:
    judgement = returned(submitted, "submit_assessment", "C03#bio")
    act("return_assessment", submitted, by=zheng_min, judgement=judgement)
    remark = Remark.objects.get()
    other = Case.objects.get(pk=submitted.pk)
    other.pk = other.id = other.dossier_ptr_id = None  # type: ignore[assignment]
    other.number = other.registration = "TQDJ-C-2026-9999"
    other._state.adding = True
    other.save()
    with pytest.raises(PermissionDenied):
        answer_remark(remark, other, by=lin_yue, answer="已补写。")


# ── what is in force ──────────────────────────────────────────────────────────────────────


def test_a_later_round_changes_nothing_in_force_until_it_is_approved(
    submitted: Case, lin_yue: User, zheng_min: User
) -> None:
    assert in_force(submitted, "C03") is None
    judgement = seen(submitted, "submit_assessment")
    act("approve_assessment", submitted, by=zheng_min, judgement=judgement)
    assert in_force(submitted, "C03").bio == C03["bio"]

    for outcome in (Outcome.RETURNED, Outcome.WITHDRAWN, Outcome.LAPSED):
        _again(submitted, lin_yue)
        assert in_force(submitted, "C03").bio == C03["bio"]
        submitted.submissions.filter(outcome=Outcome.PENDING).update(outcome=outcome)
        assert in_force(submitted, "C03").bio == C03["bio"]
    _again(submitted, lin_yue)
    judgement = seen(submitted, "submit_assessment")
    act("approve_assessment", submitted, by=zheng_min, judgement=judgement)
    assert in_force(submitted, "C03").bio == "新的一版"
    newest = latest(submitted, "C03")
    assert newest
    assert newest.covers == [["C03", 2, 4], ["D02", 2, 4]]


def _again(case: Case, worker: User) -> None:
    """Submit the assessment once more, as revisions will."""
    case.status = "assessing"
    case.save(update_fields=["status"])
    save_draft(case, "C03", C03 | {"bio": "新的一版"}, by=worker)
    act("submit_assessment", case, by=worker)


# ── taking back ───────────────────────────────────────────────────────────────────────────


def test_only_its_author_takes_a_submission_back(
    submitted: Case, lin_yue: User, chen_siyuan: User, zheng_min: User
) -> None:
    for other in (chen_siyuan, zheng_min):
        with pytest.raises(PermissionDenied):
            act("withdraw_assessment", submitted, by=other)
    act("withdraw_assessment", submitted, by=lin_yue)
    taken = latest(submitted, "C03")
    assert taken
    assert taken.outcome == Outcome.WITHDRAWN
    assert submitted.status == "assessing"


def test_what_has_been_decided_is_not_taken_back(
    submitted: Case, lin_yue: User, zheng_min: User
) -> None:
    judgement = seen(submitted, "submit_assessment")
    act("approve_assessment", submitted, by=zheng_min, judgement=judgement)
    with pytest.raises(PermissionDenied):
        act("withdraw_assessment", submitted, by=lin_yue)


def test_an_author_who_has_left_the_station_takes_nothing_back(
    submitted: Case, lin_yue: User
) -> None:
    lin_yue.posts.update(until="2025-12-31")
    with pytest.raises(PermissionDenied):
        act("withdraw_assessment", submitted, by=lin_yue)


# ── two signatures ────────────────────────────────────────────────────────────────────────


def test_two_signatures_come_in_order(weighty: Case, zheng_min: User, zhou_lan: User) -> None:
    with pytest.raises(RuleError, match="须先由督导签署同意"):
        act("approve_plan", weighty, by=zhou_lan, judgement=seen(weighty, "submit_plan"))
    with pytest.raises(RuleError, match="先后签署"):
        act("approve_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    act("endorse_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    assert weighty.status == "plan_review"
    with pytest.raises(RuleError, match="由督导先签"):
        act("endorse_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    act("approve_plan", weighty, by=zhou_lan, judgement=seen(weighty, "submit_plan"))
    assert weighty.status == "intervening"
    signed = weighty.submissions.get(verb="submit_plan").reviews.order_by("pk")
    assert list(signed.values_list("signed_as", "decision")) == [
        ("supervisor", "endorsed"),
        ("head", "approved"),
    ]


def test_two_signatures_are_two_people(
    weighty: Case, zheng_min: User, zhou_lan: User, station: Station
) -> None:
    Post.objects.create(user=zheng_min, station=station, role=Role.HEAD, since=LONG_AGO)
    act("endorse_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    with pytest.raises(RuleError, match="须由不同的人作出"):
        act("approve_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    act("approve_plan", weighty, by=zhou_lan, judgement=seen(weighty, "submit_plan"))


def test_a_return_after_the_first_signature_voids_it(
    weighty: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    act("endorse_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    judgement = returned(weighty, "submit_plan", "C04#goals[].target")
    act("return_plan", weighty, by=zhou_lan, judgement=judgement)
    answer_all(weighty, "C04", by=lin_yue)
    act("submit_plan", weighty, by=lin_yue)
    with pytest.raises(RuleError, match="须先由督导签署同意"):
        act("approve_plan", weighty, by=zhou_lan, judgement=seen(weighty, "submit_plan"))
    act("endorse_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    act("approve_plan", weighty, by=zhou_lan, judgement=seen(weighty, "submit_plan"))


def test_a_plan_once_signed_is_not_taken_back(
    weighty: Case, lin_yue: User, zheng_min: User
) -> None:
    act("endorse_plan", weighty, by=zheng_min, judgement=seen(weighty, "submit_plan"))
    with pytest.raises(RuleError, match="已有审批意见，不能撤回"):
        act("withdraw_plan", weighty, by=lin_yue)


@pytest.mark.parametrize(
    ("changes", "two"),
    [
        ({"service_level": "一般个案"}, False),
        ({"service_level": "重点个案"}, True),
        ({"service_level": "个案管理"}, True),
        ({"risk": {"level": "high"}, "safety_plan": "先打 120"}, True),
        ({"risk": {"level": "low"}}, False),
    ],
)
def test_weight_or_high_risk_asks_for_the_head_as_well(
    case: Case, lin_yue: User, zheng_min: User, changes: dict[str, Any], *, two: bool
) -> None:
    assessed(case, worker=lin_yue, supervisor=zheng_min, **changes)
    fill(case, "C04", by=lin_yue)
    act("submit_plan", case, by=lin_yue)
    judge = lifecycle_of(case).judge
    assert judge("endorse_plan", zheng_min).allowed is two
    assert judge("approve_plan", zheng_min).allowed is not two


def test_one_signature_is_enough_for_a_common_case(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    with pytest.raises(RuleError, match="须在“计划审批中”"):
        act("endorse_plan", case, by=zheng_min, judgement=Judgement("f" * 64))
    planned(case, worker=lin_yue, supervisor=zheng_min)
    assert in_force(case, "C04").overall_goal == C04["overall_goal"]


# ── a request and its decision ────────────────────────────────────────────────────────────


@pytest.fixture
def asked(lead: Case, lin_yue: User, zhou_lan: User) -> Case:
    """In screening, the worker asking not to take the case."""
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    fill(case, "C01", by=lin_yue, **REFUSED)
    act("ask_decline", case, by=lin_yue, **TOLD)
    return case


def test_a_request_waits_and_the_case_with_it(asked: Case, lin_yue: User) -> None:
    assert asked.status == "screening"
    request = asked.requests.get()
    assert (request.open, request.verb) == (True, "decline")
    said = json.loads(request.submission.content)["said"]
    assert said == [["怎样告知", TOLD["told"]], ["替代资源", TOLD["alternatives"]]]
    with pytest.raises(RuleError, match="已经提出"):
        act("ask_decline", asked, by=lin_yue, **TOLD)


def test_a_request_approved_ends_the_case(asked: Case, xu_qin: User, zhou_lan: User) -> None:
    act("decline", asked, by=zhou_lan, judgement=seen(asked, "ask_decline"))
    assert asked.status == "declined"
    assert asked.ended_on is not None
    assert not asked.requests.filter(open=True).exists()
    assert Message.objects.filter(recipient=xu_qin, kind="case.decline").exists()


def test_a_request_refused_with_a_reason_goes_back_to_work(
    asked: Case, lin_yue: User, zhou_lan: User
) -> None:
    with pytest.raises(RuleError, match="须写明意见"):
        act("refuse_decline", asked, by=zhou_lan, judgement=seen(asked, "ask_decline", ""))
    act("refuse_decline", asked, by=zhou_lan, judgement=seen(asked, "ask_decline", "可以接。"))
    assert asked.status == "screening"
    assert asked.submissions.get(verb="ask_decline").outcome == Outcome.REFUSED
    act("ask_decline", asked, by=lin_yue, **TOLD)
    assert asked.submissions.filter(verb="ask_decline").latest("pk").round == 3


def test_a_request_taken_back_can_be_made_again(asked: Case, lin_yue: User, zhou_lan: User) -> None:
    act("withdraw_decline", asked, by=lin_yue)
    with pytest.raises(RuleError, match="须先有社工提出的申请"):
        act("decline", asked, by=zhou_lan, judgement=Judgement("f" * 64))
    act("ask_decline", asked, by=lin_yue, **TOLD)


def test_a_request_lapses_with_the_state_it_was_made_in(
    asked: Case, lin_yue: User, zhou_lan: User
) -> None:
    fill(asked, "C02", by=lin_yue)
    fill(asked, "C01", "D01", by=lin_yue)
    act("submit_intake", asked, by=lin_yue)
    assert asked.submissions.get(verb="ask_decline").outcome == Outcome.LAPSED
    assert not asked.requests.filter(open=True).exists()
    with pytest.raises(RuleError):
        act("decline", asked, by=zhou_lan, judgement=Judgement("f" * 64))


def test_nobody_grants_their_own_request(
    asked: Case, lin_yue: User, zhou_lan: User, station: Station
) -> None:
    Post.objects.create(user=lin_yue, station=station, role=Role.HEAD, since=LONG_AGO)
    with pytest.raises(RuleError, match="不能审批自己"):
        act("decline", asked, by=lin_yue, judgement=seen(asked, "ask_decline"))
    act("decline", asked, by=zhou_lan, judgement=seen(asked, "ask_decline"))


@pytest.mark.parametrize("missing", ["told", "alternatives"])
def test_a_request_to_decline_says_how_it_was_told_and_what_else_there_is(
    lead: Case, lin_yue: User, zhou_lan: User, missing: str
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    fill(case, "C01", by=lin_yue, **REFUSED)
    with pytest.raises(RuleError, match="须写明情况"):
        act("ask_decline", case, by=lin_yue, **(TOLD | {missing: " "}))


def test_a_request_to_decline_gives_its_reason_in_the_form(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    with pytest.raises(RuleError, match="不接案的理由"):
        act("ask_decline", case, by=lin_yue, **TOLD)
    save_draft(case, "C01", C01 | REFUSED, by=lin_yue)
    act("ask_decline", case, by=lin_yue, **TOLD)


def test_a_returned_intake_is_answered_before_it_is_given_up(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    fill(case, "C02", by=lin_yue)
    fill(case, "C01", "D01", by=lin_yue)
    act("submit_intake", case, by=lin_yue)
    judgement = returned(case, "submit_intake", "C01#initial_opinion")
    act("return_intake", case, by=zhou_lan, judgement=judgement)
    fill(case, "C01", by=lin_yue, **REFUSED)
    with pytest.raises(RuleError, match="批注须逐条答复"):
        act("ask_decline", case, by=lin_yue, **TOLD)
    answer_all(case, "C01", by=lin_yue)
    act("ask_decline", case, by=lin_yue, **TOLD)


# ── ends on the way ───────────────────────────────────────────────────────────────────────


def test_advice_that_is_enough_ends_the_case_for_somebody_nameless(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    with pytest.raises(RuleError, match="须写明情况"):
        act("resolve_by_advice", case, by=lin_yue, advice="")
    act("resolve_by_advice", case, by=lin_yue, advice="已告知法律援助电话。")
    assert (case.status, case.number[:7]) == ("consulted", "TQDJ-J-")
    filed = case.submissions.get(verb="resolve_by_advice")
    assert filed.outcome == Outcome.FILED
    assert filed.form_of("C01")["round"] == 2


def test_a_requester_withdraws_at_any_time_before_the_decision_and_nothing_is_in_the_way(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    fill(case, "C02", by=lin_yue)
    fill(case, "C01", "D01", by=lin_yue)
    act("submit_intake", case, by=lin_yue)
    act("requester_withdraws", case, by=lin_yue, wish="不想要了", informed="随时可以再来")
    assert case.status == "consulted"
    assert case.submissions.get(verb="submit_intake").outcome == Outcome.LAPSED


def test_whole_opinions_are_kept_sealed_and_read_back(submitted: Case, zheng_min: User) -> None:
    said = judged(submitted, "submit_assessment", opinion="同意😀。𠮷" * 200)
    act("approve_assessment", submitted, by=zheng_min, judgement=said)
    review = Submission.objects.get(verb="submit_assessment").reviews.get()
    assert review.opinion == said.opinion


def test_a_supervisor_of_another_station_decides_nothing(submitted: Case, zhang_qian: User) -> None:
    stranger = person("han.li", "韩立", zhang_qian.posts.get().station, Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):
        act(
            "approve_assessment",
            submitted,
            by=stranger,
            judgement=seen(submitted, "submit_assessment"),
        )
