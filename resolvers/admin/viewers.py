"""``upsertViewers`` and ``classifyViewers``: what clients declare about viewers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Self

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import ADMIN, USER
from resolvers.batches import Answered, Batch, answer_fields, batch_fields
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_enums import AgeGroup, Gender
from resolvers.items import as_sent, decode_items
from resolvers.root_fields import mutation_field
from server.events import viewer_profiles
from server.events.model import Rejection
from server.events.upsert_item import decode_upsert_item
from server.events.viewer_profiles import ViewerClass, ViewerRecord
from server.viewer_keys import ViewerKind, key_of

register_enum(
    ViewerKind,
    "What the id of a viewer identifies. A user and a guest's session may have the same id; they are different "
    "viewers.",
    {ViewerKind.USER: "The id of a user.", ViewerKind.GUEST: "The session id of a guest."},
)
KIND = "What the id identifies. If left out, the item applies to the user and to the guest's session with that id."


@as_sent
@strawberry.input(
    description="Declared attributes of a viewer. A field that is left out keeps its declared value; null withdraws "
    "the declaration, and the latest event that reports the attribute counts again."
)
class ViewerInput:
    """One item of ``upsertViewers``; decoded as a ``ViewerRecord``."""

    id: strawberry.ID = strawberry.field(description="The user's id, or a guest's session id.")
    kind: ViewerKind | None = strawberry.field(default=UNSET, description=KIND)
    age_group: AgeGroup | None = strawberry.field(
        default=UNSET, description="Age group; null withdraws the declaration."
    )
    gender: Gender | None = strawberry.field(
        default=UNSET, description="Gender as stated by the viewer; null withdraws the declaration."
    )


@as_sent
@strawberry.input(description="Whether a viewer is a bot.")
class ViewerClassInput:
    """One item of ``classifyViewers``; decoded as a ``ViewerClass``."""

    id: strawberry.ID = strawberry.field(description="The user's id, or a guest's session id.")
    kind: ViewerKind | None = strawberry.field(default=UNSET, description=KIND)
    bot: bool | None = strawberry.field(
        default=UNSET, description="True or false overrides what the events show; null lets the events decide."
    )


@strawberry.type(description="Result of one viewer.")
class ViewerResult(Answered):
    """Result of one item of ``upsertViewers`` or ``classifyViewers``."""

    viewer_id: strawberry.ID | None = strawberry.field(description="The id as sent; null when it could not be read.")

    @classmethod
    def from_item(cls, index: int, item: ViewerRecord | ViewerClass | Rejection) -> Self:
        """The API type of one item's result."""
        sent_id = item.event_id if isinstance(item, Rejection) else item.id
        viewer_id = None if sent_id is None else strawberry.ID(sent_id)
        return cls(**answer_fields("viewers", index, item), viewer_id=viewer_id)


@strawberry.type(description="Results of the viewers, in the order of the request.")
class ViewersPayload(Batch):
    """The payload of ``upsertViewers`` and ``classifyViewers``."""

    results: Sequence[ViewerResult] = strawberry.field(description="One result per viewer, in their order.")
    problems: Sequence[ViewerResult] = strawberry.field(description="Those of the viewers that were not accepted.")

    @classmethod
    def from_items(cls, items: Sequence[ViewerRecord | ViewerClass | Rejection]) -> Self:
        """The payload of a batch, with its tallies."""
        return cls(**batch_fields([ViewerResult.from_item(index, item) for index, item in enumerate(items)]))


def _named(shape: type[ViewerRecord | ViewerClass]) -> Callable[[Mapping[str, Any]], Iterator[str]]:
    """The viewers of a batch: as long as an item does not say what its id identifies, both that it may."""

    def viewers(arguments: Mapping[str, Any]) -> Iterator[str]:
        for item in decode_items(arguments["viewers"], partial(decode_upsert_item, shape=shape)):
            if not isinstance(item, Rejection):
                for kind in (item.kind,) if item.kind else ViewerKind:
                    yield key_of(kind, item.id)

    return viewers


@mutation_field(
    USER,
    "Declares age group and gender of 1-100 viewers; each has its own result. Declared values take "
    "precedence over those in events. Users may declare their own; admins, those of any viewer. Metrics are "
    "updated within seconds.",
    items="viewers",
    viewers=_named(ViewerRecord),
)
async def upsert_viewers(
    info: Info,
    viewers: Annotated[list[ViewerInput], strawberry.argument(description="1-100 viewers with distinct ids.")],
) -> ViewersPayload:
    """Stores a batch of bot declarations; results are in the order of the request."""
    items = decode_items(viewers, partial(decode_upsert_item, shape=ViewerRecord))
    return ViewersPayload.from_items(
        await viewer_profiles.upsert_viewers(
            info.context.services.pool, info.context.caller, items, info.context.services.ingest.tombstones
        )
    )


@mutation_field(
    ADMIN,
    "Marks 1-100 viewers as bots or people, or lets the events decide again; each has its own result. "
    "All past metrics are corrected within seconds and pushed to subscribers. For admins.",
    items="viewers",
    viewers=_named(ViewerClass),
)
async def classify_viewers(
    info: Info,
    viewers: Annotated[list[ViewerClassInput], strawberry.argument(description="1-100 viewers with distinct ids.")],
) -> ViewersPayload:
    """Stores a batch of bot declarations; results are in the order of the request."""
    items = decode_items(viewers, partial(decode_upsert_item, shape=ViewerClass))
    return ViewersPayload.from_items(
        await viewer_profiles.classify_viewers(
            info.context.services.pool, info.context.caller, items, info.context.services.ingest.tombstones
        )
    )
