"""What is logged: fields of a list, never what somebody typed, never the words of an exception."""

import logging
import sys
import uuid
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import structlog
from django.utils import timezone

FIELDS: Final = frozenset(
    {"at", "level", "event", "actor", "endpoint", "permission", "outcome", "reason", "status",
     "error", "error_id", "logger"}
)  # fmt: skip
"""Everything else that is handed to a log call is dropped."""


def set_up_logs() -> None:
    """Send every log line of the process through the list, to standard error as JSON."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, _stamped, _listed, _rendered],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ListedFields())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


class ListedFields(logging.Formatter):
    """Lines of other people's loggers: which, how grave, and the class of the error only."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON line; the message and its arguments may hold anything and are left out."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["error_id"] = uuid.uuid4().hex
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            line["status"] = status
        return msgspec.json.encode(line).decode()


def _stamped(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    event["at"] = timezone.now().isoformat()
    return event


def _listed(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {name: value for name, value in event.items() if name in FIELDS}


def _rendered(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()
