"""Whose history or contents are meant: a user's, those of the session of a guest, or a creator's."""

from typing import Annotated, TypeAlias

import strawberry

from resolvers.arguments import check_id
from resolvers.context import Context
from server.analytics import access
from server.analytics.people.viewer_identity import ViewerIdentity, authorize_viewer

WhoseUserArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(name="userId", description="The user; the signed-in one when neither is named."),
]
WhoseSessionArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(name="sessionId", description="A session instead; of a guest, the write key is enough."),
]
WHOSE = (
    "For that user, or an admin; of a session, for its user. The session of a guest may be read by whoever has its id "
    "and the write key, so keep the ids of sessions secret; of a user's session that tells only that it is a user's."
)


async def resolve_creator(context: Context, creator_id: str | None) -> str:
    """The creator asked for, by default the signed-in one; raises unless the viewer may see its analytics."""
    found = await access.resolve_creator(context.services.pool, context.viewer, creator_id)
    check_id(found, "creatorId")
    return found


async def resolve_whose(context: Context, user_id: str | None, session_id: str | None) -> ViewerIdentity:
    """The user or session asked for; raises unless the viewer may see it."""
    if user_id is not None:
        check_id(user_id, "userId")
    if session_id is not None:
        check_id(session_id, "sessionId")
    return await authorize_viewer(context.services.pool, context.viewer, user_id, session_id)
