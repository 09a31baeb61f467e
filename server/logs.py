"""Logging of every process: one line per event, as text or as JSON, for our own messages and those of libraries."""

import logging
import sys
from collections.abc import Sequence

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from server.error_texts import error_text, traceback_text, without_detail
from server.settings import Settings

QUIET_LIBRARIES = ("alembic", "asyncio", "httpx", "httpcore", "urllib3", "uvicorn", "websockets")
"""Never logged at DEBUG: there they write headers, with tokens and addresses, and every message of a socket."""
SILENT_LIBRARIES = ("httpx", "httpcore")
"""Never logged at INFO either: there they write URLs, and those of networks contain tokens."""


def _shared_processors() -> Sequence[Processor]:
    return (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S.%fZ", utc=True),
    )


ALWAYS_LOGGED = "viewpulse.audit"
"""Name of the logger whose lines are written whatever the level: they are kept as proof."""


def hide_values(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Writes errors and tracebacks without the values that they quote; the one place where lines get errors as text."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given is True:
        error = sys.exc_info()[1]
    for name, value in event.items():
        if isinstance(value, BaseException):
            event[name] = error_text(value)
        elif isinstance(value, str):  # a library's own line
            event[name] = without_detail(value)
    if error is not None:
        event["exception"] = traceback_text(error)
    return event


def _hide_values_of_arguments(record: logging.LogRecord) -> bool:
    """The same for errors that a library formats into its line; keeps every record."""
    if isinstance(record.args, tuple):
        record.args = tuple(error_text(one) if isinstance(one, BaseException) else one for one in record.args)
    return True


def configure_logging(settings: Settings) -> None:
    """Sends everything to stderr, at ``log_level`` and above.

    ``structlog.get_logger()`` and ``logging.getLogger()`` end in the same handler; libraries are
    logged from WARNING on, and from INFO on if the level is DEBUG.
    """
    level = logging.getLevelNamesMapping()[settings.log_level]
    as_text = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        pad_event_to=0,
        pad_level=False,
        exception_formatter=structlog.dev.plain_traceback,  # the pretty one also prints variables, keys and tokens
    )
    renderer: Processor = structlog.processors.JSONRenderer() if settings.log_json else as_text
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared_processors(),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_shared_processors(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, hide_values, renderer],
        )
    )
    handler.addFilter(_hide_values_of_arguments)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger(ALWAYS_LOGGED).setLevel(logging.INFO)
    for name in QUIET_LIBRARIES:
        lowest = logging.INFO if level <= logging.DEBUG and name not in SILENT_LIBRARIES else logging.WARNING
        logging.getLogger(name).setLevel(max(level, lowest))
