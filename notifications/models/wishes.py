"""消息设置: by which way, how late at night, and how often somebody wants to be told."""

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.models.inbox import Urgency

NEVER = Urgency.URGENT + 1  # more urgent than anything is
FROM = [
    (NEVER, _("不发")),
    (Urgency.URGENT.value, _("只发紧急的")),
    (Urgency.IMPORTANT.value, _("发重要和紧急的")),
    (Urgency.ORDINARY.value, _("都发")),
]


class Wishes(models.Model):
    """What one person wants outside the house. Who has none saved has the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="+"
    )
    mail_from = models.PositiveSmallIntegerField(
        _("电子邮件"), choices=FROM, default=Urgency.IMPORTANT
    )
    wecom_from = models.PositiveSmallIntegerField(
        _("企业微信群"), choices=FROM, default=Urgency.URGENT
    )
    digest_hour = models.PositiveSmallIntegerField(_("每日摘要"), null=True, blank=True)
    quiet_from = models.TimeField(_("几点以后不打扰"), default=time(21, 0))
    quiet_until = models.TimeField(_("到几点为止"), default=time(7, 30))

    class Meta:
        verbose_name = verbose_name_plural = _("消息设置")
        constraints = [
            models.CheckConstraint(
                name="digest_at_an_hour_of_the_day",
                condition=models.Q(digest_hour=None) | models.Q(digest_hour__lt=24),
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Feed(models.Model):
    """A person's calendar link, known by the hash of its secret alone: nobody can read it here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")

    def __str__(self) -> str:
        return str(self.user_id)
