"""What a form asks: a model field that knows its label, who may see it, and how to read an answer.

Raw answers are what was typed (text, lists and objects of text); values are what was meant, and
always fit into JSON, days as ISO text. A path names a place in a form: ``bio``, ``risk.level``,
``problems.0.client_view``.
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.questions.storage import Stored

Need = Callable[[dict[str, Any], Any], bool]
Required = Literal["yes", "no", "conditional"]
Errors = dict[str, str]
SENSITIVE = 2  # S2 个人信息, S3 敏感: sealed at rest unless the database must search the column
LABELLED = 3  # S3: open only after consent


def written(raw: Any) -> str:
    """Return the text of a raw answer without what nobody types: NUL, blanks around it."""
    return str(raw).replace("\x00", "").strip()


class Question(Stored):
    """One thing a form asks, or (``asked`` false) prints because the system knows it."""

    kind = "text"
    native = "TextField"

    def __init__(  # noqa: PLR0913
        self,
        label: Any = "",
        level: int = 1,
        *,
        required: bool = True,
        needed: Need | None = None,
        needs: Any = "",
        hint: Any = "",
        plain: bool = False,
        covers: str = "",
        asked: bool = True,
        key: str = "",
        **kwargs: Any,
    ) -> None:
        """Ask ``label``, of sensitivity ``level`` (0 to 3, handbook 3).

        ``needed`` makes the answer required where it holds of (content, dossier), and ``needs``
        is the sentence that then asks for it. ``plain`` leaves an S2 answer readable to the
        database, which must search or count it. ``covers`` names the item of the separate
        consent (C02) without which the answer is not asked. ``key`` is the handbook's name where
        it cannot be the attribute's.
        """
        self.label, self.level, self.hint, self.covers = label, level, hint, covers
        self.needed, self.needs = needed, needs
        self.required: Required = "conditional" if needed else "yes" if required else "no"
        sealed = level >= SENSITIVE and not plain
        super().__init__("BinaryField" if sealed else self.native, verbose_name=label, **kwargs)
        self.asked, self.key = asked, key

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002
        super().contribute_to_class(cls, name, private_only)
        self.key = self.key or name

    # ── reading an answer ────────────────────────────────────────────────────────────────

    def empty(self, raw: Any) -> bool:
        return raw is None or (isinstance(raw, str) and not written(raw))

    def parse(self, raw: Any) -> Any:
        """Return the value of a raw answer that is not empty; raises ValidationError."""
        return written(raw)

    def answer(self, raw: Any, path: str) -> tuple[Any, Errors]:
        """Return the value and what is wrong, by path. An empty answer is no error here."""
        if self.empty(raw):
            return None, {}
        try:
            return self.parse(raw), {}
        except ValidationError as error:
            return None, {path: " ".join(error.messages)}

    def missing(self) -> str:
        return str(self.needs) or _("“%(label)s”还没填。") % {"label": self.label}

    # ── showing it ───────────────────────────────────────────────────────────────────────

    def shown(self, value: Any) -> Any:
        """Return what screen and paper say for the value."""
        return "" if value is None else str(value)

    def raw_of(self, value: Any) -> Any:
        """Return the raw answer which would give this value."""
        return "" if value is None else str(value)

    # ── saying what it is ────────────────────────────────────────────────────────────────

    @property
    def type(self) -> str:
        """The type as the handbook writes it."""
        return self.kind

    def anchors(self) -> Iterator[tuple[str, str]]:
        """Yield every (anchor, label) at which a remark may stand."""
        yield self.key, str(self.label)
