"""The trail and its signed checkpoints. Rows are only added; the database refuses the rest.

Beside them the pulse of what goes on behind the pages, which is no evidence.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line, sealed to the line before it on the same chain.

    ``body`` is the evidence: the canonical text that was hashed. The other columns repeat
    parts of it so that it can be searched; ``checks`` compares them.
    """

    chain = models.CharField(_("链"), max_length=60)
    seq = models.PositiveIntegerField(_("序号"))
    verb = models.CharField(_("动作"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("操作人"),
    )
    post = models.ForeignKey(
        "accounts.Post",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("岗位"),
    )
    at = models.DateTimeField(_("发生时间"))
    entered_at = models.DateTimeField(_("记录时间"))
    dossier = models.BigIntegerField(_("卷宗"), null=True)  # of a reading: finds it, proves nothing
    body = models.TextField(_("内容"))
    prev = models.CharField(_("上一条封存值"), max_length=64)
    hash = models.CharField(_("封存值"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="one_entry_per_seq")]
        indexes = [
            models.Index(fields=["actor", "at"], name="entry_actor_at"),
            models.Index(
                fields=["dossier", "at"],
                name="readings_of_dossier",
                condition=models.Q(dossier__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.verb}"


class Checkpoint(models.Model):
    """The heads of all chains which grew since the last one, signed once a day.

    It is chained to the checkpoint before it (``prev`` in the body), so that none can be
    taken out of the middle, and it makes a cut tail show: the head it names is gone.
    """

    number = models.PositiveIntegerField(_("序号"), unique=True)
    day = models.DateField(_("日期"), unique=True)
    body = models.TextField(_("内容"))
    hash = models.CharField(_("封存值"), max_length=64)
    public_key = models.CharField(_("公钥"), max_length=64)
    signature = models.CharField(_("签名"), max_length=128)

    class Meta:
        verbose_name = verbose_name_plural = _("审计检查点")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.day}"


class Pulse(models.Model):
    """When the worker last did what beat asked it to do each minute: one row, overwritten."""

    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("后台心跳")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
