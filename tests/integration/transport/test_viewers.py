"""Declarations about viewers: who may make them, and that the aggregator applies them."""

import asyncio
from typing import Any

import pytest

from server.access import Caller, Role
from server.events.viewer_profiles import ViewerClass, ViewerRecord, classify_viewers, upsert_viewers
from server.settings import Settings
from server.storage.database import Pool
from server.storage.sql import load_sql
from server.storage.tombstones import Tombstones
from tests.integration.transport.api import Api

RESULTS = "{ accepted rejected results { status viewerId code message path } }"
UPSERT = f"mutation($v: [ViewerInput!]!) {{ upsertViewers(viewers: $v) {RESULTS} }}"
CLASSIFY = f"mutation($v: [ViewerClassInput!]!) {{ classifyViewers(viewers: $v) {RESULTS} }}"
ADMIN = Caller(user_id="boss", role=Role.ADMIN)


async def declared(pool: Pool) -> dict[str, tuple[Any, ...]]:
    """Age group, gender and class by viewer; what is declared of a user and of a guest named like it is the same."""
    found = await kept(pool)
    assert all(found.get(f"u:{key[2:]}") == said for key, said in found.items() if key.startswith("s:"))
    return {key[2:]: said for key, said in found.items() if key.startswith("u:")}


async def kept(pool: Pool) -> dict[str, tuple[Any, ...]]:
    """The same by user ("u:") and guest ("s:")."""
    rows = await pool.fetch("SELECT viewer_id, age_group, gender, is_bot FROM viewer_profiles")
    return {row["viewer_id"]: tuple(row)[1:] for row in rows}


async def taken(pool: Pool) -> list[str]:
    """What the aggregator would take up now; claimed."""
    rows = await pool.fetch("DELETE FROM changed_profiles RETURNING viewer_id")
    return sorted({row["viewer_id"][2:] for row in rows})


async def test_a_user_speaks_for_itself_alone(api: Api, pool: Pool) -> None:
    viewers = [{"id": "ann", "ageGroup": "AGE_25_34", "gender": "NON_BINARY"}, {"id": "bob", "gender": "MALE"}]
    answer = await api.ask(UPSERT, {"v": viewers}, authorization=api.token("ann", Role.USER))
    payload = answer["data"]["upsertViewers"]
    assert (payload["accepted"], payload["rejected"]) == (1, 1)
    own, other = payload["results"]
    assert (own["status"], own["viewerId"], own["path"]) == ("ACCEPTED", "ann", None)
    assert (other["status"], other["code"], other["path"]) == ("REJECTED", "FORBIDDEN", ["viewers", "1", "id"])
    assert await declared(pool) == {"ann": ("age_25_34", "non_binary", None)}
    assert await taken(pool) == ["ann"]


async def test_an_admin_declares_for_any_viewer_and_omitted_fields_stay(api: Api, pool: Pool) -> None:
    admin = api.token("boss", Role.ADMIN)
    await api.ask(UPSERT, {"v": [{"id": "ann", "ageGroup": "UNDER_13", "gender": "FEMALE"}]}, authorization=admin)
    await api.ask(UPSERT, {"v": [{"id": "ann", "ageGroup": "AGE_13_17"}, {"id": "bob"}]}, authorization=admin)
    assert await declared(pool) == {"ann": ("age_13_17", "female", None), "bob": (None, None, None)}


async def test_an_admin_names_the_kind_and_a_user_declares_for_no_guest(api: Api, pool: Pool) -> None:
    admin, own = api.token("boss", Role.ADMIN), api.token("x", Role.USER)
    viewers: list[dict[str, Any]] = [
        {"id": "x", "kind": "GUEST", "gender": "FEMALE"}, {"id": "x", "kind": "USER", "gender": "MALE"},
        {"id": "x", "gender": "OTHER"}, {"id": "y", "gender": "OTHER"},
    ]  # fmt: skip
    answer = await api.ask(UPSERT, {"v": viewers}, authorization=admin)
    results = answer["data"]["upsertViewers"]["results"]
    assert [item["code"] for item in results] == [None, None, "BAD_INPUT", None]
    await api.ask(CLASSIFY, {"v": [{"id": "x", "kind": "GUEST", "bot": True}]}, authorization=admin)
    assert await kept(pool) == {
        "s:x": (None, "female", True), "u:x": (None, "male", None),
        "s:y": (None, "other", None), "u:y": (None, "other", None),
    }  # fmt: skip
    for kind, code in (("GUEST", "FORBIDDEN"), ("USER", None), (None, None)):
        answer = await api.ask(UPSERT, {"v": [{"id": "x", "kind": kind, "gender": None}]}, authorization=own)
        assert [item["code"] for item in answer["data"]["upsertViewers"]["results"]] == [code]
    assert (await kept(pool))["s:x"] == (None, "female", True)
    assert (await kept(pool))["u:x"] == (None, None, None)


async def test_null_withdraws_a_declaration(api: Api, pool: Pool) -> None:
    own = api.token("ann", Role.USER)
    ann = {"id": "ann", "ageGroup": "UNDER_13", "gender": "FEMALE"}
    await api.ask(UPSERT, {"v": [ann]}, authorization=own)
    assert await taken(pool) == ["ann"]
    for item, left in (({"ageGroup": None}, (None, "female", None)), ({"gender": None}, (None, None, None))):
        answer = await api.ask(UPSERT, {"v": [{"id": "ann", **item}]}, authorization=own)
        assert answer["data"]["upsertViewers"]["accepted"] == 1
        assert await declared(pool) == {"ann": left}
        assert await taken(pool) == ["ann"]
    await api.ask(UPSERT, {"v": [{"id": "ann", "ageGroup": None, "gender": None}]}, authorization=own)
    assert await taken(pool) == []


async def test_null_written_in_the_document_withdraws_too_and_a_bot_stays_one(api: Api, pool: Pool) -> None:
    admin = api.token("boss", Role.ADMIN)
    await api.ask(
        UPSERT, {"v": [{"id": "ann", "gender": "FEMALE"}, {"id": "bob", "gender": "MALE"}]}, authorization=admin
    )
    await api.ask(CLASSIFY, {"v": [{"id": "ann", "bot": True}]}, authorization=admin)
    document = 'mutation { upsertViewers(viewers: [{ id: "ann", gender: null }, { id: "bob" }]) { accepted } }'
    assert (await api.ask(document, authorization=admin))["data"]["upsertViewers"]["accepted"] == 2
    assert await declared(pool) == {"ann": (None, None, True), "bob": (None, "male", None)}


async def test_an_admin_declares_bots_and_people_or_lets_the_events_decide(api: Api, pool: Pool) -> None:
    admin = api.token("boss", Role.ADMIN)
    viewers = [{"id": "ann", "bot": True}, {"id": "bob", "bot": False}, {"id": "cyn", "bot": None}, {"id": "dan"}]
    answer = await api.ask(CLASSIFY, {"v": viewers}, authorization=admin)
    assert answer["data"]["classifyViewers"]["accepted"] == 4
    assert {viewer: bot for viewer, (*_, bot) in (await declared(pool)).items()} == {
        "ann": True, "bob": False, "cyn": None, "dan": None,
    }  # fmt: skip
    await api.ask(CLASSIFY, {"v": [{"id": "ann"}]}, authorization=admin)
    assert (await declared(pool))["ann"] == (None, None, None)


async def test_only_admins_classify_and_declaring_requires_a_token(api: Api, pool: Pool) -> None:
    ann = [{"id": "ann"}]
    for role in (Role.USER, Role.CREATOR):
        answer = await api.ask(CLASSIFY, {"v": ann}, authorization=api.token("ann", role))
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    for query in (UPSERT, CLASSIFY):
        answer = await api.ask(query, {"v": ann})
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await declared(pool) == {}


async def test_an_invalid_item_is_rejected_and_affects_no_other(api: Api, pool: Pool) -> None:
    viewers = [{"id": ""}, {"id": "ann", "gender": "MALE"}, {"id": "ann"}, {"id": "x" * 129}, {"id": "a\0"}]
    answer = await api.ask(UPSERT, {"v": viewers}, authorization=api.token("boss", Role.ADMIN))
    results = answer["data"]["upsertViewers"]["results"]
    assert [item["code"] for item in results] == ["OUT_OF_RANGE", None, "BAD_INPUT", "TOO_LARGE", "BAD_INPUT"]
    assert [item["path"] for item in results if item["path"]] == [["viewers", str(at), "id"] for at in (0, 2, 3, 4)]
    assert set(await declared(pool)) == {"ann"}


@pytest.mark.parametrize("number", [0, 101])
async def test_a_call_carries_1_to_100_viewers(api: Api, number: int) -> None:
    viewers = [{"id": f"u{at}"} for at in range(number)]
    answer = await api.ask(UPSERT, {"v": viewers}, authorization=api.token("boss", Role.ADMIN))
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"


@pytest.fixture
def tombstones(pool: Pool, settings: Settings) -> Tombstones:
    return Tombstones(pool, settings)


async def test_unchanged_viewer_declarations_are_not_queued_again(pool: Pool, tombstones: Tombstones) -> None:
    record, known_bot = ViewerRecord(id="ann"), ViewerClass(id="bob", bot=True)
    await upsert_viewers(pool, ADMIN, [record], tombstones)
    await classify_viewers(pool, ADMIN, [known_bot], tombstones)
    assert await taken(pool) == ["ann", "bob"]
    await upsert_viewers(pool, ADMIN, [record], tombstones)
    await classify_viewers(pool, ADMIN, [known_bot], tombstones)
    assert await taken(pool) == []
    await classify_viewers(pool, ADMIN, [ViewerClass(id="bob", bot=None)], tombstones)
    assert await taken(pool) == ["bob"]


async def someone_waits(pool: Pool) -> None:
    """Returns once a transaction waits for another."""
    while not await pool.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110 - no event for it
        await asyncio.sleep(0.01)


async def test_a_declaration_during_a_claim_is_applied_afterwards(pool: Pool, tombstones: Tombstones) -> None:
    await classify_viewers(pool, ADMIN, [ViewerClass(id="ann", bot=True)], tombstones)
    async with pool.acquire() as connection:
        async with connection.transaction():
            assert len(await connection.fetch("DELETE FROM changed_profiles RETURNING viewer_id")) == 2
            again = classify_viewers(pool, ADMIN, [ViewerClass(id="ann", bot=False)], tombstones)
            declaring = asyncio.create_task(again)
            await someone_waits(pool)
            assert await connection.fetchval("SELECT is_bot FROM viewer_profiles") is True
        await declaring
    assert await taken(pool) == ["ann"]
    assert (await declared(pool))["ann"][2] is False


async def test_a_claim_waits_for_a_declaration_that_it_would_miss(pool: Pool, tombstones: Tombstones) -> None:
    await classify_viewers(pool, ADMIN, [ViewerClass(id="ann", bot=True)], tombstones)
    async with pool.acquire() as connection:
        async with connection.transaction():
            declaring = load_sql("server.events.writing", "classify_viewers")
            await declaring.execute(connection, project=1, viewers=["s:ann", "u:ann"], are_bots=[False] * 2, erasures=0)
            claim = asyncio.create_task(taken(pool))
            await someone_waits(pool)
        assert await claim == ["ann"]
    assert (await declared(pool))["ann"][2] is False
