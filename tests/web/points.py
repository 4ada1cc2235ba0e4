"""Points that a piece of work passes. Whoever walks reaches each from the nearest one before it.

A hundred points from the first call for help would be a thousand steps; from one to the next there
are a hundred. What lies beyond the point that one goes on from is undone.
"""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from types import FunctionType
from typing import Any, NamedTuple

from django.db import transaction

WORKS = {"Case", "Group", "Project"}
Method = Callable[..., Any]


class Stand(NamedTuple):
    """A point that was reached, and how to come back to it."""

    name: str
    savepoint: str
    work: Any

    def read_again(self) -> Any:
        kind = type(self.work)
        return kind.objects.select_related(*kind.near).get(pk=self.work.pk)


class Walk:
    """Whether one walks, and where one has been. It takes a transaction."""

    walking = False

    def go(self, name: str) -> Any:
        """Return the work at a point, walked to."""
        self.walking = True
        try:
            return getattr(self, f"_{name}")()
        finally:
            self.walking = False

    @property
    def stood(self) -> list[Stand]:
        return self.__dict__.setdefault("_stood", [])  # type: ignore[no-any-return]

    def back_to(self, name: str) -> bool:
        """Undo what was done since a point, if one has been there."""
        names = [stand.name for stand in self.stood]
        if name in names:
            del self.stood[names.index(name) + 1 :]
            transaction.savepoint_rollback(self.stood[-1].savepoint)
        return name in names


def points(kept: type) -> type:
    """Let each point of a class, a method that needs nothing and returns a work, be walked to."""
    for name, method in list(vars(kept).items()):
        if isinstance(method, FunctionType) and is_point(method):
            setattr(kept, name, point(method))
    return kept


def is_point(method: FunctionType) -> bool:
    _self, *others = signature(method).parameters.values()
    needed = [each for each in others if each.kind is not Parameter.VAR_KEYWORD]
    returned = method.__annotations__.get("return")
    return not needed and getattr(returned, "__name__", returned) in WORKS


def point(method: FunctionType) -> Method:
    name = method.__name__

    @wraps(method)
    def stand(self: Walk, **changes: Any) -> Any:
        if changes or not self.walking:
            return method(self, **changes)
        if not self.back_to(name):
            work = method(self)
            self.stood.append(Stand(name, transaction.savepoint(), work))
        return self.stood[-1].read_again()

    return stand
