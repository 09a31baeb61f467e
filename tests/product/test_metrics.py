"""/metrics of real processes: all that `viewpulse dev` starts, and several workers on one port."""

import asyncio
import os
import signal
from collections.abc import Iterator

import httpx
import pytest

from server.embedded import free_port
from server.monitoring.instruments import INSTRUMENTS
from tests.integration.monitoring.scraping import Scrape, read
from tests.product.test_workers import AWAY, WORKERS, Served, running
from tests.products import Product, is_alive, wait_until

FUNNEL = "{ funnel(steps: [{types: [VIEW_START]}, {types: [LIKE]}]) { revision } }"
WORKSPACE = 'mutation { upsertSocialWorkspace(workspaceId: "main", name: "Main") { name } }'
ACCOUNTS = '{ socialAccounts(workspaceId: "main", first: 1) { totalCount } }'
SELDOM = {
    *("viewpulse_live_executions_failed_total", "viewpulse_database_capacity_bytes"),
    "viewpulse_limit_decisions_total",  # tests run without rate limits
}
"""What needs a fault, or a setting."""


def scrape(url: str) -> Scrape:
    return read(httpx.get(url, timeout=60).text)


def test_every_process_of_dev_has_its_numbers(product: Product) -> None:
    urls = product.facts.metrics_urls
    assert urls["api"] in product.output

    def leads() -> bool:
        return scrape(urls["aggregator"])["viewpulse_aggregator_leading"] == 1

    wait_until(leads, what="a leader")
    api = scrape(urls["api"])
    assert api["viewpulse_rollup_leaders"] == api["viewpulse_workers_up"] == api["viewpulse_database_up"] == 1
    assert api["viewpulse_partitions_ahead_days"] == 7
    assert api["viewpulse_database_bytes"] > 1_000_000
    assert scrape(urls["worker"])["viewpulse_worker_answering"] == 0
    for url in urls.values():
        assert scrape(url)["viewpulse_processes"] == 1


def test_together_they_show_what_the_page_says(product: Product) -> None:
    facts = product.facts

    def post(query: str, **headers: str) -> None:
        httpx.post(facts.url, json={"query": query}, headers=headers, timeout=60).raise_for_status()

    def names() -> set[str]:
        return {name for url in facts.metrics_urls.values() for name in scrape(url).names}

    post(
        'mutation { trackEvent(event: {type: VIEW_START, contentId: "m", creatorId: "creator-1"}) { accepted } }',
        **{"X-Viewpulse-Key": facts.write_key},
    )
    dropped = {"key": facts.write_key, "events": [{"type": "VIEW_START", "contentId": "m"}], "dropped": 3}
    httpx.post(f"http://127.0.0.1:{product.port}/v1/in", json=dropped, timeout=60).raise_for_status()
    for query in (FUNNEL, WORKSPACE, ACCOUNTS):
        post(query, Authorization=f"Bearer {facts.admin_token}")
    httpx.post(facts.url, json={"query": "{ __typename }"}, headers={"Authorization": "Bearer x"}, timeout=60)

    wait_until(lambda: set(INSTRUMENTS) - names() == SELDOM, what="everything else")
    assert names() <= set(INSTRUMENTS)


def test_the_port_of_the_api_shows_no_metrics(product: Product) -> None:
    public = product.facts.url.removesuffix("/graphql")

    assert httpx.get(f"{public}/metrics", timeout=60).status_code == httpx.codes.NOT_FOUND
    assert "viewpulse_" not in httpx.get(f"{public}/metrics", timeout=60).text


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    port = free_port()
    folder = tmp_path_factory.mktemp("served")
    with running(Served(folder, **AWAY, VIEWPULSE_METRICS_PORT=str(port))) as served:
        yield served, f"http://127.0.0.1:{port}/metrics"


async def test_one_scrape_shows_all_workers_and_a_successor_counts_on(served: tuple[Served, str]) -> None:
    command, url = served

    def asked() -> float:
        return scrape(url).total("viewpulse_operations_total", code="OK")

    async def ask(worker: int) -> None:
        async with command.connection_to(worker) as client:
            client.headers.pop("X-Viewpulse-Key")
            answer = await client.post("/graphql", json={"query": "{ __typename }"})
            assert answer.json() == {"data": {"__typename": "Query"}}

    workers = sorted(command.workers)
    for worker in workers:
        await ask(worker)
        await ask(worker)
    await asyncio.to_thread(wait_until, lambda: asked() == 4, what="a scrape of all workers")
    assert scrape(url)["viewpulse_processes"] == WORKERS

    os.kill(workers[0], signal.SIGKILL)
    wait_until(lambda: not is_alive(workers[0]))
    seen = [asked()]

    def look(expected: float | None = None) -> bool:
        seen.append(asked())
        return len(command.workers) == WORKERS and expected in (None, seen[-1])

    await asyncio.to_thread(wait_until, look, what="a successor")
    [successor] = command.workers - set(workers)
    command.wait_listening(WORKERS + 1)
    await ask(successor)
    await asyncio.to_thread(wait_until, lambda: look(5), what="what the successor did")

    assert seen == sorted(seen)
    assert scrape(url)["viewpulse_processes"] == WORKERS
