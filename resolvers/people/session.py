"""sessionAnalytics: everything about one session."""

from datetime import datetime, timedelta
from typing import Self

import strawberry

from resolvers.access import OWN_SESSION
from resolvers.arguments import DefinitionArgument
from resolvers.context import Info
from resolvers.metrics import Analytics, WatchTime
from resolvers.root_fields import question
from resolvers.scalars import Long
from server.analytics import rates
from server.analytics.people.session import SessionResult, read_session
from server.analytics.rates import EngagementProfile
from server.analytics.view_definitions import DEFAULT_DEFINITION, ViewDefinition, find_definition


@strawberry.type(description="What was done in one session.")
class SessionAnalytics(Analytics):
    """Requirement B5."""

    session_id: strawberry.ID = strawberry.field(description="The session asked for.")
    user_id: strawberry.ID | None = strawberry.field(description="The signed-in user; null for a guest.")
    started_at: datetime = strawberry.field(
        description="Its first event on the day (UTC) of its last, or on the day before."
    )
    last_event_at: datetime = strawberry.field(description="Its latest event so far.")
    closed_at: datetime | None = strawberry.field(
        description="Its SESSION_END; null while open, also when it goes on after one."
    )
    duration: float = strawberry.field(description="Seconds from `startedAt` to the last event: less than 48 hours.")
    events: Long = strawberry.field(description="All of its events.")
    contents_viewed: Long = strawberry.field(description="Distinct contents with a VIEW_START (or VIEW) event.")
    views: Long = strawberry.field(description="Views, as `definition` counts them.")
    plays: Long = strawberry.field(description="Viewings.")
    completions: Long = strawberry.field(description="Plays that were completed in full.")
    watch_time: WatchTime = strawberry.field(description="Time spent watching.")
    impressions: Long = strawberry.field(description="IMPRESSION events.")
    likes: Long = strawberry.field(description="LIKE events.")
    saves: Long = strawberry.field(description="SAVE events.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    clicks: Long = strawberry.field(description="CLICK events.")
    skips: Long = strawberry.field(description="SKIP and SWIPE_AWAY events.")
    engagement_rate: float = strawberry.field(description="(saves + shares + clicks) / views * 100; 0 without views.")

    @classmethod
    def of(cls, session_id: str, facts: SessionResult, definition: ViewDefinition, timeout: timedelta) -> Self:
        """The answer for a session."""
        counts = facts.counts
        return cls(
            as_of=facts.as_of,
            revision=facts.revision,
            is_final=facts.is_final(timeout),
            definition=definition.name,
            session_id=strawberry.ID(session_id),
            user_id=None if facts.user_id is None else strawberry.ID(facts.user_id),
            started_at=facts.first_event_at,
            last_event_at=facts.last_event_at,
            closed_at=facts.closed_at,
            duration=facts.duration.total_seconds(),
            events=facts.events,
            contents_viewed=facts.contents_viewed,
            views=counts.views,
            plays=counts.plays,
            completions=counts.completed_full,
            watch_time=WatchTime.of(counts),
            impressions=counts.impressions,
            likes=counts.likes,
            saves=counts.saves,
            comments=counts.comments,
            shares=counts.shares,
            clicks=counts.clicks,
            skips=counts.skips,
            engagement_rate=rates.engagement_rate(counts, EngagementProfile.DISCOVERY),
        )


@question(
    OWN_SESSION,
    "Metrics of one session: all of what was done in it, also by a bot or by a creator on its own contents, hence no "
    "`include`. For its user, or an admin. NOT_FOUND before its first event is counted.",
)
async def session_analytics(
    info: Info, target: str, definition: DefinitionArgument = DEFAULT_DEFINITION
) -> SessionAnalytics:
    """Metrics of one session; its user or an admin may ask."""
    services = info.context.services
    view = find_definition(definition)
    async with info.context.read() as connection:
        facts = await read_session(connection, info.context.viewer.project_id, target, view)
    info.context.note_revision(facts.revision)
    return SessionAnalytics.of(target, facts, view, timedelta(seconds=services.settings.session_timeout))
