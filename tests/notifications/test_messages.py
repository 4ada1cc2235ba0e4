"""消息: promised in the act's own transaction, read by whom they are for, telling nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Post, Role, Station, User
from casework.approvals import Judgement, Note, pending
from casework.models import Case
from casework.registration import register
from casework.services import act, save_draft
from notifications.models import Message, Urgency
from notifications.services import (
    MOST_COUNTED,
    acknowledge,
    acknowledged,
    mark_read,
    messages_of,
    notify,
    unacknowledged,
    unread,
)
from tests.actors import accepted, assessed, fill, returned, screened
from tests.conftest import LONG_AGO, person
from tests.driver import HERE, at
from tests.filled import FILLED, LEAD, NO_CRISIS

NUMBER = re.compile(r"TQDJ-[JC]-2026-\d{4}")


def told(recipients: list[int], **changes: Any) -> None:
    notify(recipients, **({"kind": "k", "says": "TQDJ-J-2026-0001：派单", "link": "/"} | changes))


# ── what they never say ───────────────────────────────────────────────────────────────────


def words(raw: Any) -> Iterator[str]:
    """Every text that was typed, and every part of it which could be told apart."""
    if isinstance(raw, dict | list):
        for each in raw.values() if isinstance(raw, dict) else raw:
            yield from words(each)
    elif isinstance(raw, str) and len(raw) > 1:
        yield raw
        yield from (each for each in re.split(r"[，。、；： ]", raw) if len(each) > 2)


def test_no_message_holds_a_name_a_number_or_a_word_of_the_case(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    secret = "药藏在柜子里"
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    nine = [{"scale": "PHQ-9", "score": "17", "item9": "2"}]
    fill(case, "C03", by=lin_yue, scales=nine, safety_plan=secret, psycho=secret)
    act("submit_assessment", case, by=lin_yue)
    waiting = pending(case, "submit_assessment")
    assert waiting
    judgement = Judgement(waiting.sha256, secret, [Note("C03", "psycho", secret)])
    act("return_assessment", case, by=zheng_min, judgement=judgement)
    _another_ends(case, lin_yue, zhou_lan, secret)

    says = [each.says for each in Message.objects.all()]
    assert len(says) > 10
    assert all(NUMBER.match(each) for each in says)
    everything = "\n".join(NUMBER.sub("", each) for each in says)
    labels = {"接案", "预估", "初筛", "社工", "站长", "转介"}  # what the steps are called
    typed = {*words(FILLED), *words(LEAD), secret, "不想要了", "林悦", "郑敏", "周岚"} - labels
    assert [each for each in typed if each in everything] == []
    assert all(re.fullmatch(r"/(dossiers/\d+|leads)/", each.link) for each in Message.objects.all())


def _another_ends(case: Case, worker: User, head: User, secret: str) -> None:
    raw: Any = {"D01": {"name": "佚名", "sex": "女"}, "C01": {"presenting_problem": secret}}
    other = register(raw, community=case.community, by=worker)  # type: ignore[arg-type]
    save_draft(other, "C01", {"crisis_screen": NO_CRISIS | {"violence": "yes"}}, by=worker)
    screened(other, worker=worker, head=head)
    act("requester_withdraws", other, by=worker, wish="不想要了", informed=secret)


# ── whom they are for ─────────────────────────────────────────────────────────────────────


def test_each_is_told_once_and_nobody_of_what_they_did_themselves(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    said = [(each.kind, str(each.recipient)) for each in Message.objects.all()]
    assert sorted(said) == sorted(
        [
            ("case.register", "周岚"),
            ("case.assign", "林悦"),
            ("case.submit_intake", "郑敏"),
            ("case.submit_intake", "周岚"),
            ("case.approve_intake", "林悦"),
            ("case.approve_intake", "郑敏"),
            ("case.submit_assessment", "郑敏"),
            ("case.approve_assessment", "林悦"),
        ]
    )


def test_who_works_for_the_community_as_well_is_told_of_their_work(
    lead: Case, lin_yue: User, zhou_lan: User, station: Station
) -> None:
    Post.objects.create(user=lin_yue, station=station, role=Role.COMMUNITY, since=LONG_AGO)
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    (message,) = messages_of(lin_yue)
    assert (message.kind, message.link) == ("case.assign", f"/dossiers/{lead.pk}/")


def test_of_the_community_only_who_brought_it_learns_that_it_was_declined(
    lead: Case, lin_yue: User, zhou_lan: User, xu_qin: User, station: Station
) -> None:
    cao_wei = person("cao.wei", "曹伟", station, Role.COMMUNITY)
    case = screened(lead, worker=lin_yue, head=zhou_lan)
    fill(case, "C01", by=lin_yue, decision_suggest="不接案", reject_reason="不属本站范围")
    act("ask_decline", case, by=lin_yue, told="当面", alternatives="法律援助中心")
    waiting = pending(case, "ask_decline")
    assert waiting
    act("decline", case, by=zhou_lan, judgement=Judgement(waiting.sha256))
    assert messages_of(xu_qin).filter(kind="case.decline").exists()
    assert not messages_of(cao_wei).exists()


# ── the outbox and the list ───────────────────────────────────────────────────────────────


def test_an_act_taken_back_promises_nothing(lin_yue: User) -> None:
    with transaction.atomic():
        told([lin_yue.pk])
        transaction.set_rollback(True)
    assert unread(lin_yue) == 0


def test_the_newest_comes_first_and_whoever_is_named_twice_is_told_once(
    lin_yue: User, zhou_lan: User
) -> None:
    told([lin_yue.pk, lin_yue.pk, zhou_lan.pk])
    told([lin_yue.pk], says="TQDJ-J-2026-0002：派单")
    assert [each.says[:16] for each in messages_of(lin_yue)] == [
        "TQDJ-J-2026-0002",
        "TQDJ-J-2026-0001",
    ]


def test_one_reads_ones_own_and_only_those_named(lin_yue: User, zhou_lan: User) -> None:
    for _each in range(3):
        told([lin_yue.pk, zhou_lan.pk])
    first = messages_of(lin_yue).last()
    theirs = messages_of(zhou_lan).last()
    assert first
    assert theirs
    assert mark_read(lin_yue, [first.pk, theirs.pk]) == 1
    assert (unread(lin_yue), unread(zhou_lan)) == (2, 3)
    assert mark_read(lin_yue) == 2
    assert mark_read(lin_yue) == 0


def test_a_flood_is_counted_no_further_than_anybody_reads(lin_yue: User) -> None:
    for _each in range(MOST_COUNTED + 9):
        told([lin_yue.pk])
    assert unread(lin_yue) == MOST_COUNTED + 1


# ── levels and acknowledgement ────────────────────────────────────────────────────────────


def test_what_comes_back_is_important_and_what_waits_is_not(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    fill(case, "C03", by=lin_yue)
    act("submit_assessment", case, by=lin_yue)
    judgement = returned(case, "submit_assessment", "C03#psycho")
    act("return_assessment", case, by=zheng_min, judgement=judgement)
    levels = dict(Message.objects.values_list("kind", "urgency"))
    assert levels["case.submit_assessment"] == Urgency.ORDINARY
    assert levels["case.return_assessment"] == Urgency.IMPORTANT


def test_whoever_did_it_is_not_told_of_it(lin_yue: User, zhou_lan: User) -> None:
    told([lin_yue.pk, zhou_lan.pk], by=zhou_lan)
    assert (unread(lin_yue), unread(zhou_lan)) == (1, 0)


def asked(*recipients: User, kind: str = "crisis.raise", link: str = "/dossiers/1/") -> Message:
    """Ask for an acknowledgement, and return the first one's message."""
    pks = [each.pk for each in recipients]
    told(pks, kind=kind, link=link, urgency=Urgency.URGENT, must_ack=True)
    return messages_of(recipients[0])[0]


def test_a_receipt_says_who_and_when_and_answers_what_was_sent_again(
    zheng_min: User, zhou_lan: User
) -> None:
    asked(zheng_min, zhou_lan)
    again = asked(zheng_min, zhou_lan)
    asked(zheng_min, link="/dossiers/2/")
    with at("2026-03-25 10:09"):
        assert acknowledge(again, by=zheng_min) == 2
    (first, _second) = acknowledged(kind="crisis.", link="/dossiers/1/")
    assert first.acknowledged_by == zheng_min
    assert first.acknowledged_at
    assert first.acknowledged_at.astimezone(HERE).strftime("%H:%M") == "10:09"
    waiting = unacknowledged(link="/dossiers/1/")
    assert {each.recipient for each in waiting} == {zhou_lan}
    assert unacknowledged(kind="crisis.").count() == 3
    assert not unacknowledged(kind="case.").exists()


def test_the_first_answer_stands(zheng_min: User) -> None:
    message = asked(zheng_min)
    with at("2026-03-25 10:09"):
        acknowledge(message, by=zheng_min)
    with at("2026-03-25 10:30"):
        assert acknowledge(message, by=zheng_min) == 0
    message.refresh_from_db()
    assert message.acknowledged_at
    assert message.acknowledged_at.astimezone(HERE).strftime("%H:%M") == "10:09"
    assert message.read_at


def test_nobody_answers_for_another(zheng_min: User, zhou_lan: User) -> None:
    message = asked(zheng_min)
    with pytest.raises(PermissionDenied):
        acknowledge(message, by=zhou_lan)
    assert unacknowledged().count() == 1


def test_what_is_older_than_ten_minutes_can_be_asked_for(zheng_min: User) -> None:
    with at("2026-03-25 10:00"):
        asked(zheng_min)
    with at("2026-03-25 10:11"):
        asked(zheng_min)
        before = timezone.now() - timedelta(minutes=10)
        assert unacknowledged(before=before).count() == 1


def test_what_asks_for_no_answer_waits_for_none(zheng_min: User) -> None:
    told([zheng_min.pk])
    assert acknowledge(messages_of(zheng_min)[0], by=zheng_min) == 0
    assert not unacknowledged().exists()
    assert not acknowledged().exists()
