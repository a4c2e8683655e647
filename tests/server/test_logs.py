"""No log line holds what somebody typed, nor the words of an exception (attack E1)."""

import logging

import msgspec
import pytest
import structlog

from codeward_server.logs import ListedFields, set_up_logs


def test_only_listed_fields_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        set_up_logs()
        structlog.get_logger().info("access", actor=7, note="Canary, Jane", path="/x?name=Canary")
    finally:
        structlog.configure(**before)
        root.handlers[:] = handlers
        root.setLevel(level)
    line = msgspec.json.decode(capsys.readouterr().err)
    assert line.keys() == {"event", "actor", "level", "at"}


def test_the_line_of_another_logger_tells_the_class_of_the_error_only() -> None:
    error = ValueError("Canary, Jane")
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x.py", 1, "failed: %s", ("Canary",),
        (ValueError, error, None),
    )  # fmt: skip
    record.status_code = 500
    text = ListedFields().format(record)
    line = msgspec.json.decode(text)
    assert "Canary" not in text
    assert (line["error"], line["status"], line["logger"]) == ("ValueError", 500, "django.request")
    assert len(line["error_id"]) == 32
