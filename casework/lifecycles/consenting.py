"""个案状态机, the rows of consent after it was first given: they leave the case where it is.

It is signed anew, where somebody now agrees to more, or again; or withdrawn (handbook 4.13 X10).
A withdrawal ends nothing by itself: what the law asks for goes on, and 服务对象要求终止 is the
way to end the rest. The case is where it was, with less to be written and less to be read.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import consents
from casework.drafts import checked
from casework.lifecycles.base import SAME, Stage, guard, move
from casework.lifecycles.guards import ready
from casework.lifecycles.leaving import accepted
from casework.lifecycles.rows import both
from casework.models import Case
from casework.permissions import Who
from casework.withdrawals import is_open, may_be_withdrawn, settling_days
from casework.workdays import working_days

S = Case.Status
OWNER, WORKER, SUPERVISOR, HEAD = Who.OWNER, Who.WORKER, Who.SUPERVISOR, Who.HEAD
CONSENTED = [  # waiting for the decision or for a place, or accepted
    *(S.WAITLISTED, S.INTAKE_REVIEW, S.ASSESSING, S.ASSESSMENT_REVIEW, S.PLANNING),
    *(S.PLAN_REVIEW, S.INTERVENING, S.MID_REVIEW, S.SUSPENDED, S.CLOSING, S.CLOSURE_REVIEW),
    *(S.CLOSED, S.FOLLOWING, S.REOPENED, S.ARCHIVED),
]
SERVED = [  # accepted, and not closed
    *(S.ASSESSING, S.ASSESSMENT_REVIEW, S.PLANNING, S.PLAN_REVIEW, S.INTERVENING),
    *(S.MID_REVIEW, S.SUSPENDED, S.CLOSING, S.REOPENED),
]
unsettled = Stage(is_open, _("没有等着处理的撤回。"))


@guard("consent_in_force", _("没有生效的同意可以撤回：没有签过，或已经全部撤回。"))
def consent_in_force(case: Case, user: User) -> bool:
    return may_be_withdrawn(case)


@guard(
    "signed_anew",
    _("重签须重新签名：每个签名的日期都晚于上一份同意书；撤回过的，晚于撤回那天。"),
    where="C02#signatures",
)
def signed_anew(case: Case, user: User) -> bool:
    return consents.is_signed_anew(case, checked(case, "C02").content)


@guard(
    "nothing_less",
    _("重签的同意不能比现在的少：哪一项不再同意，登记“撤回同意”。"),
    where="C02#sensitive_consent",
)
def nothing_less(case: Case, user: User) -> bool:
    return not consents.less_than(consents.given(case), checked(case, "C02").content)


def _withdrawal(sources: str | Sequence[str], label: Any, **cells: Any) -> Any:
    return move(
        sources, SAME, label, by=[OWNER, WORKER], submits=["C02"], whole=False, edits=False,
        guards=[consent_in_force], tells=[SUPERVISOR, HEAD], important=True, **cells,
    )  # fmt: skip


def _settling(sources: str | Sequence[str], label: Any, when: Stage) -> Any:
    return move(
        sources, SAME, label, by=[OWNER, WORKER], within=working_days(15, since=_("撤回后")),
        due=settling_days, when=when, rests=False, tells=[SUPERVISOR, HEAD],
    )  # fmt: skip


class Consenting:
    sign_anew = move(
        SERVED, SAME, _("重签同意书"), by=[OWNER], submits=["C02"],
        guards=[*ready("C02"), signed_anew, nothing_less], when=accepted, tells=[SUPERVISOR],
    )  # fmt: skip
    withdraw_consent = [
        _withdrawal(CONSENTED, _("撤回同意")),
        _withdrawal(S.REFERRED_OUT, _("撤回同意（转介在途）"), when=accepted),
    ]
    settle_withdrawal = [
        _settling(CONSENTED, _("撤回处理完毕"), unsettled),
        _settling(
            S.REFERRED_OUT,
            _("撤回处理完毕（转介在途）"),
            both(accepted, unsettled.check, unsettled.says),
        ),
    ]
