"""``sessionAnalytics``: the metrics of one session."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OWN_SESSION
from resolvers.arguments import DefinitionArgument
from resolvers.context import Info
from resolvers.metrics import Analytics, WatchTime
from resolvers.node import Node, global_id
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from server.analytics.people.session import SessionResult, read_session
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION, ViewDefinition, find_definition


@strawberry.type(description="Metrics of one session.")
class SessionAnalytics(Analytics):
    """Totals of one session, bots and self-views included; durations in seconds."""

    session_id: strawberry.ID = strawberry.field(description="The session id.")
    number: Long = strawberry.field(description="Which session of the id this is: 1 for the first.")
    sessions: Long = strawberry.field(
        description="How many sessions the id has had. 30 minutes without an event end a session."
    )
    user_id: strawberry.ID | None = strawberry.field(description="Id of the signed-in user; null for a guest.")
    started_at: datetime = strawberry.field(description="First event of the session.")
    last_event_at: datetime = strawberry.field(description="Latest event so far.")
    closed_at: datetime | None = strawberry.field(
        description="Latest SESSION_END; null while the session is open, also when it continues after a SESSION_END."
    )
    duration: float = strawberry.field(description="Seconds from the first event to the last.")
    events: Long = strawberry.field(description="Events of the session.")
    contents_viewed: Long = strawberry.field(description="Distinct contents with a VIEW_START (or VIEW) event.")
    views: Long = strawberry.field(description="Views by the requested definition.")
    plays: Long = strawberry.field(description="Viewings.")
    completions: Long = strawberry.field(description="Plays that were completed in full.")
    watch_time: WatchTime = strawberry.field(description="Watch time in seconds.")
    impressions: Long = strawberry.field(description="IMPRESSION events.")
    likes: Long = strawberry.field(description="LIKE events.")
    saves: Long = strawberry.field(description="SAVE events.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    clicks: Long = strawberry.field(description="CLICK events.")
    skips: Long = strawberry.field(description="SKIP and SWIPE_AWAY events.")
    engagement_rate: float = strawberry.field(
        description="(likes + comments + shares) / views * 100; 0 without views. Likes are events here."
    )

    @classmethod
    def from_result(cls, session_id: str, result: SessionResult, definition: ViewDefinition) -> Self:
        """The API type of a session's metrics."""
        counts = result.counts
        return cls(
            as_of=result.as_of,
            revision=result.revision,
            is_final=result.is_final,
            definition=definition.name,
            session_id=strawberry.ID(session_id),
            number=result.number,
            sessions=result.sessions,
            user_id=None if result.user_id is None else strawberry.ID(result.user_id),
            started_at=result.first_event_at,
            last_event_at=result.last_event_at,
            closed_at=result.closed_at,
            duration=result.duration.total_seconds(),
            events=result.events,
            contents_viewed=result.contents_viewed,
            views=counts.views,
            plays=counts.plays,
            completions=counts.completed_full,
            watch_time=WatchTime.from_counts(counts),
            impressions=counts.impressions,
            likes=counts.likes,
            saves=counts.saves,
            comments=counts.comments,
            shares=counts.shares,
            clicks=counts.clicks,
            skips=counts.skips,
            engagement_rate=rates.engagement_rate(counts),
        )


NumberArgument: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description="Which session of the id: 1 for the first; the newest one when left out."),
]


@query_field(
    OWN_SESSION,
    "Metrics of one session: the newest that the session id has had, or another by its `number`. Bot traffic and a "
    "creator's own contents are included, so there is no `include`. For its user, or an admin. NOT_FOUND until its "
    "first event is counted.",
)
async def session_analytics(
    info: Info, target: str, number: NumberArgument = None, definition: DefinitionArgument = DEFAULT_DEFINITION
) -> SessionAnalytics:
    """Metrics of one session, for its user or an admin."""
    view = find_definition(definition)
    async with info.context.read() as connection:
        result = await read_session(connection, info.context.caller.project_id, target, number, view)
    info.context.note_revision(result.revision)
    return SessionAnalytics.from_result(target, result, view)


@strawberry.type(description="A session id, with the sessions that it has had.")
class Session(Node):
    """The session id of a user or a guest."""

    session_id: strawberry.ID = strawberry.field(description="Your app's own id of the session.")
    analytics = session_analytics.field_of_node()


@query_field(OWN_SESSION, "A session. For its user, or an admin.", is_live=False)
async def session(_info: Info, target: str) -> Session:
    """A session, for its user or an admin."""
    return Session(id=global_id("Session", target), session_id=strawberry.ID(target))
