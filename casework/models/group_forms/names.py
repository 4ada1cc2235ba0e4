"""Members are told apart by name, from one form of a group to the next."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

ONCE = _("同一个人只写一行；同名的在姓名后注明，例如“王秀英（3 号楼）”。")


def names_in(rows: Iterable[dict[str, Any]] | None, key: str) -> list[str]:
    """Return the names that rows give, in their order."""
    return [row[key] for row in rows or [] if row.get(key)]


def has_twice(rows: Iterable[dict[str, Any]] | None, key: str) -> bool:
    """Whether a name stands in two rows, so that nobody could tell whom another form means."""
    names = names_in(rows, key)
    return len(set(names)) < len(names)
