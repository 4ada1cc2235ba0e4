"""What every page shows around itself: who is here, where they may go, what waits."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Post, Role, Station, User
from notifications.services import MOST_COUNTED, unread
from web.urgent import urgent
from workflows.selectors import Waits, glance

Item = dict[str, Any]
RECORD, LEAD = "notebook", "pencil-plus"  # the icons of what one does most
KINDS: list[tuple[str, Any, str]] = [
    ("dossiers", gettext_lazy("个案"), "user-heart"),
    ("groups", gettext_lazy("小组"), "users-group"),
    ("projects", gettext_lazy("项目"), "folders"),
]
AT_WORK = {Role.WORKER.value, Role.SUPERVISOR.value, Role.HEAD.value, Role.DISTRICT.value}
LEDGER = "files"
AT_A_DESK = {"help", LEDGER}  # the icons of what is not one of a phone's five
PARTS = ["station", "me", "nav", "tabs", "unread", "may_raise"]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of base.html, read when it is drawn; nothing for a stranger."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"source_url": settings.SOURCE_URL}
    around = _Shell(request, user)
    drawn = {name: SimpleLazyObject(partial(getattr, around, name)) for name in PARTS}
    return {"source_url": settings.SOURCE_URL, **drawn}


class _Shell:
    """What stands around a page: each part put together once, and only where it is drawn."""

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user = request, user

    @cached_property
    def posts(self) -> list[Post]:
        posts = self.user.posts.current()
        return list(posts.select_related("station", "community").order_by("pk"))

    @cached_property
    def station(self) -> Station | None:
        return self.posts[0].station if self.posts else None

    @cached_property
    def me(self) -> Item:
        return {
            "pk": self.user.pk,
            "name": str(self.user),
            "avatar": str(self.user)[-2:],
            "role": "、".join(str(p.get_role_display()) for p in self.posts) or _("没有岗位"),
        }

    @cached_property
    def may_raise(self) -> bool:
        """Whether the way to the alarm stands on every page: for all who work with people."""
        return any(post.role in {*AT_WORK, Role.COMMUNITY.value} for post in self.posts)

    @cached_property
    def nav(self) -> list[dict[str, Any]]:
        groups = self._groups({post.role for post in self.posts})
        self._mark([item for group in groups for item in group["items"]])
        return groups

    @cached_property
    def tabs(self) -> list[Item]:
        """The five that a phone has room for; writing a record stands out, else registering."""
        items = [item for group in self.nav for item in group["items"]]
        wanted = [each for each in items if each["icon"] not in AT_A_DESK][:5]
        icons = {each["icon"] for each in wanted}
        return [
            {**each, "go": each["icon"] == (RECORD if RECORD in icons else LEAD)} for each in wanted
        ]

    @cached_property
    def unread(self) -> int | str:
        count = unread(self.user)
        return f"{MOST_COUNTED}+" if count > MOST_COUNTED else count

    def _groups(self, roles: set[str]) -> list[dict[str, Any]]:
        if roles == {Role.COMMUNITY.value}:
            return [{"title": "", "items": self._community()}]
        if roles == {Role.AUDITOR.value}:
            return [{"title": "", "items": self._auditor()}]
        if not roles & AT_WORK:
            return [{"title": "", "items": self._partner()}]
        desk = glance(self.user, self.posts)
        top = [self._desk(desk)]
        if roles & {Role.SUPERVISOR.value, Role.HEAD.value, Role.DISTRICT.value}:
            waiting = sum(each.decides for each in desk)
            top.append(self._item("approvals", _("待我审批"), "rubber-stamp", count=waiting))
            top.append(self._item("deadlines", _("逾期与将到期"), "alarm"))
        if Role.WORKER.value in roles:
            top.append(self._item("records", _("写记录"), RECORD))
        mine = [
            self._item("drafts", _("我的草稿"), "writing"),
            self._item("messages", _("消息"), "bell"),
            self._item("help", _("帮助"), "help"),
        ]
        return [
            {"title": "", "items": top},
            {"title": _("服务"), "items": self._services(roles)},
            *self._station_affairs(roles),
            {"title": _("我的"), "items": mine},
        ]

    def _services(self, roles: set[str]) -> list[Item]:
        items = [self._item(*each) for each in KINDS]
        if roles & {Role.WORKER.value, Role.HEAD.value, Role.DISTRICT.value}:
            items.append(self._item("new_lead", _("登记求助"), LEAD))
        if roles & {Role.WORKER.value, Role.HEAD.value}:
            items.append(self._item("ledger", _("台账"), LEDGER))
        return items

    def _station_affairs(self, roles: set[str]) -> list[dict[str, Any]]:
        """What a head sets for a station, and the 总站 for all of them."""
        if not roles & {Role.HEAD.value, Role.DISTRICT.value}:
            return []
        items = [
            self._item("departures", _("离岗交接"), "arrows-exchange"),
            self._item("terms", _("时限设置"), "hourglass"),
            self._item("calendar", _("工作日历"), "calendar"),
        ]
        if Role.HEAD.value in roles:
            items.append(self._item("merges", _("重复档案"), "users-group"))
        return [{"title": _("站务"), "items": items}]

    def _desk(self, desk: list[Waits]) -> Item:
        """Count what must be done now, in red; where nothing must, what there is to do."""
        now = urgent(self.user, desk)
        item = self._item("desk", _("工作台"), "layout-dashboard", count=now or len(desk))
        return item | {"alert": bool(now)}

    def _community(self) -> list[Item]:
        return [
            self._item("new_lead", _("登记求助"), LEAD),
            self._item("leads", _("我报的线索"), "list-check"),
            self._item("messages", _("消息"), "bell"),
            self._item("help", _("帮助"), "help"),
        ]

    def _partner(self) -> list[Item]:
        """Whoever pays for projects, signs, reviews or evaluates them: what waits, and those."""
        desk = glance(self.user, self.posts)
        return [
            self._desk(desk),
            self._item("approvals", _("待我审批"), "rubber-stamp"),
            self._item("projects", _("项目"), "folders"),
            self._item("messages", _("消息"), "bell"),
            self._item("help", _("帮助"), "help"),
        ]

    def _auditor(self) -> list[Item]:
        return [
            self._item("audits", _("核查总览"), "shield-check"),
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
        here = getattr(self.request, "section", self.request.path)
        around = [each for each in items if here.startswith(each["href"]) and each["href"] != "/"]
        around += [each for each in items if each["href"] == here]
        if around:
            max(around, key=lambda each: len(each["href"]))["current"] = True
