"""查找: one box for names, sounds, numbers and addresses. What was typed is in no URL."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.http import AuthenticatedRequest
from audit.services import read as record_reading
from audit.services import salted
from casework import masking
from casework.questions.base import written
from casework.search import MOST, Found, find

KEY, LONGEST = "search", 60


@login_required
def search(request: AuthenticatedRequest) -> HttpResponse:
    """Find people and their dossiers; the search is kept in the session, never in an address."""
    if request.method == "POST":
        request.session[KEY] = written(request.POST.get("q", ""))[:LONGEST]
        return redirect("web:search")
    words = request.session.get(KEY, "")
    found = find(request.user, words)
    post = request.user.posts.current().select_related("station").first()
    if found and post:
        said = salted(words)
        record_reading(
            "read.search", by=request.user, station=post.station, hits=len(found), words=said
        )
    rows = [_row(each) for each in found]
    return render(request, "web/search.html", {"words": words, "rows": rows, "most": MOST})


def _row(found: Found) -> dict[str, Any]:
    person = found.person
    return {
        "person": person,
        "who": masking.name(person.name),
        "age": masking.age(person),
        "category": person.question("primary_category").shown(person.primary_category),
        "cases": found.cases,
    }
