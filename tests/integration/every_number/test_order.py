"""The order of arrival changes nothing, and neither does counting everything again."""

import pytest

from server.rollup.leader import connect
from server.rollup.rebuild import rebuild
from server.settings import Settings
from tests.dataset.generate import NOW
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import WAYS, Way
from tests.integration.every_number.test_contents import (
    BESIDE,
    COUNTERS,
    CURVES,
    MADE_OF,
    RETENTION,
    compare,
    few,
    only,
)
from tests.integration.rollup_feed import snapshot
from tests.recompute import content
from tests.recompute.breakdown import DIMENSIONS
from tests.recompute.truth import Truth

SOME = [WAYS[number] for number in (0, 3, 9)]
MADE_AT_LEISURE = {"day_breakdowns", "day_retention"}  # by the digester, when days are over


async def test_shuffled_events_give_the_same_tables(filled: Settings, shuffled: Settings) -> None:
    tables = []
    for settings in (filled, shuffled):
        connection = await connect(settings, "test")
        tables.append(await snapshot(connection, 1))
        await connection.close()
    ordered, mixed = tables
    different = {
        name: next((pair for pair in zip(ordered[name], mixed[name], strict=False) if pair[0] != pair[1]), "length")
        for name in ordered.keys() - MADE_AT_LEISURE
        if ordered[name] != mixed[name]
    }
    assert len(ordered["plays"]) > 50_000
    assert not different


@pytest.mark.parametrize("way", SOME, ids=str)
async def test_shuffled_events_that_are_not_digested_give_the_same_answers(
    shuffled_stack: Stack, truth: Truth, way: Way
) -> None:
    names = few(truth, way)
    await compare(
        shuffled_stack, names, way, COUNTERS, lambda name: content.counters(truth, name, way.asked) | way.said
    )
    await compare(
        shuffled_stack,
        names,
        way,
        only("ContentAnalytics", MADE_OF),
        lambda name: content.made_of(truth, name, way.asked, way.span.zone, DIMENSIONS),
    )
    await compare(
        shuffled_stack,
        names,
        way,
        only("ContentAnalytics", BESIDE),
        lambda name: content.beside(truth, name, way.asked, way.span),
    )
    await compare(
        shuffled_stack,
        names,
        way,
        only("ContentAnalytics", RETENTION),
        lambda name: content.curves(truth, name, way.asked, CURVES),
    )


async def test_counting_everything_again_changes_nothing(copied: Settings) -> None:
    assert await rebuild(copied, now=NOW) == []
