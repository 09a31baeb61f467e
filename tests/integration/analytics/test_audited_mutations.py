"""Each mutation that tracks nothing is in the audit trail before it is done."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from resolvers.access import TRACKING
from resolvers.schema import ROOT_FIELDS
from server.storage.audit_trail import Entry, read_entries
from server.storage.tombstones import PrivacySecret
from server.viewer_keys import ViewerKind, key_of
from tests.integration.analytics.stack import ADMIN, Stack, creator, event, user

SECRET = b"a secret of the tests, which is long enough"
CLASSIFY = "mutation ($viewers: [ViewerClassInput!]!) { classifyViewers(viewers: $viewers) { accepted } }"
UPSERT = "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"
DECLARE = "mutation ($viewers: [ViewerInput!]!) { upsertViewers(viewers: $viewers) { accepted } }"
REMOVE = "mutation ($filter: EventFilterInput!) { removeEvents(filter: $filter, dryRun: true) { matched } }"


@pytest.fixture
def audited(stack: Stack) -> Stack:
    settings = stack.services.settings.model_copy(update={"privacy_secret": SecretStr(SECRET.decode())})
    return replace(stack, services=replace(stack.services, settings=settings))


async def entries(stack: Stack) -> list[Entry]:
    async with stack.services.pool.acquire() as connection:
        return [entry for entry, _ in await read_entries(connection, 1, 0, 100)]


def hashed(*keys: str) -> list[bytes]:
    return [PrivacySecret(SECRET).hash_viewer(1, key) for key in keys]


async def test_an_entry_says_who_did_what_to_whom(audited: Stack) -> None:
    viewers = [{"id": "u1", "kind": "USER", "bot": True}, {"id": "s1", "bot": None}, {"id": ""}]
    await audited.ask(CLASSIFY, ADMIN, viewers=viewers)
    await audited.ask(UPSERT, creator("k1"), contents=[{"id": "c1", "creatorId": "k1"}])
    await audited.ask(REMOVE, ADMIN, filter={"sessionId": "s1"})
    classified, upserted, removed = await entries(audited)

    assert (classified.action, classified.role, classified.items) == ("classifyViewers", "admin", 3)
    assert classified.actor == hashed(key_of(ViewerKind.USER, "root"))[0]
    both = [key_of(kind, "s1") for kind in ViewerKind]
    assert classified.subjects == hashed(key_of(ViewerKind.USER, "u1"), *both)
    assert (upserted.action, upserted.role, upserted.items, upserted.subjects) == ("upsertContents", "creator", 1, [])
    assert (removed.action, removed.items) == ("removeEvents", None)
    assert removed.subjects == hashed(key_of(ViewerKind.GUEST, "s1"))


async def test_what_is_refused_or_tracks_or_a_user_says_of_itself_is_not_there(audited: Stack) -> None:
    await audited.refusal(CLASSIFY, creator("k1"), viewers=[{"id": "u1", "bot": True}])
    await audited.track([event("VIEW_START")])
    await audited.ask(DECLARE, user("u1"), viewers=[{"id": "u1", "gender": "FEMALE"}])
    assert await entries(audited) == []


async def test_nothing_is_done_that_cannot_be_written_down(audited: Stack) -> None:
    await audited.services.pool.execute("ALTER TABLE audit_entries RENAME TO lost")
    try:
        failed, _ = await audited.execute(CLASSIFY, ADMIN, {"viewers": [{"id": "u1", "bot": True}]})
        assert failed.errors is not None
        assert await audited.services.pool.fetchval("SELECT count(*) FROM viewer_profiles") == 0
    finally:
        await audited.services.pool.execute("ALTER TABLE lost RENAME TO audit_entries")


def test_every_mutation_is_audited_or_tracks() -> None:
    audited = {found.name for found in ROOT_FIELDS.values() if found.is_mutation and found.access is not TRACKING}
    assert {"removeEvents", "classifyViewers", "upsertContents", "upsertViewers", "registerSchemaVersion"} <= audited
    assert not {name for name in audited if name.startswith("track")}
