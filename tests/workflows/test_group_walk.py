"""No sequence of acts on a group, by whomever, day after day, breaks what must hold of it."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Community, Role, Station, User
from audit.models import Entry
from casework.approvals import Judgement, Note, open_remarks, pending
from casework.arrivals import expected
from casework.catalogue import FORMS
from casework.company import give_seat
from casework.demo.serving import PAGE
from casework.errors import RuleError
from casework.group_records import next_number, plan_of, session_plans, staying
from casework.groups import open_group
from casework.lifecycles import OVERLAYS, GroupLifecycle, Lifecycle, machine_of, machines_of
from casework.models import Content, Dossier, Draft, Group, Member, Seat
from casework.permissions import standing
from casework.scans import keep, wanted
from casework.services import act, answer_remark, drop_draft, may_edit, save_draft
from notifications.models import Message
from tests.driver import at
from tests.filled import FILLED
from tests.filled_groups import FILLED_GROUPS
from tests.invariants import check
from tests.workflows.test_random_walk import joins

MACHINES: list[type[Lifecycle]] = [GroupLifecycle, *OVERLAYS["G"]]
VERBS = sorted({verb for machine in MACHINES for verb in machine.verbs})
JOLTS = {  # what ends a group early, or turns in circles: taken now and then only
    *("cancel", "withdraw_plan", "return_plan", "withdraw_report", "return_report"),
    *("member_change", "ask_admit_member", "ask_change_sessions", "ask_pause", "ask_abort"),
    *("refuse_archive", "withdraw_archive", "sign_contract", "add_observation", "measure"),
    *("request_change", "withdraw_change", "reject", "postpone"),
    *("refuse_pause", "withdraw_pause", "refuse_abort", "withdraw_abort"),
}
PEOPLE = {
    "chen.siyuan": [Role.WORKER],
    "lin.yue": [Role.WORKER],
    "zheng.min": [Role.SUPERVISOR],
    "zhou.lan": [Role.HEAD],
    "liu.chang": [Role.DISTRICT],
    "all.hats": [Role.WORKER, Role.SUPERVISOR, Role.HEAD],
}
BEGINS = date(2026, 4, 20)  # of a walk; from there the days go by
STARTS = ["draft", "recruiting", "running", "running", "evaluating", "following"]
JOLTED, RARELY, LENGTH = 0.25, 0.15, 24
FREE: Content = {"budget": [{"item": "茶水由社区提供", "qty": "1", "price": "0"}]}
WALKED: Counter[str] = Counter()
REACHED: Counter[str] = Counter()


@dataclass
class Walk:
    """A group and its people. Everybody tries everything; a refusal must change nothing."""

    group: Group
    people: dict[str, User]
    dice: Random

    # ── what may happen: each answers whether anything changed ───────────────────────────

    def goes_on(self) -> bool:
        return self.writes() | self.does_what_is_offered(jolts=self.dice.random() < JOLTED)

    def does_what_is_offered(self, *, jolts: bool) -> bool:
        """The page and the POST are one: what is offered is not refused."""
        found = {v: who for v, who in self.offered().items() if jolts or self.leads_on(v)}
        if not found:
            return False
        verb = self.dice.choice(sorted(found))
        assert self.attempt(self.dice.choice(found[verb]), verb), verb
        return True

    def tries(self) -> bool:
        """Somebody presses a button, whosever it is."""
        return self.attempt(self.somebody(), self.dice.choice(VERBS))

    def writes(self) -> bool:
        wrote = False
        for code in [*FILLED_GROUPS, "C14", "C15", "C16"]:
            user = next((u for u in self.people.values() if may_edit(self.group, code, u)), None)
            often = 0.2 if code == "C14" else 0.9 if self.is_wanted(code) else 0.05
            if user and self.dice.random() < often:
                self.fill(code, user, {} if not self.rarely() else self.odd(code))
                wrote = True
        return wrote

    def drops(self) -> bool:
        """What was begun of a session that does not take place is thrown away."""
        user = self.people["lin.yue"]
        begun = [code for code in ("G06", "G07") if may_edit(self.group, code, user)]
        for code in begun:
            drop_draft(self.group, code, by=user)
        return bool(begun)

    def is_wanted(self, code: str) -> bool:
        """Whether there is a session left to be written down."""
        last = self.group.sessions_planned or 0
        return code not in {"G05", "G06", "G07"} or next_number(self.group) <= last

    def pokes(self) -> bool:
        """Somebody writes in a form which is not theirs, or over a version they have not seen."""
        user, code = self.somebody(), self.dice.choice(list(FILLED_GROUPS))
        version = -1 if may_edit(self.group, code, user) else None
        filled = FILLED_GROUPS[code]
        return self.refused(lambda: save_draft(self.group, code, filled, by=user, version=version))

    def scans(self) -> bool:
        owner = self.group.owner
        if owner is None or self.group.ended_on is not None:
            return False
        for submission, form in wanted(self.group):
            keep(self.group, submission, form, PAGE, by=owner)
        return True

    # ── how it is done ───────────────────────────────────────────────────────────────────

    def offered(self) -> dict[str, list[User]]:
        found: dict[str, list[User]] = {}
        for user in self.people.values():
            if standing(user, self.group):
                for verdict in (v for m in machines_of(self.group) for v in m.why_not(user)):
                    if verdict.allowed and self.can_say(verdict.move.verb):
                        found.setdefault(verdict.move.verb, []).append(user)
        return found

    def leads_on(self, verb: str) -> bool:
        planned = next_number(self.group) in session_plans(self.group)
        return verb not in JOLTS and not (verb == "plan_session" and planned)

    def can_say(self, verb: str) -> bool:
        """Whether there is anybody, or anything, of whom the page of a verb would ask."""
        if verb in {"approve", "appoint"}:
            return bool(self.others())
        return verb != "member_change" or bool(staying(self.group))

    def others(self) -> list[User]:
        parts = {self.group.owner_id, self.group.supervisor_id, self.group.witness_id}
        workers = [self.people[n] for n, roles in PEOPLE.items() if Role.WORKER in roles]
        return [each for each in workers if each.pk not in parts]

    def somebody(self) -> User:
        return self.dice.choice(list(self.people.values()))

    def rarely(self) -> bool:
        return self.dice.random() < RARELY

    def fill(self, code: str, user: User, odd: Content) -> None:
        save_draft(self.group, code, typed(self, code) | odd, by=user)
        for remark in open_remarks(self.group, code):
            answer_remark(remark, self.group, by=user, answer="已改。")

    def odd(self, code: str) -> Content:
        """Something is left out, or names somebody unknown."""
        first = next(iter(FORMS[code].asked())).key
        return {first: {} if isinstance(typed(self, code).get(first), dict) else []}

    def attempt(self, user: User, verb: str) -> bool:
        said = self.given(verb)
        if self.refused(lambda: act(verb, self.group, by=user, **said), may_pass=True):
            WALKED[verb] += 1
            REACHED[str(self.group.status)] += 1
            return True
        return False

    def refused(self, do: Callable[[], object], *, may_pass: bool = False) -> bool:
        before = self.state()
        try:
            do()
        except (PermissionDenied, RuleError):
            assert self.state() == before
            return False
        assert may_pass
        return True

    def state(self) -> tuple[Any, ...]:
        """Everything that a refusal must leave as it was."""
        group = Group.objects.filter(pk=self.group.pk).values().get()
        return (
            Dossier.objects.filter(pk=self.group.pk).values().get(),
            group,
            list(Member.objects.filter(group=self.group.pk).order_by("pk").values("pk", "left_on")),
            Entry.objects.filter(chain=self.group.chain).count(),
            list(self.group.submissions.order_by("pk").values_list("sha256", "outcome")),
            list(Draft.objects.filter(dossier=self.group.pk).order_by("pk").values_list("version")),
            Message.objects.count(),
        )

    def given(self, verb: str) -> dict[str, Any]:
        row = machine_of(self.group, verb).row_of(verb)
        said = GIVEN[verb](self) if verb in GIVEN else {}
        if row.decides:
            waiting = pending(self.group, *row.decides)
            code = waiting.form if waiting else "G02"
            key = next(iter(FORMS[code].asked())).key
            notes = [Note(code, key, "请补充。")] if row.remarks else []
            said["judgement"] = Judgement(waiting.sha256 if waiting else "f" * 64, "看过。", notes)
        return said


# ── what is typed, by the day on which it is ──────────────────────────────────────────────


def typed(walk: Walk, code: str) -> Content:
    """What somebody types who knows what they do."""
    filled: Content = deepcopy({**FILLED, **FILLED_GROUPS}[code])
    own = TYPED.get(code)
    return filled | (own(walk) if own else {})


def a_plan(walk: Walk) -> Content:
    start = timezone.localdate() + timedelta(days=4)
    rows = [
        {"no": str(n), "date": (start + timedelta(days=3 * n)).isoformat(), "theme": f"第 {n} 节"}
        for n in range(1, 4)
    ]
    schedule = FILLED_GROUPS["G02"]["schedule"] | {
        "sessions": "3",
        "start": start.isoformat(),
        "end": (start + timedelta(days=9)).isoformat(),
    }
    openness = walk.dice.choice(["封闭", "开放"])
    free = FREE if walk.dice.random() < 0.5 else {}
    return {"schedule": schedule, "session_outline": rows, "openness": openness, **free}


def a_contract(walk: Walk) -> Content:
    names, today = [str(each.name) for each in staying(walk.group)], timezone.localdate()
    return {
        "members": [{"name": name} for name in names],
        "signs": [{"name": name, "way": "口头", "date": today.isoformat()} for name in names],
        "media": [{"member": name, "agree": "yes"} for name in names],
    }


def a_session_plan(walk: Walk) -> Content:
    number, today = next_number(walk.group), timezone.localdate()
    number += number in session_plans(walk.group) and walk.rarely()
    meta = FILLED_GROUPS["G05"]["meta"] | {"no": str(number), "date": today.isoformat()}
    return {"meta": meta}


def a_sheet(walk: Walk) -> Content:
    statuses = ["出席", "出席", "迟到", "缺席"]
    return {
        "attendance": [
            {"member": str(each.name), "status": walk.dice.choice(statuses)}
            for each in expected(walk.group)
        ]
    }


TYPED: dict[str, Callable[[Walk], Content]] = {
    "G02": a_plan,
    "G04": a_contract,
    "G05": a_session_plan,
    "G06": a_sheet,
    "G08": lambda walk: {
        "observer": {"name": "林悦", "no": "1", "date": timezone.localdate().isoformat()}
    },
    "G11": lambda walk: {
        "target": {"who": "全体", "way": "电话", "date": timezone.localdate().isoformat()}
    },
    "C14": lambda walk: {"type": "更换主责社工", "client_opinion": "可以"},
}
WORDS = {"reason": "情况如此。", "told": "逐个打了电话。"}


def a_change(walk: Walk) -> dict[str, Any]:
    """Somebody leaves; or joins, where that needs nobody's consent."""
    plan, stay = plan_of(walk.group), staying(walk.group)
    if plan is not None and plan.openness == "开放" and walk.rarely():
        return {"change": "join", "reason": "想来。"} | a_newcomer(walk)
    return {"change": "leave", "reason": "搬家。", "member": stay[-1].number if stay else 0}


def a_newcomer(walk: Walk) -> dict[str, Any]:
    return {"name": f"新来的 {walk.dice.random()}"[:20], "category": "general"}


GIVEN: dict[str, Callable[[Walk], dict[str, Any]]] = {
    "cancel": lambda walk: WORDS,
    "postpone": lambda walk: (
        WORDS | {"starts_on": (walk.group.starts_on or BEGINS) + timedelta(days=40)}
    ),
    "member_change": a_change,
    "ask_admit_member": lambda walk: a_newcomer(walk) | {"reason": "邻居。"},
    "ask_change_sessions": lambda walk: {
        "sessions": (walk.group.sessions_planned or 0) + 1,
        "reason": "大家想多学一节。",
    },
    "review_dropout": lambda walk: {"analysis": "时间不合适。"},
    "ask_pause": lambda walk: WORDS | {"until": timezone.localdate() + timedelta(days=9)},
    "resume": lambda walk: {"reason": "修好了。"},
    "ask_abort": lambda walk: WORDS,
    "confirm": lambda walk: {"told": "见过组员了。"},
    "approve": lambda walk: {
        "receiver": walk.dice.choice(walk.others() or [walk.people["lin.yue"]])
    },
    "appoint": lambda walk: {
        "receiver": walk.people["lin.yue"],
        "reason": "住院",
        "client_opinion": "可以",
    },
    "entrust": lambda walk: {"receiver": walk.people["lin.yue"]},
    "entrust_anew": lambda walk: {"receiver": walk.people["lin.yue"]},
    "check": lambda walk: {"seen": ["stage", "risk", "papers", "next"]},
    "introduce": lambda walk: {"on": timezone.localdate(), "told": "见过了。", "in_person": True},
    **dict.fromkeys(["waive", "force", "call_off"], lambda walk: {"reason": "情况如此。"}),
    "ask_revise": lambda walk: {"reason": "写错了", "raw": {}},
    "void": lambda walk: {"reason": "写错了"},
}
STEPS = {
    Walk.goes_on: 10,
    Walk.tries: 4,
    Walk.writes: 1,
    Walk.scans: 1,
    Walk.pokes: 1,
    Walk.drops: 1,
}


def walk_from(start: str, dice: Random) -> Walk:
    """A station of its own for each walk, with a group that has come so far."""
    district = Station.objects.create(name="总站", code="TQ", kind=Station.Kind.DISTRICT)
    station = Station.objects.create(name="东街站", code="TQDJ", district=district)
    community = Community.objects.create(station=station, name="天桥东社区")
    people = {
        name: joins(name, district if roles == [Role.DISTRICT] else station, roles)
        for name, roles in PEOPLE.items()
    }
    owner = people[dice.choice(["chen.siyuan", "all.hats"])]
    group = open_group(title="指尖上的邻里", community=community, by=owner)
    give_seat(group, people["lin.yue"], Seat.Part.COLLABORATOR, by=owner)
    walk = Walk(group, people, dice)
    for _step in range(60):
        if group.status == start:
            return walk
        comes_on(walk)
    raise AssertionError(group.status)


def comes_on(walk: Walk) -> None:
    """One more step on the way."""
    walk.scans()
    for code in (each for each in [*FILLED_GROUPS, "C16"] if walk.is_wanted(each)):
        user = next((u for u in walk.people.values() if may_edit(walk.group, code, u)), None)
        if user:
            walk.fill(code, user, {})
    walk.does_what_is_offered(jolts=False)


class GroupWalk(TestCase):
    @patch("casework.archive.shelves", [])  # papers are printed after a commit: none is here
    @settings(
        max_examples=int(os.getenv("WALKS", "4")),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32))
    def test_nobody_breaks_a_group(self, seed: int) -> None:
        dice, day = Random(seed), BEGINS  # noqa: S311  (a walk, not a secret)
        with at(f"{day} 10:00"):
            walk = walk_from(dice.choice(STARTS), dice)
            check(walk.group)
        for step in dice.choices(list(STEPS), list(STEPS.values()), k=LENGTH):
            day += timedelta(days=dice.choice([0, 0, 1, 3]))
            with at(f"{day} 10:00"):
                if step(walk):
                    check(walk.group)

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        never = sorted(set(VERBS) - set(WALKED))
        sys.stdout.write(f"\nwalked {dict(WALKED)}\nnever {never}\nreached {dict(REACHED)}\n")
