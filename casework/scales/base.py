"""A scale as data: its items, what each answer scores, and how the sum is read (handbook 7.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOTICE = gettext_lazy("筛查结果仅供参考，不构成医学诊断；得分达到关注线请转介精神卫生服务。")


@dataclass(frozen=True)
class Result:
    """What a scale has found: the points of every item, their sum, and how that is read."""

    points: tuple[int, ...]
    score: int
    watched: int | None  # points of the item that asks for attention by itself
    reading: str

    @property
    def kept(self) -> str:
        """The points item by item, as a form keeps them: 1 2 0 1."""
        return " ".join(map(str, self.points))


@dataclass(frozen=True)
class Scale:
    """One instrument. ``key`` is its name in choices.SCALES, ``slug`` the same in an address.

    ``options`` are (points, words); of an item in ``reversed`` the points count the other way
    round. ``bands`` are (least score, words), from the lowest. ``watched`` is the number of an
    item whose least point asks for attention, whatever the sum. Items count from 1.
    """

    key: str
    slug: str
    name: Any
    edition: Any
    asks: Any  # the question before the items, with the period it asks about
    items: tuple[Any, ...]
    options: tuple[tuple[int, Any], ...]
    bands: tuple[tuple[int, Any], ...]
    reversed: frozenset[int] = frozenset()
    watched: int | None = None

    @property
    def most(self) -> int:
        """The most points of one item."""
        return max(points for points, _words in self.options)

    @property
    def top(self) -> int:
        """The highest score there is."""
        return self.most * len(self.items)

    def points(self, number: int, option: int) -> int:
        """Return what an option scores at an item; of a score, the option that gave it."""
        return self.most - option if number in self.reversed else option

    def score(self, options: Sequence[int]) -> int:
        """Return the sum of points for the options chosen, one for every item, in order."""
        return sum(self.points(number, each) for number, each in enumerate(options, 1))

    def reading(self, score: int) -> str:
        """Say what a score hints at: a screening, never a diagnosis."""
        words = [words for least, words in self.bands if score >= least][-1]
        return _("筛查提示：%(words)s") % {"words": words}

    def result(self, options: Sequence[int]) -> Result:
        """Return everything that follows from the options chosen."""
        points = tuple(self.points(number, each) for number, each in enumerate(options, 1))
        watched = points[self.watched - 1] if self.watched else None
        reading = self.reading(sum(points))
        if watched:
            says = _("%(reading)s；第 %(item)s 题 %(points)s 分，须立即关注")
            reading = says % {"reading": reading, "item": self.watched, "points": watched}
        return Result(points, sum(points), watched, reading)

    def kept(self, text: str) -> tuple[int, ...] | None:
        """Read the points that a form has kept; None where they are not of this scale."""
        found = tuple(int(each) for each in text.split() if each.isdecimal())
        whole = len(found) == len(self.items) and " ".join(map(str, found)) == text
        return found if whole and all(each <= self.most for each in found) else None
