"""Contexts for an executor whose callers all belong to one cell."""

from collections.abc import Awaitable, Callable

from resolvers.context import Context, Services
from server.access import Caller


def contexts_of(services: Services) -> Callable[[Caller, str], Awaitable[Context]]:
    """Makes the contexts of operations on these services."""

    async def make_context(caller: Caller, request_id: str) -> Context:
        return Context(caller, services, request_id)

    return make_context
