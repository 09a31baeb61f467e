"""One trace through real processes: two workers of the API, and the aggregator."""

import json

import httpx

from tests.collector import collecting
from tests.products import running_product

TRACK = """mutation TrackEvents {
    trackEvents(events: [{type: VIEW_START, contentId: "c1", creatorId: "creator-1", sessionId: "s1"}]) { accepted }
}"""
FUNNEL = "{ funnel(steps: [{types: [VIEW_START]}, {types: [LIKE]}]) { steps { viewers } } }"
LIVE = 'subscription { contentAnalytics(contentId: "c1") { views { total } } }'


def test_a_trace_passes_workers_aggregator_and_redis_and_is_whole_when_they_end() -> None:
    with (
        collecting() as collector,
        running_product(
            VIEWPULSE_TRACES_ENDPOINT=collector.url, VIEWPULSE_TRACES_RATIO="1", VIEWPULSE_WORKERS="2"
        ) as product,
    ):
        facts = product.facts

        def views(line: str) -> object:
            return json.loads(line.removeprefix("data: "))["data"]["contentAnalytics"]["views"]["total"]

        def track() -> None:
            httpx.post(
                facts.url, json={"query": TRACK}, headers={"X-Viewpulse-Key": facts.write_key}, timeout=60
            ).raise_for_status()

        headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {facts.admin_token}"}
        with httpx.stream("POST", facts.url, json={"query": LIVE}, headers=headers, timeout=60) as stream:
            lines = (line for line in stream.iter_lines() if line.startswith("data: "))
            assert views(next(lines)) == 0
            track()
            assert views(next(lines)) == 1
        asked = httpx.post(
            facts.url, json={"query": FUNNEL}, headers={"Authorization": f"Bearer {facts.admin_token}"}, timeout=60
        )
        assert asked.json()["data"]["funnel"]["steps"][0]["viewers"] == 1
        product.stop()  # which sends what is left
        spans = collector.spans
        logs = [file.read_text() for file in product.data.glob("*.log")]

    [mutation] = [span for span in spans if span.name == "mutation TrackEvents"]
    way = [mutation]
    while following := [span for span in spans if span.parent == way[-1].id]:
        way += following
    assert [(span.service, span.name) for span in way] == [
        ("viewpulse-api", "mutation TrackEvents"),
        ("viewpulse-api", "commit"),
        ("viewpulse-aggregator", "run"),
        ("viewpulse-aggregator", "publish"),
        ("viewpulse-api", "execution"),
        ("viewpulse-api", "push"),
    ]
    assert {span.trace for span in way} == {mutation.trace}
    assert len(way) == len([span for span in spans if span.trace == mutation.trace])
    [question] = [span for span in spans if span.name == "question"]
    [answer] = [span for span in spans if span.parent == question.id]
    assert (question.service, answer.service, answer.name) == ("viewpulse-api", "viewpulse-worker", "answer")
    assert {span.name for span in spans if span.id == question.parent and span.trace == answer.trace} == {"query other"}
    assert facts.pids["api"] not in {span.process for span in spans}, (
        "those that were forked send, not the one that began"
    )
    assert len(logs) >= 5
    assert not any("traces" in log for log in logs), "nothing is said while all is well"
