"""家庭结构图: the symbols of a family, and the lines between them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from documents.drawings import legend, words
from documents.drawings.kin import BY_MARRIAGE, Family, Person, Tie, family_of
from documents.drawings.placing import PITCH, Placed, placed
from documents.drawings.shapes import (
    HALF,
    Drawing,
    Label,
    Mark,
    Point,
    box,
    cross,
    diamond,
    lines_of,
    oval,
    path,
    square,
)
from documents.drawings.strokes import clipped, curve, felt, slashes

SIDE, TOP = 54.0, 34.0  # pixels around the middle of the outermost symbols
NAME, LINES = 6.0, 2  # ems that a line of a name holds, and how many lines
LEADING = 15.0
CLEAR = 22.0  # pixels around a symbol's middle that a stroke leaves free
BOW = 15.0
LANES = 3  # bars above each other, over one row
SHAPES: dict[str, Callable[..., str]] = {"男": square, "女": oval}
CROSSED = {"男": 1.0, "女": 0.7}  # how far a cross reaches within a symbol
LEAST = 300.0  # pixels of a narrow family's drawing: its legend wants room


def genogram(content: dict[str, Any], called: Callable[[str], str] = str) -> Drawing:
    """Draw the family of D02. Whatever was told can be drawn."""
    return _Genogram(family_of(content, called)).drawn()


def descended(family: Family) -> dict[tuple[int, ...], list[int]]:
    """Return the children by those they hang on: a couple, or one parent.

    Where only one parent is told and lives in one couple, the child hangs on that couple, as is
    usual, unless its name says that it came with the other: a 继女 is no child of both.
    """
    parents: dict[int, list[int]] = defaultdict(list)
    for tie in family.descents:
        parents[tie.other].append(tie.one)
    couples = {frozenset((tie.one, tie.other)) for tie in family.unions}
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for child, told in parents.items():
        for each in _hung(family, couples, child, told):
            found[each].append(child)
    return found


def _hung(
    family: Family, couples: set[frozenset[int]], child: int, told: list[int]
) -> list[tuple[int, ...]]:
    if len(told) > 1:
        return [tuple(sorted(told))] if frozenset(told) in couples else [(each,) for each in told]
    own = [couple for couple in couples if told[0] in couple and child not in couple]
    step = any(BY_MARRIAGE in family.people[each].name for each in (child, *told))
    return [tuple(sorted(own[0]))] if len(own) == 1 and not step else [(told[0],)]


class _Genogram:
    """One drawing in the making."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.placed: Placed = placed(family)
        spots = self.placed.spots
        wide = max((each.x for each in spots.values()), default=0) + 2 * SIDE
        left = SIDE + max(0, (LEAST - wide) / 2)
        self.wide = max(wide, LEAST)
        self.spots = {at: Point(each.x + left, each.y + TOP) for at, each in spots.items()}
        self.marks: list[Mark] = []
        self.labels: list[Label] = []
        self.used: dict[str, None] = {}
        self.lanes: dict[float, list[list[tuple[float, float]]]] = defaultdict(list)
        self.hooks: dict[tuple[int, int], Point] = {}  # where the line of a child begins
        self.bridges: dict[frozenset[int], float] = {}

    def drawn(self) -> Drawing:
        self._home()
        for tie in self.family.unions:
            self._union(tie)
        for parents, children in descended(self.family).items():
            self._children(parents, children)
        for tie in self.family.ties:
            self._felt(tie)
        for at, person in enumerate(self.family.people):
            self._person(self.spots[at], person, self._bottom(at))
        self._loose()
        foot = max(map(self._bottom, self.spots), default=TOP) + 12
        key = legend.legend([*self.used], self.wide, foot)
        return Drawing(
            kind="genogram",
            title=_("家庭结构图"),
            says=words.of_family(self.family, self.placed.loose, descended(self.family)),
            width=round(self.wide),
            height=round(key.bottom),
            marks=[*self.marks, *key.marks],
            labels=[*self.labels, *key.labels],
        )

    # ── who lives together ───────────────────────────────────────────────────────────────

    def _home(self) -> None:
        """Draw one frame around those who live together; several, where others stand between."""
        home = {at for at, each in enumerate(self.family.people) if each.home}
        if home and self.family.index is not None:
            home.add(self.family.index)
        if not home:
            return
        self.used["home"] = None
        frames = [home] if self._encloses(home) else list(self._runs(home))
        for frame in frames:
            self.marks.append(Mark(box(*self._around(frame)), "home"))

    def _around(self, people: set[int]) -> tuple[float, float, float, float]:
        xs, ys = ([getattr(self.spots[at], axis) for at in people] for axis in "xy")
        return min(xs) - 43, min(ys) - HALF - 8, max(xs) + 43, max(map(self._bottom, people)) + 4

    def _encloses(self, people: set[int]) -> bool:
        left, top, right, bottom = self._around(people)
        others = (each for at, each in self.spots.items() if at not in people)
        return not any(
            left - 40 < each.x < right + 40 and top - 70 < each.y < bottom + 10 for each in others
        )

    def _runs(self, people: set[int]) -> Iterator[set[int]]:
        """Yield those who stand side by side in one row, nobody else between them."""
        run: set[int] = set()
        row = 0.0
        for at in sorted(self.spots, key=lambda each: (self.spots[each].y, self.spots[each].x)):
            if run and (at not in people or self.spots[at].y != row):
                yield run
                run = set()
            if at in people:
                run.add(at)
                row = self.spots[at].y
        if run:
            yield run

    # ── couples ──────────────────────────────────────────────────────────────────────────

    def _union(self, tie: Tie) -> None:
        one, other = sorted((self.spots[tie.one], self.spots[tie.other]), key=lambda each: each.x)
        look = "loose" if tie.kind == "同居" else "line"
        if other.x - one.x < 1.5 * PITCH:
            line, middle = [one, other], Point((one.x + other.x) / 2, one.y)
        else:
            line, middle = self._bridge(tie, one, other)
        self.marks.append(Mark(path(line), look))
        if tie.kind in {"离异", "同居"}:
            self.used[tie.kind] = None
        if tie.kind == "离异":
            self.marks.append(Mark(slashes(Point(middle.x - 14, middle.y)), "line"))

    def _bridge(self, tie: Tie, one: Point, other: Point) -> tuple[list[Point], Point]:
        """Lead the line of a couple that does not stand side by side over those between."""
        top = one.y - HALF - 5 - 4 * (len(self.bridges) % 3)
        self.bridges[frozenset((tie.one, tie.other))] = top
        line = [one, Point(one.x, top), Point(other.x, top), other]
        return line, Point(other.x - PITCH / 2, top)

    # ── children ─────────────────────────────────────────────────────────────────────────

    def _children(self, parents: tuple[int, ...], children: list[int]) -> None:
        """Hang children below a couple or one parent; who stands no lower is met directly."""
        start = self._hook(parents)
        self.hooks |= {(parent, child): start for parent in parents for child in children}
        lower = [at for at in children if self.spots[at].y > self.spots[parents[0]].y + 1]
        for child in set(children) - set(lower):
            ends = self.spots[parents[0]], self.spots[child]
            self.marks.append(Mark(path(curve(*ends, 30)), "line"))
        for row in sorted({self.spots[at].y for at in lower}):
            self._bar(start, [at for at in lower if self.spots[at].y == row], row, parents)

    def _hook(self, parents: tuple[int, ...]) -> Point:
        ends = sorted((self.spots[at] for at in parents), key=lambda each: each.x)
        if len(ends) == 1:
            return ends[0]
        top = self.bridges.get(frozenset(parents), ends[0].y)
        return Point(ends[1].x - PITCH / 2, top)

    def _bar(self, start: Point, children: list[int], row: float, parents: tuple[int, ...]) -> None:
        xs = [start.x, *(self.spots[at].x for at in children)]
        bar = row - HALF - 10 - 6 * self._lane(row, min(xs), max(xs))
        self.marks.append(Mark(path([start, Point(start.x, bar)]), "line"))
        self.marks.append(Mark(path([Point(min(xs), bar), Point(max(xs), bar)]), "line"))
        adopted = {tie.other for tie in self.family.descents if tie.kind == "收养"}
        for at in children:
            self.marks.append(
                Mark(
                    path([Point(self.spots[at].x, bar), self.spots[at]]),
                    "loose" if at in adopted else "line",
                )
            )
        if adopted & set(children):
            self.used["收养"] = None

    def _lane(self, row: float, left: float, right: float) -> int:
        """Return the height of a bar over a row, so that no two lie upon each other."""
        lanes = self.lanes[row]
        for number, taken in enumerate(lanes):
            if all(right < start - 4 or left > end + 4 for start, end in taken):
                taken.append((left, right))
                return number
        lanes.append([(left, right)])
        return min(len(lanes) - 1, LANES)

    # ── how close they are ───────────────────────────────────────────────────────────────

    def _felt(self, tie: Tie) -> None:
        one, other = self.spots[tie.one], self.spots[tie.other]
        points = clipped(curve(one, other, self._bow(tie, one, other)), CLEAR, CLEAR)
        if not tie.kind:
            self.marks.append(Mark(path(points), "unsaid"))
        if found := felt(tie.quality, points):
            self.used[tie.quality] = None
            self.marks += found

    def _bow(self, tie: Tie, one: Point, other: Point) -> float:
        """Beside each other the stroke goes above the line; else it keeps clear of the bars."""
        if abs(one.y - other.y) < 1:
            return 9 if other.x > one.x else -9
        hook = self.hooks.get((tie.one, tie.other), one).x
        side = 1 if one.x > hook or (one.x == hook and other.x >= hook) else -1
        return BOW * (-side if (other.x - hook) * side < -PITCH / 2 else side)

    def _bottom(self, at: int) -> float:
        """Return where a person's label ends."""
        person = self.family.people[at]
        count = len(lines_of(person.name, NAME, LINES)) + bool(words.note_of(person))
        return self.spots[at].y + HALF + 6 + LEADING * count

    # ── people ───────────────────────────────────────────────────────────────────────────

    def _person(self, at: Point, person: Person, bottom: float) -> None:
        shape = SHAPES.get(person.sex, diamond)
        lines, notes = lines_of(person.name, NAME, LINES), words.note_of(person)
        wide = max(Label(0, 0, each, "name").wide for each in [*lines, notes]) / 2 + 2
        self.marks.append(Mark(box(at.x - wide, at.y + HALF, at.x + wide, bottom), "plate"))
        self.marks.append(Mark(shape(at), "index" if person.index else "symbol"))
        if person.index:
            self.marks.append(Mark(shape(at, HALF - 4), "ring"))
        if person.dead:
            self.marks.append(Mark(cross(at, HALF * CROSSED.get(person.sex, 0.5)), "cross"))
        elif person.age is not None:
            self.labels.append(Label(at.x, at.y + 4, str(person.age), "age"))
        self.used |= dict.fromkeys(legend.symbols_of(person))
        for number, line in enumerate(lines):
            self.labels.append(Label(at.x, at.y + HALF + 16 + LEADING * number, line, "name"))
        if notes:
            y = at.y + HALF + 16 + LEADING * len(lines)
            self.labels.append(Label(at.x, y, notes, "note"))

    def _loose(self) -> None:
        if not self.placed.loose or len(self.spots) == len(self.placed.loose):
            return
        top = min(self.spots[at].y for at in self.placed.loose) - HALF - 24
        self.labels.append(Label(11, top, _("还没画关系线："), "head", "start"))
        self.marks.append(
            Mark(path([Point(11, top - 22), Point(self.wide - 11, top - 22)]), "unsaid")
        )
