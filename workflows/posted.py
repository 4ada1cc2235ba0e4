"""What a page has sent, as raw answers of a form. Nothing is judged here, and nothing dropped."""

from typing import Any

from django.http import QueryDict

from casework.catalogue import FORMS
from casework.models import Content
from casework.questions import Many, Question, Rows, Sub, Ticked

LONGEST = 18  # digits of any number that we have given out
GUARDED = {
    "D01": {"phone", "id_no", "emergency_contact"}
}  # shown masked; a page that does not send them keeps them


def raw_from(post: QueryDict, code: str, before: Content) -> Content:
    """Return the raw answers of a form; guarded ones that were not sent stay as they were."""
    kept = GUARDED.get(code, set())
    raw: Content = {}
    for question in FORMS[code].asked():
        if question.key in kept and not _sent(post, question.key):
            raw[question.key] = before.get(question.key, "")
        else:
            raw[question.key] = _answer(post, question, question.key)
    return raw


def _sent(post: QueryDict, name: str) -> bool:
    return any(key == name or key.startswith(f"{name}-") for key in post)


def _answer(post: QueryDict, question: Question, name: str) -> Any:
    if isinstance(question, Rows):
        return [_object(post, question.parts, f"{name}-{n}") for n in _row_numbers(post, name)]
    if isinstance(question, Sub):
        return _object(post, question.parts, name)
    if isinstance(question, Many | Ticked):
        return post.getlist(name)
    return post.get(name, "")


def _object(post: QueryDict, parts: dict[str, Question], prefix: str) -> Content:
    return {key: _answer(post, part, f"{prefix}-{key}") for key, part in parts.items()}


def _row_numbers(post: QueryDict, name: str) -> list[int]:
    """Return the numbers of the rows that were sent, in order, gaps left by removed rows too."""
    sent = {key.split("-")[1] for key in post if key.startswith(f"{name}-") and key.count("-") > 1}
    return sorted(number for each in sent if (number := number_in(each)) is not None)


def number_in(text: str) -> int | None:
    """Return the number a page has sent; None for anything else, however odd."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST else None


def version_in(post: QueryDict) -> int | None:
    """Return the version of the draft that was typed over; None where somebody insists."""
    return None if post.get("force") == "1" else number_in(post.get("version", ""))
