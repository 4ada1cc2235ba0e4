"""Where everybody of a family stands: generations in rows, couples side by side.

Rows are put in order by what they hang on, then moved as near to it as the room allows; within a
row nobody can come closer than ``PITCH``, so that no two symbols ever meet.
"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from documents.drawings.generations import Couples, generations, joined
from documents.drawings.kin import Family, rank_of
from documents.drawings.shapes import Point

PITCH, ROW = 92.0, 126.0  # pixels between people of a row, and from row to row
SWEEPS = 8  # times the rows are moved towards each other, up and down in turn
ABREAST = 4  # people without a line that stand in one row, at least

PAIR = 2

Spots = dict[int, Point]
Pulls = dict[int, tuple[list[float], list[float]]]  # group: where kin stand, where it would stand


@dataclass(frozen=True)
class Placed:
    """Where each person stands, by number; ``loose`` are those whom no line reaches."""

    spots: Spots
    loose: list[int]

    @property
    def loose_top(self) -> float:
        return min(self.spots[each].y for each in self.loose)


def placed(family: Family) -> Placed:
    """Return where everybody stands, from 0, 0 on to the right and down."""
    couples = Couples(joined(len(family.people), family.unions))
    rows = generations(family, couples)
    parts = _parts(family)
    spots: Spots = {}
    right = 0.0
    for people in parts:
        found = _Part(family, couples, people, rows).spots(_shift(family, couples, people, rows))
        left = min(each.x for each in found.values())
        spots |= {at: Point(each.x - left + right, each.y) for at, each in found.items()}
        right = max(each.x for each in spots.values()) + PITCH
    top = min((each.y for each in spots.values()), default=0)
    spots = {at: Point(each.x, each.y - top) for at, each in spots.items()}
    loose = [at for at in range(len(family.people)) if at not in spots]
    return Placed(spots | _loose(loose, spots), loose)


def _parts(family: Family) -> list[list[int]]:
    """Return who hangs together, the person's own part first; not those whom no line reaches."""
    found: dict[int, list[int]] = defaultdict(list)
    for person, part in enumerate(joined(len(family.people), family.ties)):
        found[part].append(person)
    index = family.index
    kept = [each for each in found.values() if len(each) > 1 or index in each]
    return sorted(kept, key=lambda people: index not in people)


def _shift(family: Family, couples: Couples, people: list[int], rows: dict[int, int]) -> int:
    """Return by how much a part is lowered, so that who is called 母亲 stands above the person."""
    index = family.index
    base = 0 if index is None else rows[couples.of[index]]
    if index is None or index in people:
        return 0
    ranks = ((at, rank_of(family.people[at].name)) for at in people)
    known = ((at, rank) for at, rank in ranks if rank is not None)
    return next((base + rank - rows[couples.of[at]] for at, rank in known), 0)


def _loose(people: list[int], spots: Spots) -> Spots:
    """Put those whom no line reaches into rows of their own, below all others."""
    lowest = max((each.y for each in spots.values()), default=-ROW)
    widest = max((each.x for each in spots.values()), default=0)
    abreast = max(ABREAST, int(widest / PITCH) + 1)
    return {
        at: Point(PITCH * (number % abreast), lowest + ROW * (1 + number // abreast))
        for number, at in enumerate(people)
    }


class _Part:
    """People who hang together: their groups row by row, and which hang on which."""

    def __init__(
        self, family: Family, couples: Couples, people: list[int], rows: dict[int, int]
    ) -> None:
        self.family, self.of = family, couples.of
        groups = {couples.of[each] for each in people}
        members = couples.members()
        self.members = {each: self._abreast(members[each]) for each in groups}
        self.below = [tie for tie in family.descents if couples.of[tie.one] in groups]
        self.level = {each: rows[each] for each in groups}
        self.rows: dict[int, list[int]] = defaultdict(list)
        self.x: dict[int, float] = {}

    def spots(self, shift: int) -> Spots:
        self._line_up()
        levels = sorted(self.rows)
        for level in levels:
            self._move(level, {})
        for sweep in range(SWEEPS):
            for level in levels[:: (1, -1)[sweep % 2]]:
                pulls = self._pulls(level, up=bool(sweep % 2))
                if sweep < SWEEPS / 2:
                    self._sort(level, pulls)
                self._move(level, {group: fmean(near) for group, (_to, near) in pulls.items()})
        return {
            person: Point(self._at(person), (self.level[group] + shift) * ROW)
            for group, people in self.members.items()
            for person in people
        }

    def _abreast(self, people: list[int]) -> list[int]:
        """Return a group as it stands: the man left of the woman, former partners at both sides."""
        partners: dict[int, list[int]] = defaultdict(list)
        for tie in self.family.unions:
            partners[tie.one].append(tie.other)
            partners[tie.other].append(tie.one)
        middle = max(people, key=lambda each: len(partners[each]))
        line, waiting = [middle], [middle]
        while waiting:
            new = [each for each in partners[waiting.pop(0)] if each not in line]
            first = new[0] if len(line) == 1 and new and self._leads(new[0], middle) else None
            line = ([first] if first is not None else []) + line
            line += [each for each in new if each != first]
            waiting += new
        return line

    def _leads(self, one: int, other: int) -> bool:
        sexes = [self.family.people[each].sex for each in (one, other)]
        return sexes[0] == "男" or sexes[1] == "女"

    def _line_up(self) -> None:
        """Put the groups into their rows, the children of one couple side by side."""
        children: dict[int, list[int]] = defaultdict(list)
        for tie in sorted(self.below, key=lambda tie: self._order_in_group(tie.one)):
            children[self.of[tie.one]].append(tie.other)
        seen: set[int] = set()

        def visit(group: int) -> None:
            if group in seen:
                return
            seen.add(group)
            self.rows[self.level[group]].append(group)
            for child in children[group]:
                visit(self.of[child])

        for group in sorted(self.members, key=lambda each: (self.level[each], each)):
            visit(group)

    def _order_in_group(self, person: int) -> int:
        return self.members[self.of[person]].index(person)

    def _at(self, person: int) -> float:
        group = self.of[person]
        return self.x[group] + PITCH * self.members[group].index(person)

    def _pulls(self, level: int, *, up: bool) -> Pulls:
        """Return for the groups of a row where their kin stand, and where that pulls them to."""
        pulls: Pulls = defaultdict(lambda: ([], []))
        for tie in self.below:
            own, kin = (tie.one, tie.other) if up else (tie.other, tie.one)
            group = self.of[own]
            if self.level.get(group) != level or self.of[kin] == group:
                continue
            to = self._at(kin) if up else self._hook(kin)
            pulls[group][0].append(to)
            pulls[group][1].append(to - (self._hook(own) if up else self._at(own)) + self.x[group])
        return pulls

    def _hook(self, parent: int) -> float:
        """Return where the children of somebody hang: on the middle of a couple, or the parent."""
        couple = self.members[self.of[parent]]
        return self.x[self.of[parent]] + PITCH / 2 if len(couple) == PAIR else self._at(parent)

    def _sort(self, level: int, pulls: Pulls) -> None:
        """Order a row by where its kin stand, siblings as they were told."""
        near = {group: fmean(to) for group, (to, _near) in pulls.items()}
        self.rows[level].sort(key=lambda group: round(near.get(group, self.x[group])))

    def _move(self, level: int, wanted: dict[int, float]) -> None:
        groups = self.rows[level]
        widths = [PITCH * len(self.members[each]) for each in groups]
        starts = [sum(widths[:at]) for at in range(len(groups))]
        wishes = [
            wanted.get(group, self.x.get(group, start)) - start
            for group, start in zip(groups, starts, strict=True)
        ]
        for group, start, shift in zip(groups, starts, rising(wishes), strict=True):
            self.x[group] = start + shift


def rising(wishes: list[float]) -> list[float]:
    """Return the rising figures that are, all in all, nearest to ``wishes``."""
    blocks: list[list[float]] = []
    for each in wishes:
        blocks.append([each])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    return [fmean(block) for block in blocks for _each in block]
