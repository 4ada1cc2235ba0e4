"""协作与列席: who else has a part in a dossier, as what and until when; giving one, ending one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedRequest
from casework import company
from casework.errors import RuleError
from casework.inviting import INVITERS
from casework.models import Dossier, Seat
from casework.permissions import standing
from web.kinds import enter, kind_of
from web.views.records import content_of


class SeatForm(forms.Form):
    user: Any = forms.ModelChoiceField(label=gettext_lazy("谁"), queryset=None)
    part = forms.ChoiceField(
        label=gettext_lazy("做什么"),
        widget=forms.RadioSelect,
        choices=[
            (Seat.Part.COLLABORATOR, gettext_lazy("协作社工：和主责一起写记录")),
            (Seat.Part.OBSERVER, gettext_lazy("观察员：能看，只写自己观察到的")),
        ],
        initial=Seat.Part.COLLABORATOR,
    )
    until = forms.DateField(
        label=gettext_lazy("到哪天"),
        required=False,
        help_text=gettext_lazy("不写就一直到办结。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def offer(self, dossier: Dossier) -> None:
        fields: Any = self.fields
        fields["user"].queryset = company.candidates(dossier)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who has a part in it today; the owner or the head gives one."""
    work = content_of(request.user, pk)
    enter(request, work)
    if request.method == "POST":
        company.require_giver(request.user, work)
    form = SeatForm(request.POST if request.method == "POST" else None)
    form.offer(work)
    if form.is_valid() and _given(request, work, form):
        messages.success(request, _("已经定下，从今天起算。"))
        return redirect("web:seats", pk=pk)
    return _shown(request, work, form)


def _given(request: AuthenticatedRequest, work: Dossier, form: SeatForm) -> bool:
    try:
        company.give_seat(work, by=request.user, **form.cleaned_data)
    except RuleError as error:
        for key, says in (error.errors or {"": str(error)}).items():
            form.add_error(key or None, says)
        return False
    return True


def _shown(request: AuthenticatedRequest, work: Dossier, form: SeatForm) -> HttpResponse:
    gives = company.may_give(request.user, work) and company.takes_company(work)
    context = {
        "case": work,
        "kind": kind_of(work),
        "seats": [
            {"seat": each, "may_end": gives and each.part in company.GIVEN}
            for each in company.known_to(request.user, work).select_related("given_by")
        ],
        "form": form,
        "may_give": gives,
        "has_company": company.takes_company(work),
        "invites": work.kind == Dossier.Kind.PROJECT and standing(request.user, work) & INVITERS,
    }
    return render(request, "web/seats.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: AuthenticatedRequest, pk: int, seat: int) -> HttpResponse:
    """End somebody's part: from now on the dossier is not there for them any more."""
    work = content_of(request.user, pk)
    found = get_object_or_404(Seat, pk=seat, dossier=pk)
    try:
        company.end_seat(found, work, by=request.user)
        messages.success(request, _("%s 的权限到此为止。") % found.user)
    except RuleError as error:
        messages.error(request, str(error))
    return redirect("web:seats", pk=pk)
