"""``socialAccounts``: the accounts of a workspace by their numbers, paginated."""

from typing import Self

import strawberry

from resolvers.access import SOCIAL_WORKSPACE
from resolvers.context import Info
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.project_state import project_fields
from resolvers.root_fields import query_field
from resolvers.social.account import SocialAccountFields, account_fields
from resolvers.social.caching import CACHED_WORKSPACE
from resolvers.social.sorts import AccountSort, AccountSortArgument
from resolvers.social.values import SocialAccountMetrics
from server.analytics.project_state import read_project_state
from server.social.accounts import find_workspace
from server.social.listing import RankedAccount, ranked_accounts


@strawberry.type(description="An account in a list, and its latest numbers.")
class SocialListedAccount(SocialAccountFields):
    """A node of ``socialAccounts``."""

    metrics: SocialAccountMetrics = strawberry.field(description="Its latest numbers, each with its provenance.")

    @classmethod
    def from_ranked(cls, ranked: RankedAccount) -> Self:
        """The API type of a ranked account."""
        account = ranked.account
        return cls(**account_fields(account), metrics=SocialAccountMetrics.from_stored(account.network, ranked.values))


@strawberry.type(description="An account and its cursor.")
class SocialAccountEdge:
    """Edge of ``socialAccounts``."""

    node: SocialListedAccount = strawberry.field(description="The account.")
    cursor: str = strawberry.field(description="Opaque cursor of this account; pass it as `after` or `before`.")


@strawberry.type(description="A page of the accounts of a workspace.")
class SocialAccountConnection(Analytics, Paged):
    """Connection of ``socialAccounts``."""

    edges: list[SocialAccountEdge] = strawberry.field(description="The accounts of the page, with their cursors.")
    nodes: list[SocialListedAccount] = strawberry.field(description="The accounts of the page.")


@query_field(
    SOCIAL_WORKSPACE,
    "The accounts of a workspace with their latest numbers, the largest first. NOT_FOUND if there is no such "
    f"workspace. For its members, and admins. {NO_VIEWS}",
    cached=CACHED_WORKSPACE,
)
async def social_accounts(
    info: Info,
    target: str,
    *,
    sort: AccountSortArgument = AccountSort.FOLLOWERS,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> SocialAccountConnection:
    """A page of the accounts of a workspace, for a member."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    project_id = info.context.caller.project_id
    listed = ranked_accounts(project_id, target, sort.value)
    async with info.context.read() as connection:
        await find_workspace(connection, project_id, target)
        page = await listed.read(connection, request)
        state = await read_project_state(connection, project_id)
    return SocialAccountConnection(
        **page_fields(listed, page, SocialAccountEdge, SocialListedAccount.from_ranked),
        **project_fields(info, state),
    )
