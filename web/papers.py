"""文书: the papers of a dossier as its page lists them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Case
from documents.models import Document
from documents.papers import title_of_paper


def papers_of(case: Case) -> list[dict[str, Any]]:
    """Return the papers of a case, newest first: ready, in the making, or failed."""
    found = Document.objects.filter(dossier=case.pk).defer("content").order_by("-pk")
    return [_listed(each) for each in found]


def _listed(document: Document) -> dict[str, Any]:
    ready = document.state == Document.State.READY
    failed = document.state == Document.State.FAILED
    return {
        "title": title_of_paper(document.form),
        "small": _small(document),
        "href": reverse("web:document", args=[document.pk]) if ready else "",
        "retry_url": reverse("web:retry_document", args=[document.pk]) if failed else "",
        "tag": document.get_state_display(),
        "cls": "bamboo" if ready else "red" if failed else "",
    }


def _small(document: Document) -> str:
    if document.state == Document.State.READY:
        says = _("%(number)s · %(pages)s 页 · 校验码 %(code)s")
        code = document.check_code
        return says % {"number": document.number, "pages": document.pages, "code": code}
    if document.state == Document.State.FAILED:
        return _("%s · 没有生成，步骤不受影响，可以再生成一次。") % document.number
    return _("%s · 正在生成文书…") % document.number
