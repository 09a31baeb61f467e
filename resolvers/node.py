"""``Node``: what has a global id, by which clients refetch it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import strawberry

from server.errors import ErrorCode, ViewpulseError


@strawberry.interface(description="What has a global id; `node` and `nodes` find it again by that.")
class Node:
    """A content, a creator, a session or a post of a social network."""

    id: strawberry.ID = strawberry.field(
        description="Global id, unique among all types; not your app's own id, which has a field of its own."
    )


def global_id(kind: str, *own_ids: str) -> strawberry.ID:
    """The global id of a node.

    Args:
        kind: The name of its type in the schema.
        own_ids: The app's own id; of what is known by several ids, all of them, of which only the last may have a `/`.
    """
    return strawberry.ID(urlsafe_b64encode(f"{kind}:{'/'.join(own_ids)}".encode()).rstrip(b"=").decode())


def read_global_id(node_id: str, *field: str | int) -> tuple[str, str]:
    """The type and the app's own ids in a global id, as ``global_id`` joins them. They may be of any length.

    Args:
        node_id: The global id.
        field: The path of the argument, for errors.

    Raises:
        ViewpulseError: BAD_INPUT for what ``global_id`` never makes.
    """
    try:
        kind, _, own_id = urlsafe_b64decode(node_id + "=" * (-len(node_id) % 4)).decode().partition(":")
    except ValueError:
        kind = own_id = ""
    if global_id(kind, own_id) != node_id:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "This is not a global id, the `id` of a node.", field=field)
    return kind, own_id
