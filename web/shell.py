"""What every page shows around itself: who is here, where they may go, what waits."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role, User
from notifications.services import MOST_COUNTED, unread
from web.urgent import urgent
from workflows.selectors import MOST, decisions_for, desk_of

Item = dict[str, Any]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of base.html; nothing for a stranger."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"source_url": settings.SOURCE_URL}
    return _Shell(request, user).context()


class _Shell:
    """Put together once a page, and only when a page is drawn with it."""

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user = request, user
        posts = user.posts.current().select_related("station", "community").order_by("pk")
        self.posts = list(posts)
        self.roles = {post.role for post in self.posts}

    def context(self) -> dict[str, Any]:
        first = self.posts[0] if self.posts else None
        count = unread(self.user)
        groups = self._groups()
        self._mark([item for group in groups for item in group["items"]])
        return {
            "source_url": settings.SOURCE_URL,
            "station": first.station if first else None,
            "me": {
                "pk": self.user.pk,
                "name": str(self.user),
                "avatar": str(self.user)[-2:],
                "role": "、".join(str(p.get_role_display()) for p in self.posts) or _("没有岗位"),
            },
            "nav": groups,
            "tabs": self._tabs(groups),
            "unread": f"{MOST_COUNTED}+" if count > MOST_COUNTED else count,
        }

    def _groups(self) -> list[dict[str, Any]]:
        if self.roles == {Role.COMMUNITY.value}:
            return [{"title": "", "items": self._community()}]
        top = [self._desk()]
        if self.roles & {Role.SUPERVISOR.value, Role.HEAD.value, Role.DISTRICT.value}:
            waiting = decisions_for(self.user).count()
            top.append(self._item("approvals", _("待我审批"), "rubber-stamp", count=waiting))
        services = [self._item("dossiers", _("个案"), "user-heart")]
        if self.roles & {Role.WORKER.value, Role.HEAD.value, Role.DISTRICT.value}:
            services.append(self._item("new_lead", _("登记求助"), "pencil-plus"))
        mine = [
            self._item("drafts", _("我的草稿"), "writing"),
            self._item("messages", _("消息"), "bell"),
            self._item("help", _("帮助"), "help"),
        ]
        return [
            {"title": "", "items": top},
            {"title": _("服务"), "items": services},
            {"title": _("我的"), "items": mine},
        ]

    def _desk(self) -> Item:
        """Count what must be done now, in red; where nothing must, what there is to do."""
        now = urgent(self.user)
        count = now or desk_of(self.user)[: MOST + 1].count()
        item = self._item("desk", _("工作台"), "layout-dashboard", count=count)
        return item | {"alert": bool(now)}

    def _community(self) -> list[Item]:
        return [
            self._item("new_lead", _("登记求助"), "pencil-plus"),
            self._item("leads", _("我报的线索"), "list-check"),
            self._item("messages", _("消息"), "bell"),
            self._item("help", _("帮助"), "help"),
        ]

    def _item(self, name: str, label: str, icon: str, count: int | None = None) -> Item:
        return {
            "label": label,
            "icon": icon,
            "href": reverse(f"web:{name}"),
            "current": False,
            "count": count,
            "alert": False,
        }

    def _mark(self, items: list[Item]) -> None:
        """Mark where one is: the item whose address is the longest part of this one's."""
        here = self.request.path
        around = [each for each in items if here.startswith(each["href"]) and each["href"] != "/"]
        around += [each for each in items if each["href"] == here]
        if around:
            max(around, key=lambda each: len(each["href"]))["current"] = True

    @staticmethod
    def _tabs(groups: list[dict[str, Any]]) -> list[Item]:
        """Return the five that a phone has room for; registering stands out."""
        items = [item for group in groups for item in group["items"]]
        wanted = [each for each in items if each["icon"] != "help"][:5]
        return [{**each, "go": each["icon"] == "pencil-plus"} for each in wanted]
