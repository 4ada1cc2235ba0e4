"""查找: people by name, sound, number or address, and dossiers by number, inside one's walls.

Numbers and addresses are found by their blind indexes, so exactly or not at all. Whoever may not
read a person's dossiers does not find the person.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

from django.db.models import Q

from accounts.models import Station, User
from casework.duplicates import survivor_of, whole
from casework.masking import NAMELESS
from casework.models import Case, Content, Dossier, Person
from casework.models.people import place_of
from casework.vault import blind
from casework.works import works_of

MOST = 20  # people on one page: whoever has more to choose from types more
NUMBER = re.compile(r"[A-Z]{2,6}-[CJ]-\d{4}-\d{1,5}")
TAIL = re.compile(r"\d{1,4}")
DIGITS = re.compile(r"[\d\s-]{7,}")
ID_NO = re.compile(r"\d{15}|\d{17}[\dX]")
LETTERS = re.compile(r"[A-Za-z\s'’]+")


@dataclass(frozen=True)
class Found:
    """A person, and those of their dossiers that the searcher may read."""

    person: Person
    cases: list[Case]


def find(user: User, words: str) -> list[Found]:
    """Return whom ``words`` may mean, the latest work first; nobody for nothing."""
    text = normalize("NFKC", words).replace("\x00", "").strip()
    if not text:
        return []
    readable = Dossier.objects.readable_by(user).values("pk")
    cases = Case._default_manager.filter(pk__in=readable)
    near = cases.select_related("person__community", "owner", "community", "station")
    newest = near.order_by("-opened_on", "-pk")
    people: dict[int, list[Case]] = {}
    for case in newest.filter(_meant(text))[: MOST * 5]:
        people.setdefault(case.person.merged_into_id or case.person_id, []).append(case)
    twice = Person.objects.filter(merged_into__in=people).values_list("merged_into", flat=True)
    for root in people.keys() & set(twice):  # found by one record, shown with those of all
        people[root] = list(newest.filter(person__in=Person.objects.filter(whole([root]))))
    return [Found(_shown(root, found), found) for root, found in people.items()][:MOST]


def find_works(user: User, words: str) -> list[Dossier]:
    """Return the groups and projects that ``words`` may mean, by number or by title; the latest
    first. Their titles name nobody."""
    text = normalize("NFKC", words).replace("\x00", "").strip()
    if not text:
        return []
    seen = Dossier.objects.visible_to(user).exclude(kind=Dossier.Kind.CASE)
    if TAIL.fullmatch(text):
        meant = Q(number__endswith=f"-{int(text):04d}")
    else:
        meant = Q(number=text.upper()) | Q(title__icontains=text)
    newest = seen.filter(meant).order_by("-opened_on", "-pk")[:MOST]
    return works_of(newest)


def _shown(root: int, cases: list[Case]) -> Person:
    """Return the record by which somebody is shown: the one that stayed, where one reads it."""
    own = [case.person for case in cases if case.person_id == root]
    return own[0] if own else cases[0].person


def _meant(text: str) -> Q:
    """Return which cases a text can mean: a number, letters, or a name or an address."""
    number = text.upper()
    if NUMBER.fullmatch(number):
        return Q(number=number) | Q(registration=number)
    if TAIL.fullmatch(text):
        tail = f"-{int(text):04d}"
        return Q(number__endswith=tail) | Q(registration__endswith=tail)
    if ID_NO.fullmatch(number):
        return Q(person__id_index=blind("id", number))
    if DIGITS.fullmatch(text):
        return Q(person__phone_index=blind("phone", re.sub(r"\D", "", text)))
    if LETTERS.fullmatch(text):
        sound = re.sub(r"[^a-z]", "", text.lower())
        return Q(person__name_pinyin__startswith=sound) | Q(person__name_initials=sound)
    place = Q(person__place_index=blind("place", place_of(text)))
    return Q(person__name__startswith=text) | place


# ── before a person is made ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Alike:
    """Somebody on record who may be the person that is being registered, and why."""

    person: Person
    why: list[str]


def alike(station: Station, content: Content) -> list[Alike]:
    """Return whom a new record may repeat (handbook 4.13 X20), the likeliest first."""
    same = _sames(content)
    wanted = Q(pk__in=[])
    for _says, each in same:
        wanted |= each
    if not same:
        return []
    near = Person.objects.select_related("community", "merged_into__community")
    found: dict[int, Alike] = {}
    for person in near.filter(wanted, station=station)[:20]:
        stays = survivor_of(person)
        known = found.setdefault(stays.pk, Alike(stays, []))
        why = [says for says, each in same if _fits(person, each)]
        known.why.extend(says for says in why if says not in known.why)
    return sorted(found.values(), key=lambda each: -len(each.why))[:5]


def compared(person: Person) -> Content:
    """Return a record's answers by which it is compared with others."""
    content = {key: getattr(person, key) for key in ("name", "phone", "id_no", "living_address")}
    return content | {"birth_date": str(person.birth_date) if person.birth_date else None}


def reasons(one: Person, other: Person) -> list[str]:
    """Return why two records may be one person."""
    return [says for says, each in _sames(compared(one)) if _fits(other, each)]


def _sames(content: Content) -> list[tuple[str, Q]]:
    """Return the reasons for which two records may be one person, with what to look for."""
    name, phone, number = (content.get(key) for key in ("name", "phone", "id_no"))
    born, place = content.get("birth_date"), (content.get("living_address") or {}).get("place")
    named = bool(name) and name != NAMELESS
    reasons = [
        ("同证件号", Q(id_index=blind("id", number)) if number else None),
        (
            "同名、同电话",
            Q(name=name, phone_index=blind("phone", phone)) if named and phone else None,
        ),
        ("同名、同生日", Q(name=name, birth_date=born) if named and born else None),
        (
            "同名、同住址",
            Q(name=name, place_index=blind("place", place_of(place))) if named and place else None,
        ),
    ]
    return [(says, each) for says, each in reasons if each is not None]


def _fits(person: Person, wanted: Q) -> bool:
    return all(str(getattr(person, key)) == str(value) for key, value in wanted.children)  # type: ignore[misc]
