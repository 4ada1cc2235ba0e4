"""Serve the product on this machine: web server, worker and beat, all of them or none."""

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

PORT = int(os.environ.get("PORT", "8000"))
ADDRESS = f"http://127.0.0.1:{PORT}/"
BIN = Path(sys.executable).parent
WEB = (
    f"gunicorn config.wsgi --bind 127.0.0.1:{PORT} --worker-class gthread --workers 2 --threads 4 "
    "--log-level warning"
)
WORKER = (
    "celery --app config --quiet worker --beat --concurrency 2 --loglevel WARNING "
    "--without-gossip --without-mingle"
)
ENVIRONMENT = os.environ | {
    "PYTHONWARNINGS": "ignore:You're running the worker",  # as root, on a machine's first evening
}
PATIENCE = 60  # seconds for the first page
GRACE = 15  # seconds for a task or a request to end


def main() -> int:
    if taken(PORT):
        print(f"Port {PORT} is taken. Choose another: make run PORT={PORT + 1}", file=sys.stderr)
        return 1
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, interrupt)
    programs = {command.split()[0]: start(command) for command in (WEB, WORKER)}
    try:
        return watch(programs)
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0
    finally:
        stop(list(programs.values()))


def taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def start(command: str) -> Popen[bytes]:
    """Start a program in a group of its own, so that Ctrl-C reaches it through us alone."""
    name, *arguments = command.split()
    return Popen([BIN / name, *arguments], env=ENVIRONMENT, start_new_session=True)


def watch(programs: dict[str, Popen[bytes]]) -> int:
    """Say when the site answers; return as soon as a program has ended."""
    began, said = time.monotonic(), False
    while not (ended := [name for name, one in programs.items() if one.poll() is not None]):
        if not said and (said := answers()):
            print(f"\n闭环已启动 · Bihuan is running: {ADDRESS}  (Ctrl-C)\n", flush=True)
        if not said and time.monotonic() - began > PATIENCE:
            print(f"No page within {PATIENCE} seconds.", file=sys.stderr)
            return 1
        time.sleep(0.3)
    print(f"{ended[0]} has ended, so everything stops.", file=sys.stderr)
    return 1


def answers() -> bool:
    try:
        with urlopen(f"{ADDRESS}login/", timeout=10):  # noqa: S310  (our own address)
            return True
    except (URLError, OSError):
        return False


def stop(programs: list[Popen[bytes]]) -> None:
    """Ask every program to end, then end whoever of its group has not."""
    for program in programs:
        program.terminate()
    for program in programs:
        with suppress(TimeoutExpired):
            program.wait(GRACE)
        with suppress(ProcessLookupError):  # nobody of the group is left
            os.killpg(program.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
