"""生态图: the person and their household in the middle, around them what holds and strains."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Any

from django.utils.translation import gettext as _

from documents.drawings import legend, words
from documents.drawings.kin import family_of
from documents.drawings.shapes import Drawing, Label, Mark, Point, lines_of, oval, path, pill
from documents.drawings.strokes import arrow, felt

WIDE, HIGH = 43.0, 27.0  # pixels: half of a system's plate
ACROSS, DOWN = 130.0, 104.0  # pixels from the middle to the plates, at least
CORE, RING = 29.0, 36.0  # pixels: the person, and the household around them
LEAST = 300.0  # pixels of a drawing with few systems: its legend wants room
EDGE, LEADING = 5.0, 15.0
NAME, LINES = 6.0, 2  # ems that a line of a name holds, and how many lines
WIDER = 1.06  # how the ring of systems grows until all have room
BOND, HEAD = 40.0, 9.0  # pixels: a line between them, at least, and an arrow at its end
GAP = 3.0  # pixels
LOOKS = {"强": "strong", "弱": "weak", "紧张": "tense"}


@dataclass(frozen=True)
class System:
    """Something around the person, as D02 has it."""

    name: str
    kind: str
    strength: str
    direction: str


def systems_of(content: dict[str, Any], named: Callable[[str], str]) -> list[System]:
    parts = ("kind", "strength", "direction")
    return [
        System(named(str(row.get("name") or "")) or "？", *(row.get(part) or "" for part in parts))
        for row in content.get("ecosystems") or []
    ]


def around(count: int) -> list[Point]:
    """Return the places of so many systems on an ellipse around 0, 0, each with room for a line.

    It grows downwards first: a page has less room at its sides.
    """
    wide, high = ACROSS, DOWN
    turns = [2 * pi * each / max(1, count) - pi / 2 for each in range(count)]
    while True:
        spots = [Point(wide * cos(turn), high * sin(turn)) for turn in turns]
        if _roomy(spots):
            return spots
        wide, high = (wide, high * WIDER) if high < wide else (wide * WIDER, high)


def _roomy(spots: list[Point]) -> bool:
    """Whether no plate touches the next, and every line is long enough to be told from others."""
    pairs = zip(spots, [*spots[1:], *spots[:1]], strict=True)
    lengths = (hypot(each.x, each.y) * (1 - _within(each)) - RING - 2 * GAP for each in spots)
    return all(_apart(*each) for each in pairs) and all(each >= BOND for each in lengths)


def _within(away: Point) -> float:
    """Return which part of the line to a plate lies within it."""
    return 1 / max(abs(away.x) / WIDE, abs(away.y) / HIGH)


def _apart(one: Point, other: Point) -> bool:
    far = abs(one.x - other.x) >= 2 * WIDE + 4 or abs(one.y - other.y) >= 2 * HIGH + 4
    return far or one == other


def ecomap(
    content: dict[str, Any],
    called: Callable[[str], str] = str,
    named: Callable[[str], str] = str,
) -> Drawing:
    """Draw what stands around the person of D02."""
    systems = systems_of(content, named)
    family = family_of(content, called)
    person = _("服务对象") if family.index is None else family.people[family.index].name
    home = [each.name for each in family.people if each.home and not each.index]
    spots = around(len(systems))
    half_x = max([RING, *(abs(each.x) + WIDE for each in spots)]) + EDGE
    top = max([RING, *(HIGH - each.y for each in spots)]) + EDGE
    foot = max([RING, *(each.y + HIGH for each in spots)]) + EDGE
    middle = Point(max(2 * half_x, LEAST) / 2, top)
    marks, labels = _core(middle, person, shared=bool(home))
    for system, spot in zip(systems, spots, strict=True):
        at = Point(middle.x + spot.x, middle.y + spot.y)
        marks += _bond(middle, at, system, RING if home else CORE)
        marks.append(Mark(pill(at, WIDE, HIGH), "symbol"))
        labels += _named(at, system)
    key = legend.legend(_used(systems, home), 2 * middle.x, top + foot)
    return Drawing(
        kind="ecomap",
        title=_("生态图"),
        says=words.of_systems(person, home, systems),
        width=round(2 * middle.x),
        height=round(key.bottom),
        marks=[*marks, *key.marks],
        labels=[*labels, *key.labels],
    )


def _used(systems: list[System], home: list[str]) -> list[str]:
    """Return what the legend must explain."""
    said = {each.strength or "unsaid": None for each in systems}
    said |= {"home": None} if home else {}
    return [*said, *(["arrow"] if any(each.direction for each in systems) else [])]


def _core(middle: Point, person: str, *, shared: bool) -> tuple[list[Mark], list[Label]]:
    marks = [Mark(oval(middle, CORE), "index")]
    if shared:
        marks.insert(0, Mark(oval(middle, RING), "home"))
    lines = lines_of(person, 4, LINES)
    first = middle.y + 4.5 - LEADING * (len(lines) - 1) / 2
    labels = [
        Label(middle.x, first + LEADING * number, line, "name") for number, line in enumerate(lines)
    ]
    return marks, labels


def _bond(middle: Point, at: Point, system: System, core: float) -> list[Mark]:
    """Draw the line between the person and a system, and the arrows of its direction."""
    away = Point(at.x - middle.x, at.y - middle.y)
    length = hypot(away.x, away.y)
    inward, outward = (system.direction in {"双向", way} for way in ("向服务对象", "向外"))
    near, far = (core + GAP) / length, 1 - GAP / length - _within(away)
    parts = (near, near + inward * HEAD / length, far - outward * HEAD / length, far)
    tip, start, end, other = (
        Point(middle.x + part * away.x, middle.y + part * away.y) for part in parts
    )
    if system.strength == "紧张":
        strokes = felt("冲突", [start, end])
    else:
        strokes = [Mark(path([start, end]), LOOKS.get(system.strength, "unsaid"))]
    heads = [arrow(tip, other)] * inward + [arrow(other, tip)] * outward
    return [*strokes, *(Mark(each, "arrow") for each in heads)]


def _named(at: Point, system: System) -> list[Label]:
    lines = lines_of(system.name, NAME, LINES)
    texts = [(line, "name") for line in lines] + ([(system.kind, "note")] if system.kind else [])
    first = at.y + 4.5 - LEADING * (len(texts) - 1) / 2
    return [
        Label(at.x, first + LEADING * number, text, look)
        for number, (text, look) in enumerate(texts)
    ]
