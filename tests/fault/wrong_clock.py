"""``viewpulse`` with a wrong clock: `WRONG_BY_SECONDS=3600 python -m tests.fault.wrong_clock serve` is an hour fast.

The modules of the product find another ``datetime`` and another ``time.time``. Monotonic clocks are as they were, and
so is the clock of PostgreSQL.
"""

import os
import sys
import time
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from typing import Any

from server.cli import main

PARTS = ("server.app", "server.rollup.every_cell", "server.live.publish", "server.monitoring.exporter")
WRONG = timedelta(seconds=float(os.environ["WRONG_BY_SECONDS"]))


class _Type(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


class _WrongDatetime(datetime, metaclass=_Type):
    """Takes the place of ``datetime`` where the product asks for the time."""

    def __new__(cls, *parts: Any, **named: Any) -> Any:
        return datetime(*parts, **named)  # noqa: DTZ001 - as the caller says

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + WRONG

    @classmethod
    def fromtimestamp(cls, timestamp: float, tz: tzinfo | None = None) -> Any:
        return datetime.fromtimestamp(timestamp, tz)


def put_wrong() -> None:
    """Imports what the processes are made of, and gives these modules the wrong clock."""
    for name in PARTS:
        import_module(name)
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] in ("server", "resolvers") and getattr(module, "datetime", None) is datetime:
            module.datetime = _WrongDatetime  # type: ignore[attr-defined]
    right = time.time
    time.time = lambda: right() + WRONG.total_seconds()


if __name__ == "__main__":
    put_wrong()
    main()
