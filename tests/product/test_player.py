"""The example player, played in Chromium: the numbers are those of the frames that were on screen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode

import asyncpg
import pytest
from gql import Client, GraphQLRequest
from gql.transport.websockets import WebsocketsTransport

from server.dev.folder import Facts
from tests.clients.browser import browser_script, needs_chromium
from tests.product.pages import served_folder
from tests.products import running_product

pytestmark = [pytest.mark.browser, needs_chromium]

PLAYER = Path(__file__).parents[2] / "examples" / "player"
CLIP_SECONDS = 12.0
HEARTBEAT = 1.0
TOLERANCE = 0.5
FRAMES_TOLERANCE = 0.25
"""Seconds that what is tracked may differ from the frames that were shown."""

Analytics: TypeAlias = dict[str, Any]

LIVE = """
subscription Live($contentId: ID!) {
    contentAnalytics(contentId: $contentId) {
        revision
        plays
        views { total unique direct }
        impressions { total }
        watchTime { total average median }
        completion { full over75 over50 over25 under25 }
        engagement { likes }
        rewatch { count }
        devices { desktop }
    }
}
"""


@pytest.fixture(scope="module")
def player_url() -> Iterator[str]:
    """The page's address, served as its README says."""
    with served_folder(PLAYER) as url:
        yield url


@pytest.fixture(scope="module")
def facts() -> Iterator[Facts]:
    """The started product."""
    with running_product() as product:
        yield product.facts


class Dashboard:
    """Everything that one live subscription has delivered."""

    def __init__(self) -> None:
        self.seen: list[Analytics] = []
        self._news = asyncio.Condition()

    async def put(self, analytics: Analytics) -> None:
        async with self._news:
            self.seen.append(analytics)
            self._news.notify_all()

    async def until(self, condition: Callable[[Analytics], bool], what: str, seconds: float = 60) -> Analytics:
        """The newest numbers, as soon as they meet a condition."""
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: self.seen and condition(self.seen[-1]))
        except TimeoutError:
            pytest.fail(f"{what} was not seen live within {seconds:g} s; last seen: {self.seen[-1:]}")
        return self.seen[-1]

    async def settled(self, quiet_seconds: float = 2.5 * HEARTBEAT) -> Analytics:
        """The newest numbers, when no newer ones have come for a while."""
        for _ in range(6):
            count = len(self.seen)
            await asyncio.sleep(quiet_seconds)
            if count == len(self.seen):
                return self.seen[-1]
        pytest.fail(f"the numbers never came to rest; last seen: {self.seen[-3:]}")


@asynccontextmanager
async def watching(facts: Facts, content_id: str) -> AsyncIterator[Dashboard]:
    """A dashboard with an open subscription, which has had its snapshot."""
    transport = WebsocketsTransport(facts.ws_url, init_payload={"authorization": f"Bearer {facts.admin_token}"})
    dashboard = Dashboard()

    async def follow(session: Any) -> None:
        request = GraphQLRequest(LIVE, variable_values={"contentId": content_id})
        async with aclosing(session.subscribe(request)) as live:
            async for value in live:
                await dashboard.put(value["contentAnalytics"])

    async with Client(transport=transport) as session:
        following = asyncio.create_task(follow(session))
        await dashboard.until(lambda _: True, "the snapshot")
        yield dashboard
        following.cancel()
        await asyncio.wait([following])


def visit(
    facts: Facts, player_url: str, content_id: str, name: str, folder: Path, heartbeat: float = HEARTBEAT
) -> dict[str, Any]:
    """The arguments of ``play_clip.mjs``."""
    shown = {"endpoint": facts.url, "key": facts.write_key, "content": content_id, "creator": "creator-1"}
    address = f"{player_url}?{urlencode(shown | {'heartbeat': heartbeat})}#{urlencode({'token': facts.creator_token})}"
    return {"url": address, "visit": name, "folder": str(folder)}


async def stored_sections(facts: Facts, content_id: str) -> list[tuple[float, float]]:
    """What the play is known to have watched, in seconds."""
    connection = await asyncpg.connect(facts.database_url)
    try:
        rows = await connection.fetch(
            "SELECT lower(section) / 1000.0, upper(section) / 1000.0 "
            "FROM plays, unnest(play_sections(delta_levels, total_levels)) AS section "
            "WHERE project_id = 1 AND content_id = $1 ORDER BY 1",
            content_id,
        )
    finally:
        await connection.close()
    return [(float(start), float(end)) for start, end in rows]


async def stored_events(facts: Facts, content_id: str) -> list[str]:
    """Types of the content's raw events, oldest first."""
    connection = await asyncpg.connect(facts.database_url)
    try:
        rows = await connection.fetch(
            "SELECT type FROM events WHERE project_id = 1 AND content_id = $1 ORDER BY occurred_at, id", content_id
        )
    finally:
        await connection.close()
    return [row["type"] for row in rows]


async def test_a_visit_is_seen_live_as_it_happened(facts: Facts, player_url: str, tmp_path: Path) -> None:
    content_id = "player-left"
    arguments = visit(facts, player_url, content_id, "leave", tmp_path)
    async with watching(facts, content_id) as dashboard, browser_script("play_clip.mjs", arguments) as viewer:
        paused = await viewer.step("paused")
        await dashboard.until(
            lambda seen: seen["watchTime"]["total"] == pytest.approx(paused["watched"], abs=TOLERANCE),
            f"the pause after {paused['watched']} s",
        )
        at_pause = await dashboard.settled()  # two heartbeats and more: a paused video must not count
        assert at_pause["watchTime"]["total"] == pytest.approx(paused["watched"], abs=TOLERANCE)
        assert at_pause["views"] == {"total": 1, "unique": 1, "direct": 1}

        viewer.go_ahead()
        closing = await viewer.step("closing")
        done = await viewer.step("done")
        final = await dashboard.settled()

    assert done["complaints"] == []
    assert final["watchTime"]["total"] == pytest.approx(closing["watched"], abs=TOLERANCE)
    assert final["watchTime"]["average"] == final["watchTime"]["median"] == final["watchTime"]["total"]
    assert final["completion"] == {"full": 0, "over75": 0, "over50": 1, "over25": 0, "under25": 0}
    assert (final["plays"], final["views"]["total"], final["rewatch"]["count"]) == (1, 1, 0)
    assert (final["impressions"]["total"], final["devices"]["desktop"]) == (1, 1)
    assert final["engagement"]["likes"] == 1

    likes_at = next(seen["watchTime"]["total"] for seen in dashboard.seen if seen["engagement"]["likes"])
    assert likes_at < final["watchTime"]["total"] - 1  # seen while the video was still playing

    ((start, end),) = await stored_sections(facts, content_id)
    assert start == pytest.approx(0, abs=0.05)
    assert end == pytest.approx(closing["sections"][0]["end"], abs=0.25)

    events = await stored_events(facts, content_id)
    told = [kind for kind in events if kind not in ("view_progress", "impression")]
    assert told == ["view_start", "pause", "resume", "seek", "like"]


async def test_the_dashboard_in_another_tab_shows_what_is_played(facts: Facts, player_url: str, tmp_path: Path) -> None:
    content_id = "player-beside"
    page = urlencode({"page": "content", "content": content_id, "tz": "UTC", "compare": "no"})
    dashboard = f"{facts.url.removesuffix('graphql')}?{page}#{urlencode({'token': facts.creator_token})}"
    more = {"dashboard": dashboard, "tolerance": FRAMES_TOLERANCE}
    arguments = visit(facts, player_url, content_id, "beside", tmp_path) | more
    async with watching(facts, content_id) as live, browser_script("play_clip.mjs", arguments) as viewer:
        await live.until(lambda seen: seen["impressions"]["total"] == 1, "the impression")
        viewer.go_ahead()
        playing = await viewer.step("playing")
        shown = await viewer.step("shown", seconds=90)
        assert (await viewer.step("done"))["complaints"] == []

    assert not playing["paused"]
    assert playing["watchTime"] > 1, "it moves while the video plays"
    assert shown["watchTime"] == pytest.approx(shown["watched"], abs=FRAMES_TOLERANCE)
    assert f"{shown['watchTime']:.1f} s" in shown["text"]

    first, again = [(one["start"], one["end"]) for one in shown["sections"] if one["end"] > one["start"]]
    assert again[0] < first[1] - 2, "a part of it was played twice"
    seen_twice = 0
    for start, end, plays, coverage, *_ in shown["points"]:
        if any(start - FRAMES_TOLERANCE < edge < end + FRAMES_TOLERANCE for edge in (*first, *again)):
            continue
        times = sum(since <= start and end <= until for since, until in (first, again))
        assert (plays, coverage) == (100 * times, 100 * min(times, 1)), (start, end)
        seen_twice += times == 2
    assert seen_twice > 10
    assert shown["drawn"] == [row[2] for row in shown["points"]]


async def test_a_page_that_closes_has_the_last_word(facts: Facts, player_url: str, tmp_path: Path) -> None:
    content_id = "player-glanced"
    arguments = visit(facts, player_url, content_id, "glance", tmp_path, heartbeat=3600)
    async with watching(facts, content_id) as dashboard, browser_script("play_clip.mjs", arguments) as viewer:
        closing = await viewer.step("closing")
        await dashboard.until(
            lambda seen: seen["watchTime"]["total"] == pytest.approx(closing["watched"], abs=TOLERANCE),
            f"the page closing after {closing['watched']} s",
        )
        await viewer.step("done")
    assert await stored_events(facts, content_id) == ["impression", "view_start", "view_progress"]


async def test_without_a_key_it_plays_and_claims_nothing(player_url: str, tmp_path: Path) -> None:
    arguments = {"url": player_url, "visit": "stranger", "folder": str(tmp_path)}
    async with browser_script("play_clip.mjs", arguments) as viewer:
        played = await viewer.step("played")
        done = await viewer.step("done")

    assert (played["waiting"], played["disabled"]) == ("not connected", True)
    assert done["complaints"] == []


async def test_a_lost_connection_loses_nothing(facts: Facts, player_url: str, tmp_path: Path) -> None:
    content_id = "player-finished"
    arguments = visit(facts, player_url, content_id, "finish", tmp_path)
    async with watching(facts, content_id) as dashboard, browser_script("play_clip.mjs", arguments) as viewer:
        offline = await viewer.step("offline")
        assert dashboard.seen[-1]["watchTime"]["total"] < offline["watched"] - 2
        ended = await viewer.step("ended")
        final = await dashboard.settled()
        viewer.go_ahead()
        numbers = await viewer.step("numbers")
        done = await viewer.step("done")

    assert {complaint for complaint in done["complaints"] if "ERR_INTERNET_DISCONNECTED" not in complaint} == set()
    assert ended["watched"] == pytest.approx(CLIP_SECONDS, abs=0.25)
    assert final["watchTime"]["total"] == pytest.approx(ended["watched"], abs=TOLERANCE)
    assert final["completion"] == {"full": 1, "over75": 0, "over50": 0, "over25": 0, "under25": 0}
    assert (final["plays"], final["views"]["total"]) == (1, 1)

    ((start, end),) = await stored_sections(facts, content_id)
    assert start == pytest.approx(0, abs=0.05)
    assert end == pytest.approx(CLIP_SECONDS, abs=0.1)

    events = await stored_events(facts, content_id)
    assert events[-1] == "view_complete"
    assert events.count("view_progress") >= (CLIP_SECONDS - 2) / HEARTBEAT

    assert numbers["views"] == "1"  # the page's own live numbers, over a plain WebSocket
    assert numbers["watch-time"] == f"{final['watchTime']['total']:.1f} s"
    assert numbers["completion"] == "100 %"
