"""``socialWorkspaces`` and ``socialWorkspace``, and the mutations that declare and collect a workspace."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Self

import strawberry

from resolvers.access import ADMINS_SOCIAL_WORKSPACE, SOCIAL, SOCIAL_WORKSPACE
from resolvers.arguments import check_id, check_properties
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    read_page,
    resolve_page,
)
from resolvers.project_state import project_fields
from resolvers.root_fields import mutation_field, query_field
from resolvers.social.account import SocialAccountSummary
from server.analytics.project_state import read_project_state
from server.analytics.ranges import find_zone
from server.errors import ErrorCode, ViewpulseError
from server.social import accounts, members
from server.social.accounts import MAX_WORKSPACES, Workspace
from server.social.aggregating import check_kept
from server.social.listing import workspaces_by_id
from server.viewer_keys import ViewerKind, key_of

MAX_NAME_LENGTH = 100
MAX_MEMBERS = 100
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
    members: list[strawberry.ID] = strawberry.field(
        description="The users who see it besides admins, by their ids.", metadata=FieldMetadata(length=USUAL_ACCOUNTS)
    )


@strawberry.type(description="A workspace and its cursor.")
class SocialWorkspaceEdge:
    """Edge of ``socialWorkspaces``."""

    node: SocialWorkspaceSummary = strawberry.field(description="The workspace.")
    cursor: str = strawberry.field(description="Opaque cursor of this workspace; pass it as `after` or `before`.")


@strawberry.type(description="A page of the workspaces of a project.")
class SocialWorkspaceConnection(Analytics, Paged):
    """Connection of ``socialWorkspaces``."""

    edges: list[SocialWorkspaceEdge] = strawberry.field(description="The workspaces of the page, with their cursors.")
    nodes: list[SocialWorkspaceSummary] = strawberry.field(description="The workspaces of the page.")


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


@query_field(
    SOCIAL,
    f"The workspaces of which the user is a member, by their ids; for an admin, all of the project. {NO_VIEWS}",
)
async def social_workspaces(
    info: Info,
    *,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> SocialWorkspaceConnection:
    """A page of the workspaces that the caller may see."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    caller = info.context.caller
    listed = workspaces_by_id(caller.project_id, None if caller.is_admin else caller.require_user())
    page, state = await read_page(info, listed, request)
    return SocialWorkspaceConnection(
        **page_fields(listed, page, SocialWorkspaceEdge, SocialWorkspaceSummary.from_workspace),
        **project_fields(info, state),
    )


@query_field(
    SOCIAL_WORKSPACE,
    "A workspace and its social accounts. NOT_FOUND if there is none of that id. For its members, and admins. "
    f"{NO_VIEWS}",
)
async def social_workspace(info: Info, target: str) -> SocialWorkspace:
    """A workspace, its accounts and its members."""
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        workspace = await accounts.find_workspace(connection, project_id, target)
        found = await accounts.list_accounts(connection, project_id, target)
        users = await members.members_of(connection, project_id, target)
        state = await read_project_state(connection, project_id)
    shown = [SocialAccountSummary.from_account(account) for account in found]
    named = [strawberry.ID(user) for user in users]
    return SocialWorkspace(**_fields(workspace), accounts=shown, members=named, **project_fields(info, state))


@mutation_field(
    ADMINS_SOCIAL_WORKSPACE,
    f"Declares a workspace of social accounts, or changes it; a project has at most {MAX_WORKSPACES:,}: LIMIT_EXCEEDED "
    "for more. Accounts are connected by `startSocialConnection`. For "
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
            description="Days for which each change of a number is kept, 7-36600: for series by hour, and to write "
            "days again. For good when left out."
        ),
    ] = None,
    aggregates_days: Annotated[
        int | None,
        strawberry.argument(
            description="Days for which the days of `socialAggregates` are kept, 7-36600. For good when left out."
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


def _named(arguments: Mapping[str, Any]) -> Iterator[str]:
    return (key_of(ViewerKind.USER, user_id) for user_id in arguments["user_ids"])


@mutation_field(
    ADMINS_SOCIAL_WORKSPACE,
    f"Makes some users the members of a workspace, and nobody else, {MAX_MEMBERS} at most. Members see it, its "
    "accounts and their numbers, whatever their role, and no other workspace; they collect, aggregate, pause and "
    "resume accounts. "
    "Returns the members. NOT_FOUND if there is no such workspace, FORBIDDEN for an erased user. For admins; each call "
    "is logged.",
    viewers=_named,
)
async def set_social_workspace_members(
    info: Info,
    target: str,
    user_ids: Annotated[list[strawberry.ID], strawberry.argument(description="Ids of the users.")],
) -> list[strawberry.ID]:
    """Names the members of a workspace, for an admin."""
    if len(user_ids) > MAX_MEMBERS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"A workspace has at most {MAX_MEMBERS} members.", field=["userIds"])
    for place, user_id in enumerate(user_ids):
        check_id(user_id, "userIds", place)
    context, services = info.context, info.context.services
    async with services.pool.acquire() as connection:
        found = await members.set_members(
            connection, context.caller.project_id, target, user_ids, services.ingest.tombstones
        )
    return [strawberry.ID(user) for user in found]


@mutation_field(
    SOCIAL_WORKSPACE,
    "Collects all connected accounts of a workspace soon; see `collectSocialAccount`. Returns those accounts. For "
    "its members, and admins; each call is logged.",
)
async def collect_social_workspace(info: Info, target: str) -> list[SocialAccountSummary]:
    """Makes the accounts of a workspace due."""
    services = info.context.services
    spacing = timedelta(seconds=services.settings.social_spacing)
    found = await accounts.want_workspace(services.pool, info.context.caller.project_id, target, spacing)
    return [SocialAccountSummary.from_account(account) for account in found]
