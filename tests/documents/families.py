"""Families to draw: ordinary ones, odd ones, and whatever else D02 accepts."""

from typing import Any

from hypothesis import strategies as st

from casework import choices
from casework.models import Genogram

Row = dict[str, Any]
NAMES = [
    "本人",
    "丈夫",
    "前夫",
    "父亲",
    "母亲",
    "女儿",
    "儿子",
    "外孙女",
    "妹妹",
    "邻居",
    " 女 儿 ",
]


def member(ref: str, sex: str = "", **more: Any) -> Row:
    return {"person_ref": ref, "sex": sex, **more}


def tie(one: str, other: str, kind: str, quality: str = "") -> Row:
    return {"from": one, "to": other, "type": kind, "quality": quality}


def system(name: str, strength: str = "", direction: str = "", kind: str = "") -> Row:
    return {"name": name, "strength": strength, "direction": direction, "kind": kind}


QIN = {
    "nodes": [
        member("本人", "女", age=78, index_person=True),
        member("丈夫", "男", age=80, alive=False),
        member("女儿", "女", age=52),
        member("外孙女", "女", age=24),
        member("妹妹", "女"),
    ],
    "edges": [
        tie("本人", "丈夫", "婚姻"),
        tie("本人", "女儿", "亲子", "亲密"),
        tie("外孙女", "女儿", "亲子", "疏离"),
    ],
    "household_boundary": [{"person": "本人"}],
    "ecosystems": [
        system("楼下邻居", "弱", "双向", "邻里"),
        system("社区卫生中心", "强", "向服务对象", "医疗"),
        system("儿媳", "紧张", "向外", "亲属"),
        system("合唱队"),
    ],
}
LONG = "隔壁楼里从小一起长大后来又搬回来住的表姐的小女儿"
ODD: dict[str, Row] = {
    "nobody": {"nodes": None, "edges": None, "ecosystems": None},
    "one": {"nodes": [member("本人")]},
    "namesakes": {
        "nodes": [member("女儿"), member("女儿")],
        "edges": [tie("女儿", "本人", "亲子")],
    },
    "one with themselves": {"nodes": [member("本人")], "edges": [tie("本人", "本人", "婚姻")]},
    "nobody of that name": {"nodes": [member("本人")], "edges": [tie("本人", "儿媳", "亲子")]},
    "a circle": {
        "nodes": [member("甲"), member("乙"), member("丙")],
        "edges": [tie("甲", "乙", "亲子"), tie("乙", "丙", "亲子"), tie("丙", "甲", "亲子")],
    },
    "married to a child": {
        "nodes": [member("甲"), member("乙")],
        "edges": [tie("甲", "乙", "亲子", "冲突"), tie("甲", "乙", "婚姻", "断绝")],
    },
    "three marriages": {
        "nodes": [member("本人", "男", index_person=True)],
        "edges": [tie("本人", f"妻{n}", kind) for n, kind in enumerate(["离异", "离异", "婚姻"])]
        + [tie(f"妻{n}", f"孩子{n}", "亲子") for n in range(3)],
    },
    "twenty-five": {
        "nodes": [member(f"第{n}个", "男", age=n, cohabit=n % 2 == 0) for n in range(25)],
        "edges": [tie(f"第{n}个", f"第{n // 2}个", "收养") for n in range(1, 25)],
    },
    "a long name": {"nodes": [member(LONG), member("W" * 200)], "ecosystems": [system(LONG)]},
    "twenty systems": {"ecosystems": [system(LONG, "紧张", "双向", "其他") for _n in range(20)]},
    "half written": {
        "nodes": [member("", age=None)],
        "edges": [tie("本人", "女儿", ""), tie("", "女儿", "亲子")],
        "ecosystems": [system("")],
    },
}


def _rows(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries({"x": st.none()} | parts), max_size=14)


REFS = st.one_of(st.sampled_from(NAMES), st.text("甲乙丙<&' 👪Wa", max_size=9))
YES_NO = st.sampled_from(["", "yes", "no"])


def _of(options: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *options])


RAW = st.fixed_dictionaries(
    {
        "nodes": _rows(
            person_ref=REFS,
            sex=_of(choices.SEXES),
            age=st.one_of(st.just(""), st.integers(0, 130).map(str)),
            alive=YES_NO,
            cohabit=YES_NO,
            index_person=YES_NO,
        ),
        "edges": _rows(
            **{"from": REFS, "to": REFS},
            type=_of(choices.UNIONS),
            quality=_of(choices.QUALITIES),
        ),
        "household_boundary": _rows(person=REFS),
        "ecosystems": _rows(
            name=REFS,
            kind=_of(choices.SYSTEMS),
            strength=_of(choices.BONDS),
            direction=_of(choices.FLOWS_OF_SUPPORT),
        ),
    }
)
WHATEVER = RAW.map(lambda raw: Genogram.read(raw, None).content)
