"""Health checks for load balancers, containers and people: is the process alive, and can it serve?"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.live.progress import Progress, lag_of
from server.monitoring.instruments import DATABASE_UP, LAG
from server.monitoring.samples import Sample, sample
from server.storage.database import Pool
from server.storage.restored import NotReplayedError
from server.storage.revision import SchemaBehindError, newest_revision, read_schema

CHECK_SECONDS = 2.0


class Health:
    """Answers the health checks.

    Args:
        pool: The database; if it is unreachable or read-only, has a schema that this version must not work on, or was
            restored from a backup in which viewers are back who were erased, the process is not ready.
        pushed: Whether Redis delivers hints; if not, updates are slower, but the process is ready.
        is_ingest_failing: Whether the last commits of events failed; then the process is not ready.
        read_progress: Reads the state of the roll-up, by project.
        failing_cells: The other cells in use that do not work; the process is still ready, for the rest.
        has_worker: Whether a worker runs; if not, questions that need one are UNAVAILABLE, but the process is ready.
        longest_lag: Seconds of lag above which ``aggregator.ok`` is false; the process is still ready.
        now: The clock.
    """

    def __init__(
        self,
        pool: Pool,
        pushed: Callable[[], bool],
        is_ingest_failing: Callable[[], bool],
        read_progress: Callable[[], Awaitable[Mapping[int, Progress]]],
        failing_cells: Callable[[], Sequence[str]],
        *,
        has_worker: Callable[[], Awaitable[bool]],
        longest_lag: float,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._pool = pool
        self._pushed = pushed
        self._is_ingest_failing = is_ingest_failing
        self._read_progress = read_progress
        self._failing_cells = failing_cells
        self._has_worker = has_worker
        self._longest_lag = longest_lag
        self._now = now
        self._needed = newest_revision()

    def routes(self) -> list[Route]:
        """``/health/live`` and ``/health/ready``."""
        return [Route("/health/live", self.live), Route("/health/ready", self.ready)]

    async def live(self, _request: Request) -> Response:
        """200 while the event loop runs."""
        return _json(200, {"status": "live"})

    async def ready(self, _request: Request) -> Response:
        """200 if requests can be served, 503 if not; in both cases the body lists the checks."""
        database = await _within_time(self._database())
        lag = await _within_time(self._lag()) if database["ok"] else {"ok": False, "seconds": None}
        worker = await _within_time(self._worker())
        ingest = {"ok": not self._is_ingest_failing()}
        erasures = database.pop("erasures", {"ok": True})
        failing = self._failing_cells()
        ready = bool(database["ok"] and ingest["ok"])
        return _json(
            200 if ready else 503,
            {
                "status": "ready" if ready else "not ready",
                "database": database,
                "erasures": erasures,
                "ingest": ingest,
                "redis": {"ok": self._pushed()},
                "aggregator": lag,
                "worker": worker,
                "cells": {"ok": not failing, "failing": failing},
            },
        )

    async def read_samples(self) -> list[Sample]:
        """The checks of ``ready`` that /metrics shows, too."""
        database = await _within_time(self._database())
        lag = await _within_time(self._lag()) if database["ok"] else {}
        seconds = lag.get("seconds")
        return [
            sample(DATABASE_UP, bool(database["ok"])),
            *([sample(LAG, seconds)] if isinstance(seconds, float) else []),
        ]

    async def _database(self) -> dict[str, object]:
        try:
            async with self._pool.acquire(timeout=CHECK_SECONDS) as connection:
                schema = await read_schema(connection)
                is_read_only = await connection.fetchval("SELECT current_setting('transaction_read_only')::boolean")
        except NotReplayedError as error:
            return {"ok": False, "erasures": {"ok": False, "waiting": error.waiting, "error": str(error)}}
        except SchemaBehindError as error:
            return {"ok": False, "schema": error.revision, "error": str(error)}
        found = schema.revision
        if (refusal := schema.refusal(self._needed)) is not None:
            return {"ok": False, "schema": found, "error": refusal}
        if is_read_only:  # a standby, or default_transaction_read_only
            return {"ok": False, "schema": found, "error": "The server is read-only."}
        return {"ok": True, "schema": found}

    async def _worker(self) -> dict[str, object]:
        return {"ok": await self._has_worker()}

    async def _lag(self) -> dict[str, object]:
        """Lag of the slowest project's metrics in seconds; null before the first run."""
        seconds = lag_of((await self._read_progress()).values(), self._now())
        return {"ok": seconds is not None and seconds <= self._longest_lag, "seconds": seconds}


async def _within_time(check: Awaitable[dict[str, object]]) -> dict[str, object]:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check
    except Exception as error:  # noqa: BLE001 - whatever it is, the probe must be answered
        return {"ok": False, "error": type(error).__name__}


def _json(status: int, body: Mapping[str, object]) -> Response:
    return Response(msgspec.json.encode(body), status, {"Cache-Control": "no-store"}, media_type="application/json")
