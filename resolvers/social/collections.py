"""``socialCollections``: what became of the last collections of a workspace, and how far others are."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.access import SOCIAL_WORKSPACE
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import query_field
from resolvers.social.account import SocialAccountFields, account_fields
from resolvers.social.workspaces import USUAL_ACCOUNTS
from server.analytics.project_state import read_project_state
from server.social.accounts import find_workspace, list_accounts
from server.social.collections import KEPT_COLLECTIONS, Collected, Collection, Ended, last_collections
from server.social.model import Account, AccountState

register_enum(
    Ended,
    "How the collection of a social account ended.",
    {
        Ended.DONE: "All was read.",
        Ended.ABANDONED: "Its worker was lost, or the account was disconnected or connected again meanwhile.",
        Ended.AUTH_EXPIRED: "The network no longer accepts the token: connect the account again.",
        Ended.PERMISSION_MISSING: "The token does not open this.",
        Ended.THROTTLED: "Too many calls; the account is collected when the network answers again.",
        Ended.QUOTA_EXHAUSTED: "The calls of a day or a month are used up.",
        Ended.BILLING_STOP: "The network wants to be paid first.",
        Ended.METRIC_UNSUPPORTED: "The network refused a whole call because of its metrics.",
        Ended.CONTRACT_CHANGED: "The network answered in a form that this version does not know.",
        Ended.NOT_FOUND: "The network does not have the account.",
        Ended.TRANSIENT: "A fault of the network; the account is collected again within minutes.",
    },
    name="SocialOutcome",
)


@strawberry.type(description="A collection of a social account.")
class SocialCollection:
    """A stored collection."""

    started_at: datetime = strawberry.field(description="When it began.")
    ended_at: datetime | None = strawberry.field(description="When it ended; null while it is under way.")
    duration: float | None = strawberry.field(description="How long it took, in seconds; null while it is under way.")
    outcome: Ended | None = strawberry.field(description="How it ended; null while it is under way.")
    detail: str | None = strawberry.field(description="What the network said when it failed; null if nothing.")
    calls: int = strawberry.field(description="Requests to the network so far.")
    posts: int = strawberry.field(description="Posts whose numbers were read so far.")
    posts_due: int | None = strawberry.field(
        description="Posts whose numbers it reads, of the age that is due; null before it knows them."
    )

    @classmethod
    def from_collection(cls, found: Collection) -> Self:
        """The API type of a collection."""
        return cls(
            started_at=found.started_at,
            ended_at=found.ended_at,
            duration=None if found.ended_at is None else (found.ended_at - found.started_at).total_seconds(),
            outcome=found.outcome,
            detail=found.detail,
            calls=found.calls,
            posts=found.posts,
            posts_due=found.posts_due,
        )


@strawberry.type(description="A social account and its last collections.")
class SocialAccountCollections(SocialAccountFields):
    """An account of ``socialCollections``."""

    due_at: datetime | None = strawberry.field(description="When it is collected next; null while it is not connected.")
    collections: list[SocialCollection] = strawberry.field(
        description=f"Its last {KEPT_COLLECTIONS} collections, the newest first; the first one may be under way."
    )

    @classmethod
    def from_collected(cls, account: Account, collected: Collected) -> Self:
        """The API type of an account and its collections."""
        return cls(
            **account_fields(account),
            due_at=collected.due_at if account.state is AccountState.CONNECTED else None,
            collections=[SocialCollection.from_collection(one) for one in collected.collections],
        )


@strawberry.type(description="The collections of a workspace.")
class SocialCollections(Analytics):
    """The type of ``socialCollections``."""

    accounts: list[SocialAccountCollections] = strawberry.field(
        description="Its accounts, by their ids.", metadata=FieldMetadata(length=USUAL_ACCOUNTS)
    )


@query_field(
    SOCIAL_WORKSPACE,
    "The last collections of the accounts of a workspace: when, how long, with which outcome; and how far those are "
    f"that are under way. NOT_FOUND if there is no such workspace. For its members, and admins. {NO_VIEWS}",
)
async def social_collections(info: Info, target: str) -> SocialCollections:
    """The collections of a workspace."""
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        await find_workspace(connection, project_id, target)
        accounts = await list_accounts(connection, project_id, target)
        collected = await last_collections(connection, project_id, target)
        state = await read_project_state(connection, project_id)
    shown = [SocialAccountCollections.from_collected(one, collected[one.account_id]) for one in accounts]
    return SocialCollections(accounts=shown, **project_fields(info, state))
