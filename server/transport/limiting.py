"""Limits what one client may ask for in a minute; tracking is limited where the number of events is known."""

from collections.abc import Mapping, Sequence

from graphql import OperationType

from resolvers.access import CONSENT, TRACKING
from resolvers.context import Context
from resolvers.root_fields import RootField
from server.errors import ErrorCode, ViewpulseError
from server.events.tracked_part import TrackedPart
from server.limits.limiter import UNCHANGED_PART, Allowance, Kind, Limiter, Tracked, shown_allowance
from server.transport.documents import Operation
from server.transport.failures import FormattedError, OperationRefused, refuse

UNDONE_SECONDS = 1.0
"""Seconds within which a query must have failed for want of a database, or of a worker, to cost nothing."""


async def require_allowance(
    operation: Operation,
    root_fields: Mapping[str, RootField],
    context: Context,
    cost: int,
    parts: Sequence[TrackedPart] = (),
) -> None:
    """Takes from the client's pots what an operation costs.

    Args:
        operation: A query, a subscription that is opened, or a mutation.
        root_fields: Those of the schema by name.
        context: Whose it is.
        cost: Its cost.
        parts: What its root fields track, if there are several: nothing of a limited operation is stored, so all of
            them are looked at before the first one runs. One alone takes from the pots itself.

    Raises:
        OperationRefused: RATE_LIMITED; QUOTA_EXCEEDED; or UNAVAILABLE if the operation may not run without a limit, and
            there is none.
    """
    try:
        if parts:
            await context.services.ingest.require_room(context.caller, parts)
        if (limiter := context.services.limiter) is None:
            return
        context.allowance = await _look(operation, root_fields, limiter, context, cost=cost, parts=parts)
        if context.allowance is not None:
            context.allowance.require()
        context.is_allowed = bool(parts)
    except ViewpulseError as error:
        refused = refuse(error)
        refused.allowance = context.allowance
        raise refused from error


async def _look(
    operation: Operation,
    root_fields: Mapping[str, RootField],
    limiter: Limiter,
    context: Context,
    *,
    cost: int,
    parts: Sequence[TrackedPart],
) -> Allowance | None:
    if operation.type is not OperationType.MUTATION:
        return await limiter.ask(context.caller, cost)
    tracked = [Tracked(part.events, part.is_batch, part.session_id, part.consenting) for part in parts]
    return await limiter.mutate(context.caller, tracked, _changes(operation, root_fields))


async def give_back_unchanged(context: Context) -> None:
    """Lets a query whose answer the client has already cost its part only: nothing was computed."""
    if context.services.limiter is not None and context.allowance is not None:
        context.allowance = await context.services.limiter.give_back(context.allowance, 1 - UNCHANGED_PART)


async def give_back_undone(
    context: Context, errors: Sequence[FormattedError], operation: Operation, seconds: float
) -> None:
    """Gives back what a query took that was UNAVAILABLE in all of its fields, before anything was read for it.

    Args:
        context: Whose it is.
        errors: Those of its answer.
        operation: The query.
        seconds: How long it was executed. What took longer has cost the server something.
    """
    if context.services.limiter is None or context.allowance is None or operation.type is not OperationType.QUERY:
        return
    away = {tuple(error.get("path", ())) for error in errors if error["extensions"]["code"] == ErrorCode.UNAVAILABLE}
    if seconds < UNDONE_SECONDS and away >= {((root.node.alias or root.node.name).value,) for root in operation.roots}:
        context.allowance = await context.services.limiter.give_back(context.allowance)


def _changes(operation: Operation, root_fields: Mapping[str, RootField]) -> int:
    """How many root fields of a mutation track nothing; computed once."""
    if "changes" not in operation.compiled:
        named = [root_fields.get(node.name.value) for node, _ in operation.roots]
        operation.compiled["changes"] = sum(
            field is not None and field.access not in (TRACKING, CONSENT) for field in named
        )
    changes: int = operation.compiled["changes"]
    return changes


def with_cost_of(refused: OperationRefused) -> list[FormattedError]:
    """The errors of a refused operation for a client that is sent nothing else: the first one says what it costs."""
    cost = (refused.cost or {}) | left(refused.allowance)
    if not cost:
        return refused.errors
    first, *others = refused.errors
    return [{**first, "extensions": {**first["extensions"], "cost": cost}}, *others]


def left(allowance: Allowance | None, *, max_age: int = 0) -> dict[str, int]:
    """What ``extensions.cost`` says beyond the cost of a query: what is left for further ones.

    Args:
        allowance: What the client is allowed.
        max_age: Seconds for which caches give the answer to other clients, too: nothing is said about one then.
    """
    if allowance is None or max_age or allowance.limit.kind is not Kind.ANALYTICS:
        return {}
    return shown_allowance(allowance)
