"""抽查: dossiers that an evaluator reads for an evaluation, masked, and no others."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import read as record_reading
from audit.services import record
from casework.attributions import attributed_to
from casework.errors import RuleError
from casework.locking import lock
from casework.models import Dossier, Project, SampledDossier, Seat
from casework.permissions import Who, standing

MOST = 20


def may_be_drawn(project: Project) -> QuerySet[Dossier]:
    """Return the cases and groups that count for a project today."""
    return attributed_to(project, timezone.localdate()).order_by("pk")


@transaction.atomic
def draw(  # noqa: PLR0913
    project: Project,
    seat: Seat,
    *,
    by: User,
    count: int = 0,
    dossiers: Sequence[Dossier] = (),
    at: datetime | None = None,
) -> list[SampledDossier]:
    """Draw a sample for an evaluator: those named, or so many by lot."""
    lock(project)
    if not {Who.CIVIL, Who.DISTRICT} & standing(by, project):
        raise PermissionDenied(_("抽样由区民政、总站办理。"))
    if seat.dossier_id != project.pk or seat.part != Seat.Part.EVALUATOR:
        raise RuleError(_("请先邀请评估人员，再为其抽样。"))
    drawn = _chosen(project, seat, count, dossiers)
    when = at or timezone.now()
    made = [
        SampledDossier.objects.create(seat=seat, dossier_id=each.pk, drawn_by=by, drawn_at=when)
        for each in drawn
    ]
    told: dict[str, Any] = {
        "seat": seat.pk,
        "drawn": [each.pk for each in drawn],
        "by_lot": not dossiers,
    }
    record("project.draw_sample", project.chain, by=by, at=at, **told)
    return made


def _chosen(project: Project, seat: Seat, count: int, dossiers: Sequence[Dossier]) -> list[Dossier]:
    drawn = SampledDossier.objects.filter(seat=seat).values("dossier")
    there = {each.pk: each for each in may_be_drawn(project).exclude(pk__in=drawn)}
    if dossiers:
        if any(each.pk not in there for each in dossiers):
            raise RuleError(_("只能抽归属本项目、还没抽过的卷宗。"))
        return [there[each.pk] for each in dossiers]
    if not 0 < count <= min(MOST, len(there)):
        says = _("请写抽几卷：1 到 %(most)s。") % {"most": min(MOST, len(there))}
        raise RuleError(says)
    return secrets.SystemRandom().sample(list(there.values()), count)


def drawn_for(seat: Seat) -> QuerySet[SampledDossier]:
    """Return what was drawn for an evaluator, in the order in which it was."""
    found = SampledDossier.objects.filter(seat=seat)
    return found.select_related("dossier", "drawn_by").order_by("pk")


def sample_of(user: User) -> QuerySet[Dossier]:
    """Return what somebody reads today because it was drawn for them."""
    seats = Seat.objects.current().filter(user=user)
    drawn = SampledDossier.objects.filter(seat__in=seats)
    return Dossier.objects.filter(pk__in=drawn.values("dossier")).order_by("pk")


def sample_in(user: User, project: Project) -> QuerySet[Dossier]:
    """Return what somebody reads today for one project's evaluation."""
    drawn = SampledDossier.objects.filter(seat__dossier=project.pk)
    return sample_of(user).filter(pk__in=drawn.values("dossier"))


def note_reading(user: User, dossier: Dossier) -> None:
    """Note that a dossier was read as part of a sample; nothing, where it was not."""
    if sample_of(user).filter(pk=dossier.pk).exists():
        record_reading("read.sample", by=user, station=dossier.station, dossier=dossier.pk)
