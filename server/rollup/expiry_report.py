"""One-line messages of commands about the expiry of raw events."""

from datetime import UTC, datetime

from server.rollup.expiry import expire, find_expiring, find_importing, find_waiting, read_raw_since
from server.settings import Settings
from server.storage.database import Connection
from server.wording import pluralize


async def expired_lines(connection: Connection) -> list[str]:
    """The days that a rebuild leaves unchanged."""
    return [
        f"Project {project}: what happened before {moment:%Y-%m-%d} is left unchanged; its raw events have expired."
        for project, moment in (await read_raw_since(connection)).items()
    ]


async def expiring_lines(connection: Connection, settings: Settings) -> list[str]:
    """Raw events past their retention now, by project and day."""
    days = await find_expiring(connection, settings, datetime.now(UTC))
    return [
        *(f"project {found.project_id}  {found.day}  {pluralize(found.events, 'event')}" for found in days),
        f"{pluralize(sum(found.events for found in days), 'raw event')} would expire.",
    ]


def kept_for_import(project_id: int) -> str:
    """Why a project's old days do not expire."""
    return f"Project {project_id}: old days wait until a day after the import of history."


async def expire_and_report(connection: Connection, settings: Settings) -> list[str]:
    """Expires what is possible; reports what waits and why, and how many raw events were removed."""
    now = datetime.now(UTC)
    gone = await expire(connection, settings, now)
    waiting = await find_waiting(connection)
    return [
        *map(kept_for_import, await find_importing(connection, settings, now)),
        *(
            f"Project {each.project_id}: the days before {each.closed_before:%Y-%m-%d} wait; {each.reason}."
            for each in waiting
        ),
        f"{pluralize(gone, 'raw event')} expired.",
    ]
