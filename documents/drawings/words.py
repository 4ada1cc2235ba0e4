"""What a drawing says, in sentences: for who hears it, and for who reads it on a phone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.drawings.kin import DESCENTS, UNIONS, Family, Person, Tie

if TYPE_CHECKING:
    from documents.drawings.ecomap import System


def note_of(person: Person) -> str:
    """Return what stands below a name: who it is, or that they are dead and how old they were."""
    if person.index:
        return _("服务对象")
    if person.dead and person.age is not None:
        return _("已故 · %(age)s 岁") % {"age": person.age}
    return _("已故") if person.dead else ""


def of_family(
    family: Family, loose: list[int], hung: dict[tuple[int, ...], list[int]]
) -> list[str]:
    """Return one sentence for every person and every line, and for all that was guessed."""
    names = [each.name for each in family.people]
    home = [each.name for each in family.people if each.home or each.index]
    said = [_person(each) for each in family.people]
    said += [_tie(names, tie) for tie in family.ties]
    said += _assumed(family, hung)
    if any(each.home for each in family.people):
        said.append(_("同住：%(names)s。") % {"names": _listed(home)})
    if loose:
        said.append(_("还没画关系线：%(names)s。") % {"names": _listed(names[at] for at in loose)})
    said += [
        _("关系线里的“%(name)s”不在成员里，先按性别未说明画出。") % {"name": each.name}
        for each in family.people
        if not each.told
    ]
    same = _("“%(name)s”有一条关系线两头是同一个人，没有画。")
    return said + [same % {"name": names[at]} for at in dict.fromkeys(family.alone)]


def of_systems(person: str, home: list[str], systems: "list[System]") -> list[str]:
    """Return who is in the middle, and one sentence for every system."""
    middle = _("%(person)s，同住：%(names)s。") if home else _("中间是%(person)s。")
    return [
        middle % {"person": person, "names": _listed(home)},
        *(_system(each) for each in systems),
    ]


def _person(person: Person) -> str:
    age = _("%(age)s 岁") % {"age": person.age} if person.age is not None else ""
    parts = [
        _("服务对象") if person.index else "",
        person.sex if person.sex in {"男", "女"} else _("性别未说明"),
        age,
        _("已故") if person.dead else "",
    ]
    return _("%(name)s：%(says)s。") % {
        "name": person.name,
        "says": "，".join(each for each in parts if each),
    }


def _tie(names: list[str], tie: Tie) -> str:
    one, other = names[tie.one], names[tie.other]
    if tie.kind in DESCENTS:
        kind = _("养子女") if tie.kind == "收养" else _("子女")
        said = _("%(other)s是%(one)s的%(kind)s") % {"one": one, "other": other, "kind": kind}
    else:
        kind = tie.kind if tie.kind in UNIONS else _("关系没写明")
        said = _("%(one)s和%(other)s：%(kind)s") % {"one": one, "other": other, "kind": kind}
    return said + (_("，关系%(how)s。") % {"how": tie.quality} if tie.quality else "。")


def _assumed(family: Family, hung: dict[tuple[int, ...], list[int]]) -> Iterable[str]:
    """Say where a child hangs on a couple of whom only one was told to be the parent."""
    told = {(tie.one, tie.other) for tie in family.descents}
    for parents, children in hung.items():
        for child in children:
            if any((parent, child) not in told for parent in parents):
                yield _("%(child)s画在%(couple)s的线下。") % {
                    "child": family.people[child].name,
                    "couple": _("和").join(family.people[each].name for each in parents),
                }


def _system(system: "System") -> str:
    strengths = {"强": _("关系强"), "弱": _("关系弱"), "紧张": _("关系紧张")}
    directions = {
        "双向": _("互相支持"),
        "向服务对象": _("支持流向服务对象"),
        "向外": _("支持从服务对象流出"),
    }
    kind = _("（%(kind)s）") % {"kind": system.kind} if system.kind else ""
    strength = strengths.get(system.strength, _("强弱没写"))
    said = [strength, directions.get(system.direction, "")]
    return f"{system.name}{kind}：{'，'.join(each for each in said if each)}。"


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
