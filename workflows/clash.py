"""两份不一样: what is said when a form was sent that somebody has meanwhile saved anew."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.catalogue import FORMS, title_of
from casework.comparison import text_of
from casework.drafts import store
from casework.models import Content
from casework.questions import Question
from workflows.posted import raw_from

OWN = {"csrfmiddlewaretoken", "version", "force", "verb", "save", "add", "answer"}


def clash(request: HttpRequest, case: Any, code: str) -> HttpResponse:
    """Show where the two differ. Nothing was overwritten; what was sent is still on the page."""
    theirs = store(case.pk).select_related("by").filter(form=code).first()
    there = theirs.raw if theirs else {}  # handed in meanwhile, or thrown away
    mine = raw_from(request.POST, code, there)
    context = {
        "case": case,
        "code": code,
        "title": title_of(code),
        "theirs": theirs,
        "rows": list(_differences(code, there, mine)),
        "sent": [(k, v) for k, all_ in request.POST.lists() if k not in OWN for v in all_],
    }
    return render(request, "workflows/clash.html", context, status=409)


def _differences(code: str, theirs: Content, mine: Content) -> Any:
    for each in FORMS[code].asked():
        there, here = (_text(each, raw.get(each.key)) for raw in (theirs, mine))
        if there != here:
            yield {"label": each.label, "theirs": there, "mine": here}


def _text(question: Question, raw: Any) -> str:
    """Return an answer as one reads it; one that cannot be read, as it was typed."""
    value, wrong = question.answer(raw, question.key)
    return str(raw) if wrong else text_of({"kind": question.kind, "shown": question.shown(value)})
