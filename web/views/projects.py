"""项目: beginning one, how much is applied for, and what it was put right with."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from casework.errors import RuleError
from casework.models import Project
from casework.permissions import Who, standing
from casework.projects import (
    LONGEST,
    ask_for,
    may_ask_for,
    may_precede,
    open_project,
    require_asker,
    stations_of,
)
from casework.rectifying import items_of
from web.kinds import enter
from web.project_page import asked_of
from web.views.closing import KINDS
from web.views.records import content_of


def project_of(request: AuthenticatedRequest, pk: int) -> Project:
    """Return a project whose content the reader may see; what is none is a 404."""
    work = content_of(request.user, pk)
    if not isinstance(work, Project):
        raise Http404
    enter(request, work)
    return work


# ── beginning one ─────────────────────────────────────────────────────────────────────────


def sum_asked(hint: Any) -> Any:
    return forms.DecimalField(
        label=gettext_lazy("申报经费（元）"),
        min_value=1,
        max_digits=12,
        decimal_places=2,
        help_text=hint,
    )


class NewProjectForm(forms.Form):
    """What a project needs to exist; what it is for is written in its application."""

    title = forms.CharField(label=gettext_lazy("项目名称"), max_length=LONGEST)
    station: Any = forms.ModelChoiceField(label=gettext_lazy("社工站"), queryset=None)
    asked = sum_asked(gettext_lazy("申报书里的预算合计须等于这个数；交上去以前可以改。"))
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


# ── how much is applied for ───────────────────────────────────────────────────────────────


class AskedForm(forms.Form):
    asked = sum_asked(gettext_lazy("申报书里的预算合计须等于这个数。"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked_sum(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Set how much is applied for, beside what the budget comes to."""
    project = project_of(request, pk)
    require_asker(request.user, project)
    said = request.POST if request.method == "POST" else None
    form = AskedForm(said, initial={"asked": project.asked})
    if request.method == "POST" and form.is_valid():
        try:
            ask_for(project, form.cleaned_data["asked"], by=request.user)
        except RuleError as error:
            form.add_error("asked", str(error))
        else:
            messages.success(request, _("申报经费改为 %s 元。") % f"{project.asked:,.2f}")
            return redirect("web:dossier", pk=pk)
    context = {"case": project, "form": form, "asked": asked_of(project)}
    context |= {"may_ask": may_ask_for(request.user, project)}
    status = 422 if form.errors else 200
    return render(request, "web/asked_sum.html", context, status=status)


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
