"""What /metrics says after some traffic, and that it agrees with what the API says."""

import asyncio

from server.access import Role
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from tests.integration.monitoring.scraping import scrape
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket

TRACK = "mutation TrackEvents($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
CONTENT = 'contentAnalytics(contentId: "c1") { revision views { total } }'


async def track(api: Api, *ids: str) -> None:
    events = [
        {"id": name, "type": "VIEW_START", "contentId": "c1", "creatorId": "creator-1", "sessionId": name}
        for name in ids
    ]
    await api.ask(TRACK, {"events": events})


async def test_operations_are_counted_by_name_and_code(served_api: tuple[Api, str]) -> None:
    api, url = served_api
    await track(api, "a", "b")
    await track(api, "c")
    await api.ask("query Mine { __typename }")
    await api.ask(f"query ContentAnalytics {{ {CONTENT} }}", authorization=api.token("someone-else"))
    await api.post("query ContentAnalytics { nothing }")
    await api.post("{ __typename }", authorization="Bearer nonsense")
    await api.client.put("/graphql")

    found = await scrape(url)

    def operations(**labels: str) -> float:
        return found.total("viewpulse_operations_total", **labels)

    assert operations(operation="TrackEvents", code="OK") == 2
    assert operations(operation="other", code="OK") == 1
    assert operations(operation="ContentAnalytics") == 1
    assert operations(operation="ContentAnalytics", code="OK") == 0
    assert operations() == 4
    assert found.total("viewpulse_requests_refused_total", code="BAD_INPUT") == 2
    assert found.total("viewpulse_requests_refused_total", code="TOKEN_INVALID") == 1
    assert found.total("viewpulse_operation_seconds_count", type="mutation") == 2
    assert found.total("viewpulse_operation_seconds_bucket", type="query", le="+Inf") == 2


async def test_items_are_counted_by_status_and_reason(served_api: tuple[Api, str]) -> None:
    api, url = served_api
    await track(api, "a", "b", "c")
    await track(api, "a", "d", "")
    await api.ask(TRACK, {"events": [{"type": "NONE"}, {"id": "e", "type": "VIEW_START"}]})

    found = await scrape(url)

    def items(**labels: str) -> float:
        return found.total("viewpulse_ingest_items_total", **labels)

    assert items(status="ACCEPTED") == 5
    assert items(status="DUPLICATE", reason="DUPLICATE") == 1
    assert items(status="REJECTED") == 2
    assert items(status="REJECTED", reason="MISSING_FIELD") >= 1
    assert found["viewpulse_ingest_group_events_count"] == 2
    assert found["viewpulse_ingest_group_events_sum"] == 6
    assert found["viewpulse_ingest_wait_seconds_count"] == 2
    assert found["viewpulse_ingest_commit_seconds_sum"] > 0
    assert found["viewpulse_ingest_queue_events"] == 0
    assert found["viewpulse_ingest_up"] == 1
    assert found["viewpulse_rollup_batches_waiting"] == 2
    assert found["viewpulse_rollup_events_waiting"] == 5
    assert found["viewpulse_rollup_oldest_waiting_seconds"] > 0


async def test_clients_say_what_they_dropped(served_api: tuple[Api, str]) -> None:
    api, url = served_api
    name = "viewpulse_ingest_dropped_by_clients_total"

    async def post(dropped: object, key: str | None = api.write_key) -> int:
        body = {"key": key, "dropped": dropped, "events": [{"type": "VIEW", "contentId": "c1"}]}
        return (await api.client.post("/v1/in", json=body)).status_code

    assert await post(0) == await post(None) == 200
    assert (await scrape(url)).get(name) is None, "nobody has dropped anything, as far as is known"
    assert await post(7) == await post(5) == 200
    assert [await post(wrong) for wrong in (-1, 1.5, "3", 10**12)] == [400] * 4
    assert await post(9, "vp_write_nonsense") == 401, "what a stranger says is not counted"
    assert (await scrape(url))[name] == 12


async def test_a_push_is_seen_from_the_hint_to_the_socket(served_api: tuple[Api, str], settings: Settings) -> None:
    api, url = served_api
    publisher = Publisher(settings.redis_url, settings)
    aggregator = Aggregator(settings, publish=publisher.publish)
    try:
        async with socket(api.url) as client:
            await client.initialise(authorization=api.token("creator-1"))
            await track(api, "a")
            await aggregator.run_once()
            await client.subscribe(f"subscription {{ {CONTENT} }}")
            assert (await client.hear())["type"] == "next"
            await track(api, "b")
            await aggregator.run_once()
            assert (await client.hear())["payload"]["data"]["contentAnalytics"]["views"]["total"] == 2

            found = await scrape(url)

            assert found["viewpulse_sockets"] == 1
            assert found["viewpulse_live_subscriptions"] == found["viewpulse_live_shared_subscriptions"] == 1
            assert found["viewpulse_live_pushes_total"] == 2
            assert found["viewpulse_live_executions_total"] >= 2
            assert found["viewpulse_live_push_seconds_count"] == 1
            assert 0 < found["viewpulse_live_push_seconds_sum"] < 60
            assert found["viewpulse_redis_up"] == 1
        while (await scrape(url))["viewpulse_sockets"]:  # noqa: ASYNC110 - only a scrape can tell
            await asyncio.sleep(0.01)
    finally:
        await aggregator.close()
        await publisher.close()


async def test_health_stats_and_metrics_agree(served_api: tuple[Api, str], settings: Settings) -> None:
    api, url = served_api
    await track(api, "a", "b")
    before = await scrape(url)
    stats = await api.ask(
        "{ platformStats { pendingBatches pendingEvents } }", authorization=api.token("admin", Role.ADMIN)
    )
    assert stats["data"]["platformStats"] == {
        "pendingBatches": before["viewpulse_rollup_batches_waiting"],
        "pendingEvents": before["viewpulse_rollup_events_waiting"],
    }

    async def nowhere(_revisions: object, _subjects: object) -> None:
        pass

    aggregator = Aggregator(settings, publish=nowhere)
    await aggregator.run_once()
    await aggregator.close()
    first = (await api.client.get("/health/ready")).json()
    found = await scrape(url)
    second = (await api.client.get("/health/ready")).json()

    assert found["viewpulse_rollup_batches_waiting"] == 0
    assert first["aggregator"]["seconds"] <= found["viewpulse_rollup_lag_seconds"] <= second["aggregator"]["seconds"]
    assert found["viewpulse_database_up"] == second["database"]["ok"] == 1
    assert found["viewpulse_workers_up"] == second["worker"]["ok"] == 0
    assert found["viewpulse_ingest_up"] == second["ingest"]["ok"] == 1
