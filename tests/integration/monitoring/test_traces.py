"""Traces, from a mutation to the push that it causes, as a collector gets them. Nothing here is a stand-in."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from server.access import Caller, Role
from server.analytics.worker_answers import WorkerAnswers
from server.events.ingest import Ingest
from server.events.model import decode_event
from server.live.publish import Publisher
from server.monitoring import traces
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.collector import Seen, collecting
from tests.integration.monitoring.scraping import monitored
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.integration.worker.stand_ins import asking, ready, working

TRACE, CLIENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SAMPLED, NOT_SAMPLED = f"00-{TRACE}-{CLIENT}-01", f"00-{TRACE}-{CLIENT}-00"
TRACK = "mutation TrackEvents($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
LIVE = (
    'subscription ContentAnalyticsLive { contentAnalytics(contentId: "secret-content") { revision views { total } } }'
)
PAGE = (Path(__file__).parents[3] / "docs" / "monitoring.md").read_text()
OPENMETRICS = "application/openmetrics-text; version=1.0.0"


def view(viewer: str, **more: Any) -> dict[str, Any]:
    about = {"contentId": "secret-content", "creatorId": "secret-creator"}
    return {"type": "VIEW_START", **about, "sessionId": f"secret-{viewer}", **more}


@asynccontextmanager
async def parts(settings: Settings, pool: Pool, **options: Any) -> AsyncIterator[tuple[Api, Aggregator, str]]:
    """The application, an aggregator, and the address of /metrics."""
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    chosen = settings.model_copy(update=options)
    publisher = Publisher(settings.redis_url, settings)
    aggregator = Aggregator(chosen, publish=publisher.publish)
    try:
        async with monitored(chosen) as (api, metrics):
            api.write_key = key
            yield api, aggregator, metrics
    finally:
        await aggregator.close()
        await publisher.close()


def ways(spans: list[Seen]) -> list[tuple[str, str]]:
    """Each span with its parent, by name; a parent that has not arrived is its id."""
    names = {span.id: span.name for span in spans}
    return [(names.get(span.parent, span.parent), span.name) for span in spans]


def explained() -> dict[str, set[str]]:
    """The spans and their attributes that the page names."""
    rows = re.findall(r"^\| `([\w ]+)` \| `viewpulse-\w+` \| .* \| (.*) \|$", PAGE, re.MULTILINE)
    return {name: set(re.findall(r"`([\w.]+)`", attributes)) - {"error.type"} for name, attributes in rows}


def of_name(spans: list[Seen], name: str) -> list[Seen]:
    return [span for span in spans if span.name == name]


async def test_one_trace_leads_from_a_mutation_to_the_push(settings: Settings, pool: Pool) -> None:
    with collecting() as collector:
        # of a thousand operations none: all that arrives belongs to the client's own trace
        async with parts(settings, pool, traces_endpoint=collector.url, traces_ratio=0.0) as (api, aggregator, metrics):
            token = api.token("secret-creator", Role.CREATOR)
            async with socket(api.url) as client:
                await client.initialise(authorization=token)
                await api.ask(TRACK, {"events": [view("first")]}, traceparent=NOT_SAMPLED)
                await aggregator.run_once()
                await client.subscribe(LIVE)
                assert (await client.hear())["type"] == "next"

                await api.ask(
                    TRACK,
                    {"events": [view("viewer", userId=None), view("other", id="secret-event")]},
                    traceparent=SAMPLED,
                    tracestate="vendor=secret-state",
                    baggage="user=secret-baggage",
                    x_request_id="secret-request",
                )
                await aggregator.run_once()
                pushed = await client.hear()
                assert pushed["payload"]["data"]["contentAnalytics"]["views"]["total"] == 3
            async with httpx.AsyncClient(timeout=60, verify=False) as scraper:
                shown = (await scraper.get(metrics, headers={"accept": OPENMETRICS})).text
                plain = (await scraper.get(metrics)).text
        spans = collector.spans

    assert {span.trace for span in spans} == {TRACE}
    assert ways(spans) == [
        (CLIENT, "mutation TrackEvents"),
        ("mutation TrackEvents", "commit"),
        ("commit", "run"),
        ("run", "publish"),
        ("publish", "execution"),
        ("execution", "push"),
    ]
    told = explained()
    asked = {name: told.pop(name) for name in ("question", "answer")}
    assert asked == {"question": {"viewpulse.kind"}, "answer": {"viewpulse.kind"}}
    assert {span.name: set(span.attributes) for span in spans} == told
    assert spans[-1].attributes.pop("viewpulse.bytes") > 50
    assert [span.attributes for span in spans] == [
        {"graphql.operation.type": "mutation", "graphql.operation.name": "TrackEvents", "viewpulse.project": 1},
        {"viewpulse.events": 2, "viewpulse.requests": 1},
        {"viewpulse.batches": 1, "viewpulse.events": 2},
        {"viewpulse.projects": 1},
        {"graphql.operation.name": "ContentAnalyticsLive"},
        {"viewpulse.subscribers": 1},
    ]
    assert all(0 < span.seconds < 60 and not span.links and not span.failed for span in spans)
    sent = b"".join(collector.bodies)
    assert api.write_key
    for word in ("secret", api.write_key, token.removeprefix("Bearer "), "trackEvents"):
        assert word.encode() not in sent

    traced = [line for line in shown.splitlines() if "# {" in line]
    assert {line.partition("_bucket")[0] for line in traced} == {
        *("viewpulse_operation_seconds", "viewpulse_ingest_wait_seconds", "viewpulse_ingest_commit_seconds"),
        "viewpulse_live_push_seconds",
    }
    assert all(f'# {{trace_id="{TRACE}"}} ' in line for line in traced)
    assert TRACE not in plain


FUNNEL = """query Funnel($days: Int!) {
    funnel(steps: [{types: [VIEW_START]}, {types: [LIKE]}], range: {days: $days}) { revision steps { viewers } }
}"""


async def test_a_trace_of_a_question_shows_the_answer_of_the_worker(settings: Settings, pool: Pool) -> None:
    answers = WorkerAnswers(settings)
    with collecting() as collector:
        chosen = {"traces_endpoint": collector.url, "traces_ratio": 0.0}
        async with parts(settings, pool, **chosen) as (api, _, _), working(settings, answers.respond):
            token = api.token("root", Role.ADMIN)
            async with asking(settings) as asker:
                await ready(asker)
            for traceparent in (NOT_SAMPLED, SAMPLED):
                found = await api.ask(FUNNEL, {"days": 7}, authorization=token, traceparent=traceparent)
                assert found["data"]["funnel"]["steps"][0]["viewers"] == 0
        await answers.close()
        spans = collector.spans

    assert ways(spans) == [(CLIENT, "query Funnel"), ("query Funnel", "question"), ("question", "answer")]
    assert [span.attributes for span in spans[1:]] == [{"viewpulse.kind": "funnel"}] * 2
    assert not any(span.failed for span in spans)


async def test_what_is_done_for_several_names_all_of_them(settings: Settings, pool: Pool) -> None:
    together = {"ingest_max_delay": 1.0, "ingest_writers": 1, "ingest_max_batch": 2}
    with collecting() as collector:
        async with parts(settings, pool, traces_endpoint=collector.url, traces_ratio=1.0, **together) as (
            api,
            aggregator,
            _,
        ):
            for _ in range(2):
                await asyncio.gather(*(api.ask(TRACK, {"events": [view("a")]}) for _ in range(2)))
            await aggregator.run_once()
            await api.ask("query SecretName { __typename }")
            await api.ask('query ContentAnalytics { contentAnalytics(contentId: "none") { revision } }')
        spans = collector.spans

    mutations, commits, [run] = (of_name(spans, name) for name in ("mutation TrackEvents", "commit", "run"))
    assert len({span.trace for span in mutations}) == 4
    assert [len(commits), run.attributes["viewpulse.batches"], run.attributes["viewpulse.events"]] == [2, 2, 4]
    asking = [{commit.parent, *commit.links} for commit in commits]
    assert asking == [{span.id for span in mutations[:2]}, {span.id for span in mutations[2:]}]
    assert (run.parent, run.links) == (commits[0].id, (commits[1].id,))
    assert run.trace == commits[0].trace

    [other], [refused] = of_name(spans, "query other"), of_name(spans, "query ContentAnalytics")
    assert "error.type" not in other.attributes
    assert refused.attributes["error.type"] == "UNAUTHENTICATED"
    assert not refused.failed, "it is the client's fault"
    assert b"SecretName" not in b"".join(collector.bodies)


async def test_without_a_collector_nothing_says_what_belongs_together(settings: Settings, pool: Pool) -> None:
    async with parts(settings, pool) as (api, aggregator, _):
        await api.ask(TRACK, {"events": [view("a")]}, traceparent=SAMPLED)
        assert [row["trace"] for row in await pool.fetch("SELECT trace FROM ingest_batches")] == [None]
        assert not traces.are_on()

        before = traces.current.set(SAMPLED)
        later = Ingest(pool, settings)
        await later.start()  # as that of a cell that a traced request needs first
        traces.current.reset(before)
        await later.track(Caller(may_track=True), [decode_event(view("b"))])
        await later.stop()
        assert [row["trace"] for row in await pool.fetch("SELECT trace FROM ingest_batches")] == [None] * 2
        assert (await aggregator.run_once()).traces == ()
