"""Runs of the aggregator on request, whichever process leads."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from server.rollup.aggregator import Aggregator
from server.rollup.hints import Publish
from server.rollup.report import ProjectRun, RunReport
from server.settings import Settings
from server.storage.sql import load_sql
from server.storage.statement import Source

PAUSE_SECONDS = 0.05
"""Seconds between attempts while another run, or a rebuild, holds the tables."""


async def _something_is(_began_at: datetime | None) -> bool:
    return True


class OnDemand:
    """Counts for all who ask: one run after the other, on one connection that is open while a caller waits.

    A run serves all who asked before it began, so many callers take no more of the database than one.

    Args:
        settings: The settings of the aggregator.
        publish: Notifies subscribers of what changed.
    """

    def __init__(self, settings: Settings, publish: Publish) -> None:
        self._settings = settings
        self._publish = publish
        self._callers = 0
        self._waiting: list[asyncio.Future[RunReport]] = []
        self._news = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._stopped = False

    async def process(
        self, seconds: float, is_left: Callable[[datetime | None], Awaitable[bool]] = _something_is
    ) -> RunReport:
        """Folds everything that was ingested before the call.

        Args:
            seconds: No run is waited for after this many seconds. The aggregator folds what is left; the report says
                so.
            is_left: Asked after a run that left something: whether the caller waits for that. It is passed when the
                first run of the caller began, by the clock of the database.

        Returns:
            All runs as one report: their sums, and the greatest lag. ``paused`` when the tables were never free;
            ``backlog`` when something is left that the caller waits for.

        Raises:
            asyncpg.PostgresError, OSError: A run was rolled back.
        """
        deadline = time.monotonic() + seconds
        done, began_at = RunReport(paused=True), None
        self._callers += 1
        try:
            while True:
                report = await self._next_run()
                began_at = began_at or report.began_at
                if report.backlog and not await is_left(began_at):
                    report = replace(report, backlog=False)
                if not report.paused:
                    done = _joined(done, report)
                if not (report.paused or report.backlog) or time.monotonic() >= deadline:
                    return done
        finally:
            self._callers -= 1
            self._news.set()

    async def stop(self) -> None:
        """Ends the run that is under way, which is rolled back; those who wait for one are cancelled."""
        self._stopped = True
        if self._worker is not None:
            self._worker.cancel()
            with suppress(asyncio.CancelledError):
                await self._worker

    async def _next_run(self) -> RunReport:
        """The report of the next run that begins."""
        answer: asyncio.Future[RunReport] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        self._news.set()
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), name="process-events")
        return await answer

    async def _work(self) -> None:
        aggregator = Aggregator(self._settings, publish=self._publish)
        served: list[asyncio.Future[RunReport]] = []
        try:
            while self._callers:
                if self._waiting:
                    served, self._waiting = self._waiting, []
                    await asyncio.sleep(await _serve(aggregator, served))
                else:
                    self._news.clear()
                    await self._news.wait()
        finally:
            await aggregator.close()
            self._worker = None
            if self._stopped:
                for answer in (*served, *self._waiting):
                    answer.cancel()  # of no effect on one that has its report
            elif self._callers:  # they came while the connection was closed
                self._worker = asyncio.create_task(self._work(), name="process-events")


async def _serve(aggregator: Aggregator, waiting: list[asyncio.Future[RunReport]]) -> float:
    """Tells all who wait what one run did, or why it failed; returns how many seconds the next one is to wait."""
    try:
        report = await aggregator.run_once()
    except Exception as error:  # noqa: BLE001 - each of them raises it
        for answer in waiting:
            if not answer.done():  # else its caller has left
                answer.set_exception(error)
        return 0.0
    for answer in waiting:
        if not answer.done():
            answer.set_result(report)
    return PAUSE_SECONDS if report.paused else 0.0


async def process_events(settings: Settings, publish: Publish, seconds: float) -> RunReport:
    """Folds everything that was ingested before the call, of all projects, on a connection of its own.

    Args:
        settings: The settings of the aggregator.
        publish: Notifies subscribers of what changed.
        seconds: As ``OnDemand.process``, which also says what is returned and raised.
    """
    runs = OnDemand(settings, publish)
    try:
        return await runs.process(seconds)
    finally:
        await runs.stop()


async def is_left(source: Source, project_id: int, before: datetime | None) -> bool:
    """Whether a project has events from before a time that are not counted, or other changes that are not taken in."""
    found: bool = await load_sql(__name__, "left_to_count").fetchval(source, project=project_id, before=before)
    return found


def _joined(done: RunReport, run: RunReport) -> RunReport:
    projects = {
        project_id: done.projects.get(project_id, ProjectRun()) + run.projects.get(project_id, ProjectRun())
        for project_id in (*done.projects, *run.projects)
    }
    return replace(
        run,
        batches=done.batches + run.batches,
        events=done.events + run.events,
        seconds=done.seconds + run.seconds,
        lag=max(done.lag, run.lag),
        revisions={**done.revisions, **run.revisions},
        subjects=(*done.subjects, *run.subjects),
        projects=projects,
    )
