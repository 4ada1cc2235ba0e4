"""文书: the papers of a dossier as its page lists them."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import archive
from casework.models import Case, Dossier
from documents.models import Document
from documents.papers import title_of_paper
from documents.services import BOX, is_restricted


def papers_of(case: Dossier, forms: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return the papers of a case, newest first: ready, in the making, or failed; only those of
    some forms, where they are named."""
    found = _papers(case).order_by("-pk")
    found = found.filter(form__in=forms) if forms else found
    return [_listed(each, case) for each in found]


def boxed(case: Case) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Return the papers that lie in the box, as they are listed, and the bound box itself."""
    found = _papers(case).order_by("pk")
    made = {(each.submission_id, each.form): _listed(each, case) for each in found}
    rows = [
        {"paper": each, **made.get((each.submission.pk, each.form), {})}
        for each in archive.papers(case)
    ]
    bound = [listed for (_submission, form), listed in made.items() if form == BOX]
    return rows, bound[-1] if bound else None


def _papers(case: Dossier) -> QuerySet[Document]:
    found = Document.objects.filter(dossier=case.pk).select_related("submission")
    return found.defer("content", "submission__content")


def _colour(*, ready: bool, failed: bool, shut: bool, aside: bool) -> str:
    if shut or aside:
        return "ochre" if shut else ""
    return "bamboo" if ready else "red" if failed else ""


def _listed(document: Document, case: Any) -> dict[str, Any]:
    ready = document.state == Document.State.READY
    aside = document.form in document.submission.aside
    shut = ready and is_restricted(document, case)
    failed = document.state == Document.State.FAILED
    return {
        "title": title_of_paper(document.form),
        "small": _small(document),
        "href": reverse("web:document", args=[document.pk]) if ready else "",
        "retry_url": reverse("web:retry_document", args=[document.pk]) if failed else "",
        "tag": _("严格限制") if shut else document.says,
        "cls": _colour(ready=ready, failed=failed, shut=shut, aside=aside),
    }


def _small(document: Document) -> str:
    if document.state == Document.State.READY:
        says = _("%(number)s · %(pages)s 页 · 校验码 %(code)s")
        code = document.check_code
        return says % {"number": document.number, "pages": document.pages, "code": code}
    if document.state == Document.State.FAILED:
        return _("%s · 没有生成，步骤不受影响，可以再生成一次。") % document.number
    return _("%s · 正在生成文书…") % document.number
