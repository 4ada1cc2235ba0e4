"""知情同意: what has been agreed to, and which questions stay closed without it (handbook 11.3).

C01 and C12 are written under legal duty before any consent, and so is what is done in a crisis;
D01's S3 answers and all other forms open once C02 is signed. An item of the separate consent
that was not given keeps its questions closed.
"""

from typing import Any

from django.utils.translation import gettext as _

from casework import choices, crises
from casework.models import Case, Consent, Content, Person
from casework.models.dossier import once
from casework.models.intake import signed_by
from casework.models.people import age_on
from casework.questions import LABELLED

OPEN_BEFORE = {"C01", "C02", "C12"}
URGENT = "C05"


@once
def given(dossier: Case) -> Content:
    """Return the consent as it now stands: the draft in work, else the last one written."""
    from casework.drafts import raw_of  # noqa: PLC0415  (drafts ask here what is closed)

    return Consent.read(raw_of(dossier, Consent.code), dossier).content


@once
def born(dossier: Case) -> str:
    """Return the birth date as now known: as typed into D01, else as on record; or nothing."""
    from casework.drafts import draft_of  # noqa: PLC0415

    draft = draft_of(dossier, Person.code)
    question = Person.question("birth_date")
    typed, _wrong = question.answer(draft.raw.get("birth_date") if draft else "", "")
    return str(typed or dossier.person.birth_date or "")


def signed(content: Content, born_on: str) -> bool:
    """Whether those have signed who must: the person, the guardian of a child, or both.

    Below 14 the guardian, from 14 to 18 the person and the guardian, else the person, and a
    witness of what was only said; who cannot sign is represented (代签) in a row of their own.
    It is the age on the day of signing that counts: nobody grows out of a consent.
    """
    dates = [row.get("date") or "" for row in content.get("signatures") or []]
    last = max(dates, default="")
    years = age_on(born_on, last) if born_on else choices.ADULT
    roles = ["服务对象"] if years >= choices.CHILD else []
    roles += ["监护人"] if years < choices.ADULT else []
    complete = bool(content.get("sign_mode")) and not Consent.cross(content)
    return complete and all(signed_by(role, content) for role in roles)


def is_signed(dossier: Case) -> bool:
    return signed(given(dossier), born(dossier))


def closed(dossier: Any, code: str) -> dict[str, str]:
    """Return the questions of a form that may not be answered, each with the reason.

    Before there is a dossier nobody can have agreed to anything.
    """
    from casework.catalogue import FORMS  # noqa: PLC0415  (the catalogue reads all forms)

    if code in OPEN_BEFORE or (code == URGENT and dossier and crises.is_emergency(dossier)):
        return {}
    content = given(dossier) if dossier else {}
    if dossier is None or not signed(content, born(dossier)):
        says = _("签了《知情同意书与服务协议》才能填写。")
        return {q.key: says for q in FORMS[code].asked() if q.level >= LABELLED}
    agreed = content.get("sensitive_consent") or []
    says = _("服务对象没有同意收集这一项。")
    return {q.key: says for q in FORMS[code].asked() if q.covers and q.covers not in agreed}
