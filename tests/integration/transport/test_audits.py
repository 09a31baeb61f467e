"""GraphQL over HTTP as its authors check it: the audits of npm's graphql-http."""

import asyncio

from tests.clients.node import run_node
from tests.integration.transport.api import Api


async def test_all_audits_of_graphql_over_http_pass(api: Api) -> None:
    audits = await asyncio.to_thread(run_node, "http_audits.mjs", {"url": f"{api.url}/graphql"})
    assert len(audits) == 61
    assert [audit for audit in audits if audit["status"] != "ok"] == []
