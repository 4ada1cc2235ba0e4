"""What a drawing is made of: strokes and labels, in pixels of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.typography import ems

HALF = 17.0  # pixels from a symbol's middle to its edge
RED, INK, GREY, PALE = "#a3261a", "#000", "#555", "#f1f1ee"

Ink = dict[str, str]


def _stroke(width: float, colour: str = INK, dash: str = "") -> Ink:
    dashed = {"stroke-dasharray": dash} if dash else {}
    return {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"} | dashed


def _area(fill: str, width: float = 0) -> Ink:
    return {"fill": fill} | ({"stroke": INK, "stroke-width": f"{width:g}"} if width else {})


# How each look is printed: paper knows no style sheet inside a drawing. On the page the class of
# the same name says it anew, in the colours of the screen.
LOOKS = {
    "line": _stroke(1.4),
    "loose": _stroke(1.4, INK, "5 4"),
    "close": _stroke(1.5),
    "far": _stroke(1.8, RED, "3 4"),
    "tense": _stroke(1.6, RED),
    "strong": _stroke(3.6),
    "weak": _stroke(1.4, INK, "2 4"),
    "unsaid": _stroke(1.2, GREY),
    "home": _stroke(1.3, GREY, "6 4"),
    "cross": _stroke(1.3),
    "plate": _area("#fff"),
    "symbol": _area("#fff", 1.5),
    "index": _area(PALE, 1.8),
    "ring": _stroke(1.2),
    "arrow": _area(INK),
}
SIZES = {"name": 13, "note": 12, "age": 12, "head": 12}  # pixels: nothing smaller is read


@dataclass(frozen=True)
class Mark:
    """A stroke or an area; its ``look`` is its class on the page."""

    d: str
    look: str

    @property
    def ink(self) -> Ink:
        return LOOKS[self.look]


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    look: str
    anchor: str = "middle"

    @property
    def size(self) -> int:
        return SIZES[self.look]

    @property
    def left(self) -> float:
        """Where the text begins, as far as can be told without a face."""
        return self.x - (self.wide / 2 if self.anchor == "middle" else 0)

    @property
    def wide(self) -> float:
        return ems(self.text) * self.size


@dataclass(frozen=True)
class Drawing:
    """A drawing, and the same in words."""

    kind: str
    title: str
    says: list[str]
    width: int
    height: int
    marks: list[Mark]
    labels: list[Label]


@dataclass(frozen=True)
class Point:
    x: float
    y: float


def path(points: Iterable[Point], *, shut: bool = False) -> str:
    """Return a line through points, to a tenth of a pixel."""
    return "M" + "L".join(f"{each.x:.1f} {each.y:.1f}" for each in points) + ("Z" if shut else "")


def box(left: float, top: float, right: float, bottom: float) -> str:
    return f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}Z"


def square(at: Point, half: float = HALF) -> str:
    return box(at.x - half, at.y - half, at.x + half, at.y + half)


def diamond(at: Point, half: float = HALF) -> str:
    corners = [(0, -half), (half, 0), (0, half), (-half, 0)]
    return path((Point(at.x + x, at.y + y) for x, y in corners), shut=True)


def oval(at: Point, wide: float = HALF, high: float = 0) -> str:
    """Return an ellipse by its half axes; a circle where only one is given."""
    arc = f"A{wide:.1f} {high or wide:.1f} 0 1 1"
    left, right = at.x - wide, at.x + wide
    return f"M{left:.1f} {at.y:.1f}{arc} {right:.1f} {at.y:.1f}{arc} {left:.1f} {at.y:.1f}Z"


def cross(at: Point, half: float = HALF) -> str:
    left, right, top, bottom = at.x - half, at.x + half, at.y - half, at.y + half
    strokes = [Point(left, top), Point(right, bottom)], [Point(right, top), Point(left, bottom)]
    return "".join(map(path, strokes))


def pill(at: Point, wide: float, high: float, bend: float = 16.0) -> str:
    """Return a box with round corners, by its half sides."""
    left, right, top, bottom = at.x - wide, at.x + wide, at.y - high, at.y + high
    arc = f"A{bend:g} {bend:g} 0 0 1"
    return (
        f"M{left + bend:.1f} {top:.1f}H{right - bend:.1f}{arc} {right:.1f} {top + bend:.1f}"
        f"V{bottom - bend:.1f}{arc} {right - bend:.1f} {bottom:.1f}"
        f"H{left + bend:.1f}{arc} {left:.1f} {bottom - bend:.1f}"
        f"V{top + bend:.1f}{arc} {left + bend:.1f} {top:.1f}Z"
    )


def lines_of(text: str, room: float, most: int) -> list[str]:
    """Break a name into lines of ``room`` ems; what does not fit into ``most`` is cut off."""
    lines = [""]
    for character in text:
        if ems(lines[-1] + character) > room:
            lines.append("")
        lines[-1] += character
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = lines[-1][:-1] + "…"
    return lines
