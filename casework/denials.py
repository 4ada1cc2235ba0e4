"""越权: who asks for a dossier that does not exist for them is noted, and told nothing of it.

The page says 404, as for a number that was never given. A missing number goes the same way,
entry and all, and is taken back at its end: neither the words nor the time tell them apart.
Somebody who mistypes or follows an old link asks for one or two; three different ones in a day
look like trying, and the head of the station whose dossier it is is told, once.
"""

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, Station, User
from audit.models import Entry
from audit.services import read as record_reading
from casework.models import Dossier, Rung
from notifications.models import Urgency
from notifications.services import notify

VERB = "denied.dossier"
TRYING = 3  # different dossiers of one day, of whatever station


def note_denial(user: User, pk: int) -> None:
    """Note that ``user`` asked for a dossier of this number, where there is one not theirs."""
    if pk > BigIntegerField.MAX_BIGINT:
        return  # no database holds it, so it gives nothing away
    hidden = Dossier.objects.exclude(pk__in=Dossier.objects.visible_to(user).values("pk"))
    dossier = hidden.filter(pk=pk).first()
    stations = Station.objects.order_by("pk")
    station = (stations.filter(pk=dossier.station_id) if dossier else stations).first()
    if station is None:
        return  # an empty house
    with transaction.atomic():
        _noted(user, station, pk)
        if dossier is None:
            transaction.set_rollback(True)
    if dossier is not None:
        _watch(user, dossier)


def _noted(user: User, station: Station, pk: int) -> None:
    """The entry stands on the reading chain of the station that the dossier belongs to."""
    post = user.posts.current().order_by("pk").first()
    record_reading(VERB, by=user, station=station, post=post, dossier=pk)


def _watch(user: User, dossier: Dossier) -> None:
    """Tell the head when it looks like trying: once for each person, day and station."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    asked = Entry.objects.filter(actor=user, at__gte=today, verb=VERB)
    if asked.values("dossier").distinct().count() < TRYING:
        return
    matter = f"denied-{dossier.station_id}-{user.pk}-{today:%Y%m%d}"
    if Rung.objects.filter(matter=matter).exists():
        return
    try:
        with transaction.atomic():
            Rung.objects.create(dossier=dossier, matter=matter, at=timezone.now())
            _tell(user, dossier)
    except IntegrityError:  # another request of theirs has just done it
        return


def _tell(user: User, dossier: Dossier) -> None:
    heads = Post.objects.current().filter(station=dossier.station_id, role=Role.HEAD)
    what = _("有账号一天里几次想打开没有权限的卷宗，到核查页看是谁")
    notify(
        heads.values_list("user", flat=True),
        kind="watch.denied",
        says=_("%(number)s：%(what)s") % {"number": dossier.number, "what": what},
        link=f"/dossiers/{dossier.pk}/trace/",
        urgency=Urgency.IMPORTANT,
        by=user,
    )
