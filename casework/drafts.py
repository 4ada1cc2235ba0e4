"""草稿: saving what is typed, as it is typed, and reading it back as answers."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import consents
from casework.catalogue import FORMS
from casework.errors import RuleError, StaleDraftError
from casework.models import Checked, Content, DataKey, Dossier, Draft, Person, Submission
from casework.models.dossier import once

MOST = 1_000_000  # characters of one draft: far beyond any form, and a bound for the database
AT_MOST = 10_000  # times that one draft is saved
REGISTRATION = "C01"


def store(dossier_pk: int) -> QuerySet[Draft]:
    return Draft.objects.filter(dossier=dossier_pk)


@once
def drafts_of(dossier: Dossier) -> dict[str, Draft]:
    """Return all drafts of a dossier by form: guards and consents ask for several."""
    found = {draft.form: draft for draft in store(dossier.pk)}
    for draft in found.values():
        draft.dossier = dossier  # whose key is at hand
    return found


def draft_of(dossier: Dossier, code: str) -> Draft | None:
    return drafts_of(dossier).get(code)


def version_of(dossier: Dossier, code: str) -> int:
    """Return the version that a page types over now: the draft's, or that of a fresh one.

    A fresh one begins above whatever was handed in before it, so that a page which was open
    then, and is sent once more, is known as old: one service is not recorded twice.
    """
    from casework.approvals import rounds  # noqa: PLC0415  (approvals read drafts)

    draft = draft_of(dossier, code)
    return draft.version if draft else AT_MOST * len(rounds(dossier, code))


def raw_of(dossier: Dossier, code: str) -> Content:
    """Return the raw answers to go on from: the draft, else the last row, else what is known."""
    draft = draft_of(dossier, code)
    if draft is None:
        return begun(dossier, code)
    return FORMS[code].caught_up(dict(draft.raw), dossier)


def begun(dossier: Dossier, code: str) -> Content:
    """Return the raw answers of a form nobody has typed in yet."""
    model: Any = FORMS[code]
    row = _last_row(dossier, code)
    known = model.prefilled(dossier) if row is None else {}
    values = row.content() if row else {key: value for key, (value, _from) in known.items()}
    return {each.key: each.raw_of(values.get(each.key)) for each in model.asked()}


@once
def checked(dossier: Dossier, code: str) -> Checked:
    """Read the draft's answers: their values, and every place that is to be mended."""
    closed = consents.closed(dossier, code)
    return FORMS[code].read(raw_of(dossier, code), dossier, closed)


def write(  # noqa: PLR0913
    dossier: Dossier,
    code: str,
    raw: Content,
    *,
    by: User,
    version: int | None = None,
    at: datetime | None = None,
) -> Draft:
    """Save a draft. ``version`` is the one that was typed over; another is refused, unread.

    The caller holds the dossier's lock, and knows that ``by`` may fill in the form now.
    Raises StaleDraftError where a newer version is there, RuleError beyond ``MOST``.
    """
    now = version_of(dossier, code)
    draft = draft_of(dossier, code) or Draft(dossier=dossier, form=code, version=now)
    dossier.forget()
    return _save(draft, raw, by=by, version=version, at=at)


def drop(dossier: Dossier, code: str) -> None:
    """Throw a draft away; the caller holds the dossier's lock."""
    store(dossier.pk).filter(form=code).delete()
    dossier.known.clear()


def registration_of(user: User) -> Draft | None:
    """Return the call for help that ``user`` has begun to write down and not yet sent."""
    return Draft.objects.filter(dossier=None, by=user, form=REGISTRATION).first()


@transaction.atomic
def write_registration(raw: Content, *, by: User, version: int | None = None) -> Draft:
    """Save a call for help that has no dossier yet, under a key of its own.

    Two tabs of one person take turns: there is no dossier to lock, so the person's row it is.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    draft = registration_of(by) or Draft(form=REGISTRATION, own_key=DataKey.objects.create())
    return _save(draft, raw, by=by, version=version)


def _save(
    draft: Draft, raw: Content, *, by: User, version: int | None, at: datetime | None = None
) -> Draft:
    if version is not None and version != draft.version:
        raise StaleDraftError(_("这份草稿在别处有更新的一版。"))
    if len(json.dumps(raw, ensure_ascii=False)) > MOST:
        raise RuleError(_("这份表写得太长，存不下了，请删减，或另附材料。"))
    draft.raw, draft.by, draft.saved_at = raw, by, at or timezone.now()
    draft.version += 1
    draft.save()
    return draft


def _last_row(dossier: Dossier, code: str) -> Any:
    """Return the row to go on from; None before the first, and where a form begins afresh."""
    from casework.approvals import latest  # noqa: PLC0415  (approvals read drafts)

    if code == Person.code:
        return dossier.work.person
    last = latest(dossier, code)
    if last is None or "voided" in last.aside.values() or _afresh(dossier, code, last):
        return None  # a row is written when it is submitted, not before
    model: Any = FORMS[code]
    row = model.objects.get(dossier=dossier.pk, instance=last.instance_of(code))
    row.dossier = dossier
    return row


def _afresh(dossier: Dossier, code: str, last: Submission) -> bool:
    """Whether the next of a form has nothing of the last: that is done with, and did not come
    back; or it was of an earlier 服务期."""
    from casework.approvals import SENT_BACK, episode_of  # noqa: PLC0415

    form = FORMS[code]
    if form.once_a_period and last.episode_id != episode_of(dossier).pk:
        return True
    return form.anew and last.outcome in form.over and last.outcome not in SENT_BACK
