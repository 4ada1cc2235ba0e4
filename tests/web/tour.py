"""A tour of the house: every URL, opened and posted to by everybody, all of it remembered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import Community, Post, Role, Station, User
from casework import archive
from casework.approvals import remarks_on, submissions
from casework.calls import call
from casework.corrections import begun
from casework.demo.serving import PAGE
from casework.expenses import spend
from casework.merging import ask_merge
from casework.models import Case, Crisis, Departure
from casework.satisfaction import invite
from casework.scans import keep, wanted
from casework.services import act, answer_remark, catch_up
from casework.versions import Version
from documents.models import Document
from documents.services import make
from notifications.channels import give_address
from notifications.feeds import issue
from notifications.models import Message
from tests import actors
from tests.casework.ledgers import a_project, entry
from tests.conftest import person
from tests.driver import at
from tests.filled import C01, C03
from tests.web.tour_groups import GroupPoints
from tests.web.tour_projects import ProjectPoints
from workflows.flows import FLOWS
from workflows.selectors import tasks_of

ROLES = [
    "owner",
    "colleague",
    "supervisor",
    "head",
    "district",
    "community",
    "auditor",
    "stranger",
    "gone",
    "nobody",
]
BY_SPACE = {flow.instance.app_name: flow for flow in FLOWS.values()}
PHONES = ["10000000001", "10000000002"]
NUMBER = "110101194708150000"  # its check digit is impossible
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0c1d2e3f"
KEY = {"service_level": "重点个案"}
SPENT = {"on": "2026-06-01", "category": "宣传", "item": "折页", "amount": "90", "voucher": "记-1"}


@dataclass(frozen=True)
class Visit:
    """What one person was answered at one URL."""

    name: str
    method: str
    role: str
    url: str
    status: int
    headers: dict[str, str]
    text: str


def names() -> Iterator[str]:
    """Yield the name of every URL there is."""
    yield from _names(get_resolver(), "")


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}"
        else:
            yield from _names(each, f"{space}{each.namespace}:" if each.namespace else space)


class House(GroupPoints, ProjectPoints):
    """One station with a case, a group and a project at each of their points, its people, and
    what they left there."""

    def __init__(self) -> None:
        district = Station.objects.create(name="天桥区社工总站", code="TQ", kind="district")
        self.station = self._station("天桥东街街道社工站", "TQDJ", district)
        elsewhere = self._station("工人新村北村街道社工站", "GRBC", district)
        self.community = Community.objects.create(station=self.station, name="天桥东社区")
        self.people: dict[str, User | None] = {
            "owner": person("lin.yue", "林悦", self.station, Role.WORKER),
            "colleague": person("chen.siyuan", "陈思远", self.station, Role.WORKER),
            "supervisor": person("zheng.min", "郑敏", self.station, Role.SUPERVISOR),
            "head": person("zhou.lan", "周岚", self.station, Role.HEAD),
            "district": person("liu.chang", "刘畅", district, Role.DISTRICT),
            "community": person("xu.qin", "许琴", self.station, Role.COMMUNITY, self.community),
            "auditor": person("gao.yuan", "高远", self.station, Role.AUDITOR),
            "stranger": person("zhang.qian", "张倩", elsewhere, Role.HEAD),
            "gone": person("he.jia", "何佳", self.station, Role.HEAD),
            "nobody": None,
        }
        Post.objects.filter(user=self.people["gone"]).update(until="2026-03-24")
        self.cases = {name: getattr(self, f"_{name}")() for name in self.points}
        self.works: dict[str, Any] = {**self.cases, **self.groups(), **self.projects()}
        self.feed = issue(self.owner)
        twice = [self.cases[name].person for name in ("close", "follow_up")]
        self.merge = ask_merge(twice[1], twice[0], "同名、同电话。", by=self.owner)
        self.call = call({"where": "桥下"}, station=self.station, by=self.colleague)
        give_address(self.station, ROBOT, by=self.head)
        self.project = a_project(self.station, self.owner, "TQDJ-P-2025-0900")
        self.entry = entry(self.station, self.owner, "event", date(2026, 6, 1))
        self.expense = spend(self.project, SPENT, by=self.owner)

    points = [
        *["take_up", "screen", "review_decline", "review_intake", "assess", "review_assessment"],
        *["plan", "review_plan", "endorse_plan", "sign_plan", "serve", "wait"],
        *["review_extension", "review_midterm", "close", "endorse_closure", "sign_closure"],
        *["follow_up", "ask_archive", "review_archive", "archive"],
        *["review_referral", "refer", "review_mid_referral", "hand_on"],
        *["review_partial_referral", "review_suspension", "rest", "review_resumption"],
        *["review_end", "review_reopening", "reopened"],
        *["take_charge", "review_false_alarm", "handle", "review_event", "watch", "review_end_of"],
        *["tell", "acknowledge", "protect", "ask_finish", "review_finish"],
        *["endorse", "decide", "hand_over", "confirm"],
        *["entrust", "check_list", "check", "introduce", "sign_over", "countersign", "sign"],
        "complete",
        "review_correction",
    ]
    SPACES = {"crisis": {"review_end": "review_end_of"}}  # steps named like one of the case

    @staticmethod
    def _station(name: str, code: str, district: Station) -> Station:
        return Station.objects.create(name=name, code=code, district=district)

    def __getattr__(self, role: str) -> Any:
        return self.people[role]

    # ── a case at each point ─────────────────────────────────────────────────────────────

    def _take_up(self) -> Case:
        case = actors.registered(self.community, by=self.people["community"])  # type: ignore[arg-type]
        act("assign", case, by=self.head, worker=self.owner)
        return case

    def _screen(self) -> Case:
        return actors.screened(self._take_up(), worker=self.owner, head=self.head)

    def _review_decline(self) -> Case:
        case = self._screen()
        said = {"decision_suggest": "不接案", "reject_reason": "不属范围，已告知。"}
        actors.fill(case, "C01", by=self.owner, **(C01 | said))
        act("ask_decline", case, by=self.owner, told="当面。", alternatives="法律援助。")
        return case

    def _review_intake(self) -> Case:
        case = self._screen()
        actors.fill(case, "C02", by=self.owner)
        actors.fill(case, "C01", by=self.owner)
        numbered = {"id_type": "无证件", "id_no": NUMBER}
        actors.fill(case, "D01", by=self.owner, **numbered)
        act("submit_intake", case, by=self.owner)
        return case

    def _assess(self) -> Case:
        case = self._review_intake()
        judgement = actors.seen(case, "submit_intake")
        people = {"owner": self.owner, "supervisor": self.supervisor}
        act("approve_intake", case, by=self.head, judgement=judgement, level="一般个案", **people)
        return case

    def _review_assessment(self, **changes: Any) -> Case:
        case = self._assess()
        actors.fill(case, "C03", by=self.owner, **(C03 | changes))
        act("submit_assessment", case, by=self.owner)
        return case

    def _plan(self, **changes: Any) -> Case:
        case = self._review_assessment(**changes)
        judgement = actors.seen(case, "submit_assessment")
        act("approve_assessment", case, by=self.supervisor, judgement=judgement)
        return case

    def _review_plan(self, **changes: Any) -> Case:
        case = self._plan(**changes)
        actors.fill(case, "C04", by=self.owner)
        act("submit_plan", case, by=self.owner)
        return case

    def _endorse_plan(self) -> Case:
        return self._review_plan(**KEY)

    def _sign_plan(self) -> Case:
        case = self._endorse_plan()
        act("endorse_plan", case, by=self.supervisor, judgement=actors.seen(case, "submit_plan"))
        return case

    def _serve(self) -> Case:
        """Two rounds of the plan, a remark answered between them, papers made."""
        case = self._review_plan()
        judgement = actors.returned(case, "submit_plan", "C04#goals[].baseline")
        act("return_plan", case, by=self.supervisor, judgement=judgement)
        self.remark = remarks_on(case, "C04")[0]
        answer_remark(self.remark, case, by=self.owner, answer="写了。")
        act("submit_plan", case, by=self.owner)
        act("approve_plan", case, by=self.supervisor, judgement=actors.seen(case, "submit_plan"))
        actors.served(case, worker=self.owner)
        self.filed = case.submissions.get(form="C05")
        self.paper = Document.objects.filter(dossier=case.pk, form="C01").latest("pk")
        make(self.paper.pk)
        self.paper.refresh_from_db()
        self.failed = Document.objects.filter(dossier=case.pk, form="C02").latest("pk")
        Document.objects.filter(pk=self.failed.pk).update(state=Document.State.FAILED)
        return case

    def _wait(self) -> Case:
        case = self._screen()
        act("waitlist", case, by=self.head, told="约七月。")
        return case

    def _served(self) -> Case:
        case = self._review_plan()
        act("approve_plan", case, by=self.supervisor, judgement=actors.seen(case, "submit_plan"))
        return actors.served(case, worker=self.owner)

    def _review_extension(self) -> Case:
        case = self._served()
        actors.fill(case, "C14", by=self.owner)
        act("ask_extend", case, by=self.owner)
        return case

    def _review_midterm(self) -> Case:
        case = self._served()
        actors.fill(case, "C07", by=self.owner)
        act("submit_midterm", case, by=self.owner)
        return case

    def _close(self) -> Case:
        case = actors.closing(self._served(), worker=self.owner)
        self.token = invite(case, by=self.owner)
        return case

    def _endorse_closure(self, **changes: Any) -> Case:
        case = actors.asked(actors.closing(self._served(), worker=self.owner), worker=self.owner)
        actors.fill(case, "C08", "C09", by=self.owner)
        actors.fill(case, "C09", by=self.owner, **changes)
        act("submit_closure", case, by=self.owner)
        return case

    def _sign_closure(self, **changes: Any) -> Case:
        case = self._endorse_closure(**changes)
        judgement = actors.seen(case, "submit_closure")
        act("endorse_closure", case, by=self.supervisor, judgement=judgement)
        return case

    def _follow_up(self, **changes: Any) -> Case:
        case = self._sign_closure(**changes)
        judgement = actors.seen(case, "submit_closure")
        act("approve_closure", case, by=self.head, judgement=judgement)
        return case

    def _archive(self) -> Case:
        return self._follow_up(followup_plan=[{"date": "no", "focus": "“不用来了。”"}])

    def _ask_archive(self) -> Case:
        visit = {"visit": {"actual": "2026-06-20"}, "conclusion": "结束跟进"}
        return actors.visited(self._follow_up(), worker=self.owner, **visit)

    def _review_archive(self) -> Case:
        case = self._ask_archive()
        self.scans = [keep(case, *each, PAGE, by=self.owner) for each in wanted(case)]
        actors.fill(case, "C16", by=self.owner)
        with patch.object(archive, "shelves", []):  # nothing is printed on a tour
            act("ask_finish_followup", case, by=self.owner)
        return case

    # ── off the main way ─────────────────────────────────────────────────────────────────

    def _review_referral(self) -> Case:
        case = self._screen()
        actors.fill(case, "C02", by=self.owner)
        actors.fill(case, "C10", by=self.owner)
        act("ask_refer_out", case, by=self.owner)
        return case

    def _refer(self) -> Case:
        case = self._review_referral()
        act("refer_out", case, by=self.head, judgement=actors.seen(case, "ask_refer_out"))
        return case

    def _asked(self, verb: str) -> Case:
        case = self._served()
        actors.fill(case, "C10", by=self.owner)
        act(verb, case, by=self.owner)
        return case

    def _review_mid_referral(self) -> Case:
        return self._asked("ask_refer_mid")

    def _hand_on(self) -> Case:
        case = self._review_mid_referral()
        act("refer_mid", case, by=self.supervisor, judgement=actors.seen(case, "ask_refer_mid"))
        return case

    def _review_partial_referral(self) -> Case:
        return self._asked("ask_refer_partial")

    def _review_suspension(self) -> Case:
        rest = {"start": "2026-03-25", "end": self.until, "contact": "居委会"}
        return actors.applied(self._served(), "ask_suspend", "暂停", by=self.owner, params=rest)

    def _rest(self) -> Case:
        case = self._review_suspension()
        act("suspend", case, by=self.supervisor, judgement=actors.seen(case, "ask_suspend"))
        return case

    def _review_resumption(self) -> Case:
        case = self._rest()
        actors.fill(case, "C03", by=self.owner)
        return actors.applied(case, "ask_resume", "恢复", by=self.owner)

    def _review_end(self) -> Case:
        case = self._served()
        said: dict[str, Any] = {"ending": "迁出", "source": "女儿来电。", "reason": "搬去外省。"}
        act("ask_abort", case, by=self.owner, **said)
        return case

    def _review_reopening(self) -> Case:
        case = self._follow_up()
        act("ask_reopen", case, by=self.owner, reason="又跌倒了。")
        return case

    def _reopened(self) -> Case:
        case = self._review_reopening()
        act("reopen", case, by=self.head, judgement=actors.seen(case, "ask_reopen"))
        return case

    # ── beside it ────────────────────────────────────────────────────────────────────────

    def _take_charge(self) -> Case:
        case = self._served()
        act("raise_crisis", case, by=self.owner)
        return case

    def _review_false_alarm(self) -> Case:
        case = self._take_charge()
        act("ask_false_alarm", case, by=self.supervisor, reason="看错了。")
        return case

    def _handle(self) -> Case:
        case = self._take_charge()
        act("take_charge", case, by=self.head, lead=self.owner)
        return case

    def _review_event(self) -> Case:
        case = self._handle()
        act("ask_end_by_event", case, by=self.supervisor, source="已住院。")
        return case

    def _watch(self) -> Case:
        case = self._handle()
        actors.fill(case, "C12", by=self.supervisor)
        act("stabilise", case, by=self.supervisor, cared_by="妹妹。")
        return case

    def _review_end_of(self) -> Case:
        case = self._watch()
        Crisis.objects.filter(dossier=case.pk).update(stable_on="2026-01-01")
        actors.fill(case, "C03", by=self.owner)
        act("reassess_risk", case, by=self.owner)
        actors.fill(case, "C12", by=self.supervisor)
        act("ask_resolve", case, by=self.supervisor)
        return case

    def _tell(self) -> Case:
        case = self._served()
        act("identify", case, by=self.owner, grounds=["violence"])
        return case

    def _acknowledge(self) -> Case:
        case = self._tell()
        said: dict[str, Any] = {"grounds": ["violence"], "to": ["police"], "words": "电话。"}
        act("report", case, by=self.owner, **said)
        return case

    def _protect(self) -> Case:
        case = self._acknowledge()
        act("ack", case, by=self.owner, receipt="已受理。")
        return case

    def _ask_finish(self) -> Case:
        case = self._protect()
        actors.fill(case, "C05", by=self.owner)
        act("protect", case, by=self.owner)
        return case

    def _review_finish(self) -> Case:
        case = self._ask_finish()
        act("ask_finish", case, by=self.supervisor, result="已告诫。")
        return case

    def _review_correction(self) -> Case:
        case = self._served()
        with patch.object(archive, "shelves", []):  # as if its paper were printed
            version = Version(submissions(case)[0], "C05")
            raw = begun(case, version) | {"process": "陪同复诊，另约了康复评估。"}
            said: dict[str, Any] = {"reason": "漏写了复诊。", "raw": raw}
            act("ask_revise", case, by=self.owner, of=version, **said)
        return case

    @property
    def until(self) -> str:
        return (timezone.localdate() + timedelta(days=30)).isoformat()

    # ── changing hands ───────────────────────────────────────────────────────────────────

    def _endorse(self) -> Case:
        case = self._served()
        wish = {"type": "更换主责社工", "client_opinion": "“想换一个。”"}
        actors.fill(case, "C14", by=self.owner, **wish)
        act("request_change", case, by=self.owner)
        return case

    def _decide(self) -> Case:
        case = self._endorse()
        judgement = actors.seen(case, "request_change")
        act("endorse_change", case, by=self.supervisor, judgement=judgement)
        return case

    def _hand_over(self) -> Case:
        case = self._decide()
        judgement = actors.seen(case, "request_change")
        act("approve", case, by=self.head, judgement=judgement, receiver=self._next())
        return case

    def _confirm(self) -> Case:
        """Its new worker is the owner of this tour; somebody else has handed it over."""
        case = self._served()
        Case.objects.filter(pk=case.pk).update(owner=self._next())
        case.refresh_from_db()
        reason: dict[str, Any] = {"reason": "住院", "client_opinion": "可以。"}
        act("raise_crisis", case, by=self.head)
        act("appoint", case, by=self.head, receiver=self.owner, **reason)
        actors.fill(case, "C15", by=self.head)
        act("handover", case, by=self.head)
        return case

    def _next(self) -> User:
        """Who takes over: nobody of those who go on the tour."""
        found = User.objects.filter(username="sun.hao").first()
        return found or person("sun.hao", "孙浩", self.station, Role.WORKER)

    def _entrust(self) -> Case:
        case = self._served()
        said = {"witness": self.supervisor, "opened_by": self.head, "opened_at": timezone.now()}
        said |= {"last_day": date(2026, 7, 31), "reason": "离职"}
        self.departure, _new = Departure.objects.get_or_create(
            user=self.owner, station=self.station, defaults=said
        )
        act("initiate", case, by=self.head)
        return case

    def _check_list(self) -> Case:
        case = self._entrust()
        act("entrust", case, by=self.head, receiver=self._next())
        return case

    def _check(self) -> Case:
        case = self._check_list()
        actors.fill(case, "C15", by=self.owner)
        act("check_list", case, by=self.owner)
        return case

    def _introduce(self) -> Case:
        case = self._check()
        act("check", case, by=self._next(), seen=["stage", "risk", "papers", "next"])
        return case

    def _sign_over(self) -> Case:
        case = self._introduce()
        actors.fill(case, "C05", by=self.owner)
        act("introduce", case, by=self.owner)
        return case

    def _countersign(self) -> Case:
        case = self._sign_over()
        act("sign_over", case, by=self.owner)
        return case

    def _sign(self) -> Case:
        case = self._countersign()
        act("countersign", case, by=self._next(), judgement=actors.seen(case, "sign_over"))
        return case

    def _complete(self) -> Case:
        case = self._check_list()
        with at("2026-07-29 10:00"):
            catch_up(case)
        return case

    # ── its URLs ─────────────────────────────────────────────────────────────────────────

    def url(self, name: str, role: str) -> str:
        space, _colon, rest = name.partition(":")
        if space in BY_SPACE:
            return self._step(space, rest.strip(":").partition(":")[0])
        case = self.cases["serve"]
        return reverse(name, kwargs=self._kwargs(rest, case, role))

    def _step(self, space: str, node: str) -> str:
        point = f"{space}_{node}" if space in {"group", "project"} else node
        case = self.works[self.SPACES.get(space, {}).get(node, point)]
        known = [t for t in tasks_of(case) if t.flow_task.flow_class is BY_SPACE[space]]
        (task,) = [t for t in known if t.flow_task.name == node]
        return str(task.reverse("execute"))

    def _kwargs(self, name: str, case: Case, role: str) -> dict[str, Any]:
        dossier = {"pk": case.pk}
        return {
            "dossier": dossier,
            "do": {"pk": self.cases["take_up"].pk, "verb": "requester_withdraws"},
            "save_draft": {"pk": self.cases["assess"].pk, "code": "C03"},
            "rounds": dossier | {"code": "C04"},
            "remark": dossier | {"remark": self.remark.pk},
            "reveal": {"pk": case.person_id},
            "person": {"pk": case.person_id},
            "ask_merge": {"pk": case.person_id, "other": self.cases["plan"].person_id},
            "merge": {"pk": self.merge.pk},
            "ask_again": {"pk": case.person_id},
            "read_one": {"pk": self._message(role)},
            "acknowledge": {"pk": self._message(role)},
            "call": {"pk": self.call.pk},
            "feed": {"token": self.feed},
            "channel_address": {"pk": self.station.pk},
            "remove_channel": {"pk": self.station.pk},
            "try_channel": {"pk": self.station.pk},
            "document": {"pk": self.paper.pk},
            "retry_document": {"pk": self.failed.pk},
            "verify": {"code": self.paper.check_code},
            "scale": {"pk": self.cases["assess"].pk, "code": "C03", "slug": "phq-9"},
            "record": dossier,
            "trace": dossier,
            "filed": dossier | {"submission": self.filed.pk},
            "correct": dossier | {"submission": self.filed.pk, "code": "C05"},
            "void": dossier | {"submission": self.filed.pk, "code": "C05"},
            "read_filed": dossier | {"submission": self.filed.pk},
            "deadline": {"pk": case.deadlines.running().earliest("due_on").pk},
            "drop_draft": dossier | {"code": "C05"},
            "closing": {"pk": self.cases["close"].pk},
            "save_closing": {"pk": self.cases["close"].pk},
            "ask_client": {"pk": self.cases["close"].pk},
            "invite_client": {"pk": self.cases["close"].pk},
            "box": {"pk": self.cases["follow_up"].pk},
            "keep_scan": {"pk": self.cases["follow_up"].pk},
            "scan": {"pk": self.cases["review_archive"].pk, "scan": self.scans[0].pk},
            "survey": {"token": self.token},
            "summary": dossier,
            "departure": {"pk": self.departure.pk},
            "attribution": dossier,
            "ledger_entry": {"pk": self.entry.pk},
            "attendance": {"pk": self.works["group_run"].pk},
            "panel": {"pk": self.works["project_rectify"].pk},
            "withdraw_seat": self._seat(),
            "sample": self._seat(),
            "asked_sum": {"pk": self.works["project_draft"].pk},
            "carryover": {"pk": self.works["project_implement"].pk},
            "evidence": {"pk": self.works["project_rectify"].pk, "item": self.evidence.pk},
            "expenses": {"pk": self.project.pk},
            "void_expense": {"pk": self.project.pk, "expense": self.expense.pk},
        }.get(name, {})

    def _seat(self) -> dict[str, Any]:
        project = self.works["project_rectify"]
        return {"pk": project.pk, "seat": project.seats.filter(part="evaluator").latest("pk").pk}

    def _message(self, role: str) -> int:
        """One's own message; the head's, for those who have none."""
        own = Message.objects.filter(recipient=self.people[role]) if self.people[role] else None
        found = own.first() if own else None
        return (found or Message.objects.filter(recipient=self.head)[0]).pk

    def visits(self) -> Iterator[Visit]:
        for role in ROLES:
            client = Client()
            if self.people[role]:
                client.force_login(self.people[role])  # type: ignore[arg-type]
            for name in names():
                for method in ("get", "post"):
                    yield self._visit(client, name, method, role)

    def _visit(self, client: Client, name: str, method: str, role: str) -> Visit:
        """Ask, and undo whatever it has changed."""
        url = self.url(name, role)
        with transaction.atomic():
            cookies = dict(client.cookies)
            response = getattr(client, method)(url)
            text = response.content.decode(errors="replace")
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.update(cookies)
        return Visit(name, method, role, url, response.status_code, dict(response.headers), text)
