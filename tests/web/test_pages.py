"""消息, 个案 list, 帮助, 为什么不能: what they show, to whom, and nothing else."""

import pytest

from accounts.models import Community, User
from casework.lifecycles import CaseLifecycle, machines_of
from casework.models import Case
from notifications.models import Message
from tests.actors import registered
from tests.driver import Browser
from tests.filled import LEAD
from tests.pages import Page
from web.views import dossiers

# ── 消息 ──────────────────────────────────────────────────────────────────────────────────


def test_messages_are_counted_and_read_one_by_one(
    lead: Case, community: Community, xu_qin: User, zhou_lan: User
) -> None:
    other = registered(community, by=xu_qin)
    browser = Browser(zhou_lan)
    page = browser.open("/messages/")
    assert "2 条未读" in page.main
    assert page.find("a", **{"aria-label": "消息，2 条未读"})

    page = browser.press(page, f"去看 {lead.number}：登记求助")

    assert page.url == f"/dossiers/{lead.pk}/"
    page = browser.open("/messages/")
    assert "1 条未读" in page.main
    page = browser.press(page, "全部标为已读")
    assert "都看过了" in page.main
    assert other.number in page.main
    assert not page.offers("全部标为已读")


def test_only_ones_own_messages_are_shown_and_read(
    lead: Case, zhou_lan: User, lin_yue: User
) -> None:
    (message,) = Message.objects.filter(recipient=zhou_lan)
    browser = Browser(lin_yue)

    assert "还没有消息。" in browser.open("/messages/").main
    assert browser.client.post(f"/messages/{message.pk}/").status_code == 404
    browser.client.post("/messages/read/")

    message.refresh_from_db()
    assert message.read_at is None


# ── 个案 ──────────────────────────────────────────────────────────────────────────────────


def found(user: User, wanted: str) -> Page:
    browser = Browser(user)
    response = browser.client.post("/dossiers/", {"q": wanted})
    assert response.headers["Location"] == "/dossiers/"
    return browser.open("/dossiers/")


@pytest.mark.parametrize("wanted", ["秦玉兰", "秦玉", "TQDJ-J-2026-0001", "0001", " 秦玉兰 "])
def test_a_case_is_found_by_name_or_number(lead: Case, zhou_lan: User, wanted: str) -> None:
    page = found(zhou_lan, wanted)

    assert lead.number in page.main
    assert "秦**" in page.main


@pytest.mark.parametrize("wanted", ["秦", "玉兰", "赵桂芳", "10000000001", "%", "_"])
def test_what_is_too_little_or_not_there_finds_nothing(
    lead: Case, zhou_lan: User, wanted: str
) -> None:
    page = found(zhou_lan, wanted)

    assert "没有找到。" in page.main
    assert lead.number not in page.main


def test_nobody_finds_what_is_not_theirs(
    lead: Case, lin_yue: User, zheng_min: User, zhang_qian: User, xu_qin: User
) -> None:
    for user in (lin_yue, zheng_min, zhang_qian, xu_qin):
        assert lead.number not in found(user, "秦玉兰").main
        assert lead.number not in Browser(user).open("/dossiers/").main


def test_a_search_is_kept_out_of_the_address_and_can_be_undone(lead: Case, zhou_lan: User) -> None:
    browser = Browser(zhou_lan)
    browser.client.post("/dossiers/", {"q": "赵桂芳"})
    page = browser.open("/dossiers/")
    assert (page.url, lead.number in page.main) == ("/dossiers/", False)

    page = browser.press(page, "看全部")

    assert lead.number in page.main


def test_a_list_turns_its_pages(
    community: Community, xu_qin: User, zhou_lan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossiers, "PAGE", 5)
    for _number in range(6):
        registered(community, by=xu_qin)
    browser = Browser(zhou_lan)
    first = browser.open("/dossiers/")
    assert "共 6 件" in first.main
    assert len(list(first.find("tbody")[0].find("tr"))) == 5

    second = browser.open("/dossiers/?page=2")

    assert "TQDJ-J-2026-0001" in second.main


def test_a_community_sees_how_far_and_nothing_more(lead: Case, xu_qin: User) -> None:
    page = Browser(xu_qin).open("/leads/")

    assert lead.registration in page.main
    assert "秦" not in page.main
    assert LEAD["C01"]["presenting_problem"] not in page.html
    assert Browser(xu_qin).open(f"/dossiers/{lead.pk}/").status == 404


# ── 帮助, 为什么不能 ──────────────────────────────────────────────────────────────────────


def test_help_tells_every_row_of_the_machine(lin_yue: User) -> None:
    page = Browser(lin_yue).open("/help/")
    told = {each.words for each in page.find("th", scope="row")}

    assert {str(row.label) for row in CaseLifecycle.rows} <= told
    assert {str(each.says) for row in CaseLifecycle.rows for each in row.guards} <= {
        each.words for each in page.find("li")
    }


@pytest.mark.parametrize("point", ["screening", "assessing", "plan_submitted", "intervening"])
@pytest.mark.parametrize("who", ["lin_yue", "zheng_min", "zhou_lan"])
def test_every_verb_can_be_done_or_says_why_not(
    point: str, who: str, request: pytest.FixtureRequest
) -> None:
    """The page's sentences are the guards' own, for every verb of the machine."""
    case, user = request.getfixturevalue(point), request.getfixturevalue(who)
    page = Browser(user).open(f"/dossiers/{case.pk}/")
    if page.status == 404:  # the supervisor, before anything was submitted
        assert (point, who) == ("screening", "zheng_min")
        return
    shown = {each["data-verb"]: each.words for each in page.find("details") if each["data-verb"]}

    machines = [
        machine
        for machine in machines_of(Case.objects.get(pk=case.pk))
        if machine.key != "document"  # done to one paper, on that paper's own page
    ]
    verdicts = [verdict for machine in machines for verdict in machine.why_not(user)]
    blocked = {
        verdict.move.verb: [each.says for each in verdict.unmet]
        for verdict in verdicts
        if not verdict.allowed
    }
    verbs = {verb for machine in machines for verb in machine.verbs}
    begun = {"register", "new_episode", "start_followup"}  # nobody does these to a dossier
    clock = {"generate", "overdue"}  # nobody does these at all
    assert {verdict.move.verb for verdict in verdicts} == verbs - begun - clock

    assert set(shown) == set(blocked)
    for verb, sentences in blocked.items():
        assert sentences
        assert [each for each in sentences if each not in shown[verb]] == []


def test_what_stands_in_the_way_leads_to_where_it_is_mended(
    screening: Case, lin_yue: User, zhou_lan: User
) -> None:
    page = Browser(lin_yue).open(f"/dossiers/{screening.pk}/")
    (why,) = page.find("details", **{"data-verb": "submit_intake"})
    link = next(each["href"] for each in why.find("a"))
    assert link == f"/dossiers/{screening.pk}/?form=C02#f-signatures"
    assert Browser(lin_yue).open(link).part("f-signatures")

    page = Browser(zhou_lan).open(f"/dossiers/{screening.pk}/")
    (why,) = page.find("details", **{"data-verb": "submit_intake"})
    assert list(why.find("a")) == []
