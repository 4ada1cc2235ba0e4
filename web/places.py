"""Where a form is filled in: on the dossier's page, or on one of its own."""

from django.urls import reverse
from django.utils.http import urlencode

from casework.models import Dossier

OWN = {
    "C05": "web:record",
    "C08": "web:closing",
    "C09": "web:closing",
    "G06": "web:attendance",
}  # forms with a page of their own, by its name

MENDED_AT = {"box_complete": "web:box"}  # conditions that are met on a page that is no form's
OF_VERBS = {"choose_way": "web:carryover"}  # verbs that are done row by row on a page of their own
USUAL = {  # what such a page hands its form in for, unless one comes for something else
    "C05": "add_session",
    "C08": "submit_closure",
    "C09": "submit_closure",
    "G06": "complete_session",
}


def place_of(case: Dossier, code: str, verb: str = "") -> str:
    """Return the address of a form; ``verb`` says what it is filled in for, where it must."""
    usual = verb == USUAL.get(code)
    said = {"form": "" if code in OWN else code, "for": "" if usual else verb}
    query = urlencode({key: text for key, text in said.items() if text})
    address = reverse(OWN.get(code, "web:dossier"), args=[case.pk])
    return f"{address}?{query}" if query else address
