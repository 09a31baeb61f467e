"""upsertViewers and classifyViewers: what is declared of viewers."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Self

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import ADMIN, USER
from resolvers.admin.catalogue import UpsertStatus
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_enums import AgeGroup, Gender
from resolvers.items import as_sent, judge
from resolvers.root_fields import mutation
from server.events import viewer_profiles
from server.events.model import Rejection
from server.events.upsert_item import decode_upsert_item
from server.events.viewer_profiles import ViewerClass, ViewerRecord
from server.viewer_keys import ViewerKind

register_enum(
    ViewerKind,
    "What identifies a viewer. A guest whose session is named like a user is another viewer.",
    {ViewerKind.USER: "The id of a user.", ViewerKind.GUEST: "The session of a guest."},
)
KIND = "What the id is; left out: either, and then a guest's session and a user of that id are both meant."


@as_sent
@strawberry.input(
    description="What is declared of a viewer. What is left out keeps what was declared before; null withdraws it, and "
    "then the latest event that says counts again."
)
class ViewerInput:
    """Decoded as a ``ViewerRecord``."""

    id: strawberry.ID = strawberry.field(description="The user's id, or a guest's session.")
    kind: ViewerKind | None = strawberry.field(default=UNSET, description=KIND)
    age_group: AgeGroup | None = strawberry.field(default=UNSET, description="Years of age; null withdraws it.")
    gender: Gender | None = strawberry.field(
        default=UNSET, description="Gender, as the viewer says; null withdraws it."
    )


@as_sent
@strawberry.input(description="Whether a viewer is a bot.")
class ViewerClassInput:
    """Decoded as a ``ViewerClass``."""

    id: strawberry.ID = strawberry.field(description="The user's id, or a guest's session.")
    kind: ViewerKind | None = strawberry.field(default=UNSET, description=KIND)
    bot: bool | None = strawberry.field(
        default=UNSET, description="True or false whatever the events show; null lets the events decide."
    )


@strawberry.type(description="What became of one viewer.")
class ViewerResult:
    """The answer to one item."""

    status: UpsertStatus = strawberry.field(description="STORED or REJECTED.")
    viewer_id: strawberry.ID | None = strawberry.field(description="The id as sent; null when it could not be read.")
    code: str | None = strawberry.field(description="Why it was rejected.")
    message: str | None = strawberry.field(description="The same for the developer who reads it.")
    path: list[str] | None = strawberry.field(description="The offending field, from the arguments.")

    @classmethod
    def of(cls, index: int, item: ViewerRecord | ViewerClass | Rejection) -> Self:
        """The answer to one item."""
        if isinstance(item, Rejection):
            viewer_id = None if item.event_id is None else strawberry.ID(item.event_id)
            path = ["viewers", str(index), *map(str, item.path)]
            return cls(
                status=UpsertStatus.REJECTED, viewer_id=viewer_id, code=str(item.code), message=item.message, path=path
            )
        viewer_id = strawberry.ID(item.id)
        return cls(status=UpsertStatus.STORED, viewer_id=viewer_id, code=None, message=None, path=None)


@strawberry.type(description="What became of the viewers, in the order they were sent.")
class ViewersPayload:
    """The answer to a batch."""

    results: list[ViewerResult] = strawberry.field(description="One per viewer.")
    stored: int = strawberry.field(description="How many were stored.")
    rejected: int = strawberry.field(description="How many were rejected.")

    @classmethod
    def of(cls, items: Sequence[ViewerRecord | ViewerClass | Rejection]) -> Self:
        """The answer to a batch."""
        results = [ViewerResult.of(index, item) for index, item in enumerate(items)]
        rejected = sum(result.status is UpsertStatus.REJECTED for result in results)
        return cls(results=results, stored=len(results) - rejected, rejected=rejected)


@mutation(
    USER,
    "Declares age group and gender of 1-100 viewers, each with its own answer; what is declared counts "
    "before what events say. For the signed-in user itself; for an admin, anyone. Numbers follow within seconds.",
)
async def upsert_viewers(
    info: Info,
    viewers: Annotated[list[ViewerInput], strawberry.argument(description="1-100 viewers with distinct ids.")],
) -> ViewersPayload:
    """A batch."""
    items = judge(viewers, partial(decode_upsert_item, shape=ViewerRecord))
    return ViewersPayload.of(
        await viewer_profiles.upsert_viewers(info.context.services.pool, info.context.viewer, items)
    )


@mutation(
    ADMIN,
    "Declares 1-100 viewers to be bots or people, each with its own answer, or lets the events decide "
    "again. Every number of the past is corrected within seconds, and pushed. For an admin.",
)
async def classify_viewers(
    info: Info,
    viewers: Annotated[list[ViewerClassInput], strawberry.argument(description="1-100 viewers with distinct ids.")],
) -> ViewersPayload:
    """A batch."""
    items = judge(viewers, partial(decode_upsert_item, shape=ViewerClass))
    return ViewersPayload.of(
        await viewer_profiles.classify_viewers(info.context.services.pool, info.context.viewer, items)
    )
