"""Questions made of questions: a group of parts, or as many rows of them as needed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from casework.questions.base import Errors, Question
from casework.questions.decimals import yuan

MOST_ROWS = 60
Within = Callable[[dict[str, Any]], Errors]


class Nested(Question):
    native = "JSONText"

    def __init__(
        self, label: Any = "", level: int = 1, *, parts: dict[str, Question], **kwargs: Any
    ) -> None:
        for key, part in parts.items():
            part.key = key
        self.parts = parts
        super().__init__(label, level, **kwargs)

    def anchors(self) -> Iterator[tuple[str, str]]:
        yield self.key, str(self.label)
        for key, part in self.parts.items():
            yield f"{self.key}{self.between}{key}", f"{self.label} · {part.label}"

    between = "."

    def vacant(self, raw: Any) -> bool:
        """Whether one object of parts holds nothing."""
        return all(part.empty(raw.get(key)) for key, part in self.parts.items())

    def answers(self, raw: Any, path: str) -> tuple[dict[str, Any], Errors]:
        """Check one object of parts; parts of a begun object may be required."""
        value: dict[str, Any] = {}
        errors: Errors = {}
        for key, part in self.parts.items():
            value[key], wrong = part.answer(raw.get(key), f"{path}.{key}")
            errors |= wrong
            if part.required == "yes" and part.empty(raw.get(key)):
                errors[f"{path}.{key}"] = part.missing()
        return value, errors


class Sub(Nested):
    """One object of parts. ``required`` asks that at least one part is answered (handbook 3)."""

    kind = "sub"

    def empty(self, raw: Any) -> bool:
        return not isinstance(raw, dict) or self.vacant(raw)

    def answer(self, raw: Any, path: str) -> tuple[Any, Errors]:
        return (None, {}) if self.empty(raw) else self.answers(raw, path)

    def shown(self, value: Any) -> Any:
        value = value or {}
        return [[str(p.label), p.shown(value.get(key))] for key, p in self.parts.items()]

    def raw_of(self, value: Any) -> Any:
        return {key: part.raw_of((value or {}).get(key)) for key, part in self.parts.items()}

    @property
    def type(self) -> str:
        return f"sub{{{','.join(self.parts)}}}"


class Rows(Nested):
    """As many objects of parts as there are. Empty rows are not kept.

    ``sums`` are the parts of money that are added up below the rows, where they are read.
    ``within`` says what is wrong between the parts of one row: part → sentence.
    """

    kind = "rows"
    between = "[]."

    def __init__(
        self,
        label: Any = "",
        level: int = 1,
        *,
        sums: Sequence[str] = (),
        within: Within | None = None,
        **kwargs: Any,
    ) -> None:
        self.sums, self.within = sums, within
        super().__init__(label, level, **kwargs)

    def answers(self, raw: Any, path: str) -> tuple[dict[str, Any], Errors]:
        value, errors = super().answers(raw, path)
        wrong = self.within(value) if self.within else {}
        return value, {f"{path}.{key}": says for key, says in wrong.items()} | errors

    def empty(self, raw: Any) -> bool:
        return not isinstance(raw, list) or all(self.vacant(row) for row in raw)

    def answer(self, raw: Any, path: str) -> tuple[Any, Errors]:
        if self.empty(raw):
            return None, {}
        value = []
        errors: Errors = {}
        for index, row in self.begun(raw):
            read, wrong = self.answers(row, f"{path}.{index}")
            value.append(read)
            errors |= wrong
        if len(value) > MOST_ROWS:
            says = _("最多写 %(most)s 行，现在有 %(now)s 行，请合并，或另附材料。")
            errors[path] = says % {"most": MOST_ROWS, "now": len(value)}
        return value, errors

    def begun(self, raw: list[Any]) -> list[tuple[int, Any]]:
        """Return the rows in which something is written, with their numbers on the page."""
        return [(index, row) for index, row in enumerate(raw) if not self.vacant(row)]

    def shown(self, value: Any) -> Any:
        parts = self.parts.items()
        rows = [[part.shown(row.get(key)) for key, part in parts] for row in value or []]
        rows += [self._summed(value)] if value and self.sums else []
        return {"labels": [str(part.label) for _key, part in parts], "rows": rows}

    def _summed(self, value: list[dict[str, Any]]) -> list[str]:
        """Return a last row which says what the others come to."""
        totals = {key: str(sum(yuan(row.get(key)) for row in value)) for key in self.sums}
        said = [part.shown(totals.get(key)) for key, part in self.parts.items()]
        return [_("合计"), *said[1:]]

    def raw_of(self, value: Any) -> Any:
        return [
            {key: part.raw_of(row.get(key)) for key, part in self.parts.items()}
            for row in value or []
        ]

    @property
    def type(self) -> str:
        return f"list{{{','.join(self.parts)}}}"
