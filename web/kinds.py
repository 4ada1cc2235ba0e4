"""三类工作的名目: what pages call each kind of work, and what its list shows."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Dossier


@dataclass(frozen=True)
class Kind:
    """A kind of work, as pages name it: ``route`` is its list, ``columns`` what that shows."""

    name: Any
    route: str
    icon: str
    columns: tuple[Any, ...]
    empty: Any
    seek: Any

    @property
    def href(self) -> str:
        return reverse(self.route)


KINDS: dict[str, Kind] = {
    Dossier.Kind.CASE: Kind(
        _("个案"),
        "web:dossiers",
        "user-heart",
        (_("服务对象"), _("类别"), _("社区"), _("状态"), _("风险"), _("社工"), _("登记日")),
        _("还没有个案。"),
        _("没有找到。可以按姓氏加名字、个案编号或登记号找。"),
    ),
    Dossier.Kind.GROUP: Kind(
        _("小组"),
        "web:groups",
        "users-group",
        (_("名称"), _("社区"), _("状态"), _("主责社工"), _("登记日")),
        _("还没有小组。"),
        _("没有找到。可以按小组名称或编号找。"),
    ),
    Dossier.Kind.PROJECT: Kind(
        _("项目"),
        "web:projects",
        "folders",
        (_("名称"), _("社工站"), _("状态"), _("负责人"), _("周期"), _("登记日")),
        _("还没有项目。"),
        _("没有找到。可以按项目名称或编号找。"),
    ),
}


def kind_of(work: Dossier) -> Kind:
    return KINDS[work.kind]


def enter(request: Any, work: Dossier) -> None:
    """Let the navigation know in which part of the house a page of a dossier lies."""
    request.section = kind_of(work).href
