"""``node`` and ``nodes``: contents, creators, sessions and posts of social networks by their global ids."""

from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry

from resolvers.access import PUBLIC
from resolvers.admin.catalogue import content
from resolvers.arguments import MAX_ITEMS, check_id
from resolvers.context import Info
from resolvers.creators.creator import creator
from resolvers.field_metadata import FieldMetadata
from resolvers.node import Node, read_global_id
from resolvers.people.session import session
from resolvers.root_fields import RootField, query_field
from resolvers.social.post import social_post
from server.errors import ErrorCode, ViewpulseError


@dataclass(frozen=True, slots=True)
class Kind:
    """How nodes of a type are found.

    Attributes:
        root_field: The field that finds them by their own ids, and decides who may see them.
        arguments: Its arguments for these ids.
        part: Where its answer has the node; empty: it is the answer.
    """

    root_field: RootField
    arguments: tuple[str, ...]
    part: str = ""


KINDS = {
    "Content": Kind(content, ("content_id",)),
    "Creator": Kind(creator, ("creator_id",)),
    "Session": Kind(session, ("session_id",)),
    "SocialPost": Kind(social_post, ("account_id", "post_id"), "post"),
}
"""By the name of the type."""

NodeIdArgument: TypeAlias = Annotated[
    strawberry.ID,
    strawberry.argument(name="id", description="The `id` of a content, a creator, a session or a post."),
]
NodeIdsArgument: TypeAlias = Annotated[
    list[strawberry.ID], strawberry.argument(name="ids", description=f"Their global ids, 1-{MAX_ITEMS}.")
]
_RULES = (
    "Each type asks for the rights that its own field asks for: `content`, `creator`, `session`, and `socialPost` for "
    "posts of social networks."
)


@query_field(
    PUBLIC,
    f"The content, creator, session or post with a global id; null where that field is null. {_RULES}",
    is_live=False,
)
async def node(info: Info, node_id: NodeIdArgument) -> Node | None:
    """One node, by the rules of its own field."""
    return await _find(info, node_id, "id")


@query_field(
    PUBLIC,
    f"Contents, creators, sessions and posts with global ids, in their order; one that fails is null. {_RULES}",
    is_live=False,
    metadata=FieldMetadata(items="ids", cost=20),
)
async def nodes(info: Info, node_ids: NodeIdsArgument) -> list[Node | None]:
    """Nodes in the order of their ids; one that fails becomes null and an error of its own."""
    if not 0 < len(node_ids) <= MAX_ITEMS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"Pass 1-{MAX_ITEMS} ids in `ids`.", field=["ids"])
    return [await _found(info, node_id, index) for index, node_id in enumerate(node_ids)]


async def _found(info: Info, node_id: str, index: int) -> Node | None:
    try:
        return await _find(info, node_id, "ids", index)
    except ViewpulseError as error:
        return error  # type: ignore[return-value]  # graphql-core makes it an error of this item


async def _find(info: Info, node_id: str, *field: str | int) -> Node | None:
    name, own_id = read_global_id(node_id, *field)
    if name not in KINDS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"No type of node is called {name[:64]!r}.", field=field)
    kind = KINDS[name]
    own_ids = own_id.split("/", len(kind.arguments) - 1)
    for one in own_ids:
        check_id(one, *field)
    if len(own_ids) < len(kind.arguments):
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"A {name} is known by {len(kind.arguments)} ids.", field=field)
    try:
        answer: Any = await kind.root_field.answer(info, dict(zip(kind.arguments, own_ids, strict=True)))
    except ViewpulseError as error:
        if error.field:  # an argument of that field, for which the client has sent a global id
            error.field = field
        raise
    found: Node | None = getattr(answer, kind.part) if answer is not None and kind.part else answer
    return found
