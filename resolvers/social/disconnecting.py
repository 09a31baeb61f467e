"""``disconnectSocialAccount``."""

from enum import StrEnum
from typing import Annotated

import strawberry

from resolvers.access import ADMINS_SOCIAL_ACCOUNT
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.root_fields import mutation_field
from resolvers.social.account import SocialAccountSummary
from server.social import accounts


class DisconnectedNumbers(StrEnum):
    """What becomes of the numbers of an account that is disconnected."""

    KEEP = "keep"
    DELETE = "delete"


register_enum(
    DisconnectedNumbers,
    "What becomes of the numbers of a social account that is disconnected.",
    {
        DisconnectedNumbers.KEEP: "They stay, and so does the account, as DISCONNECTED.",
        DisconnectedNumbers.DELETE: "The account, its posts, and all of their numbers are deleted for good.",
    },
    name="SocialNumbers",
)


@mutation_field(
    ADMINS_SOCIAL_ACCOUNT,
    "Disconnects an account: its token is deleted, and nothing of it is collected any more, also by a collection that "
    "is under way. Returns the account as it is now, or as it was before it was deleted. NOT_FOUND if there is none of "
    "that id. For admins; each call is logged.",
)
async def disconnect_social_account(
    info: Info,
    target: str,
    numbers: Annotated[
        DisconnectedNumbers,
        strawberry.argument(description="Whether its posts and numbers are kept, or deleted for good."),
    ],
) -> SocialAccountSummary:
    """Disconnects an account, for an admin."""
    context, services = info.context, info.context.services
    async with services.pool.acquire() as connection:
        found = await accounts.disconnect_account(
            connection,
            context.caller.project_id,
            target,
            deletes=numbers is DisconnectedNumbers.DELETE,
            now=services.now(),
        )
    return SocialAccountSummary.from_account(found)
