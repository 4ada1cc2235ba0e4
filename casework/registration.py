"""登记求助: how a dossier comes into being, from as little as is known."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Community, Post, Role, Station, User
from casework import consents, drafts, households
from casework.alarms import watch
from casework.duplicates import survivor_of
from casework.errors import RuleError
from casework.lifecycles import CaseLifecycle, lifecycle_of
from casework.models import Case, Content, DataKey, Dossier, Draft, Episode, Intake, Person
from casework.numbers import PERSON, REGISTRATION, next_number
from casework.search import Alike, alike
from casework.services import Act, settle, submit

LEAST = {"D01": ["name", "sex"], "C01": ["presenting_problem"]}  # 最小字段 (handbook 3, 4.13 X2)
REGISTRARS = {Role(who.value) for who in CaseLifecycle.verbs["register"][0].by}


class LooksKnownError(RuleError):
    """Somebody like this is known already; ``people`` are the candidates, with the reasons."""

    def __init__(self, people: list[Alike]) -> None:
        super().__init__(_("可能已有档案：请看是不是同一个人，再登记。"))
        self.people = people


def communities_of(user: User) -> QuerySet[Community]:
    """Return the communities for which ``user`` may register: one's own, or the station's all."""
    tied = Q(role=Role.COMMUNITY, community__isnull=False)
    own = _registrars(user).filter(tied).values("community")
    stations = _stations_of(_registrars(user).exclude(tied))
    known = Community.objects.select_related("station").order_by("station", "pk")
    return known.filter(Q(pk__in=own) | Q(station__in=stations))


def may_ask_again(user: User, person: Person) -> bool:
    """Whether ``user`` may write down that somebody whom the station knows asks for help again."""
    return is_staff(user, person.station) and (
        communities_of(user).filter(station=person.station_id).exists()
    )


def _registrars(user: User) -> QuerySet[Post]:
    return Post.objects.current().filter(user=user, role__in=REGISTRARS)


def _stations_of(posts: QuerySet[Post]) -> QuerySet[Station]:
    where = posts.values("station")
    return Station.objects.filter(Q(pk__in=where) | Q(district__in=where), kind="street")


def is_staff(user: User, station: Station) -> bool:
    """Whether ``user`` works for a station, or above it: only they learn whom it knows."""
    places = [station.pk, station.district_id]
    posts = Post.objects.current().filter(user=user, station__in=places)
    return posts.exclude(role=Role.COMMUNITY).exists()


def read(raw: dict[str, Content]) -> tuple[dict[str, Content], dict[str, str]]:
    """Read the raw answers of a registration: values, and errors by form#path."""
    values: dict[str, Content] = {}
    errors: dict[str, str] = {}
    for code, model in (("D01", Person), ("C01", Intake)):
        checked = model.read(raw.get(code, {}), None, consents.closed(None, code))
        values[code] = checked.content
        missing = {key: checked.missing[key] for key in LEAST[code] if key in checked.missing}
        errors |= {f"{code}#{path}": says for path, says in (missing | checked.wrong).items()}
    return values, errors


@transaction.atomic
def register(  # noqa: PLR0913
    raw: dict[str, Content],
    *,
    community: Community,
    by: User,
    person: Person | None = None,
    knowingly_new: bool = False,
    from_draft: bool = True,
    at: datetime | None = None,
) -> Case:
    """Register a call for help: the dossier exists from here on, with its number (J).

    ``raw`` holds raw answers of D01 and C01. Raises RuleError with errors by field, and
    LooksKnownError where staff of the station should look first; a community worker is not told
    whom the station knows. ``from_draft`` says that the draft of a registration has been used up.
    """
    at, station = at or timezone.now(), community.station
    _require_registrar(by, community, person)
    values, errors = read(raw)
    if errors:
        raise RuleError(_("有几处要改，改好再登记。"), errors)
    person = survivor_of(person) if person else None
    if not person and not knowingly_new and is_staff(by, station):
        _look(station, values["D01"])
    known, person = person, person or _new_person(values["D01"], community, by=by, at=at)
    case = _new_case(person, community, by=by, at=at)
    if known:
        _keep_typed(case, raw.get("D01", {}), by=by, at=at)
    _seal(case, raw["C01"] | {"reg_at": Intake.question("reg_at").raw_of(at)}, by=by, at=at)
    if from_draft:
        Draft.objects.filter(dossier=None, by=by, form=drafts.REGISTRATION).delete()
    return case


def _require_registrar(by: User, community: Community, person: Person | None) -> None:
    if not communities_of(by).filter(pk=community.pk).exists():
        raise PermissionDenied(_("须由社工、站长、总站或社区办理。"))
    if person and person.station_id != community.station_id:
        raise PermissionDenied(_("所选的人不在这个社工站的档案里。"))


def _keep_typed(case: Case, typed: Content, *, by: User, at: datetime) -> None:
    """What was typed of somebody already on record waits in D01's draft for the worker to see."""
    before = drafts.raw_of(case, Person.code)
    new = {key: value for key, value in typed.items() if key in before and _said(value)}
    if any(before[key] != value for key, value in new.items()):
        drafts.write(case, Person.code, before | new, by=by, at=at)


def _said(raw: object) -> bool:
    """Whether anything was typed: text, or any part of a group."""
    return any(raw.values()) if isinstance(raw, dict) else bool(raw)


def _look(station: Station, content: Content) -> None:
    if known := alike(station, content):
        raise LooksKnownError(known)


def _new_person(content: Content, community: Community, *, by: User, at: datetime) -> Person:
    person = Person(
        station=community.station,
        community=community,
        registered_by=by,
        data_key=DataKey.objects.create(),
        number=next_number(community.station, PERSON, timezone.localdate(at)),
        consent_status="未取得",
        status="潜在",
    )
    person.take(content).index()
    households.settle(person)
    person.consent_status, person.status = "未取得", "潜在"
    person.save()
    return person


def _new_case(person: Person, community: Community, *, by: User, at: datetime) -> Case:
    today = timezone.localdate(at)
    number = next_number(community.station, REGISTRATION, today)
    works = by.posts.current().filter(station=community.station, role=Role.WORKER).exists()
    case = Case.objects.create(
        kind=Dossier.Kind.CASE,
        sealed_with=person.data_key,
        number=number,
        registration=number,
        station=community.station,
        community=community,
        status=Case.Status.LEAD,
        registered_by=by,
        owner=by if works else None,
        opened_on=today,
        person=person,
        previous=_archived_before(person),
    )
    Episode.objects.create(dossier=case, opened_on=today)
    return case


def _archived_before(person: Person) -> Case | None:
    """Return the last of somebody's archived cases: who asks again begins a new one after it."""
    archived = person.cases.filter(status=Case.Status.ARCHIVED)
    return archived.order_by("-closed_on", "-pk").first()


def _seal(case: Case, raw: Content, *, by: User, at: datetime) -> None:
    """File the registration as it was taken down, and let everything follow it."""
    lifecycle = lifecycle_of(case)
    again = case.previous_id is not None and case.owner_id is not None  # a worker's to write down
    row = lifecycle.verbs["new_episode" if again else "register"][0]
    drafts.write(case, Intake.code, raw, by=by, at=at)
    doing = Act(case, row, by, at, was="", lifecycle=lifecycle)
    facts = submit(doing)
    before = {"previous": case.previous_id} if case.previous_id else {}
    settle(doing, lifecycle, facts | {"owner": case.owner_id} | before)
    watch(case, Intake.code, drafts.checked(case, Intake.code).content, by=by, at=at)


def leads_of(user: User) -> QuerySet[Case]:
    """Return what a community worker has brought: numbers and how far they are, no content."""
    return Case.objects.filter(registered_by=user).select_related("community").order_by("-pk")


def candidate(user: User, pk: Any) -> Person | None:
    """Return the person whom one of the staff has recognised, if it is one of their station."""
    staff = _registrars(user).exclude(role=Role.COMMUNITY)
    return Person.objects.filter(pk=pk, station__in=_stations_of(staff)).first()
