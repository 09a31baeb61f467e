"""``removeEvents``: an admin removes raw events and everything that was counted from them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.access import ADMIN
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.root_fields import mutation_field
from resolvers.scalars import Long
from server.analytics.raw_events import read_raw_since
from server.errors import ErrorCode, ViewpulseError
from server.events.ids import stored_id
from server.rollup import removal
from server.rollup.removal import MAX_EVENTS
from server.rollup.removal_filter import Removal
from server.viewer_keys import viewer_key

MAX_IDS = 1_000


@strawberry.input(
    description="Selects events. At least one field is required; an event must match all fields that are given."
)
class EventFilterInput:
    """The filter of ``removeEvents``."""

    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Event ids, as they were sent; 1 to 1,000."
    )
    content_id: strawberry.ID | None = strawberry.field(default=None, description="Id of the content.")
    user_id: strawberry.ID | None = strawberry.field(default=None, description="Id of the user.")
    session_id: strawberry.ID | None = strawberry.field(default=None, description="Id of the session.")
    since: datetime | None = strawberry.field(default=None, description="Events that occurred at or after this time.")
    until: datetime | None = strawberry.field(default=None, description="Events that occurred before this time.")

    def removal(self) -> Removal:
        """The filter for the roll-up. Raises BAD_INPUT for no condition, too many ids or an invalid time range."""
        if self.ids is not None and not 1 <= len(self.ids) <= MAX_IDS:
            raise ViewpulseError(
                ErrorCode.BAD_INPUT, f"`ids` must contain 1 to {MAX_IDS:,} ids.", field=["filter", "ids"]
            )
        for name in ("content_id", "user_id", "session_id"):
            value = getattr(self, name)
            if value is not None:
                check_id(value, "filter", to_camel_case(name))
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ViewpulseError(ErrorCode.BAD_INPUT, "`since` must be before `until`.", field=["filter", "since"])
        removal = Removal(
            ids=None if self.ids is None else [stored_id(each) for each in self.ids],
            content_id=self.content_id,
            user_id=self.user_id,
            session_id=self.session_id,
            since=self.since,
            until=self.until,
        )
        if removal == Removal():
            raise ViewpulseError(ErrorCode.BAD_INPUT, "`filter` must have at least one condition.", field=["filter"])
        return removal

    @property
    def conditions(self) -> list[str]:
        """Names of the conditions that were sent."""
        return [to_camel_case(name) for name, value in vars(self).items() if value is not None]


FilterArgument = Annotated[EventFilterInput, strawberry.argument(name="filter", description="Which events to remove.")]
DryRunArgument = Annotated[bool, strawberry.argument(description="Only count the events; change nothing.")]


@strawberry.type(description="Result of a removal.")
class RemovePayload:
    """The payload of ``removeEvents``."""

    matched: Long = strawberry.field(description="Raw events that matched the filter before the call.")
    removed: Long = strawberry.field(description="Matching events that were removed; 0 in a dry run.")
    revision: Long | None = strawberry.field(
        description="Revision of the corrected metrics; null if none of the events had been counted."
    )
    raw_events_since: datetime | None = strawberry.field(
        description="Since when raw events are kept: earlier ones can neither match nor be removed. Null: all are."
    )


def _viewers(arguments: Mapping[str, Any]) -> Iterator[str]:
    which: EventFilterInput = arguments["which"]
    if (viewer := viewer_key(which.user_id, which.session_id)) is not None:
        yield viewer


@mutation_field(
    ADMIN,
    "Removes raw events and corrects every metric they contributed to, also of the past; subscribers "
    f"receive the corrected values. One call removes the oldest {MAX_EVENTS:,} matching events: call again until "
    "`removed` equals `matched`. Events past their retention cannot be removed. A removed event that is sent "
    "again counts as new. For admins; each call is logged.",
    viewers=_viewers,
)
async def remove_events(info: Info, which: FilterArgument, *, dry_run: DryRunArgument = False) -> RemovePayload:
    """Removes the matching events, or only counts them."""
    caller = info.context.caller
    services = info.context.services
    chosen = which.removal()
    async with services.turns.turn(caller.project_id):
        done = await removal.remove_events(
            services.settings,
            services.publish,
            caller.project_id,
            chosen,
            dry_run=dry_run,
            by=info.context.shown_caller,
            asked=which.conditions,
        )
    async with info.context.read() as connection:
        since = await read_raw_since(connection, caller.project_id)
    return RemovePayload(matched=done.matched, removed=done.removed, revision=done.revision, raw_events_since=since)
