"""``upsertCreators``: names and pictures of creators."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Self

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import CREATOR
from resolvers.batches import Answered, Batch, answer_fields, batch_fields
from resolvers.context import Info
from resolvers.creators.creator import Creator
from resolvers.items import as_sent, decode_items
from resolvers.root_fields import mutation_field
from server.events.creator_profiles import CreatorProfile, CreatorRecord
from server.events.creator_profiles import upsert_creators as store_creators
from server.events.model import Rejection
from server.events.upsert_item import decode_upsert_item


@as_sent
@strawberry.input(
    description="Profile of one creator. A field that is left out keeps its stored value; null or a blank text "
    "withdraws it. Without a name and a picture there is no profile."
)
class CreatorInput:
    """One item of ``upsertCreators``; decoded as a ``CreatorRecord``."""

    id: strawberry.ID = strawberry.field(description="Your app's own id of the creator.")
    name: str | None = strawberry.field(default=UNSET, description="Name to show; up to 200 characters.")
    picture: str | None = strawberry.field(default=UNSET, description="URL of a picture.")


@strawberry.type(description="Result of one creator.")
class CreatorResult(Answered):
    """Result of one item of ``upsertCreators``."""

    creator: Creator | None = strawberry.field(description="The creator as it is stored now; null when rejected.")

    @classmethod
    def from_item(cls, index: int, item: CreatorProfile | Rejection) -> Self:
        """The API type of one item's result."""
        creator = None if isinstance(item, Rejection) else Creator.from_profile(item)
        return cls(**answer_fields("creators", index, item), creator=creator)


@strawberry.type(description="Results of `upsertCreators`, in the order of the request.")
class CreatorsPayload(Batch):
    """The payload of ``upsertCreators``."""

    results: Sequence[CreatorResult] = strawberry.field(description="One result per creator, in their order.")
    problems: Sequence[CreatorResult] = strawberry.field(description="Those of the creators that were not accepted.")

    @classmethod
    def from_items(cls, items: Sequence[CreatorProfile | Rejection]) -> Self:
        """The payload of a batch, with its tallies."""
        return cls(**batch_fields([CreatorResult.from_item(index, item) for index, item in enumerate(items)]))


@mutation_field(
    CREATOR,
    "Declares names and pictures of 1-100 creators; each has its own result. Creators may declare their own; admins, "
    "those of any creator. Wherever a `Creator` appears, it shows them.",
    items="creators",
)
async def upsert_creators(
    info: Info,
    creators: Annotated[list[CreatorInput], strawberry.argument(description="1-100 creators with distinct ids.")],
) -> CreatorsPayload:
    """Stores a batch of profiles; results are in the order of the request."""
    items = decode_items(creators, partial(decode_upsert_item, shape=CreatorRecord))
    return CreatorsPayload.from_items(await store_creators(info.context.services.pool, info.context.caller, items))
