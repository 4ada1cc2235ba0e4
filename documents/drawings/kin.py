"""亲属: what D02 says of a family, read so that any answer can be drawn."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

UNIONS = {"婚姻", "离异", "同居"}
DESCENTS = {"亲子", "收养"}
SELF = {"本人", "服务对象"}
RANKS = [  # the first that fits: by how many generations somebody is below the person
    (3, "曾孙"),
    (2, "孙"),
    (-3, "曾祖|太爷|太奶"),
    (-2, "祖|爷爷|奶奶|外公|外婆|姥"),
    (-1, "岳|公公|婆婆|丈母|姑父|姑妈|姑母|姑姑|舅|姨|伯|叔|婶"),
    (0, "妻|夫|配偶|爱人|老伴|兄|弟|姐|妹|哥|嫂"),
    (1, "侄|甥|儿|媳|婿|子|女"),
    (-1, "父|母|爸|妈|爹|娘"),
]
BY_MARRIAGE = "继"  # who is called so is no child of the other parent


@dataclass(frozen=True)
class Person:
    """Somebody in the drawing; ``told`` unless only a line names them."""

    name: str
    sex: str = ""
    age: int | None = None
    dead: bool = False
    index: bool = False
    home: bool = False
    told: bool = True


@dataclass(frozen=True)
class Tie:
    """A line between two people, by their places; of a descent ``one`` is the parent."""

    one: int
    other: int
    kind: str
    quality: str


@dataclass
class Family:
    """The people of D02 and the lines between them, each end found."""

    people: list[Person] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)  # named at both ends of one line

    @property
    def index(self) -> int | None:
        return next((at for at, each in enumerate(self.people) if each.index), None)

    def tied(self, kinds: Iterable[str]) -> list[Tie]:
        """Return the lines of some kinds, one for each pair."""
        wanted = set(kinds)
        found = {frozenset((tie.one, tie.other)): tie for tie in self.ties if tie.kind in wanted}
        return list(found.values())

    @property
    def unions(self) -> list[Tie]:
        return self.tied(UNIONS)

    @property
    def descents(self) -> list[Tie]:
        return self.tied(DESCENTS)


def family_of(content: dict[str, Any], called: Callable[[str], str] = str) -> Family:
    """Read the answers of D02; names which no member has become members of unknown sex."""
    rows = content.get("nodes") or []
    home = {plain(row.get("person")) for row in content.get("household_boundary") or []} - {""}
    refs = [str(row.get("person_ref") or "") for row in rows]
    marked = any(row.get("index_person") for row in rows)
    people = [
        _person(row, called, home, index=bool(row.get("index_person")), marked=marked)
        for row in rows
    ]
    reader = _Reader(Family(people), called)
    reader.know(refs)
    for row in content.get("edges") or []:
        reader.read(row)
    return reader.family


def plain(ref: Any) -> str:
    """Return a name as it is compared: two ways of spacing are one person."""
    return "".join(str(ref or "").split())


def rank_of(name: str) -> int | None:
    """Return how many generations below the person a word of kinship stands, if it is one."""
    if plain(name) in SELF:
        return 0
    return next((rank for rank, words in RANKS if re.search(words, name)), None)


def _person(
    row: dict[str, Any],
    called: Callable[[str], str],
    home: set[str],
    *,
    index: bool,
    marked: bool,
) -> Person:
    ref = str(row.get("person_ref") or "")
    return Person(
        name=called(ref) or "？",
        sex=row.get("sex") or "",
        age=row.get("age"),
        dead=row.get("alive") is False,
        index=index or (not marked and plain(ref) in SELF),
        home=bool(row.get("cohabit")) or plain(ref) in home,
    )


class _Reader:
    """Finds the people that lines name."""

    def __init__(self, family: Family, called: Callable[[str], str]) -> None:
        self.family, self._called = family, called
        self._places: dict[str, int] = {}
        self._ranks: dict[int, int | None] = {}

    def know(self, refs: list[str]) -> None:
        for at, ref in enumerate(refs):
            self._places.setdefault(plain(ref), at)
            self._ranks[at] = 0 if self.family.people[at].index else rank_of(ref)
        if self.family.index is not None:
            for word in SELF:
                self._places.setdefault(word, self.family.index)

    def read(self, row: dict[str, Any]) -> None:
        ends = [str(row.get(part) or "") for part in ("from", "to")]
        if not all(map(plain, ends)):
            return
        one, other = map(self._place, ends)
        if one == other:
            self.family.alone.append(one)
            return
        kind = row.get("type") or ""
        if kind in DESCENTS and self._is_parent(other, one):
            one, other = other, one
        self.family.ties.append(Tie(one, other, kind, row.get("quality") or ""))

    def _place(self, ref: str) -> int:
        key = plain(ref)
        if key not in self._places:
            self._places[key] = at = len(self.family.people)
            self.family.people.append(Person(self._called(ref), told=False))
            self._ranks[at] = rank_of(ref)
        return self._places[key]

    def _is_parent(self, one: int, other: int) -> bool:
        """Whether a line of descent was told from below: by what they are called, else by age."""
        first, second = self._ranks[one], self._ranks[other]
        if first is not None and second is not None and first != second:
            return first < second
        ages = [self.family.people[at].age for at in (one, other)]
        return ages[0] is not None and ages[1] is not None and ages[0] > ages[1] + 10
