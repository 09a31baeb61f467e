"""Normalized caches without configuration: a watched query follows its subscription, and nothing else changes."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import pytest

from tests.clients.node import run_node
from tests.clients.relay_compiler import compile_documents
from tests.clients.server import Server

CLIENTS = ("apollo", "urql", "relay")
VIEWS = 5
Facts: TypeAlias = dict[str, Any]


@pytest.fixture(scope="module")
def visits(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Facts]:
    """What the cache of a client showed; each client comes once."""

    @cache
    def visit(client: str) -> Facts:
        given = server.as_json(server.new_content())
        if client == "relay":
            given["compiled"] = str(compile_documents(tmp_path_factory.mktemp("relay")))
        return dict(run_node(f"{client}_cache.mjs", given))

    return visit


@pytest.fixture(params=CLIENTS)
def facts(request: pytest.FixtureRequest, visits: Callable[[str], Facts]) -> Facts:
    return visits(request.param)


def test_a_watched_query_follows_the_pushes_of_its_subscription(facts: Facts) -> None:
    totals = [value["views"]["total"] for value in facts["ever"]]
    assert totals == sorted(totals)
    assert (totals[0], totals[-1]) == (0, VIEWS)
    assert facts["ever"][-1]["watchTime"]["total"] == VIEWS
    assert facts["requests"] == 2, "one for each watched query: pushes leave nothing to fetch"


def test_a_push_has_the_id_of_its_query(facts: Facts) -> None:
    [watched] = {value["id"] for value in facts["ever"]}
    assert {value["id"] for value in facts["pushes"]} == {watched}


def test_another_range_is_not_overwritten(facts: Facts) -> None:
    assert facts["week"][0]["id"] != facts["ever"][0]["id"]
    assert [value["views"]["total"] for value in facts["week"]] == [0]


def test_many_pushes_take_no_more_space_than_the_first(facts: Facts) -> None:
    assert len(facts["pushes"]) > 2
    assert len(facts["entries"]) == VIEWS
    assert len(set(facts["entries"])) == 1, facts["entries"]


def test_relay_refetches_a_fragment_with_arguments_through_node(visits: Callable[[str], Facts]) -> None:
    before, after = visits("relay")["refetched"]["before"], visits("relay")["refetched"]["after"]
    assert before["contentId"] == after["contentId"]
    assert before["analytics"]["id"] != after["analytics"]["id"]
    assert before["analytics"]["range"]["start"] is not None
    assert after["analytics"]["range"]["start"] is None
    assert before["analytics"]["views"] == after["analytics"]["views"] == {"total": VIEWS}
