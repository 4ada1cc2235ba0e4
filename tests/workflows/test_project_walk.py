"""No sequence of acts on a project, by whomever, day after day, breaks what must hold of it."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Role, Station, User
from audit.models import Entry
from casework import carryover, ledger, panels, rectifying
from casework.approvals import Judgement, Note, open_remarks, pending
from casework.baselines import baseline_of
from casework.catalogue import FORMS
from casework.demo.serving import PAGE
from casework.errors import RuleError
from casework.instalments import payable
from casework.inviting import ASKED_IN, invite
from casework.lifecycles import ProjectLifecycle, machine_of, machines_of
from casework.models import Content, Dossier, Draft, LedgerEntry, Project
from casework.services import act, answer_remark, may_edit, save_draft
from casework.workdays import working_days
from notifications.models import Message
from tests import projects as actors
from tests.casework.ledgers import entry
from tests.driver import at
from tests.filled_projects import PROJECTS
from tests.invariants import check
from tests.projects import Cast
from tests.workflows.test_random_walk import joins

VERBS = sorted(ProjectLifecycle.verbs)
JOLTS = {  # what ends a project early, or turns in circles: taken now and then only
    *("return_internal", "withdraw_internal", "return_apply", "revise", "reject"),
    *("return_charter", "withdraw_charter", "note_objection", "objection"),
    *("return_contract", "withdraw_contract", "request_change", "suspend", "terminate"),
    *("need_fix", "final_fix", "return_grade", "withdraw_grade", "declare_interest"),
    *("return_closing", "withdraw_closing"),
}
AT_STATION = {
    "leader": [Role.WORKER],
    "head": [Role.HEAD],
    "agency": [Role.AGENCY],
    "street": [Role.STREET],
    "finance": [Role.FINANCE],
    "all.hats": [Role.WORKER, Role.HEAD, Role.AGENCY, Role.STREET],
}
ABOVE = {"district": [Role.DISTRICT], "civil": [Role.CIVIL], "both": [Role.DISTRICT, Role.CIVIL]}
JOLTED, RARELY, LENGTH = 0.25, 0.15, 24
COVER: Content = {"retention": "30年", "access": "限制", "remark": {"situation": "齐全。"}}
WALKED: Counter[str] = Counter()
REACHED: Counter[str] = Counter()


@dataclass
class Walk:
    """A project and its people. Everybody tries everything; a refusal must change nothing."""

    project: Project
    cast: Cast
    people: list[User]
    dice: Random
    asked_in: int = field(default=0)

    # ── what may happen: each answers whether anything changed ───────────────────────────

    def goes_on(self) -> bool:
        return self.writes() | self.does_what_is_offered(jolts=self.dice.random() < JOLTED)

    def does_what_is_offered(self, *, jolts: bool) -> bool:
        """The page and the POST are one: what is offered is not refused."""
        found = {v: who for v, who in self.offered().items() if jolts or v not in JOLTS}
        if not found:
            return False
        verb = self.dice.choice(sorted(found))
        assert self.attempt(self.dice.choice(found[verb]), verb), verb
        return True

    def tries(self) -> bool:
        """Somebody presses a button, whosever it is."""
        return self.attempt(self.dice.choice(self.people), self.dice.choice(VERBS))

    def writes(self) -> bool:
        wrote = False
        for code in [*PROJECTS, "C16"]:
            user = next((u for u in self.people if may_edit(self.project, code, u)), None)
            if user and self.dice.random() < 0.8:
                odd = self.odd(code) if self.dice.random() < RARELY else {}
                self.fill(code, user, odd)
                wrote = True
        return wrote

    def pokes(self) -> bool:
        """Somebody writes in a form which is not theirs, or over a version they have not seen."""
        user, code = self.dice.choice(self.people), self.dice.choice(list(PROJECTS))
        version = -1 if may_edit(self.project, code, user) else None
        filled = PROJECTS[code]
        return self.refused(
            lambda: save_draft(self.project, code, filled, by=user, version=version)
        )

    def invites(self) -> bool:
        """An expert or an evaluator is asked in, where the project asks for one."""
        parts = [part for part, states in ASKED_IN.items() if self.project.status in states]
        if not parts:
            return False
        self.asked_in += 1
        today = timezone.localdate()
        told: dict[str, Any] = {
            "username": f"outside{self.asked_in}",
            "full_name": "外聘",
            "since": today,
        }
        until = today + timedelta(days=self.dice.choice([5, 60]))
        seat = invite(self.project, parts[0], until=until, by=self.cast.civil, **told).seat
        self.people.append(seat.user)
        return True

    def settles_needs(self) -> bool:
        """What is still open of the ledger is met; what was to be closed no longer hangs."""
        needs = [each.need for each in carryover.ongoing_of(self.project) if each.need]
        for need in needs:
            result = LedgerEntry.Result.MET
            ledger.settle(need, result, on=timezone.localdate(), by=self.cast.leader)
        self.project.known.clear()
        return bool(needs)

    # ── how it is done ───────────────────────────────────────────────────────────────────

    def offered(self) -> dict[str, list[User]]:
        found: dict[str, list[User]] = {}
        for user in self.people:
            for verdict in (v for m in machines_of(self.project)[:1] for v in m.why_not(user)):
                if verdict.allowed and self.can_say(verdict.move.verb, user):
                    found.setdefault(verdict.move.verb, []).append(user)
        return found

    def can_say(self, verb: str, user: User) -> bool:
        """Whether there is anything of which the page of a verb would ask."""
        if verb == "choose_way":
            return bool(carryover.unchosen(self.project))
        ballot = panels.ballot_of(self.project, user) if verb == "declare_interest" else None
        return ballot is None or not ballot.conflict

    def fill(self, code: str, user: User, odd: Content) -> None:
        save_draft(self.project, code, typed(self, code) | odd, by=user)
        for remark in open_remarks(self.project, code):
            if may_edit(self.project, code, user):
                answer_remark(remark, self.project, by=user, answer="已改。")

    def odd(self, code: str) -> Content:
        """Something is left out."""
        first = next(iter(FORMS[code].asked())).key
        return {first: {} if isinstance(typed(self, code).get(first), dict) else []}

    def attempt(self, user: User, verb: str) -> bool:
        said = self.given(verb, user)
        if self.refused(lambda: act(verb, self.project, by=user, **said), may_pass=True):
            WALKED[verb] += 1
            REACHED[str(self.project.status)] += 1
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
        pk = self.project.pk
        return (
            Dossier.objects.filter(pk=pk).values().get(),
            Project.objects.filter(pk=pk).values().get(),
            Entry.objects.filter(chain=self.project.chain).count(),
            list(self.project.submissions.order_by("pk").values_list("sha256", "outcome")),
            list(Draft.objects.filter(dossier=pk).order_by("pk").values_list("version")),
            list(self.project.baselines.order_by("pk").values()),
            list(self.project.instalments.order_by("pk").values()),
            list(self.project.carried_over.order_by("pk").values()),
            Message.objects.count(),
        )

    def given(self, verb: str, user: User) -> dict[str, Any]:
        row = machine_of(self.project, f"project.{verb}").row_of(verb)
        said = GIVEN[verb](self) if verb in GIVEN else {}
        if row.decides:
            waiting = pending(self.project, *row.decides)
            code = waiting.form if waiting else "P01"
            key = next(iter(FORMS[code].asked())).key
            notes = [Note(code, key, "请补充。")] if row.remarks else []
            said["judgement"] = Judgement(waiting.sha256 if waiting else "f" * 64, "看过。", notes)
        return said


# ── what is typed, by the day on which it is ──────────────────────────────────────────────


def typed(walk: Walk, code: str) -> Content:
    """What somebody types who knows what they do."""
    filled: Content = deepcopy(COVER if code == "C16" else PROJECTS[code])
    own = TYPED.get(code)
    return filled | (own(walk) if own else {})


def a_review(walk: Walk) -> Content:
    today = timezone.localdate()
    last, _known = working_days(walk.dice.choice([5, 6])).after(today)
    shown = {"from": today.isoformat(), "to": last.isoformat(), "objections": ""}
    decision = walk.dice.choice(["通过", "通过", "修改后通过", "不通过"])
    return {"publicity": shown, "decision": decision}


def a_change(walk: Walk) -> Content:
    """Some money moves: a little, or so much that whoever pays decides as well."""
    version: Any = baseline_of(walk.project)
    moved = walk.dice.choice([1000, 20_000])
    rows = [
        {
            "item": f"预算·{name}",
            "before": version.budget[name],
            "after": f"{_sum(version, name) + by}",
        }
        for name, by in (("业务活动", -moved), ("人员", moved))
    ]
    return {"type": "预算", "diff": rows} if _sum(version, "业务活动") > moved else {}


def _sum(version: Any, category: str) -> int:
    return int(float(version.budget[category]))


def a_midterm(walk: Walk) -> Content:
    grade = walk.dice.choice(["合格", "良好", "不合格"])
    result = {"score": "78", "grade": grade, "rectify": "补反馈"}
    return {"result": result, "rectification": []}


def a_carryover(walk: Walk) -> Content:
    today = timezone.localdate().isoformat()
    notice = [
        {"client": each.number, "informed_at": today} for each in carryover.ongoing_of(walk.project)
    ]
    link = {"prev": walk.project.number, "next": "无", "gap_days": "0"}
    handover = [{"org": "区社工总站", "ref": "C15-01", "date": today}]
    return {"link": link, "notice": notice, "handover": handover, "gap_plan": ""}


TYPED: dict[str, Callable[[Walk], Content]] = {
    "P02": a_review,
    "P06": a_midterm,
    "P07": a_change,
    "P11": a_carryover,
}


def an_answer(walk: Walk) -> dict[str, Any]:
    left = rectifying.unanswered(walk.project)
    said = {"action": "已改。", "evidence": "记录。", "file": PAGE}
    return {"item": left[0].pk if left else 0, **said}


def a_payment(walk: Walk) -> dict[str, Any]:
    due = payable(walk.project)
    return {"instalment": due[0].pk if due else 0, "on": timezone.localdate()}


def a_way(walk: Walk) -> dict[str, Any]:
    left = carryover.unchosen(walk.project)
    way = walk.dice.choice(["转总站", "结案"])
    keeper = walk.cast.district if way == "转总站" else None
    told = {"keeper": keeper, "informed_on": timezone.localdate()}
    return {"item": left[0].key if left else "n-0", "way": way, **told}


GIVEN: dict[str, Callable[[Walk], dict[str, Any]]] = {
    "declare_interest": lambda walk: (
        {"conflict": True, "what": "合作过。"}
        if walk.dice.random() < RARELY
        else {"conflict": False}
    ),
    "score": lambda walk: {
        "scores": dict.fromkeys(panels.WEIGHTS, walk.dice.randint(60, 95)),
        "comments": "见意见。",
    },
    "note_objection": lambda walk: {"words": "有人来电。"},
    **dict.fromkeys(["settle_objection", "objection"], lambda walk: {"finding": "核查过。"}),
    "decide_change": lambda walk: {"verdict": walk.dice.choice(["approved", "refused"])},
    **dict.fromkeys(["suspend", "resume", "terminate"], lambda walk: {"reason": "政策调整。"}),
    "answer_item": an_answer,
    "pay": a_payment,
    "choose_way": a_way,
    "final_fix": lambda walk: {"items": "补签到表"},
    "assess_oneself": lambda walk: {"words": "都完成了。"},
}
STEPS = {
    Walk.goes_on: 10,
    Walk.tries: 5,
    Walk.writes: 1,
    Walk.pokes: 1,
    Walk.invites: 2,
    Walk.settles_needs: 1,
}


# ── where a walk begins, and on which day ─────────────────────────────────────────────────


def in_the_beginning(cast: Cast) -> Project:
    return actors.opened(cast)


def while_judged(cast: Cast) -> Project:
    project = actors.under_review(cast)
    for expert in actors.reviewed_by(project, cast, 3):
        actors.scored(project, expert)
    return project


def at_work(cast: Cast) -> Project:
    project = actors.running(cast)
    need = LedgerEntry.Kind.NEED
    entry(cast.station, cast.leader, need, date(2025, 12, 1), project=project)
    return project


def near_its_end(cast: Cast) -> Project:
    project = at_work(cast)
    with at("2026-10-12 10:00"):
        evaluator = actors.evaluator_of(project, cast, "2026-12-31")
        actors.in_final(project, cast)
        actors.graded(project, cast, evaluator)
    return project


STARTS: list[tuple[str, Callable[[Cast], Project]]] = [
    ("2025-09-15", in_the_beginning),
    ("2025-10-13", while_judged),
    ("2025-10-15", actors.publicised),
    ("2026-04-20", at_work),
    ("2026-10-05", at_work),
    ("2026-10-12", near_its_end),
]


def walk_from(begin: Callable[[Cast], Project], dice: Random) -> Walk:
    """A district of its own for each walk, with a project that has come so far."""
    district = Station.objects.create(name="总站", code="TQ", kind=Station.Kind.DISTRICT)
    station = Station.objects.create(name="东街站", code="TQDJ", district=district)
    people = {name: joins(name, station, roles) for name, roles in AT_STATION.items()}
    people |= {name: joins(name, district, roles) for name, roles in ABOVE.items()}
    names = ("leader", "head", "agency", "district", "civil", "street", "finance")
    cast = Cast(station, *(people[name] for name in names))
    project = begin(cast)
    outside = User.objects.filter(seats__dossier=project.pk)
    return Walk(project, cast, [*people.values(), *outside.distinct()], dice)


class ProjectWalk(TestCase):
    @patch("casework.archive.shelves", [])  # papers are printed after a commit: none is here
    @settings(
        max_examples=int(os.getenv("WALKS", "4")),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32))
    def test_nobody_breaks_a_project(self, seed: int) -> None:
        dice = Random(seed)  # noqa: S311  (a walk, not a secret)
        begins, begin = dice.choice(STARTS)
        day = date.fromisoformat(begins)
        with at(f"{day} 10:00"):
            walk = walk_from(begin, dice)
            check(walk.project)
        for step in dice.choices(list(STEPS), list(STEPS.values()), k=LENGTH):
            day += timedelta(days=dice.choice([0, 0, 1, 3, 8]))
            with at(f"{day} 10:00"):
                if step(walk):
                    check(walk.project)

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        never = sorted(set(VERBS) - set(WALKED))
        sys.stdout.write(f"\nwalked {dict(WALKED)}\nnever {never}\nreached {dict(REACHED)}\n")
