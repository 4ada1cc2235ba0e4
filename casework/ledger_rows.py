"""读一行台账: what is typed or imported of an entry, cell by cell, each fault with its sentence.

The page and the import ask the same questions, so a row that one takes the other takes too.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Community, Station, User
from casework import choices, masking
from casework.attributions import RUNNING
from casework.errors import RuleError
from casework.models import Case, Dossier, LedgerEntry, Person, Project
from casework.questions.base import written

Kind = LedgerEntry.Kind
Raw = Mapping[str, str]
Errors = dict[str, str]

LABELS = {
    "kind": gettext_lazy("类型"),
    "on": gettext_lazy("日期"),
    "what": gettext_lazy("名称"),
    "community": gettext_lazy("社区"),
    "category": gettext_lazy("服务对象类别"),
    "person_times": gettext_lazy("人次"),
    "households": gettext_lazy("户次"),
    "amount": gettext_lazy("折合金额（元）"),
    "project": gettext_lazy("项目编号"),
    "person": gettext_lazy("档案号"),
}
ALWAYS = ("on", "what", "community", "category", "project")
OF_KIND = {  # what else is asked of each
    Kind.NEED: ("person",),
    Kind.EVENT: ("person_times",),
    Kind.VISIT: ("households", "person_times", "person"),
    Kind.LINK: ("amount", "person"),
    Kind.TRAINING: ("person_times",),
    Kind.CONSULT: ("person_times", "person"),
}
LONGEST = 80  # characters of a name
MOST = 99_999  # person-times of one entry: beyond it a number was mistyped
DAY = re.compile(r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?")
SUM = re.compile(r"\d{1,9}(\.\d{1,2})?")


@dataclass(frozen=True)
class Near:
    """What a row of one station may refer to, read once for however many rows."""

    station: Station
    communities: dict[str, Community]
    projects: dict[str, Project]
    people: dict[str, Person]
    today: date


def near(
    station: Station, by: User, numbers: Iterable[str] = (), of: LedgerEntry | None = None
) -> Near:
    """Read what rows may refer to: ``numbers`` of people, those alone whom ``by`` reads; and what
    the entry ``of`` which they are refers to already, whatever has become of it."""
    running = Project.objects.filter(station=station, status__in=RUNNING).order_by("pk")
    own = [each for each in (of and of.project, of and of.person) if each]
    known = {each.number: each for each in own}
    return Near(
        station=station,
        communities={each.name: each for each in station.communities.order_by("pk")},
        projects={each.number: each for each in running} | _only(known, Project),
        people=_people(station, by, numbers) | _only(known, Person),
        today=timezone.localdate(),
    )


def _only(known: dict[str, Any], model: type[Any]) -> dict[str, Any]:
    return {number: each for number, each in known.items() if isinstance(each, model)}


def _people(station: Station, by: User, numbers: Iterable[str]) -> dict[str, Person]:
    wanted = {each for each in numbers if each}
    if not wanted:
        return {}
    read = Dossier.objects.readable_by(by).values("pk")
    known = Case.objects.filter(pk__in=read, person__number__in=wanted).values("person")
    people = Person.objects.filter(station=station, pk__in=known).select_related("merged_into")
    return {each.number: each.merged_into or each for each in people}


def asked_of(kind: str) -> tuple[str, ...]:
    """Return what is asked of an entry of a kind, in the order of the columns."""
    return tuple(key for key in LABELS if key in ALWAYS or key in OF_KIND[Kind(kind)])


def read(raw: Raw, near: Near) -> tuple[dict[str, Any], Errors]:
    """Return the values of one row, and what is wrong with it, by field."""
    try:
        kind = _kind(written(raw.get("kind", "")))
    except RuleError as error:
        return {}, {"kind": str(error)}
    asked = asked_of(kind)
    values: dict[str, Any] = {"kind": kind}
    errors = {key: says for key in LABELS if (says := _surplus(key, kind, asked, raw))}
    for key in asked:
        try:
            values[key] = READ[key](written(raw.get(key, "")), near)
        except RuleError as error:
            errors[key] = str(error)
    return values, _between(values) | errors


def _surplus(key: str, kind: str, asked: tuple[str, ...], raw: Raw) -> str:
    """Say that something is filled in which a kind does not have."""
    if key == "kind" or key in asked or written(raw.get(key, "")) in {"", "0"}:
        return ""
    said = {"kind": Kind(kind).label, "what": LABELS[key]}
    return _("%(kind)s不填%(what)s，请清空。") % said


def _between(values: dict[str, Any]) -> Errors:
    """Weigh what one answer says of another."""
    errors: Errors = {}
    project, day = values.get("project"), values.get("on")
    if project and day and not _within(project, day):
        says = _("%(day)s 不在这个项目的周期里（%(from)s 至 %(to)s），请核对日期或换一个项目。")
        time = {"from": project.starts_on or "…", "to": project.ends_on or "…"}
        errors["project"] = says % {"day": day, **time}
    alone = values["kind"] == Kind.NEED and "person" in values and "community" in values
    if alone and values["person"] is None and values["community"] is None:
        errors["community"] = _("个人的需求写档案号，社区公共需求写社区，两个里写一个。")
    return errors


def _within(project: Project, day: date) -> bool:
    return (project.starts_on or day) <= day <= (project.ends_on or day)


# ── one cell ──────────────────────────────────────────────────────────────────────────────


def _kind(said: str) -> str:
    known = {str(each.label): each.value for each in Kind} | {
        each.value: each.value for each in Kind
    }
    if said not in known:
        raise RuleError(_("写这些类型里的一个：%s。") % "、".join(str(k.label) for k in Kind))
    return str(known[said])


def day_in(said: str, today: date) -> date:
    """Read a day that has been: 2026-03-05, 2026/3/5 or 2026年3月5日."""
    if not said:
        raise RuleError(_("写是哪一天，例如 2026-03-05。"))
    found = DAY.fullmatch(normalize("NFKC", said))
    try:
        day = date(*(int(each) for each in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise RuleError(_("日期写成 2026-03-05 这样。"))
    if day > today:
        raise RuleError(_("这一天还没有到，台账只记已经发生的。"))
    return day


def text_in(said: str, longest: int = LONGEST) -> str:
    """Read a short text that is about nobody: without numbers by which somebody is known."""
    said = " ".join(said.split())
    if not said:
        raise RuleError(_("写一个简短的名称，例如“防骗讲座”。"))
    if len(said) > longest:
        raise RuleError(
            _("最多 %(most)s 字，现在 %(now)s 字。") % {"most": longest, "now": len(said)}
        )
    if masking.holds_number(said):
        raise RuleError(_("这里像有身份证号或电话号码，台账不写个人信息，请删去。"))
    return said


def amount_in(said: str) -> Decimal:
    """Read a sum of yuan: 1,200.50 元."""
    plain = normalize("NFKC", said).replace(",", "").removesuffix("元").lstrip("¥").strip()
    if not SUM.fullmatch(plain):
        raise RuleError(_("金额写成数字，最多两位小数，例如 1200.50。"))
    return Decimal(plain)


def _number(said: str) -> int:
    plain = normalize("NFKC", said).replace(",", "")
    if not plain:
        raise RuleError(_("写人次；不知道的写 0，不计入。"))
    if not (plain.isascii() and plain.isdigit() and int(plain[:9]) <= MOST and len(plain) <= 9):  # noqa: PLR2004
        raise RuleError(_("写 0 到 %s 之间的整数。") % MOST)
    return int(plain)


def _households(said: str) -> int:
    number = _number(said) if said else 0
    if number < 1:
        raise RuleError(_("写走访了几户，至少 1。"))
    return number


def _category(said: str) -> str:
    known = {str(label): key for key, label in choices.CATEGORIES} | {
        key: key for key, _label in choices.CATEGORIES
    }
    if said and said not in known:
        raise RuleError(_("没有这个类别，请照类别表写，例如“独居老人”；不分类别的留空。"))
    return known.get(said, "")


def _community(said: str, near: Near) -> Community | None:
    if said and said not in near.communities:
        own = "、".join(near.communities) or _("还没有登记社区")
        raise RuleError(_("本站没有这个社区。本站的社区：%s。") % own)
    return near.communities.get(said)


def _project(said: str, near: Near) -> Project | None:
    if said and said not in near.projects:
        raise RuleError(_("本站没有这个编号的在办项目，请核对编号；不计入项目的留空。"))
    return near.projects.get(said)


def _person(said: str, near: Near) -> Person | None:
    if said and said not in near.people:
        raise RuleError(_("没有找到这个档案号，请核对；只能写自己看得到的服务对象。"))
    return near.people.get(said)


READ: dict[str, Callable[[str, Near], Any]] = {
    "on": lambda said, near: day_in(said, near.today),
    "what": lambda said, near: text_in(said),
    "community": _community,
    "category": lambda said, near: _category(said),
    "person_times": lambda said, near: _number(said),
    "households": lambda said, near: _households(said),
    "amount": lambda said, near: amount_in(said) if said else None,
    "project": _project,
    "person": _person,
}
