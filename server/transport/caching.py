"""HTTP caching: answers that hold only public lists may be cached for a while, others by the client alone."""

from collections.abc import Mapping

from graphql import OperationType

from resolvers.root_fields import RootField
from server.transport.documents import Operation
from server.transport.entity_tags import EntityTag


def is_public(operation: Operation, root_fields: Mapping[str, RootField]) -> bool:
    """Whether every root field of a query is public; computed once per operation."""
    if "public" not in operation.compiled:
        roots = [root_fields.get(root.node.name.value) for root in operation.roots]
        public = all(root is not None and root.is_public for root in roots)
        operation.compiled["public"] = operation.type is OperationType.QUERY and public
    found: bool = operation.compiled["public"]
    return found


def cache_headers(max_age: int, tag: EntityTag | None = None) -> tuple[tuple[bytes, bytes], ...]:
    """Headers of an answer that anyone may cache for this many seconds; 0: not at all.

    With a tag, the client's own cache may keep it, and asks each time whether it is still the same. They name the
    request headers that the answer depends on, since the write key determines the project.
    """
    if max_age <= 0 and tag is None:
        return ((b"cache-control", b"no-store"),)
    return (
        *(((b"etag", tag.header),) if tag else ()),
        (b"cache-control", f"public, max-age={max_age}".encode() if max_age > 0 else b"private, no-cache"),
        (b"vary", b"Accept, Accept-Encoding, Authorization, X-Viewpulse-Key"),
    )
