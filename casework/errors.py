"""The two ways a rule refuses. Neither is ever a 500."""

from collections.abc import Mapping


class RuleError(Exception):
    """A casework rule forbids this. The message is a whole Chinese sentence for the user.

    ``errors`` names, where known, the field at which each thing is mended: path → sentence.
    """

    def __init__(self, says: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(says)
        self.errors = dict(errors or {})


class StaleDraftError(RuleError):
    """Somebody else, or another tab, has saved this draft meanwhile."""
