"""``aggregateSocial``: the days of accounts, written again."""

from resolvers.access import SOCIAL_SCOPE
from resolvers.arguments import RangeArgument
from resolvers.context import Info
from resolvers.ranges import resolve_days
from resolvers.root_fields import mutation_field
from resolvers.social.workspaces import SocialWorkspaceSummary
from server.social.accounts import find_account, find_workspace
from server.social.aggregating import want_aggregation
from server.social.model import SocialScope


@mutation_field(
    SOCIAL_SCOPE,
    "Aggregates a workspace or an account soon: within seconds, a `viewpulse worker` writes its days again from the "
    "series, those of the range and all after it; `aggregatedAt` says when it did. Days whose series are not kept any "
    "more stay as they are. NOT_FOUND if there is none of that id. For members of the workspace, and admins; each call "
    "is logged.",
)
async def aggregate_social(
    info: Info, target: SocialScope, *, time_range: RangeArgument = None
) -> SocialWorkspaceSummary:
    """Makes the workspace due, for a member."""
    services, project_id = info.context.services, info.context.caller.project_id
    async with info.context.read() as connection:
        accounts = None
        workspace_id = target.workspace_id or ""
        if target.account_id is not None:
            account = await find_account(connection, project_id, target.account_id)
            accounts, workspace_id = [account.account_id], account.workspace_id
        workspace = await find_workspace(connection, project_id, workspace_id)
    days = resolve_days(time_range, workspace.timezone, services.now())
    found = await want_aggregation(
        services.pool, project_id, workspace_id, accounts, since=None if days is None else days.first
    )
    return SocialWorkspaceSummary.from_workspace(found)
