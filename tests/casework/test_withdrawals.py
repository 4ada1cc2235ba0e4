"""撤回同意 (handbook 4.13 X10): what is withdrawn is neither asked, shown nor printed any more."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from casework import archive, consents
from casework.approvals import latest
from casework.comparison import shown_fields, text_of
from casework.drafts import checked, draft_of, raw_of
from casework.errors import RuleError
from casework.models import Case, Person, Withdrawal
from casework.services import act, save_draft
from notifications.models import Message, Urgency
from tests.actors import (
    accepted,
    archived,
    assessed,
    closed,
    fill,
    planned,
    screened,
    seen,
    served,
    visited,
)
from tests.actors import suspended as put_to_rest
from tests.driver import at
from tests.filled import C02, C03, D01
from tests.invariants import check

ILL = "高血压，每天服药。"
PHOTOS = {"photo": "yes", "audio": "no", "case_publication": "yes", "anonymised_only": "yes"}
SHARED = [
    {"recipient": "区医院", "purpose": "就诊", "items": "病情", "agree": "yes"},
    {"recipient": "居委会", "purpose": "探访", "items": "住址", "agree": "yes"},
]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with at("2026-03-25 10:00"):
        yield


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """In assessment; health and benefit agreed to, pictures too, two others may be told."""
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C02", by=lin_yue, media_consent=PHOTOS, share_consent=SHARED)
    fill(lead, "C01", by=lin_yue)
    fill(lead, "D01", by=lin_yue, health=ILL)
    act("submit_intake", lead, by=lin_yue)
    given: dict[str, Any] = {"owner": lin_yue, "supervisor": zheng_min, "level": "一般个案"}
    act("approve_intake", lead, by=zhou_lan, judgement=seen(lead, "submit_intake"), **given)
    return lead


def withdraw(case: Case, *items: str, by: User, on: date | None = None) -> None:
    said: dict[str, Any] = {"way": "口头", "wish": "“不想再说这些。”"}
    day = on or timezone.localdate()
    act("withdraw_consent", case, by=by, items=list(items), on=day, **said)


def sealed(case: Case, form: str) -> dict[str, Any]:
    found = latest(case, form)
    assert found
    return {each["key"]: each["value"] for each in found.form_of(form)["fields"]}


# ── what it says ──────────────────────────────────────────────────────────────────────────


def test_a_new_version_of_the_agreement_says_what_when_and_how(case: Case, lin_yue: User) -> None:
    before = latest(case, "C02")
    withdraw(case, "health", by=lin_yue, on=date(2026, 3, 24))

    after = latest(case, "C02")
    assert before
    assert after
    assert (after.pk, after.instance) != (before.pk, before.instance)
    assert sealed(case, "C02")["withdrawal"] == {
        "date": "2026-03-24",
        "scope": "2026-03-24 口头：健康、精神状况",
        "handled_by": "林悦",
    }
    assert sealed(case, "C02")["sensitive_consent"] == ["health", "benefit"]
    assert ["服务对象怎么说", "“不想再说这些。”"] in after.snapshot["said"]
    assert {each["key"]: each["value"] for each in before.form_of("C02")["fields"]}[
        "withdrawal"
    ] is None
    check(case)


def test_supervisor_and_head_are_told_with_a_number_alone(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    withdraw(case, "health", by=lin_yue)

    told = Message.objects.filter(kind="case.withdraw_consent")
    assert {each.recipient for each in told} == {zheng_min, zhou_lan}
    assert {each.urgency for each in told} == {Urgency.IMPORTANT}
    assert {each.says for each in told} == {f"{case.number}：撤回同意"}


def test_who_may_record_it(case: Case, zheng_min: User, chen_siyuan: User) -> None:
    for user in (zheng_min, chen_siyuan):
        with pytest.raises(PermissionDenied):
            withdraw(case, "health", by=user)


@pytest.mark.parametrize(
    ("items", "on", "says"),
    [
        ([], "2026-03-25", "请勾选"),
        (["disability"], "2026-03-25", "只能撤回现在有效的"),
        (["all", "health"], "2026-03-25", "不用再勾别的"),
        (["health"], "2026-03-26", "撤回日期"),
        (["health"], "2020-01-01", "撤回日期"),
    ],
)
def test_what_makes_no_sense_is_refused(
    case: Case, lin_yue: User, items: list[str], on: str, says: str
) -> None:
    with pytest.raises(RuleError, match=says):
        withdraw(case, *items, by=lin_yue, on=date.fromisoformat(on))
    assert not Withdrawal.objects.exists()


# ── what it closes ────────────────────────────────────────────────────────────────────────


def test_an_item_withdrawn_closes_its_questions_and_no_others(case: Case, lin_yue: User) -> None:
    withdraw(case, "health", by=lin_yue)

    assert set(consents.closed(case, "C03")) == {"bio", "psycho"}
    assert "已撤回" in consents.closed(case, "C03")["bio"]
    assert "没有同意" in consents.closed(case, "D01")["disability"]
    assert "benefits" not in consents.closed(case, "D01")


def test_a_draft_cannot_smuggle_in_what_is_closed(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    """Neither what was typed before, nor what is typed after; the row keeps what it had."""
    fill(case, "C03", by=lin_yue, bio="撤回前写的病情")
    withdraw(case, "health", by=lin_yue)
    assert raw_of(case, "C03")["bio"] == ""
    save_draft(case, "C03", C03 | {"bio": "撤回后写的病情"}, by=lin_yue)
    act("submit_assessment", case, by=lin_yue)

    found = latest(case, "C03")
    assert found
    assert sealed(case, "C03")["bio"] is None
    assert "病情" not in found.content


def test_what_is_kept_of_the_person_is_not_sealed_again(case: Case, lin_yue: User) -> None:
    """D01 goes along with a later intake of the same person, under another agreement."""
    withdraw(case, "health", by=lin_yue)
    assert Person.objects.get(pk=case.person_id).health == ILL
    assert checked(case, "D01").content["health"] is None


def test_a_referral_no_longer_begins_with_a_consent_that_was_withdrawn(
    case: Case, lin_yue: User
) -> None:
    assert [row["agree"] for row in consents.given(case)["share_consent"]] == [True, True]
    withdraw(case, "share-0", by=lin_yue)

    assert [row["agree"] for row in consents.given(case)["share_consent"]] == [False, True]
    assert "share-0" not in dict(consents.withdrawable(case))


def test_an_authorisation_to_publish_is_to_be_called_back_within_a_day(
    case: Case, lin_yue: User
) -> None:
    withdraw(case, "media", by=lin_yue)

    made = Withdrawal.objects.get()
    assert made.recall_by
    assert (made.recall_by - made.at).total_seconds() == 24 * 3600
    media = consents.given(case)["media_consent"]
    assert not media["photo"] | media["case_publication"]


def test_nothing_is_called_back_that_was_never_allowed(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    withdraw(case, "all", by=lin_yue)
    assert Withdrawal.objects.get().recall_by is None


# ── all of it ─────────────────────────────────────────────────────────────────────────────


def test_a_whole_withdrawal_closes_all_that_is_sensitive_and_ends_nothing(
    case: Case, lin_yue: User
) -> None:
    withdraw(case, "all", by=lin_yue)

    assert case.status == "assessing"
    assert not consents.is_signed(case)
    assert "已撤回" in consents.closed(case, "C03")["bio"]
    assert consents.closed(case, "C12") == {}
    case.person.refresh_from_db()
    assert case.person.consent_status == "已撤回"
    with pytest.raises(RuleError, match="没有生效的同意"):
        withdraw(case, "all", by=lin_yue)
    act("client_ends", case, by=lin_yue, wish="不要了", informed="随时再来")
    assert case.status == "closing"
    check(case)


def test_what_was_sealed_before_stays_sealed_and_is_not_shown(case: Case, lin_yue: User) -> None:
    found = latest(case, "D01")
    assert found
    was = found.sha256
    withdraw(case, "health", by=lin_yue)

    found.refresh_from_db()
    assert (found.sha256, ILL in found.content) == (was, True)
    shown = {each["key"]: text_of(each) for each in shown_fields(found, "D01")}
    assert shown["health"] == "已撤回同意，不再显示。"
    assert shown["living_with"] == D01["living_with"]
    assert consents.restricts(case, found, ["D01"])
    assert not consents.restricts(case, found, ["C02"])


def test_where_the_law_obliges_it_may_be_read_as_long_as_that_lasts(
    case: Case, lin_yue: User
) -> None:
    """保密例外 (handbook 2.3): a crisis or a mandatory report goes before consent."""
    withdraw(case, "all", by=lin_yue)
    assert "health" in consents.hidden(case, "D01")
    assert consents.hidden(case, "C12") == set()

    act("raise_crisis", case, by=lin_yue, reason="")
    assert consents.hidden(case, "D01") == set()
    assert consents.closed(case, "C05") == {}


def test_a_consent_of_a_later_day_holds_again(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    """Withdrawn while the head has not decided yet: nothing can be approved until signed anew."""
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C02", by=lin_yue)
    fill(lead, "C01", "D01", by=lin_yue)
    act("submit_intake", lead, by=lin_yue)
    withdraw(lead, "all", by=lin_yue)
    judgement = seen(lead, "submit_intake")
    given: dict[str, Any] = {"owner": lin_yue, "supervisor": zheng_min, "level": "一般个案"}
    with pytest.raises(RuleError, match="须先签"):
        act("approve_intake", lead, by=zhou_lan, judgement=judgement, **given)

    act("withdraw_intake", lead, by=lin_yue)
    with pytest.raises(RuleError, match="须先签"):
        act("submit_intake", lead, by=lin_yue)
    with at("2026-03-27 10:00"):
        anew = [row | {"date": "2026-03-26"} for row in C02["signatures"]]
        fill(lead, "C02", by=lin_yue, signatures=anew)
        act("submit_intake", lead, by=lin_yue)
        judgement = seen(lead, "submit_intake")
        act("approve_intake", lead, by=zhou_lan, judgement=judgement, **given)
        assert consents.is_signed(lead)
        assert sealed(lead, "C02")["withdrawal"]["date"] == "2026-03-25"
        check(lead)


# ── seeing to it ──────────────────────────────────────────────────────────────────────────


def test_it_is_seen_to_within_fifteen_working_days(case: Case, lin_yue: User) -> None:
    withdraw(case, "health", by=lin_yue)

    clock = case.deadlines.get(verb="settle_withdrawal")
    assert clock.due_on == date(2026, 4, 16)  # 清明 04-04 – 06 lies between
    act("settle_withdrawal", case, by=lin_yue, measures="停止收集，告知督导。")
    clock.refresh_from_db()
    assert clock.met_on == date(2026, 3, 25)
    assert Withdrawal.objects.get().settled_on == date(2026, 3, 25)
    with pytest.raises(RuleError, match="没有等着处理的撤回"):
        act("settle_withdrawal", case, by=lin_yue, measures="再来一次。")
    check(case)


def test_its_clock_does_not_rest_with_the_case(case: Case, lin_yue: User, zheng_min: User) -> None:
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    planned(case, worker=lin_yue, supervisor=zheng_min)
    withdraw(case, "benefit", by=lin_yue)
    put_to_rest(case, worker=lin_yue, supervisor=zheng_min, until="2026-05-01")

    assert case.deadlines.running().filter(verb="settle_withdrawal").exists()
    withdraw(case, "media", by=lin_yue)
    check(case)


def test_of_an_archived_case_too_and_it_stays_archived(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    planned(case, worker=lin_yue, supervisor=zheng_min)
    with at("2026-06-20 10:00"):
        served(case, worker=lin_yue)
        closed(case, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        visit = {"actual": "2026-06-20"}
        visited(case, worker=lin_yue, visit=visit, conclusion="结束跟进")
        archived(case, worker=lin_yue, head=zhou_lan)

        withdraw(case, "all", by=lin_yue)
        act("settle_withdrawal", case, by=lin_yue, measures="停止使用，只保存。")
        assert case.status == "archived"
        assert consents.is_restricted(case)
        with patch.object(archive, "shelves", []):
            check(case)


def test_the_cover_of_what_is_archived_later_says_strictly_limited(
    case: Case, lin_yue: User
) -> None:
    assert archive.begun_with(case)["access"][0] == "限制"
    withdraw(case, "benefit", by=lin_yue)
    assert archive.begun_with(case)["access"][0] == "严格限制"


def test_drafts_forget_it_and_pages_that_were_open_are_old(case: Case, lin_yue: User) -> None:
    fill(case, "C03", by=lin_yue, bio="写了一半的病情")
    draft = draft_of(case, "C03")
    assert draft
    withdraw(case, "all", by=lin_yue)
    later = draft_of(case, "C03")
    assert later
    assert later.version > draft.version
    assert text_of({"shown": later.raw["bio"]}) == ""
