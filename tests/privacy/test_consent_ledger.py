"""Who agreed to what when: entries in the order of commits, for those who may add and see them, until an erasure."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from server.access import Role, UnsignedIds
from server.app import create_app
from server.cli import app
from server.consent import ConsentPolicy, ConsentPurpose
from server.errors import ViewpulseError
from server.events.consent_ledger import ConsentEntry, consent_entries, set_consent
from server.events.daily_usage import DailyUsage
from server.events.writing import _STORE_BY_CONSENT, EventWriter
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.audit_trail import read_entries
from server.storage.database import Connection, Pool
from server.storage.event_types import ASKED_EVENT
from server.storage.pages import FORWARDS
from server.storage.projects import find_project, set_unsigned_ids
from server.storage.tombstones import Tombstones
from server.transport import auth
from server.viewer_keys import ViewerKind, key_of
from tests.integration.analytics.stack import APP
from tests.integration.rollup.feed import at, event, feed
from tests.integration.transport.api import Api, served
from tests.privacy.erased import erased, requested, tables_with

ANN = "ann-63d1"
BOTH = ["ANALYTICS", "PRECISE_LOCATION"]
SET = """mutation (
    $subject: ConsentSubjectInput, $purposes: [ConsentPurpose!]! = [ANALYTICS], $version: String! = "1", $source: String
) {
    setConsent(subject: $subject, purposes: $purposes, version: $version, source: $source) {
        id userId sessionId at purposes version source role
    }
}"""
HISTORY = """query (
    $subject: ConsentSubjectInput, $at: DateTime, $first: Int, $after: String, $last: Int, $before: String
) {
    consentHistory(subject: $subject, at: $at, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        nodes { id userId sessionId purposes version source role }
        pageInfo { hasNextPage endCursor startCursor }
    }
}"""
ENTRY = """
INSERT INTO consent_entries (project_id, viewer_id, number, entry_id, at, purposes, version)
VALUES (1, $1, 1, gen_random_uuid(), now(), '{analytics}', '1')
"""
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'"


async def said(pool: Pool, settings: Settings, *purposes: str, viewer: str = f"u:{ANN}", **more: Any) -> ConsentEntry:
    kept = {"tombstones": Tombstones(pool, settings), "usage": DailyUsage(pool)}
    more = {"caller": APP, "version": "1", "now": datetime.now(UTC), **kept, **more}
    caller = more.pop("caller")
    return await set_consent(pool, caller, viewer, [ConsentPurpose(one) for one in purposes], source=None, **more)


async def history(api: Api, as_: str, **variables: Any) -> dict[str, Any]:
    answer = await api.ask(HISTORY, variables, authorization=as_)
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["consentHistory"]
    return found


async def test_entries_say_who_agreed_to_what_and_are_read_page_by_page(api: Api) -> None:
    admin, ann = api.token("root", Role.ADMIN), api.token(ANN, Role.USER)
    guest = {"subject": {"sessionId": "s1"}, "purposes": [], "version": "2", "source": "settings"}
    for variables, headers in (
        ({"purposes": BOTH[::-1]}, {"authorization": ann}),
        ({"purposes": BOTH}, {"authorization": ann}),  # says the same
        (guest, {}),
        ({"subject": {"userId": ANN}, "version": "2"}, {"authorization": admin}),
        ({"subject": {"userId": ANN}, "version": "2", "purposes": []}, {}),
    ):
        answer = await api.ask(SET, variables, **headers)
        assert answer["data"]["setConsent"]["version"] == variables.get("version", "1")

    everything = await history(api, admin)
    entries = [
        {"userId": ANN, "sessionId": None, "purposes": [], "version": "2", "source": None, "role": None},
        {"userId": ANN, "sessionId": None, "purposes": BOTH[:1], "version": "2", "source": None, "role": "ADMIN"},
        {"userId": None, "sessionId": "s1", "purposes": [], "version": "2", "source": "settings", "role": None},
        {"userId": ANN, "sessionId": None, "purposes": BOTH, "version": "1", "source": None, "role": "USER"},
    ]
    ids = [one.pop("id") for one in everything["nodes"]]
    assert everything["nodes"] == entries
    assert (everything["totalCount"], len(set(ids))) == (4, 4)

    first = await history(api, admin, first=3)
    rest = await history(api, admin, first=3, after=first["pageInfo"]["endCursor"])
    back = await history(api, admin, last=2, before=rest["pageInfo"]["startCursor"])
    assert [[one["id"] for one in page["nodes"]] for page in (first, rest, back)] == [ids[:3], ids[3:], ids[1:3]]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert [one["id"] for one in (await history(api, admin, subject={"sessionId": "s1"}))["nodes"]] == [ids[2]]
    own = [ids[0], ids[1], ids[3]]
    for subject in (None, {"userId": ANN}):
        assert [one["id"] for one in (await history(api, ann, subject=subject))["nodes"]] == own


async def test_the_ledger_tells_what_was_in_force_at_a_moment(api: Api, pool: Pool, settings: Settings) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    admin, ann = api.token("root", Role.ADMIN), api.token(ANN, Role.USER)
    for viewer, days, purposes, version in (
        (f"u:{ANN}", 0, ["ANALYTICS"], "1"),
        ("s:s1", 1, ["ANALYTICS"], "2"),
        (f"u:{ANN}", 2, [], "3"),
        (f"u:{ANN}", 1.5, ["ANALYTICS"], "4"),  # by a clock that was behind: the last commit counts
        ("s:s1", 3, [], "5"),
    ):
        await said(pool, settings, *purposes, viewer=viewer, now=day + timedelta(days=days), version=version)

    async def versions(days: float, who: str = admin, **more: Any) -> list[str]:
        page = await history(api, who, at=(day + timedelta(days=days)).isoformat(), **more)
        assert page["totalCount"] >= len(page["nodes"])
        return [one["version"] for one in page["nodes"]]

    assert await versions(-0.001) == []
    assert await versions(0) == ["1"]
    assert await versions(1.499) == ["2", "1"]
    assert await versions(1.5) == ["4", "2"]
    assert await versions(2.5) == ["4", "2"]
    assert await versions(9) == ["5", "4"]
    assert await versions(9, first=1) == ["5"]
    assert await versions(9, last=1) == ["4"]
    assert await versions(1, subject={"userId": ANN}) == ["1"]
    assert await versions(9, ann) == ["4"]


async def test_a_viewer_speaks_for_itself_an_app_for_its_viewers_and_an_admin_for_anyone(
    api: Api, settings: Settings, database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "KEY_SECONDS", 0.0)
    async with served(create_app(settings), settings) as second:
        second.write_key = api.write_key
        await assert_who_may(second, database)


async def assert_who_may(api: Api, database: Connection) -> None:
    bob, admin = api.token("bob", Role.USER), api.token("root", Role.ADMIN)
    user, guest = {"userId": ANN}, {"sessionId": "s1"}

    async def code(subject: Any = None, document: str = SET, **headers: str) -> str | None:
        answer = await api.ask(document, {"subject": subject}, **headers)
        return answer["errors"][0]["extensions"]["code"] if "errors" in answer else None

    assert [await code(one) for one in (user, guest, None)] == [None, None, "BAD_INPUT"]
    assert [await code(one, authorization=bob) for one in (user, guest, None)] == ["FORBIDDEN", "FORBIDDEN", None]
    assert [await code(one, HISTORY, authorization=bob) for one in (user, guest)] == ["FORBIDDEN", "FORBIDDEN"]
    assert await code(user, HISTORY) == "UNAUTHENTICATED"
    for rule in (UnsignedIds.STATELESS, UnsignedIds.NONE):
        await set_unsigned_ids(database, 1, rule)
        assert [await code(one) for one in (user, guest)] == ["UNAUTHENTICATED", None], rule
    api.write_key = None
    assert [await code(user), await code(user, authorization=bob)] == ["UNAUTHENTICATED"] * 2
    assert await code(user, authorization=admin) is None
    for wrong in ({"userId": ""}, {"userId": "a", "sessionId": "b"}, {}):
        answer = (await api.post(SET, {"subject": wrong}, authorization=admin)).json()
        assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT", wrong
    for field in ("version", "source"):
        for text in ("", "x" * 129):
            answer = await api.ask(SET, {"subject": user, field: text}, authorization=admin)
            assert answer["errors"][0]["extensions"]["field"] == [field]


async def test_entries_that_an_app_sends_for_one_viewer_are_limited(api: Api, settings: Settings, pool: Pool) -> None:
    few = settings.model_copy(update={"limit_tracking_per_user": 3})
    async with served(create_app(few), few) as limited:
        limited.write_key = api.write_key
        for subject in ({"userId": ANN}, {"sessionId": "s1"}):
            answers = [
                await limited.post(SET, {"subject": subject, "purposes": BOTH if n % 2 else []}) for n in range(12)
            ]
            refused = [one for one in answers if one.status_code == 429]
            assert refused, subject
            assert refused[0].json()["errors"][0]["extensions"]["limit"] == {"name": "trackingPerUser", "allowed": 3}
            kept = "SELECT count(*) FROM consent_entries WHERE viewer_id = $1"
            viewer = key_of(ViewerKind.USER if "userId" in subject else ViewerKind.GUEST, *subject.values())
            assert await pool.fetchval(kept, viewer) <= 12 - len(refused)
        assert "errors" not in await limited.ask(SET, {"subject": {"userId": "bob"}}), "no other viewer is"
        own = await limited.ask(SET, authorization=limited.token(ANN, Role.USER))
        assert "errors" not in own, "nor what the user says itself"


async def test_the_last_commit_counts_whatever_the_clocks_say(
    pool: Pool, settings: Settings, database: Connection
) -> None:
    now = datetime.now(UTC)
    await said(pool, settings, "ANALYTICS", now=now)
    withdrawn = await said(pool, settings, now=now - timedelta(minutes=1))
    again = await said(pool, settings, now=now + timedelta(minutes=1))
    assert again == withdrawn, "it says the same"
    assert await database.fetchval("SELECT purposes FROM consent_entries ORDER BY number DESC LIMIT 1") == []

    async with database.transaction():  # of two entries at the same time, the second one comes after the first
        await database.execute(ENTRY, "s:s1")
        second = asyncio.create_task(said(pool, settings, viewer="s:s1"))
        async with asyncio.timeout(20):
            while not await pool.fetchval(WAITS):  # noqa: ASYNC110 - PostgreSQL says it
                await asyncio.sleep(0.01)
    assert (await second).purposes == []
    rows = await database.fetch("SELECT number, purposes FROM consent_entries WHERE viewer_id = 's:s1' ORDER BY number")
    assert [tuple(row) for row in rows] == [(1, ["analytics"]), (2, [])]


async def test_an_erasure_removes_the_entries_and_no_more_are_added(
    pool: Pool, settings: Settings, database: Connection, aggregator: Aggregator
) -> None:
    await feed(database, [event("view_start", at(n), content_id="c1", user_id=ANN, session_id="s1") for n in range(3)])
    await aggregator.drain()
    for viewer in (f"u:{ANN}", "s:s1", "u:bob"):
        for purposes in (BOTH, []):
            await said(pool, settings, *purposes, viewer=viewer)
    unaware = Tombstones(pool, settings)
    await unaware.known(1)
    # an expired day keeps its rows, under other ids
    await database.execute("UPDATE rollup_state SET raw_since = $1, accepts_since = $1", at(1))
    receipt = await erased(database, settings, f"u:{ANN}")
    assert receipt.counts["consent_entries"] == 4
    rows = await database.fetch("SELECT DISTINCT viewer_id FROM consent_entries")
    assert [row["viewer_id"] for row in rows] == ["u:bob"]
    assert await tables_with(database, [ANN]) == set()
    for tombstones in (unaware, Tombstones(pool, settings)):
        with pytest.raises(ViewpulseError, match="has erased this viewer"):
            await said(pool, settings, "ANALYTICS", tombstones=tombstones)
    assert (await said(pool, settings, viewer="u:eve", tombstones=unaware)).viewer_id == "u:eve"


async def test_a_restored_backup_is_searched_for_who_is_only_in_the_ledger(
    pool: Pool, settings: Settings, database: Connection
) -> None:
    await requested(database, settings, f"u:{ANN}")
    await database.execute("UPDATE erasures SET viewer_id = NULL")  # as from a file of tombstones
    await database.execute(ENTRY, f"u:{ANN}")
    await erased(database, settings, f"u:{ANN}")
    assert await tables_with(database, [ANN]) == set()


async def test_a_policy_is_set_by_command_or_by_an_admin_and_both_are_in_the_audit_trail(
    api: Api, settings: Settings, database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = settings.privacy_secret
    assert secret is not None
    for name, value in (("DATABASE_URL", settings.database_url), ("PRIVACY_SECRET", secret.get_secret_value())):
        monkeypatch.setenv(f"VIEWPULSE_{name}", value)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")

    async def command(*arguments: str) -> str:
        done = await asyncio.to_thread(CliRunner().invoke, app, ["project", "consent", *arguments])
        return done.stdout if done.exit_code == 0 else f"failed: {done.exit_code}"

    assert await command() == "Project 1, consent: off.\n"
    assert await command("refuse") == "Project 1, consent: refuse.\n"
    assert await command("maybe") == "failed: 2"
    mutation = "mutation ($consent: ConsentPolicy!) { setConsentPolicy(consent: $consent) { consent } }"
    admin, user = api.token("root", Role.ADMIN), api.token(ANN, Role.USER)
    answer = await api.ask(mutation, {"consent": "REQUIRED"}, authorization=admin)
    assert answer["data"] == {"setConsentPolicy": {"consent": "REQUIRED"}}
    assert (await find_project(database, 1)).consent is ConsentPolicy.REQUIRED
    refused = await api.ask(mutation, {"consent": "OFF"}, authorization=user)
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    await api.ask(SET, {"subject": {"userId": ANN}}, authorization=admin)
    await api.ask(SET, {"subject": {"userId": ANN}})
    await api.ask(SET, authorization=user)
    entries = [(entry.action, entry.role, len(entry.subjects)) for entry, _ in await read_entries(database, 1, 0, 9)]
    assert entries == [
        ("project consent", "command", 0),
        ("setConsentPolicy", "admin", 0),
        ("setConsent", "admin", 1),
    ], "what users and apps say of themselves is in the ledger"


async def test_a_look_into_the_ledger_reads_one_row(pool: Pool, settings: Settings, database: Connection) -> None:
    await database.execute(
        "INSERT INTO consent_entries (project_id, viewer_id, number, entry_id, at, purposes, version)"
        " SELECT 1, 'u:' || viewer, number, gen_random_uuid(), now() + viewer * interval '1 s', '{analytics}', '1'"
        " FROM generate_series(1, 2000) AS viewer, generate_series(1, 5) AS number"
    )
    await database.execute("ANALYZE consent_entries")
    writer = EventWriter(settings)
    connection = await writer.connect()
    sql = _STORE_BY_CONSENT.text.replace(f"$1::{ASKED_EVENT}[]", f"ARRAY[NULL::{ASKED_EVENT}]")
    sent = (
        sql[sql.index("SELECT project_id, id, received_at") : sql.index("known AS MATERIALIZED")].rstrip().rstrip("),")
    )
    plan = [row[0].strip() for row in await connection.fetch(f"EXPLAIN {sent}")]
    await writer.close()
    assert any("Index Scan Backward using consent_entries_pkey" in line for line in plan), plan
    assert not any(line.startswith(("Sort", "->  Sort", "Seq Scan")) for line in plan), plan

    listed = consent_entries(1, "u:7", datetime.now(UTC))
    statement = listed.load(FORWARDS)
    values = statement.arguments({**listed.values, **listed.after, "limit": 20})
    plan = [row[0].strip() for row in await database.fetch(f"EXPLAIN {statement.text}", *values)]
    assert not any("Seq Scan" in line for line in plan), plan
