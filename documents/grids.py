"""Grids of label and answer: how many stand in a line, and how wide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import gettext as _

from documents.typography import broken, ems, zh

WHOLE = 8  # lines
LONG_LABEL = 10.0  # ems: a longer label takes half a line


@dataclass(frozen=True)
class Pair:
    """A label and its answer, and how many columns each takes."""

    label: str
    text: str
    label_span: int = 1
    text_span: int = 1

    @property
    def centred(self) -> bool:
        return self.text_span == 1


@dataclass(frozen=True)
class Grid:
    """Labels and answers in lines. ``side`` names the whole grid, at its left."""

    template: ClassVar[str] = "documents/blocks/grid.html"
    columns: tuple[int, ...]
    lines: list[list[Pair]]
    side: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is small enough to stay on one page."""
        return len(self.lines) <= WHOLE


@dataclass(frozen=True)
class Measure:
    """A kind of grid: its columns in percent, and what one, two and three of its slots hold.

    A slot is a label and an answer; an answer too wide for one slot takes two, and so on.
    """

    columns: tuple[int, ...]
    holds: tuple[float, ...]
    label: float

    @property
    def slots(self) -> int:
        return len(self.holds)

    def needs(self, label: str, said: str) -> int:
        """Return how many slots a pair takes."""
        if ems(label) > LONG_LABEL:
            return self.slots
        return 1 + sum(ems(said) > each for each in self.holds[:-1])


PLAIN = Measure((15, 18, 15, 19, 15, 18), holds=(6.5, 20, 34), label=6)
THREE = Measure((13, 12, 17, 12, 17, 12, 17), holds=(6.1, 17, 28), label=4.5)
TWO = Measure((13, 15, 28, 15, 29), holds=(10.5, 28), label=6)
SIDE = 5.0  # ems that a label for a whole grid holds
BOXES, SIDED_BOXES = (33, 17, 33, 17), (13, 28, 16, 27, 16)


def grid(pairs: Sequence[tuple[str, str]], side: str = "") -> Grid:
    """Lay out pairs of label and answer, with ``side`` as a label for all."""
    pairs = [(label, zh(said)) for label, said in pairs]
    measure = _measure(pairs) if side else PLAIN
    lines: list[list[Pair]] = []
    free = 0
    for label, said in pairs:
        need = measure.needs(label, said)
        if need > free:
            lines.append([])
            free = measure.slots
        lines[-1].append(_pair(label, said, need))
        free -= need
    filled = [_filled(line, 2 * measure.slots) for line in lines]
    return Grid(measure.columns, filled, broken(side, SIDE))


def _measure(pairs: Sequence[tuple[str, str]]) -> Measure:
    """Return how pairs stand beside a label for all: three in a line where they are short."""
    short = (ems(label) <= THREE.label and THREE.needs(label, said) == 1 for label, said in pairs)
    return THREE if all(short) else TWO


def _pair(label: str, said: str, slots: int) -> Pair:
    wide = ems(label) > LONG_LABEL
    span = 3 if wide else 1
    return Pair(label if wide else broken(label, 6), said, span, 2 * slots - span)


def _filled(line: list[Pair], columns: int) -> list[Pair]:
    """Let the last answer of a line reach the margin."""
    spare = columns - sum(pair.label_span + pair.text_span for pair in line)
    return [*line[:-1], replace(line[-1], text_span=line[-1].text_span + spare)]


def boxes(pairs: Sequence[tuple[str, str]], side: str = "") -> Grid:
    """Lay out questions answered with yes or no, two in a line."""
    asked = [Pair(broken(label, 12), ticked(answer)) for label, answer in pairs]
    if len(asked) % 2:
        asked[-1] = replace(asked[-1], text_span=3)
    lines = [asked[at : at + 2] for at in range(0, len(asked), 2)]
    return Grid(SIDED_BOXES if side else BOXES, lines, broken(side, SIDE))


def ticked(answer: str) -> str:
    """Return yes and no with their boxes, the given one filled."""
    return "　".join(f"{'■' if answer == each else '□'}{each}" for each in (_("是"), _("否")))
