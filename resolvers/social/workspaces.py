"""``socialWorkspaces`` and ``socialWorkspace``, and the mutations that declare and collect a workspace."""

from datetime import datetime
from typing import Annotated, Any, Self

import strawberry

from resolvers.access import ADMIN, SOCIAL_WORKSPACE
from resolvers.arguments import check_properties
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import mutation_field, query_field
from resolvers.social.account import SocialAccountSummary
from server.analytics.project_state import read_project_state
from server.analytics.ranges import find_zone
from server.errors import ErrorCode, ViewpulseError
from server.social import accounts
from server.social.accounts import Workspace
from server.social.aggregating import check_kept

MAX_NAME_LENGTH = 100
USUAL_ACCOUNTS = 20
"""Accounts that the list of a workspace is taken to hold, for its cost."""


@strawberry.type
class SocialWorkspaceFields:
    """What is declared of a workspace."""

    workspace_id: strawberry.ID = strawberry.field(description="Its id.")
    name: str = strawberry.field(description="Its name.")
    timezone: str = strawberry.field(description="IANA name of the zone in which its days begin.")
    created_at: datetime = strawberry.field(description="When it was declared first.")
    series_days: int | None = strawberry.field(
        description="Days for which each change of a number is kept; null: for good."
    )
    aggregates_days: int | None = strawberry.field(
        description="Days for which the days of `socialAggregates` are kept; null: for good."
    )
    aggregated_at: datetime | None = strawberry.field(
        description="When a worker last aggregated it; null: not yet. See `aggregateSocial`."
    )


@strawberry.type(description="A customer, a brand or a team whose social accounts are watched together.")
class SocialWorkspaceSummary(SocialWorkspaceFields):
    """A workspace in a list, or in the answer of a mutation."""

    @classmethod
    def from_workspace(cls, workspace: Workspace) -> Self:
        """The API type of a stored workspace."""
        return cls(**_fields(workspace))


@strawberry.type(description="A workspace and its accounts.")
class SocialWorkspace(Analytics, SocialWorkspaceFields):
    """The type of ``socialWorkspace``."""

    accounts: list[SocialAccountSummary] = strawberry.field(
        description="Its accounts, by their ids.", metadata=FieldMetadata(length=USUAL_ACCOUNTS)
    )


@strawberry.type(description="The workspaces of a project.")
class SocialWorkspaces(Analytics):
    """The type of ``socialWorkspaces``."""

    workspaces: list[SocialWorkspaceSummary] = strawberry.field(
        description="The workspaces, by their ids.", metadata=FieldMetadata(length=USUAL_ACCOUNTS)
    )


def _fields(workspace: Workspace) -> dict[str, Any]:
    return {
        "workspace_id": strawberry.ID(workspace.workspace_id),
        "name": workspace.name,
        "timezone": workspace.timezone,
        "created_at": workspace.created_at,
        "series_days": workspace.series_days,
        "aggregates_days": workspace.aggregates_days,
        "aggregated_at": workspace.aggregated_at,
    }


@query_field(ADMIN, f"The workspaces of the project. For admins. {NO_VIEWS}")
async def social_workspaces(info: Info) -> SocialWorkspaces:
    """The workspaces of the project, for an admin."""
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        found = await accounts.list_workspaces(connection, project_id)
        state = await read_project_state(connection, project_id)
    shown = [SocialWorkspaceSummary.from_workspace(workspace) for workspace in found]
    return SocialWorkspaces(workspaces=shown, **project_fields(info, state))


@query_field(
    SOCIAL_WORKSPACE,
    f"A workspace and its social accounts. NOT_FOUND if there is none of that id. For admins. {NO_VIEWS}",
)
async def social_workspace(info: Info, target: str) -> SocialWorkspace:
    """A workspace, for an admin."""
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        workspace = await accounts.find_workspace(connection, project_id, target)
        found = await accounts.list_accounts(connection, project_id, target)
        state = await read_project_state(connection, project_id)
    shown = [SocialAccountSummary.from_account(account) for account in found]
    return SocialWorkspace(**_fields(workspace), accounts=shown, **project_fields(info, state))


@mutation_field(
    SOCIAL_WORKSPACE,
    "Declares a workspace of social accounts, or changes it. Accounts are connected by `viewpulse social connect`. For "
    "admins; each call is logged.",
)
async def upsert_social_workspace(
    info: Info,
    target: str,
    name: Annotated[str, strawberry.argument(description=f"Its name, of 1-{MAX_NAME_LENGTH} characters.")],
    *,
    timezone: Annotated[
        str, strawberry.argument(description="IANA name of the time zone in which its days begin.")
    ] = "UTC",
    series_days: Annotated[
        int | None,
        strawberry.argument(
            description="Days for which each change of a number is kept, from 7 on: for series by hour, and to write "
            "days again. For good when left out."
        ),
    ] = None,
    aggregates_days: Annotated[
        int | None,
        strawberry.argument(
            description="Days for which the days of `socialAggregates` are kept, from 7 on. For good when left out."
        ),
    ] = None,
) -> SocialWorkspaceSummary:
    """Declares a workspace, for an admin."""
    if not 0 < len(name) <= MAX_NAME_LENGTH:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`name` has 1-{MAX_NAME_LENGTH} characters.", field=["name"])
    check_properties(name, "name")
    check_kept(series_days, "seriesDays")
    check_kept(aggregates_days, "aggregatesDays")
    context, services = info.context, info.context.services
    found = await accounts.upsert_workspace(
        services.pool,
        context.caller.project_id,
        target,
        name=name,
        timezone=find_zone(timezone),
        series_days=series_days,
        aggregates_days=aggregates_days,
    )
    return SocialWorkspaceSummary.from_workspace(found)


@mutation_field(
    SOCIAL_WORKSPACE,
    "Collects all connected accounts of a workspace soon; see `collectSocialAccount`. Returns those accounts. For "
    "admins; each call is logged.",
)
async def collect_social_workspace(info: Info, target: str) -> list[SocialAccountSummary]:
    """Makes the accounts of a workspace due, for an admin."""
    services = info.context.services
    found = await accounts.want_workspace(services.pool, info.context.caller.project_id, target)
    return [SocialAccountSummary.from_account(account) for account in found]
