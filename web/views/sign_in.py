"""签到码: the page on which members sign in by themselves, and the worker's side of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedRequest
from casework.errors import RuleError
from casework.group_records import day_of, next_number
from casework.models import Attendance, Group, SignInSheet
from casework.sign_in import (
    TAIL,
    close_sheet,
    lines_of,
    may_open,
    open_sheet,
    open_sheet_of,
    sheet_for,
    sign_in,
    usual_start,
)
from documents.printing import qr
from web.kinds import enter
from web.views.groups import group_of

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class StartForm(forms.Form):
    starts = forms.TimeField(
        label=gettext_lazy("几点开始"),
        help_text=gettext_lazy("开始 10 分钟以后签的，记为迟到。"),
        error_messages={"invalid": gettext_lazy("时间写成 14:30 这样。")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class PairForm(forms.Form):
    """What a member knows by heart, and nobody else on the spot is asked for."""

    number = forms.RegexField(
        r"^\d{1,3}$",
        label=gettext_lazy("组员号"),
        widget=forms.TextInput(attrs={**DIGITS, "maxlength": 3}),
        error_messages={"invalid": gettext_lazy("组员号是 1～3 位数字。")},
    )
    tail = forms.RegexField(
        rf"^\d{{{TAIL}}}$",
        label=gettext_lazy("手机号后四位"),
        widget=forms.TextInput(attrs={**DIGITS, "maxlength": TAIL}),
        error_messages={"invalid": gettext_lazy("写手机号的最后四位数字。")},
    )


# ── the worker's side ─────────────────────────────────────────────────────────────────────


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open the sign-in of today's session and show its code; close it again."""
    group = group_of(request, pk)
    enter(request, group)
    if not may_open(request.user, group):
        return redirect("web:dossier", pk=pk)
    if "close" in request.POST:
        close_sheet(group, by=request.user)
        messages.success(request, _("签到码已关掉，扫过的都记下了。"))
        return redirect("web:attendance", pk=pk)
    if (token := request.POST.get("token", "")) and sheet_for(token) == open_sheet_of(group):
        return _shown(request, group, StartForm(), token)
    return _opened(request, group)


def _opened(request: AuthenticatedRequest, group: Group) -> HttpResponse:
    """Ask when it begins, and show the code once that is said."""
    sent = request.POST if request.method == "POST" else None
    form = StartForm(sent, initial={"starts": usual_start(group)})
    token = ""
    if form.is_valid():
        try:
            _sheet, token = open_sheet(group, by=request.user, starts=form.cleaned_data["starts"])
        except RuleError as error:
            form.add_error(None, str(error))
    return _shown(request, group, form, token)


def _shown(request: AuthenticatedRequest, group: Group, form: Any, token: str) -> HttpResponse:
    lines = lines_of(group)
    path = reverse("web:member_sign_in", args=[token]) if token else ""
    context = {
        "case": group,
        "number": next_number(group),
        "day": day_of(group, next_number(group)),
        "form": form,
        "sheet": open_sheet_of(group),
        "came": sum(line.status in Attendance.THERE for line in lines),
        "listed": len(lines),
        "token": token,
        "path": path,
        "url": settings.PUBLIC_URL + path,
        "qr": qr(settings.PUBLIC_URL + path) if token else "",
    }
    return render(request, "web/sign_in_sheet.html", context, status=422 if form.errors else 200)


# ── the members' side ─────────────────────────────────────────────────────────────────────


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """A member signs in: no login, nobody's name. Whoever shares a phone goes on to the next."""
    sheet = sheet_for(token)
    if sheet is None:
        return render(request, "web/sign_in_over.html", status=404)
    form = PairForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signed = sign_in(token, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            context = {**_around(sheet), "signed": signed, "next": request.path}
            return render(request, "web/sign_in_done.html", context)
    status = 422 if form.errors else 200
    return render(request, "web/sign_in.html", {**_around(sheet), "form": form}, status=status)


def _around(sheet: SignInSheet) -> dict[str, Any]:
    return {"station_name": sheet.group.station.name, "number": sheet.number}
