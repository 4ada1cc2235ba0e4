"""异常路径 (handbook 4.13): each row of the list, done and refused over HTTP."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from audit.services import facts_of
from casework.models import Case
from casework.services import act
from notifications.models import Message
from tests import actors
from tests.driver import Browser, at, typing
from tests.filled import C05, C08, C09, C10, FILLED
from tests.pages import Page
from tests.scenarios.walk import decided, done, handed_in, now, on_desk, written
from workflows.selectors import tasks_of

People = dict[str, User]
TAKEN = {"status": "接收", "date": "2026-03-20", "by": "王医生"}
REFUSED = {"status": "拒收", "date": "2026-03-12", "note": "没有床位。"}
FOLLOWED = [{"date": "2026-03-12", "result": "打电话问过。"}]


@pytest.fixture
def people(lin_yue: User, zheng_min: User, zhou_lan: User) -> People:
    return {"worker": lin_yue, "supervisor": zheng_min, "head": zhou_lan}


@pytest.fixture
def screening(lead: Case, people: People) -> Case:
    with at("2026-03-09 10:00"):
        return actors.screened(lead, worker=people["worker"], head=people["head"])


@pytest.fixture
def serving(lead: Case, people: People) -> Case:
    """秦玉兰, in service since the end of March."""
    worker, supervisor = people["worker"], people["supervisor"]
    with at("2026-03-23 10:00"):
        case = actors.accepted(lead, **people)
        actors.assessed(case, worker=worker, supervisor=supervisor)
        actors.planned(case, worker=worker, supervisor=supervisor)
    with at("2026-03-27 16:00"):
        return actors.served(case, worker=worker)


def asked(case: Case, verb: str, *, by: User, **typed: str) -> Page:
    """Press a verb on the page of its own that asks for words."""
    browser = Browser(by)
    page = browser.open(f"/dossiers/{case.pk}/do/{verb}/")
    return browser.press(page, verb, typed)


def handed(case: Case, code: str, verb: str, *, by: User, **changes: Any) -> Page:
    """Write a form, as far as its questions are open, and press what it is written for."""
    browser = Browser(by)
    wanted = "" if verb == "存着" else f"&for={verb}"
    page = browser.open(f"/dossiers/{case.pk}/?form={code}{wanted}")
    form, _button = page.button(verb)
    open_ = {name.partition("-")[0] for name in page.names(form)}
    said = {key: answer for key, answer in (FILLED[code] | changes).items() if key in open_}
    return browser.press(page, verb, typing(said))


def why_not(case: Case, verb: str, by: User) -> str:
    """What the dossier's page says stands in the way."""
    page = Browser(by).open(f"/dossiers/{case.pk}/")
    return page.find("details", **{"data-verb": verb})[-1].words


# ── X1 拒接, X2 求助者匿名 ────────────────────────────────────────────────────────────────


def test_x1_who_is_served_elsewhere_is_declined_with_a_reason_and_another_way(
    screening: Case, people: People, xu_qin: User
) -> None:
    worker, head = people["worker"], people["head"]
    elsewhere = {"decision_suggest": "不接案", "reject_reason": "已由区残联服务，已告知。"}
    with at("2026-03-10 10:00"):
        page = asked(screening, "ask_decline", by=worker, told="当面。", alternatives="区残联。")
        assert (page.status, "须写明不接案的理由" in page.main) == (422, True)
        written(screening, "C01", by=worker, **elsewhere)
        page = asked(screening, "ask_decline", by=worker, told="当面。", alternatives="")
        assert page.status == 422
        assert not screening.requests.exists()

        page = asked(screening, "ask_decline", by=worker, told="当面。", alternatives="区残联。")
        done(page, "申请：不接案")
        assert now(screening).status == "screening"
        decided(screening, "同意：不接案", by=head, opinion="同意。")

    assert now(screening).status == "declined"
    assert not tasks_of(screening)
    assert Message.objects.filter(recipient=xu_qin, says__contains="不接案").exists()


@pytest.mark.usefixtures("community", "zhou_lan")
def test_x2_somebody_who_gives_no_name_is_advised(lin_yue: User) -> None:
    """A sex, a kind of problem and what was asked are enough."""
    kind = {"case_type": {"category": "elder_alone", "problem_type": "情绪心理"}}
    with at("2026-03-09 10:00"):
        browser = Browser(lin_yue)
        nobody = {"name": "佚名", "sex": "女", "presenting_problem": "问老人津贴怎么办。"}
        browser.press(browser.open("/leads/new/"), "登记", nobody)
        case = Case.objects.latest("pk")
        handed_in(case, "C01", "受理初筛", by=lin_yue, reg_at="2026-03-09T10:00", **kind)
        done(asked(case, "resolve_by_advice", by=lin_yue, advice="告知了窗口。"), "咨询办结")

    assert (now(case).status, now(case).person.name) == ("consulted", "佚名")
    assert (now(case).ended_on, tasks_of(case)) == (date(2026, 3, 9), [])


# ── X3 转介被拒收 ─────────────────────────────────────────────────────────────────────────


def referred(case: Case, people: People, org: str) -> None:
    """Asked for by the worker, agreed to by the head: it is on its way to an agency."""
    to = C10["recipient"] | {"org": org}
    done(handed(case, "C10", "ask_refer_out", by=people["worker"], recipient=to), "申请：转介")
    decided(case, "同意：转介", by=people["head"], opinion="同意。")
    assert now(case).status == "referred_out"


def answered(case: Case, worker: User, receipt: dict[str, str]) -> None:
    handed(case, "C10", "存着", by=worker, receipt=receipt, followup=FOLLOWED)


def test_x3_a_referral_that_is_refused_goes_to_a_second_agency(
    screening: Case, people: People
) -> None:
    worker = people["worker"]
    with at("2026-03-10 10:00"):
        referred(screening, people, "区精神卫生中心")
    with at("2026-03-12 10:00"):
        answered(screening, worker, REFUSED)
        assert "须有接收方的回执" in why_not(screening, "referral_done", worker)
        page = asked(screening, "referral_failed", by=worker, reason="")
        assert page.status == 422
        done(
            asked(screening, "referral_failed", by=worker, reason="没有床位。"),
            "被拒/撤回（未立案）",
        )
        assert now(screening).status == "screening"

        referred(screening, people, "社区卫生中心")
    with at("2026-03-20 10:00"):
        answered(screening, worker, TAKEN)
        assert "按转介办结" in why_not(screening, "referral_failed", worker)
        page = Browser(worker).open(f"/dossiers/{screening.pk}/?form=C10")
        done(Browser(worker).press(page, "转介办结（未立案）"), "转介办结（未立案）")

    assert now(screening).status == "referred"
    assert not tasks_of(screening)


def test_x3_nobody_is_referred_without_a_consent_of_their_own(
    screening: Case, people: People
) -> None:
    with at("2026-03-10 10:00"):
        no = {"agree": "no"}
        page = handed(screening, "C10", "ask_refer_out", by=people["worker"], consent=no)
        assert "服务对象不同意的不能转介" in page.part("errors").words
    assert not screening.requests.exists()


# ── X5 介入中发现自杀意念, X6 未成年人疑似受侵害 ──────────────────────────────────────────


def test_x5_a_crisis_keeps_the_case_from_ending_and_resting_but_not_the_client(
    serving: Case, people: People
) -> None:
    worker = people["worker"]
    with at("2026-03-30 14:20"):
        done(asked(serving, "raise_crisis", by=worker, reason="说不想活了。"), "触发危机")
        for verb in ("start_close", "ask_suspend"):
            assert "危机还没解除" in why_not(serving, verb, worker)
        page = asked(serving, "start_close", by=worker, reason="想结案。")
        assert (page.status, "危机还没解除" in page.main) == (422, True)
        assert now(serving).status == "intervening"

        page = asked(serving, "client_ends", by=worker, wish="别来了。", informed="随时找我们。")
        done(page, "服务对象要求终止")
    assert now(serving).status == "closing"


def test_x6_a_child_that_may_be_abused_is_reported_before_anybody_agrees(
    lead: Case, people: People
) -> None:
    """No consent, no guardian, no approval: from the finding to the report in two presses."""
    worker, head = people["worker"], people["head"]
    with at("2026-03-09 10:00"):
        actors.screened(lead, worker=worker, head=head)
        fill = {"grounds": ["wounds"], "told": "身上有伤，母亲的男友动的手。"}
        done(asked(lead, "identify", by=worker, **fill), "启动强制报告")  # type: ignore[arg-type]
        page = asked(lead, "report", by=worker, words="", to=["police"])  # type: ignore[arg-type]
        assert (page.status, lead.submissions.filter(form="C02").exists()) == (422, False)
        page = asked(lead, "report", by=worker, words="电话 110。", to=["police"])  # type: ignore[arg-type]
        done(page, "报告公安/民政等")
    with at("2026-03-10 10:00"):
        page = Browser(worker).open(f"/dossiers/{lead.pk}/")
        assert "不以监护人同意为前提" in page.main
        done(asked(lead, "ack", by=worker, receipt="已受理。"), "登记受理回执/报案编号")


# ── X7 失联, X8 死亡/迁出/入狱/入院 ───────────────────────────────────────────────────────


def tries(*moments: str) -> dict[str, str]:
    numbered = list(enumerate(moments, 1))
    ways = {f"way_{n}": "电话" for n, _at in numbered}
    return {f"at_{n}": moment for n, moment in numbered} | ways


def test_x7_who_cannot_be_found_is_closed_as_lost_after_a_rest(
    serving: Case, people: People
) -> None:
    worker, supervisor, head = people["worker"], people["supervisor"], people["head"]
    with at("2026-04-01 10:00"):
        actors.suspended(serving, worker=worker, supervisor=supervisor, until="2026-05-20")
    with at("2026-05-20 10:00"):
        twice = tries("2026-04-10T09:00", "2026-04-10T09:30", "2026-05-10T19:00")
        page = asked(serving, "close_from_suspend", by=head, verified="搬走了。", **twice)
        assert (page.status, "三次不同时段" in page.main) == (422, True)
        thrice = tries("2026-04-10T09:00", "2026-04-20T14:00", "2026-05-10T19:00")
        page = asked(serving, "close_from_suspend", by=head, verified="", **thrice)
        assert (page.status, now(serving).status) == (422, "suspended")
        page = asked(serving, "close_from_suspend", by=head, verified="搬走了。", **thrice)
        done(page, "暂停期满转结案")
    assert (now(serving).status, now(serving).ends_as) == ("closing", "失联")
    closed_as(serving, "失联", people, "2026-06-15 10:00")


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("死亡", "死亡"),
        ("迁出", "迁出"),
        ("入狱、入院", "不再符合范围"),
    ],
)
def test_x8_who_has_died_moved_or_was_taken_away_is_not_asked_and_not_visited(
    serving: Case, people: People, ending: str, kind: str
) -> None:
    worker, supervisor = people["worker"], people["supervisor"]
    said = {"ending": ending, "reason": "女儿来电。"}
    with at("2026-04-01 10:00"):
        assert asked(serving, "ask_abort", by=worker, source="", **said).status == 422
        page = asked(serving, "ask_abort", by=worker, source="社区证明。", **said)
        assert "已办好" in page.main
        assert now(serving).status == "intervening"
        page = on_desk(Browser(supervisor), serving)
        page = Browser(supervisor).press(page, "abort", {"opinion": "同意。"})
        assert "已办好" in page.main
    assert (now(serving).status, now(serving).ends_as) == ("closing", ending)
    closed_as(serving, kind, people, "2026-06-15 10:00")


def closed_as(case: Case, kind: str, people: People, when: str) -> None:
    """Handed in with nobody told, asked or to be visited; signed by two, and ready for its box."""
    again = {key: said for key, said in C08.items() if key != "pre_post"}
    evaluation = again | {"informed": {}, "closure_type": kind}
    report = {key: said for key, said in C09.items() if key != "followup_plan"}
    with at(when):
        browser = Browser(people["worker"])
        page = browser.open(f"/dossiers/{case.pk}/closing/")
        assert page.typed("f-closure_type") == kind
        page = browser.press(page, "提交结案", typing(evaluation) | typing(report))
        done(page, "提交结案")
        decided(case, "同意，报站长", by=people["supervisor"], opinion="同意。")
        decided(case, "批准结案", by=people["head"], opinion="同意。")
    assert now(case).status == "closed"
    assert now(case).episodes.get().closed_as == kind
    assert [task.flow_task.name for task in tasks_of(now(case))] == ["archive"]


# ── X9 拒签书面同意 ───────────────────────────────────────────────────────────────────────


def test_x9_a_spoken_consent_has_a_witness_and_keeps_closed_what_was_not_agreed_to(
    screening: Case, people: People
) -> None:
    worker = people["worker"]
    spoken = {"role": "服务对象", "name": "秦玉兰", "way": "口头", "date": "2026-03-10"}
    seen = {"role": "见证人", "name": "许琴", "way": "手写签名", "date": "2026-03-10"}
    said = {"sign_mode": "口头同意见证", "sensitive_consent": []}
    with at("2026-03-10 10:00"):
        written(screening, "C02", by=worker, signatures=[spoken], **said)
        page = handed(screening, "D01", "submit_intake", by=worker)
        assert "或有见证的口头同意" in page.part("errors").words
        assert now(screening).status == "screening"

        written(screening, "C02", by=worker, signatures=[spoken, seen], **said)
        page = Browser(worker).open(f"/dossiers/{screening.pk}/?form=D01")
        assert not page.find("textarea", name="health")
        written(screening, "C01", by=worker)
        done(handed(screening, "D01", "submit_intake", by=worker), "提交接案")
        page = on_desk(Browser(people["head"]), screening)
        accepting = {
            "owner": str(worker.pk),
            "supervisor": str(people["supervisor"].pk),
            "level": "一般个案",
        }
        Browser(people["head"]).press(page, "批准接案并派主责", accepting)
    assert now(screening).status == "assessing"
    assert now(screening).person.consent_status == "口头"


# ── X12 督导不同意结案 ────────────────────────────────────────────────────────────────────


def handed_in_to_close(case: Case, worker: User, **changes: Any) -> None:
    actors.asked(actors.closing(case, worker=worker), worker=worker)
    actors.fill(case, "C08", "C09", by=worker, **changes)
    act("submit_closure", case, by=worker)


def test_x12_a_supervisor_who_does_not_agree_sends_it_back_to_service(
    serving: Case, people: People
) -> None:
    worker, supervisor = people["worker"], people["supervisor"]
    with at("2026-06-15 10:00"):
        handed_in_to_close(serving, worker)
        browser = Browser(supervisor)
        page = browser.press(on_desk(browser, serving), "不同意结案")
        assert (page.status, "须写明意见" in page.part("errors").words) == (422, True)
        decided(serving, "不同意结案", by=supervisor, opinion="目标 2 还够得着。")
        assert now(serving).status == "intervening"
        assert "目标 2 还够得着。" in Browser(worker).open(f"/dossiers/{serving.pk}/?form=C08").main
        served = C05 | {"time": {"date": "2026-06-15", "start": "08:00", "end": "09:00"}}
        page = Browser(worker).open(f"/dossiers/{serving.pk}/record/")
        done(Browser(worker).press(page, "提交", typing(served)), "记录服务")


def test_x12_who_wants_no_more_of_it_is_not_sent_back(serving: Case, people: People) -> None:
    worker, supervisor = people["worker"], people["supervisor"]
    with at("2026-06-15 10:00"):
        done(
            asked(serving, "client_ends", by=worker, wish="不用了。", informed="可再来。"),
            "服务对象要求终止",
        )
        actors.fill(serving, "C08", by=worker, closure_type="服务对象要求终止")
        actors.fill(serving, "C09", by=worker)
        act("submit_closure", serving, by=worker)
        assert "不能退回服务" in why_not(serving, "reject_close", supervisor)


# ── X13 结案后重开 ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def followed(serving: Case, people: People) -> Case:
    """秦玉兰's case, closed on 2026-06-15 and visited for the last time."""
    worker = people["worker"]
    with at("2026-06-15 10:00"):
        actors.closed(serving, **people)
    with at("2026-07-20 10:00"):
        over = {"conclusion": "结束跟进", "visit": {"actual": "2026-07-20"}}
        return actors.visited(serving, worker=worker, **over)


def gone_through_again(case: Case, people: People) -> None:
    """Assessed, planned, served, closed and visited once more, from 08-03 on."""
    worker, supervisor = people["worker"], people["supervisor"]
    with at("2026-08-03 10:00"):
        done(Browser(worker).press(opened(case, worker), "重新预估"), "重新预估")
        actors.assessed(case, worker=worker, supervisor=supervisor)
        actors.planned(case, worker=worker, supervisor=supervisor)
        served = {"time": {"date": "2026-08-03", "start": "08:00", "end": "09:00"}}
        actors.served(case, worker=worker, **served)
    with at("2026-08-20 10:00"):
        actors.closed(case, **people)
    with at("2026-09-21 10:00"):
        over = {"conclusion": "结束跟进", "visit": {"actual": "2026-09-21"}}
        actors.visited(case, worker=worker, **over)
        actors.archived(case, worker=worker, head=people["head"])


def opened(case: Case, by: User) -> Page:
    return Browser(by).open(f"/dossiers/{case.pk}/")


def test_x13_within_six_months_a_case_goes_on_under_its_number(
    followed: Case, people: People
) -> None:
    """Asked for by the worker and refused once; then agreed to: a new 服务期, the same number."""
    worker, head, number = people["worker"], people["head"], now(followed).number
    with at("2026-08-03 09:00"):
        assert asked(followed, "ask_reopen", by=worker, reason="").status == 422
        done(asked(followed, "ask_reopen", by=worker, reason="又跌倒了。"), "申请：重开")
        decided(followed, "不同意：重开", by=head, opinion="先电话问清楚。")
        assert now(followed).status == "following"
        done(asked(followed, "ask_reopen", by=worker, reason="又跌倒了。"), "申请：重开")
        decided(followed, "同意：重开", by=head, opinion="同意。")
    assert (now(followed).status, now(followed).number) == ("reopened", number)
    assert (now(followed).closed_on, followed.episodes.count()) == (None, 2)
    gone_through_again(now(followed), people)
    assert now(followed).status == "archived"
    assert box_of(now(followed)) == f"{number}-2"


def test_x13_an_archived_case_is_reopened_by_the_head_alone_and_its_box_closed_again(
    followed: Case, people: People
) -> None:
    worker, head, number = people["worker"], people["head"], now(followed).number
    with at("2026-07-21 10:00"):
        actors.archived(followed, worker=worker, head=head)
    assert box_of(now(followed)) == number
    with at("2026-08-03 09:00"):
        assert "须由站长办理" in why_not(followed, "reopen", worker)
        assert asked(followed, "reopen", by=head, reason="又跌倒了。", asked_by="").status == 422
        page = asked(followed, "reopen", by=head, reason="又跌倒了。", asked_by="林悦，口头。")
        done(page, "重开（已归档）")
        assert "重开（已归档）" in opened(followed, worker).main
    assert (now(followed).ended_on, now(followed).status) == (None, "reopened")
    gone_through_again(now(followed), people)
    assert box_of(now(followed)) == f"{number}-2"


def test_x13_after_six_months_one_asks_again_and_the_new_case_names_the_old(
    followed: Case, people: People, zheng_min: User, chen_siyuan: User
) -> None:
    worker, head = people["worker"], people["head"]
    with at("2026-07-21 10:00"):
        actors.archived(followed, worker=worker, head=head)
    with at("2026-12-16 10:00"):
        page = asked(followed, "reopen", by=head, reason="又跌倒了。", asked_by="林悦，口头。")
        assert (page.status, "请另行登记求助，系统会关联前案" in page.main) == (422, True)
        assert now(followed).status == "archived"
        assert "再求助" not in opened(followed, zheng_min).words

        browser = Browser(worker)
        page = browser.follow(opened(followed, worker), "再求助")
        assert "秦玉兰" not in page.html
        page = browser.press(page, "登记", {"presenting_problem": ""})
        assert (page.status, Case.objects.count()) == (422, 1)
        page = browser.press(page, "登记", {"presenting_problem": "又跌倒了，起不来。"})
        assert f"前案 {now(followed).number}" in page.main
    new = Case.objects.latest("pk")
    assert (new.previous, new.person) == (followed, now(followed).person)
    assert next(verb for verb, _facts in facts_of(new.chain)) == "case.new_episode"
    assert now(followed).status == "archived"


def box_of(case: Case) -> str:
    """Return the number of the box, as its cover says."""
    cover = case.submissions.filter(form="C16").latest("pk").form_of("C16")["fields"]
    return next(str(each["value"]) for each in cover if each["key"] == "archive_no")


# ── X21 计划批准前的紧急服务 ──────────────────────────────────────────────────────────────


def test_x21_help_comes_before_the_plan_and_is_read_within_a_day(
    lead: Case, people: People
) -> None:
    worker, supervisor = people["worker"], people["supervisor"]
    with at("2026-03-23 10:00"):
        case = actors.accepted(lead, **people)
        assert "先触发危机" in why_not(case, "emergency_session", worker)
        url, sent = f"/dossiers/{case.pk}/do/emergency_session/", {"verb": "emergency_session"}
        assert Browser(worker).client.post(url, sent).status_code == 409
        done(asked(case, "raise_crisis", by=worker, reason=""), "触发危机")
    with at("2026-03-23 16:00"):
        when = {"date": "2026-03-23", "start": "10:30", "end": "12:00"}
        urgent = {key: said for key, said in C05.items() if key != "objectives"} | {"time": when}
        browser = Browser(worker)
        page = browser.open(f"/dossiers/{case.pk}/record/?for=emergency_session")
        done(browser.press(page, "emergency_session", typing(urgent)), "紧急服务记录（计划前）")
    assert now(case).status == "assessing"
    (filed,) = case.submissions.filter(form="C05")
    assert filed.verb == "emergency_session"
    assert Message.objects.filter(recipient=supervisor, kind="case.emergency_session").exists()
    with at("2026-03-24 09:00"):
        browser = Browser(supervisor)
        assert case.number in browser.open("/").main
        page = browser.open(f"/dossiers/{case.pk}/filed/{filed.pk}/")
        browser.press(page, "阅")
    assert filed.reviews.get().decision == "read"
