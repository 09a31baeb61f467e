"""What the numbers must be, asked by what a caller asks: a definition of a view, classes of traffic, a range."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tests.dataset.generate import DataSet
from tests.recompute import formulas
from tests.recompute.raw import load, sql

Row = dict[str, Any]
NOBODY: dict[str, int] = defaultdict(int)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caller asks for.

    Attributes:
        definition: Of a view.
        bots: Whether bots count.
        self_views: Whether creators count on their own contents.
        start: First quarter-hour that counts; None: all time.
        end: First that counts no more.
    """

    definition: str = "start@1"
    bots: bool = False
    self_views: bool = False
    start: datetime | None = None
    end: datetime | None = None

    @property
    def classes(self) -> list[int]:
        """The classes of traffic that count."""
        return [number for number in range(4) if (self.bots or not number & 1) and (self.self_views or not number & 2)]

    @property
    def parameters(self) -> Row:
        """The parameters of the statements."""
        return {
            "definition": self.definition,
            "classes": self.classes,
            "start": self.start and naive(self.start),
            "end": self.end and naive(self.end),
        }


class Truth:
    """The recomputation of one data set.

    Args:
        data: The data set.
        folder: For files in between.
        as_of: When it was counted; by default long after its end, although the answers say that it was then.

    Attributes:
        data: The data set.
        as_of: What the answers say.
    """

    def __init__(self, data: DataSet, folder: Path, as_of: datetime | None = None) -> None:
        self.data = data
        self.as_of = as_of or data.end
        self._counted_at = as_of or datetime.now(UTC)
        self._database = load(data.entities, data.deliveries, folder)

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()
        del self._database

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """The rows of a statement; parameters that it does not name are left out."""
        statement = sql(name)
        named = {key: value for key, value in parameters.items() if f"${key}" in statement}
        return self.query(statement, named)

    def query(self, statement: str, parameters: Row | None = None) -> list[Row]:
        """The rows of any statement over what happened."""
        cursor = self._database.execute(statement, parameters or {})
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    @cached_property
    def contents(self) -> Row:
        """The entities's contents by id."""
        return {content.id: content for content in self.data.entities.contents}

    @cached_property
    def owners(self) -> dict[str, str]:
        """Whose each content is, where that is known."""
        rows = self.query("SELECT content_id, creator_id FROM owners WHERE creator_id IS NOT NULL")
        return {row["content_id"]: row["creator_id"] for row in rows}

    def owned(self, creator_id: str) -> list[str]:
        """The contents of a creator, in the order of the data set."""
        return [name for name in self.contents if self.owners.get(name) == creator_id]

    @cache  # noqa: B019 - lives as long as the tests
    def sums(self, by: str, asked: Asked) -> dict[str, dict[str, int]]:
        """All metrics of every content or creator, or ('') of the platform; what is not there is 0."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: NOBODY)
        for row in self.rows("sums", by=by, **asked.parameters):
            if row["name"] not in found:
                found[row["name"]] = defaultdict(int)
            found[row["name"]][row["metric"]] = row["amount"]
        return found

    @cache  # noqa: B019
    def viewers(self, asked: Asked) -> dict[str, tuple[int, int]]:
        """Unique viewers and rewatches of every content with a view."""
        rows = self.rows("viewers_of", **asked.parameters)
        return {row["name"]: (row["unique_viewers"], row["rewatches"]) for row in rows}

    @cache  # noqa: B019
    def reached(self, asked: Asked) -> dict[str, int]:
        """Unique viewers of every creator, and ('') of the platform."""
        return {row["name"]: row["unique_viewers"] for row in self.rows("reached_viewers", **asked.parameters)}

    def watching(self, by: str, asked: Asked) -> dict[str, int]:
        """Viewers who watch when it is counted, of every content or creator, or ('') of the platform."""
        return self._watching(by, tuple(asked.classes))

    @cache  # noqa: B019
    def _watching(self, by: str, classes: tuple[int, ...]) -> dict[str, int]:
        rows = self.rows("present_viewers", by=by, classes=list(classes), moment=naive(self._counted_at))
        return {row["name"]: row["viewers"] for row in rows}

    @cache  # noqa: B019
    def medians(self, asked: Asked) -> dict[str, float]:
        """Median seconds of every content with a play."""
        return {row["name"]: row["median_ms"] / 1000 for row in self.rows("medians", **asked.parameters)}

    @cache  # noqa: B019
    def sessions(self, asked: Asked) -> dict[str, tuple[int, int]]:
        """Sessions and their milliseconds of every creator, and ('') of the platform."""
        rows = self.rows("session_sums", **asked.parameters)
        return {row["name"]: (row["sessions"], row["session_ms"]) for row in rows}

    @cache  # noqa: B019
    def hours(self, asked: Asked, end: datetime) -> dict[str, list[Row]]:
        """The 48 hours before a moment, of every content that something happened to; the range is left aside."""
        found: dict[str, list[Row]] = defaultdict(list)
        parameters = asked.parameters | {"end": naive(end), "hours": 48}
        for row in self.rows("hours", **parameters):
            found[row["content_id"]].append(row)
        return found

    @cache  # noqa: B019
    def scores(self, definition: str) -> dict[str, float]:
        """Quality scores over all time of every content that people viewed."""
        asked = Asked(definition)
        sums = self.sums("content", asked)
        return {
            name: formulas.quality_score(formulas.quality_parts(sums[name], *seen))
            for name, seen in self.viewers(asked).items()
        }

    @cache  # noqa: B019
    def told_views(self, definition: str) -> dict[str, int]:
        """Views of the plays of people that tell what was watched, over all time, of every content with one."""
        return {row["name"]: row["views"] for row in self.rows("told_views", definition=definition)}

    @cached_property
    def first_moments(self) -> dict[str, datetime]:
        """The first event of every content."""
        rows = self.query(
            "SELECT content_id, min(occurred_at) AS first FROM events WHERE content_id IS NOT NULL GROUP BY 1"
        )
        return {row["content_id"]: row["first"].replace(tzinfo=UTC) for row in rows}

    @cached_property
    def durations(self) -> dict[str, int]:
        """Milliseconds that contents last: by the catalogue, else the longest that a play reported."""
        rows = self.query("SELECT content_id, max(duration_ms) AS ms FROM plays WHERE duration_ms > 0 GROUP BY 1")
        told = {row["content_id"]: row["ms"] for row in rows}
        known = {content.id: round(1000 * content.duration) for content in self.contents.values() if content.duration}
        return told | {name: ms for name, ms in known.items() if self.contents[name].in_catalogue}

    @cache  # noqa: B019
    def plain_curves(self, points: int) -> dict[str, list[float]]:
        """How often each part of every content was watched, over all time and by people."""
        names, lengths = list(self.durations), list(self.durations.values())
        found = {name: [0.0] * points for name in names}
        for row in self.rows("plain_curves", points=points, names=names, lengths=lengths):
            found[row["content_id"]][row["number"]] = row["times"]
        return found


def naive(moment: datetime) -> datetime:
    """The same moment as DuckDB knows it here: UTC, unsaid."""
    return moment.astimezone(UTC).replace(tzinfo=None)
