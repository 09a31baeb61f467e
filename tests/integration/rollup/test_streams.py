"""Live streams: any order and any split of events gives what a plain recomputation gives, at any moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count, pairwise
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from resolvers.contents.stream import StreamAnalytics
from server.analytics.contents.stream import read_stream
from server.analytics.query import ContentQuery
from server.analytics.traffic import Traffic
from server.metrics.view_definitions import find_definition
from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection, Pool
from tests.drawing import drawn, thinned
from tests.integration.rollup.feed import BASE, attributed, feed, in_project, snapshot
from tests.streams import Sent, answer_of

_projects = count(2000)
TYPES = (
    ["stream_join"] * 4
    + ["stream_leave"] * 3
    + ["stream_chat", "stream_chat", "stream_gift", "stream_start", "stream_end"]
)
# moments that repeat, around half an hour and twelve hours apart, and around the borders of seconds
MOMENTS = [
    0,
    0.4,
    1,
    59.9,
    60,
    61,
    1799,
    1800,
    1800.5,
    1861,
    3599,
    3600,
    3700,
    5400,
    5401,
    14_000,
    43_200,
    43_201,
    45_060,
]
LATER = [*MOMENTS, 2500, 7201, 47_000]
WHO = ["u1", "u1", "u2", "u3", "kim", None]
"""The viewers; kim owns the stream."""
CLASSES = ([0], [0, 1], [0, 2], [0, 1, 2, 3])


def completed(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The stored event."""
    return attributed(
        {
            "id": drawn["id"],
            "type": drawn["type"],
            "occurred_at": BASE + timedelta(seconds=drawn["moment"]),
            "content_id": "s1",
            "creator_id": "kim",
            "user_id": drawn["who"],
            "bot_reason": "rate" if drawn["is_bot"] else None,
            "play_key": None,
        }
    )


histories = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(1, 2**64).map(lambda number: UUID(int=number)),
            "type": st.sampled_from(TYPES),
            "moment": st.sampled_from(MOMENTS),
            "who": st.sampled_from(WHO),
            "is_bot": st.sampled_from([False] * 7 + [True]),
        }
    ).map(completed),
    min_size=1,
    max_size=30,
    unique_by=lambda found: found["id"],
)


def dense(random: Random, size: int) -> list[dict[str, Any]]:
    """Many events of few viewers."""
    return [
        completed(
            {
                "id": UUID(int=random.getrandbits(64)),
                "type": random.choice(TYPES),
                "moment": random.choice([random.choice(MOMENTS), random.uniform(0, 9000)]),
                "who": random.choice(WHO),
                "is_bot": random.random() < 0.1,
            }
        )
        for _ in range(size)
    ]


def sent(event: Mapping[str, Any]) -> Sent:
    """The event as the recomputation reads it."""
    traffic = (1 if event["bot_reason"] and event["user_id"] else 0) + (2 if event["user_id"] == "kim" else 0)
    return Sent(event["occurred_at"], str(event["id"]), event["type"], event["viewer_id"], traffic)


async def assert_equals_recomputation(
    connection: Connection, project_id: int, history: Sequence[Mapping[str, Any]], moments: Sequence[datetime]
) -> None:
    """Compares the answer, at some moments and with all classes, with the recomputation."""
    events = [sent(event) for event in history]
    for number, moment in enumerate(moments):
        await connection.execute("UPDATE rollup_state SET as_of = $2 WHERE project_id = $1", project_id, moment)
        classes, minutes = CLASSES[number % len(CLASSES)], (5, 180, 1440)[number % 3]
        query = ContentQuery(
            project_id=project_id,
            content_id="s1",
            time_range=None,
            timezone="UTC",
            definition=find_definition("start@1"),
            traffic=Traffic(bots=1 in classes, self_views=2 in classes),
            now=moment,
        )
        found = shown(StreamAnalytics.from_result(query, await read_stream(connection, query, minutes)))
        assert found == answer_of(events, classes, moment, minutes)


def shown(answer: StreamAnalytics) -> dict[str, Any]:
    """The fields of an answer that are its own, by their names in the schema."""

    def named(source: object) -> dict[str, Any]:
        words = {name: name.split("_") for name in vars(source)}
        return {
            first + "".join(word.title() for word in rest): getattr(source, name)
            for name, (first, *rest) in words.items()
            if name not in ("id", "as_of", "revision", "definition", "content_id")
        }

    return {**named(answer), "points": [named(point) for point in answer.points]}


@hypothesis_settings(max_examples=drawn(12))
@given(history=histories, data=st.data())
async def test_any_order_and_split_gives_what_a_recomputation_gives(
    pool: Pool, aggregator: Aggregator, history: list[dict[str, Any]], data: st.DataObject
) -> None:
    project_id = next(_projects)
    order = data.draw(st.permutations(history))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order)), max_size=6)) | {0, len(order)})
    moments = [BASE + timedelta(seconds=seconds) for seconds in data.draw(st.permutations(LATER))[:4]]
    async with pool.acquire() as connection:
        for start, end in pairwise(cuts):
            await feed(connection, in_project(order[start:end], project_id))
            await aggregator.drain()
        await assert_equals_recomputation(connection, project_id, history, moments)


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_a_dense_stream_equals_a_recomputation_and_a_rebuild_changes_nothing(
    pool: Pool, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random, project_id, other = Random(seed), next(_projects), next(_projects)
    history = dense(random, (50, 120, 300)[seed])
    shuffled = random.sample(history, len(history))
    async with pool.acquire() as connection:
        for start in range(0, len(history), 37):
            await feed(connection, in_project(history[start : start + 37], project_id))
            await aggregator.drain()
        await feed(connection, in_project(shuffled, other))
        await aggregator.drain()
        assert (await snapshot(connection, project_id))["stream_seconds"] == (await snapshot(connection, other))[
            "stream_seconds"
        ]
        moments = [
            BASE + timedelta(seconds=random.choice([random.choice(LATER), random.uniform(0, 12_000)])) for _ in range(8)
        ]
        await assert_equals_recomputation(connection, project_id, history, moments)
    assert await rebuild(settings.model_copy(update={"aggregation_max_events": 50})) == []
