"""家庭: people under one address belong together, and a worker should know it."""

from django.db.models import QuerySet

from casework.duplicates import survivor_of
from casework.models import Household, Person
from casework.vault import blind


def settle(person: Person) -> None:
    """Put a person into the household of their address; without a door there is no telling."""
    living = person.living_address or {}
    place, door = (_plain(living.get(part)) for part in ("place", "door"))
    if not place or not door:
        return
    index = blind("address", f"{person.community_id} {place} {door}")
    person.household, _new = Household.objects.get_or_create(
        station=person.station,
        address_index=index,
        defaults={"community": person.community},
    )


def others_of(person: Person) -> QuerySet[Person]:
    """Return the other people the station knows under the same address, each once."""
    own = survivor_of(person)
    if own.household_id is None:
        return Person.objects.none()
    here = Person.objects.filter(household=own.household_id, merged_into=None)
    return here.exclude(pk=own.pk)


def _plain(text: object) -> str:
    """Two ways of spacing are one address."""
    return "".join(str(text or "").split())
