"""The conditions of closing a case (handbook 4.1, submit_closure and approve_closure)."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import choices
from casework.approvals import pending
from casework.closures import months_wanted
from casework.drafts import checked, draft_of
from casework.lifecycles.base import guard
from casework.models import Case, Content, Dossier
from casework.models.closing import parted, type_in
from casework.satisfaction import is_answered

MEETINGS, NOTICE = 2, timedelta(days=14)  # told at two meetings, or two weeks ahead


@guard("no_draft_session", _("没提交的服务记录须先提交，或删掉草稿。"), where="C05")
def nothing_half_written(case: Case, user: User) -> bool:
    return draft_of(case, "C05") is None


@guard(
    "client_told",
    _("须告知服务对象将结案：至少两次会面，或第一次告知已满 14 日。"),
    where="C08#informed",
)
def client_told(case: Case, user: User) -> bool:
    content = checked(case, "C08").content
    told = content.get("informed") or {}
    if parted(content, case):
        return True
    since = date.fromisoformat(told["first_date"]) if told.get("first_date") else None
    early = since is not None and since <= timezone.localdate() - NOTICE
    return (told.get("meetings") or 0) >= MEETINGS or early


@guard(
    "client_asked",
    _("须有服务对象的满意度：请服务对象自己填，或念给服务对象听、代填。"),
    where="C08#satisfaction",
)
def client_asked(case: Case, user: User) -> bool:
    return parted(checked(case, "C08").content, case) or is_answered(case)


@guard(
    "visits_planned",
    _("跟进计划须有结案后 1、3 个月的回访；本期曾为高风险的，还须有 6 个月的。"),
    where="C09#followup_plan",
)
def visits_planned(case: Case, user: User) -> bool:
    if parted(checked(case, "C08").content, case):
        return True
    rows = checked(case, "C09").content.get("followup_plan") or []
    said = {row.get("date") for row in rows}
    return said == {"no"} or set(months_wanted(case)) <= said


@guard(
    "not_high_as_achieved",
    _("风险仍为高的，不能以“目标达成”结案：先降低风险，或选别的结案类型。"),
    where="C08#closure_type",
)
def not_high_as_achieved(case: Case, user: User) -> bool:
    return case.risk != Dossier.Risk.HIGH or _type(case) != choices.ACHIEVED


@guard("nobody_parted", _("服务对象要求终止、死亡、迁出、失联或已转介的，不能退回服务。"))
def nobody_parted(case: Case, user: User) -> bool:
    return _type(case) not in choices.PARTED


def _type(case: Case) -> str:
    """Return how the case is to be closed: as submitted, else as it now stands in the draft."""
    waiting = pending(case, "submit_closure")
    if waiting is None:
        return type_in(checked(case, "C08").content)
    fields: list[Any] = waiting.form_of("C08")["fields"]
    content: Content = {each["key"]: each["value"] for each in fields}
    return type_in(content)
