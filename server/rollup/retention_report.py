"""What `viewpulse retention` prints: what would go, or has gone, of each kind of data."""

from datetime import UTC, datetime, timedelta

from server.rollup.anonymizing import Anonymizer, find_inactive
from server.rollup.expiry_report import expire_and_report, expiring_lines
from server.rollup.hints import Publish
from server.rollup.summed_breakdowns import sum_breakdowns
from server.rollup.whole_days import Tier, find_ripe, merge_next_day
from server.settings import Settings
from server.storage.audit_trail import note_in_all
from server.storage.database import Connection
from server.wording import pluralize

_DAY = timedelta(days=1)
_WOULD = {
    Tier.QUARTERS: "whose quarter-hours would be added up to days",
    Tier.DAYS: "which would be kept as one sum",
}


async def retention_lines(connection: Connection, settings: Settings) -> list[str]:
    """What is past its retention now; changes nothing."""
    now = datetime.now(UTC)
    lines = await expiring_lines(connection, settings)
    for ripe in await find_ripe(connection, settings, now):
        days = pluralize((ripe.until - ripe.start) // _DAY, "day")
        lines.append(f"project {ripe.project_id}  {ripe.start:%Y-%m-%d}  {days}, {_WOULD[ripe.tier]}")
    for inactive in await find_inactive(connection, settings, now, limit=None):
        viewers = pluralize(len(inactive.viewers), "viewer")
        lines.append(f"project {inactive.project_id}  {viewers} would be anonymized")
    return lines


async def retain_and_report(connection: Connection, settings: Settings, publish: Publish) -> list[str]:
    """Lets go what it can; reports what waits and why, and what has gone.

    Args:
        connection: Outside a transaction.
        settings: The retention.
        publish: Notifies subscribers.
    """
    await note_in_all(connection, settings, "retention")
    now = datetime.now(UTC)
    lines = await expire_and_report(connection, settings)
    days = 0
    while added := await merge_next_day(connection, settings, now):
        days += added
    while await sum_breakdowns(connection):
        pass
    anonymizer, viewers = Anonymizer(connection, settings, publish), 0
    while (done := await anonymizer.run_once(now)) is not None:
        viewers += done
    return [
        *lines,
        f"{pluralize(days, 'day')} added up.",
        f"{pluralize(viewers, 'viewer')} anonymized.",
    ]
