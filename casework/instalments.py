"""拨付: the instalments of a contract, and which of them is due."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from casework.models import Content, Instalment
from casework.models.dossier import once
from casework.questions import yuan

HUNDRED = 100


@once
def instalments_of(project: Any) -> list[Instalment]:
    return list(Instalment.objects.filter(project=project.pk).order_by("number"))


def draw_up(project: Any, rows: Iterable[Content]) -> list[Instalment]:
    """Make the instalments of a contract; what rounding leaves is paid with the last."""
    said = list(rows)
    amounts = [(project.amount * row["pct"] / HUNDRED).quantize(Decimal("0.01")) for row in said]
    amounts[-1] = project.amount - sum(amounts[:-1], yuan(0))
    made = [
        Instalment(
            project_id=project.pk,
            number=number,
            phase=row["phase"],
            pct=row["pct"],
            amount=amount,
            condition=row["condition"],
            due_on=date.fromisoformat(row["due"]) if row.get("due") else None,
        )
        for number, (row, amount) in enumerate(zip(said, amounts, strict=True), 1)
    ]
    return Instalment.objects.bulk_create(made)


def first_due(project: Any, on: date) -> Instalment | None:
    """The first is due as soon as the contract is signed."""
    return _met(instalments_of(project)[:1], on)


def next_due(project: Any, on: date) -> Instalment | None:
    """The next is due with every midterm evaluation that is passed; the last one never so."""
    return _met(instalments_of(project)[:-1], on)


def last_due(project: Any, on: date) -> list[Instalment]:
    """With the final grade, whatever is left is due."""
    left = [each for each in instalments_of(project) if each.triggered_on is None]
    return [found for each in left if (found := _met([each], on))]


def _met(rows: list[Instalment], on: date) -> Instalment | None:
    found = next((each for each in rows if each.triggered_on is None), None)
    if found is not None:
        found.triggered_on = on
        found.save(update_fields=["triggered_on"])
    return found


def payable(project: Any) -> list[Instalment]:
    """Return what is due and not paid."""
    return [each for each in instalments_of(project) if each.triggered_on and not each.paid_on]


def unmet(project: Any) -> list[Instalment]:
    """Return those whose condition is not met."""
    return [each for each in instalments_of(project) if each.triggered_on is None]
