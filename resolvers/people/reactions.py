"""``likeState`` and ``saveState``: whether a viewer likes or has saved contents."""

from datetime import datetime

import strawberry

from resolvers.access import OWN_VIEWER, WHOSE
from resolvers.arguments import ContentIdsArgument, check_ids
from resolvers.context import Info
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import query_field
from server.analytics.people.reactions import Reaction, read_reactions
from server.analytics.people.viewer_identity import ViewerIdentity
from server.analytics.project_state import ProjectState


@strawberry.type(description="Whether a viewer likes a content. The latest LIKE or UNLIKE decides.")
class LikeState:
    """The like state of one content."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content.")
    liked: bool | None = strawberry.field(description="Null if the viewer neither liked nor unliked it.")
    since: datetime | None = strawberry.field(description="When the deciding event occurred; null if there is none.")


@strawberry.type(description="Whether a viewer likes each of the given contents.")
class LikeStates(Analytics):
    """The type of ``likeState``."""

    states: list[LikeState] = strawberry.field(description="One state per content, in the order of the request.")


@strawberry.type(description="Whether a viewer has saved a content. The latest SAVE or UNSAVE decides.")
class SaveState:
    """The save state of one content."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content.")
    saved: bool | None = strawberry.field(description="Null if the viewer neither saved nor unsaved it.")
    since: datetime | None = strawberry.field(description="When the deciding event occurred; null if there is none.")


@strawberry.type(description="Whether a viewer has saved each of the given contents.")
class SaveStates(Analytics):
    """The type of ``saveState``."""

    states: list[SaveState] = strawberry.field(description="One state per content, in the order of the request.")


@query_field(OWN_VIEWER, f"Whether a viewer likes each of the given contents. {WHOSE} {NO_VIEWS}")
async def like_state(info: Info, content_ids: ContentIdsArgument, target: ViewerIdentity) -> LikeStates:
    """Whether a viewer likes each of the given contents."""
    state, reactions = await _reactions(info, content_ids, target)
    states = [
        LikeState(content_id=strawberry.ID(found.content_id), liked=found.liked, since=found.liked_at)
        for found in reactions
    ]
    return LikeStates(states=states, **project_fields(info, state))


@query_field(OWN_VIEWER, f"Whether a viewer has saved each of the given contents. {WHOSE} {NO_VIEWS}")
async def save_state(info: Info, content_ids: ContentIdsArgument, target: ViewerIdentity) -> SaveStates:
    """Whether a viewer has saved each of the given contents."""
    state, reactions = await _reactions(info, content_ids, target)
    states = [
        SaveState(content_id=strawberry.ID(found.content_id), saved=found.saved, since=found.saved_at)
        for found in reactions
    ]
    return SaveStates(states=states, **project_fields(info, state))


async def _reactions(
    info: Info, content_ids: list[strawberry.ID], identity: ViewerIdentity
) -> tuple[ProjectState, list[Reaction]]:
    check_ids(content_ids, "contentIds")
    async with info.context.read() as connection:
        return await read_reactions(connection, info.context.caller.project_id, identity, content_ids)
