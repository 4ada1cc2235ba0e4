"""What is put into the broker comes out: whole, once, in order."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from kombu import Connection
from kombu.simple import SimpleQueue

from config.env import broker_options

MESSAGES = 200


def test_what_is_sent_arrives_in_order(connection: Connection) -> None:
    """Run against whichever broker the suite was given."""
    with connection.SimpleQueue(f"tests-{uuid4()}", queue_opts={"auto_delete": True}) as queue:
        for number in range(3):
            queue.put({"pk": number})

        arrived = [taken(queue) for _ in range(3)]
        queue.queue.delete()

    assert arrived == [0, 1, 2]


def test_a_reader_at_the_same_time_never_meets_half_a_message(tmp_path: Path) -> None:
    """kombu's own transport loses about two in a hundred here."""
    options = broker_options("files://", tmp_path)
    with (
        Connection("files://", transport_options=options) as connection,
        ThreadPoolExecutor(2) as pool,
    ):
        writing = [pool.submit(send, options, half) for half in (0, MESSAGES // 2)]
        queue = connection.SimpleQueue("tests")
        arrived = {taken(queue) for _ in range(MESSAGES)}
        for one in writing:
            one.result()

        assert arrived == set(range(MESSAGES))
        with pytest.raises(Empty):
            queue.get(block=False)


@pytest.fixture
def connection() -> Connection:
    return Connection(
        settings.CELERY_BROKER_URL, transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS
    )


def send(options: dict[str, Any], first: int) -> None:
    with Connection("files://", transport_options=options) as connection:
        queue = connection.SimpleQueue("tests")
        for number in range(first, first + MESSAGES // 2):
            queue.put({"pk": number})


def taken(queue: SimpleQueue) -> int:
    message = queue.get(timeout=10)
    message.ack()
    pk: int = message.payload["pk"]
    return pk
