"""相册: a group's pictures, of those who agree to be seen, for those who may read of the group."""

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
from casework import album as pictures
from casework import masking
from casework.errors import RuleError
from casework.group_records import members_of, sessions_of
from casework.models import Group, Member, Photo
from casework.scans import MOST
from web.kinds import enter
from web.views.closing import KINDS
from web.views.groups import group_of
from web.views.records import one_of
from workflows.posted import number_in

NOBODY = gettext_lazy("选照到了谁；谁也没照到，就只勾“没有照到组员”。")


class PictureForm(forms.Form):
    """A picture, and who is to be seen in it: to say that nobody is takes a tick as well."""

    file = forms.FileField(
        label=gettext_lazy("照片"),
        help_text=gettext_lazy("JPG 或 PNG，最大 10 MB。"),
        error_messages={
            "required": gettext_lazy("选一张照片。"),
            "empty": gettext_lazy("文件是空的，换一张。"),
        },
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    number = forms.TypedChoiceField(
        label=gettext_lazy("第几节"), coerce=int, empty_value=None, required=False
    )
    members = forms.TypedMultipleChoiceField(coerce=int, required=False)
    nobody = forms.BooleanField(required=False)

    def offer(self, group: Group) -> None:
        fields: Any = self.fields
        held = [(each.number, _("第 %s 节") % each.number) for each in sessions_of(group)]
        fields["number"].choices = [("", _("不分节")), *held]
        fields["members"].choices = [(each.number, each.number) for each in members_of(group)]

    def clean(self) -> None:
        said = self.cleaned_data
        if bool(said.get("members")) == bool(said.get("nobody")):
            self.add_error("members", str(NOBODY))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def album(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What there is to see, what is kept back and why; and putting a picture in."""
    group = group_of(request, pk)
    enter(request, group)
    posted = request.method == "POST"
    if posted:
        pictures.require_keeper(request.user, group)
    form = PictureForm(request.POST, request.FILES) if posted else PictureForm()
    form.offer(group)
    if form.is_valid() and _kept(request, group, form):
        messages.success(request, _("照片已放进相册。"))
        return redirect("web:album", pk=pk)
    return _shown(request, group, form)


def _kept(request: AuthenticatedRequest, group: Group, form: PictureForm) -> bool:
    said = form.cleaned_data
    shown = [each for each in members_of(group) if each.number in said["members"]]
    content = said["file"].read(MOST + 1)
    try:
        pictures.keep(group, content, members=shown, by=request.user, number=said["number"])
    except RuleError as error:
        for key, says in (error.errors or {"file": str(error)}).items():
            form.add_error(key, says)
        return False
    return True


def _shown(request: AuthenticatedRequest, group: Group, form: PictureForm) -> HttpResponse:
    ticked = set(form["members"].value() or [])
    context = {
        "case": group,
        "form": form,
        "photos": [(each, _numbers(each.members.all())) for each in pictures.photos_of(group)],
        "withheld": pictures.withheld(group),
        "members": [_member(each, ticked) for each in members_of(group)],
        "may_keep": pictures.may_keep(request.user, group),
        "may_withdraw": pictures.may_withdraw(request.user, group),
        "reasons": pictures.REMOVED_FOR.items(),
    }
    return render(request, "web/album.html", context, status=422 if form.errors else 200)


def _member(member: Member, ticked: set[str]) -> dict[str, Any]:
    return {
        "number": member.number,
        "who": masking.name(str(member.name or "")),
        "pictured": member.pictured,
        "ticked": str(member.number) in ticked,
    }


def _numbers(members: Any) -> list[int]:
    return sorted(each.number for each in members)


@login_required
@require_safe
def photo(request: AuthenticatedRequest, pk: int, photo: int) -> HttpResponse:
    """A picture as it was uploaded; one that is kept back is not there."""
    group = group_of(request, pk)
    found = one_of(request.user, Photo.objects.filter(group=pk), photo, "group")
    try:
        content = pictures.content_of(found, group)
    except LookupError:
        raise Http404 from None
    record_reading("read.photo", by=request.user, station=group.station, dossier=pk, photo=photo)
    response = HttpResponse(content, content_type=KINDS[found.kind])
    response["Content-Disposition"] = f'inline; filename="{group.number}-{photo}.{found.kind}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def remove(request: AuthenticatedRequest, pk: int, photo: int) -> HttpResponse:
    """Take a picture out, for a reason that is kept."""
    group = group_of(request, pk)
    found = one_of(request.user, Photo.objects.filter(group=pk), photo, "group")
    try:
        pictures.remove(found, group, by=request.user, why=request.POST.get("why", ""))
        messages.success(request, _("照片已从相册拿掉。"))
    except RuleError as error:
        messages.error(request, str(error))
    return redirect("web:album", pk=pk)


@login_required
@require_POST
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Write down that a member is not to be pictured any more; nobody need say why."""
    group = group_of(request, pk)
    if not pictures.may_withdraw(request.user, group):
        raise PermissionDenied(_("影像授权的撤回由主责社工、协作社工或站长登记。"))
    number = number_in(request.POST.get("member", ""))
    member = get_object_or_404(Member, group=pk, number=number or 0)
    pictures.withdraw(group, member, by=request.user)
    messages.success(request, _("%s 号组员的影像授权已收回，照到的照片不再显示。") % member.number)
    return redirect("web:album", pk=pk)
