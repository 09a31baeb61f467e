"""Every number of ``eventDashboard`` is what the raw events say, that of its pinned funnels too."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from server.settings import Settings
from tests.dataset.generate import NOW
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import Way
from tests.integration.every_number.documents import EVENT_DASHBOARD
from tests.integration.every_number.filling import open_stack
from tests.integration.every_number.test_funnels import FUNNELS, expected_of
from tests.recompute import ranges
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.event_dashboard import event_dashboard
from tests.recompute.funnels import funnel
from tests.recompute.truth import Truth

UNKNOWN = dict.fromkeys(("id", "revision"), ANYTHING)
PIN = """
mutation (
  $name: String!, $steps: [FunnelStepInput!]!, $order: FunnelOrder!, $window: Duration!
  $exclusions: [FunnelExclusionInput!]
) {
  pinFunnel(name: $name, steps: $steps, order: $order, window: $window, exclusions: $exclusions) { name }
}
"""
WAYS = [
    (Way(ranges.last("3d", timedelta(days=3), NOW)), "HOUR", 100),
    (Way(ranges.last("2w", timedelta(weeks=2), NOW, "Asia/Kolkata"), bots=True), "DAY", 5),
    (Way(ranges.last("24h", timedelta(hours=24), NOW, "America/New_York"), bots=True, self_views=True), "WEEK", 3),
]
PINNED = ("watch positions", "a creator", "exclusion", "any order")


@pytest_asyncio.fixture
async def pinned(copied: Settings) -> AsyncIterator[Stack]:
    """A copy of the data set, with some funnels pinned."""
    async with open_stack(copied) as stack:
        for name in PINNED:
            await stack.ask(PIN, name=name, **FUNNELS[name])
        yield stack


@pytest.mark.parametrize(("way", "by", "first"), WAYS, ids=str)
async def test_dashboards_match_raw_events(pinned: Stack, truth: Truth, way: Way, by: str, first: int) -> None:
    variables = {name: value for name, value in way.variables.items() if name in ("timezone", "include")}
    timeframe = way.variables["range"]["last"]
    answer = await pinned.ask(EVENT_DASHBOARD, timeframe=timeframe, by=by, first=first, **variables)
    wanted = event_dashboard(truth, way.asked, way.span, by, first)
    said = {**way.said, **UNKNOWN}
    expected = {
        **wanted,
        **said,
        "timeframe": timeframe,
        "series": {**wanted["series"], **said},
        "revenue": {**wanted["revenue"], **said},
        "funnels": [expected_funnel(truth, way, name) for name in PINNED],
    }
    none_of(differences(answer, expected))


def expected_funnel(truth: Truth, way: Way, name: str) -> dict[str, Any]:
    """A pinned funnel in the time of the dashboard; what is stored of it has tests of its own."""
    numbers, _ = funnel(truth, way.asked, FUNNELS[name])
    analytics = expected_of(truth, way, FUNNELS[name], numbers)
    for part in ("viewers", "breakdown", "previous"):
        del analytics[part]
    return {"name": name, "pinned": ANYTHING, "analytics": analytics}
