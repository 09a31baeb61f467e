"""A mutation with several fields is refused whole: nothing of it is stored, so what is sent again counts once."""

from typing import Any
from uuid import uuid4

import httpx

from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.projects import set_quotas
from tests.integration.transport.api import Api, served
from tests.integration.transport.test_rate_limits import a_user, events, limit_of, limited

TWO = """
mutation ($a: EventInput!, $b: EventInput!) {
  a: trackEvent(event: $a) { accepted }
  b: trackEvent(event: $b) { accepted }
}
"""
MIXED = """
mutation ($a: EventInput!, $b: [EventInput!]!, $is: Boolean! = true, $not: Boolean! = false) {
  a: trackEvent(event: $a) { accepted }
  ... @include(if: $is) { b: trackEvents(events: $b) { accepted } }
  c: saveContent(contentId: "c", sessionId: "s") @include(if: $not) { status }
}
"""
CONSENT = """
mutation ($session: ID!) {
  setConsent(subject: {sessionId: $session}, purposes: [ANALYTICS], version: "1") { version }
  s: saveContent(contentId: "c", sessionId: $session) { status }
}
"""
DECLARED = """
mutation ($session: ID!) {
  saveContent(contentId: "c", sessionId: $session) { status }
  upsertContents(contents: [{id: "c"}]) { accepted }
}
"""


class Sender:
    """Sends events of one session, as a guest or a user."""

    def __init__(self, api: Api, pool: Pool, authorization: str | None = None) -> None:
        self.session = uuid4().hex
        self._api = api
        self._pool = pool
        self._headers = {} if authorization is None else {"authorization": authorization}

    def event(self) -> dict[str, Any]:
        return {**events(1)[0], "sessionId": self.session}

    async def send(self, document: str, **variables: Any) -> httpx.Response:
        return await self._api.post(document, variables, **self._headers)

    async def stored(self) -> int:
        sql = "SELECT count(*) FROM events WHERE session_id = $1"
        count: int = await self._pool.fetchval(sql, self.session)
        return count


async def test_all_fields_are_looked_at_before_the_first_one_runs(
    settings: Settings, write_key: str, pool: Pool
) -> None:
    limits = {"tracking_per_user": 3, "batches_per_user": 1, "admin_per_user": 1}
    async with limited(settings, write_key, **limits) as api:
        for authorization in (None, a_user(api)):
            sender = Sender(api, pool, authorization)
            answer = await sender.send(TWO, a=sender.event(), b=sender.event())
            assert answer.json() == {"data": {"a": {"accepted": 1}, "b": {"accepted": 1}}}
            assert answer.headers["ratelimit"].startswith('"trackingPerUser";r=1')
            refused = await sender.send(TWO, a=sender.event(), b=sender.event())
            assert limit_of(refused)["limit"]["name"] == "trackingPerUser"
            assert await sender.stored() == 2
            batch = [sender.event() for _ in range(100)]
            answer = await sender.send(MIXED, a=sender.event(), b=batch)
            assert answer.json() == {"data": {"a": {"accepted": 1}, "b": {"accepted": 100}}}, "what is skipped is free"
            assert await sender.stored() == 103

        guest = Sender(api, pool)
        for _ in range(3):
            assert "errors" not in (await guest.send(CONSENT, session=guest.session)).json()
        stored = await guest.stored()
        assert limit_of(await guest.send(CONSENT, session=guest.session))["limit"]["name"] == "trackingPerUser"
        assert await guest.stored() == stored > 0

        admin = Sender(api, pool, a_user(api))
        assert "errors" not in (await admin.send(DECLARED, session=admin.session)).json()
        assert limit_of(await admin.send(DECLARED, session=admin.session))["limit"]["name"] == "adminPerUser"
        assert await admin.stored() == 1


async def test_quotas_are_looked_at_before_the_first_field_runs(settings: Settings, write_key: str, pool: Pool) -> None:
    async with pool.acquire() as connection:
        await set_quotas(connection, 1, {"events_per_day": 3})
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key
        sender = Sender(api, pool)
        assert "errors" not in (await sender.send(TWO, a=sender.event(), b=sender.event())).json()
        [error] = (await sender.send(TWO, a=sender.event(), b=sender.event())).json()["errors"]
        assert error["extensions"]["code"] == "QUOTA_EXCEEDED"
        assert error["extensions"]["limit"] == {"name": "eventsPerDay", "allowed": 3, "used": 2, "requested": 2}
        assert await sender.stored() == 2
    async with pool.acquire() as connection:
        await set_quotas(connection, 1, {"events_per_day": None})
