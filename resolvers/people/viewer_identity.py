"""Arguments that select a user, a session or a creator, with their access checks."""

from typing import Annotated, TypeAlias

import strawberry

from resolvers.arguments import check_id
from resolvers.context import Context
from server.analytics import access
from server.analytics.people.viewer_identity import ViewerIdentity, authorize_viewer

WhoseUserArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        name="userId", description="Id of the user; the signed-in user when neither `userId` nor `sessionId` is given."
    ),
]
WhoseSessionArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        name="sessionId",
        description="Id of a session, instead of a user; for a guest's session the write key is sufficient.",
    ),
]
WHOSE = (
    "For that user, or an admin; for a session, its user. Anyone with the write key and the id of a guest's session "
    "can read it, so keep session ids secret; for a user's session they learn only that it belongs to a user."
)


async def resolve_creator(context: Context, creator_id: str | None) -> str:
    """The requested creator, by default the signed-in one. Raises unless the viewer may see its analytics."""
    found = await access.resolve_creator(context.services.pool, context.viewer, creator_id)
    check_id(found, "creatorId")
    return found


async def resolve_whose(context: Context, user_id: str | None, session_id: str | None) -> ViewerIdentity:
    """The requested user or session. Raises unless the viewer may see it."""
    if user_id is not None:
        check_id(user_id, "userId")
    if session_id is not None:
        check_id(session_id, "sessionId")
    return await authorize_viewer(context.services.pool, context.viewer, user_id, session_id)
