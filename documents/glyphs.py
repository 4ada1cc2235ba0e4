"""Which characters our faces hold, so that no name is set half in one face, half in another."""

import unicodedata
from functools import cache
from pathlib import Path

from documents.faces import SPARE, folder

ANSWERS = "bh-fangsong.otf", "bh-kai.otf"  # the faces in which names and answers are set
FALLBACK = SPARE / "NotoSerifSC-Regular.otf"
CONTROLS = set(range(0x20))  # of which some faces hold a picture
UNSEEN = {"Cc", "Cf", "Mn", "Me"}  # zero-width blanks and the like, pasted along
STAND_IN = "〓"
BLANKS = {"Zs", "Zl", "Zp"}


def covers(text: str) -> bool:
    """Whether the faces for answers hold every character of ``text``."""
    return all(map(_answers().__contains__, text))


def unknown(text: str) -> list[str]:
    """Return the characters that not even the fallback holds, in order and once each."""
    found = _stand_ins(text)
    return [each for each in dict.fromkeys(text) if found.get(ord(each)) == STAND_IN]


def printable(text: str) -> str:
    """Return a text with a stand-in, as printers set it, for every character of no face."""
    return text.translate(_stand_ins(text))


def _stand_ins(text: str) -> dict[int, str]:
    missing = set(text) - _answers()
    if missing:
        missing -= held_by(FALLBACK)
    return {ord(each): _stand_in(unicodedata.category(each)) for each in missing}


def _stand_in(category: str) -> str:
    return "" if category in UNSEEN else " " if category in BLANKS else STAND_IN


def _answers() -> frozenset[str]:
    return held_by(*(folder() / name for name in ANSWERS))


@cache
def held_by(*faces: Path) -> frozenset[str]:
    """Return the characters which all these faces hold (and line ends, which need no glyph)."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  (heavy)

    held = (set(TTFont(face, lazy=True).getBestCmap()) for face in faces)
    return frozenset(map(chr, set.intersection(*held) - CONTROLS)) | {"\n", "\t"}
