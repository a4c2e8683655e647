"""Whether the server lives and can serve, told without a word of what is wrong inside."""

import pytest
from django.db import DatabaseError, connection

from tests.server.conftest import Browser


def test_it_lives_and_is_ready(browser: Browser) -> None:
    assert browser.get("/health/live").json() == {"status": "live"}
    assert browser.get("/health/ready").json() == {"status": "ready"}


def test_without_its_database_it_lives_and_is_not_ready(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise DatabaseError("Canary of a password")

    with monkeypatch.context() as while_broken:
        while_broken.setattr(connection, "cursor", broken)
        answer = browser.get("/health/ready")
    assert answer.status_code == 503
    assert "Canary" not in answer.content.decode()
    assert browser.get("/health/live").status_code == 200
