"""One erasure, in steps that may be interrupted anywhere and are then taken again.

Raw events are removed as ``removeEvents`` does, which corrects what they counted in. What is left of days whose raw
events have expired no longer names the viewer, and all counters of these days stay.

Who is erased with a user, the guests that it was, is decided once, before anything is erased: they get tombstones, and
are erased until the end, also if another user begins to use one of their sessions meanwhile.
"""

import asyncio
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, linear_regression
from uuid import UUID

import msgspec
import structlog

from server.rollup.erased_guests import bury_guests, known_guests
from server.rollup.erasures import announce
from server.rollup.held import Subject, count_held, find_subject, sample_patterns
from server.rollup.held_states import forget_states
from server.rollup.hints import Publish
from server.rollup.removal import MAX_EVENTS, Removed, remove_events
from server.rollup.removal_filter import Removal
from server.rollup.slices import HELD_SECONDS
from server.rollup.table_locks import NO_COMMIT_UNDER_WAY, insist
from server.settings import Settings
from server.storage.database import Connection
from server.storage.sql import load_sql

FIRST_SLICE = 300
LEAST_SLICE = 100
"""Events of a slice."""
REMEMBERED_SLICES = 4
SIGN_SECONDS = 20.0
"""Seconds between two signs of life on a connection; PostgreSQL ends one that is silent for a minute."""
NOTHING_ELSE_UNDER_WAY = "LOCK TABLE viewer_profiles, consent_entries, rejected_events IN SHARE MODE"
"""The same for what else is stored about viewers by statements that know the number of tombstones."""
ALIAS_KEY_BYTES = 32

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """An erasure that is not finished, as in ``erasures``; ``viewer_id`` is None until the viewer was searched for."""

    project_id: int
    number: int
    erasure_id: UUID
    subject_hash: bytes
    secret_mark: bytes
    viewer_id: str | None
    requested_at: datetime
    started_at: datetime | None


class LeftOverError(Exception):
    """Rows still name the viewer: the erasure must be tried again."""


async def erase(
    connection: Connection,
    settings: Settings,
    publish: Publish,
    request: ErasureRequest,
    *,
    settle: timedelta,
    now: Callable[[], datetime],
) -> None:
    """Erases a viewer.

    Args:
        connection: Outside a transaction; its plans may read whole tables.
        settings: The database.
        publish: Notifies subscribers.
        request: Whom to erase.
        settle: How long after the request rejected items may still come from processes that had not heard of it.
        now: The clock.

    Raises:
        LeftOverError: Not everything could be erased.
        ViewpulseError: UNAVAILABLE if tables are locked for too long.
    """
    started = time.perf_counter()
    work = _Work(connection, settings, publish, request)
    await insist(connection, NO_COMMIT_UNDER_WAY, NOTHING_ELSE_UNDER_WAY)
    counts = await work.begin(now())
    if work.has_new_tombstones:
        await insist(connection, NO_COMMIT_UNDER_WAY, NOTHING_ELSE_UNDER_WAY)
    samples = await work.sweep()
    await asyncio.sleep(max(0.0, (request.requested_at + settle - now()).total_seconds()))
    samples += await work.sweep()
    if left := await work.count():
        raise LeftOverError(f"rows of {', '.join(left)} still name the viewer")
    counts["rejected_events"] = counts.get("rejected_events", 0) + samples
    await work.finish(now(), {table: rows for table, rows in counts.items() if rows})
    _log.info(
        "viewer erased",
        project=request.project_id,
        erasure=str(request.erasure_id),
        events=counts.get("raw_events", 0),
        seconds=round(time.perf_counter() - started, 3),
    )


class _Work:
    """The steps of one erasure.

    Attributes:
        has_new_tombstones: Whether it has put tombstones on guests.
    """

    _alias_key: bytes

    def __init__(self, connection: Connection, settings: Settings, publish: Publish, request: ErasureRequest) -> None:
        self._connection = connection
        self._settings = settings
        self._publish = publish
        self._request = request
        self._project = request.project_id
        self._guests: Sequence[str] = ()
        self.has_new_tombstones = False

    async def begin(self, now: datetime) -> Counter[str]:
        """Notes that it began, what names the viewer, and whom it is about; what an earlier try noted stays."""
        project, number = self._project, self._request.number
        self._guests = await known_guests(self._connection, project, number)
        subject = await self._subject()
        guests = () if subject.user_id is None else subject.guests
        counts = await count_held(self._connection, project, subject)
        values = {"now": now, "counts": _encoded(counts), "alias_key": secrets.token_bytes(ALIAS_KEY_BYTES)}
        mark = self._request.secret_mark
        async with self._connection.transaction():
            self.has_new_tombstones = bool(
                await bury_guests(self._connection, self._settings, project, number, guests, secret_mark=mark, now=now)
            )
            noted = await load_sql(__name__, "erasure_begin").fetchrow(
                self._connection, project=project, number=number, **values
            )
            assert noted is not None
            await announce(self._connection, project)
        self._guests, self._alias_key = guests, noted["alias_key"]
        return Counter(msgspec.json.decode(noted["counts"], type=dict[str, int]))

    async def count(self) -> dict[str, int]:
        """The number of rows that name the viewer, by table."""
        return await count_held(self._connection, self._project, await self._subject())

    async def sweep(self) -> int:
        """Erases everything that is there; returns the number of rejected items."""
        subject = await self._subject()
        await self._remove_events(subject)
        await forget_states(self._connection, self._publish, self._project, subject, self._alias_key)
        if not (patterns := sample_patterns(subject)):
            return 0
        return _rows(await self._execute("erasure_samples", patterns=patterns))

    async def finish(self, now: datetime, counts: dict[str, int]) -> None:
        """Notes that it is finished, and forgets whom it was about."""
        async with self._connection.transaction():
            await self._execute("erasure_finish", number=self._request.number, now=now, counts=_encoded(counts))
            await announce(self._connection, self._project)

    async def _subject(self) -> Subject:
        if self._request.viewer_id is None:
            return Subject(None, (), ())
        return await find_subject(self._connection, self._project, self._request.viewer_id, self._guests)

    async def _remove_events(self, subject: Subject) -> None:
        """Removes the raw events, in slices; those that have expired already count nowhere, and are only deleted."""
        which = {"user": subject.user_id, "guests": subject.guests}
        slices = Slices()
        while True:
            rows = await load_sql(__name__, "erasure_events").fetch(
                self._connection, project=self._project, **which, limit=slices.limit
            )
            if not rows:
                return
            ids = [str(row["id"]) for row in rows]
            removing = remove_events(
                self._settings,
                self._publish,
                self._project,
                Removal(ids=ids),
                dry_run=False,
                by="erasure",
                asked=["ids"],
            )
            done = await self._kept_alive(removing)
            if not done.removed and not _rows(await self._execute("erasure_expired_rows", ids=ids)):
                raise LeftOverError("raw events that cannot be removed")
            slices.note(done)

    async def _kept_alive(self, removing: Coroutine[None, None, Removed]) -> Removed:
        """Waits for a slice, which has a connection of its own; this one would be closed if nothing were sent."""
        task = asyncio.create_task(removing)
        try:
            while not (await asyncio.wait((task,), timeout=SIGN_SECONDS))[0]:
                await self._connection.execute("SELECT 1")
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait((task,))
        return task.result()

    async def _execute(self, name: str, **values: object) -> str:
        return await load_sql(__name__, name).execute(self._connection, project=self._project, **values)


class Slices:
    """How many events to remove at once, by how long the aggregator had to wait for the slices before.

    It waits some time for each event of a slice, and some however many they are. Before it has to wait, all that is
    left of the viewer is folded: few large slices are faster than many small ones. Where the time for none is already
    longer than ``HELD_SECONDS``, small slices would only repeat it.
    """

    def __init__(self) -> None:
        self.limit = FIRST_SLICE
        self._seen: deque[tuple[int, float]] = deque(maxlen=REMEMBERED_SLICES)

    def note(self, done: Removed) -> None:
        """Chooses ``limit`` for the next slice, after one of at most that many events."""
        if not done.removed:
            self.limit = FIRST_SLICE
            return
        self._seen.append((done.removed, done.held_seconds))
        fixed, each = self._costs()
        fitting = (HELD_SECONDS - fixed if fixed < HELD_SECONDS / 2 else fixed) / max(each, 1e-6)
        largest = max(removed for removed, _ in self._seen)
        self.limit = round(min(max(LEAST_SLICE, fitting), 2 * max(largest, FIRST_SLICE), MAX_EVENTS))

    def _costs(self) -> tuple[float, float]:
        """Seconds of a slice, and of each of its events: the line through what was seen."""
        removed, held = zip(*self._seen, strict=True)
        if min(removed) == max(removed):
            return 0.0, held[-1] / removed[-1]
        each = max(0.0, linear_regression(removed, held).slope)
        return max(0.0, fmean(held) - each * fmean(removed)), each


def _rows(status: str) -> int:
    return int(status.rsplit(" ", 1)[1])


def _encoded(counts: dict[str, int]) -> str:
    return msgspec.json.encode(counts).decode()
