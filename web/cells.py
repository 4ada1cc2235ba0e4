"""格: the fields of a plain form, each with what was typed in it and what is wrong with that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework.errors import RuleError

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """One field: ``kind`` is text, day, number, money or choice."""

    key: str
    label: Any
    kind: str = "text"
    value: str = ""
    error: str = ""
    hint: Any = ""
    required: bool = True
    options: Options | None = None
    most: int = 80

    @property
    def html_id(self) -> str:
        return f"f-{self.key}"

    @property
    def described(self) -> str:
        """The ids of what belongs to it: its hint, its error."""
        also = [(self.hint, "hint"), (self.error, "error")]
        return " ".join(f"{self.html_id}-{name}" for said, name in also if said)


def day_in(typed: Mapping[str, str], key: str) -> date:
    """Return the day that was typed in a field; raises RuleError, at the field, for none."""
    try:
        return date.fromisoformat(typed.get(key, ""))
    except ValueError:
        says = _("日期写成 2026-03-05 这样。")
        raise RuleError(says, {key: says}) from None


def faults_of(cells: Iterable[Cell], errors: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what the summary says: each fault with the way to its field."""
    known = {each.key: each for each in cells}
    return [
        {"href": f"#{known[key].html_id}", "text": f"{known[key].label}：{says}"}
        if key in known
        else {"href": "", "text": says}
        for key, says in errors.items()
    ]
