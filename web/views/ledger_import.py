"""导入台账: a file is looked at first, with a sentence for every bad cell; then it is taken in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from casework.errors import RuleError
from casework.importing import (
    COLUMNS,
    MOST,
    Preview,
    preview,
    said_before,
    take_in,
    template,
)
from casework.ledger import stations_of
from casework.ledger_rows import LABELS
from casework.models import LedgerEntry
from web.ledger_list import amounts_in
from web.views.ledger import station_kept

SHOWN = 20  # good rows of a preview: who wants more looks into the file
NAMED = 200  # faults: whoever has more begins with these


@login_required
def import_ledger(request: AuthenticatedRequest) -> HttpResponse:
    """Look at a file, or take in the one that was looked at."""
    station = station_kept(request)
    shown: Preview | None = None
    error = ""
    if request.method == "POST":
        try:
            content = _content(request)
            if "save" in request.POST:
                batch = take_in(content, station, by=request.user)
                messages.success(request, _("已导入 %s 行。") % batch.rows)
                return redirect("web:ledger")
            shown = preview(content, station, by=request.user)
        except RuleError as wrong:
            error = str(wrong)
    context = {
        "station": station,
        "error": error,
        "columns": [(LABELS[key], what, cell) for key, what, cell in COLUMNS],
        "most": MOST,
        "others": [each for each in stations_of(request.user) if each != station],
    }
    status = 422 if error or (shown and not shown.fit) else 200
    return render(request, "web/ledger_import.html", context | _previewed(shown), status=status)


def _content(request: AuthenticatedRequest) -> bytes:
    """Return what was sent: the file, or the text of the one that was looked at."""
    sent = request.FILES.get("file")
    if sent is not None:
        return bytes(sent.read())
    text = request.POST.get("text", "")
    if not text.strip():
        raise RuleError(_("选一个 CSV 文件。"))
    return text.encode()


def _previewed(shown: Preview | None) -> dict[str, Any]:
    """Return what a preview shows: the faults, and the first rows as they were understood."""
    if shown is None:
        return {"preview": None, "before": ""}
    rows = [
        each | {"label": LedgerEntry.Kind(each["kind"]).label, "amounts": amounts_in(each)}
        for each in shown.rows[:SHOWN]
    ]
    return {
        "preview": shown,
        "rows": rows,
        "faults": shown.faults[:NAMED],
        "more_faults": max(0, len(shown.faults) - NAMED),
        "bad": len({each.row for each in shown.faults}),
        "before": said_before(shown.before) if shown.before else "",
    }


@login_required
@require_safe
def ledger_template(request: AuthenticatedRequest) -> HttpResponse:
    """An empty file with the heading, to be filled in."""
    station_kept(request)
    response = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ledger.csv"'
    return response
