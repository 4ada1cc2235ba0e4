"""编号: gap-free numbers per station, kind and year, never reused (handbook 10.3)."""

from datetime import date

from accounts.models import Station
from casework.models import Counter

REGISTRATION, PERSON, CASE, GROUP, PROJECT, CRISIS = "J", "K", "C", "G", "P", "X"


def next_number(station: Station, kind: str, on: date) -> str:
    """Return the next number, as TQDJ-C-2026-0001.

    Gap-free, because the count commits or fails with the record it is given to; the counter's
    row is held until then.
    """
    row, _new = Counter.objects.get_or_create(station=station, kind=kind, year=on.year)
    counter = Counter.objects.select_for_update().get(pk=row.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{station.code}-{kind}-{on.year}-{counter.last:04d}"
