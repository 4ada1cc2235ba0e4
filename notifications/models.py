"""消息: the outbox, and at the same time what a person finds under 消息."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One thing said to one person. It holds a number and a matter, never a name or case text."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(_("事由"), max_length=60)
    says = models.CharField(_("内容"), max_length=120)
    link = models.CharField(_("链接"), max_length=80)
    urgent = models.BooleanField(_("紧急"), default=False)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("已读"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="messages_of_person"),
            models.Index(
                fields=["recipient"], name="unread_messages", condition=models.Q(read_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
