"""What /metrics costs: a scrape of an API whose instruments hold all that clients can make, and what they cost events.

python -m benchmarks.monitoring [--contents 10000] [--scrapes 200] [--seconds 8]
"""

import argparse
import json
import os
import statistics
import time
import timeit
import urllib.error
import urllib.request
from collections.abc import Callable

import psutil
from graphql import OperationDefinitionNode, parse
from rich.console import Console

from benchmarks import ingest
from benchmarks.sent_events import make_events, track_bodies
from benchmarks.stage import Stage, fresh_database, open_stage
from server.embedded import free_port
from server.events.ingest_counts import ACCEPTED, IngestCounts
from server.live.live_counts import LiveCounts
from server.monitoring.instruments import LIMIT_DECISIONS
from server.monitoring.samples import Counts
from server.settings import Settings
from server.transport.budget import Spending
from server.transport.documents import Operation
from server.transport.operation_counts import OperationCounts
from server.transport.persisted import ManifestDocuments

SCRAPE_SECONDS = 15.0
"""How often Prometheus scrapes, as in examples/monitoring."""
DOCUMENTS = (
    "query {name} {{ __typename }}",
    "query {name} {{ platformStats {{ revision }} }}",
    'query {name} {{ contentAnalytics(contentId: "x") {{ revision }} }}',
    "query {name}($a: ID!) {{ contentAnalytics(contentId: $a) {{ revision }} }}",
    "subscription {name} {{ platformAnalytics {{ revision }} }}",
)
"""One for each code that an operation with a name of the manifest can end with."""
ROUND = 100_000


def main() -> None:
    """Measures, and prints a line for each figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.monitoring", description=__doc__)
    parser.add_argument("--contents", type=int, default=10_000, help="that have counted events")
    parser.add_argument("--scrapes", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=8.0, help="of the load that the cost is compared with")
    arguments = parser.parse_args()
    console = Console(highlight=False)
    console.print(f"load average when it began: {os.getloadavg()[0]:.2f}, {os.cpu_count()} processors")
    with open_stage() as stage:
        scrapes(stage, arguments.contents, arguments.scrapes, console)
        batches = ingest.batches(stage, arguments.seconds)["perSecond"]
    instruments(console, batches)


def scrapes(stage: Stage, contents: int, count: int, console: Console) -> None:
    """Prints how long scrapes take, and how much of the processor."""
    metrics = free_port()
    with (
        fresh_database(stage, "bench_metrics") as fresh,
        fresh.aggregator(),
        fresh.api(VIEWPULSE_METRICS_PORT=str(metrics)) as (port, pid),
    ):
        url = f"http://127.0.0.1:{metrics}/metrics"
        events = (
            {**event, "contentId": f"c{number % contents}"} for number, event in enumerate(make_events(contents, 1))
        )
        for body in track_bodies(events):
            _post(port, body, {"x-viewpulse-key": fresh.write_key})
        token = {"authorization": f"Bearer {fresh.admin_token}"}
        for name in sorted(ManifestDocuments.from_settings(Settings()).names):
            for document in DOCUMENTS:
                for headers in ({}, token):
                    _post(port, json.dumps({"query": document.format(name=name)}).encode(), headers)
        while "viewpulse_rollup_events_waiting 0.0" not in _read(url):
            time.sleep(0.5)
        text, process = _read(url), psutil.Process(pid)
        series = sum(not line.startswith("#") for line in text.splitlines())
        before, taken = process.cpu_times(), []
        for _ in range(count):
            started = time.perf_counter()
            _read(url)
            taken.append(time.perf_counter() - started)
        after = process.cpu_times()
    spent = (after.user + after.system - before.user - before.system) / count
    milliseconds = [1000 * seconds for seconds in sorted(taken)]
    middle, late = statistics.median(milliseconds), milliseconds[int(0.99 * count)]
    console.print(f"scrape: {series:,} series, {len(text) / 1024:,.0f} KiB, {contents:,} contents counted")
    console.print(
        f"scrape: {milliseconds[0]:.1f} ms at least, {middle:.1f} ms in the middle, {late:.1f} ms of 99 % at most; "
        "target <= 50 ms"
    )
    console.print(
        f"scrape: {1000 * spent:.1f} ms of the processor, {100 * spent / SCRAPE_SECONDS:.2f} % at one in "
        f"{SCRAPE_SECONDS:g} s; target <= 1 %"
    )


def instruments(console: Console, batches: float) -> None:
    """Prints what counting costs.

    Args:
        console: Where to.
        batches: Batches of 100 events a second that the API takes, as P1 measures them.
    """
    counts, ingested, live = OperationCounts(["TrackEvents"]), IngestCounts(), LiveCounts()
    decisions = Counts(LIMIT_DECISIONS)
    document = parse("mutation TrackEvents { trackEvents(events: []) { accepted } }")
    definition = document.definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    operation = Operation(document, definition, Spending())

    def request() -> None:
        started = time.perf_counter()
        decisions.add("batches", "allowed")
        waited = time.perf_counter()
        ingested.wait_seconds.observe(time.perf_counter() - waited)
        ingested.items.add(ACCEPTED, "", by=100)
        counts.add(operation, (), time.perf_counter() - started)

    def group() -> None:
        started = time.perf_counter()
        ingested.group_events.observe(1600)
        ingested.commit_seconds.observe(time.perf_counter() - started)

    def push() -> None:
        live.pushes += 1

    of_request, of_group, of_push = _cost(request), _cost(group), _cost(push)
    whole = of_request + of_group  # of a commit, which several requests share, all of it
    console.print(f"a request: {1e6 * of_request:.2f} µs; a group commit: {1e6 * of_group:.2f} µs")
    console.print(
        f"a batch of 100 events takes {1e6 / batches:,.0f} µs (P1: {100 * batches:,.0f} events/s): counting is "
        f"{100 * whole * batches:.3f} % of it; target <= 1 %"
    )
    console.print(f"a push: {1e9 * of_push:.0f} ns, of some 14 µs that a delivery of P5 takes: {of_push / 14e-6:.2%}")


def _cost(function: Callable[[], None]) -> float:
    """Seconds of one call: the least of five rounds, without what else the machine did."""
    return min(timeit.repeat(function, number=ROUND, repeat=5)) / ROUND


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as response:
        text: str = response.read().decode()
        return text


def _post(port: int, body: bytes, headers: dict[str, str]) -> None:
    sent = {"content-type": "application/json", **headers}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, sent)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            response.read()
    except urllib.error.HTTPError as refused:
        refused.read()


if __name__ == "__main__":
    main()
