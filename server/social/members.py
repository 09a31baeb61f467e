"""Who sees a workspace, besides the admins of its project."""

from collections.abc import Sequence

from server.errors import ErrorCode, ViewpulseError
from server.social.accounts import find_workspace, list_accounts
from server.storage.database import Connection
from server.storage.sql import load_sql
from server.storage.statement import Source
from server.storage.tombstones import Tombstones
from server.viewer_keys import ViewerKind, key_of


async def is_member(source: Source, project_id: int, user_id: str, *, workspace_id: str) -> bool:
    """Whether a user is a member of a workspace; False if there is none of that id."""
    found: bool = await load_sql(__name__, "is_member").fetchval(
        source, project=project_id, workspace=workspace_id, user=user_id
    )
    return found


async def is_member_of_account(source: Source, project_id: int, user_id: str, *, account_id: str) -> bool:
    """Whether a user is a member of the workspace that owns an account; False if there is none of that id."""
    found: bool = await load_sql(__name__, "is_member_of_account").fetchval(
        source, project=project_id, account=account_id, user=user_id
    )
    return found


async def members_of(source: Source, project_id: int, workspace_id: str) -> list[str]:
    """The members of a workspace by their ids."""
    rows = await load_sql(__name__, "members").fetch(source, project=project_id, workspace=workspace_id)
    return [row["user_id"] for row in rows]


async def set_members(
    connection: Connection, project_id: int, workspace_id: str, user_ids: Sequence[str], tombstones: Tombstones
) -> list[str]:
    """Makes some users the members of a workspace, and nobody else.

    Args:
        connection: The database.
        project_id: The project.
        workspace_id: The workspace.
        user_ids: The users.
        tombstones: Whom projects have erased.

    Returns:
        The members by their ids.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such workspace; FORBIDDEN for a user who was erased.
    """
    which = {"project": project_id, "workspace": workspace_id}
    async with connection.transaction():
        await find_workspace(connection, project_id, workspace_id)
        await load_sql(__name__, "set_members").execute(connection, users=list(user_ids), **which)
        accounts = [account.account_id for account in await list_accounts(connection, project_id, workspace_id)]
        await load_sql(__name__, "announce_members").execute(connection, accounts=accounts, **which)
        await _refuse_erased(connection, project_id, user_ids, tombstones)  # last: who is erased later is removed then
        return await members_of(connection, project_id, workspace_id)


async def _refuse_erased(
    connection: Connection, project_id: int, user_ids: Sequence[str], tombstones: Tombstones
) -> None:
    erased = await tombstones.known(project_id)
    if await load_sql(__name__, "erasures").fetchval(connection, project=project_id) != erased.number:
        erased = await tombstones.newer(project_id, erased.number)
    for place, user_id in enumerate(user_ids):
        if erased.has(key_of(ViewerKind.USER, user_id)):
            message = "The project has erased this user, who can be no member."
            raise ViewpulseError(ErrorCode.FORBIDDEN, message, field=["userIds", place])
