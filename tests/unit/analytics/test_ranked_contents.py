"""Rankings by values of which only bounds are known are those of the values, and look at few contents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics import ranked_contents
from server.analytics.listed_content import ContentSummary, MeasuredContent
from server.analytics.ranked_contents import ranked_by_viewers
from server.metrics.listed_counts import ListedCounts
from server.storage.database import Connection
from server.storage.pages import FORWARDS, Direction, PagedList, PageRequest

Row: TypeAlias = tuple[str, int, int, int]
"""An id, its value, and how far the bounds are below and above that."""
ROWS = st.lists(
    st.tuples(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 6), st.integers(0, 3), st.integers(0, 3)),
    unique_by=lambda row: row[0],
    max_size=20,
)
BATCH = 3


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranked_contents, "BATCH", BATCH)


@dataclass
class Cursor:
    """Stands in for the cursor of a statement."""

    records: list[dict[str, Any]]

    async def fetch(self, size: int) -> list[dict[str, Any]]:
        found, self.records = self.records[:size], self.records[size:]
        return found


@dataclass
class Bounds:
    """Stands in for a statement: rows by their bounds, upper or lower ones."""

    rows: Sequence[Row]
    direction: Direction

    async def cursor(self, _source: object, **_values: object) -> Cursor:
        forwards = self.direction is FORWARDS
        bounds = [(float(value + high if forwards else value - low), name) for name, value, low, high in self.rows]
        bounds.sort(key=lambda bound: (-bound[0], bound[1]), reverse=not forwards)
        return Cursor([{"sort_value": bound, "content_id": name} for bound, name in bounds])


@dataclass
class Viewers:
    """What is looked up of contents, and of how many it was."""

    rows: Sequence[Row]
    looked_at: list[str] = field(default_factory=list)

    async def __call__(self, _source: object, records: Sequence[Any]) -> list[MeasuredContent]:
        values = {name: value for name, value, _, _ in self.rows}
        names = [record["content_id"] for record in records]
        self.looked_at += names
        return [MeasuredContent(ContentSummary(name, *[None] * 7), ListedCounts(), values[name], 0) for name in names]


def ranking(rows: Sequence[Row], viewers: Viewers) -> PagedList[MeasuredContent]:
    load = cast("Any", lambda direction: Bounds(rows, direction))
    return ranked_by_viewers(load, {"by": "unique_viewers"}, viewers)


def names(rows: Sequence[Row]) -> list[str]:
    return [name for name, *_ in sorted(rows, key=lambda row: (-row[1], row[0]))]


@given(rows=ROWS, size=st.integers(1, 5), is_backwards=st.booleans())
async def test_pages_by_bounds_are_those_by_values(rows: list[Row], size: int, is_backwards: bool) -> None:
    ordered, listed = names(rows), ranking(rows, Viewers(rows))
    source = cast("Connection", None)
    found: list[str] = []
    cursor = None
    while True:
        page = await listed.read(source, PageRequest(size, cursor, is_backwards=is_backwards))
        ids = [content.summary.content_id for content in page.rows]
        found = ids + found if is_backwards else found + ids
        ahead, behind = (page.has_previous, page.has_next) if is_backwards else (page.has_next, page.has_previous)
        assert behind is (cursor is not None)
        assert ahead is (len(found) < len(rows))
        if not ahead:
            break
        cursor = page.cursors[0] if is_backwards else page.cursors[-1]
    assert found == ordered


@given(rows=ROWS, size=st.integers(1, 5))
async def test_no_batch_is_looked_at_in_which_nothing_can_be_better(rows: list[Row], size: int) -> None:
    viewers = Viewers(rows)
    await ranking(rows, viewers).read(cast("Connection", None), PageRequest(size))
    bounds = {name: (-(value + high), name) for name, value, _, high in rows}
    values = {name: (-value, name) for name, value, _, _ in rows}
    needed = names(rows)[: size + 1]
    if len(needed) > size:
        last = values[needed[-1]]
        late = [name for name in viewers.looked_at if bounds[name] > last]
        assert len(late) <= 2 * BATCH
