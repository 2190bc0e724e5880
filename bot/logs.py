"""What is logged: events with ids. Never a text, a token or a name, also not those that libraries would write."""

import json
import logging
import sys
import traceback
from typing import Any

import structlog

_OURS = ("bot", "knowledge")


class LibraryHandler(logging.Handler):
    """Says that a library logged something, and which exception, but not what: its words may hold a person's."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().log(record.levelno, "library", logger=record.name, error=error)


def where(error: BaseException) -> str:
    """The place in our code where an exception arose, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if any(f"/{package}/" in frame.filename for package in _OURS)]
    if not ours:
        return type(error).__name__
    module = ours[-1].filename.rpartition("/")[2]
    return f"{type(error).__name__} in {module}:{ours[-1].lineno}"


def configure(level: str) -> None:
    """Our events to standard error as one line of JSON each; libraries from WARNING on, without their words."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[LibraryHandler()], level=logging.WARNING, force=True)


def _json(event: dict[str, Any], **_: Any) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)
