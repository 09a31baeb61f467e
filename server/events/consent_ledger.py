"""The ledger of consent: who agreed to what when. Entries are added, and only an erasure removes them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from server.access import Caller, Role, UnsignedIds
from server.consent import ConsentPurpose
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.events.checking import is_storable
from server.events.daily_usage import DailyUsage
from server.events.erased import MESSAGE
from server.events.ids import new_id
from server.events.writing import CONFLICT_TRIES
from server.storage.database import Pool
from server.storage.pages import PagedList, each
from server.storage.sql import load_sql
from server.storage.tombstones import Tombstones
from server.viewer_keys import ViewerKind

MAX_LENGTH = 128
"""Maximum number of characters of a version and of a source."""


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """What a viewer agreed to at one time.

    Attributes:
        viewer_id: Key of the viewer.
        entry_id: Identifies the entry.
        at: When it was added, by the server's clock.
        purposes: All that the viewer agrees to from then on; empty: to nothing any more.
        version: The text that it was shown.
        source: Where it was asked.
        role: Role of the token that said so; None: an app with the write key.
    """

    viewer_id: str
    entry_id: UUID
    at: datetime
    purposes: Collection[ConsentPurpose]
    version: str
    source: str | None
    role: Role | None

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "ConsentEntry":
        """The entry in a row of ``consent_entries``."""
        return cls(
            viewer_id=row["viewer_id"],
            entry_id=row["entry_id"],
            at=row["at"],
            purposes=[ConsentPurpose(word) for word in row["purposes"]],
            version=row["version"],
            source=row["source"],
            role=None if row["role"] is None else Role(row["role"]),
        )


def require_subject(caller: Caller, kind: ViewerKind, viewer_id: str, *field: str) -> None:
    """Raises unless a caller may say what a viewer agrees to: an admin, the user itself, or the app that asked it.

    Args:
        caller: The sender.
        kind: What the id identifies.
        viewer_id: The id.
        field: Path of the argument that names the viewer.
    """
    if caller.is_admin:
        return
    if caller.user_id is not None:
        if (kind, viewer_id) != (ViewerKind.USER, caller.user_id):
            message = "Only the user itself, its app without a token, or an admin may say what it agrees to."
            raise ViewpulseError(ErrorCode.FORBIDDEN, message, field=field)
    elif kind is ViewerKind.USER and caller.unsigned_ids is not UnsignedIds.ANY:
        message = "This project accepts what users agree to only with a token: send it in Authorization: Bearer …."
        raise ViewpulseError(ErrorCode.UNAUTHENTICATED, message, field=field)


async def set_consent(
    pool: Pool,
    caller: Caller,
    viewer_id: str,
    purposes: Collection[ConsentPurpose],
    *,
    version: str,
    source: str | None,
    tombstones: Tombstones,
    usage: DailyUsage,
    now: datetime,
) -> ConsentEntry:
    """Adds what a viewer agrees to from now on; events that are sent after the answer follow it, in all processes.

    Args:
        pool: The database.
        caller: The sender; ``require_subject`` has admitted it.
        viewer_id: Key of the viewer.
        purposes: All that it agrees to.
        version: The text that it was shown.
        source: Where it was asked.
        tombstones: Whom projects have erased.
        usage: What the project has stored today. An entry counts as an event, for anyone can name viewers that do not
            exist. One that takes purposes back is added in any case: only what was given can be taken back.
        now: The time of the request.

    Returns:
        The viewer's last entry; an older one if that says the same.

    Raises:
        ViewpulseError: BAD_INPUT for a text that is too long or cannot be stored; FORBIDDEN for a viewer who was
            erased; QUOTA_EXCEEDED; UNAVAILABLE.
    """
    _check_text(version, "version")
    if source is not None:
        _check_text(source, "source")
    entry_id = UUID(new_id(now))
    values = {
        "project": caller.project_id,
        "viewer": viewer_id,
        "entry": entry_id,
        "now": now,
        "purposes": sorted({purpose.stored for purpose in purposes}),
        "version": version,
        "source": source,
        "role": None if caller.role is None else caller.role.value,
    }
    erased = await tombstones.known(caller.project_id)
    async with usage.place(caller, now) as place:
        is_full = place.refusal is not None
        for _ in range(CONFLICT_TRIES):
            if erased.has(viewer_id):
                raise ViewpulseError(ErrorCode.FORBIDDEN, MESSAGE, field=["subject"])
            try:
                row = await load_sql(__name__, "add_consent").fetchrow(
                    pool, **values, erasures=erased.number, is_full=is_full
                )
            except asyncpg.UniqueViolationError:  # another entry of the viewer came first
                continue
            assert row is not None
            if row["are_all"]:
                if row["entry_id"] is None and place.refusal is not None:
                    raise place.refusal
                place.is_taken = row["entry_id"] == entry_id
                return ConsentEntry.from_row(row)
            erased = await tombstones.newer(caller.project_id, erased.number)
    raise unavailable("Too many entries of the viewer are being added; send the same again.")


def consent_entries(project_id: int, viewer_id: str | None, at: datetime | None = None) -> PagedList[ConsentEntry]:
    """The ledger of a project, the newest entry first.

    Args:
        project_id: The project.
        viewer_id: Only the entries of the viewer with this key.
        at: Only the entries in force at this moment: of each viewer the last one until then.
    """
    which: dict[str, object] = {"project": project_id, "moment": at}
    whose = "true"
    if viewer_id is not None:
        whose, which["viewer"] = "viewer_id = :viewer", viewer_id
    return PagedList(
        load=lambda direction: load_sql(__name__, "consent_entries", whose=whose, **direction),
        values=which,
        key={"at": datetime, "entry_id": UUID},
        after={"after_time": None, "after_id": None},
        make=each(ConsentEntry.from_row),
    )


async def find_consenting(pool: Pool, project_id: int, viewers: Collection[str]) -> set[str]:
    """Those of some viewers, by their keys, whose last entry agrees to analytics."""
    rows = await load_sql(__name__, "consenting_viewers").fetch(pool, project=project_id, viewers=list(viewers))
    return {row["viewer_id"] for row in rows}


def _check_text(text: str, name: str) -> None:
    if not 0 < len(text) <= MAX_LENGTH or not is_storable(text):
        message = f"`{name}` has 1-{MAX_LENGTH} characters, and no NUL or unpaired surrogate."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=[name])
