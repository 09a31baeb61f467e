"""Who sees what of social networks: members their own workspaces, admins those of their project, others nothing."""

import json
from dataclasses import replace
from typing import Any

import pytest
from graphql import FieldNode

from resolvers.schema import ROOT_FIELDS
from server.access import Caller
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, user
from tests.integration.resolvers.social_documents import SOCIAL, come_back, connect_social
from tests.integration.resolvers.test_documents import DOCUMENTS, OPERATOR
from tests.integration.resolvers.test_tenants import Matrix, operation_of

OURS, THEIRS = 1, 2
MEMBERS = {"user": user("u1"), "creator": creator("u1")}
OUTSIDERS = {
    "a member of another workspace": user("other-u1"),
    "a member of none": user("u2"),
    "a creator who is a member of none": creator("u2"),
    "a member of theirs with the same ids": replace(user("theirs-u1"), project_id=OURS),
    "the same user in another project": replace(user("u2"), project_id=THEIRS),
    "an operator": OPERATOR,
}
LISTS = {"dashboard/SocialWorkspaces.graphql", "live/SocialWorkspacesLive.graphql"}
"""What every user may ask, and is answered about own workspaces only."""


def field_of(path: str) -> str:
    [field] = operation_of(path).selection_set.selections
    assert isinstance(field, FieldNode)
    return field.name.value


FOR_ADMINS = {
    *("upsertSocialWorkspace", "setSocialWorkspaceMembers", "disconnectSocialAccount", "linkSocialPost"),
    *("startSocialConnection", "socialConnection", "finishSocialConnection"),
    *("socialCustomMetrics", "defineSocialMetric", "removeSocialMetric"),
    "contentAnalytics",  # and the creator who owns the content
}
"""What members of a workspace may not do."""


def is_for_admins(path: str) -> bool:
    return field_of(path) in FOR_ADMINS


async def two_workspaces(stack: Stack) -> Matrix:
    """Two workspaces of our project, and one of another project with the same ids, whose members are others."""
    async with stack.services.pool.acquire() as connection:
        await connect_social(connection, OURS, word="ours")
        await connect_social(connection, OURS, "other-", word="others")
        await connect_social(connection, THEIRS, word="theirs")
        await connection.execute("UPDATE social_members SET user_id = 'theirs-u1' WHERE project_id = $1", THEIRS)
    await come_back(stack.services.connections)
    await stack.aggregator.drain()
    return Matrix(stack)


def code_of(answer: str) -> str | None:
    codes = [error["extensions"]["code"] for error in json.loads(answer).get("errors", [])]
    return codes[0] if codes else None


async def ask(matrix: Matrix, path: str, caller: Caller, **variables: Any) -> str:
    return await matrix.ask(path, caller, {**SOCIAL[path][1], **variables})


def test_the_matrix_has_every_social_field() -> None:
    fields = {name for name in ROOT_FIELDS if "social" in name.lower()} | {"contentAnalytics"}
    assert {field_of(path) for path in SOCIAL} == fields


@pytest.mark.parametrize("path", SOCIAL)
async def test_members_may_what_is_not_for_admins_alone(stack: Stack, path: str) -> None:
    matrix = await two_workspaces(stack)
    for caller in MEMBERS.values():
        answer = await ask(matrix, path, caller)
        assert code_of(answer) == ("FORBIDDEN" if is_for_admins(path) else None), answer
        assert "theirs" not in answer
        assert "other" not in answer
    assert code_of(await ask(matrix, path, ADMIN)) is None


@pytest.mark.parametrize("path", SOCIAL)
async def test_others_see_nothing_and_do_not_learn_what_there_is(stack: Stack, path: str) -> None:
    matrix = await two_workspaces(stack)
    for who, caller in OUTSIDERS.items():
        answer = await ask(matrix, path, caller)
        assert "ours" not in answer, who
        if path in LISTS and caller is not OPERATOR:
            assert code_of(answer) is None, who
        else:
            assert code_of(answer) == "FORBIDDEN", who
            unknown = {name: "nobody" for name in SOCIAL[path][1] if name in ("accountId", "workspaceId")}
            nobody = await ask(matrix, path, caller, **unknown)
            assert json.loads(nobody)["errors"][0]["message"] == json.loads(answer)["errors"][0]["message"]
    assert code_of(await ask(matrix, path, APP)) == "UNAUTHENTICATED"


async def test_lists_of_workspaces_are_those_of_the_user(stack: Stack) -> None:
    matrix = await two_workspaces(stack)
    listed = {}
    for who, caller in {**MEMBERS, **OUTSIDERS, "admin": ADMIN}.items():
        answer = json.loads(await ask(matrix, "dashboard/SocialWorkspaces.graphql", caller))
        found = (answer["data"] or {}).get("socialWorkspaces")
        listed[who] = [one["workspaceId"] for one in found["nodes"]] if found else None
    assert listed == {
        "user": ["brand"],
        "creator": ["brand"],
        "a member of another workspace": ["other-brand"],
        "a member of none": [],
        "a creator who is a member of none": [],
        "a member of theirs with the same ids": [],
        "the same user in another project": [],
        "an operator": None,
        "admin": ["brand", "other-brand"],
    }


async def test_a_member_who_is_removed_sees_nothing_from_then_on(stack: Stack) -> None:
    matrix = await two_workspaces(stack)
    ada, path = MEMBERS["user"], "live/SocialAccountLive.graphql"
    executor = matrix._executor
    operation = executor.prepare(DOCUMENTS[path], None, ada)
    live, _ = await executor.go_live(operation, SOCIAL[path][1], ada, request_id="r1")
    assert b'"errors"' not in (await live.execute()).payload
    members = await stack.ask(
        DOCUMENTS["dashboard/SetSocialWorkspaceMembers.graphql"], workspaceId="brand", userIds=["u3", "u2", "u3"]
    )
    assert members == ["u2", "u3"]
    assert code_of(await ask(matrix, "dashboard/SocialAccount.graphql", ada)) == "FORBIDDEN"
    waiting = await stack.services.pool.fetch(
        "SELECT kind, id FROM changed_subjects UNION SELECT kind, id FROM social_changes WHERE project_id = $1", OURS
    )
    assert {("social_account", "instagram:1"), ("social_workspace", "brand")} <= {tuple(row) for row in waiting}
    with pytest.raises(Exception, match="Only members"):  # what its open subscription is sent when it is asked again
        await live.execute()
    assert code_of(await ask(matrix, "dashboard/SocialAccount.graphql", user("u2"))) is None


async def test_members_are_users_by_valid_ids_and_not_too_many(stack: Stack) -> None:
    document = DOCUMENTS["dashboard/SetSocialWorkspaceMembers.graphql"]
    async with stack.services.pool.acquire() as connection:
        await connect_social(connection, OURS)
    for user_ids, field in (([""], ["userIds", 0]), ([f"u{number}" for number in range(101)], ["userIds"])):
        refusal = await stack.refusal(document, workspaceId="brand", userIds=user_ids)
        assert (refusal["code"], refusal["field"]) == ("BAD_INPUT", field)
    refusal = await stack.refusal(document, workspaceId="nowhere", userIds=[])
    assert refusal["code"] == "NOT_FOUND"
    assert await stack.ask(document, workspaceId="brand", userIds=[]) == []


async def test_what_a_member_does_is_in_the_audit_trail(stack: Stack) -> None:
    matrix = await two_workspaces(stack)
    await ask(matrix, "dashboard/PauseSocialAccount.graphql", MEMBERS["user"])
    rows = await stack.services.pool.fetch("SELECT action, role FROM audit_entries WHERE project_id = $1", OURS)
    assert ("pauseSocialAccount", "user") in {tuple(row) for row in rows}
