"""Each alert of `examples/monitoring` is fired by a real fault, and by no other; without a fault all are silent."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import asyncpg
import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from server.monitoring.exporter import Exporter
from server.rollup import housekeeping
from server.rollup.aggregator import Aggregator
from server.rollup.run_counts import RunCounts
from server.settings import Settings
from server.storage.database import set_codecs
from server.storage.partitions import daily_partitions, drop_partition, ensure_partitions
from tests.conftest import PRIVACY_SECRET
from tests.fault.alerts import ALERTS, MISSING, Fault, Look, look, not_as_expected
from tests.fault.deployment import Deployment, Service, deployed
from tests.products import PATIENCE

BURNS = ("ViewpulseErrors", "ViewpulseBurnsFast", "ViewpulseBurns", "ViewpulseBurnsSlowly")
TRACK = "mutation TrackEvents($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
EVENTS = [{"type": "VIEW_START", "contentId": "c", "sessionId": "s"}]
ERASE = 'mutation { eraseViewer(id: "someone", kind: USER) { state } }'
LONG = 75
"""Minutes after which also what must last for an hour has lasted."""
DAY = 86_400.0
FULL = "SELECT pg_database_size(current_database()) + (SELECT sum(size) FROM pg_ls_waldir())::bigint"
KEEP_LOG = """
SELECT pg_create_physical_replication_slot('away', true);
SELECT pg_logical_emit_message(false, 'log', repeat('x', 1000000)) FROM generate_series(1, {mega_bytes});
SELECT pg_switch_wal();
"""


@dataclass
class Watch:
    """Looks at a deployment, and breaks it.

    Attributes:
        deployment: It.
        targets: The address of each job.
        http: For requests.
        faults: Those that were seen.
    """

    deployment: Deployment
    targets: dict[str, str]
    http: httpx.AsyncClient = field(init=False)
    faults: list[Fault] = field(default_factory=list)

    async def requests(self, api: Service | None = None) -> None:
        """Some requests at once, whatever becomes of them."""
        url = f"{(api or self.deployment.api).url}/graphql"
        headers = {"X-Viewpulse-Key": self.deployment.keys[1]}
        body = {"query": TRACK, "operationName": "TrackEvents", "variables": {"events": EVENTS}}
        sent = (self.http.post(url, json=body, headers=headers) for _ in range(5))
        await asyncio.gather(*sent, return_exceptions=True)

    async def look_until(self, accepts: Callable[[Look], bool], *, quiet: bool = False) -> tuple[Look, Look]:
        """The first look that is accepted, and another one; with requests before each of them."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if not quiet:
                    await self.requests()
                if accepts(first := await look(self.targets)):
                    break
                await asyncio.sleep(0.05)
        await (asyncio.sleep(0.5) if quiet else self.requests())
        return first, await look(self.targets)

    async def fault(
        self,
        what: str,
        fires: tuple[str, ...],
        accepts: Callable[[Look], bool],
        before: tuple[Look, Look],
        *,
        minutes: int = 5,
        grows: tuple[str, ...] = (),
        possible: tuple[str, ...] = (),
        quiet: bool = False,
    ) -> None:
        """Looks at a fault as soon as the product shows it."""
        during = await self.look_until(accepts, quiet=quiet)
        async with asyncio.timeout(PATIENCE):
            while any(during[1][name] <= during[0][name] for name in grows):
                during = during[0], await look(self.targets)
        fault = Fault(what, before, during, frozenset(fires), minutes, grows=frozenset(grows))
        self.faults.append(replace(fault, possible=frozenset(possible)))

    async def well(self) -> tuple[Look, Look]:
        """Two looks when nothing is broken any more."""
        return await self.look_until(is_well)

    @asynccontextmanager
    async def sql(self) -> AsyncIterator["asyncpg.Connection[Any]"]:
        connection = await asyncpg.connect(self.deployment.database.url)
        try:
            await set_codecs(connection)
            yield connection
        finally:
            connection.terminate()


def is_well(found: Look) -> bool:
    """Whether all that the product shows of itself is as it should be."""
    ups = [value for series, value in found.values.items() if series.startswith("up{")]
    ones = ("database_up", "redis_up", "workers_up", "ingest_up", "rollup_leaders", "partitions_ahead_days")
    few = ("rollup_lag_seconds", "erasure_oldest_waiting_seconds")
    return (
        all(ups)
        and all(found[f"viewpulse_{name}"] >= 1 for name in ones)
        and all(0 <= found[f"viewpulse_{name}"] < 10 for name in few)
        and found["viewpulse_ingest_slowed"] == 0
        and found["viewpulse_audit_checkpoint_timestamp_seconds"] > 0
    )


@pytest.fixture
def watch() -> Iterator[Watch]:
    settings = {
        "VIEWPULSE_AGGREGATION_INTERVAL": "0.1",
        "VIEWPULSE_INGEST_TIMEOUT": "2",
        "VIEWPULSE_PRIVACY_SECRET": PRIVACY_SECRET,
    }
    with deployed(previous=False, **settings) as deployment:
        parts = {"api": deployment.api, "aggregator": deployment.aggregator, "worker": deployment.worker}
        yield Watch(deployment, {f"viewpulse-{name}": part.metrics_address for name, part in parts.items()})


def test_each_alert_is_fired_by_a_real_fault_and_silent_before(watch: Watch, tmp_path: Path) -> None:
    asyncio.run(break_everything(watch))

    assert {alert for fault in watch.faults for alert in fault.fires} == ALERTS
    assert not_as_expected(watch.faults, tmp_path) == ""
    [worker, *_] = watch.faults
    assert "ViewpulseNoWorker" in not_as_expected([replace(worker, fires=frozenset({"ViewpulseDown"}))], tmp_path)


def test_without_promtool_the_failure_names_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AssertionError, match="package prometheus"):
        not_as_expected([], tmp_path)
    assert "apt-get install" in MISSING


async def break_everything(watch: Watch) -> None:
    """One fault after another; each is over before the next one."""
    async with httpx.AsyncClient(timeout=30, verify=False) as watch.http:
        for harm in (
            kill_the_worker,
            kill_the_aggregator,
            kill_redis,
            stop_the_database,
            lock_raw_events,
            drop_the_partitions,
            count_too_slowly,
            fill_the_volume_with_log,
        ):
            await harm(watch)


async def kill_the_worker(watch: Watch) -> None:
    before = await watch.well()
    watch.deployment.worker.kill()
    await watch.fault(
        "the worker is killed",
        ("ViewpulseNoWorker", "ViewpulseDown"),
        lambda found: found["viewpulse_workers_up"] == 0,
        before,
    )
    watch.deployment.worker.launch()


async def kill_the_aggregator(watch: Watch) -> None:
    """Meanwhile an erasure is requested; and before the aggregator is started again, another one's checkpoints fail."""
    before = await watch.well()
    watch.deployment.aggregator.kill()
    headers = {"Authorization": f"Bearer {watch.deployment.tokens[1]}"}
    answer = await watch.http.post(f"{watch.deployment.api.url}/graphql", json={"query": ERASE}, headers=headers)
    assert "errors" not in answer.json(), answer.text
    await watch.fault(
        "the aggregator is killed",
        ("ViewpulseNoLeader", "ViewpulseLag", "ViewpulseErasureWaits", "ViewpulseDown"),
        lambda found: found["viewpulse_rollup_leaders"] == 0 and found["viewpulse_erasure_oldest_waiting_seconds"] > 0,
        before,
        minutes=LONG,
        grows=("viewpulse_rollup_lag_seconds", "viewpulse_erasure_oldest_waiting_seconds"),
    )
    watch.faults.append(await lock_the_audit_trail(watch))
    watch.deployment.aggregator.launch()


async def lock_the_audit_trail(watch: Watch) -> Fault:
    """An aggregator, by a clock that jumps by days, logs its checkpoints, until it cannot read the trail."""
    began, passed = datetime.now(UTC), [0.0]
    settings = Settings(
        database_url=watch.deployment.database.url,
        redis_url=watch.deployment.redis.url,
        privacy_secret=SecretStr(PRIVACY_SECRET),
        aggregation_interval=0.1,
        metrics_port=0,
    )

    async def nowhere(_revisions: object, _subjects: object) -> None:
        pass

    counts, stop = RunCounts(), asyncio.Event()
    exporter = Exporter.open(settings)
    assert exporter is not None
    targets = {"viewpulse-aggregator": exporter.url.removeprefix("http://").removesuffix("/metrics")}

    async def pair(at: float) -> tuple[Look, Look]:
        return await look(targets, at), await look(targets, at + 1)

    async with AsyncExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(housekeeping, "time", SimpleNamespace(monotonic=lambda: 1.0 + passed[0]))
        logged = stack.enter_context(capture_logs())
        await stack.enter_async_context(exporter.running([counts.measure]))
        aggregator = Aggregator(
            settings, publish=nowhere, now=lambda: began + timedelta(seconds=passed[0]), counts=counts
        )
        running = asyncio.create_task(aggregator.run_forever(stop))
        for days in (0, 1):
            passed[0] = days * (DAY + 60)
            await until(lambda: counts.checkpoints.get(aggregator) == began.timestamp() + passed[0])
        before = await pair(began.timestamp() + passed[0])
        async with watch.sql() as connection, connection.transaction():
            await connection.execute("LOCK TABLE audit_heads IN ACCESS EXCLUSIVE MODE")
            passed[0] = 2 * (DAY + 60)
            await until(lambda: any(line.get("job") == "log audit checkpoints" for line in logged))
            during = await pair(began.timestamp() + passed[0])
        stop.set()
        await running
    return Fault(
        "the audit trail cannot be read", before, during, frozenset({"ViewpulseCheckpointOld"}), 27 * 12, minutes=5
    )


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - of other tasks and processes
            await asyncio.sleep(0.02)


async def kill_redis(watch: Watch) -> None:
    before = await watch.well()
    server = watch.deployment.redis.server
    assert server is not None
    server.process.kill()
    watch.deployment.redis.stop()
    await watch.fault(
        "Redis is killed",
        ("ViewpulseRedisDown", "ViewpulseNoWorker"),
        lambda found: found["viewpulse_redis_up"] == 0 and found["viewpulse_workers_up"] == 0,
        before,
    )
    watch.deployment.redis.start()


async def stop_the_database(watch: Watch) -> None:
    before = await watch.well()
    watch.deployment.database.stop_immediately()
    await watch.fault(
        "PostgreSQL is stopped",
        ("ViewpulseDatabaseDown", "ViewpulseIngestFails", *BURNS),
        lambda found: found["viewpulse_database_up"] == found["viewpulse_ingest_up"] == 0,
        before,
        minutes=LONG,
    )
    await watch.deployment.database.start_again()


async def lock_raw_events(watch: Watch) -> None:
    before = await watch.well()
    async with watch.sql() as connection, connection.transaction():
        await connection.execute("LOCK TABLE raw_events IN ACCESS EXCLUSIVE MODE")
        await watch.fault(
            "events cannot be stored",
            ("ViewpulseIngestFails", *BURNS),
            lambda found: found["viewpulse_ingest_up"] == 0,
            before,
            minutes=LONG,
        )


async def drop_the_partitions(watch: Watch) -> None:
    before = await watch.well()
    async with watch.sql() as connection:
        for name, day in await daily_partitions(connection):
            if day > datetime.now(UTC).date():
                async with connection.transaction():
                    await drop_partition(connection, name)
        await watch.fault(
            "no partition for tomorrow",
            ("ViewpulseNoPartitionForTomorrow",),
            lambda found: found["viewpulse_partitions_ahead_days"] == 0,
            before,
            minutes=15,
        )
        await ensure_partitions(connection, datetime.now(UTC), days_back=1)


async def count_too_slowly(watch: Watch) -> None:
    """An aggregator that has a processor for a fifth of the time, and counts one request at a time."""
    aggregator, address = watch.deployment.aggregator, watch.targets["viewpulse-api"]
    impatient = {"VIEWPULSE_INGEST_MAX_LAG": "0.6", "VIEWPULSE_INGEST_MAX_BATCH": "1"}
    async with watch.deployment.another(watch.deployment.command("serve", **impatient)) as api:
        watch.targets["viewpulse-api"] = api.metrics_address
        before = await watch.well()
        aggregator.environment["VIEWPULSE_AGGREGATION_MAX_EVENTS"] = "1"
        aggregator.restart()
        stop = asyncio.Event()
        harming = asyncio.gather(starve_until(stop, aggregator), *(send_until(stop, watch, api) for _ in range(4)))
        try:
            await watch.fault(
                "more events arrive than are counted",
                ("ViewpulseSlowed",),
                lambda found: found["viewpulse_ingest_slowed"] > 0,
                before,
                possible=BURNS,
                quiet=True,
            )
        finally:
            stop.set()
            await harming
    del aggregator.environment["VIEWPULSE_AGGREGATION_MAX_EVENTS"]
    aggregator.restart()
    watch.targets["viewpulse-api"] = address


async def send_until(stop: asyncio.Event, watch: Watch, api: Service) -> None:
    while not stop.is_set():
        await watch.requests(api)


async def starve_until(stop: asyncio.Event, service: Service) -> None:
    while not stop.is_set():
        os.kill(service.pid, signal.SIGSTOP)
        await asyncio.sleep(0.4)
        os.kill(service.pid, signal.SIGCONT)
        await asyncio.sleep(0.1)


async def fill_the_volume_with_log(watch: Watch) -> None:
    """PostgreSQL keeps its log for a replica that never comes. A process reads the size once a minute: hence two."""
    async with watch.sql() as connection:
        size = await connection.fetchval(FULL)
        capacity = {"VIEWPULSE_DATABASE_CAPACITY_BYTES": str(int(size / 0.7))}
        async with watch.deployment.another(watch.deployment.command("serve", **capacity)) as api:
            watch.targets["viewpulse-api"] = api.metrics_address
            before = await watch.well()
        await connection.execute(KEEP_LOG.format(mega_bytes=int(0.3 * size / 1e6)))
    async with watch.deployment.another(watch.deployment.command("serve", **capacity)) as api:
        watch.targets["viewpulse-api"] = api.metrics_address
        await watch.fault(
            "the log of PostgreSQL fills its volume",
            ("ViewpulseStorage",),
            lambda found: found["viewpulse_database_wal_bytes"] > 0,
            before,
            minutes=10,
        )
