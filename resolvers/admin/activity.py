"""``activity``: what arrives for a project at the moment, and what is open."""

from datetime import UTC, datetime

import strawberry

from resolvers.access import ADMIN
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from server.analytics.project_state import read_project_state
from server.live.activity import MINUTES
from server.live.subjects import minute_subject

_UNKNOWN = "null: unknown, since Redis is unavailable or has just been started."


@strawberry.type(description="What arrived in one minute, by the clock of the server.")
class ActivityMinute:
    """A point of ``Activity``."""

    start: datetime = strawberry.field(description="When the minute began.")
    accepted: Long | None = strawberry.field(description=f"Events that were accepted; {_UNKNOWN}")
    rejected: Long | None = strawberry.field(
        description=f"Events that were rejected; duplicates are not among them; {_UNKNOWN}"
    )


@strawberry.type(description="What arrives for the project at the moment, and what is open, in all API processes.")
class Activity(Analytics):
    """The type of ``activity``."""

    events_per_second: float | None = strawberry.field(
        description=f"Events accepted a second, over the last minute; {_UNKNOWN}"
    )
    minutes: list[ActivityMinute] = strawberry.field(
        description=f"The last {MINUTES} minutes, oldest first; the current one is not over. Empty while nothing is "
        "known.",
        metadata=FieldMetadata(length=MINUTES),
    )
    sockets: Long | None = strawberry.field(
        description=f"Open WebSockets and streams of server-sent events; {_UNKNOWN}"
    )
    subscriptions: Long | None = strawberry.field(description=f"Live subscriptions of their clients; {_UNKNOWN}")


@query_field(
    ADMIN,
    "What arrives for the project at the moment, and what is open: of all API processes, up to a few seconds old. A "
    f"subscription also sends a new answer when the minute turns. For admins. {NO_VIEWS}",
    metadata=FieldMetadata(shows=LiveDependency(minute_subject), moves=True),
)
async def activity(info: Info) -> Activity:
    """What is known of the project at the moment, for an admin."""
    project_id, services = info.context.caller.project_id, info.context.services
    found = await services.activity.read(project_id) if services.activity else None
    async with info.context.read() as connection:
        state = await read_project_state(connection, project_id)
    return Activity(
        events_per_second=found.per_second if found else None,
        minutes=[
            ActivityMinute(
                start=datetime.fromtimestamp(start, UTC),
                accepted=arrived.accepted if arrived else None,
                rejected=arrived.rejected if arrived else None,
            )
            for start, arrived in (found.minutes.items() if found else ())
        ],
        sockets=found.open.sockets if found else None,
        subscriptions=found.open.subscriptions if found else None,
        **project_fields(info, state),
    )
