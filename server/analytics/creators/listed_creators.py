"""The list of a project's creators, with their counters."""

from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import AnalyticsQuery
from server.metrics.counters import Counts
from server.storage.pages import PagedList, each
from server.storage.statement import Source


class CreatorsBy(StrEnum):
    """What creators are sorted by, most first."""

    VIEWS = "views"
    WATCH_TIME = "watch_time"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    FOLLOWS = "follows"


@dataclass(frozen=True, slots=True)
class ListedCreator:
    """A creator with its profile and its counters.

    Attributes:
        creator_id: The app's own id.
        name: The declared name.
        picture: URL of the declared picture.
        counts: The counters of the creator's contents.
    """

    creator_id: str
    name: str | None
    picture: str | None
    counts: Counts

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "ListedCreator":
        """The creator in a row."""
        return cls(row["creator_id"], row["name"], row["picture"], Counts.from_row(row))


def listed_creators(query: AnalyticsQuery, by: CreatorsBy, search: str | None) -> PagedList[ListedCreator]:
    """The creators with a profile, and those for whom something counts; ties by id.

    Args:
        query: The range, definition and traffic.
        by: The order.
        search: A part of the name, in upper or lower case, or an id; None: all creators.
    """
    which: dict[str, object] = {"project": query.project_id, "search": search}
    values = {**which, "classes": query.traffic.classes, "by": by.value}
    name = "creators_totals"
    if query.time_range is not None:
        name = "creators_range"
        values |= {"start": query.time_range.start, "end": query.time_range.end_bucket}

    async def total(source: Source) -> int:
        count: int = await load_metrics_sql(__name__, "creators_found", "").fetchval(source, **which)
        return count

    return PagedList(
        load=lambda direction: load_metrics_sql(__name__, name, query.definition.prefix, **direction),
        values=values,
        key={"sort_value": float, "creator_id": str},
        after={"after_worth": None, "after_id": ""},
        make=each(ListedCreator.from_row),
        order=by.value,
        total=total,
    )
