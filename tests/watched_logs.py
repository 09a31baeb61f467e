"""Looks for credentials in all that is logged while tests run: in their own process, and in the logs of products."""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

CREDENTIALS = r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+|[Bb]earer +\w|vp_write_[\w-]{20}"
"""Tokens, headers that have one, and write keys."""
PRINTING = (
    "msg",
    "log",
    "debug",
    "info",
    "warn",
    "warning",
    "error",
    "critical",
    "exception",
    "failure",
    "fatal",
    "err",
)

_found: list[str] = []


def require_no_credentials() -> None:
    """Fails if anything logged since the last call has a credential."""
    found = [*_found]
    _found.clear()
    assert not found, f"a credential was logged: {found[0][:2_000]}"


def require_none_in(files: Iterable[Path]) -> None:
    """Fails if one of these files has a credential."""
    for file in files:
        for line in file.read_text(errors="replace").splitlines():
            assert not re.search(CREDENTIALS, line), f"{file.name} has a credential: {line[:2_000]}"


@contextmanager
def watching(*secrets: str) -> Iterator[None]:
    """Looks at every record of ``logging``, every line that structlog prints, and all that tests capture.

    Args:
        secrets: What else must be in none of them.
    """
    unwanted = re.compile("|".join([CREDENTIALS, *map(re.escape, secrets)]))

    def look(*told: object) -> None:
        text = " ".join(map(str, told))
        if unwanted.search(text):
            _found.append(text)

    def printing(write: Any) -> Any:
        def write_watched(self: Any, message: str) -> None:
            look(message)
            write(self, message)

        return write_watched

    plain, captured = logging.getLogRecordFactory(), LogCapture.__call__

    def make_record(*arguments: Any, **more: Any) -> logging.LogRecord:
        record = plain(*arguments, **more)
        look(record.msg, record.args, record.exc_info and record.exc_info[1])
        return record

    def capture(self: LogCapture, logger: Any, name: str, event: Any) -> Any:
        look(event)
        return captured(self, logger, name, event)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LogCapture, "__call__", capture)
        for name in PRINTING:
            if hasattr(structlog.PrintLogger, name):
                patch.setattr(structlog.PrintLogger, name, printing(getattr(structlog.PrintLogger, name)))
        logging.setLogRecordFactory(make_record)
        yield
        logging.setLogRecordFactory(plain)
