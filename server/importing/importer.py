"""Imports one input after another, resuming each where an earlier run stopped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from server.events.ingest import ItemResult
from server.importing.feed import Feed
from server.importing.items import Batch
from server.importing.journal import Journal, Progress
from server.importing.pipeline import Track, run_pipeline
from server.importing.records import Format
from server.importing.report import Report
from server.importing.source import STDIN, content_digest, input_size
from server.storage.database import Pool
from server.storage.outage import is_outage

SAVE_SECONDS = 0.5
log = structlog.get_logger()


class StoppedError(Exception):
    """The user stopped the import before it began to import."""


class Observer(Protocol):
    """Shows the progress of the import."""

    def begin(self, name: str, activity: str, size: int | None) -> None:
        """Starts the display of an input: ``checking`` or ``importing``."""

    def advance(self, position: int, report: Report) -> None:
        """Shows how many bytes were read."""

    def say(self, text: str) -> None:
        """Prints a permanent line."""


@dataclass
class Importer:
    """Imports the inputs of one command.

    Attributes:
        pool: The database.
        track: Stores a batch; waits while the database is unavailable.
        project_id: The project that the events belong to.
        report: Tally over all inputs.
        observer: Shows the progress.
        file_format: The format, if the user named it.
        restart: Read from the beginning, even if an earlier run was interrupted.
        journaled: Store the progress; False for a dry run, which writes nothing.
        earlier: Tally of earlier runs over the inputs that this one resumed.
    """

    pool: Pool
    track: Track
    project_id: int
    report: Report
    observer: Observer
    clock: Callable[[], float]
    file_format: Format | None = None
    restart: bool = False
    journaled: bool = True
    earlier: Progress = field(default_factory=Progress)
    _stopped: bool = False
    _feed: Feed | None = None

    @property
    def stopped(self) -> bool:
        """Whether ``stop`` was called."""
        return self._stopped

    def stop(self) -> None:
        """Stops reading; batches in flight are completed, and the progress is stored."""
        self._stopped = True
        if self._feed:
            self._feed.interrupt()

    async def run(self, name: str) -> None:
        """Imports one input.

        Raises:
            UnreadableInputError: The input cannot be read.
            UnknownColumnError: The CSV header names an unknown field.
            ViewpulseError: The database stayed unavailable. The progress until then is stored.
        """
        journal, progress = await self._begin(name)
        if progress.finished_at is not None:
            self._report_finished(name, progress.finished_at)
        elif progress.records_done:
            self.observer.say(f"{name}: resumes after record {progress.records_done:,}.")
        for tally in ("records_done", "accepted", "duplicates", "rejected"):
            setattr(self.earlier, tally, getattr(self.earlier, tally) + getattr(progress, tally))
        if progress.finished_at is not None or self._stopped:
            return
        await self._import(name, journal, progress)

    async def _begin(self, name: str) -> tuple[Journal | None, Progress]:
        if name == STDIN or not self.journaled:
            return None, Progress()
        self.observer.begin(name, "checking", input_size(name))
        digest = await asyncio.to_thread(content_digest, name, self._checked)
        journal = Journal(self.pool, self.project_id, digest, name)
        return journal, await journal.begin(restart=self.restart)

    def _checked(self, position: int) -> None:
        if self._stopped:
            raise StoppedError
        self.observer.advance(position, self.report)

    def _report_finished(self, name: str, finished_at: datetime) -> None:
        self.observer.say(
            f"{name}: this content was imported completely at {finished_at:%Y-%m-%d %H:%M:%S} UTC; nothing to do. "
            "--restart reads it again (nothing is counted twice)."
        )

    async def _import(self, name: str, journal: Journal | None, progress: Progress) -> None:
        saved_at = self.clock()

        async def settled(batch: Batch, results: list[ItemResult]) -> None:
            nonlocal saved_at
            before = (self.report.accepted, self.report.duplicates, self.report.rejected_total)
            self.report.add(name, batch, results)
            progress.records_done = batch.end
            progress.accepted += self.report.accepted - before[0]
            progress.duplicates += self.report.duplicates - before[1]
            progress.rejected += self.report.rejected_total - before[2]
            self.observer.advance(feed.position, self.report)
            if journal and self.clock() - saved_at >= SAVE_SECONDS:
                saved_at = self.clock()
                await self._save(journal, progress)

        feed = self._feed = Feed(name, self.file_format, skip=progress.records_done)
        self.observer.begin(name, "importing" if self.journaled else "checking", input_size(name))
        completed = False
        try:
            await run_pipeline(feed.batches(), self.track, settled)
            completed = not self._stopped
        finally:
            self._feed = None
            await feed.close()
            if journal:
                await self._save(journal, progress, finished=completed)

    async def _save(self, journal: Journal, progress: Progress, *, finished: bool = False) -> None:
        """Stores the progress. A failure costs only time: the next run repeats the records since then."""
        try:
            await journal.save(progress, finished=finished)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("import progress not saved", error=error)
