"""An error of a subscription has the shape of the same error of a query: message, places, path and extensions."""

from typing import Any

import pytest

from server.access import Role
from tests.integration.live.dashboard import upsert
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.integration.transport.stream_client import stream

KINDS = ("query Padded", "subscription")
"""Equally long, so that equal places are equal columns."""
VARIABLES = {"null": None, "wrong": 1}
ASKED = {
    "a bad argument": '{ mine: contentAnalytics(contentId: "c1", timezone: "Nowhere") { revision } }',
    "null for what has a default": (
        '($null: String) { mine: contentAnalytics(contentId: "c1", timezone: $null) { revision } }'
    ),
    "a variable of another type": "($wrong: Int!) { mine: contentAnalytics(contentId: $wrong) { revision } }",
    "a value of another type": (
        '($wrong: String!) { mine: contentAnalytics(contentId: "c1", timezone: $wrong) { revision } }'
    ),
    "a field that does not exist": '{ mine: contentAnalytics(contentId: "c1") { nothing } }',
    "no GraphQL": "{ mine: contentAnalytics(contentId: ) { revision } }",
    "what belongs to another": '{ mine: contentAnalytics(contentId: "c2") { revision } }',
    "what is not there": '{ mine: sessionAnalytics(sessionId: "none") { revision } }',
    "a part with a bad argument": (
        '{ mine: contentAnalytics(contentId: "c1") { revision breakdown(by: COUNTRY, first: 0) { by } } }'
    ),
    "a part with null for what has a default": (
        '($null: EngagementProfile) { mine: contentAnalytics(contentId: "c1")'
        " { revision compare(to: PREVIOUS_PERIOD, profile: $null) { basis } } }"
    ),
}


async def errors_of(api: Api, document: str, token: str | None) -> list[Any]:
    """The errors of a query over HTTP."""
    headers = {} if token is None else {"authorization": token}
    found: list[Any] = (await api.post(document, VARIABLES, **headers)).json()["errors"]
    return found


async def live_errors_of(api: Api, document: str, token: str | None) -> list[list[Any]]:
    """Those of the first message of a subscription: over a socket, and in a stream of events."""
    headers = {} if token is None else {"authorization": token}
    async with socket(api.url) as client:
        await client.initialise(**headers)
        await client.subscribe(document, VARIABLES)
        heard = await client.hear()
        over_socket = heard["payload"] if heard["type"] == "error" else heard["payload"]["errors"]
    async with stream(api, document, VARIABLES, **headers) as live:
        _, data = await live.hear()
    return [over_socket, data["errors"]]


@pytest.mark.parametrize("what", ASKED)
async def test_an_error_of_a_subscription_is_that_of_the_query(api: Api, what: str) -> None:
    await upsert(api, "c1", "creator-1")
    await upsert(api, "c2", "creator-2")
    token = api.token("root", Role.ADMIN) if what == "what is not there" else api.token("creator-1")
    query, subscription = (f"{kind}{ASKED[what]}" for kind in KINDS)
    asked = await errors_of(api, query, token)
    assert asked[0]["locations"]
    assert await live_errors_of(api, subscription, token) == [asked, asked]


async def test_so_it_is_without_credentials(api: Api) -> None:
    api.write_key = None
    query, subscription = (f"{kind}{ASKED['what belongs to another']}" for kind in KINDS)
    asked = await errors_of(api, query, None)
    assert [(error["path"], error["extensions"]["code"]) for error in asked] == [(["mine"], "UNAUTHENTICATED")]
    assert await live_errors_of(api, subscription, None) == [asked, asked]
