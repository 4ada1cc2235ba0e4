"""拼音: how a name sounds, so that it can be found by typing letters."""

from pypinyin import lazy_pinyin

SURNAMES = {  # characters that are read otherwise where they are a surname
    "单": "shan",
    "仇": "qiu",
    "曾": "zeng",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "区": "ou",
    "盖": "ge",
    "翟": "zhai",
    "朴": "piao",
    "华": "hua",
    "尉": "yu",
    "员": "yun",
    "乐": "yue",
    "缪": "miao",
    "覃": "qin",
    "洗": "xian",
}


def syllables(name: str) -> list[str]:
    """Return the syllables of a name without tones; letters stay as they are."""
    found: list[str] = lazy_pinyin(name)
    if found and name[:1] in SURNAMES:
        found[0] = SURNAMES[name[0]]
    return [each.lower() for each in found]


def whole(name: str) -> str:
    """秦玉兰 → qinyulan."""
    return "".join(syllables(name))[:100]


def initials(name: str) -> str:
    """秦玉兰 → qyl."""
    return "".join(each[:1] for each in syllables(name))[:20]
