"""危机 on pages: two presses from anywhere; nobody is asked first, no guardian either."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Community, User
from casework import consents
from casework.models import Case, Crisis, MandatoryReport
from casework.services import act
from documents.models import Document
from notifications.models import Delivery, Message
from tests import actors
from tests.driver import Browser, at
from tests.filled import LEAD
from tests.groups import group_of
from tests.pages import Page
from tests.scenarios.walk import done, now
from web.doing import doing_of
from web.offers import Offers

# ── 触发 ──────────────────────────────────────────────────────────────────────────────────

IN_SERVICE = [
    *["/dossiers/{}/", "/dossiers/{}/?form=C03", "/dossiers/{}/?form=C14&for=ask_extend"],
    *["/dossiers/{}/?form=C12", "/dossiers/{}/record/", "/dossiers/{}/forms/C04/compare/"],
    *["/dossiers/{}/trace/", "/dossiers/{}/summary/", "/dossiers/{}/do/start_close/"],
    *["/dossiers/{}/do/ask_abort/", "/dossiers/{}/do/withdraw_consent/"],
]


def alarm_on(page: Page) -> str:
    """Return where the button of the bar leads."""
    assert page.status == 200, page.url
    (found,) = [each["href"] for each in page.find("a", **{"aria-label": "危机"})]
    return found


def raised_from(browser: Browser, page: Page) -> Page:
    """The first press opens the question, the second answers it: nothing need be typed."""
    asked = browser.open(alarm_on(page))
    return browser.press(asked, "raise_crisis")


def assert_raised(case: Case, by: User, was: str) -> None:
    crisis = Crisis.objects.get(dossier=case.pk)
    assert (crisis.status, crisis.raised_by) == ("raised", by)
    assert now(case).status == was
    assert not case.submissions.filter(outcome="pending").exists()
    told = Message.objects.filter(kind="crisis.raise_crisis")
    names = {each.recipient.username for each in told}
    assert names == {"zheng.min", "zhou.lan"} - {by.username}
    assert all(each.urgent and each.must_ack for each in told)


def test_every_page_of_a_dossier_has_the_button_and_it_is_of_this_dossier(
    intervening: Case, lin_yue: User
) -> None:
    today = {"date": "2026-03-25", "start": "08:00", "end": "09:00"}
    actors.served(intervening, worker=lin_yue, time=today)
    browser, pk = Browser(lin_yue), intervening.pk
    filed = intervening.submissions.get(form="C05").pk
    clock = intervening.deadlines.running().earliest("due_on").pk
    more = [f"/dossiers/{pk}/filed/{filed}/", f"/deadlines/{clock}/"]
    pages = [browser.open(each.format(pk)) for each in [*IN_SERVICE, *more]]

    assert {page.url: alarm_on(page) for page in pages} == {
        page.url: f"/dossiers/{pk}/do/raise_crisis/" for page in pages
    }
    raised_from(browser, pages[0])
    assert_raised(intervening, lin_yue, "intervening")


def test_from_the_page_of_a_group_it_leads_to_the_people_it_may_be_about(
    community: Community, lin_yue: User
) -> None:
    group = group_of(community, owner=lin_yue)

    assert alarm_on(Browser(lin_yue).open(f"/dossiers/{group.pk}/")) == "/crisis/"


def test_so_have_the_pages_of_the_closing(intervening: Case, lin_yue: User) -> None:
    case = actors.closing(intervening, worker=lin_yue)
    browser = Browser(lin_yue)
    pages = [browser.open(f"/dossiers/{case.pk}/{each}/") for each in ("closing", "satisfaction")]

    assert {alarm_on(page) for page in pages} == {f"/dossiers/{case.pk}/do/raise_crisis/"}
    raised_from(browser, pages[0])
    assert_raised(case, lin_yue, "closing")


@pytest.mark.parametrize("who", ["zheng_min", "zhou_lan", "liu_chang"])
def test_whoever_works_on_it_raises_it_from_its_page(
    intervening: Case, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    browser = Browser(user)
    raised_from(browser, browser.open(f"/dossiers/{intervening.pk}/"))
    assert_raised(intervening, user, "intervening")


@pytest.mark.parametrize("who", ["lin_yue", "zheng_min", "zhou_lan", "liu_chang"])
def test_from_the_desk_the_dossier_is_chosen_with_the_second_press(
    intervening: Case, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    browser = Browser(user)
    choosing = browser.open(alarm_on(browser.open("/")))
    browser.press(choosing, f"触发危机 ：{intervening.number}")
    assert_raised(intervening, user, "intervening")


@pytest.mark.usefixtures("zheng_min")
def test_before_it_is_accepted_too(screening: Case, lin_yue: User) -> None:
    browser = Browser(lin_yue)
    raised_from(browser, browser.open(f"/dossiers/{screening.pk}/"))
    assert_raised(screening, lin_yue, "screening")


def test_while_it_goes_on_the_button_leads_to_what_is_shown_of_it(
    intervening: Case, lin_yue: User
) -> None:
    browser = Browser(lin_yue)
    page = raised_from(browser, browser.open(f"/dossiers/{intervening.pk}/"))
    page = browser.open(alarm_on(page))
    assert (page.url, "危机 · 已触发" in page.main) == (f"/dossiers/{intervening.pk}/", True)
    assert Crisis.objects.count() == 1


def test_what_begins_a_report_stands_in_the_list_until_the_report_has_its_band(
    intervening: Case, lin_yue: User
) -> None:
    before = Offers(intervening, lin_yue, [])
    act("identify", intervening, by=lin_yue)
    after = Offers(now(intervening), lin_yue, [])

    assert before.beside == {"raise_crisis"}
    assert "identify" in doing_of(intervening, before)["listed"]
    assert {"report", "ack", "finish"} <= after.beside
    assert "stabilise" not in after.beside
    assert not {"identify", "report"} & doing_of(now(intervening), after)["listed"]


# ── 监护人 ────────────────────────────────────────────────────────────────────────────────

CHILD = {"name": "赵小雨", "sex": "女", "birth_date": "2016-05-01"}
ABUSER = {"name": "赵大海", "relation": "父亲"}
BY_CHILD = {"role": "服务对象", "name": "赵小雨", "way": "手写签名", "date": "2026-03-25"}
BY_GUARDIAN = BY_CHILD | {"role": "监护人", "name": "赵大海"}
FOUND = {"grounds": ["wounds"], "told": "手臂多处新伤，说是父亲打的。"}
TOLD = {"grounds": ["wounds"], "to": ["police", "civil"], "words": "14:00 打 110。"}


@pytest.fixture
def child(community: Community, xu_qin: User, lin_yue: User, zhou_lan: User) -> Case:
    """Ten years old; the only guardian is the one who is said to beat her."""
    case = actors.registered(community, by=xu_qin, D01=LEAD["D01"] | CHILD)
    actors.screened(case, worker=lin_yue, head=zhou_lan)
    actors.fill(case, "C02", by=lin_yue, signatures=[BY_CHILD])
    actors.fill(case, "C01", by=lin_yue)
    actors.fill(case, "D01", by=lin_yue, guardian=ABUSER, **CHILD)
    Message.objects.all().delete()
    return case


def reported(case: Case, by: User) -> None:
    """Found and reported; asked for grounds and addressee, for nobody's consent."""
    browser = Browser(by)
    for verb, said in (("identify", FOUND), ("report", TOLD)):
        page = browser.open(f"/dossiers/{case.pk}/do/{verb}/")
        form, _button = page.button(verb)
        assert page.names(form) - {"csrfmiddlewaretoken"} == set(said)
        browser.press(page, verb, said)
    assert MandatoryReport.objects.get(dossier=case.pk).status == "reported"


def assert_told_to_staff_alone(people: set[User]) -> None:
    """No account, no address and no paper of the guardian's, and no name in what staff are told."""
    told = set(Message.objects.values_list("recipient", flat=True))
    assert told == {each.pk for each in people}
    assert set(Delivery.objects.values_list("recipient", flat=True)) <= told
    assert not [each for each in Message.objects.all() if "赵" in each.says]


def test_a_child_is_reported_without_the_guardian_who_has_not_consented(
    child: Case, lin_yue: User, zheng_min: User, zhou_lan: User, liu_chang: User
) -> None:
    assert not consents.is_signed(child)
    before = set(Document.objects.values_list("pk", flat=True))
    reported(child, lin_yue)

    assert_told_to_staff_alone({zheng_min, zhou_lan, liu_chang})
    assert set(Document.objects.values_list("pk", flat=True)) == before
    assert not child.submissions.exclude(form="C01").exists()
    page = Browser(lin_yue).open(f"/dossiers/{child.pk}/")
    assert "不以监护人同意为前提" in page.main
    assert now(child).status == "screening"


def test_nor_does_a_consent_that_the_guardian_takes_back_stop_it(
    child: Case, lin_yue: User, zheng_min: User, zhou_lan: User, liu_chang: User
) -> None:
    actors.fill(child, "C02", by=lin_yue, signatures=[BY_GUARDIAN])
    act("submit_intake", child, by=lin_yue)
    said: dict[str, Any] = {"way": "口头", "wish": "“不许再管。”", "on": date(2026, 3, 25)}
    act("withdraw_consent", child, by=lin_yue, items=["all"], **said)
    Message.objects.all().delete()
    before = set(Document.objects.values_list("pk", flat=True))
    reported(child, lin_yue)

    assert_told_to_staff_alone({zheng_min, zhou_lan, liu_chang})
    assert set(Document.objects.values_list("pk", flat=True)) == before


# ── 稳定, 复发, 解除, 办结以后 ────────────────────────────────────────────────────────────


@pytest.fixture
def stable(intervening: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """Raised on 05-06, stable on 05-07."""
    with at("2026-05-06 16:00"):
        act("raise_crisis", intervening, by=lin_yue)
        act("take_charge", intervening, by=zhou_lan, lead=lin_yue)
    stabilised(intervening, zheng_min, "2026-05-07 10:00")
    return intervening


def stabilised(case: Case, by: User, when: str) -> None:
    with at(when):
        actors.fill(case, "C12", by=by)
        act("stabilise", case, by=by, cared_by="妹妹同住。")


def asked_to_resolve(case: Case, by: User, when: str) -> Page:
    with at(when):
        browser = Browser(by)
        page = browser.open(f"/dossiers/{case.pk}/?form=C12&for=ask_resolve")
        return browser.press(page, "申请：解除")


def relapsed(case: Case, by: User, reason: str) -> Page:
    browser = Browser(by)
    page = browser.open(f"/dossiers/{case.pk}/do/relapse/")
    return browser.press(page, "relapse", {"reason": reason})


def crisis_of(case: Case) -> Crisis:
    return Crisis.objects.get(dossier=case.pk)


WATCH = "稳定后须观察至少 7 日，再解除。"


def test_it_is_watched_for_seven_days_before_it_is_over(
    stable: Case, lin_yue: User, zheng_min: User
) -> None:
    with at("2026-05-12 10:00"):
        actors.fill(stable, "C03", by=lin_yue)
        act("reassess_risk", stable, by=lin_yue)
    page = asked_to_resolve(stable, zheng_min, "2026-05-13 23:00")
    assert WATCH in page.part("errors").words
    assert not stable.requests.exists()

    done(asked_to_resolve(stable, zheng_min, "2026-05-14 08:00"), "申请：解除")
    assert stable.requests.get().open


def test_what_comes_back_is_a_crisis_again_at_once_and_its_days_begin_anew(
    stable: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-05-09 10:00"):
        Message.objects.all().delete()
        assert relapsed(stable, lin_yue, "").status == 422
        assert crisis_of(stable).status == "stabilised"
        done(relapsed(stable, lin_yue, "又说不想活了。"), "复发")
        assert (crisis_of(stable).status, crisis_of(stable).stable_on) == ("active", None)
        told = Message.objects.filter(kind="crisis.relapse")
        assert {each.recipient_id for each in told if each.urgent} == {zheng_min.pk, zhou_lan.pk}
    stabilised(stable, zheng_min, "2026-05-10 10:00")
    assert crisis_of(stable).stable_on == date(2026, 5, 10)
    page = asked_to_resolve(stable, zheng_min, "2026-05-16 10:00")
    assert WATCH in page.part("errors").words
    page = asked_to_resolve(stable, zheng_min, "2026-05-17 10:00")
    assert WATCH not in page.part("errors").words


ENDED = "卷宗已经办结：有人身危险的先打 110、120，再登记求助或请站长重开，在那里办。"


@pytest.fixture
def followed(intervening: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """Closed on 06-20, and visited since."""
    people: dict[str, Any] = {"worker": lin_yue, "supervisor": zheng_min, "head": zhou_lan}
    with at("2026-06-20 10:00"):
        return actors.closed(actors.served(intervening, worker=lin_yue), **people)


def test_who_is_closed_but_followed_up_may_still_be_in_danger(
    followed: Case, lin_yue: User
) -> None:
    with at("2026-06-22 10:00"):
        browser = Browser(lin_yue)
        raised_from(browser, browser.open(f"/dossiers/{followed.pk}/"))
    assert_raised(followed, lin_yue, "following")


@pytest.mark.parametrize("verb", ["raise_crisis", "identify"])
def test_on_an_ended_dossier_one_is_told_what_to_do_instead(
    followed: Case, lin_yue: User, zhou_lan: User, verb: str
) -> None:
    with at("2026-07-20 10:00"):
        over = {"conclusion": "结束跟进", "visit": {"actual": "2026-07-20"}}
        actors.visited(followed, worker=lin_yue, **over)
        actors.archived(followed, worker=lin_yue, head=zhou_lan)
        browser, url = Browser(lin_yue), f"/dossiers/{followed.pk}/do/{verb}/"
        pressed = Page.of(browser.client.post(url, {"verb": verb}), url)
        for page in (browser.open(url), pressed):
            assert (page.status, ENDED in page.main) == (409, True)
        page = browser.open(f"/dossiers/{followed.pk}/")
        assert ENDED in page.find("details", **{"data-verb": verb})[-1].words
        assert followed.number not in browser.open("/crisis/").main
    assert not Crisis.objects.exists()
    assert not MandatoryReport.objects.exists()


def test_who_only_looks_has_no_such_button(intervening: Case, gao_yuan: User) -> None:
    page = Browser(gao_yuan).open("/")
    assert page.status == 200
    assert not page.find("a", **{"aria-label": "危机"})
