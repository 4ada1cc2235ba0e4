"""How close two are: the stroke between them, told apart by its form and not by colour alone."""

from bisect import bisect_left
from itertools import pairwise
from math import dist, hypot

from documents.drawings.shapes import Mark, Point, path

STEPS = 24  # straight pieces that a curve is drawn of
TOOTH, TEETH = 4.0, 6.0  # pixels: how high a zigzag's teeth are, and how long
APART = 2.2  # pixels from the middle of a double line


def curve(start: Point, end: Point, bow: float) -> list[Point]:
    """Return a curve whose middle lies ``bow`` pixels to the left of the straight line."""
    length = dist((start.x, start.y), (end.x, end.y)) or 1
    across = Point((end.y - start.y) / length, -(end.x - start.x) / length)
    middle = Point(
        (start.x + end.x) / 2 + 2 * bow * across.x, (start.y + end.y) / 2 + 2 * bow * across.y
    )
    return [_between(start, middle, end, step / STEPS) for step in range(STEPS + 1)]


def clipped(points: list[Point], start: float, end: float) -> list[Point]:
    """Return a curve without what lies within so many pixels of its two ends."""
    first, last = points[0], points[-1]
    outside = [
        each
        for each in points
        if dist((each.x, each.y), (first.x, first.y)) >= start
        and dist((each.x, each.y), (last.x, last.y)) >= end
    ]
    return outside if len(outside) > 1 else points


def felt(quality: str, points: list[Point]) -> list[Mark]:
    """Return the stroke for 亲密, 疏离, 冲突 or 断绝; for 一般 none: the plain line says it."""
    if quality == "亲密":
        return [Mark(path(beside(points, APART)) + path(beside(points, -APART)), "close")]
    if quality == "疏离":
        return [Mark(path(points), "far")]
    if quality == "冲突":
        return [Mark(zigzag(points), "tense")]
    if quality == "断绝":
        return [Mark(severed(points), "tense")]
    return []


def beside(points: list[Point], away: float) -> list[Point]:
    """Return a curve which runs beside another."""
    return [_aside(points, at, away) for at in range(len(points))]


def zigzag(points: list[Point]) -> str:
    even = _evenly(points)
    teeth = [_aside(even, at, TOOTH * (1, -1)[at % 2]) for at in range(1, len(even) - 1)]
    return path([even[0], *teeth, even[-1]])


def severed(points: list[Point]) -> str:
    """Return a line with a gap in its middle, and a bar at each side of the gap."""
    even = _evenly(points)
    middle = max(1, len(even) // 2)
    first, second = even[:middle], even[middle:]
    bars = [
        path([_aside(even, at, 6), _aside(even, at, -6)])
        for at in (middle - 1, min(middle, len(even) - 1))
    ]
    return "".join([path(first), path(second), *bars])


def slashes(at: Point, count: int = 2) -> str:
    """Return the strokes through the line of a couple that has parted."""
    lefts = (at.x - 3 * (count - 1) + 6 * each for each in range(count))
    return "".join(path([Point(x - 3, at.y + 7), Point(x + 3, at.y - 7)]) for x in lefts)


def arrow(tip: Point, tail: Point) -> str:
    """Return the head of an arrow at ``tip``, away from ``tail``."""
    length = hypot(tip.x - tail.x, tip.y - tail.y) or 1
    along = Point((tip.x - tail.x) / length, (tip.y - tail.y) / length)
    foot = Point(tip.x - 10 * along.x, tip.y - 10 * along.y)
    sides = [Point(foot.x + way * along.y, foot.y - way * along.x) for way in (5, -5)]
    return path([tip, *sides], shut=True)


def _between(start: Point, middle: Point, end: Point, part: float) -> Point:
    rest = 1 - part
    return Point(
        rest * rest * start.x + 2 * rest * part * middle.x + part * part * end.x,
        rest * rest * start.y + 2 * rest * part * middle.y + part * part * end.y,
    )


def _aside(points: list[Point], at: int, away: float) -> Point:
    before, after = points[max(0, at - 1)], points[min(len(points) - 1, at + 1)]
    length = dist((before.x, before.y), (after.x, after.y)) or 1
    across = Point((after.y - before.y) / length, -(after.x - before.x) / length)
    return Point(points[at].x + away * across.x, points[at].y + away * across.y)


def _evenly(points: list[Point]) -> list[Point]:
    """Return points of a curve about one tooth apart, the last one its end."""
    lengths = [0.0]
    for one, other in pairwise(points):
        lengths.append(lengths[-1] + dist((one.x, one.y), (other.x, other.y)))
    count = max(4, round(lengths[-1] / TEETH))
    return [_along(points, lengths, lengths[-1] * each / count) for each in range(count + 1)]


def _along(points: list[Point], lengths: list[float], way: float) -> Point:
    """Return the point of a curve that lies ``way`` pixels from its start."""
    at = min(max(1, bisect_left(lengths, way)), len(points) - 1)
    part = (way - lengths[at - 1]) / ((lengths[at] - lengths[at - 1]) or 1)
    one, other = points[at - 1], points[at]
    return Point(one.x + part * (other.x - one.x), one.y + part * (other.y - one.y))
