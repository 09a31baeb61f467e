"""`viewpulse import`: the command, from its arguments to the exit code."""

import asyncio
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, assert_never

from rich.console import Console

from server.access import Caller
from server.consent import ConsentPolicy
from server.errors import ViewpulseError
from server.events.ingest import Ingest, ItemResult
from server.events.model import Event, Rejection
from server.importing.columns import UnknownColumnError
from server.importing.console import ImportDisplay
from server.importing.dry_run import DryRun
from server.importing.guests import separate_guests
from server.importing.importer import Importer, StoppedError
from server.importing.pipeline import Track, patiently
from server.importing.records import Format
from server.importing.report import Report
from server.importing.source import UnreadableInputError
from server.settings import Settings
from server.storage.cell_directory import DEFAULT_CELL, find_cell
from server.storage.database import Pool, open_pool
from server.storage.outage import is_outage
from server.storage.projects import find_projects
from server.wording import pluralize

ALL_TAKEN = 0
SOME_REJECTED = 1
UNUSABLE_INPUT = 2
DATABASE_AWAY = 75  # EX_TEMPFAIL of sysexits.h: the same command may succeed later
INTERRUPTED = 130

Ending = Literal["completed", "interrupted", "unusable", "away"]


def run_import(
    settings: Settings,
    paths: Sequence[str],
    *,
    project_id: int = 1,
    file_format: str | None = None,
    restart: bool = False,
    dry_run: bool = False,
    rejects: Path | None = None,
    allow_rejected: bool = False,
    show: int = 10,
) -> int:
    """Imports files of events and prints a report. Blocking.

    Args:
        settings: The database.
        paths: Files, NDJSON or CSV, plain, gzip or Zstandard; ``-`` is standard input.
        project_id: The project that the events belong to.
        file_format: ``ndjson`` or ``csv``; by default recognized by name, then by content.
        restart: Read from the beginning, even if an earlier run was interrupted.
        dry_run: Validate everything, write nothing.
        rejects: File for rejected records, one line of JSON each; a resumed import appends to it, ``restart`` and
            ``dry_run`` overwrite it.
        allow_rejected: Exit with 0 even if records were rejected.
        show: Number of rejected records shown per code.

    Returns:
        The exit code: 0 all imported, 1 some rejected, 2 unusable input, 75 database unavailable, 130 interrupted.
    """
    errors = Console(stderr=True)
    with ImportDisplay(errors) as display:
        if file_format is not None and file_format not in list(Format):
            display.say(f"Unknown format {file_format!r}; use one of {', '.join(Format)}.")
            return UNUSABLE_INPUT
        command = _Command(settings, project_id, Format(file_format) if file_format else None, display, show)
        try:
            ending = asyncio.run(command.run(paths, restart=restart, dry_run=dry_run, rejects=rejects))
        except Exception as error:
            if not is_outage(error):
                raise
            display.say(f"The database cannot be reached: {str(error).rstrip('.') or type(error).__name__}.")
            return DATABASE_AWAY
    if ending != "unusable" or command.has_report:
        command.print_report(dry_run=dry_run)
    match ending:
        case "completed":
            rejected = command.report.rejected_total + command.earlier_rejected
            return SOME_REJECTED if rejected and not allow_rejected else ALL_TAKEN
        case "unusable":
            return UNUSABLE_INPUT
        case "interrupted" | "away":
            if not dry_run:
                errors.print("Run the same command again to resume; nothing is counted twice.")
            return INTERRUPTED if ending == "interrupted" else DATABASE_AWAY
        case _:
            assert_never(ending)


class _Command:
    def __init__(
        self, settings: Settings, project_id: int, file_format: Format | None, display: ImportDisplay, show: int
    ) -> None:
        self._settings = settings
        self._project_id = project_id
        self._format = file_format
        self._display = display
        self._importer: Importer | None = None
        self.report = Report(show)

    @property
    def earlier_rejected(self) -> int:
        return self._importer.earlier.rejected if self._importer else 0

    @property
    def has_report(self) -> bool:
        """Whether there is anything to report on."""
        return bool(self.report.records or (self._importer and self._importer.earlier.records_done))

    async def run(self, paths: Sequence[str], *, restart: bool, dry_run: bool, rejects: Path | None) -> Ending:
        async with AsyncExitStack() as stack:
            pool = await self._open_pool(stack)
            project = (await find_projects(pool, {self._project_id})).get(self._project_id)
            if project is None or project.is_archived:
                archived = f"Project {self._project_id} is archived: it takes no events."
                self._display.say(archived if project else f"There is no project {self._project_id}.")
                return "unusable"
            if project.cell != DEFAULT_CELL:
                self._settings = (await find_cell(pool, self._settings, project.cell)).settings(self._settings)
                pool = await self._open_pool(stack)
            stop = asyncio.Event()
            importer = self._importer = Importer(
                pool,
                patiently(
                    await self._tracker(pool, stack, project.consent, dry_run=dry_run), stop, notice=self._display.say
                ),
                self._project_id,
                self.report,
                self._display,
                time.monotonic,
                self._format,
                restart=restart,
                journaled=not dry_run,
            )
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, _stop_all, importer, stop)
            if rejects:
                try:
                    self.report.rejects = stack.enter_context(rejects.open("wb" if restart or dry_run else "ab"))
                except OSError as error:
                    self._display.say(f"{rejects}: {error.strerror}.")
                    return "unusable"
            return await self._import_all(importer, paths)

    async def _open_pool(self, stack: AsyncExitStack) -> Pool:
        pool = await open_pool(self._settings, application="import")
        stack.push_async_callback(pool.close)
        return pool

    async def _tracker(self, pool: Pool, stack: AsyncExitStack, consent: ConsentPolicy, *, dry_run: bool) -> Track:
        if dry_run:
            oldest = self._settings.oldest_event
            return DryRun(pool, self._project_id, oldest=oldest, now=lambda: datetime.now(UTC)).track
        max_lag = self._settings.ingest_max_lag / 2  # slows down before live tracking must
        ingest = Ingest(pool, self._settings.model_copy(update={"ingest_max_lag": max_lag}), history=True)
        await ingest.start()
        stack.push_async_callback(ingest.stop)
        following = asyncio.create_task(_follow(ingest, self._settings.live_poll_interval))
        stack.callback(following.cancel)
        caller = Caller(project_id=self._project_id, may_track=True, consent=consent)

        async def track(items: Sequence[Event | Rejection]) -> list[ItemResult]:
            return await ingest.track(caller, items)

        return separate_guests(track)

    async def _import_all(self, importer: Importer, paths: Sequence[str]) -> Ending:
        ending: Ending = "completed"
        for path in paths:
            try:
                await importer.run(path)
            except (UnreadableInputError, UnknownColumnError) as error:
                self._display.say(str(error) if str(error).startswith(path) else f"{path}: {error}")
                ending = "unusable"
            except StoppedError:
                return "interrupted"
            except ViewpulseError as error:
                if importer.stopped:
                    return "interrupted"
                self._display.say(error.message)
                return "away"
            if importer.stopped:
                return "interrupted"
        return ending

    def print_report(self, *, dry_run: bool) -> None:
        report, out = self.report, Console(file=sys.stdout, highlight=False, soft_wrap=True, markup=False)
        if dry_run:
            out.print(f"Dry run over {pluralize(report.records, 'record')}; nothing was written. An import would find:")
        else:
            out.print(f"{pluralize(report.records, 'record')} read.")
        out.print(f"accepted:   {report.accepted:,}")
        out.print(f"duplicates: {report.duplicates:,}")
        out.print(f"rejected:   {report.rejected_total:,}")
        for line in report.rejection_lines():
            out.print(line)
        if report.warned:
            out.print(f"warnings:   {report.warned.total():,} (imported, but with fields changed)")
        for line in report.warning_lines():
            out.print(line)
        if report.undated:
            subject = pluralize(report.undated, "accepted record has", "accepted records have")
            out.print(f"{subject} no occurredAt: such events count at the time of the import.")
        if self._importer and (earlier := self._importer.earlier).records_done:
            out.print(
                f"Earlier runs over the same content: {pluralize(earlier.records_done, 'record')}, "
                f"{earlier.accepted:,} accepted, {pluralize(earlier.duplicates, 'duplicate')}, "
                f"{earlier.rejected:,} rejected."
            )


async def _follow(ingest: Ingest, seconds: float) -> None:
    """Lets the ingest know what waits to be counted."""
    while True:
        try:
            await ingest.read_progress()
        except Exception as error:
            if not is_outage(error):
                raise
        await asyncio.sleep(seconds)


def _stop_all(importer: Importer, stop: asyncio.Event) -> None:
    stop.set()
    importer.stop()
