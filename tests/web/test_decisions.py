"""审批: exactly one effect, on what was on the screen, and nothing typed is lost."""

from typing import Any

import pytest

from accounts.models import User
from audit.models import Entry
from casework.models import Case, Remark, Review
from casework.services import act
from tests.actors import fill, seen
from tests.driver import Browser, filled_in
from tests.pages import Page


def review(user: User) -> tuple[Browser, Page]:
    """Open what waits for one's decision."""
    browser = Browser(user)
    return browser, browser.open("/approvals/")


def entries(case: Case, verb: str) -> int:
    return Entry.objects.filter(chain=case.chain, verb=f"case.{verb}").count()


def errors(page: Page) -> str:
    return page.part("errors").words


# ── 一次 ──────────────────────────────────────────────────────────────────────────────────


def test_pressing_twice_decides_once(assessment_submitted: Case, zheng_min: User) -> None:
    browser, page = review(zheng_min)

    first = browser.press(page, "通过预估")
    second = browser.press(page, "通过预估")

    assert "通过预估：已办好。" in first.main
    assert (second.status, "此事已办结" in second.main) == (409, True)
    assert entries(assessment_submitted, "approve_assessment") == 1
    assert Review.objects.filter(submission__form="C03").count() == 1


def test_handing_in_twice_submits_once(planning: Case, lin_yue: User) -> None:
    fill(planning, "C04", by=lin_yue)
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{planning.pk}/")

    browser.press(page, "提交计划")
    second = browser.press(page, "提交计划")

    assert (second.status, "此事已办结" in second.main) == (409, True)
    assert planning.submissions.filter(form="C04").count() == 1


def test_of_two_who_decide_on_the_same_the_second_is_told(
    intake_submitted: Case, zhou_lan: User, lin_yue: User, zheng_min: User
) -> None:
    head, page = review(zhou_lan)
    supervisor = Browser(zheng_min)
    other = supervisor.follow(supervisor.open(f"/dossiers/{intake_submitted.pk}/"), "去审批")
    said = {"opinion": "补同意书。", "remark-C02#sign_mode": "写清签署方式。"}
    supervisor.press(other, "退回补正", said)

    people = {"owner": str(lin_yue.pk), "supervisor": str(zheng_min.pk), "level": "一般个案"}
    page = head.press(page, "批准接案并派主责", people)

    assert (page.status, "此事已办结" in page.main) == (409, True)
    assert Case.objects.get(pk=intake_submitted.pk).status == "screening"


def test_a_page_whose_step_was_taken_back_says_so(
    assessment_submitted: Case, lin_yue: User, zheng_min: User
) -> None:
    browser, page = review(zheng_min)
    act("withdraw_assessment", assessment_submitted, by=lin_yue)

    after = browser.press(page, "通过预估")

    assert (after.status, "此事已办结" in after.main) == (409, True)
    assert browser.open(page.url).status == 409


def test_a_request_page_left_open_says_so_too(screening: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    url = f"/dossiers/{screening.pk}/do/resolve_by_advice/"
    page = browser.open(url)
    browser.press(page, "咨询办结", {"advice": "给了热线。"})

    page = browser.press(page, "咨询办结", {"advice": "给了热线。"})

    assert (page.status, "此事已办结" in page.main) == (409, True)
    assert browser.open(url).status == 409
    assert entries(screening, "resolve_by_advice") == 1


# ── 所见 ──────────────────────────────────────────────────────────────────────────────────


def test_a_decision_on_an_older_round_is_refused_and_kept(
    assessment_submitted: Case, zheng_min: User, lin_yue: User
) -> None:
    """The page was opened on round 1; round 2 has come meanwhile, at a step of the same name."""
    case = assessment_submitted
    browser, page = review(zheng_min)
    act("withdraw_assessment", case, by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    _browser, newer = review(zheng_min)
    stale = page.button("退回修改")[0]
    data = filled_in(page, stale, {"opinion": "写用药。", "remark-C03#bio": "写什么药。"})
    data["verb"] = "return_assessment"

    answer = Page.of(browser.post(newer.url, data), newer.url)

    assert answer.status == 422
    assert "你看到的不是最新一稿，请刷新后重新审阅。" in errors(answer)
    assert answer.typed("opinion") == "写用药。"
    assert "写什么药。" in answer.html
    assert not Review.objects.filter(submission__dossier=case, submission__form="C03").exists()


# ── 退回 ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ({"opinion": "请补。"}, "退回须逐条写明意见，并落在具体字段上。"),
        ({"remark-C03#bio": "写用药。"}, "须写明意见，让提交人知道为什么。"),
        ({"opinion": "字" * 2001, "remark-C03#bio": "写用药。"}, "意见"),
    ],
)
def test_a_return_that_lacks_something_keeps_what_is_typed(
    assessment_submitted: Case, zheng_min: User, said: dict[str, str], wants: str
) -> None:
    browser, page = review(zheng_min)

    page = browser.press(page, "退回修改", said)

    assert page.status == 422
    assert wants in errors(page)
    for name, text in said.items():
        form = page.button("退回修改")[0]
        assert page.sent(form)[name] == text
    assert not Remark.objects.exists()
    assert (
        "退回修改：已办好。"
        in browser.press(page, "退回修改", {"opinion": "请补。", "remark-C03#bio": "写用药。"}).main
    )


def test_a_remark_may_stand_at_a_part_of_an_answer_and_keeps_its_place(
    assessment_submitted: Case, zheng_min: User
) -> None:
    browser, page = review(zheng_min)
    said = {"remark-C03#risk": "依据不够。", "part-C03#risk": "risk.basis"}

    page = browser.press(page, "退回修改", said)
    assert page.sent(page.button("退回修改")[0])["part-C03#risk"] == "risk.basis"
    page = browser.press(page, "退回修改", {"opinion": "补依据。"})

    assert Remark.objects.get().anchor == "risk.basis"


def test_a_remark_at_no_field_is_refused(assessment_submitted: Case, zheng_min: User) -> None:
    browser, page = review(zheng_min)
    data = filled_in(page, page.button("退回修改")[0], {"opinion": "补。"})
    data.update({"verb": "return_assessment", "remark-C09#nothing": "哪里？", "remark-": "？"})

    answer = Page.of(browser.post(page.url, data), page.url)

    assert answer.status == 422
    assert "批注须落在表单的字段上" in errors(answer)


def test_an_approval_takes_no_notice_of_remarks_begun(
    assessment_submitted: Case, zheng_min: User
) -> None:
    browser, page = review(zheng_min)

    browser.press(page, "通过预估", {"remark-C03#bio": "算了。"})

    assert Review.objects.get(submission__form="C03").decision == "approved"
    assert not Remark.objects.exists()


def test_an_intake_without_a_supervisor_is_asked_for_at_the_field(
    intake_submitted: Case, zhou_lan: User, lin_yue: User
) -> None:
    browser, page = review(zhou_lan)

    page = browser.press(page, "批准接案并派主责", {"owner": str(lin_yue.pk), "opinion": "同意。"})

    assert page.status == 422
    assert page.part("id_supervisor")["aria-invalid"] == "true"
    assert page.typed("opinion") == "同意。"
    assert page.typed("id_owner") == str(lin_yue.pk)


def test_only_people_of_the_station_can_be_chosen(
    intake_submitted: Case, zhou_lan: User, lin_yue: User, zhang_qian: User, zheng_min: User
) -> None:
    browser, page = review(zhou_lan)
    offered = [each["value"] for each in page.part("id_owner").find("option")]
    assert str(zhang_qian.pk) not in offered

    people = {"owner": str(zhang_qian.pk), "supervisor": str(zheng_min.pk), "level": "一般个案"}
    page = browser.press(page, "批准接案并派主责", people)

    assert page.status == 422
    assert Case.objects.get(pk=intake_submitted.pk).status == "intake_review"


# ── 分工 ──────────────────────────────────────────────────────────────────────────────────


def test_whoever_may_not_is_not_asked_for_words_first(
    intervening: Case, lin_yue: User, zheng_min: User
) -> None:
    url = f"/dossiers/{intervening.pk}/do/ask_abort/"
    sent = {"verb": "ask_abort"}
    assert Browser(zheng_min).client.post(url, sent).status_code == 403
    assert Browser(lin_yue).client.post(url, sent).status_code == 422


def test_a_verb_of_another_step_or_none_does_nothing(
    assessment_submitted: Case, zheng_min: User
) -> None:
    browser, page = review(zheng_min)
    data = page.sent(page.button("通过预估")[0])

    for verb in ("approve_plan", "register", "rm -rf", ""):
        data["verb"] = verb
        assert browser.post(page.url, data).status_code == 302
    assert Case.objects.get(pk=assessment_submitted.pk).status == "assessment_review"


def test_a_task_under_another_cases_process_does_not_exist(
    assessment_submitted: Case, zheng_min: User
) -> None:
    browser, page = review(zheng_min)
    parts = page.url.split("/")
    parts[3] = str(int(parts[3]) + 1)

    assert browser.client.get("/".join(parts)).status_code == 404


def test_the_author_sees_what_was_handed_in_and_can_take_it_back(
    assessment_submitted: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = browser.open(f"/dossiers/{assessment_submitted.pk}/")
    assert "等督导办理" in page.main

    page = browser.press(page, "撤回预估")

    assert "撤回预估：已办好。" in page.main
    assert page.offers("提交预估")
    assert page.typed("f-bio")


def test_the_reviewer_reads_before_deciding_and_that_is_written_down(
    assessment_submitted: Case, zheng_min: User
) -> None:
    review(zheng_min)

    reads = Entry.objects.filter(chain__startswith="reads:", actor=zheng_min)
    assert "read.submission" in set(reads.values_list("verb", flat=True))


def test_one_may_pass_over_what_waits(
    plan_submitted: Case, zheng_min: User, zhou_lan: User
) -> None:
    """Nobody's own work is decided: the head, who has no part in it, is offered nothing."""
    page = Browser(zhou_lan).open("/approvals/")

    assert "没有等你审批的。" in page.main


def test_a_supervisor_who_wrote_it_is_told_why_not(
    assessment_submitted: Case, zheng_min: User
) -> None:
    case = assessment_submitted
    case.submissions.filter(form="C03").update(author=zheng_min)
    browser, page = review(zheng_min)

    assert not page.offers("通过预估")
    assert "提交人不能审批自己提交的内容" in page.main
    data: Any = page.sent(page.part("decide"))
    data["verb"] = "approve_assessment"
    assert Page.of(browser.post(page.url, data), page.url).status == 422
    assert seen(case, "submit_assessment")
