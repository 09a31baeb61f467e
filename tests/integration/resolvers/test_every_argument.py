"""For any value of an argument, the answer names its error, and is never an internal error."""

from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import product
from typing import Any

import pytest
import pytest_asyncio
from graphql import GraphQLInputObjectType, get_named_type

from resolvers.access import OPERATOR
from resolvers.schema import ROOT_FIELDS
from server.access import Role
from server.analytics.worker_answers import WorkerAnswers
from server.settings import Settings
from server.storage.database import Connection
from server.storage.pages import encode_cursor
from tests.integration.resolvers.arguments import Taken, every_argument, takes_null, values_with
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket
from tests.integration.worker.stand_ins import working

ARGUMENTS = list(every_argument())
OPERATED = {name for name, field in ROOT_FIELDS.items() if field.access is OPERATOR}
"""The fields that operators may use, and nobody else."""
KINDS = ("query", "mutation", "subscription")
TWO = KINDS[:2]
"""A subscription coerces as a query does."""
EXTREME_TIMES = (
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00-23:59",
    "1969-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999999-14:00",
    "9999-12-31T23:59:59.9999999Z",
)
EXTREME_DATES = ("0001-01-01", "1969-12-31", "1970-01-01", "9999-12-31")
BEYOND = {"0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-14:00", "9999-12-31T23:59:59.9999999Z"}
EXTREME_NUMBERS = (2**31 - 1, -(2**31), 1e308, -1e308)
EXTREME_TEXTS = ("", "\0", "x" * 5_000)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"jwt_operators": True})


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def worker(settings: Settings) -> AsyncIterator[None]:
    """For the questions that a worker answers."""
    answers = WorkerAnswers(settings)
    async with working(settings, answers.respond):
        yield
    await answers.close()


def credentials(api: Api, taken: Taken, role: Role = Role.ADMIN) -> dict[str, str]:
    """Headers of a caller who may use the field."""
    if taken.fields[0][0] in OPERATED:
        return {"authorization": api.token("op", Role.OPERATOR), "x_viewpulse_key": ""}
    return {"authorization": api.token("boss", role)}


async def answer_of(api: Api, client: Client, taken: Taken, value: Any, *, nullable: bool = False) -> dict[str, Any]:
    """The response to a call; of a subscription, its first message, with errors as those of a response."""
    query, variables = taken.call(value, nullable=nullable)
    if taken.kind != "subscription":
        found: dict[str, Any] = (await api.post(query, variables, **credentials(api, taken))).json()
        return found
    await client.subscribe(query, variables)
    heard = await client.hear()
    if heard["type"] == "error":
        return {"errors": heard["payload"]}
    await client.say({"type": "complete", "id": "1"})
    await client.say({"type": "ping", "payload": {}})  # the answer to it comes after whatever was on its way
    while (await client.hear())["type"] != "pong":
        pass
    payload: dict[str, Any] = heard["payload"]
    return payload


async def add_content(api: Api) -> None:
    """So that the arguments of its fields are looked at."""
    upsert = 'mutation { upsertContents(contents: [{ id: "c1" }]) { accepted } }'
    answer = await api.ask(upsert, authorization=api.token("boss", Role.ADMIN))
    assert answer["data"]["upsertContents"] == {"accepted": 1}


POST = """
WITH workspace AS (
    INSERT INTO social_workspaces (project_id, workspace_id, name, timezone) VALUES (1, 'w1', 'Ours', 'UTC')
), account AS (
    INSERT INTO social_accounts
        (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at)
    VALUES (1, 'c1', 'w1', 'x', '1', 'ours', 'connected', now(), now())
)
INSERT INTO social_posts (project_id, account_id, post_id, kind, form, title, url, published_at, found_at)
VALUES (1, 'c1', 'c1', 'post', 'text', '', '', now(), now())
"""
"""A post of a social network, by the ids that calls name, so that the arguments of its fields are looked at."""


def codes(answer: dict[str, Any]) -> set[str]:
    return {error["extensions"]["code"] for error in answer.get("errors", ())}


async def test_null_by_a_variable_is_bad_input_or_as_left_out(api: Api, database: Connection) -> None:
    await add_content(api)
    await database.execute(POST)
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN), writeKey=api.write_key)
        checked = set()
        for taken in ARGUMENTS:
            has_default = taken.argument.default is not None or taken.argument.default_value is not None
            if takes_null(taken.argument) or not has_default or str(taken.argument.default_value) == "Undefined":
                continue
            checked.add(taken.kind)
            answer = await answer_of(api, client, taken, None, nullable=True)
            assert codes(answer) == {"BAD_INPUT"}, f"{taken}: {answer}"
        assert checked == {"query", "mutation", "subscription"}
        for taken in ARGUMENTS:
            if takes_null(taken.argument):
                answer = await answer_of(api, client, taken, None)
                assert codes(answer) <= {"BAD_INPUT", "FORBIDDEN", "NOT_FOUND"}, f"{taken}: {answer}"


async def test_null_by_a_variable_needs_no_credentials_to_be_refused(api: Api) -> None:
    api.write_key = None
    async with socket(api.url) as client:
        await client.initialise()
        await client.subscribe("subscription($n: Int) { trending(first: $n) { revision } }", {"n": None})
        assert codes({"errors": (await client.hear())["payload"]}) == {"UNAUTHENTICATED"}


async def extremes(api: Api, scalar: str, values: tuple[Any, ...], kinds: tuple[str, ...] = KINDS) -> list[str]:
    """Calls each argument with each extreme; returns what is not answered as it should."""
    wrong = []
    await add_content(api)
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN), writeKey=api.write_key)
        for taken in (one for one in ARGUMENTS if one.kind in kinds):
            wrong += [told async for told in _extremes(api, client, taken, scalar, values)]
    return wrong


async def _extremes(api: Api, client: Client, taken: Taken, scalar: str, values: tuple[Any, ...]) -> AsyncIterator[str]:
    for extreme in values:
        for value, path in values_with(taken.argument.type, scalar, extreme):
            answer = await answer_of(api, client, taken, value)
            if not codes(answer) <= {"BAD_INPUT", "FORBIDDEN", "NOT_FOUND", "LIMIT_EXCEEDED"}:
                yield f"{taken} {path} {str(extreme)[:40]!r}: {answer}"


async def test_extreme_times_are_refused_where_they_stand(api: Api) -> None:
    assert await extremes(api, "DateTime", EXTREME_TIMES) == []
    assert await extremes(api, "DateOrDateTime", (*EXTREME_TIMES, *EXTREME_DATES)) == []


async def test_extreme_numbers_are_refused_where_they_stand(api: Api) -> None:
    whole = tuple(number for number in EXTREME_NUMBERS if isinstance(number, int))
    assert await extremes(api, "Int", whole, TWO) == []
    assert await extremes(api, "Float", EXTREME_NUMBERS, TWO) == []


async def test_extreme_texts_are_refused_where_they_stand(api: Api) -> None:
    assert await extremes(api, "ID", EXTREME_TEXTS, TWO) == []
    assert await extremes(api, "String", EXTREME_TEXTS, TWO) == []


OF_NOTHING = ("socialAggregates", "aggregateSocial")
"""Fields whose calls name nothing that they are about: that is refused before their range."""


async def test_a_time_that_cannot_be_stored_is_reported_with_its_path(api: Api) -> None:
    for taken in ARGUMENTS:
        if taken.kind == "subscription" or _is_item(taken):
            continue
        for extreme in BEYOND:
            values = [
                found
                for scalar in ("DateTime", "DateOrDateTime")
                for found in values_with(taken.argument.type, scalar, extreme)
            ]
            for value, path in values:
                query, variables = taken.call(value)
                error = await api.refusal(query, variables, **credentials(api, taken))
                field = ["of"] if taken.fields[0][0] in OF_NOTHING else [taken.name, *path]
                assert error["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": field}


def _is_item(taken: Taken) -> bool:
    named = get_named_type(taken.argument.type)
    definition = named.extensions.get("strawberry-definition") if isinstance(named, GraphQLInputObjectType) else None
    return getattr(definition, "from_input", None) is not None


CURSOR_PARTS: tuple[Any, ...] = (*EXTREME_TIMES, "x", "\0", 2**63 - 1, -(2**63), 2**64, 1e308, None)
RANKED = ("contents", "creatorContents", "creators", "revenue", "topContents")
SORTS = ("recent", "views", "engagement", "quality", "title", "content_id gross EUR")
IDS = ("c1", "ffffffff-ffff-ffff-ffff-ffffffffffff", 2**63 - 1)


def paired(sorts: Sequence[Any], parts: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Each sort with each part, each of both with each id."""
    for (number, sort), (place, part) in product(enumerate(sorts), enumerate(parts)):
        yield sort, part, IDS[(number + place) % len(IDS)]


def hostile_cursors(name: str) -> list[str]:
    """Keys of the shapes that our lists have, with extremes in every place; and what is no cursor."""
    if name in RANKED:
        parts = (1e308, None, 0, "", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")
        keys = [encode_cursor(sort, part, last) for sort, part, last in paired(SORTS, parts)]
    else:
        keys = [encode_cursor(part, last) for part in CURSOR_PARTS for last in IDS]
        keys += [encode_cursor(f"{by} ", part) for by in ("country", "hour") for part in CURSOR_PARTS]
    return [*keys, "", "x", "=", "AA", "\0", "9" * 30, "9223372036854775807", "0", "W10", "e30"]


NEEDS = {"socialPosts": ("NOT_FOUND", "accountId"), "socialAccounts": ("NOT_FOUND", "workspaceId")}
"""Lists that are refused before their cursors are read: they are of something that is not there."""


async def test_extreme_cursors_are_refused_and_their_neighbours_unharmed(api: Api) -> None:
    lists = [taken for taken in ARGUMENTS if taken.name in ("after", "before") and taken.kind == "query"]
    assert len(lists) == 44
    for taken in lists:
        role = Role.CREATOR if taken.fields[0][0] in ("creatorAnalytics", "creatorContents") else Role.ADMIN
        query, _ = taken.call("")
        extended = query[:-1] + " definitions { name } }"
        refused = NEEDS.get(taken.fields[0][0], ("BAD_INPUT", taken.name))
        for cursor in hostile_cursors(taken.fields[0][0]):
            answer = await api.ask(extended, {"value": cursor}, **credentials(api, taken, role))
            assert codes(answer) <= {refused[0]}, f"{taken} {cursor} {answer}"
            if "errors" in answer:
                [error] = answer["errors"]
                assert error["extensions"].get("field") == [refused[1]], f"{taken} {cursor} {answer}"
