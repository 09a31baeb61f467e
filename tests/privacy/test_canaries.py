"""What must be nowhere: addresses, user agents, tokens, keys, and precise places without consent.

And what must be in tables only: who viewers and admins are. Logs, metrics and traces name nobody, whatever is asked and
whatever fails.

All parts run as processes of their own, with the most detailed logs. Each kind of request carries texts that nothing
else contains, in what clients send by the way and in credentials, good ones and bad ones. In the end all that the
product holds or shows is searched for them.
"""

import asyncio
import json
import re
from datetime import timedelta
from socket import create_server
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import asyncpg
import httpx
from pydantic import SecretStr

from server.access import Role
from server.demo.addresses import APPLICATIONS, settings_of
from server.demo.networks.x import LocalX, Member
from server.social.model import Network
from server.tokens import make_token
from tests.collector import collecting
from tests.integration.transport.socket_client import socket
from tests.privacy.erased import keys_with, tables_with
from tests.products import Product, running_product, wait_until
from tests.social.serving import CALLBACK, RETURNS, serving

ADDRESSES = ("203.0.113.77", "2001:db8:77aa::1")
AGENT = "CanaryBrowser-77/1.0"
COOKIE = "canary-cookie-77ab"
ADMIN, USER, GUEST = "canary-admin-77", "canary-user-77", "canary-guest-77"
PEOPLE = (ADMIN, USER, GUEST)
FAILING = f"{USER}-fails"
LATITUDE, LONGITUDE = 48.2082776, 16.3738891
PLACE = ("48.20827", "16.37388")
HEADERS = {
    "user-agent": AGENT,
    "x-forwarded-for": ", ".join(ADDRESSES),
    "forwarded": f'for="[{ADDRESSES[1]}]"',
    "x-real-ip": ADDRESSES[0],
    "cookie": f"id={COOKIE}",
    "referer": f"https://example.com/?session={COOKIE}",
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "tracestate": f"vendor={COOKIE}",
    "baggage": f"session={COOKIE}",
}
EVENT = "mutation($event: EventInput!) { trackEvent(event: $event) { results { status code message } } }"
FUNNEL = "{ funnel(steps: [{types: [VIEW_START]}, {types: [LIKE]}]) { revision } }"
LIVE = 'subscription { contentAnalytics(contentId: "c") { views { total } } }'
NEW_KEY = 'mutation { createWriteKey(label: "app") { key } }'
PIN = 'mutation { pinFunnel(name: "f", steps: [{types: [VIEW_START]}, {types: [LIKE]}]) { name } }'
UNPIN = 'mutation { unpinFunnel(name: "f") { name } }'
REMOVE = "mutation($filter: EventFilterInput!) { removeEvents(filter: $filter) { removed } }"
CONSENT = """mutation($subject: ConsentSubjectInput) {
    setConsent(subject: $subject, purposes: [ANALYTICS], version: "1") { id }
}"""
ERASE = "mutation($id: ID!) { eraseViewer(id: $id) { state } }"
SOCIAL_TOKEN, SOCIAL_REFRESH = "canary-token-77cd", "canary-refresh-77cd"
DECLARE = 'mutation { upsertSocialWorkspace(workspaceId: "main", name: "Main") { name } }'
START_CONNECTION = f"""mutation {{
    startSocialConnection(workspaceId: "main", network: X, returnTo: "{RETURNS}/") {{ url }}
}}"""
SHOW_CONNECTION = "query ($id: ID!) { socialConnection(id: $id) { state choices { externalId } } }"
FINISH_CONNECTION = 'mutation ($id: ID!) { finishSocialConnection(id: $id, externalIds: ["7"]) { state } }'
BROKEN_TABLES = {"content_viewers": "viewer_id", "consent_entries": "viewer_id"}
UNKNOWN = "CANARY_TYPE"
BROKEN = "{ nothingLikeThis(" + COOKIE + ": 1) }"
MISSPELT: tuple[dict[str, Any], ...] = (
    {"latitude": LATITUDE, "longitude": LONGITUDE},
    {"location": {"lat": LATITUDE, "lng": LONGITUDE}},
    {"location": {"coordinates": [LATITUDE, {"x": LONGITUDE}]}},
    {"location": f"{LATITUDE},{LONGITUDE}"},
    {"viewData": {"position": [LATITUDE]}},
    {"device": {"user_agent": AGENT}},
    {"device": AGENT},
    {"userAgent": [AGENT]},
    {"ip": ADDRESSES[0]},
    {"network": {"address": {"v6": ADDRESSES[1]}}},
    {COOKIE: True},
    {ADDRESSES[0]: 1},
)
"""What a client may send where it does not belong."""

CODES = {"REJECTED", "WRITE_KEY_INVALID", "TOKEN_INVALID", "TOKEN_EXPIRED", "BAD_INPUT"}
"""What the bad requests must have been answered."""


class Parts:
    """A running product, and the texts that must be nowhere."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.facts = product.facts
        self.secret = SecretStr(json.loads((product.data / "secrets.json").read_bytes())["jwtSecret"])
        self.texts = {*ADDRESSES, AGENT, COOKIE, *PLACE, SOCIAL_TOKEN, SOCIAL_REFRESH}
        self.answers: list[str] = []

    def token(self, minutes: float = 5) -> str:
        """A token that is nowhere written; it has ended if the minutes are negative."""
        token = make_token(self.secret, sub=ADMIN, role=Role.ADMIN, lifetime=timedelta(minutes=minutes))
        self.texts.add(token.rpartition(".")[2])
        return token

    def post(self, body: Any, **headers: str) -> httpx.Response:
        """One request with everything that must not be kept."""
        content = body if isinstance(body, str) else json.dumps(body)
        sent = {"content-type": "application/json", **HEADERS, **{n.replace("_", "-"): v for n, v in headers.items()}}
        response = httpx.post(self.facts.url, content=content, headers=sent, timeout=60)
        self.answers.append(f"{response.headers} {response.text}")
        return response

    def leave(self, key: str, session: str, token: str = "") -> httpx.Response:
        """One request to the tracking path, with the key in the address, or a token in the body."""
        body = json.dumps({"events": [event(session)["variables"]["event"]], "token": token or None})
        url = f"{self.facts.url.removesuffix('/graphql')}/v1/in?key={key}"
        response = httpx.post(url, content=body, headers={"content-type": "text/plain", **HEADERS}, timeout=60)
        self.answers.append(f"{response.headers} {response.text}")
        return response


def event(session: str, **fields: Any) -> dict[str, Any]:
    place = {"latitude": LATITUDE, "longitude": LONGITUDE, "country": "AT"}
    given = {"type": "VIEW_START", "contentId": "c", "sessionId": session, "location": place, **fields}
    return {"query": EVENT, "variables": {"event": given}}


def send_requests(parts: Parts) -> None:
    """Requests of all kinds, good and bad."""
    good, ended = parts.token(), parts.token(minutes=-60)
    made = parts.post({"query": NEW_KEY}, authorization=f"Bearer {good}").json()["data"]["createWriteKey"]["key"]
    parts.answers.pop()  # this answer shows it, and no other
    parts.texts |= {made, made + "-slip"}
    for key in (made, made + "-slip"):
        parts.post(event("s1"), x_viewpulse_key=key)
        parts.post(event("s1", type=UNKNOWN), x_viewpulse_key=key)
        parts.post(event("s1", durationSeconds="many"), x_viewpulse_key=key)
        for odd in MISSPELT:
            for kind in ("VIEW_START", UNKNOWN):
                parts.post(event("s1", **{"type": kind, **odd}), x_viewpulse_key=key)
                parts.answers.pop()  # it may repeat to the sender what it has sent
        parts.leave(key, "s1")
        parts.leave(key, "s1", ended)
    assert parts.leave(made, "s2", good).json()["accepted"] == 1
    for credentials in (f"Bearer {good}", f"Bearer {ended}", f"Bearer {good}x", f"Basic {ended}", good):
        for query in (FUNNEL, BROKEN, "{ platformStats { revision } }", "{"):
            parts.post({"query": query}, authorization=credentials)
        parts.post("not JSON", authorization=credentials)
    parts.post(event("s2"), authorization=f"Bearer {good}", x_viewpulse_key=made)
    parts.post(event("s2", userId=USER), x_viewpulse_key=made)
    parts.post(event(GUEST), x_viewpulse_key=made)
    for query, variables in (
        (PIN, {}),
        (UNPIN, {}),
        (REMOVE, {"filter": {"userId": USER}}),
        (REMOVE, {"filter": {"sessionId": GUEST}}),
        (CONSENT, {"subject": {"userId": USER}}),
        (CONSENT, {"subject": {"sessionId": GUEST}}),
    ):
        answer = parts.post({"query": query, "variables": variables}, authorization=f"Bearer {good}")
        assert "errors" not in answer.json(), answer.text
    asked = {"query": "{ __typename }", "token": good}
    parts.answers.append(httpx.get(parts.facts.url, params=asked, headers=HEADERS, timeout=60).text)


async def talk(parts: Parts) -> None:
    """Sockets with a good token and with one that has ended."""
    url, good, ended = parts.facts.url.removesuffix("/graphql"), parts.token(), parts.token(minutes=-60)
    async with socket(url, additional_headers=HEADERS, user_agent_header=AGENT) as client:
        await client.initialise(authorization=f"Bearer {good}")
        await client.subscribe(LIVE)
        parts.answers.append(json.dumps(await client.hear()))
        await client.subscribe(BROKEN, name="2")
        parts.answers.append(json.dumps(await client.hear()))
        await client.say({"type": "ping", "payload": {"authorization": f"Bearer {ended}"}})
        parts.answers.append(str(await client.closed()))
    async with socket(url, additional_headers=HEADERS, user_agent_header=AGENT) as client:
        await client.say({"type": "connection_init", "payload": {"authorization": f"Bearer {ended}"}})
        parts.answers.append(str(await client.closed()))


async def fail(parts: Parts) -> None:
    """Lets PostgreSQL refuse rows that name a person, to the aggregator and to the API: it quotes them."""
    connection = await asyncpg.connect(parts.facts.database_url)
    try:
        for table, column in BROKEN_TABLES.items():
            await connection.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT canary CHECK ({column} <> 'u:{FAILING}') NOT VALID"
            )
        good = f"Bearer {parts.token()}"
        answer = parts.post({"query": CONSENT, "variables": {"subject": {"userId": FAILING}}}, authorization=good)
        assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
        parts.post(event("s3", userId=FAILING), x_viewpulse_key=parts.facts.write_key)
        log = parts.product.data / "aggregator.log"
        wait_until(lambda: "was rolled back" in log.read_text(errors="replace"), what="a run that fails")
        for table in BROKEN_TABLES:
            await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT canary")
        answer = parts.post({"query": ERASE, "variables": {"id": FAILING}}, authorization=good)
        assert "errors" not in answer.json(), answer.text
    finally:
        await connection.close()


async def search(parts: Parts, known: str) -> None:
    """Searches PostgreSQL and Redis; the known text must be found."""
    connection = await asyncpg.connect(parts.facts.database_url)
    try:
        for one in (known, USER):
            assert "raw_events" in await tables_with(connection, [one])
        assert await tables_with(connection, [UNKNOWN]) == {"rejected_events"}
        assert await connection.fetchval("SELECT count(*) FROM rejected_events") > 2 * len(MISSPELT) - 5
        assert await tables_with(connection, parts.texts) == set()
    finally:
        await connection.close()
    assert await keys_with(parts.facts.redis_url, parts.texts) == set()


class Site:
    """The local X that the product knows, on a port that is free."""

    def __init__(self) -> None:
        with create_server(("127.0.0.1", 0)) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.x = LocalX(url=url)
        self.x.add(Member("7", "canary", SOCIAL_TOKEN, SOCIAL_REFRESH))
        self.x.page.callbacks.add(CALLBACK)

    def settings(self) -> dict[str, str]:
        """The environment of the product."""
        named = settings_of(dict.fromkeys(Network, self.x.url)) | APPLICATIONS
        named |= {"social_callback_url": CALLBACK, "social_return_origins": f'["{RETURNS}"]'}
        return {f"VIEWPULSE_{name.upper()}": text for name, text in named.items()}


async def connect(parts: Parts, x: LocalX) -> None:
    """Connects an account by the page of X, and fails to: codes, states, verifiers, tokens and ids of connections."""
    admin = {"authorization": f"Bearer {parts.token()}"}

    def ask(query: str, **variables: Any) -> Any:
        answer = parts.post({"query": query, "variables": variables}, **admin).json()
        parts.answers.pop()  # it shows the state, or the id, to the admin who needs it
        assert "errors" not in answer, answer
        return next(iter(answer["data"].values()))

    def go(address: str) -> httpx.Response:
        site = parts.facts.url.removesuffix("/graphql")
        return httpx.get(address.replace(CALLBACK, f"{site}/social/callback"), headers=HEADERS, timeout=60)

    ask(DECLARE)
    async with serving(x), httpx.AsyncClient(timeout=60) as browser:
        for account in ("7", "", "7"):
            url = await asyncio.to_thread(ask, START_CONNECTION)
            pressed = await browser.post(url["url"], data={"account": account})
            back = pressed.headers["location"]
            asked = parse_qs(urlsplit(back).query)
            parts.texts |= {asked["state"][0], *asked.get("code", [])}
            answer = await asyncio.to_thread(go, back)
            assert answer.status_code == 303, answer.text
            [connection] = parse_qs(urlsplit(answer.headers["location"]).query)["connection"]
            parts.texts.add(connection)
            for address in (back, f"{CALLBACK}?state={COOKIE}&code={COOKIE}", f"{back}&state={COOKIE}"):
                refused = await asyncio.to_thread(go, address)
                assert refused.status_code == 400
                parts.answers.append(f"{refused.headers} {refused.text}")
            found = await asyncio.to_thread(ask, SHOW_CONNECTION, id=connection)
            assert found["state"] == ("CHOOSE" if account else "FAILED")
            if account:
                finished = await asyncio.to_thread(ask, FINISH_CONNECTION, id=connection)
                assert finished["state"] == "CONNECTED"
        parts.texts |= {one.form["code_verifier"] for one in x.seen if "code_verifier" in one.form}
        log = parts.product.data / "worker.log"
        collected = "a social account was collected"
        await asyncio.to_thread(wait_until, lambda: collected in log.read_text(errors="replace"), what="a collection")
    assert len(x.seen) > 6
    assert x.refused == []


def test_no_table_key_log_trace_or_answer_has_an_address_agent_token_or_place_and_no_log_or_trace_a_person() -> None:
    known, site = f"session-{uuid4()}", Site()
    with (
        collecting() as collector,
        running_product(
            VIEWPULSE_LOG_LEVEL="DEBUG",
            VIEWPULSE_TRACES_ENDPOINT=collector.url,
            VIEWPULSE_TRACES_RATIO="1",
            **site.settings(),
        ) as product,
    ):
        parts = Parts(product)
        send_requests(parts)
        asyncio.run(talk(parts))
        asyncio.run(connect(parts, site.x))
        asyncio.run(fail(parts))
        stored = parts.post(event(known, userId=USER), x_viewpulse_key=parts.facts.write_key).json()
        assert stored["data"]["trackEvent"]["results"][0]["status"] == "ACCEPTED", stored
        asyncio.run(search(parts, known))
        shown = [httpx.get(url, timeout=60).text for url in parts.facts.metrics_urls.values()]
        logs = {file.name: file.read_text(errors="replace") for file in product.data.glob("*.log")}
        shown.append(product.output)
        product.stop()  # which sends what is left
        shown.append(b"".join(collector.bodies).decode(errors="replace"))

    assert {"commit", "run", "query other"} <= {span.name for span in collector.spans}
    assert {"api.log", "aggregator.log", "worker.log", "postgres.log"} <= set(logs)
    assert set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b|REJECTED", " ".join(parts.answers))) >= CODES
    failed = "\n".join(logs.values())
    assert "CheckViolationError: new row for relation" in failed
    assert {table for table in BROKEN_TABLES if f'"{table}" violates check constraint' in failed} == {*BROKEN_TABLES}
    assert "events removed" in logs["api.log"]
    assert "a social connection came back" in logs["api.log"]
    for text in (*parts.texts, *PEOPLE, known):
        answers = () if text in (*PEOPLE, known) else parts.answers
        for one in (*shown, *logs.values(), *answers):
            assert text not in one, next(line for line in one.splitlines() if text in line)
