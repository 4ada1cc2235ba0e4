"""Who works where: users, stations, communities, and the dated posts which join them."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in. Never deleted, only deactivated: the trail names them."""

    full_name = models.CharField(_("姓名"), max_length=40)

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)


class Station(models.Model):
    """社工站. The unit which owns dossiers and inside which data stays; one of them is the 总站."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("区社工总站")
        STREET = "street", _("街道社工站")

    name = models.CharField(_("名称"), max_length=60, unique=True)
    code = models.CharField(_("站点码"), max_length=8, unique=True)
    kind = models.CharField(_("类型"), max_length=8, choices=Kind, default=Kind.STREET)
    district = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stations",
        verbose_name=_("总站"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("社工站")
        constraints = [
            models.CheckConstraint(
                name="street_has_district",
                condition=Q(kind="district", district=None)
                | Q(kind="street", district__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """社区: where people live; each is served by one station."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="communities")
    name = models.CharField(_("社区"), max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = _("社区")
        constraints = [
            models.UniqueConstraint(fields=["station", "name"], name="one_community_each")
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """岗位 (handbook 1.1). What each may do is in the lifecycles, what each sees in chapter 6."""

    WORKER = "worker", _("社工")
    SUPERVISOR = "supervisor", _("督导")
    HEAD = "head", _("站长")
    COMMUNITY = "community", _("社区工作者")
    DISTRICT = "district", _("总站")
    AUDITOR = "auditor", _("审计员")
    AGENCY = "agency", _("机构负责人")
    STREET = "street", _("街道社会事务科")
    CIVIL = "civil", _("区民政")
    FINANCE = "finance", _("财务")
    OUTSIDE = "outside", _("外聘专家")


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, on: date | None = None) -> Self:
        """Posts held on ``on`` (today): begun, not ended, of somebody still active."""
        day = on or timezone.localdate()
        held = Q(until=None) | Q(until__gte=day)
        return self.filter(held, since__lte=day, user__is_active=True)


class Post(models.Model):
    """A user's role at one station, from a day to a day. All authority comes from posts."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    station = models.ForeignKey(Station, models.PROTECT, related_name="posts")
    role = models.CharField(_("岗位"), max_length=12, choices=Role)
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("社区")
    )
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    objects: ClassVar[PostQuerySet] = PostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "station", "role", "since"], name="one_post_each"
            ),
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.station} · {self.get_role_display()}"
