"""组员、节次与出席: what is counted of a group (handbook 3.3, 8.1). Names are sealed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.group import Group
from casework.models.keys import DataKey
from casework.models.people import Person
from casework.questions.storage import Stored


class Member(models.Model):
    """Somebody in a group, from the day they joined to the day they left.

    ``person`` is their own record, where the station keeps one. ``pictured`` is their 影像授权:
    nothing until they were asked.
    """

    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    number = models.PositiveSmallIntegerField(_("组员号"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = Stored("BinaryField")
    phone = Stored("BinaryField")
    category = models.CharField(_("主类别"), max_length=30)
    joined_on = models.DateField(_("入组日"))
    left_on = models.DateField(_("退组日"), null=True)
    signed_on = models.DateField(_("契约签署日"), null=True)
    pictured = models.BooleanField(_("影像授权"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("组员")
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_number_each_in_group"),
            models.CheckConstraint(
                name="member_leaves_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.number}"

    @property
    def data_key(self) -> DataKey:
        return self.group.data_key


class GroupSession(models.Model):
    """一节: one meeting that took place and was recorded."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("第几节"))
    held_on = models.DateField(_("日期"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    phase = models.CharField(_("阶段"), max_length=4)
    theme = models.CharField(_("主题"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("小组节次")
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_session_per_number")
        ]
        indexes = [models.Index(fields=["held_on"], name="sessions_by_day")]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.number}"


class Attendance(models.Model):
    """出席: one member at one session. Late or leaving early counts as being there (8.1)."""

    class Status(models.TextChoices):
        PRESENT = "出席", _("出席")
        LATE = "迟到", _("迟到")
        EARLY = "早退", _("早退")
        EXCUSED = "请假", _("请假")
        ABSENT = "缺席", _("缺席")

    THERE: ClassVar = [Status.PRESENT, Status.LATE, Status.EARLY]

    session = models.ForeignKey(GroupSession, models.PROTECT, related_name="attendance")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendance")
    status = models.CharField(_("出席情况"), max_length=4, choices=Status)

    class Meta:
        verbose_name = verbose_name_plural = _("出席")
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="one_attendance_each")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.member_id}"
