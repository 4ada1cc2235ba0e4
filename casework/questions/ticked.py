"""Questions answered by ticking what the dossier offers, or by nobody: the system reckons them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from casework.questions.base import Errors, Question, written
from casework.questions.known import Auto
from casework.questions.nested import MOST_ROWS, Nested


class Ticked(Nested):
    """Rows chosen from what the dossier offers: the raw answer is the list of their first parts.

    The form's ``offered`` says what there is to tick, and its ``work_out`` fills in the rest.
    """

    kind = "ticked"
    between = "[]."

    @property
    def first(self) -> str:
        return next(iter(self.parts))

    def empty(self, raw: Any) -> bool:
        return not isinstance(raw, list) or not any(written(each) for each in raw)

    def answer(self, raw: Any, path: str) -> tuple[Any, Errors]:
        if self.empty(raw):
            return None, {}
        ticked = list(dict.fromkeys(written(each) for each in raw if written(each)))
        if len(ticked) > MOST_ROWS or any(len(each) > MOST_ROWS for each in ticked):
            return None, {path: _("请从列出的选项里选。")}
        return [dict.fromkeys(self.parts) | {self.first: each} for each in ticked], {}

    def shown(self, value: Any) -> Any:
        parts = self.parts.items()
        rows = [[part.shown(row.get(key)) for key, part in parts] for row in value or []]
        return {"labels": [str(part.label) for _key, part in parts], "rows": rows}

    def raw_of(self, value: Any) -> Any:
        return [str(row.get(self.first) or "") for row in value or []]

    @property
    def type(self) -> str:
        return f"list{{{','.join(self.parts)}}}"


class Reckoned(Auto):
    """Figures that the system adds up when the form is sealed; ``figures`` are key → label."""

    kind = "sub"
    native = "JSONText"

    def __init__(self, label: Any = "", level: int = 1, *, figures: dict[str, Any], **kw: Any):
        self.figures = figures
        super().__init__(label, level, **kw)

    def shown(self, value: Any) -> Any:
        known = value or {}
        return [[str(label), _figure(known.get(key))] for key, label in self.figures.items()]


class Listed(Auto):
    """A list that the system draws up when the form is sealed; ``columns`` are key → label."""

    kind = "rows"
    native = "JSONText"

    def __init__(self, label: Any = "", level: int = 1, *, columns: dict[str, Any], **kw: Any):
        self.columns = columns
        super().__init__(label, level, **kw)

    def shown(self, value: Any) -> Any:
        rows = [[_figure(row.get(key)) for key in self.columns] for row in value or []]
        return {"labels": [str(label) for label in self.columns.values()], "rows": rows}


class Worked(Question):
    """A part of a group that follows from the others: never typed, filled in by ``work_out``.

    ``like`` is the question that such an answer would be typed into: it says how it is shown.
    """

    kind = "worked"

    def __init__(self, label: Any = "", level: int = 1, *, like: Question | None = None) -> None:
        self.like = like
        super().__init__(label, level, required=False)

    def shown(self, value: Any) -> Any:
        return self.like.shown(value) if self.like else super().shown(value)

    def empty(self, raw: Any) -> bool:
        return True

    def anchors(self) -> Iterator[tuple[str, str]]:
        yield from ()


def _figure(value: Any) -> str:
    return "" if value is None else str(value)
