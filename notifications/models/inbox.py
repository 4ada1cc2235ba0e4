"""消息: the inbox. What a person is told stands here once, written with the change it tells of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Urgency(models.IntegerChoices):
    """级别 (handbook 13), in order: whoever wants the important ones wants the urgent ones too."""

    ORDINARY = 1, _("普通")
    IMPORTANT = 2, _("重要")
    URGENT = 3, _("紧急")


class Message(models.Model):
    """One thing said to one person. It holds a number and a matter, never a name or case text."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(_("事由"), max_length=60)
    says = models.CharField(_("内容"), max_length=120)
    link = models.CharField(_("链接"), max_length=80)
    urgency = models.PositiveSmallIntegerField(_("级别"), choices=Urgency, default=Urgency.ORDINARY)
    must_ack = models.BooleanField(_("须回执"), default=False)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("已读"), null=True)
    acknowledged_at = models.DateTimeField(_("回执时间"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="messages_of_person"),
            models.Index(fields=["recipient"], name="unread_messages", condition=Q(read_at=None)),
            models.Index(
                fields=["link"],
                name="unacknowledged_messages",
                condition=Q(must_ack=True, acknowledged_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="acknowledged_by_somebody_at_some_time",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    @property
    def urgent(self) -> bool:
        return self.urgency == Urgency.URGENT

    @property
    def important(self) -> bool:
        return self.urgency == Urgency.IMPORTANT

    @property
    def wants_ack(self) -> bool:
        """Whether somebody still waits for the word that it was seen."""
        return self.must_ack and self.acknowledged_at is None
