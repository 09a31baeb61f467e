"""The catalogue of contents: their creators, durations and other data."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.events.content_record import ContentRecord
from server.events.model import Rejection, RejectionCode
from server.storage.database import Connection, Pool
from server.storage.locks import lock_project_in_transaction
from server.storage.sql import load_sql
from server.storage.statement import Source

MAX_CONTENTS = 100


@dataclass(frozen=True, slots=True)
class Content:
    """A content that the catalogue has, or that only events name.

    Attributes:
        content_id: The app's id.
        type: Lower-case value of ``ContentType``.
        creator_id: Id of the creator: from the catalogue, else from the first event of the content that arrived.
        title: Title for lists.
        caption: Caption for lists.
        thumbnail: URL of a thumbnail.
        duration_ms: Duration in milliseconds.
        published_at: When it was published.
        updated_at: When the catalogue entry was last updated; None if there is none.
    """

    content_id: str
    type: str | None
    creator_id: str | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    duration_ms: int | None
    published_at: datetime | None
    updated_at: datetime | None


async def find_content(source: Source, project_id: int, content_id: str) -> Content | None:
    """A content, with its current catalogue entry; None if neither the catalogue nor a counted event has it."""
    row = await load_sql(__name__, "find_content").fetchrow(source, project=project_id, content=content_id)
    return None if row is None else Content(**row)


class ContentCatalogue:
    """Changes the catalogue, which also completes events while they are stored.

    Args:
        pool: The database.
        creators_claim: Whether creators may declare contents without an owner in the catalogue, if no event named
            another creator first. If not, they can change only contents that the catalogue assigns to them.
    """

    def __init__(self, pool: Pool, *, creators_claim: bool = True) -> None:
        self._pool = pool
        self._creators_claim = creators_claim

    async def upsert(
        self, caller: Caller, items: Sequence[ContentRecord | Rejection], *, now: datetime | None = None
    ) -> list[Content | Rejection]:
        """Adds or updates contents; fields that are left out keep their value.

        Args:
            caller: An admin, who may assign any creator; or a creator, for contents that are its own, or have no owner
                if creators may claim those.
            items: 1 to 100 contents, as decoded by ``decode_upsert_item``.
            now: Time of the change.

        Returns:
            For each item, in order, the content as stored now; or a rejection: FORBIDDEN, BAD_INPUT for an id that
            occurs twice, or QUOTA_EXCEEDED for a new content beyond the quota of the project.

        Raises:
            ViewpulseError: UNAUTHENTICATED, FORBIDDEN for a role that cannot own contents, or BAD_INPUT for no or too
                many items.
        """
        user = caller.require_creator_role()
        if not 1 <= len(items) <= MAX_CONTENTS:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Send 1 to {MAX_CONTENTS} contents.", field=["contents"])
        owner = None if caller.is_admin else user
        wanted: dict[str, ContentRecord] = {}
        answers: list[ContentRecord | Rejection] = []
        for item in items:
            answer = item if isinstance(item, Rejection) else _refusal(item, owner, wanted) or item
            if isinstance(answer, ContentRecord):
                wanted[answer.id] = answer
            answers.append(answer)
        stored = await self._store(caller, wanted, owner, now or datetime.now(UTC)) if wanted else {}
        return [
            answer if isinstance(answer, Rejection) else stored.get(answer.id) or _owned_by_another(answer)
            for answer in answers
        ]

    async def _store(
        self, caller: Caller, wanted: dict[str, ContentRecord], owner: str | None, now: datetime
    ) -> dict[str, Content | Rejection]:
        """Stores the contents that the owner may change, and those that the quota allows; returns them, or why not."""
        project_id, beyond = caller.project_id, dict[str, Content | Rejection]()
        async with self._pool.acquire() as connection, connection.transaction():
            if owner is not None:
                sql = load_sql(__name__, "find_foreign_contents")
                found = await sql.fetch(
                    connection,
                    project=project_id,
                    contents=list(wanted),
                    creator=owner,
                    may_claim=self._creators_claim,
                )
                foreign = {row["content_id"] for row in found}
                wanted = {content_id: record for content_id, record in wanted.items() if content_id not in foreign}
            if caller.quotas.contents is not None:
                beyond = await _beyond(connection, project_id, wanted, caller.quotas.contents)
                wanted = {content_id: record for content_id, record in wanted.items() if content_id not in beyond}
            if not wanted:
                return beyond
            rows = [wanted[content_id].values(owner) for content_id in sorted(wanted)]
            columns = {name: [row[name] for row in rows] for name in rows[0]}
            sql = load_sql(__name__, "upsert_contents")
            stored = await sql.fetch(connection, project=project_id, **columns, now=now, owner=owner)
        return beyond | {row["content_id"]: Content(**row) for row in stored}


async def _beyond(
    connection: Connection, project_id: int, wanted: dict[str, ContentRecord], quota: int
) -> dict[str, Content | Rejection]:
    """Those of some contents, in their order, that are new and for which the catalogue of the project has no room."""
    await lock_project_in_transaction(
        connection, "contents", project_id
    )  # two that come together would not count each other
    row = await load_sql(__name__, "held_contents").fetchrow(connection, project=project_id, contents=list(wanted))
    assert row is not None
    new = [record for content_id, record in wanted.items() if content_id not in row["known"]]
    message = f"The project may have {quota:,} contents in the catalogue, and has {row['held']:,}."
    return {
        record.id: Rejection(
            code=RejectionCode.QUOTA_EXCEEDED, message=message, path=["id"], event_id=record.id, payload=record
        )
        for record in new[max(0, quota - row["held"]) :]
    }


def _refusal(record: ContentRecord, owner: str | None, wanted: Container[str]) -> Rejection | None:
    if owner is not None and record.creator_id not in (None, owner):
        return _owned_by_another(record, "creatorId")
    if record.id in wanted:
        message = "The request contains this content twice."
        return Rejection(code=RejectionCode.BAD_INPUT, message=message, path=["id"], event_id=record.id, payload=record)
    return None


def _owned_by_another(record: ContentRecord, named_by: str = "id") -> Rejection:
    message = "Only the content's creator or an admin may change it."
    return Rejection(code=RejectionCode.FORBIDDEN, message=message, path=[named_by], event_id=record.id, payload=record)
