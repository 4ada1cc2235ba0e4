"""The conditions of handing a case on, interrupting it, ending it early and taking it up again."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import choices, crises
from casework.approvals import episode_of
from casework.drafts import checked
from casework.lifecycles.base import Stage, guard
from casework.models import Case, Content, Dossier
from casework.workdays import months_after

LONGEST_SUSPENSION = timedelta(days=60)  # handbook 4.1 suspend
REOPENED_WITHIN = 6  # months after the closing (handbook 4.1 reopen)

accepted = Stage(lambda case: case.accepted_on is not None, _("已立案的个案才这样办。"))
unaccepted = Stage(lambda case: case.accepted_on is None, _("还没立案的求助才这样办。"))
running = Stage(lambda case: case.ended_on is None, _("已经办结的卷宗不再办这件事。"))
of_a_person = Stage(
    lambda dossier: dossier.kind == Dossier.Kind.CASE, _("小组、项目没有个案服务记录，直接写明。")
)
of_several = Stage(
    lambda dossier: dossier.kind != Dossier.Kind.CASE, _("个案须写服务记录。")
)  # a group, a project: whoever takes it over has met those whom it is for
open_for_help = Stage(  # the same, where somebody may be in danger
    lambda case: case.ended_on is None,
    _("卷宗已经办结：有人身危险的先打 110、120，再登记求助或请站长重开，在那里办。"),
)
emergency = Stage(crises.is_emergency, _("危机或强制报告支线开着时才用：先触发危机。"))


@guard("calm", _("危机还没解除：先把危机办到解除，再办这件事。"))
def calm(case: Case, user: User) -> bool:
    return crises.open_crisis(case) is None


# ── 转介 ──────────────────────────────────────────────────────────────────────────────────


@guard(
    "referral_agreed",
    _("向外提供资料须有服务对象的单独同意；法定强制报告除外。"),
    where="C10#consent",
)
def referral_agreed(case: Case, user: User) -> bool:
    said = (checked(case, "C10").content.get("consent") or {}).get("agree")
    return said == "yes" or (said == "duty" and crises.is_reported(case))


def _receipt(case: Case) -> Content:
    return checked(case, "C10").content.get("receipt") or {}


@guard("receipt_accepted", _("须有接收方的回执：写明接收、日期和经手人。"), where="C10#receipt")
def receipt_accepted(case: Case, user: User) -> bool:
    return _receipt(case).get("status") == choices.TAKEN


@guard("not_taken", _("回执是“接收”的，按转介办结；这里登记的是拒收或撤回。"), where="C10#receipt")
def not_taken(case: Case, user: User) -> bool:
    return _receipt(case).get("status") != choices.TAKEN


@guard("stays_with_us", _("已被别处接收的个案，不能撤回结案启动。"))
def stays_with_us(case: Case, user: User) -> bool:
    return case.ends_as != choices.REFERRED


# ── 暂停, 重开 ────────────────────────────────────────────────────────────────────────────


@guard("may_suspend", _("暂停从今天算起至多 60 日，须写明到哪一天。"), where="C14#params.end")
def may_suspend(case: Case, user: User) -> bool:
    said = str((checked(case, "C14").content.get("params") or {}).get("end") or "")
    today = timezone.localdate()
    return bool(said) and today < date.fromisoformat(said) <= today + LONGEST_SUSPENSION


@guard("within_six_months", _("结案已满 6 个月的不再重开：请另行登记求助，系统会关联前案。"))
def within_six_months(case: Case, user: User) -> bool:
    closed = case.closed_on or episode_of(case).closed_on
    return closed is not None and timezone.localdate() <= months_after(closed, REOPENED_WITHIN)
