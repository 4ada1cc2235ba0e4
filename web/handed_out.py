"""督导交办: what supervisions left to do, on the page of a case and on the desk."""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Case, SupervisionItem
from casework.permissions import Who, standing
from casework.supervision import OWNER, SUPERVISOR, items_of

VERBS = {OWNER: "finish_action", SUPERVISOR: "finish_own_action"}
ROLES = {OWNER: Who.OWNER, SUPERVISOR: Who.SUPERVISOR}
MOST = 50  # on one desk


def handed_out(case: Case, user: User) -> list[dict[str, Any]]:
    """Return what is to be done in a case, with where it is done for those whose it is."""
    found = items_of(case)
    who = standing(user, case) if found else set()
    return [
        {
            "text": each.text,
            "due_on": each.due_on,
            "who": each.get_hands_display(),
            "href": _page(case.pk, each.hands) if ROLES[each.hands] in who else "",
        }
        for each in found
    ]


def on_desk(user: User, today: date) -> list[dict[str, Any]]:
    """Return what lies with a user in all their cases, due first."""
    mine = Q(hands=OWNER, dossier__owner=user) | Q(hands=SUPERVISOR, dossier__supervisor=user)
    open_ = SupervisionItem.objects.filter(mine, done_on=None, dossier__ended_on=None)
    near = open_.select_related("dossier__case__person", "dossier__community")
    found = near.defer("text", "result").order_by(F("due_on").asc(nulls_last=True), "pk")
    return [_item(each, today) for each in found[:MOST]]


def _item(item: SupervisionItem, today: date) -> dict[str, Any]:
    case = item.dossier
    late = item.due_on is not None and item.due_on < today
    return {
        "title": _("督导交办"),
        "who": case.shown_as,
        "number": case.number,
        "community": str(case.community),
        "href": _page(case.pk, item.hands),
        "due_on": item.due_on,
        "decides": False,
        "cls": "late" if late else "",
    }


def _page(pk: int, hands: str) -> str:
    return reverse("web:do", args=[pk, VERBS[hands]])
