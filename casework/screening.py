"""逐题问: a scale asked item by item, its result written into the row that a form keeps of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from casework import consents, drafts
from casework.catalogue import FORMS
from casework.errors import RuleError
from casework.models import Case, Content
from casework.questions import Scaled
from casework.scales import Result, Scale
from casework.services import save_draft


def rows_for(code: str, scale: Scale) -> Scaled | None:
    """Return the question of a form in which the result of a scale is written, if it has one."""
    questions = FORMS[code].asked() if code in FORMS else ()
    found = (each for each in questions if isinstance(each, Scaled) and scale in each.by_item)
    return next(found, None)


def row_of(case: Case, code: str, scale: Scale) -> Content:
    """Return what the draft says of a scale, as it was typed; nothing, where it says nothing."""
    question = rows_for(code, scale)
    rows = drafts.raw_of(case, code).get(question.key) if question else None
    return next((row for row in rows or [] if row.get("scale") == scale.key), {})


def chosen_today(row: Content, scale: Scale) -> dict[int, int]:
    """Return item → option as chosen earlier today: a slip is mended, another day asks afresh."""
    points = scale.kept(row.get("answers") or "")
    if points is None or row.get("date") != _today(None):
        return {}
    return {number: scale.points(number, each) for number, each in enumerate(points, 1)}


def screen(  # noqa: PLR0913
    case: Case,
    code: str,
    scale: Scale,
    options: Sequence[int],
    *,
    by: User,
    version: int | None = None,
    at: datetime | None = None,
) -> Result:
    """Score the options chosen and write the result into the draft; its other rows stay.

    The same once more changes nothing: a button may be pressed twice. Raises RuleError where the
    question is closed for want of consent, and whatever ``save_draft`` raises; LookupError for a
    form which does not ask for the scale.
    """
    question = rows_for(code, scale)
    if question is None:
        raise LookupError(code)
    if closed := consents.closed(case, code).get(question.key):
        raise RuleError(closed)
    result = scale.result(options)
    before = drafts.raw_of(case, code)
    rows = list(before.get(question.key) or [])
    said = _said(question, scale, result, at)
    index = _place(question, scale, rows)
    row = (rows[index] if index < len(rows) else {}) | said
    if index >= len(rows) or rows[index] != row:
        raw = before | {question.key: [*rows[:index], row, *rows[index + 1 :]]}
        save_draft(case, code, raw, by=by, version=version, at=at)
    return result


def _said(question: Scaled, scale: Scale, result: Result, at: datetime | None) -> dict[str, Any]:
    """Return what a row says of a result: as much as it has parts for."""
    said = {
        "scale": scale.key,
        "version": str(scale.edition),
        "date": _today(at),
        question.scored: str(result.score),
        "item9": "" if result.watched is None else str(result.watched),
        "interpretation": result.reading,
        "answers": result.kept,
    }
    return {key: text for key, text in said.items() if key in question.parts}


def _place(question: Scaled, scale: Scale, rows: list[Content]) -> int:
    """Return the number of the row of a scale, else of the first empty one, else the next."""
    own = [n for n, row in enumerate(rows) if row.get("scale") == scale.key]
    free = [n for n, row in enumerate(rows) if question.vacant(row)]
    return [*own, *free, len(rows)][0]


def _today(at: datetime | None) -> str:
    return timezone.localdate(at).isoformat()
