"""HTTP caching: answers that hold only public lists may be cached for a while."""

from collections.abc import Mapping

from graphql import OperationType

from resolvers.root_fields import RootField
from server.transport.documents import Operation


def is_public(operation: Operation, root_fields: Mapping[str, RootField]) -> bool:
    """Whether every root field of a query is public; computed once per operation."""
    if "public" not in operation.compiled:
        roots = [root_fields.get(root.node.name.value) for root in operation.roots]
        public = all(root is not None and root.is_public for root in roots)
        operation.compiled["public"] = operation.type is OperationType.QUERY and public
    found: bool = operation.compiled["public"]
    return found


def cache_headers(max_age: int) -> tuple[tuple[bytes, bytes], ...]:
    """Headers of an answer that may be cached for this many seconds; 0: not at all.

    They name the request headers that the answer depends on, since the write key determines the project.
    """
    if max_age <= 0:
        return ((b"cache-control", b"no-store"),)
    return (
        (b"cache-control", f"public, max-age={max_age}".encode()),
        (b"vary", b"Accept, Accept-Encoding, Authorization, X-Viewpulse-Key"),
    )
