"""How often each part was watched: the counts of a play, kept as levels, whatever comes first."""

import random
from collections.abc import Sequence
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.rollup.aggregator import Aggregator
from server.storage.database import Connection
from tests.drawing import drawn
from tests.integration.rollup.feed import event, feed

LENGTH = 8
MAX_LEVELS = 100
_contents = count(1)


def levels(counts: Sequence[int]) -> str:
    """A count per millisecond as the literal of its levels."""
    found = []
    for level in range(1, max(counts, default=0) + 1):
        ranges = [f"[{place},{place + 1})" for place, value in enumerate(counts) if value >= level]
        found.append('"{' + ",".join(ranges) + '}"')
    return "{" + ",".join(found) + "}"


async def test_level_functions_agree_with_the_counts(database: Connection) -> None:
    statement = """
    SELECT add_levels($1::text::int8multirange[], $2::text::int8multirange[]) = $3::text::int8multirange[],
        greater_levels($1::text::int8multirange[], $2::text::int8multirange[]) = $4::text::int8multirange[],
        sections_ms(play_sections($1::text::int8multirange[], $2::text::int8multirange[]))
    """
    prepared = await database.prepare(statement)
    chance = random.Random(1)
    for _ in range(300):
        one, other = ([chance.choice([0, 0, 0, 1, 1, 2, 3]) for _ in range(LENGTH)] for _ in range(2))
        summed = [a + b for a, b in zip(one, other, strict=True)]
        greater = [max(pair) for pair in zip(one, other, strict=True)]
        found = await prepared.fetchrow(levels(one), levels(other), levels(summed), levels(greater))
        assert found is not None
        assert tuple(found) == (True, True, sum(value > 0 for value in greater)), (one, other)


async def test_levels_stop_at_a_hundred_in_any_order(database: Connection) -> None:
    found = await database.fetchrow(
        """
        SELECT cardinality(add_levels(a, a)), add_levels(add_levels(a, a), b) = add_levels(a, add_levels(b, a))
        FROM (
            SELECT array_fill('{[0,9)}'::int8multirange, ARRAY[60]) AS a, '{"{[5,9)}"}'::int8multirange[] AS b
        ) AS known
        """
    )
    assert tuple(found or ()) == (MAX_LEVELS, True)


section = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 4)).map(lambda pair: (pair[0], sum(pair)))
reports = st.lists(st.tuples(st.booleans(), st.lists(section, min_size=1, max_size=3)), min_size=1, max_size=6)


def counted(sections: Sequence[tuple[int, int]]) -> list[int]:
    """How often each millisecond was watched by the sections of one report."""
    return [sum(start <= place < end for start, end in sections) for place in range(LENGTH * 2)]


def stored(content_id: str, is_increment: bool, sections: list[tuple[int, int]]) -> dict[str, Any]:
    """A report as ingest stores it."""
    again = [max(0, value - 1) for value in counted(sections)]
    return event(
        "view_progress",
        content_id=content_id,
        session_id="s1",
        sections=sections,
        repeated_sections=levels(again) if any(again) else None,
        watch_ms=1 if is_increment else None,
        total_watch_ms=None if is_increment else 1,
    )


@given(found=reports, order=st.randoms(use_true_random=False), pieces=st.integers(1, 3))
@hypothesis_settings(max_examples=drawn(15))
async def test_a_play_counts_the_same_however_its_reports_arrive(
    aggregator: Aggregator,
    database: Connection,
    found: list[tuple[bool, list[tuple[int, int]]]],
    order: random.Random,
    pieces: int,
) -> None:
    increments = [counted(sections) for is_increment, sections in found if is_increment]
    totals = [counted(sections) for is_increment, sections in found if not is_increment]
    expected = [
        max(sum(count[place] for count in increments), max((count[place] for count in totals), default=0))
        for place in range(LENGTH * 2)
    ]
    content_id = f"c{next(_contents)}"
    events = [stored(content_id, *report) for report in found]
    order.shuffle(events)
    for piece in range(pieces):
        await feed(database, events[piece::pieces])
        await aggregator.run_once()
    got = await database.fetchval(
        """
        SELECT $2::text::int8multirange[] = play_levels(
            delta_levels, total_levels, played_until(position_ms, stops, jumps), completed, has_jumped)
        FROM plays WHERE content_id = $1
        """,
        content_id,
        levels(expected),
    )
    assert got is True
