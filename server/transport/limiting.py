"""Limits what one client may ask for in a minute; tracking is limited where the number of events is known."""

from collections.abc import Mapping

from graphql import OperationType

from resolvers.access import CONSENT, TRACKING
from resolvers.context import Context
from resolvers.root_fields import RootField
from server.errors import ViewpulseError
from server.limits.limiter import Allowance, Kind, Limiter, shown_allowance
from server.transport.documents import Operation
from server.transport.failures import refuse


async def require_allowance(
    operation: Operation, root_fields: Mapping[str, RootField], context: Context, cost: int
) -> None:
    """Takes from the client's pots what an operation costs.

    Args:
        operation: A query, a subscription that is opened, or a mutation.
        root_fields: Those of the schema by name.
        context: Whose it is.
        cost: Its cost.

    Raises:
        OperationRefused: RATE_LIMITED; or UNAVAILABLE if the operation may not run without a limit, and there is none.
    """
    if (limiter := context.services.limiter) is None:
        return
    try:
        context.allowance = await _look(operation, root_fields, limiter, context, cost)
        if context.allowance is not None:
            context.allowance.require()
    except ViewpulseError as error:
        refused = refuse(error)
        refused.allowance = context.allowance
        raise refused from error


async def _look(
    operation: Operation, root_fields: Mapping[str, RootField], limiter: Limiter, context: Context, cost: int
) -> Allowance | None:
    if operation.type is not OperationType.MUTATION:
        return await limiter.ask(context.caller, cost)
    changes = _changes(operation, root_fields)
    return await limiter.change(context.caller, changes) if changes else None


def _changes(operation: Operation, root_fields: Mapping[str, RootField]) -> int:
    """How many root fields of a mutation track nothing; computed once."""
    if "changes" not in operation.compiled:
        named = [root_fields.get(node.name.value) for node, _ in operation.roots]
        operation.compiled["changes"] = sum(
            field is not None and field.access not in (TRACKING, CONSENT) for field in named
        )
    changes: int = operation.compiled["changes"]
    return changes


def left(allowance: Allowance | None, *, max_age: int = 0) -> dict[str, int]:
    """What ``extensions.cost`` says beyond the cost of a query: what is left for further ones.

    Args:
        allowance: What the client is allowed.
        max_age: Seconds for which caches give the answer to other clients, too: nothing is said about one then.
    """
    if allowance is None or max_age or allowance.limit.kind is not Kind.ANALYTICS:
        return {}
    return shown_allowance(allowance)
