"""Stamps: what tells whether an answer about social accounts is still the same.

Each transaction that changes what answers show of an account, or of a workspace, gives it a new stamp. So what was
answered for one stamp is right for as long as that stamp is there.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from server.social.accounts import Workspace, find_account, find_workspace
from server.social.model import SocialScope
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class Stamp:
    """The stamps of all that answers about a workspace, or an account, show, in one text.

    Attributes:
        text: The text; another one whenever anything changed.
        zone: The zone of the workspace's clock.
    """

    text: str
    zone: ZoneInfo

    def at_quarter(self, now: datetime) -> str:
        """The stamp, and the quarter of an hour: for answers that are by the hour."""
        local = now.astimezone(self.zone)
        return f"{self.text} {local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0).isoformat()}"

    def at_hour(self, now: datetime) -> str:
        """The stamp, and the hour of the workspace's clock: for answers that change when a day begins there."""
        return f"{self.text} {now.astimezone(self.zone).replace(minute=0, second=0, microsecond=0).isoformat()}"


async def read_stamp(connection: Connection, project_id: int, scope: SocialScope) -> Stamp | None:
    """The stamp of a workspace or an account in the connection's snapshot; None if there is none of that id."""
    row = await load_sql(__name__, "stamp").fetchrow(
        connection, project=project_id, workspace=scope.workspace_id, account=scope.account_id
    )
    return None if row is None else Stamp(row["stamp"], ZoneInfo(row["timezone"]))


async def forget_answers(connection: Connection, project_id: int, scope: SocialScope) -> Workspace:
    """Makes all cached answers about an account, or a workspace and its accounts, and their posts, worthless.

    Returns:
        The workspace.

    Raises:
        ViewpulseError: NOT_FOUND if there is none of that id.
    """
    workspace_id = scope.workspace_id
    if scope.account_id is not None:
        workspace_id = (await find_account(connection, project_id, scope.account_id)).workspace_id
    found = await find_workspace(connection, project_id, workspace_id or "")
    await load_sql(__name__, "forget_answers").execute(
        connection, project=project_id, workspace=scope.workspace_id, account=scope.account_id
    )
    return found
