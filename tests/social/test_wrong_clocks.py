"""Workers whose clocks are an hour wrong: what they store has the time of the database, and is seen and announced."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.demo.networks.instagram import LocalInstagram
from server.social.links import link_post
from server.social.model import Network
from server.storage.database import Connection
from tests.fault.wrong_clock import Clock
from tests.social.collection import Bench
from tests.social.test_instagram import owner

DONE = "SELECT outcome = 'done' AND taken_by IS NULL FROM social_accounts"
AGGREGATED = "SELECT aggregated_at IS NOT NULL FROM social_workspaces"
FAR = timedelta(minutes=10)
Start = Callable[[float], Clock]


@pytest.fixture
def wrong_worker(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts a ``viewpulse worker`` whose clock is so many seconds fast; all are killed in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(seconds: float) -> Clock:
        clock = Clock(tmp_path / f"clock{len(started)}")
        clock.put(seconds)
        command = [sys.executable, "-m", "tests.fault.wrong_clock", "worker"]
        with (tmp_path / "worker.log").open("ab") as log:
            started.append(
                subprocess.Popen(
                    command,
                    env={**environment, "CLOCK": str(clock.path)},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )
        return clock

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.parametrize("seconds", [-3600.0, 3600.0])
async def test_a_wrong_clock_changes_no_time_and_hides_no_number(
    bench: Bench, instagram: LocalInstagram, database: Connection, wrong_worker: Start, seconds: float
) -> None:
    ada = instagram.add(owner(datetime.now(UTC)))
    account = await bench.connect(Network.INSTAGRAM, ada.token, ada.external_id)
    await link_post(bench.pool, 1, account.account_id, "feed1", content_id="c1", now=datetime.now(UTC))
    await database.execute("DELETE FROM changed_subjects")
    clock = wrong_worker(seconds)
    async with asyncio.timeout(120):
        for condition in (DONE, AGGREGATED):
            while not await database.fetchval(condition):  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.05)
    assert seconds in clock.seen
    contents = await database.fetch("SELECT id FROM changed_subjects WHERE kind = 'content'")
    assert {row["id"] for row in contents} == {"c1"}
    now = datetime.now(UTC)
    for column, table in (
        ("collected_at", "social_latest"),
        ("collected_at", "social_posts WHERE collected_at IS NOT NULL"),
        ("found_at", "social_posts"),
        ("collected_at", "social_accounts"),
        ("aggregated_at", "social_workspaces"),
    ):
        for moment in (row[0] for row in await database.fetch(f"SELECT {column} FROM {table}")):
            assert now - FAR < moment < now + FAR, (column, table)
    due_at = await database.fetchval("SELECT due_at FROM social_accounts")
    assert now < due_at < now + timedelta(hours=1) + FAR
    ada.followers = 4321
    await bench.collect(account)  # by a clock that is right
    assert (await bench.values(account))["followers"] == (4321, "measured")
