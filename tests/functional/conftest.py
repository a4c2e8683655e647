"""A server of its own on loopback, and Debian's Chromium; skipped where that is absent."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from codeward.adapters.release_store import ReleaseStore

_PATIENCE = 60.0


class Site(msgspec.Struct, frozen=True):
    """A running demonstration site: where it answers, and the link of its first administrator."""

    origin: str
    invitation: str
    output: Path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("needs Debian's package chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, release_store: ReleaseStore) -> Iterator[Site]:
    """`codeward serve --demo` on an empty folder."""
    folder = tmp_path_factory.mktemp("site")
    output = folder / "output.txt"
    port = _free_port()
    environment = {
        **os.environ,
        "CODEWARD_SITE": str(folder / "site"),
        "CODEWARD_HOME": str(release_store.home),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with output.open("w") as file, subprocess.Popen(
        [sys.executable, "-m", "codeward", "serve", "--demo", "--port", str(port)],
        stdout=file, stderr=subprocess.STDOUT, env=environment,
    ) as process:  # fmt: skip
        try:
            yield Site(f"http://127.0.0.1:{port}", _invitation(output, port), output)
        finally:
            process.terminate()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh browser; a script or style that the policy stopped fails the test."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert not problems


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _invitation(output: Path, port: int) -> str:
    """The link that the start prints, once the port answers."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        found = re.search(r"http://\S+/join/\S+", output.read_text())
        with socket.socket() as probe:
            if found and probe.connect_ex(("127.0.0.1", port)) == 0:
                return found.group()
        time.sleep(0.1)
    pytest.fail(f"the server did not start: {output.read_text()[-2000:]}")
