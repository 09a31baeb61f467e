"""The JavaScript clients, in their usual configuration, against the started product."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import pytest

from tests.clients.node import run_node
from tests.clients.server import WHY_WRONG, Server

CLIENTS = ("graphql_ws", "apollo", "urql")
WATCHED = (1.5, 2.25)
REFUSED = {"code": 4403, "reason": WHY_WRONG}

Facts: TypeAlias = dict[str, Any]


@pytest.fixture(scope="module")
def visits(server: Server) -> Callable[[str], Facts]:
    """What a client saw of a content without views; it comes once."""

    @cache
    def visit(client: str) -> Facts:
        return dict(run_node(f"{client}.mjs", server.as_json(server.new_content())))

    return visit


@pytest.fixture(params=CLIENTS)
def visit(request: pytest.FixtureRequest, visits: Callable[[str], Facts]) -> Facts:
    return visits(request.param)


def test_a_subscription_begins_with_a_snapshot(visit: Facts) -> None:
    assert visit["snapshot"]["revision"] < visit["seen"][-1]["revision"]
    assert visit["snapshot"]["views"]["total"] == 0
    assert visit["seen"][0] == visit["snapshot"]


def test_a_mutation_is_answered_for_each_item(visit: Facts) -> None:
    assert visit["tracked"]["accepted"] == 1
    assert visit["tracked"]["results"][0]["status"] == "ACCEPTED"
    assert visit["tracked"]["echoed"]
    assert visit["again"]["results"][0]["status"] == "DUPLICATE"


def without_typenames(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_typenames(inner) for name, inner in value.items() if name != "__typename"}
    return value


def test_the_subscription_sees_what_was_tracked(visit: Facts) -> None:
    seen = visit["seen"]
    revisions = [value["revision"] for value in seen]
    assert revisions == sorted(set(revisions))
    assert seen[-1]["views"]["total"] == len(WATCHED)
    assert seen[-1]["views"]["unique"] == 1  # the token decides whose views they are, in whatever session
    assert seen[-1]["watchTime"]["total"] == sum(WATCHED)


def test_the_query_gives_the_same_numbers(visit: Facts) -> None:
    assert without_typenames(visit["asked"]) == without_typenames(visit["seen"][-1])  # urql adds them to queries only


def test_a_refusal_reaches_the_client_with_its_code(visit: Facts) -> None:
    assert visit["refused"] == "FORBIDDEN"


def test_a_wrong_token_closes_the_socket_cleanly(visit: Facts) -> None:
    assert visit["closed"] == REFUSED


def test_a_subscriber_with_a_wrong_token_receives_the_reason(visits: Callable[[str], Facts]) -> None:
    assert visits("graphql_ws")["failed"] == REFUSED


@pytest.mark.parametrize("client", ["apollo", "urql"])
def test_a_wrong_token_over_http_is_refused_with_its_code(visits: Callable[[str], Facts], client: str) -> None:
    assert visits(client)["overHttp"] == "TOKEN_INVALID"


def test_apollo_gets_the_typename_that_its_cache_asks_for(visits: Callable[[str], Facts]) -> None:
    facts = visits("apollo")
    assert facts["snapshot"]["__typename"] == "ContentAnalytics"
    assert facts["seen"][-1]["views"]["__typename"] == "ContentViews"
    assert any(name.startswith("contentAnalytics") for name in facts["cached"])


@pytest.fixture(scope="module")
def persisted(server: Server) -> Facts:
    """What clients met that try automatic persisted queries."""
    return dict(run_node("persisted.mjs", server.as_json(server.new_content())))


@pytest.mark.parametrize("client", ["apollo", "apolloGet", "urql", "urqlGet"])
def test_a_client_with_persisted_queries_falls_back_to_documents_for_good(persisted: Facts, client: str) -> None:
    facts = persisted[client]
    assert facts["first"]["views"] == facts["second"]["views"] != {}
    methods, kinds, statuses = zip(*facts["requests"], strict=True)
    assert set(statuses) == {200}
    assert kinds == ("hash", *["document"] * (len(kinds) - 1)), "one try tells that there is no such thing"
    assert (methods[0] == "GET") is client.endswith("Get")


def test_a_mutation_falls_back_too(persisted: Facts) -> None:
    assert persisted["urql"]["tracked"] == persisted["urqlGet"]["tracked"] == 1
