"""Tables of rows: how wide their columns are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from documents.typography import broken, ems, zh

WORD = 4.0  # ems: a cell of no more is a word, and never broken
NARROW = 7.0  # ems: columns of nothing longer are centred
MANY = 6  # columns: tables of more are set smaller
PAGE, DENSE = 42.0, 46.5  # ems across the page; set smaller, there are more of them
EDGES, CLOSE = 1.1, 0.7  # ems of padding in each column; set smaller, there are fewer
TALL = 12  # lines: taller rows may run over a page


@dataclass(frozen=True)
class Cell:
    text: str
    centred: bool


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    tall: bool


@dataclass(frozen=True)
class Table:
    """Rows under headings which repeat on every page."""

    template: ClassVar[str] = "documents/blocks/table.html"
    label: str
    columns: tuple[int, ...]
    heads: list[str]
    rows: list[Row]

    @property
    def dense(self) -> bool:
        return len(self.columns) > MANY


def table(label: str, heads: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Table:
    """Lay out rows, every column as wide as it asks for."""
    said = [[zh(str(cell)) for cell in row] for row in rows]
    columns = widths(heads, said)
    page, edges = _measure(heads)
    room = [page * percent / 100 - edges for percent in columns]
    centred = [max(map(ems, cells)) <= NARROW for cells in zip(*said, strict=True)]
    lines = [broken(str(head), each) for head, each in zip(heads, room, strict=True)]
    return Table(label, columns, lines, [_row(row, centred, room) for row in said])


def _row(texts: Sequence[str], centred: Sequence[bool], room: Sequence[float]) -> Row:
    cells = [Cell(text, mid) for text, mid in zip(texts, centred, strict=True)]
    lines = max(ems(text) / each for text, each in zip(texts, room, strict=True))
    return Row(cells, tall=lines > TALL)


def widths(heads: Sequence[Any], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return the widths of the columns in percent: no figure is broken, long texts get room."""
    page, edges = _measure(heads)
    least, wish = [], []
    for head, *cells in zip(heads, *rows, strict=True):
        low = max(2.0, min(ems(str(head)), 3.0), *map(_unbroken, cells))
        least.append(low + edges)
        wish.append(max(0.2, min(40.0, max(map(ems, cells))) - low) ** 0.85)
    spare = max(0.0, page - sum(least))
    shares = [low + spare * each / sum(wish) for low, each in zip(least, wish, strict=True)]
    percent = [round(100 * share / sum(shares)) for share in shares]
    percent[percent.index(max(percent))] += 100 - sum(percent)
    return tuple(percent)


def _measure(heads: Sequence[Any]) -> tuple[float, float]:
    """Return how much goes across the page, and how much of each column is padding."""
    return (DENSE, CLOSE) if len(heads) > MANY else (PAGE, EDGES)


def _unbroken(cell: str) -> float:
    """Return the width of the longest word that may not be broken: a date, a figure, a code."""
    if ems(cell) <= WORD:
        return ems(cell)
    words = "".join(character if character.isascii() else " " for character in cell).split()
    return min(12.0, max((ems(word) for word in words), default=0.0))
