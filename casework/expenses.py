"""项目支出: what a project has spent, one sum at a time; computed by ``counting.spent``."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record_aside, salted
from casework import choices
from casework.attributions import RUNNING
from casework.errors import RuleError
from casework.ledger import reason_in, stations_of
from casework.ledger_rows import amount_in, day_in, text_in
from casework.models import Expense, Project
from casework.models.walls import NOTHING, expenses_through
from casework.questions.base import written

LONGEST_VOUCHER = 30
Status = Project.Status
SPENDING = [*RUNNING, Status.CONTRACTED, Status.SUSPENDED, Status.CLOSING, Status.TERMINATED]


def may_keep(user: User, project: Project) -> bool:
    """Whether a user writes down what a project spends: worker or head of its station."""
    return stations_of(user).filter(pk=project.station_id).exists()


def may_read(user: User, project: Project) -> bool:
    """Whether a user sees what a project spends, be it nothing yet."""
    seen = NOTHING
    for post in user.posts.current():
        seen |= expenses_through(post, project="")
    return Project.objects.filter(seen, pk=project.pk).exists()


@transaction.atomic
def spend(
    project: Project, raw: Mapping[str, str], *, by: User, at: datetime | None = None
) -> Expense:
    """Write one sum down. Raises RuleError with the fields at which something is to be mended."""
    _require(project, by)
    if project.status not in SPENDING:
        raise RuleError(_("签约之后、结项之前才登记支出。"))
    values, errors = _read(project, raw)
    if errors:
        raise RuleError(_("有几处要改，改好再保存。"), errors)
    if project.expenses.filter(voided_on=None, **values).exists():
        says = _("同一天、同一凭证、同样金额的这笔已经登记过，请核对凭证号。")
        raise RuleError(says, {"voucher": says})
    done = Expense.objects.create(
        project=project, entered_by=by, entered_at=at or timezone.now(), **values
    )
    facts = {"category": done.category, "amount": str(done.amount), "on": done.on.isoformat()}
    _trail("expense.add", done, by=by, at=at, **facts)
    return done


@transaction.atomic
def void_expense(expense: Expense, reason: str, *, by: User, at: datetime | None = None) -> Expense:
    """Set a sum aside: what was wrong is set aside and written down anew, never rewritten."""
    _require(expense.project, by)
    found = Expense.objects.select_for_update().get(pk=expense.pk)
    if found.voided_on is not None:
        raise RuleError(_("这一笔已经作废。"))
    found.void_reason, found.voided_on = reason_in(reason), timezone.localdate(at)
    found.save(update_fields=["voided_on", "void_reason"])
    _trail("expense.void", found, by=by, at=at, reason=salted(found.void_reason))
    return found


def _require(project: Project, by: User) -> None:
    if not may_keep(by, project):
        raise PermissionDenied(_("项目支出由本站的社工和站长登记。"))


def _read(project: Project, raw: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key, reader in READ.items():
        try:
            values[key] = reader(written(raw.get(key, "")))
        except RuleError as error:
            errors[key] = str(error)
    begun = project.starts_on
    if begun and "on" in values and values["on"] < begun:
        errors["on"] = _("项目周期从 %s 开始，之前的支出不记在这个项目。") % begun.isoformat()
    return values, errors


def _category(said: str) -> str:
    if said not in choices.BUDGET:
        raise RuleError(_("选一个预算科目。"))
    return said


def _amount(said: str) -> Any:
    found = amount_in(said)
    if not found:
        raise RuleError(_("金额要大于 0。"))
    return found


def _voucher(said: str) -> str:
    if not said:
        raise RuleError(_("写凭证号，例如“记-12”，核账时凭它找到票据。"))
    return text_in(said, LONGEST_VOUCHER)


READ: dict[str, Callable[[str], Any]] = {
    "on": lambda said: day_in(said, timezone.localdate()),
    "category": _category,
    "item": text_in,
    "amount": _amount,
    "voucher": _voucher,
}


def _trail(verb: str, expense: Expense, *, by: User, at: datetime | None, **facts: Any) -> None:
    day = timezone.localdate(at).isoformat()
    chain = f"ledger:{expense.project.station_id}:expense:{day}"
    record_aside(verb, chain, by=by, at=at, expense=expense.pk, project=expense.project_id, **facts)
