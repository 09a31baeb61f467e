"""Without consent nothing that is stored names the viewer, and all that is counted without names is counted."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from graphql import build_schema

from resolvers.schema import print_schema
from server.access import Caller
from server.app import create_app
from server.consent import ConsentPolicy, ConsentPurpose
from server.errors import ViewpulseError
from server.events.consent_ledger import set_consent
from server.events.ingest import Ingest, ItemResult
from server.events.model import decode_event
from server.events.rows import Row
from server.events.viewer_profiles import ViewerRecord, upsert_viewers
from server.events.writing import Written
from server.quotas import Quotas
from server.rollup.aggregator import Aggregator
from server.rollup.housekeeping import forget_salts
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.projects import set_consent_policy
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.analytics.stack import ADMIN, APP
from tests.integration.importing.command import start
from tests.integration.importing.events_file import write_ndjson
from tests.integration.transport.api import Api, served
from tests.privacy.erased import tables_with, tracked

ASKED = replace(APP, consent=ConsentPolicy.REQUIRED)
STRICT = replace(APP, consent=ConsentPolicy.REFUSE)
ANN = "ann-63d1"
VIEW: dict[str, Any] = {"type": "VIEW_START", "contentId": "c1"}
BERLIN = {"latitude": 52.5163, "longitude": 13.3777}
SET = """mutation ($subject: ConsentSubjectInput, $purposes: [ConsentPurpose!]!) {
    setConsent(subject: $subject, purposes: $purposes, version: "1") { purposes }
}"""
NUMBERS = (
    "SELECT to_jsonb(t) - 'project_id' - 'revision' AS row FROM content_totals AS t WHERE project_id = $1 ORDER BY 1"
)
TABLES = """
SELECT relname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE attname = 'project_id' AND relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
"""


@asynccontextmanager
async def process(settings: Settings, pool: Pool) -> AsyncIterator[Ingest]:
    """One process that takes events."""
    ingest = Ingest(pool, settings)
    await ingest.start()
    yield ingest
    await ingest.stop()


async def sent(ingest: Ingest, *events: dict[str, Any], caller: Caller = ASKED) -> list[ItemResult]:
    return await ingest.track(caller, [decode_event({**VIEW, **one}) for one in events])


async def agree(ingest: Ingest, pool: Pool, viewer: str, *purposes: str, caller: Caller = ASKED) -> None:
    await set_consent(
        pool,
        caller,
        viewer,
        [ConsentPurpose(one) for one in purposes],
        version="1",
        source=None,
        tombstones=ingest.tombstones,
        usage=ingest.usage,
        now=datetime.now(UTC),
    )


async def test_what_is_said_and_what_was_agreed_decide_together(
    settings: Settings, pool: Pool, database: Connection
) -> None:
    known: dict[bool | None, list[str] | None] = {
        None: None,
        False: [],
        True: ["ANALYTICS", "PRECISE_LOCATION"],
    }
    async with process(settings, pool) as ingest:
        for said, agreed in product(known, known):
            viewer = f"{said}-{agreed}"
            if (purposes := known[agreed]) is not None:
                await agree(ingest, pool, f"u:{viewer}", *purposes)
            [result] = await sent(ingest, {"userId": viewer, "consent": known[said], "location": BERLIN})
            assert result.code is None
            row = await database.fetchrow(
                "SELECT user_id, session_id, latitude FROM events ORDER BY batch_id DESC LIMIT 1"
            )
            assert row is not None
            is_named = False not in (said, agreed) and True in (said, agreed)
            expected = (viewer, None, BERLIN["latitude"]) if is_named else (None, row["session_id"], None)
            assert tuple(row) == expected, viewer
            assert is_named or row["session_id"] is not None
        await agree(ingest, pool, "u:coarse", "ANALYTICS")
        precise = {"location": {**BERLIN, "preciseConsent": True}}
        for caller, user, latitude in ((ASKED, "coarse", None), (APP, "coarse", BERLIN["latitude"])):
            await sent(ingest, {"userId": user, **precise}, caller=caller)
            row = await database.fetchrow("SELECT user_id, latitude, cell FROM events ORDER BY batch_id DESC LIMIT 1")
            assert row is not None
            assert (row["user_id"], row["latitude"]) == (user, latitude)
            assert row["cell"] is not None


async def test_a_withdrawal_holds_from_the_next_event_on_in_all_processes(
    settings: Settings, pool: Pool, database: Connection
) -> None:
    key = new_write_key()
    await register_write_key(database, 1, key, "test")
    await set_consent_policy(database, 1, ConsentPolicy.REQUIRED)
    subject = {"userId": ANN}
    async with served(create_app(settings), settings) as one, served(create_app(settings), settings) as other:
        one.write_key = other.write_key = key
        for place, (asks, tracks) in enumerate(((one, other), (other, one)) * 5):
            for purposes, users in ((["ANALYTICS"], [ANN]), ([], [None])):
                answer = await asks.ask(SET, {"subject": subject, "purposes": purposes})
                assert answer == {"data": {"setConsent": {"purposes": purposes}}}, place
                [result] = await tracked(tracks, {**VIEW, "userId": ANN})
                assert result["status"] == "ACCEPTED"
                rows = await database.fetch("SELECT user_id FROM events ORDER BY batch_id DESC LIMIT 1")
                assert [row["user_id"] for row in rows] == users
    assert await database.fetchval("SELECT count(*) FROM consent_entries") == 20


def mixed(random: Random, user: str | None, session: str | None) -> dict[str, Any]:
    """An event in which everything that may name its viewer does."""
    own = user or session
    kind = random.choice(["VIEW_START", "VIEW_PROGRESS", "VIEW_COMPLETE", "LIKE", "SHARE", "PURCHASE", "NONSENSE"])
    event: dict[str, Any] = {
        "type": kind,
        "id": f"{own}-{uuid4()}",
        "contentId": random.choice(["c1", "c2"]),
        "userId": user,
        "sessionId": session,
        "source": {"referrer": f"https://example.org/{own}", "type": "FEED"},
        "device": {"model": f"phone of {own}", "type": "MOBILE"},
        "location": {**BERLIN, "preciseConsent": random.random() < 0.5, "city": f"{own}ville", "country": "DE"},
        "viewer": {"gender": "FEMALE"},
        "properties": {"friend": own},
    }
    if kind.startswith("VIEW"):
        event["playId"] = f"{own}-play-{random.randrange(3)}"
        event["viewData"] = {"totalWatchTime": random.randrange(60), "duration": 60}
    if kind == "PURCHASE":
        event["properties"] |= {"productId": "p", "amount": "1.20", "currency": "EUR", "orderId": f"order of {own}"}
    return {name: value for name, value in event.items() if value is not None}


async def test_of_a_thousand_mixed_events_nothing_names_who_did_not_agree(
    settings: Settings, pool: Pool, database: Connection, aggregator: Aggregator
) -> None:
    random = Random(68)
    yes = [f"yes-{uuid4()}" for _ in range(20)]
    no = [f"no-{uuid4()}" for _ in range(20)]
    guests = [str(uuid4()) for _ in range(20)]  # as UUIDs they have a column of their own
    events = []
    for _ in range(1_000):
        user = random.choice([*yes, *no, None])
        session = f"{user}-visit" if user else random.choice(guests)
        events.append(mixed(random, user, session))
    async with process(settings, pool) as ingest:
        for user in yes:
            await agree(ingest, pool, f"u:{user}", "ANALYTICS")
        results: list[ItemResult] = []
        for caller in (ASKED, replace(APP, project_id=2)):
            for start in range(0, 1_000, 100):
                results += await sent(ingest, *events[start : start + 100], caller=caller)
        stored = sum(result.code is None for result in results[:1_000])
        assert [result.code for result in results[:1_000]] == [result.code for result in results[1_000:]]
        again = await sent(ingest, *events[:100])
        assert {result.status for result in again} == {"DUPLICATE", "REJECTED"}
        assert [one.session_id for one in again] == [one.session_id for one in results[:100]], "as it was sent"
    await aggregator.drain()
    assert [tuple(row) for row in await database.fetch(NUMBERS, 1)] == [
        tuple(row) for row in await database.fetch(NUMBERS, 2)
    ]
    assert await database.fetchval("SELECT count(*) FROM events WHERE project_id = 1") == stored > 800
    assert await rebuild(settings) == []

    for (table,) in await database.fetch(TABLES):
        await database.execute(f"DELETE FROM {table} WHERE project_id = 2")
    assert {"raw_events", "plays", "content_viewers", "consent_entries"} <= await tables_with(database, yes)
    assert await tables_with(database, [*no, *guests]) == set()
    assert await database.fetchval("SELECT count(*) FROM raw_events WHERE user_id IS NULL AND cell IS NOT NULL") == 0
    counts = await database.fetch("SELECT code, rejected FROM rejected_counts")
    refused = sum(result.code == "BAD_INPUT" for result in [*results[:1_000], *again])
    assert [tuple(row) for row in counts] == [("BAD_INPUT", refused)], "counted, and not kept"


async def test_an_event_counts_once_whatever_its_viewer_agrees_to_meanwhile(
    settings: Settings, pool: Pool, database: Connection
) -> None:
    async with process(settings, pool) as ingest:
        for first, later in product((ASKED, APP), (ASKED, APP, STRICT)):
            for said, says in product(([], ["ANALYTICS"]), ([], ["ANALYTICS"], None)):
                event = {"id": str(uuid4()), "userId": ANN, "sessionId": "s1"}
                await sent(ingest, {**event, "consent": said}, caller=first)
                [again] = await sent(ingest, {**event, "consent": says}, caller=later)
                assert (again.status, again.session_id) == ("DUPLICATE", "s1"), (
                    first.consent,
                    later.consent,
                    said,
                    says,
                )
                [other] = await sent(ingest, {**event, "type": "LIKE"}, caller=later)
                was_named = first is APP or said
                assert other.code == ("ID_REUSED" if was_named else "DUPLICATE")
        both = {"id": str(uuid4()), "sessionId": "s1"}
        assert [one.status for one in await sent(ingest, both, both)] == ["ACCEPTED", "DUPLICATE"]
    assert await database.fetchval("SELECT count(*) FROM events") == 2 * 3 * 2 * 3 + 1
    hashes = await database.fetch("SELECT DISTINCT body_hash FROM events WHERE user_id IS NULL")
    assert [row["body_hash"] for row in hashes] == [0]


async def test_a_project_may_refuse_what_lacks_consent(settings: Settings, pool: Pool, database: Connection) -> None:
    async with process(settings, pool) as ingest:
        await agree(ingest, pool, "s:s1", "ANALYTICS")
        results = await sent(
            ingest, {"userId": ANN}, {"sessionId": "s1"}, {"userId": ANN, "consent": ["ANALYTICS"]}, caller=STRICT
        )
    assert [(one.code, one.path) for one in results] == [
        ("CONSENT_REQUIRED", ["events", "0", "consent"]),
        (None, None),
        (None, None),
    ]
    assert await database.fetchval("SELECT count(*) FROM events") == 2
    assert [tuple(row) for row in await database.fetch("SELECT code, rejected FROM rejected_counts")] == [
        ("CONSENT_REQUIRED", 1)
    ]
    assert await database.fetchval("SELECT count(*) FROM rejected_events") == 0


async def test_projects_of_one_group_commit_keep_their_own_rules(
    settings: Settings, pool: Pool, database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(settings, pool) as ingest:
        rows: list[Row] = []
        submit = ingest._commit.submit

        async def kept(these: Sequence[Row]) -> list[Written]:
            rows.extend(these)
            return await submit(these)

        monkeypatch.setattr(ingest._commit, "submit", kept)
        await sent(ingest, {"userId": ANN})
        await sent(ingest, {"userId": ANN}, caller=replace(APP, project_id=2))
        await database.execute("DELETE FROM ingest_batches; DELETE FROM raw_events")
        assert {outcome.name for outcome, _ in await submit(rows)} == {"STORED"}
    users = await database.fetch("SELECT project_id, user_id FROM events ORDER BY project_id")
    assert [tuple(row) for row in users] == [(1, None), (2, ANN)]
    assert await database.fetchval("SELECT count(DISTINCT batch_id) FROM raw_events") == 1


async def test_a_visit_is_one_session_in_all_processes_and_nobody_is_recognised_the_next_day(
    settings: Settings, pool: Pool, database: Connection, aggregator: Aggregator
) -> None:
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=2)
    clock = [noon]
    ingests = [Ingest(pool, settings, now=lambda: clock[0]) for _ in range(2)]
    for ingest in ingests:
        await ingest.start()
    for day in range(2):
        clock[0] = noon + timedelta(days=day)
        for ingest, watched in zip(ingests, (10, 25), strict=True):
            await sent(ingest, {"userId": ANN, "sessionId": "s1", "viewData": {"totalWatchTime": watched}})
    for kept in (1, 0):  # a process forgets the key of the day although no request comes any more
        for ingest in ingests:
            await ingest.read_progress()
            assert len(ingest._salts._kept) == kept
        clock[0] = noon + timedelta(days=1, hours=12)
    for ingest in ingests:
        await ingest.stop()
    await aggregator.drain()
    watch = await database.fetch("SELECT watch_ms FROM plays")
    assert [row["watch_ms"] for row in watch] == [25_000, 25_000], "reports of one play are merged, not added up"
    assert await database.fetchval("SELECT count(DISTINCT viewer_id) FROM content_viewers") == 2
    assert await database.fetchval("SELECT count(*) FROM sessions WHERE user_id IS NULL") == 2

    assert await forget_salts(database, settings, noon + timedelta(hours=12, minutes=59)) == 0
    assert await forget_salts(database, settings, noon + timedelta(hours=13)) == 1
    assert await database.fetchval("SELECT day FROM consent_salts") == (noon + timedelta(days=1)).date()


async def test_a_quota_of_sessions_knows_those_without_identity(
    settings: Settings, pool: Pool, aggregator: Aggregator
) -> None:
    limited = replace(ASKED, quotas=Quotas(sessions_per_day=1))
    async with process(settings, pool) as ingest:
        await sent(ingest, {"sessionId": "s1"}, caller=limited)
        await aggregator.drain()
        await ingest.usage.exchange()
        assert (await sent(ingest, {"sessionId": "s1"}, caller=limited))[0].code is None
        with pytest.raises(ViewpulseError, match="1 new sessions a day"):
            await sent(ingest, {"sessionId": "s2"}, caller=limited)


async def test_declarations_about_who_did_not_agree_are_refused(
    settings: Settings, pool: Pool, database: Connection
) -> None:
    asked = replace(ADMIN, consent=ConsentPolicy.REQUIRED)
    async with process(settings, pool) as ingest:
        await agree(ingest, pool, "u:bob", "ANALYTICS")
        declared = [ViewerRecord(id=ANN), ViewerRecord(id="bob")]
        answers = await upsert_viewers(pool, asked, declared, ingest.tombstones)
    assert [getattr(one, "code", None) for one in answers] == ["CONSENT_REQUIRED", None]
    rows = await database.fetch("SELECT viewer_id FROM viewer_profiles")
    assert [row["viewer_id"] for row in rows] == ["u:bob"], "not the guest of that name"


async def test_a_client_is_answered_as_always(api: Api, database: Connection) -> None:
    """The write key's policy is read with it; a context carries consent for a batch."""
    key = new_write_key()
    await register_write_key(database, 3, key, "theirs")
    await set_consent_policy(database, 3, ConsentPolicy.REFUSE)
    track = """mutation ($events: [EventInput!]!, $context: ContextInput) {
        trackEvents(events: $events, context: $context) { sessionId results { status code path counted } }
    }"""
    guest = {**VIEW, "sessionId": "guest-1"}
    for context, events, found in (
        ({"consent": ["ANALYTICS"]}, [guest, {**guest, "consent": []}], [None, "CONSENT_REQUIRED"]),
        ({"consent": []}, [guest, {**guest, "consent": ["ANALYTICS"]}], ["CONSENT_REQUIRED", None]),
    ):
        answer = await api.ask(track, {"events": events, "context": context}, x_viewpulse_key=key)
        results = answer["data"]["trackEvents"]["results"]
        assert [one["code"] for one in results] == found
        assert answer["data"]["trackEvents"]["sessionId"] == "guest-1"
        assert [one["counted"] for one in results] == [None if code is None else False for code in found]


SHORT_FORMS = {
    "saveContent": 'contentId: "c1", sessionId: "guest-1"',
    "shareContent": 'contentId: "c1", sessionId: "guest-1", platform: "mail"',
    "closeSession": 'sessionId: "guest-1"',
    "trackView": 'view: {contentId: "c1", sessionId: "guest-1"',
    "trackEngagement": 'engagement: {action: "wave", sessionId: "guest-1"',
    "recordInteraction": 'interaction: {type: SAVE, contentId: "c1", sessionId: "guest-1"',
    "createSession": 'session: {sessionId: "guest-1"',
    "trackPurchase": 'purchase: {productId: "p1", amount: "1.50", currency: "EUR", sessionId: "guest-1"',
    "trackStream": 'stream: {contentId: "c1", action: JOIN, sessionId: "guest-1"',
    "trackSessionEvent": 'session: {action: START, sessionId: "guest-1"',
    "recordEngagementBatch": 'engagements: [{type: CLICK, contentId: "c1", sessionId: "guest-1"',
    "recordInteractions": 'interactions: [{type: SAVE, contentId: "c1", sessionId: "guest-1"',
}


async def test_every_short_form_carries_consent(api: Api, database: Connection) -> None:
    key = new_write_key()
    await register_write_key(database, 3, key, "theirs")
    await set_consent_policy(database, 3, ConsentPolicy.REFUSE)
    mutations = build_schema(print_schema()).mutation_type
    assert mutations is not None
    tracking = {
        name for name, found in mutations.fields.items() if str(found.type) in {"TrackResult!", "TrackPayload!"}
    }
    assert SHORT_FORMS.keys() == tracking - {"trackEvent", "trackEvents"}
    for name, said in SHORT_FORMS.items():
        for consent, code in ((", consent: [ANALYTICS]", None), (", consent: []", CODE), ("", CODE)):
            closing = "}" * said.count("{") + "]" * said.count("[")
            selected = "results { code path }" if "[" in said else "code path"
            answer = await api.ask(
                f"mutation {{ {name}({said}{consent}{closing}) {{ {selected} }} }}", x_viewpulse_key=key
            )
            assert "errors" not in answer, answer
            result = answer["data"][name]
            [result] = result["results"] if "[" in said else [result]
            assert result["code"] == code, (name, consent)
            assert code is None or result["path"][-1] == "consent", result


CODE = "CONSENT_REQUIRED"


async def test_an_import_follows_the_policy_too(settings: Settings, database: Connection, tmp_path: Path) -> None:
    await set_consent_policy(database, 1, ConsentPolicy.REQUIRED)
    old = {**VIEW, "occurredAt": "2026-03-01T10:00:00Z"}
    events = [{**old, "id": "1", "userId": ANN}, {**old, "id": "2", "userId": "bob", "consent": ["ANALYTICS"]}]
    file = write_ndjson(tmp_path / "old.ndjson", events)
    for arguments, accepted in (([], 2), (["--restart", "--dry-run"], 0)):
        process = await asyncio.to_thread(start, settings, str(file), *arguments)
        output, _ = await asyncio.to_thread(process.communicate)
        assert process.returncode == 0, output
        assert ("duplicates: 2" in output) is (accepted == 0), output
    users = await database.fetch("SELECT user_id FROM events ORDER BY user_id")
    assert [row["user_id"] for row in users] == ["bob", None]
