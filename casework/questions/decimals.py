"""Questions answered with a figure that need not be whole: measures, and sums of money."""

import re
import unicodedata
from decimal import Decimal as Figure
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.questions.base import Question

WRITTEN = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")
MOST = Figure("99999999.99")  # yuan


class Decimal(Question):
    """A figure of at most ``places`` decimals, kept as text so that none of them is lost."""

    kind = "decimal"

    def __init__(
        self,
        label: Any = "",
        level: int = 1,
        *,
        least: Figure | int = 0,
        most: Figure | int = 9999,
        places: int = 2,
        **kwargs: Any,
    ) -> None:
        self.least, self.most, self.places = Figure(least), Figure(most), places
        super().__init__(label, level, **kwargs)

    def parse(self, raw: Any) -> Any:
        text = self.bare(unicodedata.normalize("NFKC", str(raw)).strip())
        if not WRITTEN.fullmatch(text):
            raise ValidationError(self.refusal())
        figure = Figure(text) + 0  # nothing is ever minus zero
        if figure != round(figure, self.places):
            raise ValidationError(self.refusal())
        if not self.least <= figure <= self.most:
            says = _("应在 %(least)s 到 %(most)s 之间。")
            raise ValidationError(says % {"least": self.least, "most": self.most})
        return self.written(figure)

    def bare(self, text: str) -> str:
        """Return what was typed without what may stand around a figure."""
        return text

    def refusal(self) -> str:
        return _("这里填数字，最多 %(places)s 位小数，例如 7.5。") % {"places": self.places}

    def written(self, figure: Figure) -> str:
        """Return the text by which a figure is kept: 7.50 is 7.5, and 40 stays 40."""
        return f"{figure.normalize():f}"


class Money(Decimal):
    """A sum in yuan, kept with its two decimals: 1200.00, shown as 1,200.00."""

    kind = "money"

    def __init__(
        self, label: Any = "", level: int = 1, *, most: Figure | int = MOST, **kwargs: Any
    ) -> None:
        super().__init__(label, level, most=most, **kwargs)

    def bare(self, text: str) -> str:
        return text.removeprefix("¥").removesuffix("元").strip().replace(",", "")

    def refusal(self) -> str:
        return _("金额以元为单位，最多两位小数，例如 1200 或 1200.50。")

    def written(self, figure: Figure) -> str:
        return f"{figure:.2f}"

    def shown(self, value: Any) -> Any:
        return f"{Figure(value):,.2f}" if value else ""


def yuan(value: Any) -> Figure:
    """Return a kept sum as a figure to reckon with; nothing written is nothing to add."""
    return Figure(value or 0)
