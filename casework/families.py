"""家庭: what D02 begins with, from what D01 and C03 already say of kin and of support."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Content, Person
from casework.models.people import age_on

STRENGTHS = {"强": "强", "一般": "弱", "弱": "弱"}
KINDS = {"正式": "政府", "非正式": "亲属"}
SELF = "本人"
SPOUSES = {"丈夫", "妻子", "夫", "妻", "配偶", "爱人", "老伴"}
PARENTS = {"父亲", "母亲", "父", "母", "爸爸", "妈妈", "爸", "妈"}
CHILDREN = {"儿子", "女儿", "儿", "子", "女"}
COUNTED = ("大", "二", "三", "四", "五", "小", "长", "次", "幺", "独生")  # 大女儿, 次子
ADOPTED = "养"
WOMEN, MEN = "女妻母妈姐妹嫂媳婆奶姨姑婶娘", "夫父爸子儿兄弟哥婿公爷舅叔伯孙侄甥"
BORN = re.compile(r"((?:19|20)\d\d)(?:\D{0,2}(0?[1-9]|1[0-2])(?!\d))?")


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """The person and their kin as D01 has them now, and the support that C03 lists."""
    from casework.drafts import checked  # noqa: PLC0415  (drafts read forms)

    person = dossier.person
    kin = checked(dossier, Person.code).content.get("family_members") or []
    nodes = [{"person_ref": SELF, "sex": person.sex, "age": person.age, "index_person": True}]
    nodes += [_node(row) for row in kin]
    edges = [edge for row in kin if (edge := _edge(row))]
    says = _("带自《服务对象档案》，可改。")
    known: dict[str, tuple[Any, Any]] = {"nodes": (nodes, says)}
    if edges:
        known["edges"] = (edges, says)
    if support := _support(dossier):
        known["ecosystems"] = (support, _("带自《个案预估表》，可改。"))
    return known


def reckoned(dossier: Any) -> Content:
    today = timezone.localdate().isoformat()
    return {"drawn": {"date": today, "user": str(dossier.owner or "")}}


def _called(row: Content) -> str:
    return str(row.get("relation") or row.get("name") or "")


def _node(row: Content) -> Content:
    """Return one of the kin, with the sex that a word like 儿媳 implies, and the age."""
    relation = str(row.get("relation") or "")
    return {
        "person_ref": _called(row),
        "sex": sex_of(relation),
        "age": _age(str(row.get("birth") or "")),
    }


def sex_of(relation: str) -> str:
    """Return 女 for 女儿, 嫂子 or 儿媳, 男 for 女婿 or 孙子; nothing for 老伴."""
    core = relation.rstrip("子儿") if relation.rstrip("子儿")[-1:] in set(WOMEN) else relation
    last = core[-1:]
    return "" if not last else "女" if last in WOMEN else "男" if last in MEN else ""


def _age(birth: str) -> int | None:
    """Return the age, of a birth told by year or by year and month."""
    told = BORN.search(birth)
    if told is None:
        return None
    years = age_on(f"{told[1]}-{int(told[2] or 1):02d}-01", timezone.localdate().isoformat())
    return years if years is not None and years >= 0 else None


def _edge(row: Content) -> Content | None:
    """Return the line that a relation's name implies; others are drawn by hand."""
    relation = str(row.get("relation") or "")
    if relation in PARENTS:
        return {"from": relation, "to": SELF, "type": "亲子"}
    kind = _kind(relation)
    return {"from": SELF, "to": relation, "type": kind} if kind else None


def _kind(relation: str) -> str:
    if relation in SPOUSES:
        return "婚姻"
    if relation.removeprefix(ADOPTED) in CHILDREN:
        return "收养" if relation.startswith(ADOPTED) else "亲子"
    numbered = next((each for each in COUNTED if relation.startswith(each)), "")
    return "亲子" if numbered and relation.removeprefix(numbered) in CHILDREN else ""


def _support(dossier: Any) -> list[Content]:
    from casework.drafts import checked  # noqa: PLC0415  (drafts read forms)

    rows = checked(dossier, "C03").content.get("support") or []
    return [
        {
            "name": row["source"],
            "kind": KINDS.get(row.get("type") or "", "其他"),
            "strength": STRENGTHS.get(row.get("strength") or ""),
        }
        for row in rows
    ]
