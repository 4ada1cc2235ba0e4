"""文书: what was printed and sealed, as the bytes themselves; first a promise, then a paper."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import DataKey, Dossier, Submission

ABOUT = "document content"  # binds the sealed bytes to their place


class Document(models.Model):
    """One form of one submission on paper. Pending until a worker has printed it."""

    class State(models.TextChoices):
        PENDING = "pending", _("生成中")
        READY = "ready", _("有效")
        FAILED = "failed", _("没有生成")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    form = models.CharField(_("表单"), max_length=4)
    instance = models.PositiveSmallIntegerField(_("第几份"))
    round = models.PositiveSmallIntegerField(_("第几稿"))
    number = models.CharField(_("编号"), max_length=40, unique=True)
    check_code = models.CharField(_("校验码"), max_length=16, unique=True)
    state = models.CharField(_("状态"), max_length=7, choices=State, default=State.PENDING)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(_("指纹"), max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("页数"), default=0)
    made_at = models.DateTimeField(_("封存时间"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    failure = models.CharField(_("失败原因"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文书")
        constraints = [
            models.UniqueConstraint(fields=["submission", "form"], name="one_paper_per_form"),
            models.CheckConstraint(
                name="ready_paper_is_sealed",
                condition=~models.Q(state="ready")
                | models.Q(content__isnull=False, made_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], name="papers_to_make", condition=~models.Q(state="ready")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def data_key(self) -> DataKey:
        return self.submission.data_key

    @property
    def says(self) -> str:
        """Return what a page says of it: of one that no longer stands, why not."""
        aside = self.form in self.submission.aside and self.state == self.State.READY
        return self.submission.word_of(self.form) if aside else str(self.get_state_display())

    def read(self) -> bytes:
        """Return the bytes that were sealed; raises InvalidTag if they were changed."""
        token: Any = self.content
        return self.data_key.open(bytes(token), ABOUT)
