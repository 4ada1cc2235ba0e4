"""台账: writing down what happened, putting it right, setting it aside; needs and what became of
them.

No move of a dossier: the same order all the same: authority, rule, change, trail. The trail is a
chain for each station, kind and day.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Station, User
from audit.services import record_aside, salted
from casework import ledger_rows
from casework.attributions import COMING, RUNNING
from casework.errors import RuleError
from casework.ledger_rows import Near, Raw, near, read
from casework.models import ImportBatch, LedgerEntry, Project
from casework.models.walls import WRITE_LEDGER
from casework.questions.base import written

Kind, Source, Result = LedgerEntry.Kind, LedgerEntry.Source, LedgerEntry.Result
LONGEST = 100  # characters of a reason
SLICE = 1000  # rows of one INSERT


# ── who may, and what there is ────────────────────────────────────────────────────────────


def stations_of(user: User) -> QuerySet[Station]:
    """Return the stations whose ledger and accounts a user keeps: worker's and head's."""
    posts = Post.objects.current().filter(user=user, role__in=WRITE_LEDGER)
    return Station.objects.filter(pk__in=posts.values("station")).order_by("pk")


def require_keeper(user: User, station_id: int) -> None:
    if not stations_of(user).filter(pk=station_id).exists():
        raise PermissionDenied(_("台账由本站的社工和站长登记。"))


def open_needs(project: Project) -> QuerySet[LedgerEntry]:
    """Return the needs of a project that have no result yet, the oldest first."""
    needs = LedgerEntry.objects.standing().filter(kind=Kind.NEED, project=project.pk)
    return needs.filter(settled_on=None).order_by("on", "pk")


# ── writing down ──────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add(
    station: Station,
    raw: Raw,
    *,
    by: User,
    source: str = Source.HAND,
    at: datetime | None = None,
) -> LedgerEntry:
    """Write one entry down. Raises RuleError with the fields at which something is to be mended."""
    require_keeper(by, station.pk)
    values = _values(raw, near(station, by, [written(raw.get("person", ""))]))
    at = at or timezone.now()
    entry = LedgerEntry.objects.create(
        station=station, source=source, entered_by=by, entered_at=at, **values
    )
    _trail("ledger.add", entry, by=by, at=at)
    return entry


def add_all(batch: ImportBatch, rows: Iterable[dict[str, Any]], *, by: User, at: datetime) -> None:
    """Write down the rows of a file, which were read and found good; one line of the trail."""
    found = [
        LedgerEntry(
            station_id=batch.station_id,
            source=Source.IMPORT,
            batch=batch,
            entered_by=by,
            entered_at=at,
            **values,
        )
        for values in rows
    ]
    LedgerEntry.objects.bulk_create(found, batch_size=SLICE)
    facts = {"batch": batch.pk, "rows": len(found), "file": batch.sha256}
    chain = _chain(batch.station_id, "import", at)
    record_aside("ledger.import", chain, by=by, at=at, **facts)  # type: ignore[arg-type]


@transaction.atomic
def correct(entry: LedgerEntry, raw: Raw, *, by: User, at: datetime | None = None) -> LedgerEntry:
    """Put an entry right. Its kind stays; what it said before stands in the trail, its name
    salted, for a trail holds no text."""
    entry = _held(entry, by)
    said = {**raw, "kind": entry.kind}
    numbers = [written(raw.get("person", ""))]
    values = _values(said, near(entry.station, by, numbers, of=entry))
    changed = {key: value for key, value in values.items() if getattr(entry, key) != value}
    if not changed:
        return entry
    was = {key: _fact(entry, key) for key in changed}
    for key, value in changed.items():
        setattr(entry, key, value)
    entry.save(update_fields=list(changed))
    now = {key: _fact(entry, key) for key in changed}
    _trail("ledger.correct", entry, by=by, at=at, was=was, now=now)
    return entry


@transaction.atomic
def void(entry: LedgerEntry, reason: str, *, by: User, at: datetime | None = None) -> LedgerEntry:
    """Set an entry aside: it stays to be read, and counts no more."""
    entry = _held(entry, by)
    entry.void_reason = reason_in(reason)
    entry.voided_on = timezone.localdate(at)
    entry.save(update_fields=["voided_on", "void_reason"])
    _trail("ledger.void", entry, by=by, at=at, reason=salted(entry.void_reason))
    return entry


def reason_in(said: str) -> str:
    """Read why something is set aside."""
    reason = written(said)
    if not reason:
        says = _("写一句为什么作废，例如“和 3 月 5 日那条重复”。")
        raise RuleError(says, {"reason": says})
    try:
        return ledger_rows.text_in(reason, LONGEST)
    except RuleError as error:
        raise RuleError(str(error), {"reason": str(error)}) from None


# ── needs ─────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def settle(
    entry: LedgerEntry, result: str, *, on: date, by: User, at: datetime | None = None
) -> LedgerEntry:
    """Say what has become of a need, on which day; said again, it is put right."""
    entry = _held(entry, by)
    if entry.kind != Kind.NEED:
        raise RuleError(_("只有需求才办结。"))
    if result not in Result:
        says = _("选一个办结结果。")
        raise RuleError(says, {"result": says})
    if not entry.on <= on <= timezone.localdate(at):
        says = _("办结日期在登记日（%s）和今天之间。") % entry.on.isoformat()
        raise RuleError(says, {"settled_on": says})
    entry.result, entry.settled_on = result, on
    entry.save(update_fields=["result", "settled_on"])
    _trail("ledger.settle", entry, by=by, at=at, result=str(result), on=on.isoformat())
    return entry


@transaction.atomic
def reopen(entry: LedgerEntry, *, by: User, at: datetime | None = None) -> LedgerEntry:
    """Take up again a need that had a result."""
    entry = _held(entry, by)
    if entry.settled_on is None:
        raise RuleError(_("这条需求还没有办结。"))
    entry.result, entry.settled_on = "", None
    entry.save(update_fields=["result", "settled_on"])
    _trail("ledger.reopen", entry, by=by, at=at)
    return entry


@transaction.atomic
def carry_over(
    entry: LedgerEntry, project: Project | None, *, by: User, at: datetime | None = None
) -> LedgerEntry:
    """Hand an open need on to another project, or to none (P11)."""
    entry = _held(entry, by)
    if entry.kind != Kind.NEED or entry.settled_on is not None:
        raise RuleError(_("只有没有办结的需求才结转。"))
    fits = project is None or (
        project.station_id == entry.station_id and project.status in [*RUNNING, *COMING]
    )
    if not fits:
        says = _("选本站已立项、还没有结项的项目。")
        raise RuleError(says, {"project": says})
    before, entry.project = entry.project_id, project
    entry.save(update_fields=["project"])
    moved = {"from": before, "to": entry.project_id}
    _trail("ledger.carry_over", entry, by=by, at=at, project=moved)
    return entry


# ── behind it ─────────────────────────────────────────────────────────────────────────────


def _values(raw: Raw, around: Near) -> dict[str, Any]:
    values, errors = read(raw, around)
    if errors:
        raise RuleError(_("有几处要改，改好再保存。"), errors)
    return values


def _held(entry: LedgerEntry, by: User) -> LedgerEntry:
    """Return an entry as it now is, held until the change is done."""
    require_keeper(by, entry.station_id)
    near_it = LedgerEntry.objects.select_for_update(of=("self",))
    found = near_it.select_related("station", "project", "person").get(pk=entry.pk)
    if found.voided_on is not None:
        raise RuleError(_("这一条已经作废，不再改。"))
    return found


def _fact(entry: LedgerEntry, key: str) -> Any:
    """Return what a trail may hold of a value: numbers, days, ids, and text only salted."""
    value = getattr(entry, key)
    if key == "what":
        return salted(value, within=f"ledger:{entry.pk}")
    if isinstance(value, (date, Decimal)):
        return str(value)
    return getattr(value, "pk", value)


def _chain(station_id: int, kind: str, at: datetime | None) -> str:
    return f"ledger:{station_id}:{kind}:{timezone.localdate(at).isoformat()}"


def _trail(verb: str, entry: LedgerEntry, *, by: User, at: datetime | None, **facts: Any) -> None:
    chain = _chain(entry.station_id, entry.kind, at)
    record_aside(verb, chain, by=by, at=at, entry=entry.pk, **facts)
