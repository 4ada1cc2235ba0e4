"""来报: whoever sees somebody in danger says so, and learns nothing by it (handbook 4.2, 6)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Community, Role, Station, User
from audit.models import Entry
from casework import calls
from casework.models import Call, Case, Crisis, DataKey, MandatoryReport
from casework.services import act
from casework.watching import watch
from notifications.models import Message
from tests import actors
from tests.conftest import person
from tests.driver import Browser, at
from tests.filled import D01
from tests.pages import Page

SEEN = "在楼下说不想活了。"
NAME, PHONE = D01["name"], D01["phone"]


@pytest.fixture
def ma_li(station: Station) -> User:
    """Supervises too, but not this case."""
    return person("ma.li", "马莉", station, Role.SUPERVISOR)


def called(user: User, button: str = "raise_crisis", **typed: Any) -> Page:
    """From the desk: the first press opens the question, the second says it."""
    browser = Browser(user)
    (link,) = [each["href"] for each in browser.open("/").find("a", **{"aria-label": "危机"})]
    return browser.press(browser.open(link), button, typed, within="call-form")


def crises(case: Case) -> list[tuple[str, User]]:
    return [(each.status, each.raised_by) for each in Crisis.objects.filter(dossier=case.pk)]


def told(kind: str) -> set[str]:
    return {each.recipient.username for each in Message.objects.filter(kind=kind)}


# ── a dossier that one does not see ───────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["chen_siyuan", "ma_li"])
@pytest.mark.parametrize("known", ["number", "name and phone"])
def test_a_colleague_raises_it_on_a_dossier_they_do_not_see(
    intervening: Case, who: str, known: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    by_number = {"number": intervening.number.lower()}
    named = by_number if known == "number" else {"name": NAME, "phone": PHONE}
    page = called(user, words=SEEN, **named)

    assert "已经报了" in page.words
    assert crises(intervening) == [("raised", user)]
    assert told("crisis.raise_crisis") == {"zheng.min", "zhou.lan"}
    assert Browser(user).open(f"/dossiers/{intervening.pk}/").status == 404
    assert (
        SEEN
        in Browser(request.getfixturevalue("zhou_lan")).open(f"/dossiers/{intervening.pk}/").main
    )


def test_so_does_the_community_for_what_they_have_brought(intervening: Case, xu_qin: User) -> None:
    browser = Browser(xu_qin)
    browser.press(browser.open("/leads/"), f"触发危机 ：{intervening.registration}")
    assert crises(intervening) == [("raised", xu_qin)]


def test_of_what_another_has_brought_the_head_is_told(
    intervening: Case, station: Station, community: Community, zhou_lan: User
) -> None:
    other = person("liu.fang", "刘芳", station, Role.COMMUNITY, community)
    called(other, number=intervening.number, words=SEEN)

    assert crises(intervening) == []
    assert "zhou.lan" in told("crisis.call")
    assert SEEN in Browser(zhou_lan).open(Call.objects.get().link).main


def test_a_mandatory_report_is_begun_in_the_same_way(
    intervening: Case, chen_siyuan: User, lin_yue: User
) -> None:
    called(chen_siyuan, "identify", number=intervening.number, words=SEEN)

    report = MandatoryReport.objects.get(dossier=intervening.pk)
    assert (report.status, report.identified_by) == ("identified", chen_siyuan)
    page = Browser(lin_yue).open(f"/dossiers/{intervening.pk}/")
    assert "陈思远" not in page.main


@pytest.mark.parametrize("who", ["gao_yuan", "zhang_qian"])
def test_who_looks_only_or_is_of_another_station_reaches_none_of_it(
    intervening: Case, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    Browser(user).client.post("/crisis/", {"number": intervening.number})
    assert crises(intervening) == []
    with pytest.raises(PermissionDenied):
        calls.call({"number": intervening.number}, station=intervening.station, by=user)


# ── nothing is learnt by it ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("theirs", "nobodys"),
    [
        ({"name": NAME, "phone": PHONE}, {"name": NAME, "phone": "10000009999"}),
        ({"number": "{}"}, {"number": "TQDJ-C-2026-9999"}),
        ({"number": "{}", "name": NAME}, {"number": "{}", "name": "不相干"}),
    ],
)
def test_the_answer_is_the_same_whether_anybody_was_found(
    intervening: Case, chen_siyuan: User, theirs: dict[str, str], nobodys: dict[str, str]
) -> None:
    number = intervening.number
    with at("2026-03-25 10:05"):
        one = called(chen_siyuan, **{k: v.format(number) for k, v in theirs.items()})
        listed = plain(one)
        Call.objects.all().delete()
        Crisis.objects.filter(dossier=intervening.pk).update(ended_on="2026-03-25")
        Message.objects.all().delete()
        other = called(chen_siyuan, **{k: v.format(number) for k, v in nobodys.items()})

    assert listed == plain(other)
    assert not Crisis.objects.filter(dossier=intervening.pk, ended_on=None).exists()


def plain(page: Page) -> tuple[int, str, str]:
    return page.status, page.url, page.words


def test_a_crisis_that_goes_on_already_is_not_told_to_the_caller_either(
    intervening: Case, chen_siyuan: User, xu_qin: User, zhou_lan: User
) -> None:
    called(xu_qin, number=intervening.number)
    page = called(chen_siyuan, number=intervening.number, words=SEEN)

    assert "已经报了" in page.words
    assert crises(intervening) == [("raised", xu_qin)]
    assert told("crisis.call") == {"zheng.min", "zhou.lan"}
    assert SEEN in Browser(zhou_lan).open(Call.objects.latest("pk").link).main


def test_in_a_crisis_of_which_the_worst_was_over_it_has_come_back(
    intervening: Case, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-05-07 10:00"):
        act("raise_crisis", intervening, by=zhou_lan)
        act("take_charge", intervening, by=zhou_lan, lead=zhou_lan)
        actors.fill(intervening, "C12", by=zheng_min)
        act("stabilise", intervening, by=zheng_min, cared_by="妹妹。")
        called(chen_siyuan, number=intervening.number, words=SEEN)

    assert crises(intervening) == [("active", zhou_lan)]
    assert told("crisis.relapse") == {"zheng.min", "zhou.lan"}


@pytest.mark.parametrize("named", ["number", "nobody"])
def test_the_caller_sees_that_it_was_received_and_nothing_of_the_case(
    intervening: Case, chen_siyuan: User, zhou_lan: User, named: str
) -> None:
    number = intervening.number if named == "number" else "TQDJ-C-2026-9999"
    page = called(chen_siyuan, number=number, words=SEEN)
    assert "等站长、督导回“收到”" in page.main

    browser = Browser(zhou_lan)
    message = Message.objects.get(recipient=zhou_lan, must_ack=True, kind__startswith="crisis.")
    browser.client.post(f"/messages/{message.pk}/acknowledge/")
    page = Browser(chen_siyuan).open("/crisis/")
    assert "已有人收到" in page.main
    for hidden in (intervening.number, NAME, SEEN, "周岚", "林悦"):
        assert hidden not in page.main
    assert Browser(chen_siyuan).open(Call.objects.get().link).status == 404


def test_a_supervisor_who_calls_does_not_read_their_own_call(
    intervening: Case, ma_li: User, zhou_lan: User
) -> None:
    """Else they would learn from it that no dossier was found."""
    page = called(ma_li, name="不知道", words=SEEN)
    assert "等你看是谁的事" not in page.main
    assert told("crisis.call") == {"zheng.min", "zhou.lan"}
    assert Browser(ma_li).open(Call.objects.get().link).status == 404


def test_no_message_and_no_line_of_the_trail_says_whom_it_is_about(
    intervening: Case, chen_siyuan: User
) -> None:
    called(chen_siyuan, name=NAME, words=SEEN)
    said = [each.says for each in Message.objects.filter(kind="crisis.call")]
    said += [each.body for each in Entry.objects.filter(verb__startswith="crisis.call")]
    assert said
    assert not [each for each in said if NAME in each or SEEN in each or "陈思远" in each]


# ── whose it is ───────────────────────────────────────────────────────────────────────────


def test_the_head_places_what_the_name_alone_did_not(
    intervening: Case, chen_siyuan: User, zhou_lan: User
) -> None:
    called(chen_siyuan, name=NAME, where="三号楼", words=SEEN)
    assert crises(intervening) == []
    own_key = Call.objects.get().data_key_id

    browser = Browser(zhou_lan)
    waiting = browser.open("/crisis/")
    (link,) = [each["href"] for each in waiting.find("a") if "/crisis/calls/" in each["href"]]
    page = browser.press(browser.open(link), f"就是这件 ：{intervening.number}")

    assert page.url == f"/dossiers/{intervening.pk}/"
    assert crises(intervening) == [("raised", zhou_lan)]
    assert f"{SEEN}；三号楼" in page.main
    found = Call.objects.get()
    assert (found.dossier_id, found.data_key) == (intervening.pk, intervening.data_key)
    assert found.said["words"] == SEEN
    assert not DataKey.objects.filter(pk=own_key).exists()
    assert "等你看是谁的事" not in browser.open("/crisis/").main


def test_what_is_nobodys_is_ended_with_a_word(chen_siyuan: User, zhou_lan: User) -> None:
    called(chen_siyuan, where="桥下", words=SEEN)
    browser, found = Browser(zhou_lan), Call.objects.get()
    page = browser.press(browser.open(found.link), "end", {"words": ""})
    assert "写一句怎么处理的" in page.words
    browser.press(browser.open(found.link), "end", {"words": "已到场，送医。"})

    found.refresh_from_db()
    assert found.ended_at
    assert "已到场，送医。" in browser.open(found.link).main
    with at("2026-03-25 13:00"):
        assert watch() == 0


def test_a_call_without_a_word_is_asked_for_one(chen_siyuan: User) -> None:
    page = called(chen_siyuan)
    assert page.status == 422
    assert "一样就行" in page.main
    assert not Call.objects.exists()


def test_two_presses_call_once(chen_siyuan: User, zhou_lan: User) -> None:
    for _press in range(2):
        called(chen_siyuan, where="桥下")
    assert Call.objects.count() == 1
    assert Message.objects.filter(recipient=zhou_lan, kind="crisis.call").count() == 1


# ── nobody waits in vain ──────────────────────────────────────────────────────────────────


def again(when: str) -> set[str]:
    Message.objects.all().delete()
    with at(when):
        watch()
        first = told("crisis.call")
        count = Message.objects.count()
        watch()
        assert Message.objects.count() == count
    return first


ALL = {"zheng.min", "zhou.lan", "liu.chang"}


@pytest.mark.usefixtures("zheng_min", "zhou_lan", "liu_chang")
def test_what_nobody_answers_is_told_again_and_to_those_above(chen_siyuan: User) -> None:
    called(chen_siyuan, where="桥下")
    times = ["10:09", "10:10", "10:19", "10:20", "10:30", "10:40", "12:00", "14:00"]
    found = [again(f"2026-03-25 {each}") for each in times]
    assert found == [set(), ALL, set(), ALL, ALL, set(), ALL, set()]


def test_answered_but_placed_nowhere_it_is_told_again_after_two_hours(
    chen_siyuan: User, zheng_min: User, zhou_lan: User, liu_chang: User
) -> None:
    called(chen_siyuan, where="桥下")
    browser = Browser(zhou_lan)
    browser.press(browser.open(Call.objects.get().link), "seen")
    assert again("2026-03-25 10:30") == set()
    assert again("2026-03-25 12:00") == ALL
    page = Browser(liu_chang).open(Call.objects.get().link)
    assert page.status == 200
    assert "桥下" not in page.main
    assert "陈思远" not in page.main


def test_where_there_is_neither_head_nor_supervisor_the_district_reads_it(
    chen_siyuan: User, liu_chang: User
) -> None:
    called(chen_siyuan, where="桥下")
    assert told("crisis.call") == {"liu.chang"}
    assert "桥下" in Browser(liu_chang).open(Call.objects.get().link).main


def test_the_list_of_the_one_who_works_on_it_stays_as_it_was(
    intervening: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    browser.press(browser.open("/crisis/"), f"触发危机 ：{intervening.number}")
    assert crises(intervening) == [("raised", lin_yue)]


@pytest.mark.usefixtures("zheng_min")
def test_a_lead_that_is_still_nobodys_is_reached_as_well(
    community: Community, xu_qin: User, chen_siyuan: User, zhou_lan: User
) -> None:
    case = actors.registered(community, by=xu_qin)
    called(chen_siyuan, number=case.registration)
    assert crises(case) == [("raised", chen_siyuan)]
