"""Relay's own pagination, which knows nothing of our lists, goes through them in both directions."""

import pytest

from tests.clients.node import run_node
from tests.clients.relay_compiler import compile_documents
from tests.clients.server import Server


def test_a_relay_connection_grows_in_both_directions(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    *_, content = [server.new_content() for _ in range(6)]
    compiled = {"compiled": str(compile_documents(tmp_path_factory.mktemp("relay")))}
    facts = run_node("relay_pages.mjs", server.as_json(content) | compiled)
    whole = facts["whole"]
    assert len(whole) == facts["totalCount"] >= 6
    shown = {name: facts[name]["contents"] for name in ("middle", "next", "previous")}
    assert shown == {"middle": whole[2:4], "next": whole[2:5], "previous": whole[:5]}
    around = {name: facts[name]["pageInfo"] for name in shown}
    assert all(around[name]["hasPreviousPage"] for name in ("middle", "next"))
    assert not around["previous"]["hasPreviousPage"]
    assert all(around[name]["hasNextPage"] for name in shown)
