"""Who somebody is to a dossier. The lifecycles say which of these may do what.

Handbook 6 gives the roles, chapter 4 rule 13 and SoD-1 the stand-ins: where the only supervisor
or head is the worker whose work is to be judged, another supervisor judges it, else the 总站.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Role, User
from casework.approvals import submissions
from casework.models import Dossier, Seat, Submission
from casework.models.dossier import once


class Who(StrEnum):
    """The handbook's 执行人. The label is what the refusal and the help page say."""

    label: Any

    def __new__(cls, value: str, label: Any) -> "Who":
        who = str.__new__(cls, value)
        who._value_, who.label = value, label
        return who

    OWNER = "owner", _("主责社工")
    WORKER = "worker", _("社工")
    SUPERVISOR = "supervisor", _("督导")
    HEAD = "head", _("站长")
    DISTRICT = "district", _("总站")
    COMMUNITY = "community", _("社区")
    COLLEAGUE = "colleague", _("本站工作人员")  # who need not see it; see ``is_colleague``
    AUTHOR = "author", _("提交人")
    LEAVER = "leaver", _("移交人")
    RECEIVER = "receiver", _("接手人")
    WITNESS = "witness", _("监交人")
    COLLABORATOR = "collaborator", _("协作社工")
    OBSERVER = "observer", _("观察员")
    EXPERT = "expert", _("评审专家")
    EVALUATOR = "evaluator", _("评估人员")
    AGENCY = "agency", _("机构负责人")
    STREET = "street", _("街道社会事务科")
    CIVIL = "civil", _("区民政")
    FINANCE = "finance", _("财务")
    SYSTEM = "system", _("系统")  # nobody: what follows of itself


POSTS = [Who.AGENCY, Who.STREET, Who.CIVIL, Who.FINANCE]  # who are so by their post alone
Holders = dict[Who, set[int]]


def holders(dossier: Dossier) -> Holders:
    """Return who is who to ``dossier``, by user id. One query for the posts, one for authors.

    Who has handed it on is nothing to it any more, whatever of theirs still waits.
    """
    found = _by_post(dossier)
    concerned = set[int]().union(*found.values())
    return found | {Who.AUTHOR: _authors(dossier) & concerned}


def _by_post(dossier: Dossier) -> Holders:
    posts = _posts_of(dossier)
    own = {dossier.owner_id} - {None}
    supervisors, district = posts[Role.SUPERVISOR], posts[Role.DISTRICT]
    named = {dossier.supervisor_id} & supervisors
    deputies = (supervisors - own) or district
    heads = posts[Role.HEAD]
    workers = posts[Role.WORKER]
    begun = dossier.accepted_on or dossier.kind != Dossier.Kind.CASE
    leaders = workers | heads if dossier.kind == Dossier.Kind.PROJECT else workers
    return {
        Who.WORKER: _ids(own & workers),
        Who.OWNER: _ids(own & leaders if begun else set()),
        Who.SUPERVISOR: _ids((named or supervisors) if (named or supervisors) - own else deputies),
        Who.HEAD: _ids(heads if heads - own else heads | (supervisors - own) | district),
        Who.DISTRICT: _ids(district),
        Who.COMMUNITY: _ids(posts[Role.COMMUNITY]),
        Who.LEAVER: _ids(own & workers if dossier.witness_id else set()),
        Who.RECEIVER: _ids({dossier.receiver_id} & workers),
        Who.WITNESS: _ids({dossier.witness_id} & (supervisors | heads)),
        Who.COLLEAGUE: set(),  # who is nothing else to it is nobody to it, but for an alarm
        Who.SYSTEM: set(),
        **{who: _ids(posts[Role(who.value)]) for who in POSTS},
        **_seats(dossier, workers | posts[Role.OUTSIDE]),
    }


def standing(user: User, dossier: Dossier) -> set[Who]:
    """Return everything ``user`` is to ``dossier``; nothing at all for a stranger."""
    return {who for who, users in holders(dossier).items() if user.pk in users}


def is_colleague(user: User, dossier: Dossier) -> bool:
    """Whether ``user`` is 任何工作人员: of its station, or of the community and brought it.

    It gives no sight of anything. Only what nobody may be kept from, an alarm, asks for it.
    """
    posts = _posts_of(dossier)
    staff = posts[Role.WORKER] | posts[Role.SUPERVISOR] | posts[Role.HEAD]
    brought = dossier.registered_by_id == user.pk and user.pk in posts[Role.COMMUNITY]
    return user.pk in staff or brought


def people(dossier: Dossier, who: Who) -> set[int]:
    """Return the ids of the users who are ``who``: the same question from the other end."""
    return (holders(dossier) if who == Who.AUTHOR else _by_post(dossier))[who]


def acquaint(dossiers: Iterable[Dossier]) -> None:
    """Read the posts around many dossiers in one query; asking who is who then costs no more."""
    found = list(dossiers)
    stations = {pk for each in found for pk in (each.station_id, each.station.district_id)}
    posts = list(Post.objects.current().filter(station__in=stations).order_by("pk"))
    for each in found:
        here = {each.station_id, each.station.district_id}
        near = [post for post in posts if post.station_id in here]
        each.known[_posts_at.__name__,] = near


JUDGED = {"P01"}  # what an expert reads of a project: the application


def only_judges(user: User, dossier: Dossier) -> bool:
    """Whether somebody is here as an expert alone: they read what they judge, and nothing else."""
    if dossier.kind != Dossier.Kind.PROJECT:
        return False
    return standing(user, dossier) - {Who.AUTHOR, Who.COMMUNITY} == {Who.EXPERT}


def may_read(user: User, dossier: Dossier, form: str) -> bool:
    """Whether somebody may read a form of a dossier."""
    if not may_see_content(user, dossier):
        return False
    return form in JUDGED or not only_judges(user, dossier)


def may_see_content(user: User, dossier: Dossier) -> bool:
    """Whether names and case text are shown: not to the 总站, unless it stands in (handbook 6).

    Whoever registered a lead sees what they wrote until it is somebody's work; who supervises,
    or stands in, sees what is submitted or alarming (chapter 4, rule 10). Whoever is to take it
    over, or to watch over that, sees it from the moment they are named. A project holds nobody's
    story: whoever stands to it reads it, an expert only what they judge (``may_read``).
    """
    if dossier.kind == Dossier.Kind.PROJECT:
        return bool(standing(user, dossier) - {Who.COMMUNITY})
    who = standing(user, dossier) - {Who.DISTRICT, Who.COMMUNITY}
    if not (dossier.first_submitted_on or dossier.alarmed_at):
        who -= {Who.SUPERVISOR}
    own_lead = dossier.registered_by_id == user.pk and dossier.owner_id is None
    return bool(who) or own_lead


def post_of(user: User, dossier: Dossier) -> Post | None:
    """Return the post through which somebody acts: at the station first, else at the 总站."""
    own = [post for post in _posts_at(dossier) if post.user_id == user.pk]
    here = [post for post in own if post.station_id == dossier.station_id]
    return next(iter([*here, *own]), None)


def _posts_of(dossier: Dossier) -> dict[str, set[Any]]:
    found: dict[str, set[Any]] = defaultdict(set)
    for post in _posts_at(dossier):
        found[post.role].add(post.user_id)
    return found


@once
def _posts_at(dossier: Dossier) -> list[Post]:
    here = [dossier.station_id, dossier.station.district_id]
    return list(Post.objects.current().filter(station__in=here).order_by("pk"))


def _seats(dossier: Dossier, there: set[Any]) -> Holders:
    """Return who has a part in it beside its owner, today, and still has a post."""
    found: Holders = {Who[part.name]: set() for part in Seat.Part}
    if dossier.pk is not None:
        for seat in _seats_in(dossier):
            found[Who[seat.part.upper()]] |= {seat.user_id} & there
    return found


@once
def _seats_in(dossier: Dossier) -> list[Seat]:
    return list(Seat.objects.current().filter(dossier=dossier.pk)) if dossier.shared else []


def _authors(dossier: Dossier) -> set[Any]:
    waits = (each for each in submissions(dossier) if each.outcome == Submission.Outcome.PENDING)
    return {each.author_id for each in waits}


def _ids(users: set[Any]) -> set[int]:
    return {user for user in users if user is not None}
