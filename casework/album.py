"""相册: pictures of a group's sessions, kept only of members who have agreed to it (G04).

Whoever takes the agreement back is seen no more: pictures that show them leave the album at once.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.services import record
from casework.errors import RuleError
from casework.group_records import members_of, sessions_of
from casework.locking import lock
from casework.models import Group, Member, Photo
from casework.permissions import Who, standing
from casework.scans import KINDS, MOST, kind_of

ABOUT = "casework_photo.content"
KEEPERS = {Who.OWNER, Who.COLLABORATOR, Who.OBSERVER}
PICTURES = tuple(head for head, kind in KINDS.items() if kind != "pdf")  # how one begins


REMOVED_FOR = {
    "asked": gettext_lazy("照到的人要求删"),
    "wrong": gettext_lazy("照到的人标错了"),
    "poor": gettext_lazy("拍坏了，或传重了"),
    "unneeded": gettext_lazy("用不着了"),
}


def may_keep(user: User, group: Group) -> bool:
    """Whether somebody may put pictures into the album, or take them out."""
    return bool(standing(user, group) & KEEPERS) and group.ended_on is None


def may_withdraw(user: User, group: Group) -> bool:
    """Whether somebody may write down that a member is not to be pictured any more."""
    return bool(standing(user, group) & {Who.OWNER, Who.COLLABORATOR, Who.HEAD})


def refusing(group: Group, members: Iterable[Member]) -> list[int]:
    """Return the numbers of those who have not agreed to be pictured."""
    asked = {each.pk for each in members}
    return [e.number for e in members_of(group) if e.pk in asked and e.pictured is not True]


@transaction.atomic
def keep(  # noqa: PLR0913
    group: Group,
    content: bytes,
    *,
    members: Iterable[Member],
    by: User,
    number: int | None = None,
    at: datetime | None = None,
) -> Photo:
    """Keep a picture, sealed, with who is to be seen in it; ``number`` is the session's.

    Refused where anybody in it has not agreed: such a picture is not kept at all.
    """
    lock(group)
    require_keeper(by, group)
    shown = _own(group, members)
    if number is not None and number not in {each.number for each in sessions_of(group)}:
        says = _("这一节还没有记录，请先提交签到和过程记录，或不选节次。")
        raise RuleError(says, {"number": says})
    if others := refusing(group, shown):
        says = _("照片里的 %s 号组员没有同意影像使用，不能进相册：请换一张，或裁掉、遮住再传。")
        says %= "、".join(map(str, others))
        raise RuleError(says, {"members": says})
    if not content.startswith(PICTURES):
        raise RuleError(_("请上传 JPG 或 PNG 照片，不超过 %s MB，能打开的。") % (MOST // 1024**2))
    kind = kind_of(content)
    photo = Photo.objects.create(
        group=group,
        number=number,
        kind=kind,
        content=group.data_key.seal(content, ABOUT),
        sha256=sha256(content).hexdigest(),
        by=by,
        at=at or timezone.now(),
    )
    photo.members.set(shown)
    said: dict[str, Any] = {
        "photo": photo.pk,
        "bytes_sha256": photo.sha256,
        "members": [e.number for e in shown],
    }
    record("group.keep_photo", group.chain, by=by, at=at, **said)
    return photo


def _own(group: Group, members: Iterable[Member]) -> list[Member]:
    shown = {each.pk for each in members}
    found = [each for each in members_of(group) if each.pk in shown]
    if len(found) < len(shown):
        says = _("照片里选的人不是这个小组的组员，请重新选。")
        raise RuleError(says, {"members": says})
    return found


def require_keeper(by: User, group: Group) -> None:
    """Raise PermissionDenied for whoever may neither put pictures in nor take them out."""
    if not may_keep(by, group):
        raise PermissionDenied(_("照片由主责社工、协作社工或观察员来存；归档以后不再动。"))


def photos_of(group: Group) -> QuerySet[Photo]:
    """Return the album: what shows nobody who does not agree, or no longer does."""
    unwilling = Member.objects.filter(group=group.pk).filter(Q(pictured=None) | Q(pictured=False))
    found = Photo.objects.filter(group=group.pk).exclude(members__in=unwilling)
    return found.defer("content").prefetch_related("members").order_by("number", "pk")


def withheld(group: Group) -> list[tuple[Photo, list[int]]]:
    """Return the pictures that are kept back, each with the numbers of those in it who do not
    agree any more."""
    shown = photos_of(group).values("pk")
    back = Photo.objects.filter(group=group.pk).exclude(pk__in=shown).defer("content")
    found = back.prefetch_related("members").order_by("number", "pk")
    return [(each, refusing(group, each.members.all())) for each in found]


def content_of(photo: Photo, group: Group) -> bytes:
    """Return a picture of the album as it was uploaded; raises LookupError for one withheld."""
    if not photos_of(group).filter(pk=photo.pk).exists():
        raise LookupError(f"photo {photo.pk} is withheld")
    return bytes(group.data_key.open(bytes(photo.content), ABOUT))


@transaction.atomic
def remove(photo: Photo, group: Group, *, by: User, why: str) -> None:
    """Take a picture out for good; ``why`` is one of REMOVED_FOR."""
    lock(group)
    require_keeper(by, group)
    if why not in REMOVED_FOR:
        raise RuleError(_("要把照片拿出相册，先选一个理由。"))
    if photo.group_id != group.pk:
        raise PermissionDenied
    pk = photo.pk
    photo.delete()
    record("group.remove_photo", group.chain, by=by, photo=pk, why=why)


@transaction.atomic
def withdraw(group: Group, member: Member, *, by: User) -> None:
    """A member takes back the agreement to be pictured; nobody need say why, or sign again."""
    lock(group)
    if not may_withdraw(by, group):
        raise PermissionDenied(_("影像授权的撤回由主责社工、协作社工或站长登记。"))
    if member.group_id != group.pk:
        raise RuleError(_("所选的人不是这个小组的组员，请重新选。"))
    member.pictured = False
    member.save(update_fields=["pictured"])
    group.forget()
    record("group.withdraw_picture", group.chain, by=by, member=member.number)
