"""A stand-in for a language model: a server on this machine that answers what a test wants."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

AGREEMENT = (
    '[agreement]\nkind = "baa"\npartner = "Lab"\nsigned = 2026-01-01\nexpires = 2026-12-31\n'
)


def said(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


class StandIn:
    """Servers that answer what a test wants; `asked` is what the last one was asked."""

    def __init__(self, folder: Path) -> None:
        self.asked: dict[str, Any] = {}
        self.release = threading.Event()
        self.servers: list[HTTPServer] = []
        self._folder = folder

    def __call__(
        self, body: bytes, status: int = 200, *, hang: bool = False, extra: str = ""
    ) -> str:
        """The path of the configuration of a server that answers so."""
        told = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                told.asked = json.loads(self.rfile.read(length))
                told.asked |= {"path": self.path, "key": self.headers.get("Authorization")}
                if hang:
                    told.release.wait(5)
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing on stderr."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.servers.append(server)
        path = self._folder / "model.toml"
        path.write_text(
            f'address = "http://127.0.0.1:{server.server_port}/v1"\nmodel = "stand-in"\n'
            f"timeout_seconds = 0.5\n{extra}{AGREEMENT}"
        )
        return str(path)


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    """Starts stand-in servers."""
    start = StandIn(tmp_path)
    yield start
    start.release.set()
    for server in start.servers:
        server.shutdown()
        server.server_close()
