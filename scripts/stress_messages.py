"""Tell 200 things while workers are killed and the broker is gone; then count what arrived.

    .venv/bin/python scripts/stress_messages.py                      SQLite and the file broker
    DATABASE_URL=postgresql://…/empty .venv/bin/python scripts/stress_messages.py --redis

The database must be empty. With ``--redis`` a server of our own is started, killed half way and
started again with nothing in it. Exits 1 unless each message is in its inbox exactly once and
has gone outside at least once.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

JOBS = 200
GONE = range(80, 140)  # the jobs during which there is no broker
KILLS = 4
PATIENCE = 120  # seconds
COMMAND = "-m celery -A config --quiet worker --concurrency 2 --loglevel ERROR --without-mingle"


class Broker:
    """A Redis server of our own, which forgets everything when it is killed."""

    def __init__(self, home: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.home = home
        self.start()

    def start(self) -> None:
        words = (
            f"redis-server --port {self.port} --dir {self.home} --bind 127.0.0.1 --appendonly no"
        )
        quiet = subprocess.DEVNULL
        self.program = subprocess.Popen([*words.split(), "--save", ""], stdout=quiet, stderr=quiet)
        until(lambda: _answers(self.port))

    def stop(self) -> None:
        self.program.kill()
        self.program.wait()


class Worker:
    """A worker in a process group of its own, so that it dies with its children."""

    def __init__(self, home: str) -> None:
        self.log = Path(home, "worker.log").open("ab")  # noqa: SIM115  (closed with the process)
        self.start()

    def start(self) -> None:
        self.program = subprocess.Popen(
            [sys.executable, *COMMAND.split()],
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.program.pid, signal.SIGKILL)
        self.program.wait()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
        return True
    return False


def until(done: Any, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit("It takes too long.")
        time.sleep(0.1)


@contextmanager
def outside(home: str, *, redis: bool) -> Iterator[tuple[Any, Any, Broker | None]]:
    """Open a robot, a post office and a broker, and say in the environment where they are."""
    from tests.notifications.outside import PostOffice, Robot, open_for_business  # noqa: PLC0415

    with ExitStack() as stack:
        robot = stack.enter_context(open_for_business(Robot()))
        office = stack.enter_context(open_for_business(PostOffice()))
        broker = Broker(home) if redis else None
        if broker:
            stack.callback(broker.stop)
        os.environ |= {
            "BIHUAN_HOME": home,
            "BIHUAN_MASTER_KEY": "5e" * 32,
            "SECRET_KEY": "for this run alone",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0" if broker else "",
            "SMTP_URL": f"smtp://127.0.0.1:{office.port}",
            "WECOM_ORIGINS": robot.origin,
        }
        yield robot, office, broker


def prepare(address: str) -> list[int]:
    """Make a station with a robot and five people, and return these."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from accounts.models import Role, Station, User  # noqa: PLC0415
    from notifications.channels import give_address  # noqa: PLC0415
    from tests.conftest import person  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if User.objects.exists():
        raise SystemExit("The database must be empty.")
    district = Station.objects.create(name="总站", code="ZZ", kind="district")
    station = Station.objects.create(name="试验站", code="SY", district=district)
    head = person("head", "站长", station, Role.HEAD)
    people = [head, *(person(f"w{n}", "社工", station, Role.WORKER) for n in range(4))]
    for each in people:
        each.email = f"{each.username}@station.example"
        each.save(update_fields=["email"])
    give_address(station, address, by=head)
    return [each.pk for each in people]


def tell(people: list[int], accident: Any, broker: Broker | None) -> None:
    """Tell everything, each in a transaction of its own, with accidents on the way."""
    from django.db import transaction  # noqa: PLC0415

    from notifications.models import Urgency  # noqa: PLC0415
    from notifications.services import notify  # noqa: PLC0415

    accidents = set(random.sample([*range(20, GONE.start), *range(GONE.stop, JOBS)], KILLS))
    for job in range(JOBS):
        if broker and job == GONE.start:
            broker.stop()
        if broker and job == GONE.stop:
            broker.start()
        if job in accidents:
            accident()
        with transaction.atomic():
            says = f"SY-C-2026-{job:04}：试验"
            link = f"/dossiers/{job}/"
            notify(people[job % 5 :][:1], kind="k", says=says, link=link, urgency=Urgency.URGENT)
        time.sleep(random.random() * 0.05)  # noqa: S311


def kill_at_work(worker: Worker, robot: Any, office: Any) -> None:
    """Kill a worker soon after it was seen to send something, and start another."""
    before = len(robot.heard) + len(office.letters)
    until(lambda: len(robot.heard) + len(office.letters) > before)
    time.sleep(random.random() * 0.2)  # noqa: S311
    worker.kill()
    leases_end()
    worker.start()


def leases_end() -> None:
    """Let the leases of the dead end now instead of in two minutes."""
    from django.utils import timezone  # noqa: PLC0415

    from notifications.models import Channel  # noqa: PLC0415

    Channel.objects.update(free_at=timezone.now())


def settle() -> None:
    """Look at the outbox every second, as beat does every thirty, until nothing waits."""
    from notifications.models import Delivery  # noqa: PLC0415
    from notifications.outbox import publish  # noqa: PLC0415

    def done() -> bool:
        with suppress(Exception):  # no broker yet: beat would come again too
            publish()
        time.sleep(1)
        return not Delivery.objects.waiting().exists()

    until(done)


def counted(robot: Any, office: Any) -> dict[str, Any]:
    """Return what arrived where, and how often."""
    from notifications.models import Delivery, Message  # noqa: PLC0415

    inbox = Counter(Message.objects.values_list("says", flat=True))
    letters = Counter(letter["Message-ID"] for letter in office.letters)
    promised = {f"<bihuan-{pk}@127.0.0.1>" for pk in _pks("mail")}
    said = sum(_matters(text) for text in robot.heard)
    return {
        "told": JOBS,
        "in the inbox": len(inbox),
        "twice in the inbox": sum(count > 1 for count in inbox.values()),
        "letters promised": len(promised),
        "letters missing": len(promised - set(letters)),
        "letters sent twice": sum(count > 1 for count in letters.values()),
        "robot: messages": len(robot.heard),
        "robot: matters": said,
        "given up": Delivery.objects.exclude(failure="").count(),
    }


def _pks(way: str) -> list[int]:
    from notifications.models import Delivery  # noqa: PLC0415

    return list(Delivery.objects.filter(way=way).values_list("pk", flat=True))


def _matters(text: str) -> int:
    lines = text.splitlines()
    more = lines[-1].removeprefix("……另有 ").partition(" ")[0] if "另有" in lines[-1] else ""
    return len(lines) - 1 + int(more) if more else len(lines)


def sound(found: dict[str, Any]) -> bool:
    once = found["in the inbox"] == JOBS and not found["twice in the inbox"]
    letters = found["letters promised"] == JOBS and not found["letters missing"]
    return once and letters and found["robot: matters"] >= JOBS and not found["given up"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--redis", action="store_true", help="with a Redis server of our own")
    redis = parser.parse_args().redis
    if redis and not shutil.which("redis-server"):
        raise SystemExit("redis-server is not installed.")
    began = time.monotonic()
    with TemporaryDirectory() as home, outside(home, redis=redis) as (robot, office, broker):
        people = prepare(robot.address)
        worker = Worker(home)
        try:
            tell(people, lambda: kill_at_work(worker, robot, office), broker)
            settle()
        finally:
            worker.kill()
        found = counted(robot, office) | {"seconds": round(time.monotonic() - began)}
    print(json.dumps(found, indent=2))
    sys.exit(not sound(found))


if __name__ == "__main__":
    main()
