"""A tour of the house: every URL, opened and posted to by everybody, all of it remembered.

Pages are visited in a house where something stands at the points that pages need; steps while a
case, a group and a project are walked from point to point.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Community, Post, Role, Station, User
from casework.calls import call
from casework.company import give_seat
from casework.expenses import spend
from casework.merging import ask_merge
from notifications.channels import give_address
from notifications.feeds import issue
from notifications.models import Message
from tests.casework.ledgers import a_project, entry
from tests.conftest import person
from tests.web.tour_cases import CasePoints
from tests.web.tour_groups import GroupPoints
from tests.web.tour_projects import ProjectPoints
from workflows.flows import FLOWS
from workflows.selectors import tasks_of

ROLES = [
    *("owner", "colleague", "supervisor", "head", "district", "community", "auditor"),
    *("agency", "civil", "street", "finance", "expert", "stranger", "gone", "nobody"),
]
BY_SPACE = {flow.instance.app_name: flow for flow in FLOWS.values()}
OWN = {"web:read_one", "web:acknowledge"}  # a message stays with whom it was sent to
PHONES = ["10000000001", "10000000002"]
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0c1d2e3f"
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


class House(CasePoints, GroupPoints, ProjectPoints):
    """One station, its people, and what they left there."""

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
        self.people |= self.call_in()
        self.furnish()
        self.clients = {role: self._client(self.people[role]) for role in ROLES}

    FURNITURE = [  # where something stands while the pages are visited
        *("take_up", "assess", "plan", "serve", "close", "follow_up", "review_archive"),
        *("group_run", "project_rectify", "project_draft", "project_implement"),
    ]

    def furnish(self) -> None:
        self.works = {name: getattr(self, f"_{name}")() for name in self.FURNITURE}
        self.people["expert"] = self.evaluator
        self.feed = issue(self.owner)
        self.seat = give_seat(self.works["serve"], self._next(), "observer", by=self.head)
        self.photo = self.pictured(self.works["group_run"])
        self.sign_in = self.sign_in_of(self.works["group_run"])
        twice = [self.works[name].person for name in ("close", "follow_up")]
        self.merge = ask_merge(twice[1], twice[0], "同名、同电话。", by=self.owner)
        self.call = call({"where": "桥下"}, station=self.station, by=self.colleague)
        give_address(self.station, ROBOT, by=self.head)
        self.project = a_project(self.station, self.owner, "TQDJ-P-2025-0900")
        self.entry = entry(self.station, self.owner, "event", date(2026, 6, 1))
        self.expense = spend(self.project, SPENT, by=self.owner)

    @staticmethod
    def _station(name: str, code: str, district: Station) -> Station:
        return Station.objects.create(name=name, code=code, district=district)

    def __getattr__(self, role: str) -> Any:
        return self.people[role]

    @staticmethod
    def _client(user: User | None) -> Client:
        client = Client()
        if user:
            client.force_login(user)
        return client

    # ── its URLs ─────────────────────────────────────────────────────────────────────────

    SPACES = {"crisis": {"review_end": "review_end_of"}}  # steps named like one of the case

    def visits(self) -> Iterator[Visit]:
        steps: dict[str, list[str]] = {}
        for name in names():
            steps.setdefault(self._point(name), []).append(name)
        with transaction.atomic():
            self._entrust()  # the owner leaves, as long as the pages are visited
            yield from self._visited((name, self._page) for name in steps.pop(""))
            transaction.set_rollback(True)
        for point in self.points:
            work = self.go(point)
            yield from self._visited((name, self._step_of(work)) for name in steps[point])

    def _visited(self, urls: Iterable[tuple[str, Callable[[str, str], str]]]) -> Iterator[Visit]:
        for name, url_of in urls:
            for role in ROLES:
                for method in ("get", "post"):
                    yield self._ask(name, method, role, url_of(name, role))

    @property
    def points(self) -> list[str]:
        groups = [f"group_{each}" for each in self.group_points]
        return [*self.case_points, *groups, *(f"project_{each}" for each in self.project_points)]

    def _point(self, name: str) -> str:
        """Return the point at which there is such a step; none, of a page."""
        space, _colon, rest = name.partition(":")
        node = rest.partition(":")[0]
        if space in {"group", "project"}:
            return f"{space}_{node}"
        return self.SPACES.get(space, {}).get(node, node) if space in BY_SPACE else ""

    def _step_of(self, work: Any) -> Callable[[str, str], str]:
        tasks = list(tasks_of(work))

        def url_of(name: str, _role: str) -> str:
            space, node, _execute = name.split(":")
            known = [each for each in tasks if each.flow_task.flow_class is BY_SPACE[space]]
            (task,) = [each for each in known if each.flow_task.name == node]
            return str(task.reverse("execute"))

        return url_of

    def _page(self, name: str, role: str) -> str:
        kwargs = {"message": {"pk": self._messages[role]}} | self._kwargs
        key = "message" if name in OWN else name.rpartition(":")[2]
        return reverse(name, kwargs=kwargs.get(key, {}))

    @cached_property
    def _kwargs(self) -> dict[str, dict[str, Any]]:
        case = self.works["serve"]
        dossier = {"pk": case.pk}
        return {
            "dossier": dossier,
            "do": {"pk": self.works["take_up"].pk, "verb": "requester_withdraws"},
            "save_draft": {"pk": self.works["assess"].pk, "code": "C03"},
            "rounds": dossier | {"code": "C04"},
            "remark": dossier | {"remark": self.remark.pk},
            "reveal": {"pk": case.person_id},
            "person": {"pk": case.person_id},
            "ask_merge": {"pk": case.person_id, "other": self.works["plan"].person_id},
            "merge": {"pk": self.merge.pk},
            "ask_again": {"pk": case.person_id},
            "call": {"pk": self.call.pk},
            "feed": {"token": self.feed},
            "channel_address": {"pk": self.station.pk},
            "remove_channel": {"pk": self.station.pk},
            "try_channel": {"pk": self.station.pk},
            "document": {"pk": self.paper.pk},
            "retry_document": {"pk": self.failed.pk},
            "verify": {"code": self.paper.check_code},
            "scale": {"pk": self.works["assess"].pk, "code": "C03", "slug": "phq-9"},
            "record": dossier,
            "trace": dossier,
            "filed": dossier | {"submission": self.filed.pk},
            "correct": dossier | {"submission": self.filed.pk, "code": "C05"},
            "void": dossier | {"submission": self.filed.pk, "code": "C05"},
            "read_filed": dossier | {"submission": self.filed.pk},
            "deadline": {"pk": case.deadlines.running().earliest("due_on").pk},
            "drop_draft": dossier | {"code": "C05"},
            "closing": {"pk": self.works["close"].pk},
            "save_closing": {"pk": self.works["close"].pk},
            "ask_client": {"pk": self.works["close"].pk},
            "invite_client": {"pk": self.works["close"].pk},
            "box": {"pk": self.works["follow_up"].pk},
            "keep_scan": {"pk": self.works["follow_up"].pk},
            "scan": {"pk": self.works["review_archive"].pk, "scan": self.scans[0].pk},
            "survey": {"token": self.token},
            "summary": dossier,
            "departure": {"pk": self.departure.pk},
            "attribution": dossier,
            "ledger_entry": {"pk": self.entry.pk},
            **self._of_the_group(),
            "seats": dossier,
            "end_seat": dossier | {"seat": self.seat.pk},
            "panel": {"pk": self.works["project_rectify"].pk},
            "withdraw_seat": self._seat(),
            "sample": self._seat(),
            "asked_sum": {"pk": self.works["project_draft"].pk},
            "carryover": {"pk": self.works["project_implement"].pk},
            "evidence": {"pk": self.works["project_rectify"].pk, "item": self.evidence.pk},
            "expenses": {"pk": self.project.pk},
            "void_expense": {"pk": self.project.pk, "expense": self.expense.pk},
        }

    def _of_the_group(self) -> dict[str, dict[str, Any]]:
        group = {"pk": self.works["group_run"].pk}
        photo, member = group | {"photo": self.photo.pk}, group | {"number": 8}
        return {
            "attendance": group,
            "sign_in_sheet": group,
            "member_sign_in": {"token": self.sign_in},
            "album": group,
            "photo": photo,
            "remove_photo": photo,
            "withdraw_picture": group,
            "member_case": member,
            "member_need": member,
        }

    def _seat(self) -> dict[str, Any]:
        project = self.works["project_rectify"]
        return {"pk": project.pk, "seat": project.seats.filter(part="evaluator").latest("pk").pk}

    @cached_property
    def _messages(self) -> dict[str, int]:
        """One's own message; the head's, for those who have none."""
        found = {role: self._first_of(self.people[role]) for role in ROLES}
        return {role: pk or found["head"] or 0 for role, pk in found.items()}

    @staticmethod
    def _first_of(user: User | None) -> int | None:
        message = Message.objects.filter(recipient=user).first() if user else None
        return message.pk if message else None

    def _ask(self, name: str, method: str, role: str, url: str) -> Visit:
        """Ask, and undo whatever it has changed."""
        client = self.clients[role]
        with transaction.atomic():
            cookies = dict(client.cookies)
            response = getattr(client, method)(url)
            text = response.content.decode(errors="replace")
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.update(cookies)
        return Visit(name, method, role, url, response.status_code, dict(response.headers), text)
