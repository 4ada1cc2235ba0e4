"""家庭: what D02 begins with, from what D01 and C03 already say of kin and of support."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Content

STRENGTHS = {"强": "强", "一般": "弱", "弱": "弱"}
KINDS = {"正式": "政府", "非正式": "亲属"}
CHILDREN = ("子", "女", "儿", "孙")
SPOUSES = ("夫", "妻", "配偶", "爱人", "老伴")
SELF = "本人"


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """The person and their kin as on D01, and the support that C03 lists."""
    person = dossier.person
    kin = person.family_members or []
    nodes = [{"person_ref": SELF, "sex": person.sex, "age": person.age, "index_person": True}]
    nodes += [{"person_ref": _called(row)} for row in kin]
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


def _edge(row: Content) -> Content | None:
    """Draw the line that a relation's name implies; others are drawn by hand."""
    relation = str(row.get("relation") or "")
    if relation.endswith(SPOUSES):
        return {"from": SELF, "to": relation, "type": "婚姻"}
    if relation.endswith(CHILDREN):
        return {"from": SELF, "to": relation, "type": "亲子"}
    return None


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
