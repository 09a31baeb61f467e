"""The profiles of creators: names and pictures, declared by the creators themselves or by admins."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.events.model import LongText, Rejection, RejectionCode
from server.events.upsert_item import UpsertItem, composed
from server.storage.database import Pool
from server.storage.sql import load_sql
from server.storage.statement import Source

MAX_CREATORS = 100


class CreatorRecord(UpsertItem):
    """A declared profile; an absent field keeps its value, null or a blank text withdraws it."""

    name: Annotated[str, Meta(max_length=200)] | UnsetType | None = UNSET
    picture: LongText | UnsetType | None = UNSET


@dataclass(frozen=True, slots=True)
class CreatorProfile:
    """What was declared about a creator.

    Attributes:
        creator_id: The app's own id.
        name: A name to show.
        picture: URL of a picture.
    """

    creator_id: str
    name: str | None = None
    picture: str | None = None


async def find_creator(source: Source, project_id: int, creator_id: str) -> CreatorProfile:
    """The profile of a creator, known or not; without a declaration, nothing but the id."""
    row = await load_sql(__name__, "find_creator").fetchrow(source, project=project_id, creator=creator_id)
    return CreatorProfile(creator_id) if row is None else CreatorProfile(**row)


async def upsert_creators(
    pool: Pool, caller: Caller, items: Sequence[CreatorRecord | Rejection]
) -> list[CreatorProfile | Rejection]:
    """Declares names and pictures of creators.

    Args:
        pool: The database.
        caller: A creator, for itself; or an admin, for any creator.
        items: 1 to 100 creators, as decoded by ``decode_upsert_item``.

    Returns:
        For each item, in order, the profile as stored now; or a rejection: FORBIDDEN, or BAD_INPUT for an id that
        occurs twice.

    Raises:
        ViewpulseError: UNAUTHENTICATED, FORBIDDEN for a role that is no creator's, or BAD_INPUT for no or too many
            items.
    """
    user = caller.require_creator_role()
    if not 1 <= len(items) <= MAX_CREATORS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"Send 1 to {MAX_CREATORS} creators.", field=["creators"])
    only = None if caller.is_admin else user
    wanted: dict[str, CreatorRecord] = {}
    answers: list[CreatorRecord | Rejection] = []
    for item in items:
        answer = item if isinstance(item, Rejection) else _refusal(item, only, wanted) or item
        if isinstance(answer, CreatorRecord):
            wanted[answer.id] = answer
        answers.append(answer)
    stored = await _store(pool, caller.project_id, wanted) if wanted else {}
    return [answer if isinstance(answer, Rejection) else stored[answer.id] for answer in answers]


async def _store(pool: Pool, project_id: int, wanted: dict[str, CreatorRecord]) -> dict[str, CreatorProfile]:
    records = [wanted[creator_id] for creator_id in sorted(wanted)]
    rows = await load_sql(__name__, "upsert_creators").fetch(
        pool,
        project=project_id,
        creators=[record.id for record in records],
        names=[composed(_unless_blank(record.name)) for record in records],
        pictures=[_unless_blank(record.picture) for record in records],
        with_their_name=[record.id for record in records if record.name is UNSET],
        with_their_picture=[record.id for record in records if record.picture is UNSET],
    )
    return {row["creator_id"]: CreatorProfile(**row) for row in rows}


def _unless_blank(text: str | UnsetType | None) -> str | None:
    return text if isinstance(text, str) and text.strip() else None


def _refusal(record: CreatorRecord, only: str | None, wanted: Container[str]) -> Rejection | None:
    if only is not None and record.id != only:
        return _refuse(record, RejectionCode.FORBIDDEN, "Only the creator itself or an admin may change this.")
    if record.id in wanted:
        return _refuse(record, RejectionCode.BAD_INPUT, "The request contains this creator twice.")
    return None


def _refuse(record: CreatorRecord, code: RejectionCode, message: str) -> Rejection:
    return Rejection(code=code, message=message, path=["id"], event_id=record.id, payload=record)
