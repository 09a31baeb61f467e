"""rejectedEvents and rejectedCounts: what apps sent wrong, for whoever mends them."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self, TypeAlias

import strawberry
from strawberry.scalars import JSON

from resolvers.access import ADMIN
from resolvers.arguments import FirstArgument, check_first, check_id
from resolvers.context import Info
from resolvers.pages import AfterArgument, PageInfo
from resolvers.root_fields import question
from resolvers.scalars import Long
from server.errors import ErrorCode, ViewpulseError
from server.events.rejected import RejectedItem, RejectedPage, count_rejected, list_rejected

MAX_DAYS = 90

CodeArgument: TypeAlias = Annotated[str | None, strawberry.argument(description="Only those rejected for this code.")]
DaysArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"How many days (UTC) back, today included; 1-{MAX_DAYS}.")
]


@strawberry.type(description="One item that was not taken; kept for 7 days.")
class RejectedEvent:
    """An item of a batch."""

    received_at: datetime = strawberry.field(description="When it arrived.")
    code: str = strawberry.field(description="Why it was rejected.")
    message: str = strawberry.field(description="The same as a sentence.")
    path: list[str] = strawberry.field(description="The offending field, from the event.")
    event_id: strawberry.ID | None = strawberry.field(description="Its id, when it could be read.")
    payload: JSON = strawberry.field(description="The item as it was sent; a very long one is cut off.")

    @classmethod
    def of(cls, item: RejectedItem) -> Self:
        """The entry of an item."""
        return cls(
            received_at=item.received_at,
            code=item.code,
            message=item.message,
            path=item.path,
            event_id=None if item.event_id is None else strawberry.ID(item.event_id),
            payload=JSON(item.payload),
        )


@strawberry.type(description="An item and its cursor.")
class RejectedEventEdge:
    """Relay's edge."""

    node: RejectedEvent = strawberry.field(description="The item.")
    cursor: str = strawberry.field(description="Its opaque cursor.")


@strawberry.type(description="A page of rejected items, newest first.")
class RejectedEventConnection:
    """Relay's connection."""

    edges: list[RejectedEventEdge] = strawberry.field(description="The items.")
    page_info: PageInfo = strawberry.field(description="Whether there are more.")

    @classmethod
    def of(cls, page: RejectedPage, after: str | None) -> Self:
        """The connection of a page."""
        edges = [RejectedEventEdge(node=RejectedEvent.of(item), cursor=str(item.rejected_id)) for item in page.items]
        return cls(edges=edges, page_info=PageInfo.of(edges, has_next=page.has_next, after=after))


@strawberry.type(description="How many items were rejected for one reason.")
class RejectedCount:
    """A line of the tally."""

    code: str = strawberry.field(description="The reason.")
    rejected: Long = strawberry.field(description="How many.")


@question(ADMIN, "Items that were rejected in the last 7 days, newest first. For an admin.", is_live=False)
async def rejected_events(
    info: Info, first: FirstArgument = 20, after: AfterArgument = None, code: CodeArgument = None
) -> RejectedEventConnection:
    """One page."""
    check_first(first)
    if code is not None:
        check_id(code, "code")
    key = None if after is None else _rejected_id(after)
    project_id = info.context.viewer.project_id
    page = await list_rejected(info.context.services.pool, project_id, first=first, after=key, code=code)
    return RejectedEventConnection.of(page, after)


@question(ADMIN, "How many items were rejected, by reason, most first. For an admin.", is_live=False)
async def rejected_counts(info: Info, days: DaysArgument = 7) -> list[RejectedCount]:
    """The tally."""
    viewer, services = info.context.viewer, info.context.services
    if not 0 < days <= MAX_DAYS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`days` is 1-{MAX_DAYS}.", field=["days"])
    since = (services.now().astimezone(UTC) - timedelta(days=days - 1)).date()
    counts = await count_rejected(services.pool, viewer.project_id, since)
    ordered = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    return [RejectedCount(code=code, rejected=rejected) for code, rejected in ordered]


def _rejected_id(cursor: str) -> int:
    if cursor.isascii() and cursor.isdigit() and int(cursor) < 2**63:
        return int(cursor)
    raise ViewpulseError(ErrorCode.BAD_INPUT, "`after` is no cursor of this list.", field=["after"])
