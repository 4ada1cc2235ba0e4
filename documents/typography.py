"""Chinese typesetting: full-width marks among Chinese, no blanks between Chinese and figures."""

import re
from math import ceil

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CLOSED = f"{HAN}，。；：、！？（）《》“”"  # what needs no blank beside figures and letters
WIDE = str.maketrans(",:;!?", "，：；！？")

BRACKETS = re.compile(rf"[ \t]*\(([^()]*[{HAN}][^()]*)\)[ \t]*")
BLANKS = re.compile(
    rf"(?<=[{CLOSED}])[ \t]+(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%‰℃])[ \t]+(?=[{CLOSED}])"
)
MARKS = re.compile(rf"(?<=[{HAN}”）》])[,:;!?][ \t]*|[,:;!?](?=[{HAN}“《])")
STOPS = re.compile(rf"(?<=[{HAN}”）》])\.(?=[{HAN}]|\s|$)", re.MULTILINE)
RANGES = re.compile(rf"(?<=[0-9%{HAN}])~(?=[0-9{HAN}])")

PIECES = re.compile(
    r"（[^）]*）|[^/（]+/?|/"
)  # where a label may be broken: after 分/合, around （…）


def zh(text: str) -> str:
    """Return ``text`` as a Chinese printer sets it. Lines stay lines; codes and times stay."""
    text = BRACKETS.sub(r"（\1）", text)
    text = MARKS.sub(lambda mark: mark.group().strip().translate(WIDE), text)
    text = STOPS.sub("。", text)
    text = RANGES.sub("～", text)
    return BLANKS.sub("", text).strip()


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a long answer; blank lines between them are not printed."""
    return [line for line in (zh(each) for each in text.splitlines()) if line]


def ems(text: str) -> float:
    """Return about how wide ``text`` is set, in Chinese characters."""
    return sum(0.55 if character.isascii() else 1 for character in text)


def broken(label: str, holds: float) -> str:
    """Return a label which is too long for its cell in lines: at marks, else in even parts."""
    label = zh(label)
    if ems(label) <= holds:
        return label
    first, *rest = PIECES.findall(label)
    if rest:
        return _packed(first, rest, holds)
    size = ceil(len(label) / ceil(ems(label) / holds))
    return "\n".join(label[at : at + size] for at in range(0, len(label), size))


def _packed(line: str, pieces: list[str], holds: float) -> str:
    """Put as many pieces into each line as it holds."""
    lines = []
    for piece in pieces:
        if ems(line + piece) > holds:
            lines.append(line)
            line = ""
        line += piece
    return "\n".join([*lines, line])
