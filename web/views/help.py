"""帮助: the steps explained from the lifecycle itself, so that it cannot say anything else."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from casework.catalogue import title_of
from casework.lifecycles import MACHINES, Lifecycle, Move
from casework.lifecycles.base import NEW, SAME


@login_required
@require_safe
def help_page(request: AuthenticatedRequest) -> HttpResponse:
    machines = [
        {"key": m.key, "numbered": not m.beside, "steps": _steps(m)} for m in MACHINES.values()
    ]

    return render(request, "web/help.html", {"machines": machines})


def _steps(machine: type[Lifecycle]) -> list[dict[str, Any]]:
    found = []
    for number, (label, states) in enumerate(machine.steps.items(), 1):
        rows = [row for row in machine.rows if set(row.source) & set(states)]
        begun = [row for row in machine.rows if NEW in row.source] if number == 1 else []
        shown = [_told(machine, row) for row in [*begun, *rows]]
        found.append({"number": number, "label": label, "rows": shown})
    return found


def _told(machine: type[Lifecycle], row: Move) -> dict[str, Any]:
    return {
        "label": row.label,
        "who": "、".join(str(who.label) for who in row.by),
        "guards": [each.says for each in row.guards],
        "forms": "、".join(f"《{title_of(code)}》" for code in row.submits),
        "within": str(row.within or ""),
        "target": "" if row.target == SAME else str(machine.states(row.target).label),
        "tells": "、".join(str(who.label) for who in row.tells),
    }
