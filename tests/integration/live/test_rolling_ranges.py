"""Ranges of local days move on at midnight of their zone, without any event."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from resolvers.context import Services, publish_nothing
from server.access import Role
from server.app import create_app
from server.live.hub import Hub
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.live.stand_ins import until
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
MIDNIGHT = (datetime.now(UTC) - timedelta(days=2)).replace(hour=18, minute=15, second=0, microsecond=0)
"""Of Kathmandu."""
ARGUMENTS = 'contentId: "c1", timezone: "Asia/Kathmandu"'


@dataclass
class Clock:
    """The time of the server, and its hub."""

    time: datetime
    hub: Hub | None = None

    def now(self) -> datetime:
        return self.time

    def make_hub(self, *given: Any, **more: Any) -> Hub:
        self.hub = Hub(*given, **more, now=self.now)
        return self.hub

    def is_quiet(self) -> bool:
        """Whether only time can make the hub read its one subscription again."""
        assert self.hub is not None
        hub, [shared] = self.hub, self.hub._shared.values()
        is_idle = not (shared.queued or shared.executing or shared.dirty)
        knows_all = hub._tracker.last_complete(1) == 1 and 1 in hub._as_of_quarters
        return is_idle and knows_all and hub._is_subscribed(shared.channels)


@pytest.fixture
def clock() -> Clock:
    return Clock(MIDNIGHT - timedelta(minutes=2))


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings, pool: Pool, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """The real application, at the time of the clock."""
    monkeypatch.setattr("server.app.Hub", clock.make_hub)
    monkeypatch.setattr("server.open_cells.Services", partial(Services, now=clock.now))
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    async with served(create_app(settings), settings) as api:
        api.write_key = key
        yield api


async def heard(client: Client) -> dict[str, Any]:
    message = await client.hear()
    assert message["type"] == "next", message
    found: dict[str, Any] = message["payload"]["data"]["contentAnalytics"]
    return found


async def view_before_midnight(api: Api, settings: Settings) -> None:
    """One view of the content, and the run that counts it."""
    event = {"type": "VIEW_START", "contentId": "c1", "userId": "u1"}
    event["occurredAt"] = (MIDNIGHT - timedelta(hours=1)).isoformat()
    answer = await api.ask(TRACK, {"events": [event]})
    assert answer["data"]["trackEvents"]["accepted"] == 1
    aggregator = Aggregator(settings, publish=publish_nothing)
    await aggregator.run_once()
    await aggregator.close()


@pytest.mark.parametrize("every", ["", ', every: "24h"'])
async def test_a_client_that_resumes_is_sent_what_time_has_changed_meanwhile(
    api: Api, settings: Settings, clock: Clock, every: str
) -> None:
    await view_before_midnight(api, settings)
    selection = "{ revision views { total } }"
    for time, revision, views in ((MIDNIGHT - timedelta(minutes=2), "null", 1), (MIDNIGHT, "1", 0)):
        clock.time = time
        async with socket(api.url) as client:
            await client.initialise(authorization=api.token("boss", Role.ADMIN))
            arguments = f"{ARGUMENTS}, range: {{days: 1}}, afterRevision: {revision}{every}"
            await client.subscribe(f"subscription {{ contentAnalytics({arguments}) {selection} }}")
            assert await heard(client) == {"revision": 1, "views": {"total": views}}


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        ("{days: 1}", 1, 0),
        ("{calendar: {unit: DAY}}", 1, 0),
        ("{calendar: {unit: DAY, back: 1}}", 0, 1),
        ("{days: 2}", 1, 1),
    ],
)
async def test_a_range_of_days_moves_on_at_local_midnight(
    api: Api, settings: Settings, clock: Clock, asked: str, before: int, after: int
) -> None:
    await view_before_midnight(api, settings)
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN))
        field = f"contentAnalytics({ARGUMENTS}, range: {asked})"
        await client.subscribe(f"subscription {{ {field} {{ revision views {{ total }} range {{ start }} }} }}")
        first = await heard(client)
        assert first["views"] == {"total": before}
        await until(clock.is_quiet)
        clock.time = MIDNIGHT + timedelta(minutes=1)
        second = await heard(client)
        assert second == {
            "revision": first["revision"],
            "views": {"total": after},
            "range": {"start": (datetime.fromisoformat(first["range"]["start"]) + timedelta(days=1)).isoformat()},
        }
