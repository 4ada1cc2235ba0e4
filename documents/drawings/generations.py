"""辈分: who stands in which row. Couples share one, children stand below, whatever was told."""

from collections import defaultdict
from dataclasses import dataclass

from documents.drawings.kin import Family, Tie


@dataclass(frozen=True)
class Couples:
    """People in groups of those who were ever a couple; a group has the number of one of them."""

    of: list[int]  # the group of each person

    def members(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for person, group in enumerate(self.of):
            found[group].append(person)
        return found


def joined(count: int, ties: list[Tie]) -> list[int]:
    """Return for each of ``count`` people the first of those they are tied to, however far."""
    first = list(range(count))

    def root(at: int) -> int:
        while first[at] != at:
            at = first[at]
        return at

    for tie in ties:
        low, high = sorted((root(tie.one), root(tie.other)))
        first[high] = low
    return [root(at) for at in range(count)]


def generations(family: Family, couples: Couples) -> dict[int, int]:
    """Return the generation of each group, counted from the eldest of all."""
    below: dict[int, list[int]] = defaultdict(list)
    for tie in family.descents:
        parent, child = couples.of[tie.one], couples.of[tie.other]
        if parent != child:
            below[parent].append(child)
    order = _upwards(sorted(set(couples.of)), below)
    rows = dict.fromkeys(order, 0)
    for group in reversed(order):
        for child in below[group]:
            rows[child] = max(rows[child], rows[group] + 1)
    for group in order:  # who has married in, and their parents, stand beside their own age
        rows[group] = min((rows[child] - 1 for child in below[group]), default=rows[group])
    return rows


def _upwards(groups: list[int], below: dict[int, list[int]]) -> list[int]:
    """Return the groups, children first. A line that leads back up in a circle is dropped."""
    begun: set[int] = set()
    order: dict[int, None] = {}

    def visit(group: int) -> None:
        if group in begun:
            return
        begun.add(group)
        below[group] = [each for each in below[group] if each in order or each not in begun]
        for child in below[group]:
            visit(child)
        below[group] = [each for each in below[group] if each in order]
        order[group] = None

    for group in groups:
        visit(group)
    return list(order)
