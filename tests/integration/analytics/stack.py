"""The real path without the transport: GraphQL in, PostgreSQL, roll-up, GraphQL out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import strawberry

from resolvers.context import Context, Services
from server.access import Caller, Role
from server.rollup.aggregator import Aggregator

NOW = datetime(2026, 11, 20, 12, 7, tzinfo=UTC)
ADMIN = Caller(user_id="root", role=Role.ADMIN)
APP = Caller(may_track=True)
TRACK = """
mutation ($events: [EventInput!]!) {
  trackEvents(events: $events) { accepted results { status code message path } }
}
"""


def rounded(value: Any) -> Any:
    """A number, or several, as answers have them: with six decimals."""
    return pytest.approx(value, abs=1e-6)


def creator(name: str) -> Caller:
    return Caller(user_id=name, role=Role.CREATOR)


def user(name: str) -> Caller:
    return Caller(user_id=name, role=Role.USER)


@dataclass
class Stack:
    schema: strawberry.Schema
    services: Services
    aggregator: Aggregator

    def __post_init__(self) -> None:
        self._numbers = count(1)

    async def execute(self, document: str, caller: Caller, variables: dict[str, Any]) -> tuple[Any, Context]:
        context = Context(caller, self.services)
        try:
            result = await self.schema.execute(document, variable_values=variables, context_value=context)
        finally:
            await context.close()
        return result, context

    async def ask(self, document: str, caller: Caller = ADMIN, **variables: Any) -> Any:
        """The answer of the document's one root field."""
        result, _ = await self.execute(document, caller, variables)
        assert result.errors is None, result.errors
        [answer] = result.data.values()
        return answer

    async def refusal(self, document: str, caller: Caller = ADMIN, **variables: Any) -> dict[str, Any]:
        """The extensions of the one error; all are ``retryable``, or not, by their code."""
        result, _ = await self.execute(document, caller, variables)
        assert result.errors is not None, result.data
        [error] = result.errors
        return {name: value for name, value in (error.extensions or {}).items() if name != "retryable"}

    async def track(self, events: Sequence[dict[str, Any]], caller: Caller = APP) -> None:
        """Sends events as an app would, in batches; ids and times are filled in; all must be accepted."""
        complete = [
            {"id": f"e{next(self._numbers)}", "occurredAt": moment(NOW - timedelta(hours=1)), **event}
            for event in events
        ]
        for start in range(0, len(complete), 100):
            batch = complete[start : start + 100]
            answer = await self.ask(TRACK, caller, events=batch)
            assert answer["accepted"] == len(batch), answer

    async def count(self, *events: dict[str, Any]) -> None:
        """Sends events and rolls them up."""
        await self.track(events)
        await self.aggregator.drain()

    async def set_as_of(self, time: str) -> None:
        """Makes the roll-up say that it has counted everything up to then."""
        await self.services.pool.execute("UPDATE rollup_state SET as_of = $1", datetime.fromisoformat(time))


def moment(time: datetime) -> str:
    return time.isoformat()


def at(text: str) -> dict[str, Any]:
    """``occurredAt`` of an event, from UTC text such as ``2026-03-29T01:30``."""
    return {"occurredAt": f"{text}:00+00:00"}


def event(kind: str, content: str | None = "c1", who: str | None = "u1", **more: Any) -> dict[str, Any]:
    """An event of a user of the app."""
    found: dict[str, Any] = {"type": kind, **more}
    if content is not None:
        found["contentId"] = content
    if who is not None:
        found["userId"] = who
    return found
