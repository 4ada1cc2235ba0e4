"""卷宗: the spine. Everything that hangs on a piece of work hangs on its dossier."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Community, Post, Station
from casework.models.keys import DataKey
from casework.models.walls import NOTHING, READERS, seen_through

if TYPE_CHECKING:
    from accounts.models import User


class Counter(models.Model):
    """The last number given to a kind of record at one station in one year (handbook 10.3)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=1)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "kind", "year"], name="one_counter_each")
        ]

    def __str__(self) -> str:
        return f"{self.station.code}-{self.kind}-{self.year}-{self.last:04d}"


LASTING = {
    "_posts_at",
    "_policies",
    "episode_of",
}  # what no act on a dossier changes while it is locked
OWN_ROW = {"C": "case", "G": "group", "P": "project"}
Work = TypeVar("Work", bound="Dossier")
Read = TypeVar("Read", bound=Callable[..., Any])


class DossierQuerySet(models.QuerySet[Work]):
    def visible_to(self, user: "User") -> Self:
        """Return the dossiers that exist for ``user``: the walls, once."""
        return self._through(user.posts.current())

    def readable_by(self, user: "User") -> Self:
        """Return those whose content the user reads at work: not through the 总站, or auditing."""
        return self._through(user.posts.current().filter(role__in=READERS))

    def _through(self, posts: "models.QuerySet[Post]") -> Self:
        seen = NOTHING
        for post in posts:
            seen |= seen_through(post)
        return self.filter(seen)


class Dossier(models.Model):
    """One piece of work, of whatever kind, from first contact to the archive box."""

    class Kind(models.TextChoices):
        """三种工作方式; the letter is the kind's in numbers (handbook 10.3)."""

        CASE = "C", _("个案")
        GROUP = "G", _("小组")
        PROJECT = "P", _("项目")

    class Risk(models.TextChoices):
        """风险分级 (handbook 7.1)."""

        HIGH = "high", _("高风险")
        MEDIUM = "medium", _("中风险")
        LOW = "low", _("低风险")
        UNKNOWN = "", _("风险未评")

    class Level(models.TextChoices):
        """服务级别: how much supervision the work gets."""

        ADVICE = "咨询", _("咨询")
        GENERAL = "一般个案", _("一般个案")
        KEY = "重点个案", _("重点个案")
        MANAGED = "个案管理", _("个案管理")

    kind = models.CharField(_("类型"), max_length=1, choices=Kind, editable=False)
    number = models.CharField(_("卷宗号"), max_length=24, unique=True, editable=False)
    title = models.CharField(
        _("名称"), max_length=80, blank=True, help_text=_("小组和项目的名称；个案没有名称")
    )
    registration = models.CharField(_("登记号"), max_length=24, unique=True, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, verbose_name=_("社工站"), related_name="+")
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        null=True,
        verbose_name=_("社区"),
        related_name="+",
        help_text=_("项目可以不只在一个社区"),
    )
    status = models.CharField(_("状态"), max_length=20, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("主责社工"),
        help_text=_("立案前为受理社工"),
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("督导"),
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("接手人"),
        help_text=_("交接期间；从指定时起就能看"),
    )
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("监交人"),
        help_text=_("离岗交接期间"),
    )
    level = models.CharField(_("服务级别"), max_length=8, choices=Level, blank=True)
    risk = models.CharField(_("风险等级"), max_length=6, choices=Risk, blank=True)
    risk_on = models.DateField(_("风险评定日"), null=True)
    opened_on = models.DateField(_("登记日期"))
    accepted_on = models.DateField(_("立案日期"), null=True)
    first_submitted_on = models.DateField(_("首次提交"), null=True)
    alarmed_at = models.DateTimeField(_("警示时间"), null=True)
    closed_on = models.DateField(_("结案日期"), null=True)
    ended_on = models.DateField(_("办结日期"), null=True)
    sealed_with = models.ForeignKey(
        DataKey,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("数据密钥"),
    )
    shared = models.BooleanField(_("有协作"), default=False, editable=False)
    beside = models.JSONField(_("支线"), default=list, editable=False, help_text=_("在办的支线"))

    near: ClassVar[tuple[str, ...]] = ("station", "community", "owner", "supervisor")

    objects: ClassVar[DossierQuerySet["Dossier"]] = DossierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("卷宗")
        constraints = [
            models.CheckConstraint(
                name="dossier_closed_has_date",
                condition=~Q(status__in=["closed", "following"]) | Q(closed_on__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["station", "-opened_on", "-id"], name="dossiers_of_station"),
            models.Index(
                fields=["owner", "-opened_on"],
                name="open_work_of_owner",
                condition=Q(ended_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def chain(self) -> str:
        """The dossier's chain in the trail."""
        return f"dossier:{self.pk}"

    @property
    def work(self) -> Any:
        """The row that says more of it: the case, the group, the project."""
        return self if type(self) is not Dossier else getattr(self, OWN_ROW[self.kind])

    @property
    def shown_as(self) -> str:
        """What lists and steps call it: by its title; a case by its person's masked name."""
        return self.title or str(self.work.shown_as)

    @property
    def data_key(self) -> DataKey:
        """The key of its content: of a case its person's, of other work a key of its own."""
        return self.sealed_with

    @cached_property
    def known(self) -> dict[Any, Any]:
        """What has been read of this dossier, for ``once``; forgotten when it is locked."""
        return {}

    def forget(self) -> None:
        """Forget what a change of the dossier's own records may have made untrue."""
        for key in [key for key in self.known if key[0] not in LASTING]:
            del self.known[key]


def once(read: Read) -> Read:
    """Remember what ``read(dossier, *more)`` found, as long as nothing can have changed it.

    Guards ask for the same drafts again and again. Locking forgets, and so does writing.
    """

    @wraps(read)
    def remembered(dossier: Any, *more: Any) -> Any:
        if dossier is None:
            return read(dossier, *more)
        key = (read.__name__, *more)
        if key not in dossier.known:
            dossier.known[key] = read(dossier, *more)
        return dossier.known[key]

    return cast("Read", remembered)


class Episode(models.Model):
    """服务期: from one opening to its closing; reopening begins another (handbook 1.2)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="episodes")
    number = models.PositiveSmallIntegerField(_("第几期"), default=1)
    opened_on = models.DateField(_("开始"))
    closed_on = models.DateField(_("结束"), null=True)
    closed_as = models.CharField(_("结案类型"), max_length=12, blank=True)
    was_high = models.BooleanField(_("本期曾为高风险"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("服务期")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="one_episode_each")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} · {self.number}"
