"""The operator of the server: projects and their totals, and nothing of what is in them."""

from typing import Any

import pytest

from server.access import NO_PROJECT, Caller, Role
from server.settings import Settings
from server.storage.database import Pool
from server.transport.auth import Authenticator
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, event, user
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket

OPERATOR = Caller(project_id=NO_PROJECT, user_id="op", role=Role.OPERATOR)
PROJECTS = """
query ($first: Int = 20, $after: String) {
  projects(first: $first, after: $after) {
    totalCount
    nodes { projectId name archivedAt cell stats { revision contents views uniqueViewers { count } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
PROJECT = """
query ($id: Int!) { project(projectId: $id) { name quotas { eventsPerDay } stats(definition: "engaged@1") { views } } }
"""
CREATE = (
    'mutation ($name: String, $cell: String = "default") { createProject(name: $name, cell: $cell) { projectId name } }'
)
ARCHIVE = "mutation ($id: Int!) { archiveProject(projectId: $id) { archivedAt } }"
RESTORE = "mutation ($id: Int!) { restoreProject(projectId: $id) { archivedAt } }"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"jwt_operators": True})


async def test_an_operator_creates_lists_and_archives_projects(stack: Stack, pool: Pool) -> None:
    made = await stack.ask(CREATE, OPERATOR, name="Shorts")
    number = made["projectId"]
    theirs = Caller(project_id=number, may_track=True)
    await stack.track([event("VIEW_START", "c1", "u1"), event("VIEW_START", "c2", "u2")], theirs)
    await stack.count(event("VIEW_START", "c1", "u1"))

    first = await stack.ask(PROJECTS, OPERATOR, first=1)
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (2, True)
    second = await stack.ask(PROJECTS, OPERATOR, first=1, after=first["pageInfo"]["endCursor"])
    assert second["pageInfo"]["hasNextPage"] is False
    [one], [two] = first["nodes"], second["nodes"]
    assert (one["projectId"], one["stats"]["views"], one["stats"]["contents"]) == (1, 1, 1)
    assert (two["name"], two["stats"]["views"], two["stats"]["uniqueViewers"]) == ("Shorts", 2, {"count": 2})
    assert await stack.ask(PROJECT, OPERATOR, id=number) == {
        "name": "Shorts",
        "quotas": {"eventsPerDay": None},
        "stats": {"views": 0},
    }

    assert (await stack.ask(ARCHIVE, OPERATOR, id=number))["archivedAt"] is not None
    archived = await pool.fetchval("SELECT archived_at FROM projects WHERE project_id = $1", number)
    assert archived is not None
    assert (await stack.ask(RESTORE, OPERATOR, id=number))["archivedAt"] is None
    trail = "SELECT action, role FROM audit_entries WHERE project_id = $1 ORDER BY number"
    assert [tuple(row) for row in await pool.fetch(trail, number)] == [
        ("createProject", "operator"),
        ("archiveProject", "operator"),
        ("restoreProject", "operator"),
    ]


async def test_what_there_is_not_is_not_found(stack: Stack, pool: Pool) -> None:
    for document in (PROJECT, ARCHIVE, RESTORE):
        assert await stack.refusal(document, OPERATOR, id=99) == {"code": "NOT_FOUND"}
    assert await stack.refusal(CREATE, OPERATOR, cell="none") == {"code": "NOT_FOUND"}
    for name in ("", " ", "x" * 201, "a\0b"):
        assert await stack.refusal(CREATE, OPERATOR, name=name) == {"code": "BAD_INPUT", "field": ["name"]}
    assert await pool.fetchval("SELECT count(*) FROM projects") == 1


async def test_nobody_else_is_an_operator(stack: Stack) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [(PROJECTS, {}), (PROJECT, {"id": 1}), (CREATE, {}), (ARCHIVE, {"id": 1})]
    for document, variables in asked:
        for caller in (ADMIN, creator("k1"), user("u1")):
            assert await stack.refusal(document, caller, **variables) == {"code": "FORBIDDEN"}
        for caller in (APP, Caller()):
            assert await stack.refusal(document, caller, **variables) == {"code": "UNAUTHENTICATED"}


async def test_a_served_operator_has_a_token_without_project_and_sees_no_person(
    api: Api, pool: Pool, settings: Settings
) -> None:
    token = api.token("op", Role.OPERATOR)
    write_key, api.write_key = api.write_key, None
    listed = await api.ask(PROJECTS, authorization=token)
    assert [one["projectId"] for one in listed["data"]["projects"]["nodes"]] == [1]
    for question in (
        "{ me { userId } }",
        "{ topContents { revision } }",
        "{ platformStats { views } }",
        '{ contentAnalytics(contentId: "c1") { views { total } } }',
        '{ watchHistory(userId: "op") { revision } }',
        '{ node(id: "Q29udGVudDpjMQ") { id } }',
    ):
        [error] = (await api.ask(question, authorization=token))["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN", question
    error = await api.refusal(PROJECTS, authorization=token, x_viewpulse_key=write_key or "")
    assert error["extensions"]["code"] == "FORBIDDEN"
    async with socket(api.url) as client:
        await client.initialise(authorization=token)
        await client.subscribe("{ projects { totalCount } }")
        assert (await client.hear())["payload"]["data"] == {"projects": {"totalCount": 1}}

    strict = settings.model_copy(update={"jwt_operators": False})
    with pytest.raises(Exception, match="VIEWPULSE_JWT_OPERATORS"):
        await Authenticator(strict, pool).authenticate(token, None)
