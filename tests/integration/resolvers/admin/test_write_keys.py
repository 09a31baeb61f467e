"""Write keys as an admin of the project manages them."""

from typing import Any

import pytest

from server.access import Caller, Role
from server.rollup.on_demand import process_events
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import MAX_KEYS, fingerprint_of, hash_write_key, new_write_key, register_write_key
from server.transport.auth import Authenticator
from tests.integration.analytics.stack import APP, Stack, creator, user
from tests.integration.live.dashboard import watched
from tests.integration.rollup.feed import Published
from tests.integration.transport.api import Api

KEYS = "{ writeKeys { id revision keys { fingerprint label createdAt expiresAt revokedAt } } }"
CREATE = 'mutation ($label: String! = "") { createWriteKey(label: $label) { key writeKey { fingerprint label } } }'
ROTATE = """
mutation ($fingerprint: String!, $overlap: Duration! = "1d") {
  rotateWriteKey(fingerprint: $fingerprint, overlap: $overlap) {
    key writeKey { fingerprint label expiresAt } replaced { fingerprint expiresAt revokedAt }
  }
}
"""
REVOKE = "mutation ($fingerprint: String!) { revokeWriteKey(fingerprint: $fingerprint) { fingerprint revokedAt } }"


async def test_a_created_key_is_shown_once_and_works(stack: Stack, settings: Settings, pool: Pool) -> None:
    made = await stack.ask(CREATE, label="the app")
    assert made["writeKey"] == {"fingerprint": fingerprint_of(hash_write_key(made["key"])), "label": "the app"}
    assert (await Authenticator(settings, pool).authenticate(None, made["key"])).may_track
    listed = await stack.ask(KEYS)
    assert [(one["label"], one["expiresAt"], one["revokedAt"]) for one in listed["keys"]] == [("the app", None, None)]
    assert made["key"] not in str(listed)


async def test_a_rotated_key_has_a_successor_of_the_same_label_and_an_end(
    stack: Stack, settings: Settings, pool: Pool
) -> None:
    old = await stack.ask(CREATE, label="the app")
    new = await stack.ask(ROTATE, fingerprint=old["writeKey"]["fingerprint"])
    assert (new["writeKey"]["label"], new["writeKey"]["expiresAt"]) == ("the app", None)
    assert (new["replaced"]["fingerprint"], new["replaced"]["revokedAt"]) == (old["writeKey"]["fingerprint"], None)
    hours = await pool.fetchval("SELECT extract(epoch FROM max(expires_at) - now()) / 3600 FROM write_keys")
    assert hours == pytest.approx(24, abs=0.1)
    for key in (old["key"], new["key"]):
        assert (await Authenticator(settings, pool).authenticate(None, key)).may_track


async def test_a_revoked_key_is_not_found_again(stack: Stack) -> None:
    made = await stack.ask(CREATE)
    which = {"fingerprint": made["writeKey"]["fingerprint"]}
    assert (await stack.ask(REVOKE, **which))["revokedAt"] is not None
    for document in (REVOKE, ROTATE):
        assert await stack.refusal(document, **which) == {"code": "NOT_FOUND", "field": ["fingerprint"]}


async def test_keys_of_another_project_are_neither_seen_nor_changed(stack: Stack, pool: Pool) -> None:
    theirs = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 2, theirs, "theirs")
    fingerprint = fingerprint_of(hash_write_key(theirs))
    assert (await stack.ask(KEYS))["keys"] == []
    for document in (REVOKE, ROTATE):
        assert (await stack.refusal(document, fingerprint=fingerprint))["code"] == "NOT_FOUND"
    other = Caller(project_id=2, user_id="root", role=Role.ADMIN)
    assert [one["label"] for one in (await stack.ask(KEYS, other))["keys"]] == ["theirs"]


@pytest.mark.parametrize(
    ("caller", "code"),
    [(creator("k1"), "FORBIDDEN"), (user("u1"), "FORBIDDEN"), (APP, "UNAUTHENTICATED"), (Caller(), "UNAUTHENTICATED")],
)
async def test_only_admins_see_and_change_keys(stack: Stack, caller: Caller, code: str) -> None:
    for document, variables in (
        (KEYS, {}),
        (CREATE, {}),
        (ROTATE, {"fingerprint": "x"}),
        (REVOKE, {"fingerprint": "x"}),
    ):
        assert (await stack.refusal(document, caller, **variables))["code"] == code


@pytest.mark.parametrize("label", ["x" * 201, "a\0", "\ud800"])
async def test_a_label_that_cannot_be_stored_is_refused(stack: Stack, label: str) -> None:
    assert await stack.refusal(CREATE, label=label) == {"code": "BAD_INPUT", "field": ["label"]}


async def test_a_project_has_a_limited_number_of_valid_keys(stack: Stack, pool: Pool) -> None:
    async with pool.acquire() as connection:
        for _ in range(MAX_KEYS):
            await register_write_key(connection, 1, new_write_key(), "")
    refused = await stack.refusal(CREATE)
    assert (refused["code"], refused["limit"]["name"]) == ("LIMIT_EXCEEDED", "writeKeys")
    first = (await stack.ask(KEYS))["keys"][0]["fingerprint"]
    assert (await stack.refusal(ROTATE, fingerprint=first))["code"] == "LIMIT_EXCEEDED"
    await stack.ask(REVOKE, fingerprint=first)
    await stack.ask(CREATE)


async def test_subscribers_see_a_new_key(api: Api, settings: Settings) -> None:
    admin = api.token("root", Role.ADMIN)

    async def changed(document: str, **variables: Any) -> Any:
        [answer] = (await api.ask(document, variables, authorization=admin))["data"].values()
        await process_events(settings, Published(), 20.0)
        return answer

    async with watched(api, KEYS) as dashboard:
        before = len((await dashboard.pushed())["keys"])
        made = await changed(CREATE, label="new")
        assert len((await dashboard.pushed())["keys"]) == before + 1
        await changed(REVOKE, fingerprint=made["writeKey"]["fingerprint"])
        while (await dashboard.pushed())["keys"][-1]["revokedAt"] is None:
            pass
