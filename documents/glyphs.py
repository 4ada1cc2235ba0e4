"""Which characters our faces hold, so that no name is set half in one face, half in another."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

HERE = Path(__file__).parent / "fonts"
SPARE = Path(str(files("pylopdf_fonts_zh_cn")))
FACES = {
    name: HERE / f"{name}.woff2" for name in ("bh-fangsong", "bh-kai", "bh-hei", "bh-song-bold")
}
FALLBACK = {
    "noto-serif": SPARE / "NotoSerifSC-Regular.otf",
    "noto-sans": SPARE / "NotoSansSC-Regular.otf",
}
ANSWERS = "bh-fangsong", "bh-kai"  # the faces in which names and answers are set


def covers(text: str) -> bool:
    """Whether the faces for answers hold every character of ``text``."""
    return all(map(held_by(*ANSWERS).__contains__, text))


def unknown(text: str) -> list[str]:
    """Return the characters that not even the fallback holds, in order and once each."""
    held = held_by(*ANSWERS) | held_by("noto-serif")
    return [character for character in dict.fromkeys(text) if character not in held]


@cache
def held_by(*names: str) -> frozenset[str]:
    """Return the characters which all these faces hold (and line ends, which need no glyph)."""
    held = (set(TTFont(({**FACES, **FALLBACK})[name], lazy=True).getBestCmap()) for name in names)
    return frozenset(map(chr, set.intersection(*held))) | {"\n", "\t"}
