"""``node`` and ``nodes``: contents, creators and sessions by their global ids."""

from typing import Annotated, TypeAlias

import strawberry

from resolvers.access import PUBLIC
from resolvers.admin.catalogue import content
from resolvers.arguments import MAX_ITEMS
from resolvers.context import Info
from resolvers.creators.creator import creator
from resolvers.field_metadata import FieldMetadata
from resolvers.node import Node, read_global_id
from resolvers.people.session import session
from resolvers.root_fields import query_field
from server.errors import ErrorCode, ViewpulseError

KINDS = {"Content": (content, "content_id"), "Creator": (creator, "creator_id"), "Session": (session, "session_id")}
"""The fields that find nodes by their own ids, and decide who may see them, by the name of the type."""

NodeIdArgument: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(name="id", description="The `id` of a content, creator or session.")
]
NodeIdsArgument: TypeAlias = Annotated[
    list[strawberry.ID], strawberry.argument(name="ids", description=f"Their global ids, 1-{MAX_ITEMS}.")
]
_RULES = "Each type asks for the rights that its own field asks for: `content`, `creator`, `session`."


@query_field(
    PUBLIC, f"The content, creator or session with a global id; null where that field is null. {_RULES}", is_live=False
)
async def node(info: Info, node_id: NodeIdArgument) -> Node | None:
    """One node, by the rules of its own field."""
    return await _find(info, node_id, "id")


@query_field(
    PUBLIC,
    f"Contents, creators and sessions with global ids, in their order; one that fails is null. {_RULES}",
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
    kind, own_id = read_global_id(node_id, *field)
    if kind not in KINDS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"No type of node is called {kind[:64]!r}.", field=field)
    root_field, argument = KINDS[kind]
    try:
        found: Node | None = await root_field.answer(info, {argument: own_id})
    except ViewpulseError as error:
        if error.field:  # the argument of that field, for which the client has sent a global id
            error.field = field
        raise
    return found
