"""对照: two rounds of a form side by side, the differences marked within each answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

from casework import consents
from casework.models import Submission

Piece = tuple[Literal["same", "del", "ins"], str]
KNOWN = {"auto", "wording"}  # what the system writes itself: nothing that anybody changed
GAP = "\u3000"  # between the answers of a row: they have punctuation of their own
JUNCTION = 2  # characters: a shared run shorter than this between changes is noise, not kept text


@dataclass(frozen=True)
class Compared:
    """One answer in two rounds: pieces of the older and of the newer."""

    form: str
    key: str
    label: str
    old: list[Piece]
    new: list[Piece]

    @property
    def changed(self) -> bool:
        return any(op != "same" for op, _text in [*self.old, *self.new])


def compare(code: str, new: Submission, old: Submission | None) -> list[Compared]:
    """Return every answer of a form, in order, the newer round against the older one."""
    before = {each["key"]: text_of(each) for each in shown_fields(old, code)} if old else {}
    return [
        Compared(code, each["key"], each["label"], *_pieces(before.get(each["key"]), text_of(each)))
        for each in shown_fields(new, code)
        if each["kind"] not in KNOWN
    ]


def shown_fields(submission: Submission, code: str) -> list[dict[str, Any]]:
    """Return the answers of a sealed form as a page may show them: less what consent was
    withdrawn for since."""
    fields: list[dict[str, Any]] = submission.form_of(code)["fields"]
    gone = consents.hidden(submission.dossier, code)
    says = {"value": None, "shown": _("已撤回同意，不再显示。"), "kind": "longtext"}
    return [
        each | says if each["key"] in gone and each["value"] is not None else each
        for each in fields
    ]


def earlier(rounds: list[Submission], of: Submission) -> Submission | None:
    """Return the round before; ``rounds`` are newest first. What corrects is held against what it
    corrects, whatever was handed in since."""
    before = [each for each in rounds if each.pk < of.pk]
    if of.corrects:
        number = of.instance_of(of.form)
        before = [each for each in before if each.instance_of(of.form) == number]
    return next(iter(before), None)


def text_of(field: dict[str, Any]) -> str:
    """Return an answer of a snapshot as plain text, one line for each row or part."""
    shown = field["shown"]
    if isinstance(shown, dict):  # rows, typed, ticked or listed
        return "\n".join(_row(shown["labels"], row) for row in shown["rows"])
    if isinstance(shown, list):
        return "\n".join(f"{label}：{text}" for label, text in shown if text)
    return str(shown or "")


def lines_of(shown: Any) -> list[list[tuple[str, str]]]:
    """Return what is written in each row of an answer, every part with its label."""
    if not isinstance(shown, dict):
        return []
    rows = [zip(shown["labels"], row, strict=True) for row in shown["rows"]]
    return [[(label, text) for label, text in row if text] for row in rows]


def _row(labels: list[str], row: list[str]) -> str:
    return GAP.join(f"{label}：{text}" for label, text in zip(labels, row, strict=True) if text)


def _pieces(old: str | None, new: str) -> tuple[list[Piece], list[Piece]]:
    if old is None or old == new:
        return ([("same", old)] if old else []), ([("same", new)] if new else [])
    before: list[Piece] = []
    after: list[Piece] = []
    for op, a, b in _changes(old, new):
        if op == "same":
            before.append(("same", a))
            after.append(("same", b))
            continue
        before += [("del", a)] if a else []
        after += [("ins", b)] if b else []
    return before, after


def _changes(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Yield runs of equal and of changed text; tiny equal runs between changes join them."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = come = ""
    for op, a1, a2, b1, b2 in codes:
        if op == "equal" and (a2 - a1 >= JUNCTION or not (gone or come)):
            if gone or come:
                yield "changed", gone, come
                gone = come = ""
            yield "same", old[a1:a2], new[b1:b2]
        else:
            gone, come = gone + old[a1:a2], come + new[b1:b2]
    if gone or come:
        yield "changed", gone, come
