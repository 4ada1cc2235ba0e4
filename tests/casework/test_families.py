"""家庭: what a word of kinship implies, and what it does not."""

import pytest

from casework import masking
from casework.families import _edge, sex_of


@pytest.mark.parametrize(
    ("word", "sex"),
    [
        *((each, "女") for each in ("女儿", "外孙女", "妻子", "嫂子", "儿媳", "岳母", "姑姑")),
        *((each, "男") for each in ("儿子", "孙子", "女婿", "妹夫", "外甥", "丈夫", "公公")),
        *((each, "") for each in ("老伴", "配偶", "邻居", "")),
    ],
)
def test_a_word_of_kinship_tells_the_sex(word: str, sex: str) -> None:
    assert sex_of(word) == sex


@pytest.mark.parametrize(
    ("word", "edge"),
    [
        ("妻子", ("本人", "妻子", "婚姻")),
        ("大女儿", ("本人", "大女儿", "亲子")),
        ("养子", ("本人", "养子", "收养")),
        ("母亲", ("母亲", "本人", "亲子")),
        ("孙子", None),
        ("妹妹", None),
        ("侄女", None),
    ],
)
def test_only_the_nearest_kin_have_a_line_at_once(
    word: str, edge: tuple[str, str, str] | None
) -> None:
    found = _edge({"relation": word})

    assert (tuple(found.values()) if found else None) == edge


def test_a_word_of_kinship_is_no_name() -> None:
    names = ["秦玉兰", "秦晓虹"]
    called = {
        each: masking.called(each, names)
        for each in ("女儿", "女儿秦晓虹", "秦玉兰", "王建军", "楼下张阿姨", "")
    }

    assert called == {
        "女儿": "女儿",
        "女儿秦晓虹": "女儿秦**",
        "秦玉兰": "秦**",
        "王建军": "王**",
        "楼下张阿姨": "楼下张阿姨",
        "": "",
    }
