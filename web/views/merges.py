"""合并重复档案: two records side by side, who asks to have them as one, and the decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import User
from audit.services import read as record_reading
from casework import masking, merging
from casework.errors import RuleError
from casework.models import Case, Merge, Person
from casework.questions.base import written
from casework.search import reasons
from web.views.records import hidden, one_of, person_of

State = Merge.State
WHOSE = "kept__cases"  # whose dossiers a request is about
DOING = {"merge": merging.approve_merge, "refuse": merging.refuse_merge, "undo": merging.undo_merge}
DONE = {
    "merge": gettext_lazy("两份档案已合并，按一个人显示。"),
    "refuse": gettext_lazy("已写下不同意，两份档案照旧。"),
    "undo": gettext_lazy("合并已撤销，又是两份档案。"),
}


@login_required
@require_safe
def merges(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for one's decision, and what one has asked for."""
    found = merging.merges_of(request.user)
    return render(request, "web/merges.html", {"merges": found})


@login_required
def ask_merge(request: AuthenticatedRequest, pk: int, other: int) -> HttpResponse:
    """Ask to have two records as one; whoever may not see both is told of neither."""
    both = [person_of(request.user, each) for each in (pk, other)]
    if pk == other or not merging.may_ask(request.user, *both):
        raise Http404
    said = {key: written(request.POST.get(key, "")) for key in ("kept", "reason")}
    error = ""
    if request.method == "POST":
        error = _asked(request, both, said)
        if not error:
            return redirect("web:person", pk=pk)
    context = {
        "sides": _sides(both),
        "why": reasons(*both),
        "said": said | {"kept": said["kept"] or str(min(pk, other))},
        "errors": [{"text": error}] if error else [],
    }
    _note(request, both)
    return render(request, "web/ask_merge.html", context, status=422 if error else 200)


def _asked(request: AuthenticatedRequest, both: list[Person], said: dict[str, str]) -> str:
    """Ask; return what is wrong, or nothing."""
    kept = next((each for each in both if str(each.pk) == said["kept"]), None)
    if kept is None:
        return _("请选保留哪一份。")
    surplus = next(each for each in both if each.pk != kept.pk)
    try:
        merging.ask_merge(surplus, kept, said["reason"], by=request.user)
    except RuleError as error:
        return str(error)
    messages.success(request, _("已申请合并，站长会收到通知。"))
    return ""


@login_required
def merge(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One request: both records side by side, the reasons, what was decided, what can be."""
    near = Merge.objects.select_related("surplus__community", "kept__community", "station")
    found = one_of(request.user, near, pk, WHOSE)
    if not _may_see(request.user, found):
        raise hidden(request.user, near.filter(pk=pk), WHOSE)
    opinion = written(request.POST.get("opinion", ""))
    error = ""
    if request.method == "POST":
        error = _decided(request, found, opinion)
        if not error:
            return redirect("web:merge", pk=pk)
        found = near.get(pk=pk)
    both = [found.kept, found.surplus]
    context = {
        "merge": found,
        "sides": _sides(both),
        "why": reasons(*both),
        "decides": merging.may_decide(request.user, found),
        "bound": merging.bound(found) if found.state == State.MERGED else "",
        "opinion": opinion,
        "errors": [{"text": error}] if error else [],
    }
    _note(request, both)
    return render(request, "web/merge.html", context, status=422 if error else 200)


def _may_see(user: User, found: Merge) -> bool:
    """Who decides, and who asked as long as both records are still theirs to read."""
    asked = found.asked_by_id == user.pk and merging.may_ask(user, found.surplus, found.kept)
    return asked or merging.may_decide(user, found)


def _decided(request: AuthenticatedRequest, found: Merge, opinion: str) -> str:
    verb = request.POST.get("verb", "")
    if verb not in DOING:
        return _("请选怎样决定。")
    try:
        DOING[verb](found, opinion, by=request.user)
    except (RuleError, PermissionDenied) as error:
        return str(error)
    messages.success(request, DONE[verb])
    return ""


def _sides(both: list[Person]) -> list[dict[str, Any]]:
    return [_side(each) for each in both]


def _side(person: Person) -> dict[str, Any]:
    """One record as it is compared: masked, with its numbers, not with what is in them."""
    return {
        "person": person,
        "who": masking.name(person.name),
        "rows": [
            (_("性别、年龄"), " · ".join(filter(None, [person.sex, masking.age(person)]))),
            (_("证件号"), masking.number(person.id_no) if person.id_no else _("没有记")),
            (_("电话"), masking.phone(person.phone or "") or _("没有记")),
            (_("住址"), masking.address(person)),
            (_("社区"), str(person.community)),
        ],
        "cases": list(Case.objects.filter(person=person).order_by("-pk")),
    }


def _note(request: AuthenticatedRequest, both: list[Person]) -> None:
    for each in both:
        record_reading("read.person", by=request.user, station=each.station, person=each.pk)
