"""Contexts for an executor whose callers all belong to one cell."""

from collections.abc import Awaitable, Callable, Mapping

from resolvers.context import Context, Services
from resolvers.root_fields import RootField
from server.access import Caller


async def subject_of(
    field: RootField, caller: Caller, services: Services, arguments: Mapping[str, object]
) -> str | None:
    """The subject that a subscription of a caller follows."""
    context = Context(caller, services)
    try:
        return await field.subject(context, arguments)
    finally:
        await context.close()


def contexts_of(services: Services) -> Callable[[Caller, str], Awaitable[Context]]:
    """Makes the contexts of operations on these services."""

    async def make_context(caller: Caller, request_id: str) -> Context:
        return Context(caller, services, request_id)

    return make_context
