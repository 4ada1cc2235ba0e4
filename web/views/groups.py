"""小组: opening one, taking attendance on a phone, and a member's own case."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework.errors import RuleError
from casework.group_records import day_of, next_number, staying
from casework.groups import LONGEST, communities_for_groups, open_group
from casework.models import Attendance, Group
from casework.services import may_edit
from casework.sign_in import lines_of, open_sheet_of
from web.kinds import enter
from web.places import place_of
from web.sheets import sheet_for
from web.views.records import content_of
from workflows.views import keep

SHEET, PROCESS = "G06", "G07"


class NewGroupForm(forms.Form):
    """What a group needs to exist: a name and a place; the day, where it is known."""

    title = forms.CharField(
        label=gettext_lazy("小组名称"),
        max_length=LONGEST,
        help_text=gettext_lazy("会印在文书和海报上；不写组员的情况。"),
    )
    community: Any = forms.ModelChoiceField(label=gettext_lazy("社区"), queryset=None)
    starts_on = forms.DateField(
        label=gettext_lazy("首节日期"),
        required=False,
        help_text=gettext_lazy("知道就写：计划书要在首节前 7 日报批。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: AuthenticatedRequest) -> HttpResponse:
    """Open a group; what it is for and how it goes is written on its own page."""
    places = communities_for_groups(request.user)
    if not places.exists():
        raise PermissionDenied(_("小组由本站社工来立。"))
    form = NewGroupForm(request.POST or None)
    form.fields["community"].queryset = places  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            group = open_group(by=request.user, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return redirect("web:dossier", pk=group.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "web/new_group.html", {"form": form}, status=status)


def group_of(request: AuthenticatedRequest, pk: int) -> Group:
    """Return a group whose content the reader may see; what is none is a 404."""
    work = content_of(request.user, pk)
    if not isinstance(work, Group):
        raise Http404
    return work


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The sign-in sheet of the next session, to be ticked on a phone while people come in."""
    group = group_of(request, pk)
    enter(request, group)
    if not may_edit(group, SHEET, request.user):
        return redirect("web:dossier", pk=pk)
    if request.method == "POST":
        if unsaved := keep(request, group):
            return unsaved
        messages.success(request, _("签到已存下。"))
        onward = place_of(group, PROCESS, "complete_session")
        return redirect(onward if "next" in request.POST else place_of(group, SHEET))
    record_reading("read.dossier", by=request.user, station=group.station, dossier=pk, form=SHEET)
    return render(request, "web/attendance.html", _sheet(request, group))


def _sheet(request: AuthenticatedRequest, group: Group) -> dict[str, Any]:
    sheet = sheet_for(group, SHEET, request.user, longer=request.GET.get("add", ""))
    number = next_number(group)
    numbers = {str(each.name): each.number for each in staying(group)}
    return {
        "case": group,
        "sheet": sheet,
        "q": sheet.by_key,
        "rows": [_row(row, numbers) for row in sheet.by_key["attendance"].rows],
        "code": SHEET,
        "number": number,
        "day": day_of(group, number),
        "members": len(staying(group)),
        "came": sum(line.status in Attendance.THERE for line in lines_of(group)),
        "open_sheet": open_sheet_of(group),
    }


def _row(parts: Any, numbers: dict[str, int]) -> dict[str, Any]:
    """A line of the roll, with the number by which a member signs in."""
    row = {part.key: part for part in parts}
    return row | {"number": numbers.get(row["member"].value, "")}
