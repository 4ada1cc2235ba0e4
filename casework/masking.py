"""脱敏: what is shown of names and numbers by default (handbook 11.4)."""

import re
from collections.abc import Iterable
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext as _

COMPOUND = {
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "令狐",
    "慕容",
}
NAMELESS = "佚名"
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-－—_.·]+(?=[\dXx])")
A_NUMBER = re.compile(  # 身份证号, 手机, 固定电话: none of which is part of a longer number
    r"(?<!\d)(\d{17}[\dXx]|\d{15}|(86)?1[3-9]\d{9}|0\d{9,11})(?!\d)"
)
SHORT_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
KIN = re.compile(
    "本人|服务对象|[父母爸妈爹娘夫妻孙兄弟姐妹哥嫂媳婿舅姨姑叔伯婶侄甥爷奶祖姥岳]"
    "|公公|外公|婆|女儿|儿子|[子女儿]$|老伴|爱人|配偶|朋友|邻|同学|同事|保姆|护工"
)


def name(full: str) -> str:
    """Return 张** for 张桂兰: the family name, and a star for every other character."""
    if not full or full == NAMELESS:
        return full
    if full[0].isascii():
        return f"{full[0]}**"
    family = full[:2] if full[:2] in COMPOUND and len(full) > 2 else full[:1]  # noqa: PLR2004
    return family + "*" * (len(full) - len(family))


def called(ref: str, names: Iterable[str]) -> str:
    """Return what a drawing calls somebody: 女儿 as it is, and every known name masked.

    What is neither known nor a word of kinship, and as short as a name, is taken for one.
    """
    said = within(ref, names)
    taken = said == ref and SHORT_HAN.fullmatch(ref) and not KIN.search(ref)
    return name(ref) if taken else said


def within(text: str, names: Iterable[str]) -> str:
    """Return a text with every known name in it masked."""
    for each in sorted(names, key=len, reverse=True):
        if len(each) > 1:
            text = text.replace(each, name(each))
    return text


def holds_number(text: str) -> bool:
    """Whether a text seems to hold a certificate's or a phone's number, however it is spaced."""
    return A_NUMBER.search(BETWEEN_DIGITS.sub("", normalize("NFKC", text))) is not None


def number(whole: str) -> str:
    """Return 3701**********1234 for a certificate's number; of a short one, its last digits."""
    if not whole:
        return ""
    first = whole[:4] if len(whole) >= 15 else ""  # noqa: PLR2004
    last = whole[-4:] if len(whole) > 8 else whole[-2:]  # noqa: PLR2004
    return first + "*" * (len(whole) - len(first) - len(last)) + last


def phone(whole: str) -> str:
    """Return 138****5678 for a mobile; of a landline, its last four digits."""
    if not whole:
        return ""
    mobile = len(whole) == 11 and whole[0] == "1"  # noqa: PLR2004
    return f"{whole[:3]}****{whole[-4:]}" if mobile else f"****{whole[-4:]}"


def address(person: Any) -> str:
    """Return the community and the place, the door hidden."""
    living = person.living_address or {}
    door = " **" if living.get("door") else ""
    return (
        " · ".join(each for each in (str(person.community), living.get("place") or "") if each)
        + door
    )


def full_address(person: Any) -> str:
    living = person.living_address or {}
    return " ".join(
        each for each in (str(person.community), living.get("place"), living.get("door")) if each
    )


def age(person: Any) -> str:
    """Return the age in words; of a minor only the band (handbook 11.4)."""
    years = person.age
    if years is None:
        return ""
    if years < 18:  # noqa: PLR2004
        return _("未满 14 岁") if years < 14 else _("14～17 岁")  # noqa: PLR2004
    return _("%(years)s 岁") % {"years": years}


def head_of(dossier: Any) -> dict[str, str]:
    """Return what the head of a case's paper says of the person: the name whole, numbers masked."""
    person = dossier.person
    category = person.question("primary_category").shown(person.primary_category)
    return {
        "name": person.name or "",
        "sex": person.sex or "",
        "birth": str(person.birth_date or ""),
        "id_no": number(person.id_no or ""),
        "phone": phone(person.phone or ""),
        "address": address(person),
        "category": str(category),
        "risk": str(dossier.get_risk_display()),
    }
