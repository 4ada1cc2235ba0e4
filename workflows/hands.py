"""在谁手上: which open steps a post brings to its holder's desk, as the steps' rows say."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import Post, Role
from casework.models import Ballot, Seat
from casework.permissions import POSTS, Who
from workflows.nodes import Step
from workflows.registry import FLOWS

DOSSIER = "process__dossierprocess__dossier"
BY_POST = {Role(who.value): who for who in POSTS}  # who are so by their post alone


def hands_of(post: Post) -> Q:
    """Return the open steps that a post brings to its holder's desk."""
    here = Q(**{f"{DOSSIER}__station": post.station_id})
    over = Q(**{f"{DOSSIER}__station__district": post.station_id})
    match post.role:
        case Role.WORKER:
            return here & (_worked_on(post) | _seated(post))
        case Role.SUPERVISOR:
            return here & _judged(post)
        case Role.HEAD:
            return here & (_headed(post) | _led(post))
        case Role.DISTRICT:
            return over & (_stood_in_for(post) | steps_of(Who.DISTRICT))
        case Role.OUTSIDE:
            return over & _seated(post)
    who = BY_POST.get(Role(post.role))
    return (over if who == Who.CIVIL else here) & steps_of(who) if who else Q(pk__in=[])


def _worked_on(post: Post) -> Q:
    taking = Q(**{f"{DOSSIER}__receiver": post.user_id}) & steps_of(Who.RECEIVER)
    working = steps_of(Who.WORKER) | steps_of(Who.OWNER) | steps_of(Who.LEAVER)
    return (_own(post) & working) | taking


def _led(post: Post) -> Q:
    """The steps of a project that a head leads."""
    return _own(post) & steps_of(Who.OWNER) & Q(**{f"{DOSSIER}__kind": "P"})


def _seated(post: Post) -> Q:
    """The steps of somebody who has a part beside the owner: by each part, where it is held; an
    expert's until they have scored, or stand back."""
    found = Q(pk__in=[])
    cast = Ballot.objects.filter(Q(submitted_at__isnull=False) | Q(conflict=True))
    for part in Seat.Part:
        seats = Seat.objects.current().filter(user=post.user_id, part=part)
        if part == Seat.Part.EXPERT:
            seats = seats.exclude(ballots__in=cast)
        found |= steps_of(Who[part.name]) & Q(**{f"{DOSSIER}__in": seats.values("dossier")})
    return found


def _judged(post: Post) -> Q:
    mine = Q(**{f"{DOSSIER}__supervisor": post.user_id})
    judge = steps_of(Who.SUPERVISOR) & ~_own(post)
    heads = steps_of(Who.HEAD) & ~_own(post) & _without(Role.HEAD)
    return _watched(post) | (judge & (mine | _supervisor_absent())) | heads


def _headed(post: Post) -> Q:
    leads = steps_of(Who.WORKER) & Q(**{f"{DOSSIER}__owner": None})  # to be assigned
    return leads | (steps_of(Who.HEAD) & ~_own(post)) | _watched(post)


def _stood_in_for(post: Post) -> Q:
    supervised = steps_of(Who.SUPERVISOR) & _without(Role.SUPERVISOR)
    return supervised | (_headed(post) & _without(Role.HEAD))


def _watched(post: Post) -> Q:
    return Q(**{f"{DOSSIER}__witness": post.user_id}) & steps_of(Who.WITNESS)


def _own(post: Post) -> Q:
    return Q(**{f"{DOSSIER}__owner": post.user_id})


def steps_of(who: Who) -> Q:
    """The steps which lie in somebody's hands, as their rows say."""
    return Q(flow_task__in=[node for node in steps() if who in node.hands])


def steps() -> list[Step]:
    nodes = [node for flow in FLOWS.values() for node in flow.instance.nodes()]
    return [node for node in nodes if isinstance(node, Step)]


def _supervisor_absent() -> Q:
    """Nobody is named supervisor, or whoever is works on it themselves, or has left."""
    there = Post.objects.current().filter(
        station=OuterRef(f"{DOSSIER}__station"),
        role=Role.SUPERVISOR,
        user=OuterRef(f"{DOSSIER}__supervisor"),
    )
    return Q(**{f"{DOSSIER}__supervisor": F(f"{DOSSIER}__owner")}) | ~Q(Exists(there))


def _without(role: Role) -> Q:
    """Nobody at the station holds the role but the worker whose work it is (SoD-1)."""
    others = Post.objects.current().filter(station=OuterRef(f"{DOSSIER}__station"), role=role)
    owner = Coalesce(OuterRef(f"{DOSSIER}__owner"), 0)  # nobody is nobody's colleague
    return ~Q(Exists(others.exclude(user=owner)))
