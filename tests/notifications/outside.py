"""The world outside, on this machine: a group robot and a post office that remember it all."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Any

TAKEN = (200, {"errcode": 0, "errmsg": "ok"})


class Robot(ThreadingHTTPServer):
    """Answers as it is told to, ``TAKEN`` by default; None never answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Said)
        self.heard: list[str] = []
        self.paths: list[str] = []
        self.answer: tuple[int, Any] | None = TAKEN
        self.closing = Event()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def address(self) -> str:
        return f"{self.origin}/cgi-bin/webhook/send?key=0c1d2e3f"


class _Said(BaseHTTPRequestHandler):
    server: Robot

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.paths.append(self.path)
        self.server.heard.append(json.loads(body)["text"]["content"])
        if self.server.answer is None:
            self.server.closing.wait()
            return
        status, said = self.server.answer
        self.send_response(status)
        if status in {301, 302, 307, 308}:
            self.send_header("Location", f"{self.server.origin}/elsewhere")
        self.end_headers()
        self.wfile.write(said if isinstance(said, bytes) else json.dumps(said).encode())

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.send_error(404)

    def log_message(self, *_args: Any) -> None:
        pass


class PostOffice(ThreadingTCPServer):
    """Takes letters over SMTP; ``refuses`` names the addresses it knows nothing of."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.letters: list[EmailMessage] = []
        self.refuses: set[str] = set()

    def handle_error(self, *_args: Any) -> None:
        """Somebody was killed in the middle of a sentence: that happens here."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Counter(StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._take()
            elif verb == b"RCPT" and any(each.encode() in line for each in self.server.refuses):
                self._say("550 nobody")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if line:
            self.server.letters.append(message_from_bytes(b"".join(lines), policy=default))
            self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def open_for_business(server: Any) -> Iterator[Any]:
    """Let a robot or a post office answer while the block runs."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        if isinstance(server, Robot):
            server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def text_of(letter: EmailMessage) -> str:
    content: Any = letter.get_payload(decode=True)
    return str(content.decode())
