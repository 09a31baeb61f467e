"""Readers of a share link who try every way in: it opens its own numbers, whatever the document and the transport."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from resolvers.documents import load_documents
from server.access import Role
from server.share_links import AUDIENCE, TYPE
from tests.integration.transport.api import Api

CREATE = load_documents()["dashboard/CreateShareLink.graphql"]
OWN = 'series(of: {contentId: "v1"}, by: DAY) { totals { views } }'
OTHERS = "series(of: {platform: true}, by: DAY) { totals { views } }"
STRANGERS = "a key that is known to nobody but strangers"
DOCUMENTS = [
    f"{{ own: {OWN} found: {OTHERS} }}",
    f"query {{ ...More }} fragment More on Query {{ found: {OTHERS} }}",
    f"{{ ... on Query @include(if: true) {{ found: {OTHERS} }} }}",
    f"query Own {{ own: {OWN} }} query Found {{ found: {OTHERS} }}",
    "query ($of: OfInput = {platform: true}) { found: series(of: $of, by: DAY) { totals { views } } }",
]


async def link_to_v1(api: Api) -> dict[str, Any]:
    variables = {"of": {"contentId": "v1"}, "expiresAt": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
    answer = await api.ask(CREATE, variables, authorization=api.token("boss", Role.ADMIN))
    found: dict[str, Any] = answer["data"]["createShareLink"]
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
async def test_no_document_opens_more(api: Api, document: str) -> None:
    reader = {"authorization": f"Bearer {(await link_to_v1(api))['token']}", "x-viewpulse-key": ""}
    body = {"query": document} | ({"operationName": "Found"} if "query Found" in document else {})
    answers = [
        await api.client.post("/graphql", json=body, headers=reader),
        await api.client.get("/graphql", params=body, headers=reader),
        await api.client.post("/graphql", json=body, headers={**reader, "accept": "text/event-stream"}),
    ]
    for answer in answers:
        assert "FORBIDDEN" in answer.text, answer.text
        assert '"found":{' not in answer.text.replace(" ", "")


async def test_what_others_have_asked_is_asked_again(api: Api) -> None:
    """Registered documents and tags of answers open nothing."""
    reader = {"authorization": f"Bearer {(await link_to_v1(api))['token']}", "x-viewpulse-key": ""}
    boss = {"authorization": api.token("boss", Role.ADMIN)}
    query = f"{{ found: {OTHERS} }}"
    hashed = {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}}
    registered = await api.client.post("/graphql", json={"query": query, "extensions": hashed}, headers=boss)
    assert "errors" not in registered.json()
    by_hash = await api.client.post("/graphql", json={"extensions": hashed}, headers=reader)
    assert by_hash.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    first = await api.client.get("/graphql", params={"query": query}, headers=boss)
    assert first.headers["etag"]
    tagged = {**reader, "if-none-match": first.headers["etag"]}
    again = await api.client.get("/graphql", params={"query": query}, headers=tagged)
    assert again.status_code == 200, "304 would say what the answer is"
    assert again.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "Authorization" in first.headers["vary"]
    several = await api.client.post("/graphql", json=[{"query": query}], headers=reader)
    assert several.status_code == 400


async def test_the_tracking_path_takes_no_link(api: Api) -> None:
    token = (await link_to_v1(api))["token"]
    body = {"key": api.write_key, "token": token, "events": [{"type": "VIEW_START", "contentId": "v1"}]}
    answer = await api.client.post("/v1/in", content=json.dumps(body), headers={"content-type": "text/plain"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize("claims", [{}, {"aud": AUDIENCE}, {"sub": "boss", "role": "admin", "project": 1}])
@pytest.mark.parametrize("key", [STRANGERS, "settings"])
async def test_nobody_else_signs_tokens_of_links(api: Api, claims: dict[str, Any], key: str) -> None:
    link = await link_to_v1(api)
    now = datetime.now(UTC)
    times = {"iat": now, "nbf": now, "exp": now + timedelta(hours=1)}
    assert api.settings.jwt_secret is not None
    secret = api.settings.jwt_secret.get_secret_value() if key == "settings" else key
    odd = [] if key == "settings" else ["' OR true --", "../../etc/passwd"]  # else it is a user's, who may come in
    for kid in (link["shareLink"]["linkId"], "0" * 32, *odd):
        token = jwt.encode(claims | times, secret, algorithm="HS256", headers={"typ": TYPE, "kid": kid})
        reader = {"authorization": f"Bearer {token}", "x-viewpulse-key": ""}
        answer = await api.client.post("/graphql", json={"query": f"{{ {OWN} }}"}, headers=reader)
        assert answer.status_code == 401, (kid, answer.text)
        assert answer.json()["errors"][0]["extensions"]["code"] == "TOKEN_INVALID"
