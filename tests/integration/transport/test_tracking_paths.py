"""The fast path of tracking answers exactly as the ordinary path through the schema."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvers.context import Services
from resolvers.schema import ROOT_FIELDS, build_schema
from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.events.counted import NotCounted
from server.events.ingest import ItemResult, Status, located_warnings
from server.events.model import Event, Rejection
from server.settings import Settings
from server.transport import execution
from server.transport.execution import Executor
from server.transport.failures import OperationRefused
from server.transport.tracking import plan_of
from tests.contexts import contexts_of
from tests.drawing import drawn

MOMENT = datetime(2026, 3, 1, 12, 30, 15, 120000, tzinfo=UTC)
VIEWER = Caller(may_track=True)
SCHEMA = build_schema()


class Echo:
    """Answers each item by what it is, in place of the database."""

    def __init__(self) -> None:
        self.failure: Exception | None = None

    async def track(
        self,
        caller: Caller,
        items: Sequence[Event | Rejection],
        *,
        sent_at: datetime | None = None,
        argument: str = "events",
        asks_counted: bool = False,
    ) -> list[ItemResult]:
        assert caller is VIEWER
        if self.failure is not None:
            raise self.failure
        results = [self._answer(item, index, sent_at, argument) for index, item in enumerate(items)]
        for index, result in enumerate(results):
            result.index, result.counted = index, True if asks_counted else None
        return results

    def _answer(self, item: Event | Rejection, index: int, sent_at: datetime | None, argument: str) -> ItemResult:
        received_at = sent_at or MOMENT
        if isinstance(item, Rejection):
            path = [argument, str(index), *map(str, item.path)]
            return ItemResult(Status.REJECTED, item.event_id, received_at, None, item.code, item.message, path)
        status = Status.DUPLICATE if item.content_id == "again" else Status.ACCEPTED
        warnings = located_warnings(item, argument, index)
        if status is Status.DUPLICATE:
            return ItemResult(
                status,
                item.id,
                received_at,
                item.session_id,
                warnings=warnings,
                not_counted_because=NotCounted.DUPLICATE,
            )
        return ItemResult(status, item.id, received_at, item.session_id, warnings=warnings)


def executor(ingest: Echo) -> Executor:
    services = Services(settings=Settings(), pool=None, ingest=ingest, contents=None)  # type: ignore[arg-type]
    return Executor(
        SCHEMA,
        contexts_of(services),
        services.settings,
        root_fields=ROOT_FIELDS,
    )


async def both(query: str, variables: dict[str, Any], ingest: Echo | None = None) -> tuple[bytes, bytes]:
    """What the short way answers, to undecoded JSON as to decoded, and what the ordinary way answers."""
    runner = executor(ingest or Echo())
    operation = runner.prepare(query, None, VIEWER)
    short = await runner.run(operation, msgspec.Raw(msgspec.json.encode(variables)), VIEWER, request_id="r")
    assert short == await runner.run(operation, variables, VIEWER, request_id="r")
    with patch.object(execution, "plan_of", lambda *_: None):
        ordinary = await runner.run(operation, variables, VIEWER, request_id="r")
    return short, ordinary


RESULT_FIELDS = [
    "__typename", "index", "status", "eventId", "receivedAt", "sessionId", "code", "message", "path", "counted",
    "notCountedBecause", "warnings",
]  # fmt: skip
WARNING_FIELDS = ["__typename", "code", "path", "message"]
PAYLOAD_FIELDS = [
    "__typename", "accepted", "duplicates", "rejected", "sessionId", "results", "problems", "warnings",
]  # fmt: skip
names = st.from_regex(r"[a-z][A-Za-z0-9_]{0,6}", fullmatch=True)


@st.composite
def selections(draw: st.DrawFn) -> str:
    def fields(known: list[str]) -> list[tuple[str, str]]:
        picked = draw(st.lists(st.sampled_from(known), min_size=1, max_size=6, unique=True))
        keys = draw(st.lists(st.one_of(st.none(), names), min_size=len(picked), max_size=len(picked)))
        chosen = {key or name: name for key, name in zip(keys, picked, strict=True)}
        return list(chosen.items())

    def written(key: str, name: str) -> str:
        within = {"results": RESULT_FIELDS, "problems": RESULT_FIELDS, "warnings": WARNING_FIELDS}.get(name)
        inner = "{" + " ".join(written(*one) for one in fields(within)) + "}" if within else ""
        return f"{key}: {name} {inner}" if key != name else f"{name} {inner}"

    return "{" + " ".join(written(key, name) for key, name in fields(PAYLOAD_FIELDS)) + "}"


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
events = st.fixed_dictionaries(
    {"type": st.sampled_from(["VIEW_START", "LIKE", "COMPLETE", "PURCHASE"])},
    optional={
        "id": texts,
        "contentId": st.one_of(texts, st.just("again"), st.none()),
        "sessionId": st.one_of(texts, st.none()),
        "occurredAt": st.just("2026-03-01T12:00:00+01:00"),
        "viewData": st.fixed_dictionaries(
            {}, optional={"position": st.floats(-5, 100), "loopCount": st.integers(-1, 9)}
        ),
        "source": st.fixed_dictionaries({}, optional={"campaign": st.sampled_from(["c", "c" * 129])}),
        "location": st.fixed_dictionaries({}, optional={"timezone": st.sampled_from(["UTC", "Etc/Unknown"])}),
        "properties": st.dictionaries(texts, st.one_of(texts, st.integers(-5, 5), st.none()), max_size=2),
    },
)


contexts = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "userId": st.sampled_from(["u1", "", "undefined", 7]),
        "sessionId": st.sampled_from(["s1", None, "s" * 129]),
        "source": st.sampled_from([{"campaign": "c" * 129}, {"type": "FEED"}, 5]),
        "device": st.sampled_from([{"type": "TOASTER"}, {"toaster": True}, {"os": "iOS"}, None]),
        "location": st.sampled_from([{"timezone": "Etc/Unknown"}, {"country": "de"}]),
    },
)


@settings(max_examples=drawn(60))
@given(
    selections(),
    st.lists(events, min_size=1, max_size=4),
    contexts,
    st.sampled_from([None, "2026-03-01T10:00:00.5Z"]),
    names,
)
async def test_a_batch_is_answered_alike_both_ways(
    selection: str, sent: list[dict[str, Any]], context: dict[str, Any] | None, sent_at: str | None, alias: str
) -> None:
    declared = "$e: [EventInput!]!, $c: ContextInput, $s: DateTime"
    query = f"mutation({declared}) {{ {alias}: trackEvents(sentAt: $s, context: $c, events: $e) {selection} }}"
    short, ordinary = await both(query, {"e": sent, "c": context, "s": sent_at})
    assert json.loads(short) == json.loads(ordinary)


@settings(max_examples=drawn(40))
@given(selections(), events)
async def test_one_event_is_answered_alike_both_ways(selection: str, sent: dict[str, Any]) -> None:
    short, ordinary = await both(f"mutation($e: EventInput!) {{ trackEvent(event: $e) {selection} }}", {"e": sent})
    assert short == ordinary


@pytest.mark.parametrize(
    "failure",
    [
        ViewpulseError(ErrorCode.UNAVAILABLE, "Full.", retry_after=1.0),
        ViewpulseError(ErrorCode.BAD_INPUT, "Send 1 to 100 events.", field=["events"]),
        ConnectionRefusedError("away"),
        RuntimeError("a secret"),
    ],
)
async def test_failures_are_reported_alike_both_ways(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.errors.SPREAD_SECONDS", 0.0)  # else each answer has another `retryAfter`
    ingest = Echo()
    ingest.failure = failure
    query = "mutation M($e: [EventInput!]!) {\n  t: trackEvents(events: $e) { accepted }\n}"
    short, ordinary = await both(query, {"e": [{"type": "LIKE"}]}, ingest)
    assert json.loads(short) == json.loads(ordinary)
    assert json.loads(short)["errors"][0]["path"] == ["t"]
    assert b"secret" not in short


@pytest.mark.parametrize(
    "query",
    [
        "mutation($e: EventInput!) { ...F } fragment F on Mutation { trackEvent(event: $e) { accepted } }",
        "mutation($e: EventInput!) { trackEvent(event: $e) { ...F } } fragment F on TrackPayload { accepted }",
        "mutation($e: EventInput!) { trackEvent(event: $e) { ... { accepted } } }",
        "mutation($e: EventInput!) { trackEvent(event: $e) { accepted @include(if: true) } }",
        "mutation($e: EventInput!) { trackEvent(event: $e) @include(if: true) { accepted } }",
        "mutation($e: EventInput!) { a: trackEvent(event: $e) { accepted } b: trackEvent(event: $e) { accepted } }",
        "mutation($e: EventInput!) { trackEvent(event: $e) { accepted accepted } }",
        "mutation($e: EventInput!) { trackEvent(event: $e) { results { warnings { ... { code } } } } }",
        "mutation { trackEvent(event: {type: LIKE}) { accepted } }",
        "mutation($e: EventInput!) { trackEvents(events: [$e]) { accepted } }",
        "mutation($e: EventInput! = {type: LIKE}) { trackEvent(event: $e) { accepted } }",
        'mutation($e: [EventInput!]!) { trackEvents(events: $e, sentAt: "2026-01-01T00:00:00Z") { accepted } }',
        "{ __typename }",
    ],
)
def test_unsupported_documents_have_no_fast_path(query: str) -> None:
    operation = executor(Echo()).prepare(query, None, VIEWER)
    assert plan_of(operation, SCHEMA._schema) is None


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("mutation($e: [EventInput!]!) { trackEvents(events: $e) { accepted } }", {"e": {"type": "LIKE"}}),
        ("mutation($e: [EventInput!]!, $s: DateTime) { trackEvents(events: $e, sentAt: $s) { accepted } }",
         {"e": [{"type": "LIKE"}], "s": None}),
    ],
)  # fmt: skip
async def test_shapes_that_graphql_allows_are_accepted(query: str, variables: dict[str, Any]) -> None:
    short, ordinary = await both(query, variables)
    assert short == ordinary
    assert json.loads(short)["data"]["trackEvents"]["accepted"] == 1


async def test_one_bad_item_never_fails_its_neighbours() -> None:
    runner = executor(Echo())
    query = "mutation($e: [EventInput!]!) { trackEvents(events: $e) { results { status code path } } }"
    items = [{"type": "LIKE"}, {"type": 5}, None, {"type": "LIKE", "nope": 1}, [], {"type": "LIKE"}]
    answer = json.loads(await runner.run(runner.prepare(query, None, VIEWER), {"e": items}, VIEWER, request_id="r"))
    results = answer["data"]["trackEvents"]["results"]
    assert [result["status"] for result in results] == ["ACCEPTED", *["REJECTED"] * 4, "ACCEPTED"]
    assert results[1]["path"][:3] == ["events", "1", "type"]


@pytest.mark.parametrize(
    ("declared", "passed"), [("$o: DateTime!", "sentAt: $o"), ("$o: ContextInput!", "context: $o")]
)
async def test_what_is_demanded_and_left_out_is_an_error_as_in_the_ordinary_way(declared: str, passed: str) -> None:
    """Else the app's wrong clock would silently count as right, and its events would lose what they share."""
    query = f"mutation($e: [EventInput!]!, {declared}) {{ trackEvents({passed}, events: $e) {{ accepted }} }}"
    runner = executor(Echo())
    operation = runner.prepare(query, None, VIEWER)
    assert plan_of(operation, SCHEMA._schema) is not None
    for variables in ({"e": [{"type": "LIKE"}]}, {"e": [{"type": "LIKE"}], "o": None}):
        try:
            answer = json.loads(await runner.run(operation, variables, VIEWER, request_id="r"))
        except OperationRefused as refused:
            answer = {"errors": refused.errors}
        assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"
        assert not answer.get("data")
