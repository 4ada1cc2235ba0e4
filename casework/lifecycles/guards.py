"""The conditions of a case's moves. Each says what must be so; each is written once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import consents
from casework.approvals import endorsed, open_remarks, pending
from casework.catalogue import FORMS, label_of, title_of
from casework.drafts import checked, raw_of
from casework.lifecycles.base import Guard, Spot, guard
from casework.models import Case
from casework.models.assessment import needs_safety_plan

# ── any form ──────────────────────────────────────────────────────────────────────────────


def filled(form: str) -> Guard:
    """Every required answer is there, and every answer can be read."""

    def check(case: Case, user: User) -> bool:
        return checked(case, form).whole

    def spots(case: Case) -> list[Spot]:
        errors = checked(case, form).errors
        return [Spot(form, path, label_of_path(form, path), says) for path, says in errors.items()]

    says = _("《%s》的必填项须填写齐全。") % title_of(form)
    return Guard(f"{form}_filled", says, check, where=form, spots=spots)


def answered(form: str) -> Guard:
    """Every remark on the last submission has its answer."""

    def check(case: Case, user: User) -> bool:
        return not open_remarks(case, form).exists()

    def spots(case: Case) -> list[Spot]:
        return [
            Spot(form, each.anchor, label_of(form, each.anchor), str(_("这条批注还没答复。")))
            for each in open_remarks(case, form)
        ]

    says = _("《%s》上一稿的批注须逐条答复。") % title_of(form)
    return Guard(f"{form}_answered", says, check, where=form, spots=spots)


def ready(*forms: str) -> list[Guard]:
    return [each for form in forms for each in (filled(form), answered(form))]


def label_of_path(form: str, path: str) -> str:
    """Return what a path is called: 具体目标 2 · 指标 for goals.1.indicator."""
    key, *rest = path.split(".")
    question = FORMS[form].question(key)
    words = [str(question.label), *(str(int(n) + 1) for n in rest if n.isdigit())]
    parts = getattr(question, "parts", {})
    words += [f"· {parts[n].label}" for n in rest if n in parts]
    return " ".join(words)


# ── decisions ─────────────────────────────────────────────────────────────────────────────


def others_work(*submitted: str) -> Guard:
    """Two pairs of eyes. Nobody decides on what they submitted, or on work of their own."""

    def check(case: Case, user: User) -> bool:
        waiting = pending(case, *submitted)
        return waiting is None or user.pk not in {waiting.author_id, case.owner_id}

    says = _("提交人不能审批自己提交的内容，请由其他人审批。")
    return Guard("not_own_work", says, check)


def fresh_eyes(*submitted: str) -> Guard:
    """The second signature is another person's than the first."""

    def check(case: Case, user: User) -> bool:
        waiting = pending(case, *submitted)
        return waiting is None or not waiting.reviews.filter(reviewer=user).exists()

    return Guard("fresh_eyes", _("同一稿的两次审批须由不同的人作出。"), check)


def own_words(submitted: str) -> Guard:
    """Whoever takes it back has handed it in: not whatever else waits for a decision."""

    def check(case: Case, user: User) -> bool:
        waiting = pending(case, submitted)
        return waiting is None or waiting.author_id == user.pk

    return Guard("own_words", _("只有提交人能撤回这一稿。"), check)


def untouched(submitted: str) -> Guard:
    """A submission can be taken back while nobody has said anything about it."""

    def check(case: Case, user: User) -> bool:
        return not endorsed(case, submitted)

    return Guard("untouched", _("本稿已有审批意见，不能撤回，请等审批结果。"), check)


# ── 接案 ──────────────────────────────────────────────────────────────────────────────────


@guard("worker_assigned", _("须先由站长派单，指定受理社工。"))
def worker_assigned(case: Case, user: User) -> bool:
    return case.owner_id is not None


@guard("crisis_screened", _("须先完成危机筛查，每一项都选“是”或“否”。"), where="C01#crisis_screen")
def crisis_screened(case: Case, user: User) -> bool:
    draft = checked(case, "C01")
    screen = draft.content.get("crisis_screen") or {}
    return bool(screen) and all(answer is not None for answer in screen.values())


@guard(
    "consent_given",
    _("须先签《知情同意书与服务协议》，或有见证的口头同意。"),
    where="C02#signatures",
)
def consent_given(case: Case, user: User) -> bool:
    return consents.is_signed(case)


@guard("reasons_given", _("须写明不接案的理由和告知情况。"), where="C01#reject_reason")
def reasons_given(case: Case, user: User) -> bool:
    return bool(checked(case, "C01").content.get("reject_reason"))


@guard("problem_noted", _("须写明主诉问题和初步类别。"), where="C01#presenting_problem")
def problem_noted(case: Case, user: User) -> bool:
    content = checked(case, "C01").content
    return bool(content.get("presenting_problem")) and bool(content.get("case_type"))


# ── 预估, 计划 ────────────────────────────────────────────────────────────────────────────


@guard("risk_level", _("须评定风险等级。"), where="C03#risk.level")
def risk_assessed(case: Case, user: User) -> bool:
    return bool((checked(case, "C03").content.get("risk") or {}).get("level"))


@guard(
    "safety_plan",
    _("高风险，或 PHQ-9 第 9 题达到 1 分，须同时有安全计划。"),
    where="C03#safety_plan",
)
def safety_plan(case: Case, user: User) -> bool:
    content = checked(case, "C03").content
    return not needs_safety_plan(content, case) or bool(content.get("safety_plan"))


def _unmeasured(case: Case) -> list[Spot]:
    goals: Any = FORMS["C04"].question("goals")
    wanted = ["baseline", "indicator", "target", "due"]
    paths = [
        f"goals.{n}.{key}"
        for n, row in goals.begun(raw_of(case, "C04").get("goals") or [])
        for key in wanted
        if goals.parts[key].empty(row.get(key))
    ]
    return [Spot("C04", path, label_of_path("C04", path), str(_("还没填。"))) for path in paths]


goals_measurable = Guard(
    "goals_measurable",
    _("每个目标须有现状（基线）、指标、达到和期限。"),
    lambda case, user: not _unmeasured(case),
    where="C04#goals",
    spots=_unmeasured,
)


@guard("client_agrees", _("服务计划须经服务对象确认：签名、方式和日期。"), where="C04#sign_client")
def client_agrees(case: Case, user: User) -> bool:
    return bool(checked(case, "C04").content.get("sign_client"))
