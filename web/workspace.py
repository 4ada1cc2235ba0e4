"""工作页: what the page of any kind of work is made of: its form, what can be done, its papers."""

from typing import Any

from accounts.http import AuthenticatedRequest
from casework.approvals import latest, standing_version
from casework.permissions import may_read
from casework.services import open_forms
from web import grants
from web.doing import doing_of
from web.offers import Offers
from web.papers import papers_of
from web.sheets import sheet_for
from web.tabs import Tabs

SAID = ("form", "tried", "for", "add", "page")


def said_in(request: AuthenticatedRequest) -> dict[str, str]:
    """Return what the address asks for: a form, what it is for, what was just tried."""
    return {key: request.GET.get(key, "") for key in SAID}


def tabs_of(request: AuthenticatedRequest, work: Any, said: dict[str, str]) -> Tabs:
    """Return the forms of a dossier as the reader finds them."""
    offers = Offers(work, request.user, open_forms(work, request.user))
    tabs = Tabs(work, offers, said["form"], said["for"] or said["tried"])
    tabs.codes = [code for code in tabs.codes if may_read(request.user, work, code)]
    return tabs


def form_part(request: AuthenticatedRequest, tabs: Tabs, said: dict[str, str]) -> dict[str, Any]:
    """The form that is shown, open or to be read, and what can be done with it."""
    work, offers, code, tried = tabs.case, tabs.offers, tabs.code, said["tried"]
    if not code:
        return {"leaves": [], "sheet": None, "offers": offers.sorted_for(""), "tried": None}
    sheet = sheet_for(
        work,
        code,
        request.user,
        spots=offers.spots(tried, code),
        seen=grants.sees_whole(request, work),
        longer=said["add"],
        reading=code not in tabs.writing,
        kind=offers.kind_of(tabs.wanted),
    )
    return {
        "leaves": tabs.shown(),
        "code": code,
        "sheet": sheet,
        "tried": offers.tried(tried),
        "offers": offers.sorted_for(code if sheet.editable else "", tabs.wanted),
        "droppable": tabs.droppable,
        "waiting": offers.waiting(),
        "earlier": (last := latest(work, code)),
        "stands_as": standing_version(work, last, code).word_of(code) if last else "",
        "action": offers.action(code, tabs.wanted),
    }


def around(request: AuthenticatedRequest, work: Any, offers: Offers) -> dict[str, Any]:
    """What stands beside the form on every page of work: what can be done, and papers."""
    return {
        "doing": doing_of(work, offers),
        "papers": papers_of(work),
        "may_record": work.owner_id == request.user.pk,
    }
