"""The aggregator: once within every interval, the leader folds newly ingested events into the roll-up tables.

A run is one transaction: it claims ingest batches by deleting them, folds their events, and commits. A crash rolls
both back, so nothing is lost and nothing is counted twice.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from uuid import UUID

import asyncpg
import structlog
from tenacity import AsyncRetrying, RetryCallState, stop_when_event_set

from server.error_texts import error_facts
from server.live.subjects import (
    catalogue_subject,
    content_subject,
    creator_subject,
    platform_subject,
    rankings_subject,
    session_subject,
    social_account_subject,
    social_workspace_subject,
    viewer_subject,
)
from server.monitoring import traces
from server.rollup.claims import require_visible
from server.rollup.fold import ANY_ID, Fold
from server.rollup.hints import Publish, publish_hints
from server.rollup.housekeeping import Housekeeping
from server.rollup.leader import connect, try_fold, try_lead
from server.rollup.pace import Pace
from server.rollup.report import ProjectRun, RunReport
from server.rollup.retry import pause_after
from server.rollup.run_counts import RunCounts
from server.rollup.run_log import RunLog
from server.rollup.scores import ScoreKeeper
from server.rollup.sketches import SketchMerger
from server.sessions import SESSION_TIMEOUT
from server.settings import Settings
from server.storage.database import Connection, close_connection, preparing
from server.storage.outage import is_outage
from server.storage.revision import SchemaRefused
from server.storage.sql import load_sql

STOP_SECONDS = 4.0
"""Seconds a run may continue after it was asked to stop; then it is rolled back."""
ROLLBACK_SECONDS = 2.0

PROFILES_AT_ONCE = 1000
"""Maximum number of changed profiles per run; each may move all events of its viewer."""

OWNERS_AT_ONCE = 1000
"""Maximum number of contents per run whose owner is looked up; those that must wait for their turn are noted again."""

NOTES_AT_ONCE = 10_000
"""Maximum number of changes other than events per run."""
RUN_SECONDS = 5.0
"""Seconds that a run may take, by what the one before counted: under too much load, live numbers still move, and
tracking is slowed down early enough."""
LEAST_EVENTS = 10_000
"""Events that a run may claim however slow the one before was: a small run says little about a large one."""

TIME_DRIVEN: tuple[tuple[str, Callable[[Settings], dict[str, timedelta]]], ...] = (
    ("ended_sessions", lambda _: {"session_timeout": SESSION_TIMEOUT}),
    ("gone_watchers", lambda settings: {"window": timedelta(seconds=settings.watching_window)}),
)
"""Statements of every run, with or without events, for states that end with time: detect them, then revise them."""


_SUBJECTS = {
    "content": content_subject,
    "creator": creator_subject,
    "session": session_subject,
    "viewer": viewer_subject,
    "social_account": social_account_subject,
    "social_workspace": social_workspace_subject,
}
_PROJECT_SUBJECTS = {
    "platform": platform_subject,
    "rankings": rankings_subject,
    "catalogue": catalogue_subject,
}

_log = structlog.get_logger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Aggregator:
    """Folds events into the roll-up tables.

    Args:
        settings: The database, the interval, and the number of events per run.
        publish: Called after each commit that changed something, with the projects' revisions and the changed
            subjects. Exceptions are logged and ignored, because hints may be lost.
        now: The clock of periodic jobs.
        counts: Where its runs as the leader are counted.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        publish: Publish,
        now: Callable[[], datetime] = _utc_now,
        counts: RunCounts | None = None,
    ) -> None:
        self._settings = settings
        self._publish = publish
        self._housekeeping = Housekeeping(settings, now)
        self._scores = ScoreKeeper(settings, publish)
        self._sketches = SketchMerger(now)
        self._runs = RunLog()
        self._counts = counts or RunCounts()
        self._fold: Fold | None = None
        self._leading = False
        self._pace = Pace(settings.aggregation_interval)
        self._largest = settings.aggregation_max_events

    async def run_once(self) -> RunReport:
        """Claims and folds one chunk of batches, as leader or not, and publishes what changed.

        Raises:
            asyncpg.PostgresError, OSError: The run was rolled back; its batches wait for the next one.
            SchemaRefused: This version must not count on the schema of the database.
        """
        started = time.perf_counter()
        fold = await self._connected()
        async with fold.connection.transaction():
            report = await self._run(fold, started)
        if report.events:
            self._largest = largest_run(report, self._settings.aggregation_max_events)
        with traces.span("run", report.traces, since=report.claimed_at, batches=report.batches, events=report.events):
            await publish_hints(self._publish, report.revisions, report.subjects)
        return report

    async def drain(self) -> RunReport:
        """Runs until no batch is left; returns the last run's report."""
        report = await self.run_once()
        while report.backlog:
            report = await self.run_once()
        return report

    async def run_forever(self, stop: asyncio.Event) -> None:
        """Runs once within every interval until ``stop`` is set, whenever this process is the leader.

        Errors are logged and retried with growing pauses. When ``stop`` is set during a run, the run may finish within
        four seconds; after that it is rolled back.
        """
        work = asyncio.create_task(self._work(stop))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((work, stopping), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait((work,), timeout=STOP_SECONDS)
        finally:
            stopping.cancel()
            work.cancel()
            await asyncio.wait((work,), timeout=ROLLBACK_SECONDS)
            await self.close()
        if work.done() and not work.cancelled():
            work.result()  # raises what ended it, if anything did

    async def close(self) -> None:
        """Closes the connection, which also gives up the leadership."""
        self._runs.sum_up()
        fold, self._fold = self._fold, None
        self._lead(leading=False)
        if fold is not None:
            await close_connection(fold.connection, ROLLBACK_SECONDS)

    async def _run(self, fold: Fold, started: float) -> RunReport:
        connection = fold.connection
        before = await connection.fetchval("SELECT clock_timestamp()")
        if not await try_fold(connection):
            return RunReport(paused=True, began_at=before)
        claimed = await load_sql(__name__, "claim").fetch(connection, events=self._largest)
        claimed_at = time.perf_counter()
        claimed_profiles = await load_sql(__name__, "claim_profiles").execute(connection, limit=PROFILES_AT_ONCE)
        profiles = int(claimed_profiles.rsplit(" ", 1)[1])
        claimed_owners = await load_sql(__name__, "claim_owners").execute(connection, limit=OWNERS_AT_ONCE)
        owners = int(claimed_owners.rsplit(" ", 1)[1])
        moved = owners > 0 and await fold.transfer()
        events = 0
        if claimed:
            events = await fold.load(sorted({row["batch_id"] for row in claimed}), ids=_ids(claimed))
            if events < sum(row["events"] for row in claimed):
                await require_visible(connection, claimed, before)
        if events or profiles or moved:
            await load_sql(__name__, "revisions").execute(connection)
            await fold.classify()
            await fold.run()
        await load_sql(__name__, "as_of").execute(connection, now=before)
        for name, arguments in TIME_DRIVEN:
            await load_sql(__name__, name).execute(connection, **arguments(self._settings))
        notes = await load_sql(__name__, "changed_subjects").fetchval(connection, limit=NOTES_AT_ONCE)
        await load_sql(__name__, "pending_changes").execute(connection)
        found = await connection.fetch("SELECT project_id, revision FROM run_revisions")
        revisions = {project_id: revision for project_id, revision in found}  # noqa: C416  # a Record is no pair
        subjects = await _touched(connection) if revisions else []
        backlog = await connection.fetchval(
            "SELECT EXISTS (SELECT 1 FROM ingest_batches WHERE created_at < $1)"
            " OR EXISTS (SELECT 1 FROM changed_profiles) OR EXISTS (SELECT 1 FROM owner_changes)",
            before,
        )
        seconds = time.perf_counter() - started
        projects = _by_project(claimed, before, seconds)
        return RunReport(
            batches=len(claimed),
            events=events,
            seconds=seconds,
            lag=max((found.lag for found in projects.values()), default=0.0),
            backlog=(backlog and bool(claimed or profiles or owners)) or notes == NOTES_AT_ONCE,
            revisions=revisions,
            subjects=subjects,
            traces=_traces(claimed) if traces.are_on() else (),
            claimed_at=claimed_at,
            projects=projects,
            began_at=before,
        )

    async def _work(self, stop: asyncio.Event) -> None:
        async def nap(seconds: float) -> None:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), seconds)

        while not stop.is_set():
            started = time.monotonic()
            retrying = AsyncRetrying(
                sleep=nap,
                stop=stop_when_event_set(stop),  # type: ignore[arg-type]  # asks for is_set() only
                wait=pause_after,
                before_sleep=self._note_failure,
                reraise=True,
            )
            backlog = False
            try:
                backlog = await retrying(self._run_if_leading)
            except Exception as error:  # noqa: BLE001  # only reached when stopping
                _log.warning("a run failed while stopping", error=error)
            if not backlog:
                await nap(max(0.0, started + self._pace.seconds - time.monotonic()))

    def _note_failure(self, state: RetryCallState) -> None:
        self._counts.failed += 1
        _log_failure(state)

    async def _run_if_leading(self) -> bool:
        """One run, and the jobs that are due, however long the backlog lasts; returns whether a backlog is left."""
        fold = await self._connected()
        if not self._leading:
            self._lead(leading=await try_lead(fold.connection))
            if not self._leading:
                return False
            _log.info("leading")
        self._show_checkpoints()
        await self._housekeeping.run_due(fold.connection)
        self._show_checkpoints()
        report = await self.run_once()
        self._runs.note(report)
        self._counts.note(report)
        self._pace.note(report.seconds)
        await self._sketches.run_due(fold.connection)
        await self._scores.run_due(fold.connection)
        return report.backlog

    def _show_checkpoints(self) -> None:
        if (logged_at := self._housekeeping.logged_checkpoints_at) is not None:
            self._counts.checkpoints[self] = logged_at

    def _lead(self, *, leading: bool) -> None:
        self._counts.leading += leading - self._leading
        if not leading:
            self._counts.checkpoints.pop(self, None)
        self._leading = leading

    async def _connected(self) -> Fold:
        if self._fold is None or self._fold.connection.is_closed():
            self._lead(leading=False)
            connection = await connect(self._settings, "aggregator")
            with preparing(connection):
                self._fold = await Fold.prepare(connection, self._settings, keeps_plans=True)
        return self._fold


def largest_run(report: RunReport, limit: int) -> int:
    """Events that the next run may claim.

    Args:
        report: The last run with events.
        limit: ``aggregation_max_events``.
    """
    return min(limit, max(LEAST_EVENTS, round(report.events / report.seconds * RUN_SECONDS)))


def _ids(claimed: Sequence[asyncpg.Record]) -> tuple[UUID, UUID]:
    """The smallest and the largest id of the events of some batches."""
    first, last = ANY_ID
    return (
        min(row["first_id"] or first for row in claimed),
        max(row["last_id"] or last for row in claimed),
    )


def _by_project(claimed: Sequence[asyncpg.Record], began_at: datetime, seconds: float) -> dict[int, ProjectRun]:
    """What a run that took so long counted of each project."""
    found: dict[int, ProjectRun] = {}
    for row in claimed:
        waited = (began_at - row["created_at"]).total_seconds() + seconds
        one = ProjectRun(1, row["events"], waited)
        found[row["project_id"]] = found.get(row["project_id"], ProjectRun()) + one
    return found


def _traces(claimed: Sequence[asyncpg.Record]) -> list[str]:
    return [row["trace"] for row in sorted(claimed, key=itemgetter("batch_id")) if row["trace"] is not None]


async def _touched(connection: Connection) -> list[str]:
    subjects = []
    for project_id, kind, names in await load_sql(__name__, "touched_subjects").fetch(connection):
        if kind in _PROJECT_SUBJECTS:
            subjects.append(_PROJECT_SUBJECTS[kind](project_id))
        elif make := _SUBJECTS.get(kind):  # a newer version may announce others
            subjects += [make(project_id, name) for name in names]
    return subjects


def _log_failure(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    pause = round(state.next_action.sleep, 1) if state.next_action else None
    if error is not None and is_outage(error):
        _log.warning("the database is unavailable", error=error, attempt=state.attempt_number, pause=pause)
        return
    if isinstance(error, SchemaRefused):
        _log.error("nothing is counted", error=error, attempt=state.attempt_number, pause=pause)
        return
    facts = {} if error is None else error_facts(error)
    _log.error("a run failed and was rolled back", exc_info=error, attempt=state.attempt_number, pause=pause, **facts)
