"""How the fields of a paper are laid out: in grids, tables, lists of boxes, and texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.utils.translation import gettext as _

from documents.grids import Grid, boxes, grid, ticked
from documents.paper import Field, Paper
from documents.tables import Table, table
from documents.typography import broken, ems, paragraphs

NUMERALS = "一二三四五六七八九十"
LONG = {"longtext", "wording"}
BESIDE = 300  # characters: longer answers stand below their label, not beside it
LINE = 34.0  # ems: what fits into one line beside a label
LABEL = 6.0  # ems that a label holds


@dataclass(frozen=True)
class Text:
    """A long answer, beside its label or below it; without a label below the section's title."""

    template: ClassVar[str] = "documents/blocks/text.html"
    label: str
    paragraphs: list[str]

    @property
    def beside(self) -> bool:
        return bool(self.label) and sum(map(len, self.paragraphs)) <= BESIDE

    @property
    def heading(self) -> str:
        """The label in one line, as it stands below which a long answer stands."""
        return self.label.replace("\n", "")

    @property
    def indented(self) -> bool:
        """Whether it reads as a text, not as a word or two."""
        return len(self.paragraphs) > 1 or ems(self.paragraphs[0]) > LINE


@dataclass(frozen=True)
class Ticks:
    """All the options, the chosen ones ticked."""

    template: ClassVar[str] = "documents/blocks/ticks.html"
    label: str
    options: list[tuple[str, bool]]


Block = Grid | Text | Ticks | Table


class Sheet:
    """Hands out the fields of a paper, each once, and numbers the sections."""

    def __init__(self, paper: Paper) -> None:
        self._left = {field.key: field for field in paper.fields}
        self._sections = 0

    def take(self, keys: Iterable[str]) -> list[Field]:
        return [self._left.pop(key) for key in keys if key in self._left]

    def rest(self) -> list[Field]:
        return self.take(list(self._left))

    def numeral(self) -> str:
        """Return the number of the next section, up to 九十九."""
        self._sections += 1
        tens, ones = divmod(self._sections, 10)
        ten = (NUMERALS[tens - 1] * (tens > 1) + "十") * (tens > 0)
        return ten + (NUMERALS[ones - 1] if ones else "")


def blocks_of(fields: Sequence[Field]) -> list[Block]:
    """Return the blocks of one section. Short answers that follow each other share a grid."""
    blocks: list[Block] = []
    for short, group in groupby(fields, key=_is_short):
        if short:
            blocks.append(grid([(field.label, _short(field)) for field in group]))
        else:
            for field in group:
                blocks += _blocks(field, "" if len(fields) == 1 else field.label)
    return blocks


def _is_short(field: Field) -> bool:
    said = field.shown
    if field.kind in LONG or _is_ticked(field) or not isinstance(said, str):
        return False
    return ems(said) <= 4 * LINE and "\n" not in said


def _is_ticked(field: Field) -> bool:
    """Whether all options are printed. To have agreed to nothing is an answer as well."""
    return bool(field.options) and (
        field.kind == "checklist" or (field.kind == "many" and bool(field.shown))
    )


def _short(field: Field) -> str:
    said = str(field.shown)
    return ticked(said) if said and field.kind == "yesno" else said


def _blocks(field: Field, label: str) -> list[Block]:
    if isinstance(field.shown, dict):
        return [_rows(label, **field.shown)]
    if isinstance(field.shown, list):
        return _group(label, [(str(name), str(said)) for name, said in field.shown])
    return [_ticks(label, field) if _is_ticked(field) else _text(label, str(field.shown))]


def _rows(label: str, labels: list[str], rows: list[list[str]]) -> Block:
    """Lay out rows; where there are none, or of a single column, no table is needed."""
    if not rows or len(labels) == 1:
        return _text(label, "\n".join(str(cell) for row in rows for cell in row))
    return table(label, labels, rows)


def _group(side: str, parts: list[tuple[str, str]]) -> list[Block]:
    """Lay out an answer of parts: boxes where each is yes or no, a stroke where all are empty."""
    if not any(answer for _label, answer in parts):
        return [_text(side, "")]
    if all(answer in {_("是"), _("否")} for _label, answer in parts):
        return [boxes(parts, side)]
    if any(len(answer) > BESIDE or "\n" in answer for _label, answer in parts):
        return [_text(label, answer) for label, answer in parts]
    return [grid(parts, side)]


def _ticks(label: str, field: Field) -> Ticks:
    shown = f"、{field.shown}、"  # an option may itself be a list: 健康、精神状况
    return Ticks(broken(label, LABEL), [(each, f"、{each}、" in shown) for each in field.options])


def _text(label: str, said: str) -> Text:
    return Text(broken(label, LABEL), paragraphs(said) or ["/"])
