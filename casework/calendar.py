"""日历: the days by which somebody has something to do, for the calendar in their own phone."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, User
from casework.lifecycles import MACHINES, machine_of
from casework.models import Deadline, Dossier
from casework.permissions import Who

PAST = timedelta(days=30)  # what is later than that needs no calendar any more
MOST = 500


def days_of(user: User) -> QuerySet[Deadline]:
    """Return the open deadlines that are this user's to meet, in the order of their days."""
    headed = Post.objects.current().filter(user=user, role=Role.HEAD).values("station")
    judges = Q(dossier__supervisor=user, verb__in=_verbs(Who.SUPERVISOR))
    nobodys = Q(dossier__owner=None)  # to be assigned
    leads = Q(dossier__station__in=headed) & (Q(verb__in=_verbs(Who.HEAD)) | nobodys)
    works = Q(dossier__owner=user, verb__in=_verbs(Who.OWNER, Who.WORKER))
    mine = works | (~Q(dossier__owner=user) & (judges | leads))
    seen = Dossier.objects.visible_to(user).values("pk")
    since = timezone.localdate() - PAST
    found = Deadline.objects.running().filter(mine, dossier__in=seen, due_on__gte=since)
    return found.select_related("dossier").order_by("due_on", "pk")[:MOST]


def what_is_due(deadline: Deadline) -> str:
    """Return number and matter, no more: a calendar lies open on many a desk."""
    rows = machine_of(deadline.dossier, deadline.verb).verbs[deadline.verb]
    says = _("%(number)s %(what)s") % {
        "number": deadline.dossier.number,
        "what": rows[-1].label,
    }
    return says + (_("（暂定）") if deadline.estimated else "")


def _verbs(*who: Who) -> set[str]:
    """The verbs that somebody does and that have a time."""
    rows = [row for machine in MACHINES.values() for row in machine.rows]
    return {row.verb for row in rows if set(who) & set(row.by) and (row.within or row.due)}
