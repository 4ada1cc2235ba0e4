"""量表结果: rows of scales and their scores, some of which can be asked item by item."""

import re
from typing import Any

from django.utils.translation import gettext as _

from casework.questions.base import Errors, Question, written
from casework.questions.nested import Rows
from casework.scales import SCALES, Scale

POINTS = re.compile(r"[0-9](?: [0-9]){0,39}")


class Itemised(Question):
    """逐题: the points of every item, kept beside the score. Nobody types them."""

    kind = "itemised"

    def __init__(self, label: Any = "", level: int = 1) -> None:
        super().__init__(label, level, required=False)

    def empty(self, raw: Any) -> bool:
        """By themselves they make no row: who clears all the rest has taken the row away."""
        return True

    def answer(self, raw: Any, path: str) -> tuple[Any, Errors]:
        text = written(raw or "")
        return (text if POINTS.fullmatch(text) else None), {}


class Scaled(Rows):
    """Rows with a part ``scale``; ``answers``, where they have it, keeps what was answered.

    A score typed by hand over one that was asked item by item is refused at its field: the
    points would say one thing and the score another, and to drop them unasked would lose what
    the client has answered.
    """

    @property
    def by_item(self) -> list[Scale]:
        """The scales that can be asked item by item."""
        known = {value for value, _text in self.parts["scale"].options}  # type: ignore[attr-defined]
        return [scale for scale in SCALES.values() if scale.key in known]

    @property
    def scored(self) -> str:
        """The part in which a score is written: of before and after, it is after."""
        return "score" if "score" in self.parts else "post"

    def answers(self, raw: Any, path: str) -> tuple[dict[str, Any], Errors]:
        value, errors = super().answers(raw, path)
        return value, self._contradictions(value, path) | errors

    def _contradictions(self, row: dict[str, Any], path: str) -> Errors:
        """Return where a row says something else than its points."""
        if not row.get("answers"):
            return {}
        scale = SCALES.get(row.get("scale") or "")
        points = scale.kept(row["answers"]) if scale else None
        if scale is None or points is None:
            says = _("这一行的逐题答案是另一个量表的；换一个量表，请另加一行。")
            return {f"{path}.scale": says}
        return self._sums(scale, points, row, path)

    def _sums(
        self, scale: Scale, points: tuple[int, ...], row: dict[str, Any], path: str
    ) -> Errors:
        wrong: Errors = {}
        if row.get(self.scored) != sum(points):
            says = _("逐题合计是 %(sum)s 分；要改，请再逐题问一遍，或删掉这一行，另加一行手填。")
            wrong[f"{path}.{self.scored}"] = says % {"sum": sum(points)}
        watched = points[scale.watched - 1] if scale.watched else None
        if watched is not None and row.get("item9", watched) != watched:
            says = _("逐题时第 %(item)s 题是 %(points)s 分；要改，请再逐题问一遍。")
            wrong[f"{path}.item9"] = says % {"item": scale.watched, "points": watched}
        return wrong
