"""图例: what the symbols and strokes of a drawing mean; only those that are in it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from documents.drawings.kin import Person
from documents.drawings.shapes import Label, Mark, Point, box, cross, diamond, oval, path, square
from documents.drawings.strokes import felt, slashes, zigzag

SAMPLE = 24.0  # pixels of a sample
SMALL = 6.0
LEADING = 22.0
EDGE = 11.0
FELT = {"亲密", "疏离", "冲突", "断绝"}
ORDER = (
    *("男", "女", "未说明", "index", "dead", "离异", "同居", "收养"),
    *("亲密", "疏离", "冲突", "断绝", "home", "强", "弱", "紧张", "unsaid", "arrow"),
)


class Legend(NamedTuple):
    marks: list[Mark]
    labels: list[Label]
    bottom: float


def symbols_of(person: Person) -> list[str]:
    """Return what the legend must say of a person's symbol."""
    sex = person.sex if person.sex in {"男", "女"} else "未说明"
    return [sex, *(["index"] if person.index else []), *(["dead"] if person.dead else [])]


def legend(used: Sequence[str], wide: float, top: float) -> Legend:
    """Set samples and their meaning in lines below a drawing."""
    marks: list[Mark] = []
    labels: list[Label] = []
    x, y = EDGE, top + 10
    for each in sorted(used, key=ORDER.index):
        label = Label(x + SAMPLE + 6, y + 4, _meanings()[each], "note", "start")
        if label.left + label.wide > wide - EDGE and x > EDGE:
            x, y = EDGE, y + LEADING
            label = Label(x + SAMPLE + 6, y + 4, label.text, "note", "start")
        marks += _sample(each, Point(x, y))
        labels.append(label)
        x = label.left + label.wide + 14
    return Legend(marks, labels, y + 14)


def _meanings() -> dict[str, str]:
    return {
        "男": _("男"),
        "女": _("女"),
        "未说明": _("性别未说明"),
        "index": _("服务对象"),
        "dead": _("已故"),
        "离异": _("离异"),
        "同居": _("同居"),
        "收养": _("收养"),
        "亲密": _("亲密"),
        "疏离": _("疏离"),
        "冲突": _("冲突"),
        "断绝": _("断绝"),
        "home": _("同住"),
        "强": _("关系强"),
        "弱": _("关系弱"),
        "紧张": _("关系紧张"),
        "unsaid": _("强弱没写"),
        "arrow": _("支持流向"),
    }


def _sample(what: str, at: Point) -> list[Mark]:
    middle, end = Point(at.x + SAMPLE / 2, at.y), Point(at.x + SAMPLE, at.y)
    if what in FELT:
        return felt(what, [at, middle, end])
    line = path([at, end])
    return {
        "男": [Mark(square(middle, SMALL), "symbol")],
        "女": [Mark(oval(middle, SMALL), "symbol")],
        "未说明": [Mark(diamond(middle, SMALL + 1), "symbol")],
        "index": [Mark(oval(middle, SMALL + 2), "index"), Mark(oval(middle, SMALL - 2), "ring")],
        "dead": [Mark(square(middle, SMALL), "symbol"), Mark(cross(middle, SMALL), "cross")],
        "离异": [Mark(line, "line"), Mark(slashes(middle), "line")],
        "同居": [Mark(line, "loose")],
        "收养": [Mark(path([Point(middle.x, at.y - 9), Point(middle.x, at.y + 9)]), "loose")],
        "home": [Mark(box(at.x, at.y - 7, end.x, at.y + 7), "home")],
        "强": [Mark(line, "strong")],
        "弱": [Mark(line, "weak")],
        "紧张": [Mark(zigzag([at, middle, end]), "tense")],
        "unsaid": [Mark(line, "unsaid")],
        "arrow": [
            Mark(line, "unsaid"),
            Mark(
                path([end, Point(end.x - 9, at.y - 5), Point(end.x - 9, at.y + 5)], shut=True),
                "arrow",
            ),
        ],
    }[what]
