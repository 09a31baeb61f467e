"""HTTP caching: answers that hold only public lists may be cached for a while."""

from graphql import OperationType

from server.transport.documents import Operation


def is_public(operation: Operation, public_fields: frozenset[str]) -> bool:
    """Whether every root field of a query is public; computed once per operation."""
    if "public" not in operation.compiled:
        roots = {root.node.name.value for root in operation.roots}
        operation.compiled["public"] = operation.type is OperationType.QUERY and roots <= public_fields
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
        (b"vary", b"Accept, Authorization, X-Viewpulse-Key"),
    )
