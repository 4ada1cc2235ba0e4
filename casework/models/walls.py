"""围墙: which dossiers a post shows (handbook 6, and rule 10 of chapter 4)."""

from typing import Any

from django.db.models import F, Q

from accounts.models import Post, Role

NOTHING = Q(pk__in=[])
READERS = [Role.WORKER, Role.SUPERVISOR, Role.HEAD]  # who read names and case text (handbook 6)
AT_STATION = [*READERS, Role.AGENCY, Role.STREET, Role.FINANCE]  # who see its projects (ditto)
PROJECTS = Q(kind="P")


WRITE_LEDGER = [Role.WORKER, Role.HEAD]  # who keep the ledger and the accounts of their station
READ_MONEY = [Role.AGENCY, Role.FINANCE]


def seen_through(post: Post) -> Q:
    """Return which dossiers a post shows: its projects, and what people are worked with in."""
    here, over = Q(station=post.station_id), Q(station__district=post.station_id)
    if post.role == Role.CIVIL:  # who pays sees what was applied for
        return over & PROJECTS & Q(project__applied_on__isnull=False)
    projects = here & PROJECTS if post.role in AT_STATION else NOTHING
    return projects | _work_through(post, here, over)


def _work_through(post: Post, here: Q, over: Q) -> Q:
    """Return which cases and groups a post shows: one's own, those under one, or by task."""
    match post.role:
        case Role.WORKER:
            shown = here & _worked_on(post.user_id)
        case Role.SUPERVISOR:
            shown = here & (_judged(post) | Q(witness=post.user_id))
        case Role.HEAD:
            shown = here
        case Role.DISTRICT:
            shown = over
        case Role.AUDITOR:
            shown = Q(accepted_on__isnull=False) & (here | over)
        case _:  # whoever is from outside sees what they have a part in
            own = _seated(post.user_id) | _drawn_for(post.user_id)
            shown = over & own if post.role == Role.OUTSIDE else NOTHING
    return shown


def _worked_on(user: Any) -> Q:
    """Return what a worker works on: in charge, to be, along with others, or having brought it."""
    own = Q(owner=user) | Q(receiver=user) | Q(registered_by=user, owner=None)
    return own | _seated(user)


def _judged(post: Post) -> Q:
    """Return what a supervisor judges: nothing before it is handed in, or alarming."""
    submitted = Q(first_submitted_on__isnull=False) | Q(alarmed_at__isnull=False)
    return submitted & (Q(supervisor=post.user_id) | _stood_in_for(post))


def _seated(user: Any) -> Q:
    """Return the dossiers in which somebody has a part beside the owner today."""
    from casework.models.company import Seat  # noqa: PLC0415  (seats are of dossiers)

    return Q(pk__in=Seat.objects.current().filter(user=user).values("dossier"))


def _drawn_for(user: Any) -> Q:
    """Return the dossiers that were drawn as a sample for an evaluator, while their seat lasts."""
    from casework.models.company import Seat  # noqa: PLC0415  (seats are of dossiers)
    from casework.models.panel import SampledDossier  # noqa: PLC0415  (the same)

    seats = Seat.objects.current().filter(user=user).values("pk")
    return Q(pk__in=SampledDossier.objects.filter(seat__in=seats).values("dossier"))


def _stood_in_for(post: Post) -> Q:
    """Return which dossiers a supervisor judges without being named: where nobody is, or whoever
    is named works on it or has left; and in the place of a head who works on it, or of none."""
    colleagues = Post.objects.current().filter(station=post.station_id)
    supervisors = colleagues.filter(role=Role.SUPERVISOR).values("user")
    heads = set(colleagues.filter(role=Role.HEAD).values_list("user", flat=True))
    unnamed = Q(supervisor=None) | Q(supervisor=F("owner")) | ~Q(supervisor__in=supervisors)
    headless = ~NOTHING if not heads else Q(owner__in=heads) if len(heads) == 1 else NOTHING
    return unnamed | headless


def entries_through(post: Post) -> Q:
    """Return which entries of the ledger a post shows: its station's, or only what cost money."""
    here = Q(station=post.station_id)
    if post.role in READERS:
        return here
    if post.role == Role.DISTRICT:
        return here | Q(station__district=post.station_id)
    return here & Q(amount__isnull=False) if post.role in READ_MONEY else NOTHING


def expenses_through(post: Post, project: str = "project__") -> Q:
    """Return which expenses a post shows: of the projects of its station, or of its district;
    ``project`` is the way to the project, none from the project itself."""
    here = Q(**{f"{project}station": post.station_id})
    if post.role in [*WRITE_LEDGER, *READ_MONEY]:
        return here
    over = Q(**{f"{project}station__district": post.station_id})
    return here | over if post.role == Role.DISTRICT else NOTHING
