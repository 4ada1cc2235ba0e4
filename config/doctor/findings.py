"""A finding, the list of all checks, and how they are run."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Level = Literal["ok", "warning", "broken"]


class Finding(NamedTuple):
    """What one check has found; ``mend`` says what to do, and is empty if nothing."""

    level: Level
    says: str
    mend: str = ""


Check = Callable[[], Finding]
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    CHECKS[function.__name__] = function
    return function


def ok(says: str) -> Finding:
    return Finding("ok", says)


def warning(says: str, mend: str) -> Finding:
    """Something that works, but will not always or not well."""
    return Finding("warning", says, mend)


def broken(says: str, mend: str) -> Finding:
    """Something without which the product does not work or is not safe."""
    return Finding("broken", says, mend)


def findings() -> Iterator[tuple[str, Finding]]:
    for name, function in CHECKS.items():
        yield name, examined(function)


def examined(function: Check) -> Finding:
    """Run one check. One that fails itself is a finding too; its words may quote a secret."""
    try:
        return function()
    except Exception as error:  # one check must not hide the others
        kind = type(error).__name__
        return broken(f"This could not be examined: {kind}.", "Mend what stands above, try again.")
