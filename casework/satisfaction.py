"""满意度: the client answers eight items from 1 to 5, alone on a page, or as they are read out."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record, salted
from casework import choices
from casework.approvals import episode_of
from casework.errors import RuleError
from casework.locking import lock
from casework.models import Case, Content, Dossier, Satisfaction
from casework.permissions import Who, standing

ITEMS = len(choices.SATISFACTION)
BEST, CONTENT = 5, 4  # 很满意, 满意
VALID = timedelta(days=7)  # how long a client's page can be answered
LONGEST = 1000  # characters of a comment


def given_for(dossier: Dossier) -> Satisfaction | None:
    """Return what was asked or answered in the running episode."""
    found = Satisfaction.objects.filter(episode=episode_of(dossier)).first()
    if found:
        found.episode.dossier = dossier
    return found


def is_answered(dossier: Dossier) -> bool:
    found = given_for(dossier)
    return found is not None and found.answered_at is not None


def answered(dossier: Dossier) -> Content | None:
    """Return the answers as C08 seals them: each item, their mean, and how it was asked."""
    found = given_for(dossier)
    if found is None or found.answered_at is None:
        return None
    items = found.answers["items"]
    mean = f"{sum(items) / len(items):.1f}"
    way = dict(choices.ANSWERED_BY)[found.way]
    numbered = {str(number): score for number, score in enumerate(items, 1)}
    return {**numbered, "mean": mean, "way": str(way), "comment": found.answers["comment"]}


@transaction.atomic
def invite(dossier: Any, *, by: User) -> str:
    """Open a page on which the client can answer once; an older one stops working."""
    lock(dossier)
    _ask(dossier, by)
    found = given_for(dossier) or Satisfaction(episode=episode_of(dossier))
    found.token, found.expires_at = secrets.token_urlsafe(32), timezone.now() + VALID
    found.save()
    record("case.ask_satisfaction", dossier.chain, by=by, episode=found.episode_id)
    return str(found.token)


def invited(token: str) -> Satisfaction | None:
    """Return what a client's page stands for, as long as it can be answered."""
    open_ = Satisfaction.objects.filter(token=token, answered_at=None)
    return open_.filter(expires_at__gt=timezone.now()).first()


@transaction.atomic
def answer(token: str, items: list[int], comment: str) -> None:
    """Take the client's own answers. Raises RuleError once the page has served or is too old."""
    found = invited(token)
    if found is None:
        raise RuleError(_("这个页面已经用过或过期了，请联系社工。"))
    case = Case.objects.get(pk=found.episode.dossier_id)
    lock(case)
    if invited(token) is None:
        raise RuleError(_("这个页面已经用过或过期了，请联系社工。"))
    _keep(case, found, items, comment, way="self", by=None)


@transaction.atomic
def read_out(
    dossier: Any, items: list[int], comment: str, *, by: User, at: datetime | None = None
) -> None:
    """Take the answers of a client to whom the items were read; it is marked as such."""
    lock(dossier)
    _ask(dossier, by)
    found = given_for(dossier) or Satisfaction(episode=episode_of(dossier))
    _keep(dossier, found, items, comment, way="read", by=by, at=at)


def _ask(dossier: Any, by: User) -> None:
    if Who.OWNER not in standing(by, dossier):
        raise PermissionDenied(_("满意度由主责社工来问。"))
    if dossier.status != Case.Status.CLOSING:
        raise RuleError(_("结案评估时才问满意度。"))
    if is_answered(dossier):
        raise RuleError(_("服务对象已经答过了，不再改。"))


def _keep(  # noqa: PLR0913
    case: Any,
    found: Satisfaction,
    items: list[int],
    comment: str,
    *,
    way: str,
    by: User | None,
    at: datetime | None = None,
) -> None:
    if len(items) != ITEMS or not all(1 <= each <= BEST for each in items):
        raise RuleError(_("每一题都选一个，1 分最不满意，5 分最满意。"))
    if len(comment) > LONGEST:
        raise RuleError(_("意见最多写 %s 字，请删减。") % LONGEST)
    found.episode.dossier = case
    found.answers = {"items": items, "comment": comment.replace("\x00", "").strip()}
    found.items, found.content_items = len(items), sum(each >= CONTENT for each in items)
    found.way, found.answered_at, found.token = way, at or timezone.now(), None
    found.save()
    case.known.clear()
    said = salted([items, comment], within=case.chain)
    record("case.answer_satisfaction", case.chain, by=by, at=at, way=way, answers=said)
