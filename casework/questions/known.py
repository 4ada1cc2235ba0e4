"""What a form prints but never asks: the system knows it, or a person makes it by acting."""

from typing import Any

from casework.questions.base import Question


class Known(Question):
    """Not asked. The column is there so that the form is whole; most stay empty."""

    def __init__(
        self, label: Any = "", level: int = 1, *, required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(label, level, required=required, plain=True, asked=False, **kwargs)


class Auto(Known):
    """Computed: numbers, versions, references. ``type`` as the handbook has it."""

    kind = "auto"

    def __init__(
        self, label: Any = "", level: int = 1, *, type: str = "autocode", **kw: Any
    ) -> None:
        self.said = type
        super().__init__(label, level, **kw)

    @property
    def type(self) -> str:
        return self.said


class Signed(Known):
    """The author's signature, made by submitting; ``said`` where a seal is asked for beside it."""

    kind = "sig"

    def __init__(self, label: Any = "", level: int = 1, *, said: str = "sig", **kw: Any) -> None:
        self.said = said
        super().__init__(label, level, **kw)

    @property
    def type(self) -> str:
        return self.said


class Decided(Known):
    """An opinion with signature and date, made by a review; of several, an approval-chain."""

    kind = "approval"

    def __init__(
        self, label: Any = "", level: int = 1, *, said: str = "approval", **kw: Any
    ) -> None:
        self.said = said
        super().__init__(label, level, **kw)

    @property
    def type(self) -> str:
        return self.said


class Wording(Known):
    """Fixed text of an agreement, as it was worded when submitted; or of what is sealed."""

    kind = "wording"

    def __init__(
        self,
        label: Any = "",
        level: int = 0,
        *,
        text: Any = "",
        said: str = "template",
        **kwargs: Any,
    ) -> None:
        self.text, self.said = text, said
        super().__init__(label, level, **kwargs)

    def shown(self, value: Any) -> Any:
        return str(value or self.text)

    @property
    def type(self) -> str:
        return self.said
