"""台账: the list, writing an entry down, and one entry: putting it right, setting it aside."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import Station
from casework.errors import RuleError
from casework.ledger import add, correct, reopen, require_keeper, settle, stations_of, void
from casework.ledger_rows import LABELS, near
from casework.models import LedgerEntry
from casework.questions.base import written
from web.cells import Cell, day_in, faults_of
from web.ledger_form import cells_of, settling_cells, typed_of, voiding_cell
from web.ledger_list import (
    PAGE,
    SEEN_BY,
    Wanted,
    amounts_of,
    listed,
    projects_seen,
)
from web.overdue import stations_seen

Kind = LedgerEntry.Kind


@login_required
@require_safe
def ledger(request: AuthenticatedRequest) -> HttpResponse:
    """What was written down, the newest first."""
    if not request.user.posts.current().filter(role__in=SEEN_BY).exists():
        raise PermissionDenied
    wanted = Wanted.of(request.GET)
    found = list(listed(request.user, wanted)[: PAGE + 1])
    shown = found[:PAGE]
    more = f"{shown[-1].on.isoformat()}_{shown[-1].pk}" if len(found) > PAGE else ""
    context = {
        "rows": [{"entry": each, "amounts": amounts_of(each)} for each in shown],
        "wanted": wanted,
        "kinds": Kind.choices,
        "projects": projects_seen(request.user),
        "stations": stations_seen(request.user),
        "keeps": stations_of(request.user).exists(),
        "more": wanted.query(after=more) if more else "",
        "first": wanted.query() if wanted.after else "",
    }
    return render(request, "web/ledger.html", context)


def station_kept(request: AuthenticatedRequest) -> Station:
    """Return the station whose ledger is written: the one asked for, else the first."""
    own = {str(each.pk): each for each in stations_of(request.user)}
    wanted = own.get(request.GET.get("station", ""), next(iter(own.values()), None))
    if wanted is None:
        raise PermissionDenied(_("台账由本站的社工和站长登记。"))
    return wanted


@login_required
def new_entry(request: AuthenticatedRequest) -> HttpResponse:
    """Write one entry down, of the kind that the address names."""
    station, kind = station_kept(request), request.GET.get("kind", "")
    kind = kind if kind in Kind else Kind.EVENT
    typed = {"on": timezone.localdate().isoformat()}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {key: written(request.POST.get(key, "")) for key in LABELS} | {"kind": kind}
        try:
            done = add(station, typed, by=request.user)
        except RuleError as error:
            errors = error.errors
        else:
            messages.success(request, _("已登记：%s。") % done.what)
            return redirect("web:ledger")
    cells = cells_of(kind, near(station, request.user), typed, errors)
    kinds = [{"key": key, "label": label, "current": key == kind} for key, label in Kind.choices]
    context = {
        "cells": cells,
        "faults": faults_of(cells, errors),
        "kinds": kinds,
        "station": station,
        "label": Kind(kind).label,
        "others": [each for each in stations_of(request.user) if each != station],
    }
    return render(request, "web/ledger_new.html", context, status=422 if errors else 200)


@login_required
def ledger_entry(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One entry as it stands; for those who keep the ledger, what can be done with it."""
    near_it = "station", "community", "project", "person", "entered_by", "batch"
    seen = LedgerEntry.objects.visible_to(request.user).select_related(*near_it)
    entry = get_object_or_404(seen, pk=pk)
    if request.method != "POST":
        return _page(request, entry)
    require_keeper(request.user, entry.station_id)
    typed = {key: written(value) for key, value in request.POST.items()}
    do = DONE.get(typed.get("do", ""), _corrected)
    try:
        messages.success(request, do(request, entry, typed))
    except RuleError as error:
        errors = error.errors or {"": str(error)}
        return _page(request, entry, typed, errors)
    return redirect("web:ledger_entry", pk=pk)


def _corrected(request: AuthenticatedRequest, entry: LedgerEntry, typed: dict[str, str]) -> str:
    correct(entry, typed, by=request.user)
    return _("已改好，原来的数在留痕里查得到。")


def _voided(request: AuthenticatedRequest, entry: LedgerEntry, typed: dict[str, str]) -> str:
    void(entry, typed.get("reason", ""), by=request.user)
    return _("已作废，不再计入统计。")


def _settled(request: AuthenticatedRequest, entry: LedgerEntry, typed: dict[str, str]) -> str:
    on = day_in(typed, "settled_on")
    settle(entry, typed.get("result", ""), on=on, by=request.user)
    return _("需求已办结。")


def _reopened(request: AuthenticatedRequest, entry: LedgerEntry, typed: dict[str, str]) -> str:
    reopen(entry, by=request.user)
    return _("需求又在办了。")


Doing = Callable[[AuthenticatedRequest, LedgerEntry, dict[str, str]], str]
DONE: dict[str, Doing] = {
    "correct": _corrected,
    "void": _voided,
    "settle": _settled,
    "reopen": _reopened,
}


def _page(
    request: AuthenticatedRequest,
    entry: LedgerEntry,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    """Show an entry; what was typed into one of its forms is still there."""
    said, wrong = typed or {}, errors or {}
    keeps = entry.voided_on is None and (
        stations_of(request.user).filter(pk=entry.station_id).exists()
    )
    cells = _correcting(request, entry, said, wrong) if keeps else []
    settling = settling_cells(entry, said, wrong) if keeps else []
    voiding = voiding_cell(said, wrong)
    context = {
        "entry": entry,
        "amounts": amounts_of(entry),
        "cells": cells,
        "settling": settling,
        "voiding": voiding,
        "faults": faults_of([*cells, *settling, voiding], wrong),
    }
    return render(request, "web/ledger_entry.html", context, status=422 if wrong else 200)


def _correcting(
    request: AuthenticatedRequest, entry: LedgerEntry, said: dict[str, str], wrong: dict[str, str]
) -> list[Cell]:
    """Return the fields in which an entry is put right: as it stands, or as was typed."""
    around = near(entry.station, request.user, of=entry)
    typed = said if said.get("do") == "correct" else typed_of(entry)
    return cells_of(entry.kind, around, typed, wrong)
