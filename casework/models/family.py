"""家庭结构图与生态图 (D02): who belongs to whom, and what holds and strains."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import choices
from casework.models.forms import Content, DossierForm
from casework.questions import Choice, Number, Reckoned, Rows, Text, YesNo


class Genogram(DossierForm):
    """家庭结构图与生态图: begun from what D01 and C03 say, drawn from what stands here."""

    code, key, name_of_form = "D02", "genogram_ecomap", _("家庭结构图与生态图")
    stage, when_filled = _("图形结构"), _("预估阶段")

    nodes = Rows(
        _("家庭成员节点"),
        3,
        parts={
            "person_ref": Text(_("称呼")),
            "sex": Choice(_("性别"), of=choices.SEXES, required=False),
            "age": Number(_("年龄"), most=130, required=False),
            "alive": YesNo(_("在世"), required=False),
            "cohabit": YesNo(_("同住"), required=False),
            "index_person": YesNo(_("服务对象"), required=False),
        },
    )
    edges = Rows(
        _("婚姻/血亲/关系线"),
        3,
        required=False,
        parts={
            "from": Text(_("谁")),
            "to": Text(_("和谁")),
            "type": Choice(_("关系"), of=choices.UNIONS),
            "quality": Choice(_("亲疏"), of=choices.QUALITIES, required=False),
        },
    )
    household_boundary = Rows(
        _("同住边界"), 2, required=False, parts={"person": Text(_("同住的人"))}
    )
    ecosystems = Rows(
        _("生态系统"),
        2,
        required=False,
        parts={
            "name": Text(_("名称")),
            "kind": Choice(_("类型"), of=choices.SYSTEMS, required=False),
            "strength": Choice(_("强弱"), of=choices.BONDS, required=False),
            "direction": Choice(_("方向"), of=choices.FLOWS_OF_SUPPORT, required=False),
        },
    )
    drawn = Reckoned(
        _("绘制日期/绘制人"),
        1,
        type="sub{date,user}",
        figures={"date": _("日期"), "user": _("绘制人")},
    )

    class Meta(DossierForm.Meta):
        verbose_name = verbose_name_plural = _("家庭结构图与生态图")

    @classmethod
    def prefilled(cls, dossier: Any) -> dict[str, tuple[Any, Any]]:
        from casework.families import begun_with  # noqa: PLC0415  (families read forms)

        return begun_with(dossier)

    @classmethod
    def reckoned(cls, dossier: Any, instance: int) -> Content:
        from casework.families import reckoned  # noqa: PLC0415

        return reckoned(dossier)
