"""``startSocialConnection``, ``socialConnection`` and ``finishSocialConnection``: accounts by the page of a network."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN, ADMINS_SOCIAL_WORKSPACE
from resolvers.arguments import MAX_ITEMS, check_id, check_ids
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.root_fields import mutation_field, query_field
from resolvers.social.workspaces import USUAL_ACCOUNTS
from server.errors import unavailable
from server.social.accounts import account_id_of, find_workspace, owners_of
from server.social.connection_store import Choice, ConnectionFailure, ConnectionState, Returned
from server.social.connections import SocialConnections
from server.social.model import BUSINESS, MAX_OPENED, Network

register_enum(
    ConnectionState,
    "How far a connection is whose user came back from the network.",
    {
        ConnectionState.CHOOSE: "Accounts wait to be chosen: `finishSocialConnection`.",
        ConnectionState.CONNECTED: "The chosen accounts are connected.",
        ConnectionState.FAILED: "Nothing can be connected; `failure` says why. Start another one.",
    },
    name="SocialConnectionState",
)
register_enum(
    ConnectionFailure,
    "Why a connection failed.",
    {
        ConnectionFailure.DENIED: "The user did not allow it.",
        ConnectionFailure.NO_ACCOUNT: "The user has no account there that can be read.",
        ConnectionFailure.AUTH_EXPIRED: "The network does not accept the code, or the token that it gave.",
        ConnectionFailure.PERMISSION_MISSING: "The user did not allow enough, or lacks a role.",
        ConnectionFailure.THROTTLED: "Too many calls; try again later.",
        ConnectionFailure.QUOTA_EXHAUSTED: "The calls of a day or a month are used up.",
        ConnectionFailure.BILLING_STOP: "The network wants to be paid first.",
        ConnectionFailure.METRIC_UNSUPPORTED: "The network refused a call because of its fields.",
        ConnectionFailure.CONTRACT_CHANGED: "The network does not accept the application, or answered in an unknown "
        "form. The operator has to look at it.",
        ConnectionFailure.NOT_FOUND: "The network does not have the account.",
        ConnectionFailure.TRANSIENT: "A fault of the network; try again.",
    },
    name="SocialConnectionFailure",
)

ConnectionIdArgument: TypeAlias = Annotated[strawberry.ID, strawberry.argument(name="id", description="Its id.")]
BusinessArgument: TypeAlias = Annotated[
    bool,
    strawberry.argument(
        description="Whether a business account is read through the Business API, which shows more of it. TikTok has "
        "one; BAD_INPUT for other networks."
    ),
]
_WHOSE = "For the admin who began it; for all others there is none, and so after 10 minutes: NOT_FOUND."


@strawberry.type(description="A page of a network that asks a user.")
class SocialConnectionStart:
    """The answer of ``startSocialConnection``."""

    url: str = strawberry.field(description="Address of the page, for one user; send the browser there.")
    expires_at: datetime = strawberry.field(description="When the user has to be back.")


@strawberry.type(description="An account that may be connected.")
class SocialConnectionChoice:
    """A choice of a connection."""

    account_id: strawberry.ID = strawberry.field(description="Its id, once it is connected.")
    external_id: str = strawberry.field(description="Its id at the network.")
    handle: str = strawberry.field(description="Its name at the network.")
    name: str | None = strawberry.field(description="How it calls itself; null where the network has only one name.")
    workspace_id: strawberry.ID | None = strawberry.field(
        description="The workspace that owns it already; null if it is not connected. Connecting it again replaces its "
        "token, and moves it to the workspace of the connection."
    )

    @classmethod
    def from_choice(cls, network: Network, choice: Choice, owners: Mapping[str, str]) -> Self:
        """The API type of a choice."""
        account_id = account_id_of(network, choice.external_id)
        owner = owners.get(account_id)
        return cls(
            account_id=strawberry.ID(account_id),
            external_id=choice.external_id,
            handle=choice.handle,
            name=choice.name,
            workspace_id=None if owner is None else strawberry.ID(owner),
        )


@strawberry.type(description="What a network answered about the accounts of a user.")
class SocialConnection:
    """The type of ``socialConnection``."""

    id: strawberry.ID = strawberry.field(description="Its id: the `connection` with which the browser came back.")
    workspace_id: strawberry.ID = strawberry.field(description="The workspace that owns the accounts once connected.")
    network: Network = strawberry.field(description="The network.")
    state: ConnectionState = strawberry.field(description="How far it is.")
    failure: ConnectionFailure | None = strawberry.field(description="Why it failed; null if it did not.")
    reason: str | None = strawberry.field(description="The same in words; null if it did not fail.")
    expires_at: datetime = strawberry.field(description="When it is forgotten.")
    choices: list[SocialConnectionChoice] = strawberry.field(
        description=f"The accounts that the user allowed to read, at most {MAX_OPENED}; see `truncated`.",
        metadata=FieldMetadata(length=USUAL_ACCOUNTS),
    )
    truncated: bool = strawberry.field(
        description=f"Whether there are more: let a user allow at most {MAX_OPENED}, or connect the others by a token."
    )


async def _shown(info: Info, found: Returned) -> SocialConnection:
    ids = [account_id_of(found.network, choice.external_id) for choice in found.choices]
    async with info.context.separate_snapshot() as connection:  # shows what the same operation has connected
        owners = await owners_of(connection, found.project_id, ids)
    return SocialConnection(
        id=strawberry.ID(found.connection_id),
        workspace_id=strawberry.ID(found.workspace_id),
        network=found.network,
        state=found.state,
        failure=found.failure,
        reason=found.reason,
        expires_at=found.expires_at,
        choices=[SocialConnectionChoice.from_choice(found.network, choice, owners) for choice in found.choices],
        truncated=found.truncated,
    )


def _connections(info: Info) -> SocialConnections:
    found = info.context.services.connections
    if found is None:
        raise unavailable("No connection can be made here.")
    return found


@mutation_field(
    ADMINS_SOCIAL_WORKSPACE,
    "Begins to connect accounts of a network: send the browser to `url`, where its user allows them to be read. It "
    "returns to `returnTo` with the parameter `connection`, the id of a `socialConnection`. BAD_INPUT if the settings "
    "do not allow it; NOT_FOUND if there is no such workspace; LIMIT_EXCEEDED if too many of the project are under "
    "way. For admins; each call is logged.",
)
async def start_social_connection(
    info: Info,
    target: str,
    network: Annotated[Network, strawberry.argument(description="The network.")],
    return_to: Annotated[
        str,
        strawberry.argument(
            description="Address of the page that the browser returns to, of an origin in the settings of the server."
        ),
    ],
    *,
    business: BusinessArgument = False,
) -> SocialConnectionStart:
    """Begins a connection, for an admin."""
    caller = info.context.caller
    async with info.context.read() as connection:
        await find_workspace(connection, caller.project_id, target)
    departure = await _connections(info).start(
        caller.project_id,
        target,
        network=network,
        user_id=caller.require_user(),
        return_to=return_to,
        api=BUSINESS if business else "",
    )
    return SocialConnectionStart(url=departure.url, expires_at=departure.expires_at)


@query_field(ADMIN, f"A connection whose user came back from the network. {_WHOSE}", is_live=False)
async def social_connection(info: Info, connection_id: ConnectionIdArgument) -> SocialConnection:
    """A connection, for the admin who began it."""
    check_id(connection_id, "id")
    caller = info.context.caller
    return await _shown(info, await _connections(info).find(caller.project_id, caller.require_user(), connection_id))


@mutation_field(
    ADMIN,
    "Connects some of the accounts of a connection, all of them or none; workers collect them within seconds. "
    "BAD_INPUT if one is not among its choices, or nothing is to be chosen; LIMIT_EXCEEDED if the workspace would have "
    "too many. "
    f"{_WHOSE} Each call is logged.",
)
async def finish_social_connection(
    info: Info,
    connection_id: ConnectionIdArgument,
    external_ids: Annotated[
        list[strawberry.ID], strawberry.argument(description=f"Ids of the accounts at the network, 1-{MAX_ITEMS}.")
    ],
) -> SocialConnection:
    """Connects the chosen accounts, for the admin who began it."""
    check_id(connection_id, "id")
    check_ids(external_ids, "externalIds")
    caller, services = info.context.caller, info.context.services
    finished = await _connections(info).finish(
        services.pool, caller.project_id, caller.require_user(), connection_id, external_ids
    )
    return await _shown(info, finished)
