"""What arrives for each project at the moment, and what is open: of all API processes together, by way of Redis.

Each process reports every other second what it has counted, and what it has open; who asks reads what all have said.
Nothing waits for that, and without Redis it is not known (docs/adr/0099-activity-of-projects.md).
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple
from uuid import uuid4

import structlog

MINUTES = 60
"""How many minutes are shown; the current one is the last of them."""
MINUTE = 60
REPORT_SECONDS = 2.0
TRUE_SECONDS = 10
"""Seconds after which what a process has open is no longer believed: it was killed, or has lost Redis."""
KEPT_SECONDS = (MINUTES + 5) * MINUTE

_REPORT = (files("server.live") / "report.lua").read_bytes()
_READ = (files("server.live") / "reported.lua").read_bytes()

_log = structlog.get_logger(__name__)


class Arrived(NamedTuple):
    """What arrived in a minute: events that were accepted, and those that were rejected; duplicates are neither."""

    accepted: int
    rejected: int


class Open(NamedTuple):
    """What one process, or all of them, have open for a project; sockets include streams of server-sent events."""

    sockets: int
    subscriptions: int


@dataclass(frozen=True, slots=True)
class ActivityNow:
    """What is known of a project.

    Attributes:
        open: What all processes have open.
        minutes: What arrived, by the start of the minute in Unix time, oldest first; None: unknown.
        per_second: Events accepted a second, over the last minute; None: unknown.
    """

    open: Open
    minutes: Mapping[int, Arrived | None]
    per_second: float | None


class Arrivals:
    """What arrived for this process and is not reported yet, by project and minute; of the newest minutes only.

    Args:
        now: The clock, in Unix time.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._of: dict[int, dict[int, Arrived]] = {}

    def note(self, project_id: int, accepted: int, rejected: int) -> None:
        """Counts the events of one request."""
        self._add(project_id, int(self._now()) // MINUTE * MINUTE, Arrived(accepted, rejected))

    def take(self) -> dict[int, dict[int, Arrived]]:
        """What is not reported, which is forgotten here."""
        taken, self._of = self._of, {}
        return taken

    def give_back(self, project_id: int, minutes: Mapping[int, Arrived]) -> None:
        """Takes again what could not be reported."""
        for minute, arrived in minutes.items():
            self._add(project_id, minute, arrived)

    def _add(self, project_id: int, minute: int, more: Arrived) -> None:
        minutes = self._of.setdefault(project_id, {})
        before = minutes.get(minute)
        minutes[minute] = Arrived(before[0] + more[0], before[1] + more[1]) if before else more
        if len(minutes) > MINUTES:
            del minutes[min(minutes)]


class Activity:
    """Reports what this process knows, and reads what all have reported.

    Args:
        call: The answer of Redis to a command; None while it is unavailable.
        prefix: What the names of keys of this set-up begin with.
        now: The clock, in Unix time.

    Attributes:
        arrivals: What this process has counted.
    """

    def __init__(
        self,
        call: Callable[..., Awaitable[Any]],
        prefix: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.arrivals = Arrivals(now)
        self._call = call
        self._prefix = f"{prefix}activity:"
        self._now = now
        self._process = uuid4().hex
        self._had_open: frozenset[int] = frozenset()

    @asynccontextmanager
    async def running(self, read_open: Callable[[], Mapping[int, Open]]) -> AsyncIterator[None]:
        """Reports meanwhile; ``read_open`` tells what this process has open, by project."""
        task = asyncio.create_task(self._keep(read_open), name="activity")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            with suppress(Exception):  # it is a statistic; nothing waits for it
                await self.report({})

    async def _keep(self, read_open: Callable[[], Mapping[int, Open]]) -> None:
        while True:
            try:
                await self.report(read_open())
            except Exception:  # noqa: BLE001 - without the next report, what is shown would be wrong for good
                _log.exception("what arrives could not be reported; trying again")
            await asyncio.sleep(REPORT_SECONDS)

    async def report(self, opened: Mapping[int, Open]) -> None:
        """Reports once. What Redis does not take is reported later, for the minute in which it arrived."""
        await self._call("SET", f"{self._prefix}since", int(self._now()), "NX")
        arrived = self.arrivals.take()
        for project_id in arrived.keys() | opened.keys() | self._had_open:
            minutes = arrived.get(project_id, {})
            sockets, subscriptions = opened.get(project_id, Open(0, 0))
            keys = [self._key_of_open(project_id), *(self._key(project_id, minute) for minute in minutes)]
            counts = [count for one in minutes.values() for count in one]
            said = [self._process, sockets, subscriptions, TRUE_SECONDS, KEPT_SECONDS, *counts]
            if await self._call("EVAL", _REPORT, len(keys), *keys, *said) is None:
                self.arrivals.give_back(project_id, minutes)
        self._had_open = frozenset(opened)

    async def read(self, project_id: int) -> ActivityNow | None:
        """What all processes have reported of a project; None if Redis is unavailable, or nobody has reported yet."""
        now = self._now()
        current = int(now) // MINUTE * MINUTE
        starts = range(current - (MINUTES - 1) * MINUTE, current + 1, MINUTE)
        keys = [f"{self._prefix}since", self._key_of_open(project_id), *(self._key(project_id, one) for one in starts)]
        told = await self._call("EVAL", _READ, len(keys), *keys, TRUE_SECONDS)
        if told is None or not told[0]:
            return None
        since, sockets, subscriptions, *counts = map(int, told)
        pairs = zip(counts[::2], counts[1::2], strict=True)
        minutes = {start: Arrived(*pair) if start >= since else None for start, pair in zip(starts, pairs, strict=True)}
        return ActivityNow(Open(sockets, subscriptions), minutes, _per_second(minutes, now - current))

    def _key_of_open(self, project_id: int) -> str:
        return f"{self._prefix}{project_id}:open"

    def _key(self, project_id: int, minute: int) -> str:
        return f"{self._prefix}{project_id}:{minute}"


def open_of(sockets: Mapping[int, int], subscriptions: Mapping[int, int]) -> dict[int, Open]:
    """What is open, by project, of the sockets and the subscriptions of each."""
    return {
        project_id: Open(sockets.get(project_id, 0), subscriptions.get(project_id, 0))
        for project_id in sockets.keys() | subscriptions.keys()
    }


def _per_second(minutes: Mapping[int, Arrived | None], seconds: float) -> float | None:
    """Events accepted a second: of the current minute, which has run for some seconds, and the rest of the last."""
    *_, last, current = minutes.values()
    if last is None or current is None:
        return None
    return (last.accepted * (1 - seconds / MINUTE) + current.accepted) / MINUTE
