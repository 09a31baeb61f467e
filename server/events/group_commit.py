"""Collects the rows of concurrent requests and writes them together; answers each request after the commit."""

import asyncio
import contextlib
import itertools
import time
from collections import deque
from collections.abc import Sequence

import structlog

from server.errors import unavailable
from server.events.ingest_counts import IngestCounts
from server.events.rows import Row
from server.events.writing import EventWriter, Written
from server.monitoring import traces
from server.settings import Settings
from server.storage.outage import is_outage

log = structlog.get_logger()

SMALL_GROUP = 200
"""With fewer rows, splitting them between writers costs more than it gains."""
FAILED_SECONDS = 10.0
"""How long a failed commit counts as the current state: without traffic, no later commit corrects it."""
WARM_SECONDS = 3.0
"""How long a start may wait for the connections of its writers."""
_RECONNECT_DELAYS = (0.05, 0.1, 0.25, 0.5, 1.0)


class _Submission:
    """The rows of one caller, the future that answers it, and the trace that it belongs to."""

    __slots__ = ("answer", "rows", "trace")

    def __init__(self, rows: Sequence[Row], answer: "asyncio.Future[list[Written]]") -> None:
        self.rows = rows
        self.answer = answer
        self.trace = traces.current.get()

    def expire(self) -> None:
        """Answers that it took too long."""
        self.fail(unavailable("The database did not answer in time."))

    def fail(self, error: Exception) -> None:
        """Answers with an error, unless the caller has its answer or went away."""
        if not self.answer.done():
            self.answer.set_exception(error)


class GroupCommit:
    """A bounded queue served by a few writers, each committing one group at a time.

    A caller that is cancelled may or may not have its rows stored, but never disturbs other callers.
    """

    def __init__(self, settings: Settings, counts: IngestCounts | None = None) -> None:
        self._settings = settings
        self._counts = counts or IngestCounts()
        self._waiting: deque[_Submission] = deque()
        self._rows_waiting = 0
        self._someone_waits = asyncio.Event()
        self._group_is_full = asyncio.Event()
        self._gathering = asyncio.Lock()
        self._event_writers = [EventWriter(settings) for _ in range(settings.ingest_writers)]
        self._writers: list[asyncio.Task[None]] = []
        self._stopping = False
        self._away = False
        self._failed_at: float | None = None
        self._writing = 0

    @property
    def rows_waiting(self) -> int:
        """Rows that no writer has taken yet."""
        return self._rows_waiting

    @property
    def is_failing(self) -> bool:
        """Whether the last commit failed within ``FAILED_SECONDS``, or the database is unavailable."""
        return self._away or (self._failed_at is not None and time.monotonic() - self._failed_at < FAILED_SECONDS)

    async def start(self, *, warm: bool = False) -> None:
        """Starts the writers.

        Args:
            warm: Connects them first, and lets PostgreSQL plan what they send; gives up after ``WARM_SECONDS``, or when
                the database is unavailable. Else they connect when there is something to write.
        """
        if warm:
            await self._warm()
        self._stopping = False
        self._writers = [
            asyncio.create_task(self._write_groups(writer), name=f"ingest-writer-{number}")
            for number, writer in enumerate(self._event_writers)
        ]

    async def _warm(self) -> None:
        try:
            async with asyncio.timeout(WARM_SECONDS):
                for writer in self._event_writers:  # one after another: other processes are serving meanwhile
                    await writer.prepare()
        except Exception as error:  # noqa: BLE001 - it starts whatever the database does
            log.warning("no writer is connected yet", error=error)

    async def stop(self) -> None:
        """Rejects new rows, writes the queued ones, and stops the writers; bounded by ``ingest_timeout``."""
        self._stopping = True
        self._someone_waits.set()
        self._group_is_full.set()
        if self._writers:
            await asyncio.wait(self._writers, timeout=self._settings.ingest_timeout)
        for writer in self._writers:
            writer.cancel()
        await asyncio.gather(*self._writers, return_exceptions=True)
        self._writers = []
        self._fail_waiting()

    def require_open(self, rows: int = 1) -> None:
        """Raises UNAVAILABLE when that many rows cannot be accepted now."""
        if self._stopping:
            raise unavailable("The server is stopping.")
        if self._away or not self._writers:
            raise unavailable("The database is unavailable.")
        if self._rows_waiting + rows > self._settings.ingest_queue_events:
            raise unavailable("Too many events are waiting.")

    async def submit(self, rows: Sequence[Row]) -> list[Written]:
        """Waits until the rows are durable.

        Returns:
            An outcome for each row, in order.

        Raises:
            ViewpulseError: UNAVAILABLE when the queue is full, or the database is unavailable or slow. In the latter
                cases the rows may have been stored; sending them again is safe.
        """
        self.require_open(len(rows))
        loop = asyncio.get_running_loop()
        submission = _Submission(rows, loop.create_future())
        self._waiting.append(submission)
        self._rows_waiting += len(rows)
        self._someone_waits.set()
        if self._rows_waiting >= self._settings.ingest_max_batch:
            self._group_is_full.set()
        timer = loop.call_later(self._settings.ingest_timeout, submission.expire)  # asyncio.timeout() is slower
        started = time.perf_counter()
        try:
            return await submission.answer
        finally:
            timer.cancel()
            self._counts.wait_seconds.observe(time.perf_counter() - started)

    async def _write_groups(self, writer: EventWriter) -> None:
        traces.current.set(None)  # the request that made a cell known is not what the writers of the cell work for
        try:
            while group := await self._gather():
                await self._write_group(writer, group)
            await writer.close()
        finally:
            writer.drop()

    async def _gather(self) -> list[_Submission]:
        """The next group, after a short wait for more rows; empty when stopping."""
        async with self._gathering:
            group: list[_Submission] = []
            while not group:
                while not self._waiting:
                    if self._stopping:
                        return []
                    self._someone_waits.clear()
                    await self._someone_waits.wait()
                await self._wait_for_more()
                group = self._take()
            return group

    async def _wait_for_more(self) -> None:
        settings = self._settings
        if self._rows_waiting >= settings.ingest_max_batch or self._stopping or not settings.ingest_max_delay:
            return
        self._group_is_full.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(settings.ingest_max_delay):
                await self._group_is_full.wait()

    def _take(self) -> list[_Submission]:
        """Takes submissions from the queue, leaving out those whose caller was cancelled.

        Takes this writer's share, so that idle writers work at the same time; up to a full group.
        """
        group: list[_Submission] = []
        idle = max(1, self._settings.ingest_writers - self._writing)
        room = min(self._settings.ingest_max_batch, max(SMALL_GROUP, -(-self._rows_waiting // idle)))
        while self._waiting and (not group or len(self._waiting[0].rows) <= room):
            submission = self._waiting.popleft()
            self._rows_waiting -= len(submission.rows)
            if not submission.answer.done():
                group.append(submission)
                room -= len(submission.rows)
        return group

    async def _write_group(self, writer: EventWriter, group: list[_Submission]) -> None:
        rows = [row for submission in group for row in submission.rows]
        self._writing += 1
        started = time.perf_counter()
        try:
            with traces.span("commit", _traces(group), events=len(rows), requests=len(group)):
                async with asyncio.timeout(self._settings.database_timeout):
                    outcomes = await writer.write(rows)
                self._counts.commit_seconds.observe(time.perf_counter() - started)
        except asyncio.CancelledError:
            _fail(group, unavailable("The server is stopping."))
            raise
        except Exception as error:
            writer.drop()
            self._counts.failed += 1
            if not is_outage(error):
                log.exception("group commit failed", events=len(rows))
                _fail(group, error)
                return
            if not self.is_failing:  # one line for a full disk, not one for each of its thousand commits
                log.warning("the database rejects events", events=len(rows), error=error)
            self._failed_at = time.monotonic()
            _fail(group, unavailable("The database failed; the events may or may not be stored."))
            await self._reconnect(writer)
            return
        finally:
            self._writing -= 1
        self._counts.group_events.observe(len(rows))
        if self._failed_at is not None:
            log.info("the database accepts events again")
            self._failed_at = None
        start = 0
        for submission in group:
            end = start + len(submission.rows)
            if not submission.answer.done():
                submission.answer.set_result(outcomes[start:end])
            start = end

    async def _reconnect(self, writer: EventWriter) -> None:
        """Returns with a connection; until there is one, callers are rejected at once."""
        for attempt in itertools.count():
            try:
                await writer.connect()
            except Exception as error:
                if not is_outage(error):
                    log.exception("ingest cannot connect")
                self._away = True
                self._fail_waiting()
                if self._stopping:
                    return
                await asyncio.sleep(_RECONNECT_DELAYS[min(attempt, len(_RECONNECT_DELAYS) - 1)])
            else:
                if self._away:
                    log.info("the database is back")
                self._away = False
                return

    def _fail_waiting(self) -> None:
        _fail(self._waiting, unavailable("The database is unavailable."))
        self._waiting.clear()
        self._rows_waiting = 0


def _traces(group: Sequence[_Submission]) -> Sequence[str]:
    return [submission.trace for submission in group if submission.trace] if traces.are_on() else ()


def _fail(submissions: Sequence[_Submission] | deque[_Submission], error: Exception) -> None:
    for submission in submissions:
        submission.fail(error)
