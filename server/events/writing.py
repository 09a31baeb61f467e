"""Writes groups of rows: one connection, one statement, one transaction per group."""

import asyncio
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple, TypeAlias
from uuid import UUID

import asyncpg
import structlog

from server.events.consent import NO_FINGERPRINT, NOTHING_TO_CHECK, stored_columns
from server.events.rows import Row
from server.monitoring import traces
from server.settings import Settings
from server.storage.database import SESSION
from server.storage.event_columns import EVENT_COLUMNS
from server.storage.event_types import ASKED_EVENT, NEW_EVENT, require_event_types
from server.storage.revision import newest_revision, require_migrated
from server.storage.sql import load_sql, read_sql
from server.storage.sql_templates import fill_in
from server.storage.statement import Statement

log = structlog.get_logger()

CONFLICT_TRIES = 5


def _storing(text: str) -> Statement:
    """The statement that stores events, as read by a part of it."""
    return load_sql(
        __name__,
        "store_events",
        input=text,
        columns=", ".join(column.name for column in EVENT_COLUMNS),
        values=", ".join(column.expression for column in EVENT_COLUMNS),
    )


_STORE = _storing(fill_in("SELECT *, false AS lacks_consent FROM unnest(:events::{new}[])", {"new": NEW_EVENT}))
_STORE_BY_CONSENT = _storing(
    fill_in(read_sql(__name__, "events_by_consent"), {"asked": ASKED_EVENT, "stored": stored_columns()})
)

_NO_ID = UUID(int=0)
_NOTHING = {"events": (), "first_id": _NO_ID, "last_id": _NO_ID, "projects": (), "erasures": (), "trace": None}
"""Parameters with which the statements store nothing."""


class Outcome(Enum):
    """The outcome of a row."""

    STORED = auto()
    DUPLICATE = auto()
    ID_REUSED = auto()
    EXPIRED = auto()
    REFUSED = auto()
    MOVING = auto()
    STALE = auto()
    """The project has another number of tombstones than the row was checked against; it was not stored."""
    ERASED = auto()
    WITHOUT_CONSENT = auto()


class Written(NamedTuple):
    """The outcome of a row, and the session that its event is stored under.

    Each request of a guest without a session creates one, so the session of a retry differs from the stored one.
    """

    outcome: Outcome
    session_id: str | None


class Known(NamedTuple):
    """What is known of a stored event."""

    fingerprint: int
    session_id: str | None


Key = tuple[int, str]
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class EventWriter:
    """One writer and its own connection, opened when needed and again after a failure.

    Errors that ``is_outage`` recognises are passed on; it is then unknown whether the rows were stored, and sending
    them again is safe.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._needed = newest_revision()
        self._connection: Connection | None = None

    async def connect(self) -> Connection:
        """The connection, opened if needed; raises ConnectionError if it cannot be opened, whatever the reason."""
        if self._connection is None or self._connection.is_closed():
            self._connection = None
            try:
                self._connection = await self._open()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                raise ConnectionError(f"no connection: {error}") from error
        return self._connection

    async def _open(self) -> Connection:
        timeout = self._settings.database_timeout
        async with asyncio.timeout(timeout):
            connection: Connection = await asyncpg.connect(
                self._settings.database_url,
                timeout=timeout,
                command_timeout=timeout,
                server_settings={
                    **SESSION,
                    "application_name": "viewpulse-ingest",
                    # The look-ups by id must stay index scans, even while a new day's partition is empty.
                    "enable_seqscan": "off",
                    "plan_cache_mode": "force_generic_plan",
                },
            )
            try:
                await require_migrated(connection, self._needed)
                await require_event_types(connection)
            except BaseException:
                connection.terminate()
                raise
        return connection

    async def prepare(self) -> None:
        """Connects, and lets PostgreSQL plan both statements, which takes longer than to store a hundred events."""
        try:
            connection = await self.connect()
            for statement in (_STORE, _STORE_BY_CONSENT):
                await statement.fetch(connection, **_NOTHING)
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Terminates the connection at once, even during a statement."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        """Closes the connection."""
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed():
            await connection.close(timeout=self._settings.database_timeout)

    async def write(self, rows: Sequence[Row]) -> list[Written]:
        """Stores the rows that are new.

        Of several rows with one id the first is stored, and the others are compared with it. A row that PostgreSQL
        rejects does not affect the others.

        Returns:
            An outcome for each row, in order.
        """
        firsts: dict[Key, Row] = {}
        for row in rows:
            firsts.setdefault((row.project_id, row.id), row)
        found: dict[Key, Known | Outcome] = {}
        await self._store(sorted(firsts.values(), key=_sort_key), found)
        if not found and len(firsts) == len(rows):
            return [Written(Outcome.STORED, row.session_id) for row in rows]
        outcomes = []
        for row in rows:
            key = row.project_id, row.id
            if key in found:
                outcomes.append(_against(found[key], row))
            elif firsts[key] is row:
                outcomes.append(Written(Outcome.STORED, row.session_id))
            else:
                outcomes.append(_against(_known(firsts[key]), row))
        return outcomes

    async def _store(self, rows: list[Row], found: dict[Key, Known | Outcome]) -> None:
        """Stores rows of distinct ids, sorted; splits the group around rows that PostgreSQL rejects.

        Args:
            rows: The rows.
            found: Receives what is known of ids that were stored before, and why other rows were not stored.
        """
        try:
            await self._store_at_once(rows, found)
        except (
            asyncpg.DataError,
            asyncpg.IntegrityConstraintViolationError,
            asyncpg.ProgramLimitExceededError,
            OverflowError,  # these three: a value that can't even be encoded
            TypeError,
            ValueError,
        ) as error:
            if len(rows) == 1:
                log.warning("event rejected by the database", event_id=rows[0].id, error=error)
                found[rows[0].project_id, rows[0].id] = Outcome.REFUSED
                return
        else:
            return
        middle = len(rows) // 2
        await self._store(rows[:middle], found)
        await self._store(rows[middle:], found)

    async def _store_at_once(self, rows: list[Row], found: dict[Key, Known | Outcome]) -> None:
        for tries_left in reversed(range(CONFLICT_TRIES)):
            connection = await self.connect()
            try:
                records = await _send(connection, rows)
                break
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                if not tries_left:
                    raise
            except asyncpg.InternalClientError as error:  # the backend was ended just as the statement was sent
                raise ConnectionError(f"connection lost: {error}") from error
        if records:
            found |= await _explain(connection, rows, records)


async def _explain(
    connection: Connection, rows: Sequence[Row], records: Sequence[asyncpg.Record]
) -> dict[Key, Known | Outcome]:
    """Why rows were not stored.

    Args:
        connection: The connection.
        rows: The rows of the group.
        records: What the storing statement returned.
    """
    found: dict[Key, Known | Outcome] = {}
    unsettled = []
    own = {(row.project_id, row.id): row for row in rows}
    for project_id, event_id, fingerprint, session_id, is_refused, is_moving, is_stale, lacks_consent in records:
        if is_refused:
            found[project_id, event_id] = (
                Outcome.MOVING
                if is_moving
                else Outcome.STALE
                if is_stale
                else Outcome.WITHOUT_CONSENT
                if lacks_consent
                else Outcome.EXPIRED
            )
        elif fingerprint is None:
            unsettled.append((project_id, event_id))
            found[project_id, event_id] = _known(own[project_id, event_id])
        else:
            found[project_id, event_id] = Known(fingerprint, session_id)
    if unsettled:
        projects, ids = zip(*unsettled, strict=True)
        earlier = await load_sql(__name__, "find_fingerprints").fetch(connection, projects=projects, ids=ids)
        found |= {(project_id, event_id): Known(*known) for project_id, event_id, *known in earlier}
    return found


async def _send(connection: Connection, rows: Sequence[Row]) -> list[asyncpg.Record]:
    ids = [row.id for row in rows]
    checked: dict[int, int] = {}
    for project_id, erasures in {(row.project_id, row.erasures) for row in rows}:
        checked[project_id] = min(erasures, checked.get(project_id, erasures))
    is_asked = any(row.consent is not None for row in rows)
    return await (_STORE_BY_CONSENT if is_asked else _STORE).fetch(
        connection,
        events=[(*row.values, *(row.consent or NOTHING_TO_CHECK)) if is_asked else row.values for row in rows],
        first_id=min(ids),
        last_id=max(ids),
        projects=list(checked),
        erasures=list(checked.values()),
        trace=traces.current.get(),
    )


def _sort_key(row: Row) -> Key:
    return row.project_id, row.id


def _known(row: Row) -> Known:
    return Known(row.fingerprint, row.session_id)


def _against(stored: Known | Outcome, row: Row) -> Written:
    """The outcome of a row whose id was stored, or refused, before.

    What was stored without identity has no fingerprint: whatever is sent with its id is taken for it.
    """
    if isinstance(stored, Outcome):
        return Written(stored, None)
    if stored.fingerprint == NO_FINGERPRINT:
        return Written(Outcome.DUPLICATE, row.session_id)
    outcome = Outcome.DUPLICATE if stored.fingerprint == row.fingerprint else Outcome.ID_REUSED
    return Written(outcome, stored.session_id)
