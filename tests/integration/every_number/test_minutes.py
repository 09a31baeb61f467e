"""Every number of ``realtime``, and of series by minute, is what the raw events say."""

from datetime import timedelta

import pytest

from tests.dataset.generate import NOW
from tests.drawing import thinned
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import DEFINITIONS, Way
from tests.integration.every_number.test_scopes import creators
from tests.recompute import ranges
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.realtime import realtime
from tests.recompute.scope import PLATFORM
from tests.recompute.series import series
from tests.recompute.truth import Truth, naive

WAYS = [
    Way(definition=definition, bots=number % 2 == 0, self_views=number % 3 == 0)
    for number, definition in enumerate(DEFINITIONS)
]
HOURS = [
    Way(ranges.last("1h", timedelta(hours=1), NOW), "engaged@1", bots=True),
    Way(ranges.last("2h", timedelta(hours=2), NOW, "Asia/Kathmandu"), bots=True, self_views=True),
]
RECENT = """
SELECT content_id, count(*) AS events FROM classed
WHERE content_id IS NOT NULL AND occurred_at >= $start GROUP BY content_id ORDER BY events DESC, content_id LIMIT 6
"""


def scopes(truth: Truth) -> list[tuple[str, str]]:
    """The contents of which there are most events in the last hours, some creators and the platform."""
    rows = truth.query(RECENT, {"start": naive(NOW - timedelta(hours=3))})
    contents = [row["content_id"] for row in rows]
    owners = {truth.owners[content] for content in contents if content in truth.owners}
    names = [*sorted(owners), *creators(truth)[::15]]
    return [*(("content", name) for name in contents), *(("creator", name) for name in names), ("platform", PLATFORM)]


def scope_input(scope: str, name: str) -> dict[str, object]:
    """The argument of a question."""
    return {"platform": True} if scope == "platform" else {f"{scope}Id": name}


@pytest.mark.parametrize("minutes", [1, 45, 180])
@pytest.mark.parametrize("way", thinned(WAYS, 3), ids=str)
async def test_realtime_matches_raw_events(stack: Stack, truth: Truth, way: Way, minutes: int) -> None:
    asked = {name: way.variables[name] for name in ("definition", "include")}
    found, views = [], 0
    for scope, name in scopes(truth):
        answer = await stack.ask(documents.REALTIME, of=scope_input(scope, name), minutes=minutes, **asked)
        wanted = realtime(truth, scope, name, way.asked, minutes, 5)
        found += [f"{name}{line}" for line in differences(answer, wanted)]
        views += wanted["totals"]["views"]
    none_of(found)
    assert views > 10 or minutes < 180, "there is something to compare"


@pytest.mark.parametrize("way", HOURS, ids=str)
async def test_the_last_hours_by_minute_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    said = {name: value for name, value in way.said.items() if name != "range"}
    found, before = [], 0
    for scope, name in scopes(truth):
        answer = await stack.ask(
            documents.SERIES, of=scope_input(scope, name), by="MINUTE", compare=True, **way.variables
        )
        wanted = series(truth, scope, name, way.asked, way.span, "MINUTE", compare=True)
        state = {"id": ANYTHING, "revision": ANYTHING}
        found += [f"{name}{line}" for line in differences(answer, {**wanted, **said, **state})]
        before += len(wanted["previous"]["points"] or ())
    none_of(found)
    assert (before > 0) is (way is HOURS[0]), "before two hours, not all minutes of two more are kept"
