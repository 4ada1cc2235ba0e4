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
from casework.search import MOST, Found, find, find_works

KEY, LONGEST = "search", 60


@login_required
def search(request: AuthenticatedRequest) -> HttpResponse:
    """Find people with their dossiers, groups and projects; the search is in no address."""
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
    works = find_works(request.user, words)
    context = {"words": words, "rows": rows, "most": MOST, "works": works}
    return render(request, "web/search.html", context)


def _row(found: Found) -> dict[str, Any]:
    person = found.person
    return {
        "person": person,
        "who": masking.name(person.name),
        "age": masking.age(person),
        "category": person.question("primary_category").shown(person.primary_category),
        "cases": found.cases,
    }
