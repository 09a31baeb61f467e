"""What a project may hold, and take in on a day: refused whole, with the time when it begins again."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from server.access import Caller, Role
from server.app import create_app
from server.cli import app
from server.errors import ErrorCode, ViewpulseError
from server.events import daily_usage
from server.events.daily_usage import DailyUsage
from server.events.ingest import Ingest, ItemResult
from server.events.model import decode_event
from server.quotas import Quotas
from server.rollup.on_demand import process_events
from server.settings import Settings
from server.storage.database import Pool
from server.storage.projects import set_quotas
from tests.integration.transport.api import served

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted duplicates rejected } }"
UPSERT = """
mutation ($contents: [ContentInput!]!) {
  upsertContents(contents: $contents) { accepted results { status code message path } }
}
"""
REGISTER = """
mutation ($name: String!, $version: String! = "1.0.0") {
  registerSchemaVersion(type: CUSTOM, name: $name, version: $version, schema: {}) { version }
}
"""
SESSION = 'mutation { createSession(session: { sessionId: "new" }) { status } }'


CONSENT = """
mutation ($session: ID!, $purposes: [ConsentPurpose!]! = [ANALYTICS], $version: String! = "1") {
  setConsent(subject: {sessionId: $session}, purposes: $purposes, version: $version) { id purposes }
}
"""


async def nothing(*_: object) -> None: ...


def events(number: int, session: str | None = None) -> list[dict[str, Any]]:
    return [
        {"id": uuid4().hex, "type": "VIEW_START", "contentId": "c", "sessionId": session or uuid4().hex}
        for _ in range(number)
    ]


async def quota(pool: Pool, **changed: int | None) -> None:
    async with pool.acquire() as connection:
        await set_quotas(connection, 1, changed)


class Process:
    """One API process: its ingest, at a time that a test chooses."""

    def __init__(self, settings: Settings, pool: Pool, quotas: Quotas) -> None:
        self.now = NOW
        self.caller = Caller(may_track=True, quotas=quotas)
        self.ingest = Ingest(pool, settings, now=lambda: self.now)

    async def track(self, sent: list[dict[str, Any]]) -> list[ItemResult]:
        return await self.ingest.track(self.caller, [decode_event(one) for one in sent])

    async def refusal(self, sent: list[dict[str, Any]]) -> ViewpulseError:
        with pytest.raises(ViewpulseError) as caught:
            await self.track(sent)
        assert caught.value.code is ErrorCode.QUOTA_EXCEEDED
        return caught.value


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes exchange what they have stored when the test says so."""
    monkeypatch.setattr(daily_usage, "EXCHANGE_SECONDS", 3600.0)


async def started(settings: Settings, pool: Pool, **quotas: int) -> Process:
    process = Process(settings, pool, Quotas(**quotas))
    await process.ingest.start()
    return process


async def stored(pool: Pool) -> int:
    count: int = await pool.fetchval("SELECT count(*) FROM events")
    return count


@pytest.mark.usefixtures("by_hand")
async def test_a_batch_beyond_the_quota_is_refused_whole_until_midnight(settings: Settings, pool: Pool) -> None:
    process = await started(settings, pool, events_per_day=10)
    first = events(8)
    await process.track(first)
    refused = await process.refusal(more := events(3))
    assert refused.message == (
        "The project may have 10 events a day, of which 8 are used; send the same again after 2026-11-21 00:00 UTC."
    )
    assert refused.retry_after == 2.5 * 3600
    assert refused.more == {"limit": {"name": "eventsPerDay", "allowed": 10, "used": 8, "requested": 3}}
    assert await stored(pool) == 8
    assert {one.status for one in await process.track(events(2))} == {"ACCEPTED"}, "a smaller batch still fits"
    process.now += timedelta(hours=2, minutes=31)
    assert {one.status for one in await process.track([*more, *first[:2]])} == {"ACCEPTED", "DUPLICATE"}
    assert await stored(pool) == 13
    await process.ingest.stop()


@pytest.mark.usefixtures("by_hand")
async def test_only_what_is_stored_counts(settings: Settings, pool: Pool) -> None:
    process = await started(settings, pool, events_per_day=10)
    batch = events(6)
    await process.track(batch)
    await process.track([*batch[:2], {"type": "NONSENSE"}, *events(2)])
    assert len(await process.track(events(2))) == 2
    assert (await process.refusal(events(1))).more["limit"] == {
        "name": "eventsPerDay",
        "allowed": 10,
        "used": 10,
        "requested": 1,
    }
    await process.ingest.stop()
    assert await pool.fetchval("SELECT events FROM quota_usage WHERE project_id = 1") == 10


@pytest.mark.usefixtures("by_hand")
async def test_a_batch_larger_than_the_quota_is_never_worth_a_retry(settings: Settings, pool: Pool) -> None:
    process = await started(settings, pool, events_per_day=5)
    refused = await process.refusal(events(6))
    assert refused.retry_after is None
    assert refused.message.endswith("; send smaller batches.")
    await process.ingest.stop()


@pytest.mark.usefixtures("by_hand")
async def test_requests_that_come_together_do_not_fill_the_same_gap(settings: Settings, pool: Pool) -> None:
    process = await started(settings, pool, events_per_day=10)
    answers = await asyncio.gather(*(process.track(events(3)) for _ in range(9)), return_exceptions=True)
    assert sum(isinstance(answer, list) for answer in answers) == 3
    assert await stored(pool) == 9
    await process.ingest.stop()


@pytest.mark.usefixtures("by_hand")
async def test_processes_learn_from_each_other_what_is_used(settings: Settings, pool: Pool) -> None:
    one, other = [await started(settings, pool, events_per_day=10) for _ in range(2)]
    await one.track(events(6))
    await other.track(events(6))  # the bounded excess: neither knows of the other yet
    for process in (one, other, one):
        await process.ingest.usage.exchange()
    for process in (one, other):
        assert (await process.refusal(events(1))).more["limit"]["used"] == 12  # type: ignore[index]
    await one.ingest.stop()
    late = await started(settings, pool, events_per_day=10)
    await late.refusal(events(1))
    for process in (other, late):
        await process.ingest.stop()


async def test_usage_is_exchanged_by_itself_and_idle_projects_are_forgotten(
    settings: Settings, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_usage, "EXCHANGE_SECONDS", 0.02)
    process = await started(settings, pool, events_per_day=10)
    await process.track(events(4))
    async with asyncio.timeout(20):
        while process.ingest.usage._of:  # noqa: ASYNC110 - time passes
            await asyncio.sleep(0.01)
    assert await pool.fetchval("SELECT events FROM quota_usage") == 4
    await process.refusal(events(7))
    await process.ingest.stop()


@pytest.mark.usefixtures("by_hand")
async def test_what_the_database_refuses_is_given_back(settings: Settings, pool: Pool) -> None:
    usage = DailyUsage(pool)
    caller = Caller(quotas=Quotas(events_per_day=10))
    row: Any = object()

    async def fails(_rows: object) -> list[Any]:
        raise OSError("away")

    for _ in range(3):
        with pytest.raises(OSError, match="away"):
            await usage.store(caller, [row] * 9, NOW, fails)
    assert usage._of[1].own == 0
    await usage.stop()


@pytest.mark.usefixtures("by_hand")
async def test_beyond_its_sessions_a_project_continues_those_that_began(settings: Settings, pool: Pool) -> None:
    process = await started(settings, pool, sessions_per_day=2)
    process.now = datetime.now(UTC)
    await process.track([*events(2, "s1"), *events(1, "s2")])
    await process_events(settings, nothing, 20.0)
    await process.ingest.usage.exchange()
    assert len(await process.track(events(2, "s1"))) == 2
    refused = await process.refusal([*events(1, "s2"), *events(1, "s3")])
    assert refused.more == {"limit": {"name": "sessionsPerDay", "allowed": 2, "used": 2, "requested": 1}}
    guest = [{"type": "VIEW_START", "contentId": "c"}]
    await process.refusal(guest)
    process.caller = replace(process.caller, user_id="ann")
    assert len(await process.track(guest)) == 1, "it opens no session"
    await process.ingest.stop()


async def test_a_project_without_quotas_costs_no_statement(settings: Settings, pool: Pool) -> None:
    process = await started(settings, pool)
    await process.track(events(3))
    assert process.ingest.usage._of == {}
    await process.ingest.stop()
    assert await pool.fetchval("SELECT count(*) FROM quota_usage") == 0


async def test_clients_learn_what_and_until_when(settings: Settings, pool: Pool, write_key: str) -> None:
    await quota(pool, events_per_day=2, sessions_per_day=5)
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key
        assert (await api.ask(TRACK, {"events": events(2)}))["data"]["trackEvents"]["accepted"] == 2
        response = await api.post(TRACK, {"events": events(1)})
        [error] = response.json()["errors"]
        extensions = error["extensions"]
        assert (extensions["code"], extensions["retryable"]) == ("QUOTA_EXCEEDED", True)
        assert extensions["limit"] == {"name": "eventsPerDay", "allowed": 2, "used": 2, "requested": 1}
        assert 0 < extensions["retryAfter"] <= 86_402
        assert int(response.headers["retry-after"]) >= extensions["retryAfter"]
        assert (await api.ask(SESSION))["errors"][0]["extensions"]["code"] == "QUOTA_EXCEEDED"
        await quota(pool, events_per_day=None, sessions_per_day=None)
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key
        assert "errors" not in await api.ask(TRACK, {"events": events(3)})


async def test_consent_of_invented_viewers_counts_but_who_takes_it_back_is_heard(
    settings: Settings, pool: Pool, write_key: str
) -> None:
    await quota(pool, events_per_day=3)
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key

        async def say(session: str, **more: Any) -> str:
            answer = await api.ask(CONSENT, {"session": session, **more})
            if "errors" not in answer:
                return "added"
            assert answer["errors"][0]["extensions"]["limit"]["name"] == "eventsPerDay"
            return str(answer["errors"][0]["extensions"]["code"])

        assert [await say("a"), await say("a"), await say("b")] == ["added"] * 3, "the same again adds nothing"
        assert (await api.ask(TRACK, {"events": events(1)}))["data"]["trackEvents"]["accepted"] == 1
        assert [await say("c"), await say("d", purposes=[])] == ["QUOTA_EXCEEDED"] * 2
        assert (await api.post(TRACK, {"events": events(1)})).json()["errors"][0]["extensions"]["limit"]["used"] == 3

        assert [await say("a", purposes=[]), await say("a", purposes=[])] == ["added"] * 2
        assert [await say("a", purposes=[], version=str(number)) for number in (2, 3)] == ["QUOTA_EXCEEDED"] * 2
        assert [await say("a"), await say("b")] == ["QUOTA_EXCEEDED", "added"], "what was said stays said"
    assert await pool.fetchval("SELECT count(*) FROM consent_entries") == 3


async def test_contents_beyond_the_quota_are_refused_one_by_one(settings: Settings, pool: Pool) -> None:
    await quota(pool, contents=2)
    async with served(create_app(settings), settings) as api:
        admin = api.token("root", Role.ADMIN)

        async def upsert(*ids: str) -> list[str | None]:
            answer = await api.ask(UPSERT, {"contents": [{"id": one} for one in ids]}, authorization=admin)
            results = answer["data"]["upsertContents"]["results"]
            for place, one in enumerate(results):
                if one["code"] is not None:
                    assert one["message"].startswith("The project may have 2 contents in the catalogue, and has ")
                    assert one["path"] == ["contents", str(place), "id"]
            return [one["code"] for one in results]

        assert await upsert("a") == [None]
        assert await upsert("a", "b", "c") == [None, None, "QUOTA_EXCEEDED"]
        assert await upsert("a", "b") == [None, None]
        assert await upsert("c") == ["QUOTA_EXCEEDED"]
        both = await asyncio.gather(upsert("d"), upsert("e"))
        assert [*both] == [["QUOTA_EXCEEDED"]] * 2
    assert await pool.fetchval("SELECT count(*) FROM contents") == 2


async def test_custom_events_beyond_the_quota_are_refused(settings: Settings, pool: Pool) -> None:
    await quota(pool, custom_types=1)
    async with served(create_app(settings), settings) as api:
        admin = api.token("root", Role.ADMIN)
        for version in ("1.0.0", "1.1.0"):
            assert "errors" not in await api.ask(REGISTER, {"name": "quiz", "version": version}, authorization=admin)
        [error] = (await api.ask(REGISTER, {"name": "poll"}, authorization=admin))["errors"]
        assert error["message"] == "The project may have 1 custom events, and has 1."
        assert error["extensions"] == {
            "code": "QUOTA_EXCEEDED",
            "retryable": False,
            "field": ["name"],
            "limit": {"name": "customTypes", "allowed": 1},
        }


def test_an_operator_sets_and_sees_quotas(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    run = CliRunner().invoke

    def shown(*options: str) -> list[str]:
        done = run(app, ["project", "quota", "1", *options])
        assert done.exit_code == 0, done.output
        return [line.split()[1] for line in done.stdout.splitlines()]

    assert shown() == ["none"] * 4
    assert shown("--events-per-day", "1000", "--contents", "5") == ["1000", "none", "5", "none"]
    assert shown("--contents", "none", "--custom-types", "2") == ["1000", "none", "none", "2"]
    assert shown() == ["1000", "none", "none", "2"]
    for wrong in ("0", "-1", "many", "1e3", "9" * 30):
        assert run(app, ["project", "quota", "1", "--contents", wrong]).exit_code == 2
