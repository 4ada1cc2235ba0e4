"""文书: reading a paper, making a failed one again, and checking one by its code."""

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedRequest
from accounts.models import User
from audit.services import read as record_reading
from casework.models import Dossier
from casework.permissions import Who, standing
from documents.models import Document
from documents.services import is_restricted
from documents.services import retry as make_again
from web.views.records import form_of, one_of


@login_required
@require_safe
def document(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The paper, byte for byte as it was sealed. Its file name holds its number alone."""
    found = _document(request.user, pk)
    if found.state != Document.State.READY:
        raise Http404
    case = found.dossier.work
    restricted = is_restricted(found, case)
    if restricted and Who.HEAD not in standing(request.user, case):
        return render(request, "web/restricted.html", {"case": case}, status=403)
    record_reading(
        "read.restricted" if restricted else "read.document",
        by=request.user,
        station=found.dossier.station,
        dossier=found.dossier_id,
        document=found.pk,
    )
    response = HttpResponse(found.read(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def retry(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _document(request.user, pk)
    make_again(found.pk)
    return redirect("web:dossier", pk=found.dossier_id)


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a QR leads to, for anybody: a number and a hash, and whether a file matches it."""
    found = get_object_or_404(
        Document.objects.select_related("submission").defer("content", "submission__content"),
        check_code=code,
        state=Document.State.READY,
    )
    sent = request.FILES.get("file")
    matches = sha256(sent.read()).hexdigest() == found.sha256 if sent else None
    context = {"document": found, "matches": matches}
    return render(request, "web/verify.html", context)


def _document(user: User, pk: int) -> Document:
    """Return a document of a case whose content ``user`` may read; else a 404."""
    seen = Dossier.objects.visible_to(user).values("pk")
    near = Document.objects.select_related("dossier").filter(dossier__in=seen)
    found: Document = one_of(user, near, pk)
    form_of(user, found.dossier_id, found.form)
    return found
