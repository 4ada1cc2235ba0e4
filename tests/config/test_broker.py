"""What is put into the broker comes out: whole, once, in order."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.simple import SimpleQueue

from config.env import broker_options

MESSAGES = 200
ROUNDS = 100
Options = dict[str, Any]


def test_what_is_sent_arrives_in_order(connection: Connection) -> None:
    """Run against whichever broker the suite was given."""
    with connection.SimpleQueue(f"tests-{uuid4()}", queue_opts={"auto_delete": True}) as queue:
        for number in range(3):
            queue.put({"pk": number})

        arrived = [taken(queue) for _ in range(3)]
        queue.queue.delete()

    assert arrived == [0, 1, 2]


def test_a_reader_at_the_same_time_never_meets_half_a_message(home: Options) -> None:
    """kombu's own transport loses about two in a hundred here."""
    name = str(uuid4())
    with ThreadPoolExecutor(2) as pool, open_broker(home) as connection:
        writing = [pool.submit(send, home, name, half) for half in (0, MESSAGES // 2)]
        with connection.SimpleQueue(name) as queue:
            arrived = {taken(queue) for _ in range(MESSAGES)}
            for one in writing:
                one.result()

            assert arrived == set(range(MESSAGES))
            with pytest.raises(Empty):
                queue.get(block=False)


def test_many_who_start_at_once_find_the_queue_whole(home: Options) -> None:
    """kombu's own transport lets about one start in twenty fail here."""
    with ThreadPoolExecutor(4) as pool:
        for _ in range(ROUNDS):
            name = str(uuid4())
            for one in [pool.submit(knock, home, name) for _ in range(4)]:
                one.result()


def test_nobody_waits_for_a_broker_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kombu would sleep and try again for six seconds, and a page with it."""
    slept: list[float] = []
    monkeypatch.setattr("kombu.utils.functional.sleep", slept.append)
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"redis://127.0.0.1:{free.getsockname()[1]}/0"
    gone = Connection(url, transport_options=broker_options(url, tmp_path))

    with pytest.raises(OperationalError):
        _ = gone.default_channel

    assert slept == []


@pytest.fixture
def connection() -> Connection:
    return Connection(
        settings.CELERY_BROKER_URL, transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS
    )


@pytest.fixture
def home(tmp_path: Path) -> Options:
    return broker_options("files://", tmp_path)


def open_broker(home: Options) -> Connection:
    return Connection("files://localhost", transport_options=home)


def send(home: Options, name: str, first: int) -> None:
    """Publish as Celery does: to the queue itself, by way of no exchange."""
    with open_broker(home) as connection, connection.Producer() as producer:
        for number in range(first, first + MESSAGES // 2):
            producer.publish({"pk": number}, exchange="", routing_key=name)


def knock(home: Options, name: str) -> None:
    with open_broker(home) as connection, connection.SimpleQueue(name) as queue:
        queue.put({})


def taken(queue: SimpleQueue) -> int:
    message = queue.get(timeout=10)
    message.ack()
    pk: int = message.payload["pk"]
    return pk
