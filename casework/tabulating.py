"""计数: what is counted of a form besides its own row follows it, when it is filed and corrected.

Whoever counts something puts a function here, by the form's code; it must do no harm twice.
"""

from collections.abc import Callable
from typing import Any

Count = Callable[[Any, Any], None]  # of (dossier, row)
COUNTS: dict[str, Count] = {}


def counts(code: str) -> Callable[[Count], Count]:
    """Register what is to follow a form's row."""

    def register(function: Count) -> Count:
        COUNTS[code] = function
        return function

    return register


def tabulate(dossier: Any, row: Any) -> None:
    """Let what is counted of a form follow its row, which has just been saved."""
    if row.code in COUNTS:
        COUNTS[row.code](dossier, row)
