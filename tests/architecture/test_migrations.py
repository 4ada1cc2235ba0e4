"""The short way to a new house builds what the long way did."""

import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_squashed_migrations_end_where_those_they_replace_do() -> None:
    long_way = MigrationLoader(connection, replace_migrations=False)
    short_way = MigrationLoader(connection)
    squashed = [key for key in long_way.disk_migrations if "_squashed_" in key[1]]

    before = long_way.project_state(
        [(app, name) for app, name in long_way.graph.leaf_nodes() if (app, name) not in squashed]
    )
    after = short_way.project_state()

    assert squashed
    assert MigrationAutodetector(before, after).changes(long_way.graph) == {}
