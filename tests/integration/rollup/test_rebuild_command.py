"""``viewpulse rebuild`` as its user sees it: progress, differences, and unknown contents."""

import asyncio
import io
from collections.abc import Callable

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from server.cli import app
from server.rollup.display import PLAIN_SECONDS, RebuildDisplay
from server.settings import Settings
from server.storage.database import open_pool
from tests.integration.rollup.feed import aggregating, at, event, feed


async def make_history(settings: Settings, *corruptions: str) -> None:
    """One view of content c1, folded; then something goes wrong."""
    pool = await open_pool(settings, application="test")
    async with pool.acquire() as connection, aggregating(settings) as aggregator:
        await feed(connection, [event("view_start", at(), content_id="c1", creator_id="k1", session_id="s1")])
        await aggregator.drain()
        for corruption in corruptions:
            await connection.execute(corruption)
    await pool.close()


@pytest.fixture
def rebuild(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command, on the test's database."""
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_REDIS_URL", settings.redis_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    return lambda *arguments: CliRunner().invoke(app, ["rebuild", *arguments])


def test_a_healthy_content_has_no_differences(settings: Settings, rebuild: Callable[..., Result]) -> None:
    asyncio.run(make_history(settings))

    for arguments in ((), ("--content", "c1")):
        done = rebuild(*arguments)
        assert (done.exit_code, done.stdout) == (0, "No differences.\n")


def test_an_unknown_content_is_reported(settings: Settings, rebuild: Callable[..., Result]) -> None:
    asyncio.run(make_history(settings))

    done = rebuild("--content", "nope")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Content nope is unknown: no counted event names it.\n"


def test_rebuild_prints_the_differences_and_exits_with_1(settings: Settings, rebuild: Callable[..., Result]) -> None:
    asyncio.run(make_history(settings, "UPDATE content_totals SET views = 7"))

    done = rebuild()

    assert done.exit_code == 1
    assert done.stdout == (
        "content_totals (project_id=1, content_id=c1, traffic=0) views: was 7, is 1\n1 difference found and repaired.\n"
    )


def test_a_long_rebuild_prints_its_progress_without_a_terminal() -> None:
    now, out = [100.0], io.StringIO()
    with RebuildDisplay(Console(file=out, width=100), lambda: now[0]) as display:
        display(0, 2_000_000)
        now[0] += PLAIN_SECONDS
        display(1_500_000, 2_000_000)
        display(1_600_000, 2_000_000)

    assert out.getvalue() == "recomputing: 1,500,000 of 2,000,000 events\n"
    assert display.events == 2_000_000


def test_a_terminal_sees_a_bar() -> None:
    out = io.StringIO()
    with RebuildDisplay(Console(file=out, width=100, force_terminal=True)) as display:
        display(1_500, 2_000)
    assert "recomputing" in out.getvalue()
    assert "1500/2000" in out.getvalue()
