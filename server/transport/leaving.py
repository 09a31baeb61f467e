"""Work that ends when the client leaves."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from starlette.types import Receive

from resolvers.root_fields import RootField
from server.transport.documents import Operation
from server.transport.request_body import ClientGone

Result = TypeVar("Result")


def asks_worker(operation: Operation, root_fields: Mapping[str, RootField]) -> bool:
    """Whether a worker answers any part of an operation, which may take long; computed once per operation."""
    if "worker" not in operation.compiled:
        fields = (root_fields.get(root.node.name.value) for root in operation.roots)
        operation.compiled["worker"] = any(field and field.metadata.get("asks_worker") for field in fields)
    found: bool = operation.compiled["worker"]
    return found


async def unless_gone(receive: Receive, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of some work, which is cancelled when the client disconnects.

    To watch for that takes a task and a turn of the event loop, so only work that takes long is worth it.

    Args:
        receive: The messages of the request, whose body was read.
        work: What to do.

    Raises:
        ClientGone: The client disconnected before the work was done.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.create_task(until_gone(receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientGone
        return working.result()
    finally:
        leaving.cancel()
        working.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def until_gone(receive: Receive) -> None:
    """Returns when the client has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass
