"""No sequence of acts through the door, by whomever, breaks what must hold."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
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

from accounts.models import Community, Post, Role, Station, User
from audit.models import Entry
from casework import choices, supervision
from casework.approvals import Judgement, Note, open_remarks, pending, submissions
from casework.catalogue import FORMS
from casework.consents import withdrawable
from casework.corrections import begun
from casework.demo.serving import PAGE
from casework.departures import open_departure
from casework.errors import RuleError
from casework.lifecycles import (
    OVERLAYS,
    CaseLifecycle,
    DocumentLifecycle,
    Lifecycle,
    machine_of,
    machines_of,
)
from casework.models import Case, Content, Correction, Departure, Dossier, Draft, Remark
from casework.permissions import standing
from casework.questions import LongText
from casework.registration import register
from casework.satisfaction import ITEMS, read_out
from casework.scans import keep, wanted
from casework.services import act, answer_remark, may_edit, save_draft
from casework.versions import Version
from notifications.models import Message
from tests.actors import accepted, assessed, closed, closing, planned, screened, served
from tests.filled import FILLED, LEAD, NO_CRISIS
from tests.invariants import check

LONG_AGO = date(2025, 1, 1)
MACHINES: list[type[Lifecycle]] = [CaseLifecycle, *OVERLAYS["C"]]
VERBS = sorted(verb for machine in MACHINES for verb in machine.verbs)
JOLTS = {  # what ends a case early, or turns in circles: taken now and then only
    *("requester_withdraws", "close_unreached", "resolve_by_advice", "ask_decline"),
    *("assign", "withdraw_intake", "withdraw_assessment", "withdraw_plan", "withdraw_decline"),
    *("waitlist", "keep_waiting", "withdraw_midterm", "withdraw_revision", "withdraw_extend"),
    *("withdraw_close", "withdraw_closure", "withdraw_finish_followup", "revise_plan"),
    *("ask_extend", "reject_close", "refuse_finish_followup"),
    *("ask_refer_out", "ask_refer_mid", "ask_refer_partial", "ask_suspend", "ask_abort"),
    *("client_ends", "close_from_suspend", "ask_reopen", "raise_crisis", "identify", "relapse"),
    *("ask_false_alarm", "ask_end_by_event", "withdraw_refer_out", "withdraw_refer_mid"),
    *("withdraw_refer_partial", "withdraw_suspend", "withdraw_resume", "withdraw_abort"),
    *("withdraw_reopen", "withdraw_false_alarm", "withdraw_end_by_event", "withdraw_resolve"),
    *("withdraw_finish", "add_supervision", "add_conference", "write_report", "acknowledge"),
    *("withdraw_consent", "settle_withdrawal"),
    *("mandatory_report", "reopen", "emergency_session", "reassess_risk"),
    *("request_change", "appoint", "withdraw_change", "reject", "initiate", "entrust_anew"),
    *("waive", "return_handover", "withdraw_handover"),
}
PEOPLE = {
    "lin.yue": [Role.WORKER],
    "chen.siyuan": [Role.WORKER],
    "zheng.min": [Role.SUPERVISOR],
    "zhou.lan": [Role.HEAD],
    "xu.qin": [Role.COMMUNITY],
    "liu.chang": [Role.DISTRICT],
    "all.hats": [Role.WORKER, Role.SUPERVISOR, Role.HEAD],
}
STRANGER = "zhang.qian"  # supervises at another station
NOT_TAKEN: Content = {"decision_suggest": "不接案", "reject_reason": "不属本站范围"}
ASKED = [{"date": "2026-03-31", "result": "打电话问过。"}]
RESTS = {"start": "2026-03-30", "contact": "居委会李主任", "end": "2026-05-01"}
VARIANTS: dict[str, list[Content]] = {  # what may be typed, the common case first
    "C01": [
        {},
        {"crisis_screen": NO_CRISIS | {"self_harm": "yes"}},
        NOT_TAKEN,
        {"crisis_screen": {}},
        {"mandatory_report_flag": "yes"},
    ],
    "C02": [{}, {"sensitive_consent": []}, {"signatures": []}, {"sign_mode": "口头同意见证"}],
    "D01": [{}, {"birth_date": "2015-01-01"}, {"phone": "不知道"}, {"phone": ""}],
    "C03": [
        {},
        {"service_level": "重点个案"},
        {"risk": {"level": "high"}, "safety_plan": "先打 120"},
        {"risk": {"level": "high"}},
        *(
            {"scales": [{"scale": "PHQ-9", "score": "9", "item9": n}], "safety_plan": plan}
            for n, plan in (("1", ""), ("1", "先打 120"), ("2", "先打 120"))
        ),
        {"risk": {}},
    ],
    "C04": [{}, {"goals": [{"goal": "没有指标"}]}, {"sign_client": {}}, {"crisis_plan": ""}],
    "D02": [{}, {"nodes": []}, {"edges": []}],
    "C05": [
        {},
        {"risk_change": {"level": "high", "reason": "说不想活了"}},
        {"risk_change": {"level": "medium"}},
        {"time": {"date": "2026-03-27", "start": "15:00", "end": "14:00"}},
        {"objectives": []},
    ],
    "C07": [
        {},
        {"adjustments": [{"type": "提前结案", "reason": "目标达成"}]},
        {"risk": {"level": "high"}},
        {"client_view": ""},
    ],
    "C08": [
        {},
        {"closure_type": "失联"},
        {"closure_type": "死亡", "informed": {}},
        {"informed": {"meetings": "1"}},
        {"goal_attainment": []},
    ],
    "C09": [
        {},
        {"followup_plan": [{"date": "no", "focus": "“不用再来了”"}]},
        {"followup_plan": [{"date": "1"}]},
        {"followup_plan": []},
        {"followup_plan": [{"date": each} for each in ("1", "3", "6")]},
    ],
    "C11": [{}, {"conclusion": "结束跟进"}, {"new_issue": {"has": "yes"}}],
    "C10": [
        {},
        {"receipt": {"status": "接收", "date": "2026-03-30", "by": "王医生"}, "followup": ASKED},
        {"receipt": {"status": "拒收", "date": "2026-03-30", "note": "满员"}, "followup": ASKED},
        {"consent": {"agree": "no"}},
    ],
    "C14": [
        {},
        {"type": "计划变更"},
        {"params": {"end": "2030-01-01"}},
        *(
            {"type": kind, "client_opinion": "可以"}
            for kind in ("恢复", "更换主责社工", "更换主责社工")
        ),
        {"type": "暂停", "client_opinion": "可以", "params": RESTS},
    ],
    "C16": [{}, {"retention": ""}],
}
OFTEN = {
    "C05": 0.4,
    "C15": 0.5,
    "C04": 0.5,
    "C14": 0.6,
    "C06": 0.1,
    "C13": 0.1,
    "C12": 0.3,
    "C10": 0.4,
}  # what is only begun now and then
NAMES_ANOTHER = {"approve", "appoint", "entrust", "entrust_anew"}  # somebody must be there
WITH_THE_WORK = {  # verbs of a paper that are done with those of the case
    *("submit", "withdraw", "return_form", "resubmit", "approve", "sign", "lock"),
}
JOLTED, RARELY = 0.12, 0.2
LENGTH = 36  # steps of a walk
WALKED: Counter[str] = Counter()
REACHED: Counter[str] = Counter()


@dataclass
class Walk:
    """A case and its people. Everybody tries everything; a refusal must change nothing."""

    case: Case
    people: dict[str, User]
    dice: Random
    worker: str
    supervisor: str
    seen: list[str] = field(default_factory=list)  # hashes that were once on a screen

    # ── what may happen: each answers whether anything changed ───────────────────────────

    def goes_on(self) -> bool:
        """Whoever has something to write writes it, and somebody does what is offered."""
        return self.writes() | self.does_what_is_offered()

    def does_what_is_offered(self) -> bool:
        """The page and the POST are one: what is offered is not refused."""
        jolts = self.dice.random() < JOLTED
        found = self.offered()
        offered = {v: who for v, who in found.items() if self.leads_on(v, jolts=jolts)}
        if not offered:
            return False
        verb = self.dice.choice(sorted(offered))
        user = self.dice.choice(offered[verb])
        assert self.attempt(user, verb), (verb, user.username)
        return True

    def decides_on_an_old_page(self) -> bool:
        """What was on the screen is not what waits: nothing is decided."""
        for verb, users in self.offered().items():
            if machine_of(self.case, verb).row_of(verb).decides:
                assert not self.attempt(self.dice.choice(users), verb, stale=True), verb
        return False

    def tries(self) -> bool:
        """Somebody presses a button, whosever it is, at times on a page long out of date."""
        return self.attempt(self.somebody(), self.dice.choice(VERBS), stale=self.rarely())

    def writes(self) -> bool:
        """Most often what is written is right, at times it is not."""
        wrote = False
        for code in FORMS:
            user = next((u for u in self.people.values() if may_edit(self.case, code, u)), None)
            if user and self.dice.random() < OFTEN.get(code, 1):
                odd = self.rarely() or code in {
                    "C14",
                    "C10",
                }  # which is for this as often as for that
                self.fill(code, user, self.dice.choice(VARIANTS.get(code, [{}])) if odd else {})
                wrote = True
        return wrote

    def corrects(self) -> bool:
        """Somebody corrects a paper, or sets one aside; who is not to, or not this one, cannot."""
        version, verb = self.a_version(), self.dice.choice(["ask_revise", "void"])
        if version is None:
            return False
        user = self.dice.choice([self.somebody(), version.submission.author])
        allowed = DocumentLifecycle(self.case, version).judge(verb, user).allowed
        said: dict[str, Any] = {"reason": "写错了"} | (
            {"raw": self.mended(version)} if verb != "void" else {}
        )
        did = self.refused(
            lambda: act(verb, self.case, by=user, of=version, **said), may_pass=allowed
        )
        WALKED[verb] += did
        return did

    def a_version(self) -> Version | None:
        found = [Version(each, code) for each in submissions(self.case) for code in each.codes]
        return self.dice.choice(found) if found else None

    def mended(self, version: Version) -> Content:
        """What the author writes: the same, but for one answer; or the same again."""
        raw = begun(self.case, version)
        texts = [each.key for each in FORMS[version.form].asked() if isinstance(each, LongText)]
        return (
            raw if self.rarely() or not texts else raw | {texts[0]: f"更正：{self.dice.random()}"}
        )

    def asks_the_client(self) -> bool:
        """The client says how content they are, and what was signed on paper is scanned."""
        worker = self.case.owner
        if worker is None or self.case.status not in {"closing", "following", "closed"}:
            return False
        if self.case.status == "closing":
            return self.refused(
                lambda: read_out(self.case, [5] * ITEMS, "", by=worker), may_pass=True
            )
        for submission, form in wanted(self.case):
            keep(self.case, submission, form, PAGE, by=worker)
        return True

    def pokes(self) -> bool:
        """Somebody writes in a form which is not theirs, or over a version they have not seen."""
        user, code = self.somebody(), self.dice.choice(list(FILLED))
        version = -1 if may_edit(self.case, code, user) else None
        return self.refused(
            lambda: save_draft(self.case, code, FILLED[code], by=user, version=version)
        )

    def answers_for_others(self) -> bool:
        """Somebody answers a remark that is not theirs to answer, or says nothing."""
        remark = Remark.objects.filter(review__submission__dossier=self.case).last()
        user = self.somebody()
        if remark is None:
            return False
        answer = "" if may_edit(self.case, remark.form, user) else "代答"
        return self.refused(lambda: answer_remark(remark, self.case, by=user, answer=answer))

    # ── how it is done ───────────────────────────────────────────────────────────────────

    def leads_on(self, verb: str, *, jolts: bool) -> bool:
        if verb in NAMES_ANOTHER and not self.others():
            return False
        leads = self.case.owner_id is None if verb == "assign" else verb not in JOLTS
        return jolts or leads

    def others(self) -> list[User]:
        """Who may take the case over: a worker who stays, and has no other part in it."""
        leaving = Departure.objects.filter(ended_on=None).values_list("user", flat=True)
        parts = {self.case.owner_id, self.case.supervisor_id, self.case.witness_id, *leaving}
        workers = [name for name, roles in PEOPLE.items() if Role.WORKER in roles]
        return [self.people[name] for name in workers if self.people[name].pk not in parts]

    def offered(self) -> dict[str, list[User]]:
        """Every verb that the pages offer now, and to whom."""
        found: dict[str, list[User]] = {}
        for user in self.people.values():
            if standing(user, self.case):
                for verdict in (v for m in machines_of(self.case) for v in m.why_not(user)):
                    if verdict.allowed:
                        found.setdefault(verdict.move.verb, []).append(user)
        return found

    def somebody(self) -> User:
        return self.dice.choice(list(self.people.values()))

    def rarely(self) -> bool:
        return self.dice.random() < RARELY

    def fill(self, code: str, user: User, odd: Content) -> None:
        save_draft(self.case, code, FILLED[code] | odd, by=user)
        for remark in open_remarks(self.case, code):
            answer_remark(remark, self.case, by=user, answer="已改。")

    def attempt(self, user: User, verb: str, *, stale: bool = False) -> bool:
        given = self.given(verb, stale=stale)
        if self.refused(lambda: act(verb, self.case, by=user, **given), may_pass=True):
            WALKED[verb] += 1
            REACHED[str(self.case.status)] += 1
            return True
        return False

    def refused(self, do: Callable[[], object], *, may_pass: bool = False) -> bool:
        """Do it; a refusal leaves everything as it was. Answers whether it went through."""
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
        row = Dossier.objects.filter(pk=self.case.pk).values().get()
        return (
            row,
            Entry.objects.filter(chain=self.case.chain).count(),
            list(self.case.submissions.order_by("pk").values_list("sha256", "outcome", "aside")),
            Correction.objects.count(),
            list(Draft.objects.filter(dossier=self.case.pk).order_by("pk").values_list("version")),
            Remark.objects.exclude(answered_at=None).count(),
            Message.objects.count(),
        )

    def given(self, verb: str, *, stale: bool) -> dict[str, Any]:
        """What the page of a verb would send."""
        row = machine_of(self.case, verb).row_of(verb)
        said = (
            {} if row.decides and verb == "reopen" else GIVEN[verb](self) if verb in GIVEN else {}
        )
        if row.decides:
            said["judgement"] = self.judgement(row.decides, remarked=row.remarks, stale=stale)
        return said

    def judgement(self, submitted: Sequence[str], *, remarked: bool, stale: bool) -> Judgement:
        """What a reviewer says of what waits; or of what was on the screen once."""
        waiting = pending(self.case, *submitted)
        fresh = waiting.sha256 if waiting else "f" * 64
        old = self.dice.choice([each for each in self.seen if each != fresh] or ["0" * 64])
        self.seen.append(fresh)
        code = waiting.form if waiting else "C01"
        key = next(iter(FORMS[code].asked())).key
        notes = [Note(code, key, "请补充。")] if remarked else []
        return Judgement(old if stale else fresh, "看过了。", notes)


def another(walk: Walk) -> dict[str, Any]:
    return {"receiver": walk.dice.choice(walk.others() or [walk.people[walk.worker]])}


def an_item(walk: Walk, hands: str) -> dict[str, Any]:
    """One of the things that a supervision left to do; or nothing that there is."""
    found = supervision.open_items(walk.case, hands)
    return {"item": walk.dice.choice(found).pk if found else 0, "result": "办好了"}


GIVEN: dict[str, Callable[[Walk], dict[str, Any]]] = {
    **dict.fromkeys(["approve", "entrust", "entrust_anew"], another),
    "appoint": lambda walk: another(walk) | {"reason": "住院", "client_opinion": "可以"},
    "check": lambda walk: {"seen": ["stage", "risk", "papers", "next"]},
    "assign": lambda walk: {"worker": walk.people[walk.worker]},
    "close_unreached": lambda walk: {
        "contacts": [(timezone.now() - timedelta(hours=5 * n), "电话") for n in range(3)]
    },
    "resolve_by_advice": lambda walk: {"advice": "已告知热线。"},
    "requester_withdraws": lambda walk: {"wish": "不想要了", "informed": "可以再来"},
    "ask_decline": lambda walk: {"told": "当面", "alternatives": "法律援助中心"},
    "waitlist": lambda walk: {"told": "四月中旬"},
    **dict.fromkeys(
        ["keep_waiting", "recall", "start_close", "withdraw_close"],
        lambda walk: {"reason": "情况如此"},
    ),
    **dict.fromkeys(
        ["referral_failed", "ask_reopen", "ask_false_alarm", "relapse", "waive", "force"],
        lambda walk: {"reason": "情况如此"},
    ),
    "close_from_suspend": lambda walk: GIVEN["close_unreached"](walk) | {"verified": "搬走了"},
    "client_ends": lambda walk: {"wish": "不用来了", "informed": "随时可以再来"},
    "withdraw_consent": lambda walk: {
        "items": [walk.dice.choice([key for key, _says in withdrawable(walk.case)] or ["all"])],
        "way": "口头",
        "wish": "不想留了",
        "on": timezone.localdate(),
    },
    "settle_withdrawal": lambda walk: {"measures": "已停止并告知"},
    "ask_abort": lambda walk: {
        "ending": walk.dice.choice(list(choices.ENDINGS)),
        "source": "社区",
        "reason": "情况如此",
    },
    "reopen": lambda walk: {"reason": "又跌倒了", "asked_by": "林悦"},
    "take_charge": lambda walk: {"lead": walk.people[walk.worker]},
    "stabilise": lambda walk: {"cared_by": "妹妹同住"},
    "ask_end_by_event": lambda walk: {"source": "住院"},
    **dict.fromkeys(["mandatory_report", "identify"], lambda walk: {"grounds": ["violence"]}),
    "report": lambda walk: {"to": ["police"], "words": "电话 110", "grounds": ["violence"]},
    "ack": lambda walk: {"receipt": "已受理"},
    "ask_finish": lambda walk: {"result": "已出具告诫书"},
    "finish_action": lambda walk: an_item(walk, supervision.OWNER),
    "finish_own_action": lambda walk: an_item(walk, supervision.SUPERVISOR),
    "ask_revise": lambda walk: {"reason": "写错了", "raw": {}},
    "void": lambda walk: {"reason": "写错了"},
    "approve_intake": lambda walk: {
        "owner": walk.case.owner,
        "supervisor": walk.people[walk.supervisor],
        "level": "一般个案",
    },
}
STEPS = {  # and how often
    Walk.goes_on: 10,
    Walk.does_what_is_offered: 2,
    Walk.writes: 2,
    Walk.asks_the_client: 2,
    Walk.tries: 4,
    Walk.corrects: 3,
    Walk.decides_on_an_old_page: 1,
    Walk.pokes: 1,
    Walk.answers_for_others: 1,
}
STARTS = [
    *("a call", "screening", "declining", "assessing", "weighty"),
    *(SERVED := ["serving", "closing", "following", "crisis", "leaving"]),
]


def walk_from(start: str, dice: Random) -> Walk:
    """A station of its own for each walk, with a case that has come so far."""
    district = Station.objects.create(name="总站", code="TQ", kind=Station.Kind.DISTRICT)
    station = Station.objects.create(name="东街站", code="TQDJ", district=district)
    far = Station.objects.create(name="北村站", code="GRBC", district=district)
    worker, supervisor = (
        dice.choice(["lin.yue", "all.hats"]),
        dice.choice(["zheng.min", "all.hats"]),
    )
    named = worker, supervisor if supervisor != worker else "zheng.min"
    community = Community.objects.create(station=station, name="天桥东社区")
    people = {
        name: joins(name, district if roles == [Role.DISTRICT] else station, roles)
        for name, roles in PEOPLE.items()
    }
    people[STRANGER] = joins(STRANGER, far, [Role.SUPERVISOR])
    case = register(LEAD, community=community, by=people["xu.qin"], knowingly_new=True)
    walk = Walk(case, people, dice, *named)
    come_so_far(walk, start)
    return walk


def come_so_far(walk: Walk, start: str) -> None:
    case, head = walk.case, walk.people["zhou.lan"]
    worker, supervisor = walk.people[walk.worker], walk.people[walk.supervisor]
    if start in {"screening", "declining"}:
        screened(case, worker=worker, head=head)
    elif start != "a call":
        accepted(case, worker=worker, supervisor=supervisor, head=head)
    if start == "declining":
        save_draft(case, "C01", FILLED["C01"] | NOT_TAKEN, by=worker)
        act("ask_decline", case, by=worker, told="当面", alternatives="法律援助中心")
    if start == "weighty":
        assessed(case, worker=worker, supervisor=supervisor, service_level="个案管理")
    if start in SERVED:
        come_on(walk, start)


def come_on(walk: Walk, start: str) -> None:
    """Through the plan and a first service, and further."""
    case, head = walk.case, walk.people["zhou.lan"]
    worker, supervisor = walk.people[walk.worker], walk.people[walk.supervisor]
    assessed(case, worker=worker, supervisor=supervisor)
    planned(case, worker=worker, supervisor=supervisor)
    served(case, worker=worker)
    if start == "closing":
        closing(case, worker=worker)
    if start == "crisis":
        act("raise_crisis", case, by=worker)
        act("identify", case, by=worker, grounds=["violence"])
    if start == "leaving":
        leaves(walk)
    if start == "following":
        closed(case, worker=worker, supervisor=supervisor, head=head)


def leaves(walk: Walk) -> None:
    """The worker leaves the station, at short notice or not."""
    last_day = timezone.localdate() + timedelta(days=walk.dice.choice([2, 30, 30]))
    worker, head = walk.people[walk.worker], walk.people["zhou.lan"]
    witness = walk.people[walk.supervisor]
    said = {"last_day": last_day, "reason": "离职", "witness": witness, "by": head}
    open_departure(worker, walk.case.station, **said)  # type: ignore[arg-type]


def joins(name: str, station: Station, roles: list[Role]) -> User:
    user = User.objects.create(username=name, full_name=name)
    Post.objects.bulk_create(
        Post(user=user, station=station, role=role, since=LONG_AGO) for role in roles
    )
    return user


class RandomWalk(TestCase):
    @patch("casework.archive.shelves", [])  # papers are printed after a commit: none is here
    @settings(
        max_examples=int(os.getenv("WALKS", "16")),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # half a walk is another walk: no shrinking
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32))
    def test_nobody_breaks_anything(self, seed: int) -> None:
        dice = Random(seed)  # noqa: S311  (a walk, not a secret)
        walk = walk_from(dice.choice(STARTS), dice)
        check(walk.case)
        for step in dice.choices(list(STEPS), list(STEPS.values()), k=LENGTH):
            if step(walk):
                check(walk.case)

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        never = sorted(set(VERBS) - set(WALKED) - {"register", "new_episode", *WITH_THE_WORK})
        sys.stdout.write(f"\nwalked {dict(WALKED)}\nnever {never}\nreached {dict(REACHED)}\n")
