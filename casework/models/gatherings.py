"""签到 and 相册: members sign in to a session by themselves, and pictures are taken of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.group import Group
from casework.models.keys import DataKey
from casework.models.members import Member

USER = settings.AUTH_USER_MODEL
IN_TIME = timedelta(minutes=10)  # after the start; who comes later is late


class SignInSheet(models.Model):
    """A sign-in that is open for one session on its day. Of its address only a hash is kept."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="sign_in_sheets")
    number = models.PositiveSmallIntegerField(_("第几节"))
    token_hash = models.CharField(_("地址指纹"), max_length=64, unique=True, editable=False)
    starts_at = models.DateTimeField(_("开始"))
    expires_at = models.DateTimeField(_("有效到"))
    wrong = models.JSONField(_("填错的次数"), default=dict, editable=False)  # by 组员号
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("打开时间"))
    closed_at = models.DateTimeField(_("关闭时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("签到")
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(closed_at=None), name="one_open_sheet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.number}"


class SignIn(models.Model):
    """One member who has signed in to one session."""

    class Way(models.TextChoices):
        SELF = "self", _("扫码签到")
        WORKER = "worker", _("工作人员代记")

    group = models.ForeignKey(Group, models.PROTECT, related_name="sign_ins")
    number = models.PositiveSmallIntegerField(_("第几节"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="sign_ins")
    at = models.DateTimeField(_("时间"))
    late = models.BooleanField(_("迟到"), default=False)
    way = models.CharField(_("方式"), max_length=6, choices=Way)

    class Meta:
        verbose_name = verbose_name_plural = _("组员签到")
        constraints = [
            models.UniqueConstraint(fields=["number", "member"], name="one_sign_in_each")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.number} · {self.member_id}"


class Photo(models.Model):
    """照片: sealed as a scan is, with who is to be seen in it."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="photos")
    number = models.PositiveSmallIntegerField(_("第几节"), null=True)
    kind = models.CharField(_("格式"), max_length=20)
    content = models.BinaryField(editable=False)
    sha256 = models.CharField(_("指纹"), max_length=64)
    members = models.ManyToManyField(Member, related_name="photos", verbose_name=_("照到的组员"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("照片")
        indexes = [models.Index(fields=["group", "number"], name="photos_of_group")]

    def __str__(self) -> str:
        return f"photo {self.pk} of {self.group_id}"

    @property
    def data_key(self) -> DataKey:
        key: DataKey = self.group.data_key
        return key
