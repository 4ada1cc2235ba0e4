"""The conditions of applying for a project, judging it, granting it and signing its contract."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import panels
from casework.approvals import in_force, pending
from casework.baselines import budget_of
from casework.catalogue import FORMS
from casework.drafts import checked, raw_of
from casework.lifecycles.base import Guard, Spot, Stage, guard
from casework.lifecycles.guards import label_at
from casework.models import Project
from casework.models.approvals import CORRECTS
from casework.models.dossier import Dossier
from casework.objections import open_objections
from casework.questions import yuan
from casework.workdays import days_between

# ── 申报 ──────────────────────────────────────────────────────────────────────────────────

COUNTED = r"\d+\s*[条户人件例]"
CITED = re.compile(rf"台账.{{0,40}}{COUNTED}|{COUNTED}.{{0,40}}台账|-N-\d{{4}}-\d{{4}}")


@guard(
    "need_cited",
    _("背景与需求分析须引用需求台账：写明台账里多少条、哪类需求，或台账编号。"),
    where="P01#background",
)
def need_cited(project: Project, user: User) -> bool:
    said = str(checked(project, "P01").content.get("background") or "")
    return bool(CITED.search(said.replace("\n", "")))


def total_of(project: Project) -> Decimal:
    """Return what the budget of the application comes to."""
    rows = checked(project, "P01").content.get("budget") or []
    return sum((yuan(row.get("amount")) for row in rows), yuan(0))


def _unbalanced(project: Project) -> list[Spot]:
    total, asked = total_of(project), project.asked or yuan(0)
    says = _("预算合计 %(total)s 元，申报经费 %(asked)s 元，相差 %(gap)s 元。") % {
        "total": f"{total:,.2f}",
        "asked": f"{asked:,.2f}",
        "gap": f"{abs(total - asked):,.2f}",
    }
    spots = [] if total == asked else [Spot("P01", "budget", label_at("P01", "budget"), says)]
    return spots + [_costless(n) for n, row in _budget(project) if not yuan(row.get("amount"))]


def _budget(project: Project) -> list[tuple[int, dict[str, Any]]]:
    return [*enumerate(checked(project, "P01").content.get("budget") or [])]


def _costless(number: int) -> Spot:
    path = f"budget.{number}.amount"
    return Spot("P01", path, label_at("P01", path), str(_("这一行没有金额。")))


budget_balanced = Guard(
    "budget_balanced",
    _("预算须平衡：各行都有金额，各科目合计等于申报经费。"),
    lambda project, user: bool(project.asked) and not _unbalanced(project),
    where="P01#budget",
    spots=_unbalanced,
)


def _unmeasured(project: Project) -> list[Spot]:
    """Each place where it is not said how one will know; the first row is the goal of them all."""
    goals: Any = FORMS["P01"].question("goals")
    wanted = ["indicator", "target", "measure"]
    rows = list(goals.begun(raw_of(project, "P01").get("goals") or []))
    specific = rows[1:] or rows
    return [
        Spot("P01", path, label_at("P01", path), str(_("还没填。")))
        for path in (
            f"goals.{n}.{key}"
            for n, row in specific
            for key in wanted
            if goals.parts[key].empty(row.get(key))
        )
    ]


indicators_measurable = Guard(
    "indicators_measurable",
    _("每个具体目标须可测量：写清指标、达到多少、怎么测。"),
    lambda project, user: not _unmeasured(project),
    where="P01#goals",
    spots=_unmeasured,
)
applied = [need_cited, budget_balanced, indicators_measurable]


@guard("returned_once", _("形式审查只退回补正一次：已经退回过的，须作出是否受理的决定。"))
def returned_once(project: Project, user: User) -> bool:
    return not project.submissions.filter(reviews__verb="return_apply").exists()


# ── 评审 ──────────────────────────────────────────────────────────────────────────────────

uncorrected = Stage(
    lambda project: pending(project, CORRECTS) is None,
    _("有一份更正在等审批，先等它批完。"),
)


def _ballot(project: Project, user: User) -> Any:
    return panels.ballot_of(project, user)


@guard("interest_declared", _("须先申报有没有利益冲突，再打分。"))
def interest_declared(project: Project, user: User) -> bool:
    return _ballot(project, user) is not None


@guard("stands_back", _("申报了利益冲突的须回避，不能打分。"))
def no_conflict(project: Project, user: User) -> bool:
    ballot = _ballot(project, user)
    return ballot is None or not ballot.conflict


@guard("scored_once", _("你已经打过分，每位专家只打一次。"))
def scored_once(project: Project, user: User) -> bool:
    ballot = _ballot(project, user)
    return ballot is None or ballot.submitted_at is None


@guard("enough_ballots", _("须有至少 3 份有效评分，才能作出评审结论。"))
def enough_ballots(project: Project, user: User) -> bool:
    return len(panels.valid_ballots(project)) >= panels.LEAST_BALLOTS


def review_says(decision: str) -> Guard:
    """What the panel has come to, as its form says."""

    def check(project: Project, user: User) -> bool:
        return checked(project, "P02").content.get("decision") == decision

    says = _("《立项评审表》的结论须是“%s”。") % decision
    return Guard("review_says", says, check, where="P02#decision")


SHOWN = (5, 7)  # working days, the first and the last included


def shown_days(project: Project) -> tuple[str, str] | None:
    """Return from when until when it is to be shown to the public, as P02 says."""
    said = checked(project, "P02").content.get("publicity") or {}
    return (said["from"], said["to"]) if said.get("from") and said.get("to") else None


@guard(
    "publicity_long_enough",
    _("公示须从今天或以后开始，写明起止，共 5 至 7 个工作日。"),
    where="P02#publicity.from",
)
def publicity_long_enough(project: Project, user: User) -> bool:
    said = shown_days(project)
    if said is None:
        return False
    begins, ends = (_day(each) for each in said)
    least, most = SHOWN
    return (
        begins >= timezone.localdate()
        and least <= days_between(begins - timedelta(days=1), ends) <= most
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


# ── 公示, 立项 ────────────────────────────────────────────────────────────────────────────


@guard("publicity_over", _("公示期满才能批准立项。"))
def publicity_over(project: Project, user: User) -> bool:
    return project.shown_until is not None and timezone.localdate() > project.shown_until


@guard("objections_settled", _("还有没核查的异议：核查不成立的登记结果，成立的重审。"))
def objections_settled(project: Project, user: User) -> bool:
    return not open_objections(project)


@guard("objection_noted", _("须先登记异议。"))
def objection_noted(project: Project, user: User) -> bool:
    return bool(open_objections(project))


def _granted(project: Project) -> Decimal | None:
    return yuan((checked(project, "P03").content.get("approved") or {}).get("amount"))


@guard(
    "granted_as_applied",
    _("批准经费须等于申报书的预算合计：要核减的，先让申报单位改预算。"),
    where="P03#approved.amount",
)
def granted_as_applied(project: Project, user: User) -> bool:
    proposal = in_force(project, "P01")
    return proposal is not None and _granted(project) == sum(
        budget_of(proposal.budget).values(), yuan(0)
    )


def _unassigned(project: Project) -> list[Spot]:
    rows = checked(project, "P03").content.get("wbs") or []
    paths = [f"wbs.{n}.owner" for n, row in enumerate(rows) if not row.get("owner")]
    says = str(_("每项任务须写明谁负责。"))
    return [Spot("P03", path, label_at("P03", path), says) for path in paths]


tasks_assigned = Guard(
    "tasks_assigned",
    _("任务分解每项须写明谁负责：批准以后不能再改，没写的不能启动。"),
    lambda project, user: not _unassigned(project),
    where="P03#wbs",
    spots=_unassigned,
)


# ── 签约, 启动 ────────────────────────────────────────────────────────────────────────────

WHOLE = 100


@guard("paid_in_full", _("各期拨付比例合计须为 100%。"), where="P04#payment")
def paid_in_full(project: Project, user: User) -> bool:
    rows = checked(project, "P04").content.get("payment") or []
    return sum(row.get("pct") or 0 for row in rows) == WHOLE


def waits_with_third(dossier: Dossier) -> bool:
    """Whether the contract that waits names a third party, whose street signs last."""
    waiting = pending(dossier, "offer_contract")
    if waiting is None:
        return False
    said = {each["key"]: each["value"] for each in waiting.form_of("P04")["fields"]}
    return any(row.get("role") == "丙方" for row in said.get("parties") or [])


@guard("tasks_divided", _("任务书须有任务分解：每项任务写明谁负责。"), where="P03#wbs")
def tasks_divided(project: Project, user: User) -> bool:
    charter = in_force(project, "P03")
    return bool(charter and charter.wbs and all(row.get("owner") for row in charter.wbs))


@guard("team_there", _("人员须到位：申报书里写明团队，项目有负责人。"), where="P01#team")
def team_there(project: Project, user: User) -> bool:
    proposal = in_force(project, "P01")
    return bool(proposal and proposal.team) and project.owner_id is not None


@guard("begun_in_time", _("协议起始日到了才启动。"))
def begun_in_time(project: Project, user: User) -> bool:
    return project.starts_on is None or timezone.localdate() >= project.starts_on
