"""A publisher on this very machine that answers as a test tells it to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

TAG = '"one"'


class Answer(msgspec.Struct):
    """How a path is answered.

    Attributes:
        content: The file.
        status: HTTP status.
        tag: ETag, empty for none.
        ranges: Whether ranges are known.
        location: Where a redirect leads.
        cut: Bytes of the body after which the line breaks, None for none.
        chunked: Send no length.
        failures: Requests that get a 503 first.
        changed: Date of the last change, empty for none.
    """

    content: bytes = b""
    status: int = 200
    tag: str = TAG
    ranges: bool = True
    location: str = ""
    cut: int | None = None
    chunked: bool = False
    failures: int = 0
    changed: str = ""


class Publisher:
    """What is offered, and what was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.files: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        self.conditions: list[tuple[str, str]] = []

    def offers(self, path: str, answer: Answer) -> str:
        self.files[path] = answer
        return self.url + path


@contextmanager
def publisher() -> Iterator[Publisher]:
    """A running publisher; its server has ended when the block has."""
    offered: list[Publisher] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            respond(self, offered[0])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    offered.append(Publisher(f"http://127.0.0.1:{server.server_address[1]}"))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield offered[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def respond(handler: BaseHTTPRequestHandler, offered: Publisher) -> None:
    wanted = handler.headers.get("Range", "")
    offered.asked.append((handler.path, wanted))
    answer = offered.files.get(handler.path)
    if answer is None:
        handler.send_error(404)
        return
    if answer.failures:
        answer.failures -= 1
        handler.send_error(503)
        return
    if answer.location:
        handler.send_response(302)
        handler.send_header("Location", answer.location)
        handler.end_headers()
        return
    tagged = handler.headers.get("If-None-Match", "")
    dated = handler.headers.get("If-Modified-Since", "")
    offered.conditions.append((tagged, dated))
    # A tag is stronger than a date (RFC 9110, section 13.2.2).
    if (tagged and tagged == answer.tag) or (not tagged and dated and dated == answer.changed):
        handler.send_response(304)
        handler.end_headers()
        return
    same = handler.headers.get("If-Range") == answer.tag
    start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and same else 0
    if start and not answer.ranges:
        start = 0
    if start and start >= len(answer.content):
        handler.send_error(416)
        return
    send(handler, answer, start)


def send(handler: BaseHTTPRequestHandler, answer: Answer, start: int) -> None:
    body = answer.content[start:]
    handler.send_response(206 if start else answer.status)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(answer.content) - 1}/*")
    if answer.tag:
        handler.send_header("ETag", answer.tag)
    if answer.changed:
        handler.send_header("Last-Modified", answer.changed)
    if not answer.chunked:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if answer.cut is not None:
        body, answer.cut = body[: answer.cut], None
    with suppress(ConnectionError):  # who downloads may give up first
        handler.wfile.write(body)
