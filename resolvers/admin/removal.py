"""removeEvents: an admin takes out what should never have come."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.access import ADMIN
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.root_fields import mutation
from resolvers.scalars import Long
from server.errors import ErrorCode, ViewpulseError
from server.events.ids import stored_id
from server.rollup import removal
from server.rollup.removal import MAX_EVENTS, Removal

MAX_IDS = 1_000


@strawberry.input(description="Which events; at least one field is given, and an event must meet all that are.")
class EventFilterInput:
    """What names events."""

    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Their ids, as they were sent; 1 to 1,000."
    )
    content_id: strawberry.ID | None = strawberry.field(default=None, description="Their content.")
    user_id: strawberry.ID | None = strawberry.field(default=None, description="Their user.")
    session_id: strawberry.ID | None = strawberry.field(default=None, description="Their session.")
    since: datetime | None = strawberry.field(default=None, description="They happened then or later.")
    until: datetime | None = strawberry.field(default=None, description="They happened before.")

    def removal(self) -> Removal:
        """What the roll-up is to remove; BAD_INPUT for no condition, for too many ids, and for no time."""
        if self.ids is not None and not 1 <= len(self.ids) <= MAX_IDS:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Name 1 to {MAX_IDS:,} ids.", field=["filter", "ids"])
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
            raise ViewpulseError(ErrorCode.BAD_INPUT, "Say which events.", field=["filter"])
        return removal

    @property
    def conditions(self) -> dict[str, object]:
        """The conditions, as they were sent."""
        return {name: value for name, value in vars(self).items() if value is not None}


FilterArgument = Annotated[EventFilterInput, strawberry.argument(name="filter", description="Which events.")]
DryRunArgument = Annotated[bool, strawberry.argument(description="Only count them, and change nothing.")]


@strawberry.type(description="What became of the events that a removal named.")
class RemovePayload:
    """The report of a removal."""

    matched: Long = strawberry.field(description="Raw events that met the filter before the call.")
    removed: Long = strawberry.field(description="How many of them are gone; 0 in a dry run.")
    revision: Long | None = strawberry.field(
        description="Revision of the corrected numbers; null when none of the events was counted."
    )


@mutation(
    ADMIN,
    "Removes raw events, and corrects every number that they are part of, also of the past; "
    f"subscribers are told. A call removes the oldest {MAX_EVENTS:,} that match: call again until `removed` is "
    "`matched`. Expired events are not there to be removed. An event that is sent again later is new. For an "
    "admin; logged.",
)
async def remove_events(info: Info, which: FilterArgument, *, dry_run: DryRunArgument = False) -> RemovePayload:
    """Removes the events, or only counts them."""
    viewer = info.context.viewer
    services = info.context.services
    done = await removal.remove_events(
        services.settings,
        services.publish,
        viewer.project_id,
        which.removal(),
        dry_run=dry_run,
        by=viewer.user_id or "",
        asked=which.conditions,
    )
    return RemovePayload(matched=done.matched, removed=done.removed, revision=done.revision)
