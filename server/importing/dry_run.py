"""Answers of an import that writes nothing."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from server.access import Caller
from server.events.clock import start_of
from server.events.consent import NO_FINGERPRINT
from server.events.ingest import ItemResult, Status, located_warnings
from server.events.model import Event, Rejection, RejectionCode
from server.events.rows import Request, Row, build_row
from server.events.schemas.registry import ProjectSchemas, read_versions
from server.storage.database import Pool
from server.storage.sql import load_sql


class DryRun:
    """Answers like ``Ingest.track``, based on validation and on the stored ids.

    An id that occurs twice in the input is not detected: remembering all ids would take too much memory.

    Args:
        pool: The database; it is only read.
        project_id: The project that the events would belong to.
        oldest: Day (UTC) before which no event can have occurred.
        now: The clock.
    """

    def __init__(self, pool: Pool, project_id: int, *, oldest: date, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._oldest = start_of(oldest)
        self._caller = Caller(project_id=project_id, may_track=True)
        self._now = now
        self._accepted: ProjectSchemas | None = None

    async def track(self, items: Sequence[Event | Rejection]) -> list[ItemResult]:
        """The result that each item would have."""
        received_at = self._now()
        request = Request(self._caller, received_at, oldest=self._oldest, schemas=await self._schemas())
        built = [item if isinstance(item, Rejection) else build_row(item, request) for item in items]
        stored = await self._stored([row for row in built if isinstance(row, Row)])
        return [
            _result(row, item, stored, received_at, index)
            for index, (row, item) in enumerate(zip(built, items, strict=True))
        ]

    async def _schemas(self) -> ProjectSchemas:
        if self._accepted is None:
            self._accepted = ProjectSchemas(await read_versions(self._pool, self._caller.project_id))
        return self._accepted

    async def _stored(self, rows: list[Row]) -> dict[str, int]:
        """Fingerprints of the stored events, by id."""
        sql = load_sql("server.events.writing", "find_fingerprints")
        ids = [row.id for row in rows]
        records = await sql.fetch(self._pool, projects=[self._caller.project_id] * len(ids), ids=ids)
        return {record["id"]: record["body_hash"] for record in records}


def _result(
    row: Row | Rejection, item: Event | Rejection, stored: dict[str, int], received_at: datetime, index: int
) -> ItemResult:
    if isinstance(row, Row):
        known = stored.get(row.id)
        if known is None or known in (row.fingerprint, NO_FINGERPRINT):
            status = Status.ACCEPTED if known is None else Status.DUPLICATE
            warnings = located_warnings(item, "events", index, row.warning)
            return ItemResult(status, row.event_id, received_at, row.session_id, warnings=warnings)
        message = "An event with this id and different content was stored before."
        row = Rejection(code=RejectionCode.ID_REUSED, message=message, path=["id"], event_id=row.event_id)
    return ItemResult(
        Status.REJECTED,
        row.event_id,
        received_at,
        code=str(row.code),
        message=row.message,
        path=["events", str(index), *map(str, row.path)],
    )
