"""A project may require a token for ids of users and creators: always, or only for events that change a state."""

from typing import Any

import pytest
from typer.testing import CliRunner

from server.access import Role, UnsignedIds
from server.app import create_app
from server.cli import app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.projects import list_projects, set_unsigned_ids
from server.storage.write_keys import new_write_key, register_write_key
from server.transport import auth
from tests.integration.transport.api import Api, served

TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { results { status code path message } } }"
REFUSED = "TOKEN_REQUIRED"
EVENTS: list[dict[str, Any]] = [
    {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"},
    {"type": "VIEW_START", "contentId": "c1", "userId": "ada"},
    {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1", "creatorId": "k1"},
    {"type": "LIKE", "contentId": "c1", "sessionId": "s1"},
    {"type": "LIKE", "contentId": "c1", "userId": "ada"},
    {"type": "UNSAVE", "contentId": "c1", "sessionId": "s1", "creatorId": "k1"},
    {"type": "FOLLOW", "creatorId": "k1", "userId": "ada"},
    {"type": "SESSION_START", "userId": "ada"},
]
PATHS = [None, "userId", "creatorId", None, "userId", "creatorId", "userId", "userId"]


async def rule(pool: Pool, unsigned_ids: UnsignedIds, project: int = 1) -> None:
    async with pool.acquire() as connection:
        await set_unsigned_ids(connection, project, unsigned_ids)


async def refused(api: Api, **headers: str) -> list[str | None]:
    """For each of the events, the field for which it was refused; the others are stored."""
    results = (await api.ask(TRACK, {"events": EVENTS}, **headers))["data"]["trackEvents"]["results"]
    assert len(results) == len(EVENTS)
    for index, result in enumerate(results):
        if result["code"] is None:
            assert result["status"] == "ACCEPTED"
        else:
            assert (result["status"], result["code"]) == ("REJECTED", REFUSED)
            assert result["path"][:2] == ["events", str(index)]
            assert "Authorization: Bearer" in result["message"]
    return [None if result["path"] is None else result["path"][2] for result in results]


async def test_any_id_is_accepted_unless_the_project_forbids_it(api: Api) -> None:
    assert await refused(api) == [None] * len(EVENTS)


async def test_ids_may_need_a_token(api: Api, pool: Pool) -> None:
    await rule(pool, UnsignedIds.NONE)
    assert await refused(api) == PATHS
    assert await refused(api, authorization=api.token("ada", Role.USER)) == [None] * len(EVENTS)


async def test_ids_may_need_a_token_where_a_state_changes(api: Api, pool: Pool) -> None:
    await rule(pool, UnsignedIds.STATELESS)
    assert await refused(api) == [None, None, None, None, "userId", "creatorId", "userId", None]
    assert await refused(api, authorization=api.token("ada", Role.USER)) == [None] * len(EVENTS)


async def test_refused_events_change_nothing_and_are_kept_for_their_developer(api: Api, pool: Pool) -> None:
    await rule(pool, UnsignedIds.NONE)
    await refused(api)
    assert await pool.fetchval("SELECT count(*) FROM events") == PATHS.count(None)
    assert await pool.fetchval("SELECT count(*) FROM events WHERE user_id IS NOT NULL OR creator_id IS NOT NULL") == 0


@pytest.mark.parametrize(
    ("mutation", "field", "path"),
    [
        ('trackEvent(event: { type: LIKE, contentId: "c", userId: "ada" })', "results", ["event", "userId"]),
        ('createSession(session: { userId: "ada" })', None, ["session", "userId"]),
        (
            'recordEngagementBatch(engagements: [{ type: SAVE, contentId: "c", userId: "ada" }])',
            "results",
            ["engagements", "0", "userId"],
        ),
        (
            'recordInteraction(interaction: { type: SAVE, contentId: "c", userId: "ada" })',
            None,
            ["interaction", "userId"],
        ),
    ],
)
async def test_every_mutation_of_apps_keeps_to_it(
    api: Api, pool: Pool, mutation: str, field: str | None, path: list[str]
) -> None:
    await rule(pool, UnsignedIds.NONE)
    wanted = "status code path" if field is None else f"{field} {{ status code path }}"
    [answer] = (await api.ask(f"mutation {{ {mutation} {{ {wanted} }} }}"))["data"].values()
    assert (answer if field is None else answer[field][0]) == {"status": "REJECTED", "code": REFUSED, "path": path}


async def test_each_project_has_its_own_rule(api: Api, pool: Pool) -> None:
    other = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 2, other, "")
    await rule(pool, UnsignedIds.NONE, project=2)
    assert await refused(api) == [None] * len(EVENTS)
    api.write_key = other
    assert await refused(api) == PATHS


async def test_a_running_server_follows_the_rule(
    api: Api, settings: Settings, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "KEY_SECONDS", 0.0)
    async with served(create_app(settings), settings) as second:
        second.write_key = api.write_key
        assert await refused(second) == [None] * len(EVENTS)
        await rule(pool, UnsignedIds.NONE)
        assert await refused(second) == PATHS


def test_an_operator_sets_the_rule(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    run = CliRunner().invoke
    assert run(app, ["project", "list"]).stdout.split()[::2] == ["1", "any"]
    done = run(app, ["project", "unsigned-ids", "stateless"])
    assert (done.exit_code, done.stdout) == (0, "Project 1 accepts ids without a token: stateless.\n")
    assert run(app, ["project", "list"]).stdout.split()[2] == "stateless"
    unknown = run(app, ["project", "unsigned-ids", "sometimes"])
    assert unknown.exit_code == 2
    assert "any, stateless, none" in unknown.stderr
    missing = run(app, ["project", "unsigned-ids", "none", "--project", "9"])
    assert "There is no project 9" in str(missing.exception)


async def test_new_projects_take_any_id(pool: Pool) -> None:
    async with pool.acquire() as connection:
        await register_write_key(connection, 2, new_write_key(), "")
        assert [project.unsigned_ids for project in await list_projects(connection)] == [UnsignedIds.ANY] * 2
