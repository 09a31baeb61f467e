"""Access rules of analytics. Missing rights on something unknown are FORBIDDEN too, so existence does not leak."""

from collections.abc import Sequence

from server.access import Caller, Role
from server.analytics.snapshot import Read
from server.errors import ErrorCode, ViewpulseError
from server.storage.sql import load_sql
from server.storage.statement import Source

_NOT_YOUR_CONTENT = "Only the content's creator or an admin may see this."
_NOT_YOU = "Creators can see only their own analytics; admins can see all."
_NO_CREATOR = "Pass `creatorId`: there is no creator with your user id."
_NOT_THE_PLATFORM = "Only admins can see the whole platform; creators must pass their own `creatorId`."


async def read_owner(source: Source, project_id: int, content_id: str) -> str | None:
    """The owner of a content; None or empty if it has none.

    Args:
        source: The database, or a connection inside a snapshot.
        project_id: The project.
        content_id: The content.
    """
    sql = load_sql(__name__, "content_owner")
    owner: str | None = await sql.fetchval(source, project=project_id, content=content_id)
    return owner


async def require_content(read: Read, caller: Caller, content_id: str, *field: str) -> None:
    """Raises unless the caller is an admin, or the creator who owns the content; ``field`` is the path of its id."""
    caller.require_user()
    if caller.is_admin:
        return
    owner = None
    if caller.role is Role.CREATOR:
        async with read() as connection:
            owner = await read_owner(connection, caller.project_id, content_id)
    caller.require_creator(owner, _NOT_YOUR_CONTENT, *field)


async def require_contents(read: Read, caller: Caller, content_ids: Sequence[str]) -> str | None:
    """Whose all these contents are; None for an admin. Raises unless the caller is that, or owns each of them."""
    user = caller.require_creator_role()
    if caller.is_admin:
        return None
    sql = load_sql(__name__, "content_owners_of")
    async with read() as connection:
        rows = await sql.fetch(connection, project=caller.project_id, contents=content_ids)
    for index, row in enumerate(rows):
        if row["owner"] != user:
            raise ViewpulseError(ErrorCode.FORBIDDEN, _NOT_YOUR_CONTENT, field=["contentIds", index])
    return user


def require_creator(caller: Caller, creator_id: str | None) -> str:
    """The requested creator, by default the signed-in one. Raises unless it is the caller itself, or an admin asks."""
    user = caller.require_user()
    creator_id = user if creator_id is None else creator_id
    caller.require_creator(creator_id, _NOT_YOU, "creatorId")
    return creator_id


async def resolve_creator(read: Read, caller: Caller, creator_id: str | None) -> str:
    """The requested creator, as ``require_creator`` returns it. An admin is not a creator, unless one has its user id.

    Raises:
        ViewpulseError: BAD_INPUT if an admin has to pass the creator; else as ``require_creator``.
    """
    found = require_creator(caller, creator_id)
    if creator_id is None and not await is_creator(read, caller):
        raise ViewpulseError(ErrorCode.BAD_INPUT, _NO_CREATOR, field=["creatorId"])
    return found


async def is_creator(read: Read, caller: Caller) -> bool:
    """Whether the caller is a creator: by its role, or, if it is an admin, because a creator has its user id."""
    if not caller.is_admin:
        return caller.role is Role.CREATOR
    sql = load_sql(__name__, "creator_known")
    async with read() as connection:
        known: bool = await sql.fetchval(connection, project=caller.project_id, creator=caller.require_user())
    return known


async def require_session(read: Read, caller: Caller, session_id: str) -> None:
    """Raises unless the caller is an admin, or the user of the session."""
    user_id = caller.require_user()
    if caller.is_admin:
        return
    sql = load_sql(__name__, "session_user")
    async with read() as connection:
        row = await sql.fetchrow(connection, project=caller.project_id, session=session_id)
    if row is None or row["user_id"] != user_id:
        message = "Only the session's user or an admin may see this."
        raise ViewpulseError(ErrorCode.FORBIDDEN, message, field=["sessionId"])


def require_platform(caller: Caller, creator_id: str | None, *field: str) -> None:
    """Raises unless the caller is an admin, or a creator asking for its own part of the platform.

    Args:
        caller: The caller.
        creator_id: The creator; None for the whole platform.
        field: Path of the argument that says so.
    """
    caller.require_creator_role()
    if creator_id is None:
        caller.require_admin(_NOT_THE_PLATFORM, *field)
    else:
        caller.require_creator(creator_id, _NOT_YOU, *field)
