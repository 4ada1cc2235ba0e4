"""项目: beginning one, who judges and evaluates it, and what it was put right with."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework.errors import RuleError
from casework.inviting import ASKED_IN, INVITERS, invite, withdraw_seat
from casework.models import Project, Seat
from casework.permissions import Who, standing
from casework.projects import LONGEST, may_precede, open_project, stations_of
from casework.rectifying import items_of
from casework.sampling import draw
from web.project_page import panel_of
from web.views.closing import KINDS
from web.views.records import content_of
from workflows.posted import number_in

DATE = {"type": "date"}


def project_of(request: AuthenticatedRequest, pk: int) -> Project:
    """Return a project whose content the reader may see; what is none is a 404."""
    work = content_of(request.user, pk)
    if not isinstance(work, Project):
        raise Http404
    return work


# ── beginning one ─────────────────────────────────────────────────────────────────────────


class NewProjectForm(forms.Form):
    """What a project needs to exist; what it is for is written in its application."""

    title = forms.CharField(label=gettext_lazy("项目名称"), max_length=LONGEST)
    station: Any = forms.ModelChoiceField(label=gettext_lazy("社工站"), queryset=None)
    asked = forms.DecimalField(
        label=gettext_lazy("申报经费（元）"),
        min_value=1,
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("申报书里的预算合计须等于这个数；退回修改时可以改。"),
    )
    previous: Any = forms.ModelChoiceField(
        label=gettext_lazy("上期项目"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("不是续期"),
        help_text=gettext_lazy("续签的选上一期：在办的服务从那里接过来。"),
    )

    def offer(self, request: AuthenticatedRequest) -> None:
        fields: Any = self.fields
        places = stations_of(request.user)
        fields["station"].queryset = places
        fields["station"].initial = places.first()
        earlier = [each.pk for place in places for each in may_precede(place)]
        fields["previous"].queryset = Project.objects.filter(pk__in=earlier)
        fields["previous"].label_from_instance = lambda each: f"{each.number} {each.title}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: AuthenticatedRequest) -> HttpResponse:
    """Begin a project; its application is written on its own page."""
    if not stations_of(request.user).exists():
        raise PermissionDenied(_("须由社工、站长办理。"))
    form = NewProjectForm(request.POST or None)
    form.offer(request)
    if request.method == "POST" and form.is_valid():
        try:
            project = open_project(by=request.user, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return redirect("web:dossier", pk=project.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "web/new_project.html", {"form": form}, status=status)


# ── who judges and evaluates it ───────────────────────────────────────────────────────────


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


@login_required
@require_POST
def sample(request: AuthenticatedRequest, pk: int, seat: int) -> HttpResponse:
    """Draw dossiers for an evaluator, by lot."""
    project = _asked_by(request, pk)
    found = get_object_or_404(Seat, pk=seat, dossier=project.pk)
    count = number_in(request.POST.get("count", "")) or 0
    try:
        drawn = draw(project, found, by=request.user, count=count)
        messages.success(request, _("抽了 %s 卷，评估人员能看脱敏的内容。") % len(drawn))
    except RuleError as error:
        messages.error(request, str(error))
    return redirect("web:panel", pk=pk)


def _asked_by(request: AuthenticatedRequest, pk: int) -> Project:
    """Return a project in which the reader may ask people in."""
    project = project_of(request, pk)
    if not INVITERS & standing(request.user, project):
        raise PermissionDenied(_("评审专家和评估人员由区民政、总站邀请。"))
    return project


# ── what it was put right with ────────────────────────────────────────────────────────────


@login_required
@require_safe
def evidence(request: AuthenticatedRequest, pk: int, item: int) -> HttpResponse:
    """The evidence of one thing that was put right, as it was uploaded."""
    project = project_of(request, pk)
    if Who.EXPERT in (who := standing(request.user, project)) and len(who) == 1:
        raise Http404
    found = next((each for each in items_of(project) if each.pk == item and each.sha256), None)
    if found is None:
        raise Http404
    record_reading("read.scan", by=request.user, station=project.station, dossier=pk, item=item)
    response = HttpResponse(found.evidence_file(), content_type=KINDS[found.kind])
    name = f"{project.number}-{found.stage}-{found.number}.{found.kind}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
