"""发件箱: promises to tell somebody outside the house as well, and the ways by which they go."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Station
from notifications.models.inbox import Message, Urgency


class Way(models.TextChoices):
    MAIL = "mail", _("电子邮件")
    WECOM = "wecom", _("企业微信群")


class Channel(models.Model):
    """渠道: the house's e-mail, or the WeCom robot of one station; and how it is doing.

    ``free_at`` is the lease and the rest in one: before that moment nobody sends by it.
    """

    DEAD = 5  # failures in a row

    way = models.CharField(_("渠道"), max_length=5, choices=Way)
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    address = models.BinaryField(_("机器人地址（加密）"), null=True)
    free_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(_("连续失败"), default=0)
    failure = models.CharField(_("失败原因"), max_length=40, blank=True)
    failed_at = models.DateTimeField(_("上次失败"), null=True)
    succeeded_at = models.DateTimeField(_("上次成功"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("渠道")
        constraints = [
            models.UniqueConstraint(
                fields=["way"], name="one_mail_channel", condition=Q(station=None)
            ),
            models.UniqueConstraint(fields=["station"], name="one_robot_each"),
            models.CheckConstraint(
                name="a_robot_has_a_station_and_an_address",
                condition=Q(way="mail", station=None, address=None)
                | Q(way="wecom", station__isnull=False, address__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.way}"

    @property
    def dead(self) -> bool:
        return self.failures >= self.DEAD


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, failure="")

    def due(self) -> Self:
        """What may go now, the urgent first."""
        return self.waiting().filter(not_before__lte=timezone.now()).order_by("-urgency", "pk")

    def of(self, channel: Channel) -> Self:
        return self.filter(way=channel.way, station=channel.station_id)


class Delivery(models.Model):
    """One promise: a message by one way. Without a message, a day's digest or a trial."""

    way = models.CharField(_("渠道"), max_length=5, choices=Way)
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    day = models.DateField(_("摘要日"), null=True)
    urgency = models.PositiveSmallIntegerField(_("级别"), choices=Urgency)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    not_before = models.DateTimeField(_("不早于"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("被拒次数"), default=0)
    sent_at = models.DateTimeField(_("发出"), null=True)
    failure = models.CharField(_("放弃原因"), max_length=40, blank=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = verbose_name_plural = _("外发")
        indexes = [
            models.Index(
                fields=["way", "station", "not_before"],
                name="outbox",
                condition=Q(sent_at=None, failure=""),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "way"], name="each_message_once_a_way"),
            models.UniqueConstraint(
                fields=["recipient", "day"], name="one_digest_a_day", condition=Q(message=None)
            ),
            models.CheckConstraint(
                name="to_a_robot_by_its_station",
                condition=Q(way="mail", station=None) | Q(way="wecom", station__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.way}"
