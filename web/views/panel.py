"""评审与评估人员: who judges and evaluates a project, and what evaluators read of its dossiers."""

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
from casework.errors import RuleError
from casework.inviting import ASKED_IN, invite, require_inviter, withdraw_seat
from casework.models import Project, Seat
from casework.sampling import MOST, draw, drawn_for, may_be_drawn
from casework.works import works_of
from web.project_page import panel_of
from web.views.projects import project_of
from workflows.posted import number_in

DATE = {"type": "date"}


class InviteForm(forms.Form):
    part = forms.ChoiceField(label=gettext_lazy("请来做什么"), widget=forms.RadioSelect)
    username = forms.CharField(
        label=gettext_lazy("账号名"),
        max_length=150,
        help_text=gettext_lazy("已有外聘账号的照写；没有的会新建一个。"),
    )
    full_name = forms.CharField(
        label=gettext_lazy("姓名"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("新账号须写。"),
    )
    since = forms.DateField(label=gettext_lazy("从"), widget=forms.DateInput(attrs=DATE))
    until = forms.DateField(label=gettext_lazy("到"), widget=forms.DateInput(attrs=DATE))

    def offer(self, project: Project) -> bool:
        """Offer whom the project may ask in where it is; return whether it may any."""
        parts = [part for part, states in ASKED_IN.items() if project.status in states]
        fields: Any = self.fields
        fields["part"].choices = [(part.value, part.label) for part in parts]
        fields["part"].initial = parts[0].value if parts else None
        return bool(parts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask experts and evaluators in, from a day to a day; see what came of it."""
    project = _asked_by(request, pk)
    form = InviteForm(request.POST or None)
    may_invite = form.offer(project)
    password = None
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            invited = invite(project, said.pop("part"), by=request.user, **said)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            if invited.password is None:
                messages.success(request, _("已邀请。"))
                return redirect("web:panel", pk=pk)
            password, form = invited, InviteForm()
            form.offer(project)
    status = 422 if form.errors else 200
    context = {"case": project, "panel": panel_of(project), "form": form}
    context |= {"may_invite": may_invite, "invited": password}
    response = render(request, "web/panel.html", context, status=status)
    response["Cache-Control"] = "no-store"  # a password is shown once, and kept nowhere
    return response


@login_required
@require_POST
def withdraw(request: AuthenticatedRequest, pk: int, seat: int) -> HttpResponse:
    """End somebody's part before its time."""
    project = _asked_by(request, pk)
    found = get_object_or_404(Seat, pk=seat, dossier=project.pk)
    try:
        withdraw_seat(project, found, by=request.user)
        messages.success(request, _("这一位的权限今天为止。"))
    except RuleError as error:
        messages.error(request, str(error))
    return redirect("web:panel", pk=pk)


def _asked_by(request: AuthenticatedRequest, pk: int) -> Project:
    """Return a project in which the reader may ask people in."""
    project = project_of(request, pk)
    require_inviter(request.user, project)
    return project


# ── what an evaluator reads ───────────────────────────────────────────────────────────────


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: AuthenticatedRequest, pk: int, seat: int) -> HttpResponse:
    """Draw dossiers for an evaluator: those that are ticked, or so many by lot."""
    project = _asked_by(request, pk)
    evaluators = Seat.objects.filter(dossier=project.pk, part=Seat.Part.EVALUATOR)
    found = get_object_or_404(evaluators.select_related("user"), pk=seat)
    error = ""
    if request.method == "POST":
        try:
            drawn = draw(project, found, by=request.user, **_wanted(request, project))
            said = _("抽了 %s 卷，评估人员能看脱敏的内容。") % len(drawn)
            messages.success(request, said)
        except RuleError as wrong:
            error = str(wrong)
        else:
            return redirect("web:sample", pk=pk, seat=seat)
    return _sample_page(request, project, found, error)


def _wanted(request: AuthenticatedRequest, project: Project) -> dict[str, Any]:
    """Return what is to be drawn: the ticked ones, unless the button says by lot."""
    if "lot" in request.POST:
        return {"count": number_in(request.POST.get("count", "")) or 0}
    said = (number_in(each) for each in request.POST.getlist("dossier"))
    found = list(may_be_drawn(project).filter(pk__in=[each for each in said if each]))
    if not found:
        raise RuleError(_("请先勾选要抽的卷宗，或写抽几卷随机抽。"))
    return {"dossiers": found}


def _sample_page(
    request: AuthenticatedRequest, project: Project, seat: Seat, error: str
) -> HttpResponse:
    drawn = list(drawn_for(seat))
    gone = {each.dossier_id for each in drawn}
    ticked = request.POST.getlist("dossier")
    rest = [
        {"work": each, "ticked": str(each.pk) in ticked}
        for each in works_of(may_be_drawn(project))
        if each.pk not in gone
    ]
    context = {
        "case": project,
        "seat": seat,
        "drawn": drawn,
        "rest": rest,
        "count": request.POST.get("count", str(min(3, len(rest)))),
        "most": min(MOST, len(rest)),
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "web/sample.html", context, status=status)
