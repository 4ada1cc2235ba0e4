"""撤回处理: what is planned, and what a consent sealed once more says (handbook 4.13 X10)."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from casework.consents import withdrawable
from casework.models import Case, Content, Withdrawal


def open_withdrawals(case: Case) -> QuerySet[Withdrawal]:
    """Return the withdrawals about which something is still to be done."""
    return Withdrawal.objects.filter(dossier=case.pk, settled_on=None).order_by("pk")


def settling_days(case: Case) -> list[date]:
    """处理期限: by when each open withdrawal has been seen to."""
    if case.withdrawn_on is None:
        return []
    return sorted(set(open_withdrawals(case).values_list("due_on", flat=True)))


def is_open(case: Case) -> bool:
    return bool(settling_days(case))


def may_be_withdrawn(case: Case) -> bool:
    """Whether there is a consent in force of which something could be withdrawn.

    Nobody is accepted without one: then nothing need be read to know.
    """
    if case.accepted_on and case.withdrawn_on is None:
        return True
    return bool(withdrawable(case))


def reckoned(dossier: Any) -> Content:
    """Return 撤回记录 of C02: when, what and in which way, and who wrote it down."""
    if dossier.withdrawn_on is None:
        return {}
    made = list(Withdrawal.objects.filter(dossier=dossier.pk).select_related("by").order_by("pk"))
    for each in made:
        each.dossier = dossier  # whose key is at hand
    scopes = [_scope(each) for each in made]
    return {
        "withdrawal": {
            "date": made[-1].withdrawn_on.isoformat(),
            "scope": "；".join(scopes),
            "handled_by": str(made[-1].by),
        }
    }


def _scope(withdrawal: Withdrawal) -> str:
    said: Any = withdrawal.said
    return f"{withdrawal.withdrawn_on.isoformat()} {said['way']}：{withdrawal.words}"
