"""Whatever clients send, /metrics stays small and quick, and shows nothing of it."""

import httpx

from server.transport.persisted import ManifestDocuments
from tests.integration.monitoring.conftest import served_api
from tests.integration.monitoring.scraping import scrape
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket

__all__ = ["served_api"]

NAMES = 1000
SECRET = "attackers_own_text"
MAX_SERIES = 2000
MAX_SECONDS = 5.0
"""For a busy machine; benchmarks say what a scrape takes on a quiet one."""


async def test_a_thousand_names_codes_and_reasons_make_few_series(served_api: tuple[Api, str]) -> None:
    api, url = served_api
    before = await scrape(url)
    for number in range(NAMES):
        name = f"{SECRET}_{number}"
        await api.post(f"query {name} {{ __typename }}")
        if number % 10 == 0:
            await api.post(f"query {name} {{ {name} }}")
            await api.post(f"{SECRET} {number}", x_viewpulse_key=f"{SECRET}{number}")
            await api.post("{ __typename }", authorization=f"Bearer {SECRET}{number}", x_request_id=name)
            await api.client.request("DELETE", f"/graphql?{name}")
            await api.client.get("/graphql", params={"documentId": f"{name}"})
            await api.post(
                "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }",
                {"events": [{"id": name, "type": name, "contentId": name, "schemaVersion": name}]},
            )
    async with socket(api.url) as client:
        await client.initialise()
        for number in range(100):
            await client.subscribe(f"subscription {SECRET}{number} {{ nothing }}", name=f"{number}")
            await client.hear()
    found = await scrape(url)

    grown = len(found.values) - len(before.values)
    assert grown < 120, grown
    assert len(found.values) < MAX_SERIES
    assert found.total("viewpulse_operations_total", operation="other", code="OK") == NAMES + NAMES // 10
    assert not [labels for _, labels in found.values if any("attackers" in value for _, value in labels)]
    assert found.seconds < MAX_SECONDS


async def test_every_name_of_the_manifest_with_every_code_makes_fewer_than_two_thousand(
    served_api: tuple[Api, str],
) -> None:
    """The worst that clients can do with names that exist."""
    api, url = served_api
    names = sorted(ManifestDocuments.from_settings(api.settings).names)
    answered = 0
    for name in names:
        for document, headers in (
            (f"query {name} {{ __typename }}", {}),
            (f"query {name} {{ platformStats {{ revision }} }}", {}),
            (f"query {name} {{ platformStats {{ revision }} }}", {"authorization": api.token("user")}),
            (f'query {name} {{ contentAnalytics(contentId: "x") {{ revision }} }}', {"authorization": api.token()}),
            (f"query {name}($a: ID!) {{ contentAnalytics(contentId: $a) {{ revision }} }}", {}),
            (f"subscription {name} {{ platformAnalytics {{ revision }} }}", {}),
        ):
            response = await api.post(document, **headers)
            answered += response.status_code == httpx.codes.OK  # a busy machine may be too late for one
    found = await scrape(url)

    assert found.total("viewpulse_operations_total") == answered > len(names)
    assert len(found.values) < MAX_SERIES, len(found.values)
