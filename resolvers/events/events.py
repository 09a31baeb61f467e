"""``events``: the counted events of a project."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import ADMIN
from resolvers.arguments import IncludeArgument, TimezoneArgument, check_id, check_ids, check_properties
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.geo.area_events import RECENT, RecentRangeArgument
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    OfRawEvents,
    Paged,
    PageFirstArgument,
    page_fields,
    read_page,
    resolve_page,
)
from resolvers.people.interaction_history import InteractionEdge, InteractionEntry
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, resolve_range
from resolvers.root_fields import query_field
from resolvers.scalars import JSONObject
from resolvers.traffic import resolve_traffic
from server.analytics.events.events import EventFilter, listed_events
from server.errors import ErrorCode, ViewpulseError
from server.events.catalogue import CATALOGUE
from server.live.subjects import catalogue_subject

MAX_PROPERTIES = 8


@strawberry.input(description="Which events to list. An event must match all fields that are given.")
class EventsFilterInput:
    """The argument ``filter`` of ``events``."""

    types: list[EventType] | None = strawberry.field(default=UNSET, description="One of these types.")
    family: str | None = strawberry.field(
        default=UNSET, description="A type of this family, such as `commerce`; see `eventVocabulary`."
    )
    names: list[str] | None = strawberry.field(default=UNSET, description="Custom events of one of these names.")
    content_id: strawberry.ID | None = strawberry.field(default=UNSET, description="About this content.")
    user_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Of this user.")
    session_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Of this session.")
    properties: JSONObject | None = strawberry.field(
        default=UNSET,
        description='With these properties, and perhaps others: `{orderId: "o1"}`. Up to '
        f"{MAX_PROPERTIES} of them; values are compared as JSON.",
    )

    def resolved(self) -> EventFilter:
        """The filter. Raises BAD_INPUT with the path of the invalid field."""
        ids = {"contentId": self.content_id, "userId": self.user_id, "sessionId": self.session_id}
        for name, value in ids.items():
            if isinstance(value, str):
                check_id(value, "filter", name)
        names = self.names if isinstance(self.names, list) else None
        if names is not None:
            check_ids(names, "filter", "names")
        if self.properties and len(self.properties) > MAX_PROPERTIES:
            message = f"`properties` has more than {MAX_PROPERTIES} of them."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["filter", "properties"])
        check_properties(self.properties, "filter", "properties")
        return EventFilter(
            content_id=self.content_id or None,
            user_id=self.user_id or None,
            session_id=self.session_id or None,
            types=self._types(),
            names=names,
            properties=self.properties or None,
        )

    def _types(self) -> set[str] | None:
        types = {kind.stored for kind in self.types} if isinstance(self.types, list) else None
        if not isinstance(self.family, str):
            return types
        family = {kind.stored for kind, entry in CATALOGUE.items() if entry.family.value == self.family}
        if not family:
            known = ", ".join(sorted({entry.family.value for entry in CATALOGUE.values()}))
            message = f"`family` is one of {known}."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["filter", "family"])
        return family if types is None else types & family


FilterArgument: TypeAlias = Annotated[
    EventsFilterInput | None, strawberry.argument(name="filter", description="Which events; all when left out.")
]


@strawberry.type(description="A page of events, newest first.")
class EventConnection(Analytics, OfRawEvents, Paged):
    """Connection of ``events``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    edges: list[InteractionEdge] = strawberry.field(description="The events of the page, with their cursors.")
    nodes: list[InteractionEntry] = strawberry.field(description="The events of the page.")


@query_field(
    ADMIN,
    "Events of a project, newest first: counted events, for as long as raw events are kept (90 days by default); a "
    "range that begins before is refused with LIMIT_EXCEEDED. What hardly any event matches is looked for in the whole "
    f"range: choose a short one, a content, a user or a session. For admins. {NO_VIEWS}",
    metadata=FieldMetadata(cost=100, shows=LiveDependency(catalogue_subject)),
)
async def events(
    info: Info,
    *,
    wanted: FilterArgument = None,
    time_range: RecentRangeArgument = RECENT,
    timezone: TimezoneArgument = "UTC",
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    include: IncludeArgument = None,
) -> EventConnection:
    """A page of events, for an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    resolved = resolve_range(time_range, timezone, info.context.services.now())
    assert resolved is not None
    listed = listed_events(
        info.context.caller.project_id,
        resolved,
        EventFilter() if wanted is None else wanted.resolved(),
        resolve_traffic(include),
    )
    page, state = await read_page(info, listed, request, raw_since=resolved.start)
    return EventConnection(
        range=EffectiveRange.from_range(resolved),
        timezone=timezone,
        raw_events_since=state.raw_since,
        **page_fields(listed, page, InteractionEdge, InteractionEntry.from_interaction),
        **project_fields(info, state, time_range=resolved),
    )
