"""``socialAccount``, and the mutations that pause, resume and collect an account."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

import strawberry

from resolvers.access import SOCIAL_ACCOUNT
from resolvers.context import Info
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import mutation_field, query_field
from resolvers.social.caching import CACHED_ACCOUNT
from resolvers.social.values import SocialAccountMetrics
from server.analytics.project_state import read_project_state
from server.social import accounts
from server.social.model import Account, AccountState, Network
from server.social.reading import OWN, StoredValue, latest_values

PAUSED = "It was paused."


@strawberry.type
class SocialAccountFields:
    """What is known of an account, apart from its numbers."""

    account_id: strawberry.ID = strawberry.field(description="Its id: that of its network, and the one it has there.")
    workspace_id: strawberry.ID = strawberry.field(description="The workspace that owns it.")
    network: Network = strawberry.field(description="Its network.")
    external_id: str = strawberry.field(description="Its id at the network.")
    handle: str = strawberry.field(description="Its name at the network.")
    state: AccountState = strawberry.field(description="Whether it is collected.")
    state_reason: str | None = strawberry.field(description="Why it is not collected; null while it is.")
    state_since: datetime = strawberry.field(description="Since when it is in that state.")
    collected_at: datetime | None = strawberry.field(
        description="When the last complete collection ended; null before the first one."
    )


@strawberry.type(description="An account on a social network.")
class SocialAccountSummary(SocialAccountFields):
    """An account in a list, or in the answer of a mutation."""

    @classmethod
    def from_account(cls, account: Account) -> Self:
        """The API type of a stored account."""
        return cls(**account_fields(account))


@strawberry.type(description="An account on a social network, and its latest numbers.")
class SocialAccount(Analytics, SocialAccountFields):
    """The type of ``socialAccount``."""

    metrics: SocialAccountMetrics = strawberry.field(description="Its latest numbers, each with its provenance.")

    @classmethod
    def from_account(cls, account: Account, values: Mapping[str, StoredValue], **more: Any) -> Self:
        """The API type of a stored account and its numbers."""
        metrics = SocialAccountMetrics.from_stored(account.network, values)
        return cls(**account_fields(account), metrics=metrics, **more)


def account_fields(account: Account) -> dict[str, Any]:
    """The fields of ``SocialAccountFields``."""
    return {
        "account_id": strawberry.ID(account.account_id),
        "workspace_id": strawberry.ID(account.workspace_id),
        "network": account.network,
        "external_id": account.external_id,
        "handle": account.handle,
        "state": account.state,
        "state_reason": account.reason,
        "state_since": account.since,
        "collected_at": account.collected_at,
    }


@query_field(
    SOCIAL_ACCOUNT,
    "An account on a social network, and its latest numbers. NOT_FOUND if none of that id is connected. For members of "
    "its workspace, and admins. "
    f"{NO_VIEWS}",
    cached=CACHED_ACCOUNT,
)
async def social_account(info: Info, target: str) -> SocialAccount:
    """An account and its numbers."""
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        account = await accounts.find_account(connection, project_id, target)
        values = await latest_values(connection, project_id, [(target, OWN)])
        state = await read_project_state(connection, project_id)
    return SocialAccount.from_account(account, values[target, OWN], **project_fields(info, state))


@mutation_field(
    SOCIAL_ACCOUNT,
    "Collects an account soon, with the numbers of all its posts: a `viewpulse worker` does it within seconds, or "
    "five minutes after the last collection began (`VIEWPULSE_SOCIAL_SPACING`), unless the network lets us wait. "
    "BAD_INPUT if it is not connected now. For members of its workspace, and admins; each call is logged.",
)
async def collect_social_account(info: Info, target: str) -> SocialAccountSummary:
    """Makes an account due."""
    services = info.context.services
    spacing = timedelta(seconds=services.settings.social_spacing)
    found = await accounts.want_account(services.pool, info.context.caller.project_id, target, spacing)
    return SocialAccountSummary.from_account(found)


@mutation_field(
    SOCIAL_ACCOUNT,
    "Stops collecting an account; what is known of it stays. NOT_FOUND if none of that id is connected, BAD_INPUT "
    "for one that has to be connected again. For members of its workspace, and admins; each call is logged.",
)
async def pause_social_account(info: Info, target: str) -> SocialAccountSummary:
    """Pauses an account."""
    return await _put(info, target, AccountState.PAUSED, PAUSED)


@mutation_field(
    SOCIAL_ACCOUNT,
    "Collects an account again that was paused, or whose network wanted to be paid; once it is collected, all that "
    "wait for that payment are resumed. BAD_INPUT for one that has to be connected again. For members of its "
    "workspace, and admins; each call is logged.",
)
async def resume_social_account(info: Info, target: str) -> SocialAccountSummary:
    """Resumes an account."""
    return await _put(info, target, AccountState.CONNECTED, None)


async def _put(info: Info, account_id: str, state: AccountState, reason: str | None) -> SocialAccountSummary:
    context, services = info.context, info.context.services
    found = await accounts.set_state(
        services.pool, context.caller.project_id, account_id, state, reason=reason, now=services.now()
    )
    return SocialAccountSummary.from_account(found)
