"""A creator's dashboard of a period, by day and by type of reaction."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.analytics.contents.timeseries import days_of
from server.analytics.creators.unique_viewers import estimate_viewers_by_part
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.metrics.counters import Counts
from server.storage.database import Connection


class Reaction(StrEnum):
    """A type of positive reaction; the value is its field of ``Counts``."""

    LIKE = "likes"
    COMMENT = "comments"
    SHARE = "shares"
    SAVE = "saves"
    CLICK = "clicks"
    DUET = "duets"
    STITCH = "stitches"
    SOUND_USE = "sound_uses"
    FOLLOW = "follows"
    CONTACT = "contacts"
    WHATSAPP = "whatsapps"
    BOOK_VIEWING = "book_viewings"


@dataclass(frozen=True, slots=True)
class DayResult:
    """One local day of a creator.

    Attributes:
        start: When the day began, even if the range began later.
        counts: The counters of its part of the range.
        sessions: Sessions that began in it.
        viewers: Estimated number of distinct viewers; 0 if not requested.
    """

    start: datetime
    counts: Counts
    sessions: int
    viewers: int


async def read_creator_days(
    connection: Connection, query: ScopeQuery, time_range: TimeRange, *, viewers: bool
) -> list[DayResult]:
    """The local days that overlap a range, oldest first; days without views are zeros.

    Args:
        connection: Inside a snapshot.
        query: The query of a creator.
        time_range: The range.
        viewers: Whether the distinct viewers of each day are requested.
    """
    assert query.creator_id is not None
    starts = days_of(time_range, query.zone)
    rows = await load_metrics_sql(__name__, "creator_points", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        creator=query.creator_id,
        classes=query.traffic.classes,
        start=time_range.start,
        end=time_range.end_bucket,
        starts=starts,
    )
    counted = {row["point"] - 1: row for row in rows}
    unique = [0] * len(starts)
    if viewers:
        unique = await estimate_viewers_by_part(
            connection,
            query.project_id,
            query.creator_id,
            time_range=time_range,
            starts=starts,
            definition=query.definition.key,
            classes=query.traffic.classes,
        )
    days = []
    for number, start in enumerate(starts):
        row = counted.get(number)
        counts, sessions = (Counts(), 0) if row is None else (Counts.from_row(row), row["sessions"])
        days.append(DayResult(start, counts, sessions, unique[number]))
    return days


def reactions_of(counts: Counts) -> list[tuple[Reaction, int]]:
    """The number of reactions of each type, most first; ties in the order of the enum."""
    found: list[tuple[Reaction, int]] = [(reaction, getattr(counts, reaction.value)) for reaction in Reaction]
    return sorted(found, key=lambda pair: -pair[1])
