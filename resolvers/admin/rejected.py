"""``rejectedEvents`` and ``rejectedCounts``: rejected events, for the developers of the apps."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self, TypeAlias

import strawberry
from strawberry.scalars import JSON

from resolvers.access import ADMIN
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from server.errors import ErrorCode, ViewpulseError
from server.events.rejected import RejectedItem, count_rejected, rejected_items

MAX_DAYS = 90

CodeArgument: TypeAlias = Annotated[str | None, strawberry.argument(description="Only events rejected with this code.")]
DaysArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"Number of days (UTC) to look back, today included; 1-{MAX_DAYS}.")
]


@strawberry.type(description="An event that was rejected; kept for 7 days.")
class RejectedEvent:
    """One rejected event, as ``rejectedEvents`` returns it."""

    received_at: datetime = strawberry.field(description="When the event arrived.")
    code: str = strawberry.field(description="Code of the rejection.")
    message: str = strawberry.field(description="Message for the developer.")
    path: list[str] = strawberry.field(description="Path of the invalid field, from the event.")
    event_id: strawberry.ID | None = strawberry.field(description="Id of the event; null when it could not be read.")
    payload: JSON = strawberry.field(
        description="The known fields of the event as it was sent, and the types of others; long ones are truncated."
    )

    @classmethod
    def from_item(cls, item: RejectedItem) -> Self:
        """The API type of a stored rejected event."""
        return cls(
            received_at=item.received_at,
            code=item.code,
            message=item.message,
            path=item.path,
            event_id=None if item.event_id is None else strawberry.ID(item.event_id),
            payload=JSON(item.payload),
        )


@strawberry.type(description="An event and its cursor.")
class RejectedEventEdge:
    """Edge of ``rejectedEvents``."""

    node: RejectedEvent = strawberry.field(description="The rejected event.")
    cursor: str = strawberry.field(description="Opaque cursor of this event; pass it as `after` or `before`.")


@strawberry.type(description="A page of rejected events, newest first.")
class RejectedEventConnection(Paged):
    """Connection of ``rejectedEvents``."""

    edges: list[RejectedEventEdge] = strawberry.field(description="The events of the page, with their cursors.")
    nodes: list[RejectedEvent] = strawberry.field(description="The events of the page.")


@strawberry.type(description="Number of events rejected with one code.")
class RejectedCount:
    """One row of ``rejectedCounts``."""

    code: str = strawberry.field(description="Code of the rejection.")
    rejected: Long = strawberry.field(description="Number of events.")


@query_field(ADMIN, "Events rejected in the last 7 days, newest first. For admins.", is_live=False)
async def rejected_events(
    info: Info,
    *,
    code: CodeArgument = None,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> RejectedEventConnection:
    """A page of rejected events, newest first."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    if code is not None:
        check_id(code, "code")
    rejected = rejected_items(info.context.caller.project_id, code)
    async with info.context.read() as connection:
        page = await rejected.read(connection, request)
    return RejectedEventConnection(**page_fields(rejected, page, RejectedEventEdge, RejectedEvent.from_item))


@query_field(ADMIN, "Number of rejected events by code, most first. For admins.", is_live=False)
async def rejected_counts(info: Info, days: DaysArgument = 7) -> list[RejectedCount]:
    """The number of rejected events by code, most first."""
    caller, services = info.context.caller, info.context.services
    if not 0 < days <= MAX_DAYS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`days` is 1-{MAX_DAYS}.", field=["days"])
    since = (services.now().astimezone(UTC) - timedelta(days=days - 1)).date()
    async with info.context.read() as connection:
        counts = await count_rejected(connection, caller.project_id, since)
    ordered = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    return [RejectedCount(code=code, rejected=rejected) for code, rejected in ordered]
