"""What the leading aggregator does in addition to the fold: partitions, old rejections, scores."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from pydantic import SecretStr
from structlog.testing import capture_logs

from server.logs import configure_logging
from server.monitoring.instruments import AUDIT_CHECKPOINT
from server.rollup import housekeeping
from server.rollup.aggregator import Aggregator
from server.rollup.housekeeping import Job
from server.rollup.run_counts import RunCounts
from server.settings import Settings
from server.storage.audit_trail import note, read_checkpoints
from server.storage.database import Connection, Pool
from tests.conftest import PRIVACY_SECRET, logging_kept
from tests.integration.rollup.feed import Published, feed
from tests.integration.rollup.test_aggregator import until, view

pytestmark = pytest.mark.own_database


async def test_the_leader_makes_partitions_and_forgets_old_rejections(database: Connection, settings: Settings) -> None:
    later = datetime.now(UTC) + timedelta(days=400)
    await database.execute(
        "INSERT INTO rejected_events (project_id, received_at, code, message, payload)"
        " VALUES (1, $1, 'BAD_INPUT', 'old', '{}'), (1, $2, 'BAD_INPUT', 'new', '{}')",
        later - timedelta(days=settings.rejected_retention_days, hours=1),
        later,
    )
    stop = asyncio.Event()
    aggregator = Aggregator(settings, publish=Published(), now=lambda: later)
    forever = asyncio.create_task(aggregator.run_forever(stop))

    async def forgotten() -> bool:
        rows = await database.fetch("SELECT message FROM rejected_events")
        return [row["message"] for row in rows] == ["new"]

    await until(forgotten)
    assert await database.fetchval("SELECT to_regclass($1)", f"events_{later:%Y%m%d}") is not None
    stop.set()
    await forever


async def fold_while_running(database: Connection, aggregator: Aggregator) -> list[dict[str, Any]]:
    """Three events, each folded before the next one comes; returns the warnings and errors logged meanwhile."""
    stop = asyncio.Event()
    with capture_logs() as logs:
        forever = asyncio.create_task(aggregator.run_forever(stop))
        for number in range(3):
            await feed(database, [view(f"s{number}")])

            async def folded(views: int = number + 1) -> bool:
                return bool(await database.fetchval("SELECT views FROM content_totals") == views)

            await until(folded)
        stop.set()
        await forever
    return [dict(line) for line in logs if line["log_level"] in ("warning", "error")]


async def test_scores_do_not_wait_for_the_end_of_a_backlog(database: Connection, settings: Settings) -> None:
    await feed(database, *([view(f"s{number}")] for number in range(100)))
    stop = asyncio.Event()
    one_by_one = Aggregator(settings.model_copy(update={"aggregation_max_events": 1}), publish=Published())
    forever = asyncio.create_task(one_by_one.run_forever(stop))

    async def scored() -> bool:
        return bool(await database.fetchval("SELECT EXISTS (SELECT 1 FROM content_scores)"))

    await until(scored)
    assert await database.fetchval("SELECT count(*) FROM ingest_batches") > 0
    stop.set()
    await forever


def failing(error: Exception) -> Job:
    async def job(_connection: Connection, _settings: Settings, _now: datetime) -> None:
        raise error

    return job


async def blocked(connection: Connection, _settings: Settings, _now: datetime) -> None:
    """Waits for a lock that another session never gives back."""
    await connection.execute("LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE")


async def bad_sql(connection: Connection, _settings: Settings, _now: datetime) -> None:
    async with connection.transaction():
        await connection.execute("SELECT 1 / 0")


async def test_events_are_counted_though_jobs_fail_or_wait_for_a_lock(
    database: Connection, pool: Pool, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = {
        "a bug": failing(TypeError("a bug")),
        "bad SQL": bad_sql,
        "blocked": blocked,
        "timeout": failing(TimeoutError()),
    }
    monkeypatch.setattr(housekeeping, "JOBS", tuple((name, job, 3600.0) for name, job in jobs.items()))
    async with pool.acquire() as other, other.transaction():
        await other.execute("LOCK TABLE events_default IN ACCESS SHARE MODE")
        logged = await fold_while_running(database, aggregator)
    assert [(line["event"], line["job"]) for line in logged] == [
        ("housekeeping failed; trying again", name) for name in jobs
    ]


async def test_scores_are_kept_though_publishing_fails(database: Connection, settings: Settings) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("Redis is away")

    await feed(database, [view()])
    aggregator = Aggregator(settings, publish=fail)
    stop = asyncio.Event()
    with capture_logs() as logs:
        forever = asyncio.create_task(aggregator.run_forever(stop))

        async def scored() -> bool:
            return bool(await database.fetchval("SELECT EXISTS (SELECT FROM content_scores)"))

        await until(scored)
        await feed(database, [view("s2")])

        async def folded() -> bool:
            return bool(await database.fetchval("SELECT views FROM content_totals") == 2)

        await until(folded)
        stop.set()
        await forever
    failures = {line["event"] for line in logs if line["log_level"] == "error"}
    assert failures == {"publishing failed; subscribers will catch up by polling"}


async def test_events_are_counted_even_if_scores_cannot_be_computed(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await database.execute("ALTER TABLE content_scores ADD CONSTRAINT no_views CHECK (views = 0)")
    logged = await fold_while_running(database, aggregator)
    assert [line["event"] for line in logged] == ["scoring failed; trying again"]
    assert await database.fetchval("SELECT count(*) FROM stale_scores") == 1


@pytest.mark.parametrize("secret", [PRIVACY_SECRET, None])
async def test_metrics_say_when_the_leader_last_logged_the_audit_checkpoints(
    database: Connection, settings: Settings, secret: str | None
) -> None:
    counts, stop = RunCounts(), asyncio.Event()
    keyed = settings.model_copy(update={"privacy_secret": secret and SecretStr(secret)})
    aggregator = Aggregator(keyed, publish=Published(), counts=counts)

    def shown() -> list[float]:
        return [one.value for one in counts.measure() if one.name == AUDIT_CHECKPOINT.name]

    began = datetime.now(UTC).timestamp()
    forever = asyncio.create_task(aggregator.run_forever(stop))
    await feed(database, [view("s1")])

    async def counted() -> bool:
        return bool(await database.fetchval("SELECT views FROM content_totals") == 1)

    await until(counted)
    assert len(shown()) == (secret is not None)
    assert all(began <= at <= datetime.now(UTC).timestamp() for at in shown())
    stop.set()
    await forever
    assert shown() == [], "another aggregator may lead now"


async def test_metrics_say_0_if_the_first_checkpoints_cannot_be_logged(
    database: Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "JOBS", (("log audit checkpoints", failing(ValueError("no")), 3600.0),))
    counts, stop = RunCounts(), asyncio.Event()
    aggregator = Aggregator(settings, publish=Published(), counts=counts)
    forever = asyncio.create_task(aggregator.run_forever(stop))
    await feed(database, [view("s1")])

    async def counted() -> bool:
        return bool(await database.fetchval("SELECT views FROM content_totals") == 1)

    await until(counted)
    assert [one.value for one in counts.measure() if one.name == AUDIT_CHECKPOINT.name] == [0]
    stop.set()
    await forever


@pytest.mark.parametrize("level", ["WARNING", "ERROR"])
async def test_audit_checkpoints_are_written_at_every_log_level(
    database: Connection, settings: Settings, level: str, capfd: pytest.CaptureFixture[str]
) -> None:
    await note(database, settings, 1, "removeEvents")
    with logging_kept():
        configure_logging(settings.model_copy(update={"log_level": level, "log_json": True}))
        try:
            await housekeeping.Housekeeping(settings, lambda: datetime.now(UTC)).run_due(database)
        finally:
            structlog.reset_defaults()
    [line] = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    [checkpoint] = await read_checkpoints(database)
    assert {name: line[name] for name in ("event", "level", "project", "number", "hash")} == {
        "event": "audit checkpoint",
        "level": "info",
        "project": 1,
        "number": 1,
        "hash": checkpoint.hash,
    }
