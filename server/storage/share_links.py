"""Share links as they are stored: in the directory, whatever the project's cell is."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.share_links import ShareLink
from server.storage.database import Connection, Pool
from server.storage.locks import lock_project_in_transaction
from server.storage.pages import PagedList, each
from server.storage.sql import load_sql
from server.storage.statement import Source

MAX_LINKS = 1_000
"""Most links of a project that open something."""
KEPT = timedelta(days=30)
"""How long links that have ended are listed; pages that embed them are told so meanwhile."""
KEY_BYTES = 32


async def find_share_links(source: Source, ids: Collection[UUID]) -> Mapping[UUID, ShareLink]:
    """The links of these ids, also those that have ended, by id."""
    rows = await load_sql(__name__, "share_links_by_id").fetch(source, links=list(ids))
    return {row["link_id"]: _link(row) for row in rows}


async def find_share_link(source: Source, project_id: int, link_id: UUID) -> ShareLink:
    """A link of a project; raises NOT_FOUND if there is none."""
    return _found(await load_sql(__name__, "share_link").fetchrow(source, project=project_id, link=link_id))


async def add_share_link(
    connection: Connection,
    project_id: int,
    scope: tuple[str | None, str | None],
    *,
    time_range: str | None,
    origins: Sequence[str],
    expires_at: datetime,
) -> ShareLink:
    """Makes a link, and forgets those of the project that ended long ago.

    Args:
        connection: The directory.
        project_id: Its project.
        scope: The content, or the creator, that it opens; neither: the platform.
        time_range: The range that it opens, as JSON.
        origins: Whose pages may embed it.
        expires_at: When it ends.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if the project has ``MAX_LINKS`` that open something.
    """
    content, creator = scope
    async with connection.transaction():
        await lock_project_in_transaction(
            connection, "share links", project_id
        )  # two at once would not count each other
        await load_sql(__name__, "forget_share_links").execute(connection, project=project_id, kept=KEPT)
        held = await load_sql(__name__, "count_good_share_links").fetchval(connection, project=project_id)
        if held >= MAX_LINKS:
            message = f"A project has at most {MAX_LINKS:,} share links; revoke one first."
            raise limit_exceeded(message, "shareLinks", MAX_LINKS, held + 1)
        row = await load_sql(__name__, "add_share_link").fetchrow(
            connection,
            project=project_id,
            link=uuid4(),
            content=content,
            creator=creator,
            asked=time_range,
            origins=list(origins),
            key=secrets.token_bytes(KEY_BYTES),
            expires_at=expires_at,
        )
    return _found(row)


async def revoke_share_link(source: Source, project_id: int, link_id: UUID) -> ShareLink:
    """Revokes a link; raises NOT_FOUND if there is none. Again: changes nothing."""
    return _found(await load_sql(__name__, "revoke_share_link").fetchrow(source, project=project_id, link=link_id))


def listed_share_links(
    project_id: int, scope: tuple[str | None, str | None] | None, directory: Pool
) -> PagedList[ShareLink]:
    """The links of a project, newest first.

    Args:
        project_id: The project.
        scope: Only those of a content, a creator or, with neither, the platform; None: all.
        directory: Where they are counted.
    """
    content, creator = scope or (None, None)
    which = {
        "project": project_id,
        "content": content,
        "creator": creator,
        "platform": scope is not None and content is creator is None,
    }

    async def count(_source: Source) -> int:
        return int(await load_sql(__name__, "count_share_links").fetchval(directory, **which))

    return PagedList(
        load=lambda direction: load_sql(__name__, "listed_share_links", **_used(direction)),
        values=which,
        key={"created_at": datetime, "link_id": UUID},
        after={"after_time": None, "after_link": None},
        make=each(_link),
        total=count,
    )


def _used(direction: Mapping[str, str]) -> dict[str, str]:
    return {name: direction[name] for name in ("less", "desc")}


def _found(row: asyncpg.Record | None) -> ShareLink:
    if row is None:
        raise ViewpulseError(ErrorCode.NOT_FOUND, "There is no such share link.", field=["id"])
    return _link(row)


def _link(row: asyncpg.Record) -> ShareLink:
    return ShareLink(**{**row, "origins": tuple(row["origins"])})
