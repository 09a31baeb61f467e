"""A trending window is the last hours, at any minute of the hour."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from server.settings import Settings
from tests.drawing import thinned
from tests.integration.analytics.rankings.test_trending import TRENDING
from tests.integration.analytics.sent_history import Project
from tests.integration.analytics.stack import NOW, Stack, event, moment

MINUTES = [0, 1, 7, 14, 15, 29, 30, 31, 44, 45, 59]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Ten views per hour are enough."""
    return settings.model_copy(update={"trending_min_views_per_hour": 10})


async def trending(stack: Stack, now: datetime, window: str, steady_for: timedelta) -> dict[str, float]:
    """Velocities of what trends, when twelve views an hour came for so long."""
    project = Project(replace(stack, services=replace(stack.services, now=lambda: now)))
    times = [now - timedelta(minutes=minutes) for minutes in range(1, steady_for // timedelta(minutes=1), 5)]
    await project.send([event("VIEW_START", who=f"u{n}", occurredAt=moment(at)) for n, at in enumerate(times)])
    answer = await project.ask(TRENDING, window=window)
    return {row["contentId"]: row["velocity"] for row in answer["contents"]}


@pytest.mark.parametrize("minute", thinned(MINUTES, 3))
@pytest.mark.parametrize("window", ["1h", "2h", "6h"])
async def test_contents_viewed_steadily_since_the_window_began_trend(stack: Stack, minute: int, window: str) -> None:
    hours = timedelta(hours=int(window[:-1]))
    found = await trending(stack, NOW.replace(minute=minute), window, hours)
    assert found == {"c1": pytest.approx(12, abs=1.4)}


@pytest.mark.parametrize("minute", MINUTES)
async def test_contents_viewed_as_steadily_before_do_not_rise(stack: Stack, minute: int) -> None:
    assert await trending(stack, NOW.replace(minute=minute), "1h", timedelta(hours=3)) == {}
