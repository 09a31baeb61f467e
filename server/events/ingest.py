"""Ingest: events are checked one by one, stored together, and each has its own result."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial

import msgspec

from server.access import Caller
from server.consent import ConsentPolicy
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.events.admission import Admission
from server.events.clock import clock_error, start_of
from server.events.consent_salts import ConsentSalts
from server.events.context import TrackWarning
from server.events.counted import NotCounted, find_verdicts
from server.events.daily_usage import DailyUsage
from server.events.erased import MESSAGE, refuse_erased, submit_unerased
from server.events.group_commit import GroupCommit
from server.events.ingest_counts import IngestCounts
from server.events.model import Event, Rejection, RejectionCode, RepairedEvent
from server.events.rejected_log import RejectedLog
from server.events.rows import Request, Row, build_row
from server.events.schemas.registry import SchemaRegistry, is_unknown
from server.events.tracked_part import TrackedPart
from server.events.view_rates import ViewRates
from server.events.writing import Outcome, Written
from server.live.progress import Progress, read_progress
from server.settings import Settings
from server.storage.database import Pool
from server.storage.outage import is_outage
from server.storage.tombstones import ProjectTombstones, Tombstones

MAX_EVENTS = 100
SINGLE = "event"
"""Name of the argument that holds one event instead of a list; its paths carry no index."""
DUPLICATE = "DUPLICATE"
"""Code of an event that was stored before; it is no rejection."""


class Status(StrEnum):
    """The result of one item."""

    ACCEPTED = "ACCEPTED"
    DUPLICATE = "DUPLICATE"
    REJECTED = "REJECTED"


@dataclass(slots=True)
class ItemResult:
    """The result of one item.

    Attributes:
        status: ACCEPTED, DUPLICATE or REJECTED.
        event_id: The id as the client sent it, or the one it was given; None if the item had no readable id.
        received_at: When it arrived.
        session_id: Its session: as sent, or the one a guest was given; for a DUPLICATE, by the first request.
        code: One of ``RejectionCode``, or DUPLICATE.
        message: Message for the developer.
        path: The invalid field, from the argument: ``["events", "3", "viewData", "watchTime"]``.
        warnings: Fields of an accepted item that were not stored as sent; their paths begin with the argument.
        index: Its place in the request.
        counted: Whether it counts by default; None: it was not asked, or is not known.
        not_counted_because: Why it does not.
    """

    status: Status
    event_id: str | None
    received_at: datetime
    session_id: str | None = None
    code: str | None = None
    message: str | None = None
    path: list[str] | None = None
    warnings: Sequence[TrackWarning] = ()
    index: int = 0
    counted: bool | None = None
    not_counted_because: NotCounted | None = None


class Ingest:
    """Stores events exactly once, durable before the answer.

    Args:
        pool: The database, for rejected items and progress; the writers have their own connections.
        settings: The limits.
        history: Whether the events are historical, so that the time of events without one is unknown.
        on_moving: Called with a project that is moving to another cell, or has moved.
        counts: Where what is stored and rejected is counted; by default, nowhere else.
        now: The clock.

    Attributes:
        rejected: The rejected items.
        tombstones: Whom projects have erased.
    """

    def __init__(
        self,
        pool: Pool,
        settings: Settings,
        *,
        history: bool = False,
        on_moving: Callable[[int], None] = lambda _project: None,
        counts: IngestCounts | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._history = history
        self._on_moving = on_moving
        self._now = now
        self._tolerance = timedelta(seconds=settings.clock_tolerance)
        self._oldest = start_of(settings.oldest_event)
        self._kept_days = settings.raw_retention_days
        self._creators_claim = settings.creators_claim_contents
        self._rates = ViewRates(settings.bot_views_per_minute)
        self._counts = counts or IngestCounts()
        self._commit = GroupCommit(settings, self._counts)
        self._pool = pool
        self._admission = Admission(settings.ingest_max_lag, settings.aggregation_interval)
        self._schemas = SchemaRegistry(pool)
        self._salts = ConsentSalts(pool)
        self.usage = DailyUsage(pool)
        self.rejected = RejectedLog(pool)
        self.tombstones = Tombstones(pool, settings, on_new=self._forget)

    @property
    def queued(self) -> int:
        """Number of events that wait for a writer."""
        return self._commit.rows_waiting

    @property
    def is_slowed(self) -> bool:
        """Whether tracking is slowed down to the rate that is counted."""
        return self._admission.rate is not None

    @property
    def is_failing(self) -> bool:
        """Whether events cannot be stored at the moment, according to the last commits."""
        return self._commit.is_failing

    async def start(self, *, warm: bool = False) -> None:
        """Starts accepting events; ``warm``: first connects to the database, as far as it is available."""
        await self._commit.start(warm=warm)
        self.rejected.start()

    async def stop(self) -> None:
        """Stores what is queued, then rejects new events."""
        for part in (self._commit, self.usage, self._schemas, self.tombstones, self.rejected):
            await part.stop()

    async def read_progress(self) -> dict[int, Progress]:
        """Progress by project. Must be called regularly: what waits to be counted limits what is admitted."""
        self._salts.forget(self._now())
        self._rates.age(self._now())
        last = self._admission.last
        progress, backlog = await read_progress(self._pool, last.at if last else None)
        for project_id, one in progress.items():
            if one.erasures != (known := self.tombstones.number(project_id, one.erasures)):
                with suppress(ViewpulseError):  # what needs the operator is logged, and stops only the tracking
                    await self.tombstones.newer(project_id, known)
        if backlog is not None and self._admission.last is last:  # else another call was faster
            self._admission.observe(backlog)
        return progress

    async def require_room(self, caller: Caller, parts: Sequence[TrackedPart]) -> None:
        """Raises QUOTA_EXCEEDED if what several fields of one operation will store does not fit."""
        if caller.quotas.is_daily and caller.may_track:
            await self.usage.require_room(caller, parts, self._now())

    async def track(
        self,
        caller: Caller,
        items: Sequence[Event | Rejection],
        *,
        sent_at: datetime | None = None,
        argument: str = "events",
        asks_counted: bool = False,
    ) -> list[ItemResult]:
        """Stores the valid items, and waits until they are durable; returns a result for each item, in order.

        Args:
            caller: The sender; a token's user is the user of all events.
            items: 1 to 100 items, as decoded by ``decode_event``.
            sent_at: The client's clock when it sent the request; corrects the events' times.
            argument: Name of the argument with the items, for the paths; ``"event"`` holds one item without index.
            asks_counted: Whether to say which of the events count by default; it costs a statement.

        Raises:
            ViewpulseError: BAD_INPUT for no or too many items; QUOTA_EXCEEDED; UNAVAILABLE when the queue is full,
                events are counted too slowly or the database is unavailable: send the same again, with the same ids.
        """
        if not 1 <= len(items) <= MAX_EVENTS:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Send 1 to {MAX_EVENTS} events.", field=[argument])
        self._commit.require_open()
        received_at = self._now()
        if self.is_slowed:
            await asyncio.sleep(self._admission.reserve(len(items)))
        self._admission.admitted += len(items)
        erased = await self.tombstones.known(caller.project_id)
        request = Request(
            caller,
            received_at,
            self._rates,
            self._history,
            clock_error(sent_at, received_at, self._tolerance),
            self._oldest,
            self._kept_days,
            await self._schemas.accepted_by(caller.project_id),
            erased.number,
            None if caller.consent is ConsentPolicy.OFF else await self._salts.find(caller.project_id, received_at),
        )
        if erased.hashes:
            items = refuse_erased(items, caller, erased)
        built = await self._build(items, request)
        rows = [row for row in built if isinstance(row, Row)]
        outcomes = iter(await self._submit(rows, caller, received_at) if rows else ())
        if (newer := await self.tombstones.known(caller.project_id)).number != erased.number:
            built = refuse_erased(built, caller, newer)
        results: list[ItemResult] = []
        accepted, others = Status.ACCEPTED, 0
        for index, (item, row) in enumerate(zip(items, built, strict=True)):
            if isinstance(row, Row):
                outcome, session_id = next(outcomes)
                if outcome is Outcome.STORED:
                    warnings = located_warnings(item, argument, index, row.warning)
                    results.append(
                        ItemResult(accepted, row.event_id, received_at, session_id, None, None, None, warnings, index)
                    )
                    continue
                others += 1
                self._forget_view(row)
                if outcome is Outcome.DUPLICATE:
                    warnings = located_warnings(item, argument, index, row.warning)
                    results.append(_duplicate(row, received_at, session_id, warnings, index))
                    continue
                rejection = _refused_row(outcome, row, item)
            else:
                others += 1
                rejection = row
            self._note_rejected(caller, received_at, rejection, newer)
            results.append(_rejected(rejection, received_at, _place(argument, index), index))
        self._counts.note(results, others, caller.project_id)
        if asks_counted:
            await self._note_counted(caller.project_id, results, built)
        return results

    async def _build(self, items: Sequence[Event | Rejection], request: Request) -> list[Row | Rejection]:
        """The rows of the items. A version or name that is not known may have been registered a moment ago."""
        built = [
            item if isinstance(item, Rejection) else build_row(item, request, place) for place, item in enumerate(items)
        ]
        if not any(map(is_unknown, built)):
            return built
        schemas = await self._schemas.newer(request.caller.project_id, request.schemas)
        if schemas is not request.schemas:
            request.schemas = schemas
            for place, (item, row) in enumerate(zip(items, built, strict=True)):
                if is_unknown(row) and not isinstance(item, Rejection):
                    built[place] = build_row(item, request, place)
        return built

    async def _note_counted(
        self, project: int, results: Sequence[ItemResult], built: Sequence[Row | Rejection]
    ) -> None:
        accepted = [
            (result, row)
            for result, row in zip(results, built, strict=True)
            if result.status is Status.ACCEPTED and isinstance(row, Row) and row.consent is None
        ]
        if not accepted:
            return
        try:
            verdicts = await find_verdicts(
                self._pool, project, [row for _, row in accepted], creators_claim=self._creators_claim
            )
        except Exception as error:
            if not is_outage(error):
                raise
            return  # the events are stored: failing now would make the client send them again
        for (result, _), verdict in zip(accepted, verdicts, strict=True):
            result.counted, result.not_counted_because = verdict

    async def _submit(self, rows: Sequence[Row], caller: Caller, received_at: datetime) -> list[Written]:
        submit = partial(submit_unerased, submit=self._submit_here, tombstones=self.tombstones)
        try:
            is_limited = caller.quotas.is_daily
            return await (self.usage.store(caller, rows, received_at, submit) if is_limited else submit(rows))
        except Exception:  # not of a caller that goes away: its rows may yet be stored
            for row in rows:
                self._forget_view(row)
            raise

    async def _submit_here(self, rows: Sequence[Row]) -> list[Written]:
        written = await self._commit.submit(rows)
        if any(outcome is Outcome.MOVING for outcome, _ in written):
            self._on_moving(rows[0].project_id)
            raise unavailable("The project is moving to another cell; send the same again.")
        return written

    def _note_rejected(self, caller: Caller, at: datetime, rejection: Rejection, erased: ProjectTombstones) -> None:
        if caller.consent is not ConsentPolicy.OFF:  # what is rejected may name anyone, in any field
            self.rejected.count(caller.project_id, at, rejection)
        else:
            [rejection] = refuse_erased([rejection], caller, erased)
            self.rejected.record(caller.project_id, at, rejection, erasures=erased.number)

    def _forget(self, erased: ProjectTombstones) -> None:
        self._rates.forget(erased)
        self.rejected.forget(erased)

    def _forget_view(self, row: Row) -> None:
        if row.view is not None:
            self._rates.give_back(row.view, row.id)


_REFUSALS = {
    Outcome.ID_REUSED: (
        RejectionCode.ID_REUSED,
        "An event with this id and different content was stored before.",
        "id",
    ),
    Outcome.EXPIRED: (
        RejectionCode.EXPIRED,
        "The event occurred on a day whose raw events have expired; that day is closed.",
        "occurredAt",
    ),
    Outcome.REFUSED: (RejectionCode.BAD_INPUT, "The database rejects this event.", "id"),
    Outcome.ERASED: (RejectionCode.SUBJECT_ERASED, MESSAGE, "userId"),
    Outcome.WITHOUT_CONSENT: (
        RejectionCode.CONSENT_REQUIRED,
        "The viewer has not consented, and the project refuses such events.",
        "consent",
    ),
}


def located_warnings(
    item: Event | Rejection, argument: str, index: int, further: TrackWarning | None = None
) -> Sequence[TrackWarning]:
    """The warnings of an item, with paths from the argument.

    Args:
        item: The item, as decoded by ``decode_event``.
        argument: Name of the argument with the items.
        index: Index of the item.
        further: One that was found later.
    """
    found = item.warnings if isinstance(item, RepairedEvent) else ()
    if further is not None:
        found = (*found, further)
    if not found:
        return ()
    start = _place(argument, index)
    return [msgspec.structs.replace(warning, path=(*start, *warning.path)) for warning in found]


def _place(argument: str, index: int) -> list[str]:
    return [argument] if argument == SINGLE else [argument, str(index)]


def _duplicate(
    row: Row, received_at: datetime, session_id: str | None, warnings: Sequence[TrackWarning], index: int
) -> ItemResult:
    return ItemResult(
        Status.DUPLICATE,
        row.event_id,
        received_at,
        session_id,
        DUPLICATE,
        "An event with this id and content was stored before.",
        warnings=warnings,
        index=index,
        counted=False,
        not_counted_because=NotCounted.DUPLICATE,
    )


def _refused_row(outcome: Outcome, row: Row, item: Event | Rejection) -> Rejection:
    code, message, field_name = _REFUSALS[outcome]
    if outcome is Outcome.ERASED and not (isinstance(item, Event) and item.user_id):
        field_name = "sessionId"
    elif outcome is Outcome.EXPIRED and isinstance(item, Event) and item.age is not None:
        field_name = "age"
    return Rejection(code=code, message=message, path=[field_name], event_id=row.event_id, payload=item)


def _rejected(rejection: Rejection, received_at: datetime, start: list[str], index: int) -> ItemResult:
    return ItemResult(
        Status.REJECTED,
        rejection.event_id,
        received_at,
        code=str(rejection.code),
        message=rejection.message,
        path=[*start, *map(str, rejection.path)],
        index=index,
        counted=False,
        not_counted_because=NotCounted.REJECTED,
    )
