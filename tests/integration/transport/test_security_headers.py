"""Every response says that it is what it says it is, and may be shown in no frame of another site."""

import httpx
import pytest

from server.app import create_app
from server.settings import Settings
from tests.integration.transport.api import served

POLICY = {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"}
QUERY = {"query": "{ __typename }"}


@pytest.mark.parametrize("development", [True, False])
async def test_every_response_has_them(settings: Settings, development: bool) -> None:
    chosen = settings.model_copy(update={"development": development})
    async with served(create_app(chosen), chosen) as api:
        client = api.client
        events = {"accept": "text/event-stream"}
        answers = {
            "answered": await client.post("/graphql", json=QUERY),
            "by GET": await client.get("/graphql", params=QUERY),
            "page": await client.get("/graphql", headers={"accept": "text/html"}),
            "stream": await client.post("/graphql", json={"query": "subscription { __typename }"}, headers=events),
            "refused": await client.post("/graphql", json={"query": "{"}),
            "wrong key": await client.post("/graphql", json=QUERY, headers={"x-viewpulse-key": "none"}),
            "wrong type": await client.post("/graphql", content=b"a=b"),
            "other site": await client.options("/graphql", headers={"origin": "https://other.example"}),
            "alive": await client.get("/health/live"),
            "ready": await client.get("/health/ready"),
            "unknown": await client.get("/nothing"),
            "too long": await client.get("/graphql", headers={"a": "x" * 70_000}),
        }
    assert answers["alive"].status_code == httpx.codes.OK
    assert answers["too long"].is_client_error
    for name, answer in answers.items():
        said = ", ".join(answer.headers.get_list("content-security-policy"))
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"], name
        assert all(part in said for part in POLICY), (name, said)
