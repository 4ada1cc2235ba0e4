"""A scale as its page shows it: items with what was chosen, and what the form says so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework.catalogue import title_of
from casework.drafts import draft_of, version_of
from casework.models import Case, Content, Draft
from casework.scales import NOTICE, Scale
from casework.screening import row_of, rows_for
from web.places import place_of
from workflows.posted import number_in


@dataclass(frozen=True)
class Item:
    """One item: its number, its words, and the option chosen."""

    number: int
    words: Any
    chosen: int | None
    error: str

    @property
    def name(self) -> str:
        return f"item-{self.number}"

    @property
    def id(self) -> str:
        return f"f-{self.name}"


@dataclass
class AskedScale:
    """A scale in the midst of being asked for a form; ``chosen`` is item → option."""

    case: Case
    code: str
    scale: Scale
    chosen: dict[int, int]
    pressed: bool = False
    stale: bool = False  # somebody has saved the form since the page was opened

    notice = NOTICE

    @property
    def missing(self) -> list[int]:
        numbers = range(1, len(self.scale.items) + 1)
        return [number for number in numbers if number not in self.chosen]

    @property
    def options(self) -> list[int]:
        """The options chosen, in the order of the items."""
        return [self.chosen[number] for number in sorted(self.chosen)]

    @property
    def items(self) -> Iterator[Item]:
        says = _("这一题还没选。")
        for number, words in enumerate(self.scale.items, 1):
            unsaid = self.pressed and number not in self.chosen
            yield Item(number, words, self.chosen.get(number), says if unsaid else "")

    @property
    def errors(self) -> list[dict[str, str]]:
        says = _("第 %(number)s 题还没选。")
        return [
            {"href": f"#{each.id}", "text": says % {"number": each.number}}
            for each in self.items
            if each.error
        ]

    @cached_property
    def before(self) -> Content:
        """What the form says of the scale, before anything of this page is written into it."""
        row, question = row_of(self.case, self.code, self.scale), rows_for(self.code, self.scale)
        return {"score": row.get(question.scored), "date": row.get("date")} if question else {}

    @cached_property
    def draft(self) -> Draft | None:
        return draft_of(self.case, self.code)

    @property
    def version(self) -> int:
        return version_of(self.case, self.code)

    @property
    def title(self) -> str:
        return title_of(self.code)

    @property
    def who(self) -> str:
        return self.case.shown_as

    @property
    def back(self) -> str:
        question = rows_for(self.code, self.scale)
        return f"{place_of(self.case, self.code)}#f-{question.key if question else ''}"


def chosen_in(post: QueryDict, scale: Scale) -> dict[int, int]:
    """Return item → option as a page has sent it; what is no option was not chosen."""
    offered = {points for points, _words in scale.options}
    found = {n: number_in(post.get(f"item-{n}", "")) for n in range(1, len(scale.items) + 1)}
    return {n: each for n, each in found.items() if each is not None and each in offered}
