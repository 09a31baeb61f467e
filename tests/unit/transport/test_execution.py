"""What executing an operation gives back when something goes wrong, and what a subscription is prepared into."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig
from structlog.testing import capture_logs

from resolvers.access import Access
from resolvers.context import Context, Info, Services
from resolvers.root_fields import query_field
from resolvers.scalars import SCALARS
from server.access import Caller, Role
from server.errors import ErrorCode, ViewpulseError
from server.live.operation import AT_ONCE, Delivery
from server.live.shares import Subscriber
from server.settings import Settings
from server.transport.budget import Limits
from server.transport.execution import Executor
from server.transport.failures import OperationRefused, refuse
from tests.contexts import contexts_of

ADMIN = Caller(user_id="a", role=Role.ADMIN)
failures: dict[str, Callable[[], Exception]] = {
    "ours": lambda: ViewpulseError(ErrorCode.NOT_FOUND, "No such thing.", field=["id"]),
    "bug": lambda: RuntimeError("secret"),
    "away": lambda: ConnectionRefusedError("10.0.0.1 secret"),
}


@strawberry.type
class Thing:
    number: int
    broken: int = 1


async def find_thing(info: Info, number: int = 1) -> Thing:
    if number == 404:
        raise ViewpulseError(ErrorCode.NOT_FOUND, "No such thing.", field=["number"])
    info.context.note_revision(number * 10)
    return Thing(number=number)


@strawberry.type
class Query:
    thing: Thing = strawberry.field(resolver=find_thing)

    @strawberry.field
    def things(self, first: int = 10) -> list[Thing]:
        return [Thing(number=number) for number in range(first)]

    @strawberry.field
    def fails(self, how: str) -> int | None:
        failure = failures[how]()
        raise failure

    @strawberry.field
    def too_big(self) -> int:
        return 2**40

    @strawberry.field
    async def slow(self) -> int:
        await asyncio.sleep(60)
        return 1


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def thing(
        self, number: int = 1, after_revision: int | None = None, every: timedelta | None = None
    ) -> AsyncGenerator[Thing, None]:
        raise AssertionError("never run by the transport")
        yield Thing(number=after_revision or number)


async def authorise(context: Context, number: int) -> int:
    if number == 13:
        raise ViewpulseError(ErrorCode.FORBIDDEN, "Not yours.")
    context.caller.require_user()
    return number


OWN_THING = Access(lambda _: None, authorise, lambda _, number: f"thing:{number}")


def executor(access: Access = OWN_THING, **changed: Any) -> Executor:
    settings = Settings(request_timeout=0.05, **changed)
    services = Services(settings=settings, pool=None, ingest=None, contents=None)  # type: ignore[arg-type]
    schema = strawberry.Schema(Query, subscription=Subscription, config=StrawberryConfig(scalar_map=SCALARS))
    return Executor(
        schema,
        contexts_of(services),
        settings,
        root_fields={"thing": query_field(access, "A thing.")(find_thing)},
        limits=Limits(cost=500),
    )


async def answer(query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    runner = executor()
    operation = runner.prepare(query, None, ADMIN)
    found: dict[str, Any] = json.loads(await runner.run(operation, variables, ADMIN, request_id="r1"))
    return found


async def test_our_own_errors_are_shown_as_they_are() -> None:
    found = await answer('{ x: fails(how: "ours") }')
    assert found["data"] == {"x": None}
    assert found["errors"] == [
        {
            "message": "No such thing.",
            "locations": [{"line": 1, "column": 3}],
            "path": ["x"],
            "extensions": {"code": "NOT_FOUND", "retryable": False, "field": ["id"]},
        }
    ]


async def test_a_bug_is_logged_and_not_shown() -> None:
    with capture_logs() as logs:
        found = await answer('{ fails(how: "bug") }')
    (error,) = found["errors"]
    assert error["extensions"] == {"code": "INTERNAL", "retryable": False}
    assert "r1" in error["message"]
    assert "secret" not in json.dumps(found)
    (entry,) = logs
    assert (entry["request_id"], str(entry["exc_info"])) == ("r1", "secret")


async def test_an_unavailable_database_may_be_asked_again() -> None:
    found = await answer('{ fails(how: "away") }')
    assert found["errors"][0]["extensions"] == {"code": "UNAVAILABLE", "retryAfter": ANY, "retryable": True}
    assert "secret" not in json.dumps(found)


async def test_a_value_that_does_not_fit_the_schema_is_our_fault() -> None:
    found = await answer("{ tooBig }")
    assert found["data"] is None
    assert found["errors"][0]["extensions"]["code"] == "INTERNAL"


async def test_an_operation_that_takes_too_long_is_cancelled() -> None:
    with pytest.raises(OperationRefused, match="longer than") as caught:
        await answer("{ slow }")
    assert caught.value.code is ErrorCode.UNAVAILABLE


async def test_the_cost_follows_the_variables() -> None:
    query = "query($n: Int!) { things(first: $n) { number a: number b: number c: number d: broken e: broken } }"
    assert len((await answer(query, {"n": 3}))["data"]["things"]) == 3
    with pytest.raises(OperationRefused, match="cost") as caught:
        await answer(query, {"n": 100})
    assert caught.value.code is ErrorCode.LIMIT_EXCEEDED


async def test_a_subscription_is_prepared_for_the_hub() -> None:
    runner = executor()
    query = """
        subscription S($n: Int!, $a: Int, $e: Duration) {
          it: thing(number: $n, afterRevision: $a, every: $e) { number }
        }
    """
    operation = runner.prepare(query, None, ADMIN)
    live, delivery = await runner.go_live(operation, {"n": 4, "a": 7, "e": "90s"}, ADMIN, request_id="r")
    assert (live.subjects, delivery) == (("thing:4",), Delivery(7, 90.0))
    executed = await live.execute()
    assert (json.loads(executed.payload), executed.revision) == ({"data": {"it": {"number": 4}}}, 40)
    again, others = await runner.go_live(operation, {"n": 4}, ADMIN, request_id="other")
    assert (again.key, others) == (live.key, AT_ONCE)
    another, _ = await runner.go_live(operation, {"n": 5}, ADMIN, request_id="r")
    assert another.key != live.key


async def test_static_subscriptions_bypass_the_hub() -> None:
    runner = executor(Access(lambda _: None))
    operation = runner.prepare("subscription { thing { number } }", None, ADMIN)
    live, _ = await runner.go_live(operation, None, ADMIN, request_id="r")
    assert live.subjects == ()
    assert json.loads((await live.execute()).payload) == {"data": {"thing": {"number": 1}}}


@pytest.mark.parametrize(
    ("caller", "user", "open_to_guests"),
    [(ADMIN, ADMIN.user_id, False), (Caller(may_track=True, network=7), None, True)],
)
async def test_a_subscription_has_its_subject(caller: Caller, user: str | None, open_to_guests: bool) -> None:
    runner = executor(Access(lambda _: None, subject=lambda *_: "thing:1"))
    operation = runner.prepare("subscription { thing { number } }", None, caller)
    live, _ = await runner.go_live(operation, None, caller, request_id="r")
    assert (live.subscriber, live.open_to_guests) == (Subscriber(1, user, caller.network), open_to_guests)


async def test_a_subscription_is_refused_before_it_starts() -> None:
    runner = executor()
    query = "subscription($n: Int!) { it: thing(number: $n) { number } }"
    operation = runner.prepare(query, None, ADMIN)
    with pytest.raises(OperationRefused) as forbidden:
        await runner.go_live(operation, {"n": 13}, ADMIN, request_id="r")
    assert forbidden.value.errors[0]["path"] == ["it"]
    assert forbidden.value.code is ErrorCode.FORBIDDEN
    with pytest.raises(OperationRefused) as anonymous:
        await runner.go_live(operation, {"n": 1}, Caller(), request_id="r")
    assert anonymous.value.code is ErrorCode.UNAUTHENTICATED
    with pytest.raises(OperationRefused) as wrong:
        await runner.go_live(operation, {"n": "x"}, ADMIN, request_id="r")
    assert wrong.value.errors[0]["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": ["number"]}


async def test_an_error_that_ends_a_subscription_is_placed_as_that_of_the_query() -> None:
    runner = executor()
    selection = """{
      it: thing(number: 404) { number }
    }"""
    [asked] = (await answer(f"query {selection}"))["errors"]
    assert (asked["path"], asked["locations"]) == (["it"], [{"line": 2, "column": 7}])
    live, _ = await runner.go_live(
        runner.prepare(f"subscription {selection}", None, ADMIN), None, ADMIN, request_id="r"
    )
    with pytest.raises(ViewpulseError) as ended:
        await live.execute()
    assert refuse(ended.value).errors == [asked]


async def test_queries_are_not_made_live_and_subscriptions_are_not_queries() -> None:
    runner = executor()
    with pytest.raises(OperationRefused, match="only subscriptions can be subscribed to"):
        await runner.go_live(runner.prepare("{ tooBig }", None, ADMIN), None, ADMIN, request_id="r")
    subscription = runner.prepare("subscription { thing { number } }", None, ADMIN)
    with pytest.raises(OperationRefused, match="WebSocket"):
        await runner.run(subscription, None, ADMIN, request_id="r")
