"""A group of S6 as a record, and its forms sealed without walking through its lifecycle."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Community, User
from casework import drafts
from casework.approvals import freeze
from casework.models import DataKey, Episode, Group, Submission
from tests.filled_groups import FILLED_GROUPS

NUMBER = "TQDJ-G-2026-0001"


def group_of(community: Community, *, owner: User) -> Group:
    """Return 指尖上的邻里, of which nothing is written yet."""
    group = Group.objects.create(
        kind=Group.Kind.GROUP,
        number=NUMBER,
        registration=NUMBER,
        title="指尖上的邻里",
        station=community.station,
        community=community,
        registered_by=owner,
        owner=owner,
        opened_on=date(2026, 3, 30),
        status=Group.Status.DRAFT,
        sealed_with=DataKey.objects.create(),
    )
    Episode.objects.create(dossier=group, opened_on=group.opened_on)
    return group


def sealed(group: Group, code: str, outcome: str = "filed", **changes: Any) -> Submission:
    """Seal a form of S6 as the lifecycle would."""
    author = group.registered_by
    drafts.write(group, code, FILLED_GROUPS[code] | changes, by=author)
    done = freeze(group, "group.any", [code], by=author, at=timezone.now(), outcome=outcome)
    drafts.drop(group, code)
    return done
