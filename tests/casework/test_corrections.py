"""更正 and 作废: what was filed or approved is never rewritten; a new version names the old."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from casework import archive, drafts, sessions
from casework.approvals import freeze, in_force, pending, submissions, valid
from casework.closed_loop import loop_of
from casework.corrections import begun
from casework.drafts import draft_of
from casework.errors import RuleError
from casework.lifecycles import DocumentLifecycle
from casework.marks import unread
from casework.models import Case, Correction, SessionRecord, Submission
from casework.services import act
from casework.versions import Version, state_of
from documents.models import Document
from documents.services import make
from tests import actors
from tests.driver import at
from tests.filled import FILLED
from tests.invariants import check

State = Correction.State
LONGER = {"time": {"date": "2026-03-27", "start": "14:00", "end": "15:30"}}


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """秦玉兰's case after three services, every paper printed; it is 2026-03-30."""
    with at("2026-03-25 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        actors.planned(lead, worker=lin_yue, supervisor=zheng_min)
    with at("2026-03-30 10:00"):
        for _each in range(3):
            actors.served(lead, worker=lin_yue)
        printed(lead)
        yield lead


def printed(case: Case) -> None:
    """As if the printer had made every paper: what is on it is not asked here."""
    waiting = Document.objects.filter(dossier=case.pk, state="pending")
    waiting.update(state="ready", content=b"sealed", pages=1, made_at=timezone.now())
    case.known.clear()


def version(case: Case, form: str, instance: int = 1) -> Version:
    """The newest version of one of a form."""
    case.known.clear()
    found = [e for e in submissions(case) if form in e.codes and e.instance_of(form) == instance]
    return Version(found[0], form)


def asked(case: Case, of: Version, *, by: User, **changes: Any) -> Submission:
    act("ask_revise", case, by=by, of=of, reason="时间记错了。", raw=begun(case, of) | changes)
    waiting = pending(case, "ask_revise")
    assert waiting
    return waiting


def agreed(case: Case, *, by: User) -> None:
    act("revise", case, by=by, judgement=actors.seen(case, "ask_revise"))
    printed(case)


# ── 更正 ──────────────────────────────────────────────────────────────────────────────────


def test_a_new_version_counts_once_it_is_approved(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    before = sessions.volume(case).minutes
    old = version(case, "C05", 2)
    asked(case, old, by=lin_yue, **LONGER)
    assert SessionRecord.objects.get(case=case.pk, instance=2).minutes == old_minutes(old)
    assert sessions.volume(case).minutes == before
    check(case)

    agreed(case, by=zheng_min)
    new = version(case, "C05", 2)
    assert sessions.volume(case).minutes == before - old_minutes(old) + 90
    assert sessions.volume(case).sessions == 3
    assert Document.objects.get(submission=new.submission).number == f"{case.number}-C05-02-2"
    assert state_of(case, version_at(case, old)) == State.SUPERSEDED
    assert state_of(case, new) == State.LOCKED
    assert version_at(case, old).submission.word == "已被新版替代"
    assert [each.instance for each in valid(case, "C05")] == [3, 2, 1]
    check(case)


def version_at(case: Case, of: Version) -> Version:
    return Version(next(e for e in submissions(case) if e.pk == of.submission.pk), of.form)


def old_minutes(of: Version) -> int:
    said = {each["key"]: each["value"] for each in of.submission.form_of("C05")["fields"]}
    return int(said["time"]["minutes"])


def test_the_original_stays_as_it_was_sealed(case: Case, lin_yue: User, zheng_min: User) -> None:
    old = version(case, "C05", 2)
    paper = Document.objects.get(submission=old.submission)
    Document.objects.filter(pk=paper.pk).update(state="pending", content=None)
    make(paper.pk)
    paper.refresh_from_db()
    sealed, content = paper.sha256, old.submission.content
    asked(case, old, by=lin_yue, **LONGER)
    agreed(case, by=zheng_min)

    paper.refresh_from_db()
    assert (paper.sha256, version_at(case, old).submission.content) == (sealed, content)
    assert paper.read().startswith(b"%PDF")
    correction = Correction.objects.get()
    assert correction.reason == "时间记错了。"
    assert correction.replaced_by == version(case, "C05", 2).submission
    new = version(case, "C05", 2).submission.snapshot["said"]
    assert new == [["更正哪一稿", "C05-02-1"], ["更正原因", "时间记错了。"]]


def test_the_box_and_the_ledger_go_by_the_new_version_and_show_both(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    old = version(case, "C05", 2)
    asked(case, old, by=lin_yue, **LONGER)
    assert "更正在等审批" in "".join(each.says for each in archive.missing(case))
    agreed(case, by=zheng_min)

    new = version(case, "C05", 2).submission
    boxed = [each.submission.pk for each in archive.papers(case) if each.form == "C05"]
    assert new.pk in boxed
    assert old.submission.pk not in boxed
    serving = loop_of(case).steps[3]
    assert new.pk in [each.pk for _form, each in serving.done]
    assert old.submission.pk in [each.pk for _form, each in serving.others]


def test_a_plan_is_corrected_and_stays_in_force(case: Case, lin_yue: User, zheng_min: User) -> None:
    plan = version(case, "C04")
    goals = begun(case, plan)["goals"]
    goals[0] = goals[0] | {"goal": "六月底前不再跌倒"}
    asked(case, plan, by=lin_yue, goals=goals)
    assert in_force(case, "C04").goals[0]["goal"] != "六月底前不再跌倒"
    agreed(case, by=zheng_min)
    assert in_force(case, "C04").goals[0]["goal"] == "六月底前不再跌倒"
    assert in_force(case, "C04").sign_client == begun_row(case).sign_client
    check(case)


def begun_row(case: Case) -> Any:
    return in_force(case, "C04")


def test_the_draft_of_the_next_record_is_left_alone(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    actors.fill(case, "C05", by=lin_yue)
    asked(case, version(case, "C05", 2), by=lin_yue, **LONGER)
    agreed(case, by=zheng_min)
    assert draft_of(case, "C05") is not None
    act("add_session", case, by=lin_yue)
    assert [each.instance for each in valid(case, "C05")] == [4, 3, 2, 1]


def test_what_is_refused_or_taken_back_leaves_all_as_it_was(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    for verb, by in (("refuse_revise", zheng_min), ("withdraw_revise", lin_yue)):
        before = sessions.volume(case)
        old = version(case, "C05", 1)
        base = Version(
            [e for e in submissions(case) if e.form == "C05" and e.stands("C05")][-1], "C05"
        )
        asked(case, base, by=lin_yue, **LONGER)
        said: dict[str, Any] = (
            {"judgement": actors.seen(case, "ask_revise")} if by == zheng_min else {}
        )
        act(verb, case, by=by, **said)
        assert sessions.volume(case) == before
        assert state_of(case, version_at(case, base)) == State.LOCKED
        assert Correction.objects.filter(ended_on=None).count() == 0
        assert old.instance == 1
        check(case)


def test_only_the_author_corrects_and_nobody_approves_their_own(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    old = version(case, "C05", 2)
    for other in (zheng_min, zhou_lan):
        with pytest.raises(PermissionDenied):
            asked(case, old, by=other, **LONGER)
    asked(case, old, by=lin_yue, **LONGER)
    with pytest.raises(PermissionDenied):
        act("revise", case, by=lin_yue, judgement=actors.seen(case, "ask_revise"))


def test_what_waits_for_a_decision_is_not_corrected(case: Case, lin_yue: User) -> None:
    asked(case, version(case, "C05", 2), by=lin_yue, **LONGER)
    waiting = version(case, "C05", 2)
    assert waiting.submission.outcome == "pending"
    with pytest.raises(RuleError, match="已锁定"):
        act("ask_revise", case, by=lin_yue, of=waiting, reason="再改。", raw={})
    with pytest.raises(RuleError, match="申请已经提出"):
        asked(case, version(case, "C05", 3), by=lin_yue, **LONGER)


def test_what_the_case_has_gone_by_is_not_changed_by_a_correction(
    case: Case, lin_yue: User
) -> None:
    plan = version(case, "C04")
    longer = begun(case, plan)["period"] | {"end": "2026-12-31"}
    with pytest.raises(RuleError) as refused:
        asked(case, plan, by=lin_yue, period=longer)
    assert "据以办理" in refused.value.errors["C04#period"]
    with pytest.raises(RuleError, match="和原来一样"):
        asked(case, plan, by=lin_yue)
    with pytest.raises(RuleError, match="写明"):
        act("ask_revise", case, by=lin_yue, of=plan, reason=" ", raw=begun(case, plan))
    assert not Correction.objects.exists()


TAKEN = {"status": "接收", "date": "2026-03-29", "by": "家医团队"}
SEEN_TO = [{"date": "2026-03-30", "result": "已就诊"}]
REST = {
    "type": "暂停",
    "client_opinion": "可以。",
    "params": {"end": "2026-05-01", "contact": "女儿"},
}
SELDOM: dict[str, Any] = {  # form: how it ended, what else is in it, what is corrected, what is not
    "C10": (
        "filed",
        {"receipt": TAKEN, "followup": SEEN_TO},
        {"recipient": FILLED["C10"]["recipient"] | {"person": "李医生"}},
        {"consent": {"agree": "duty"}, "receipt": TAKEN | {"status": "拒收"}},
    ),
    "C12": (
        "approved",
        {"found": FILLED["C12"]["found"] | {"at_date": "2026-03-28"}},
        {"debrief": "上次没有追问睡眠。"},
        {"crisis_type": "其他", "mandatory_report": {"required": "yes", "basis": ["wounds"]}},
    ),
    "C14": ("approved", REST, {"reason": "女儿接去同住一个月。"}, {"type": "延期"}),
    "C15": (
        "approved",
        {"intro": {"informed_at": "2026-03-28"}},
        {"parties": FILLED["C15"]["parties"] | {"to": "陈思元"}},
        {},
    ),
}


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """To be filed is all there is: what is sealed by hand here has no paper."""
    monkeypatch.setattr(archive, "shelves", [])


@pytest.mark.parametrize("form", SELDOM)
def test_what_seldom_happens_is_corrected_once_it_has_had_its_end(
    form: str, case: Case, lin_yue: User, zheng_min: User, unprinted: None
) -> None:
    """The slip of a pen in a referral, a crisis report, an application, a handover sheet."""
    outcome, also, mended, moved_by = SELDOM[form]
    drafts.write(case, form, FILLED[form] | also, by=lin_yue)
    freeze(case, "submit_it", [form], by=lin_yue, at=timezone.now(), outcome=outcome)
    drafts.drop(case, form)
    old = version(case, form)
    for key, answer in moved_by.items():
        with pytest.raises(RuleError) as refused:
            asked(case, old, by=lin_yue, **{key: answer})
        assert "据以办理" in "".join(refused.value.errors.values())

    asked(case, old, by=lin_yue, **mended)
    agreed(case, by=zheng_min)
    new = version(case, form)
    assert (new.instance, new.round) == (old.instance, old.round + 1)
    assert state_of(case, version_at(case, old)) == State.SUPERSEDED
    for key, answer in mended.items():
        assert begun(case, new)[key] == answer


def test_a_referral_without_its_receipt_goes_on_in_its_next_round(
    case: Case, lin_yue: User, unprinted: None
) -> None:
    drafts.write(case, "C10", FILLED["C10"], by=lin_yue)
    freeze(case, "ask_refer_mid", ["C10"], by=lin_yue, at=timezone.now(), outcome="approved")
    with pytest.raises(RuleError, match="没收到回执的转介"):
        asked(case, version(case, "C10"), by=lin_yue, summary="写短一些。")


def test_a_consent_is_signed_anew_not_corrected(case: Case, lin_yue: User) -> None:
    with pytest.raises(RuleError, match="同意书重签"):
        act("ask_revise", case, by=lin_yue, of=version(case, "C02"), reason="改。", raw={})


def test_before_its_paper_is_sealed_nothing_is_corrected(case: Case, lin_yue: User) -> None:
    actors.served(case, worker=lin_yue)
    fresh = version(case, "C05", 4)
    assert state_of(case, fresh) == State.APPROVED
    with pytest.raises(RuleError, match="已锁定"):
        asked(case, fresh, by=lin_yue, **LONGER)


# ── 作废 ──────────────────────────────────────────────────────────────────────────────────


def test_a_record_filed_by_mistake_no_longer_counts(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    errant = version(case, "C05", 3)
    for other in (lin_yue, zheng_min):
        with pytest.raises(PermissionDenied):
            act("void", case, by=other, of=errant, reason="重复了。")
    act("void", case, by=zhou_lan, of=errant, reason="同一次服务记了两份。")

    assert sessions.volume(case).sessions == 2
    assert errant.submission.pk not in [each.submission.pk for each in archive.papers(case)]
    assert version_at(case, errant).submission.word == "已作废"
    assert errant.submission.pk not in unread(zheng_min).values_list("pk", flat=True)
    check(case)
    actors.served(case, worker=lin_yue)
    assert [each.instance for each in valid(case, "C05")] == [4, 2, 1]
    check(case)


def test_what_others_decided_on_is_voided_only_for_a_newer_version(
    case: Case, zhou_lan: User
) -> None:
    with pytest.raises(RuleError, match="另有新版"):
        act("void", case, by=zhou_lan, of=version(case, "C04"), reason="不要了。")
    with pytest.raises(RuleError, match="写明"):
        act("void", case, by=zhou_lan, of=version(case, "C05", 1), reason="")
    assert not Correction.objects.exists()


def test_what_came_back_is_set_aside_by_its_author(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-03-25 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.fill(lead, "C03", by=lin_yue)
        act("submit_assessment", lead, by=lin_yue)
        judgement = actors.returned(lead, "submit_assessment", "C03#bio")
        act("return_assessment", lead, by=zheng_min, judgement=judgement)
        back = version(lead, "C03")
        with pytest.raises(PermissionDenied):
            act("void", lead, by=zheng_min, of=back, reason="重写。")
        act("void", lead, by=lin_yue, of=back, reason="人认错了，重写。")
        assert draft_of(lead, "C03") is None
        assert state_of(lead, version_at(lead, back)) == State.VOIDED
        check(lead)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        check(lead)


def test_an_archived_dossier_is_only_read(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-06-20 10:00"):
        actors.closed(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    with at("2026-07-20 10:00"):
        actors.visited(case, worker=lin_yue, conclusion="结束跟进")
        actors.archived(case, worker=lin_yue, head=zhou_lan)
        printed(case)
        of = version(case, "C05", 1)
        for verb, by in (("ask_revise", lin_yue), ("void", zhou_lan)):
            verdict = DocumentLifecycle(case, of).judge(verb, by)
            assert not verdict.allowed
        with pytest.raises(RuleError, match="只读"):
            asked(case, of, by=lin_yue, **LONGER)
