"""The order of arrival changes nothing, and neither does counting everything again."""

import pytest

from server.rollup.leader import connect
from server.rollup.rebuild import rebuild
from server.rollup.tables import CONTENT_TABLES, SHARED_TABLES, ZERO_IS_ABSENT, RollupTable
from server.settings import Settings
from server.storage.database import Connection
from tests.dataset.generate import NOW
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import test_cohorts, test_funnels
from tests.integration.every_number.asking import WAYS, Way
from tests.integration.every_number.documents import (
    CONTENT,
    CONTENT_PARTS,
    FUNNEL,
)
from tests.integration.every_number.test_contents import compare, compare_breakdowns, compare_curves, few
from tests.recompute import content
from tests.recompute.comparison import differences, none_of
from tests.recompute.funnels import funnel
from tests.recompute.truth import Truth

SOME = [WAYS[number] for number in (0, 9)]
# Whose a content is by its events, and whose a session is, goes by who came first.
BY_ARRIVAL = "{revision,owner_id,owner_at,arrived_at,user_id,user_at}"
DRAWN = {"viewer_sketches": "bucket > '-infinity'"}  # those of all time take in the others later
MADE_AT_LEISURE = {"summarized_days", "day_breakdowns", "day_retention"}  # by the summarizer, when days are over


async def test_shuffled_events_give_the_same_tables(filled: Settings, shuffled: Settings) -> None:
    connections = [await connect(settings, "test") for settings in (filled, shuffled)]
    different = []
    rows = {}
    for name in sorted({*CONTENT_TABLES, *SHARED_TABLES} - MADE_AT_LEISURE):
        ordered, mixed = [await summary(connection, name) for connection in connections]
        rows[name] = ordered[0]
        if ordered != mixed:
            different.append(name)
    for connection in connections:
        await connection.close()
    assert rows["plays"] > 50_000
    assert not different


async def summary(connection: Connection, name: str) -> tuple[int, str]:
    """How many rows mean something, and a fingerprint of all of them in any order, without what may differ."""
    table = await RollupTable.describe(connection, name)
    condition = table.meaningful if name in ZERO_IS_ABSENT else DRAWN.get(name, "true")
    text = f"(to_jsonb(t) - '{BY_ARRIVAL}'::text[])::text" if table.revised else "t::text"
    row = await connection.fetchrow(
        f"SELECT count(*), sum(hashtextextended({text}, 0)::numeric)::text FROM {name} AS t"
        f" WHERE project_id = 1 AND ({condition})"
    )
    assert row is not None
    return row[0], row[1]


@pytest.mark.parametrize("way", SOME, ids=str)
async def test_shuffled_events_that_are_not_summarized_give_the_same_answers(
    shuffled_stack: Stack, truth: Truth, way: Way
) -> None:
    names = few(truth, way)
    await compare(shuffled_stack, names, way, CONTENT, lambda name: content.counters(truth, name, way.asked) | way.said)
    await compare_breakdowns(shuffled_stack, truth, way)
    await compare(
        shuffled_stack,
        names,
        way,
        CONTENT_PARTS,
        lambda name: content.beside(truth, name, way.asked, way.span),
    )
    await compare_curves(shuffled_stack, truth, way)


async def test_counting_everything_again_changes_nothing(copied: Settings) -> None:
    assert await rebuild(copied, now=NOW) == []


@pytest.mark.parametrize("name", ["first seen", "likes after views"])
async def test_shuffled_events_give_the_same_cohorts(shuffled_stack: Stack, truth: Truth, name: str) -> None:
    await test_cohorts.compare(shuffled_stack, truth, name, test_cohorts.WAYS[0])


@pytest.mark.parametrize("name", ["watch positions", "strict", "any order"])
async def test_shuffled_events_give_the_same_funnels(shuffled_stack: Stack, truth: Truth, name: str) -> None:
    said, way = test_funnels.FUNNELS[name], test_funnels.PLAIN
    wanted, _ = funnel(truth, way.asked, said)
    arguments = test_funnels.arguments(said, way)
    answer = await shuffled_stack.ask(FUNNEL, **arguments, step=1, kind="REACHED", last=1)
    none_of(differences(answer, test_funnels.expected_of(truth, way, said, wanted)))
