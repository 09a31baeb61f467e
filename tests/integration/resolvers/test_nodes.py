"""``node`` and ``nodes``: the same objects, rights and numbers as the fields that show one of them."""

from typing import Any

import pytest
import pytest_asyncio

from resolvers.arguments import MAX_ID_LENGTH
from resolvers.node import global_id
from resolvers.schema import ROOT_FIELDS
from server.access import Caller
from server.transport.execution import Executor
from server.transport.failures import OperationRefused
from tests.contexts import contexts_of
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, event, user

CONTENT, CREATOR, SESSION = (
    global_id(kind, own) for kind, own in (("Content", "c1"), ("Creator", "k1"), ("Session", "s1"))
)
NODE = """
query ($id: ID!) {
  node(id: $id) {
    __typename id
    ... on Content { contentId title analytics { ...Counted } }
    ... on Creator { creatorId name picture analytics { id revision views { total } } }
    ... on Session { sessionId analytics { id revision total: views } }
  }
}
fragment Counted on ContentAnalytics { id revision views { total unique } }
"""
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
CALLERS = {
    "nobody": Caller(),
    "an app": APP,
    "the user": user("u1"),
    "another user": user("u2"),
    "the creator": creator("k1"),
    "another creator": creator("k2"),
    "an admin": ADMIN,
}
SHOWN = {
    "Content": (CONTENT, 'content(contentId: "c1")', 'contentAnalytics(contentId: "c1")'),
    "Creator": (CREATOR, 'creator(creatorId: "k1")', 'creatorAnalytics(creatorId: "k1")'),
    "Session": (SESSION, 'session(sessionId: "s1")', 'sessionAnalytics(sessionId: "s1")'),
}
"""Per type: a global id, and the fields that show the node and its numbers."""


@pytest_asyncio.fixture(loop_scope="session")
async def filled(stack: Stack) -> Stack:
    """A content, its creator and a session."""
    await stack.ask('mutation { upsertContents(contents: [{ id: "c1", creatorId: "k1", title: "One" }]) { accepted } }')
    await stack.ask('mutation { upsertCreators(creators: [{ id: "k1", name: "Kim" }]) { accepted } }')
    await stack.count(event("VIEW_START", "c1", "u1", sessionId="s1"))
    return stack


async def answer(stack: Stack, document: str, caller: Caller = ADMIN, **variables: Any) -> dict[str, Any]:
    """The data, and the codes of the errors by their paths."""
    result, _ = await stack.execute(document, caller, variables)
    errors = {".".join(map(str, error.path or ())): error.extensions["code"] for error in result.errors or ()}
    return {"data": result.data, "errors": errors}


async def test_a_node_is_what_its_own_fields_show(filled: Stack) -> None:
    for kind, (node_id, field, analytics) in SHOWN.items():
        found = await filled.ask(NODE, id=node_id)
        numbers = found.pop("analytics")
        shown = " ".join(name for name in found if name != "__typename")
        assert found.pop("__typename") == kind
        assert found == await filled.ask(f"{{ {field} {{ {shown} }} }}")
        views = (
            "total: views"
            if kind == "Session"
            else "views { total unique }"
            if kind == "Content"
            else "views { total }"
        )
        assert numbers == await filled.ask(f"{{ {analytics} {{ id revision {views} }} }}")
        assert numbers["revision"] > 0


async def test_its_analytics_take_the_arguments_of_their_question(filled: Stack) -> None:
    ranged = '(range: {last: "24h"}, timezone: "Asia/Kolkata", definition: "engaged@1", include: {bots: true})'
    part = "{ id range { start } timezone definition views { total } }"
    node = await filled.ask(f'{{ node(id: "{CONTENT}") {{ ... on Content {{ analytics{ranged} {part} }} }} }}')
    asked = await filled.ask(f'{{ contentAnalytics(contentId: "c1", {ranged[1:]} {part} }}')
    assert node["analytics"] == asked
    assert asked["id"] != (await filled.ask('{ contentAnalytics(contentId: "c1") { id } }'))["id"]


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("who", CALLERS)
async def test_a_node_asks_for_the_rights_of_its_own_field(filled: Stack, kind: str, who: str) -> None:
    node_id, field, analytics = SHOWN[kind]
    node = await answer(filled, f'{{ node(id: "{node_id}") {{ id }} }}', CALLERS[who])
    own = await answer(filled, f"{{ {field} {{ id }} }}", CALLERS[who])
    assert [*node["errors"].values()] == [*own["errors"].values()]
    if not own["errors"]:
        nested = await answer(
            filled, f'{{ node(id: "{node_id}") {{ ... on {kind} {{ analytics {{ id }} }} }} }}', CALLERS[who]
        )
        asked = await answer(filled, f"{{ {analytics} {{ id }} }}", CALLERS[who])
        assert [*nested["errors"].values()] == [*asked["errors"].values()]
        assert set(nested["errors"]) <= {"node.analytics"}, "the rest of the node stays"
        assert nested["data"]["node"]["analytics"] == (None if asked["errors"] else next(iter(asked["data"].values())))


async def test_a_content_that_only_events_name_is_a_node(filled: Stack) -> None:
    await filled.count(event("VIEW_START", "c2", "u1", creatorId="k2"))
    shown = "id contentId type creatorId title caption thumbnail duration publishedAt updatedAt"
    found = await filled.ask(f'{{ content(contentId: "c2") {{ {shown} analytics {{ views {{ total }} }} }} }}')
    known = {"id": global_id("Content", "c2"), "contentId": "c2", "creatorId": "k2"}
    nothing = dict.fromkeys(set(shown.split()) - set(known))
    assert found == {**nothing, **known, "analytics": {"views": {"total": 1}}}
    node = await filled.ask("query ($id: ID!) { node(id: $id) { ... on Content { contentId } } }", APP, id=known["id"])
    assert node == {"contentId": "c2"}


async def test_a_content_shows_one_creator_wherever_it_is_shown(filled: Stack) -> None:
    """Caches keep it once: what ``upsertContents`` answers is what ``content`` shows."""
    await filled.count(event("VIEW_START", "c2", "u1", creatorId="k2"))
    for told, creator_id in (('title: "Two"', "k2"), ('creatorId: "k3"', "k3")):
        upsert = f'upsertContents(contents: [{{ id: "c2", {told} }}]) {{ results {{ content {{ creatorId }} }} }}'
        stored = await filled.ask(f"mutation {{ {upsert} }}")
        assert stored["results"][0]["content"] == {"creatorId": creator_id}
        assert await filled.ask('{ content(contentId: "c2") { creatorId } }') == {"creatorId": creator_id}


async def test_what_neither_the_catalogue_nor_an_event_has_is_null(filled: Stack) -> None:
    unknown = global_id("Content", "c9")
    assert await filled.ask(NODE, APP, id=unknown) is None
    assert await filled.ask(NODE, Caller(project_id=2, may_track=True), id=CONTENT) is None
    assert await filled.ask(NODES, APP, ids=[unknown, CONTENT]) == [None, {"__typename": "Content", "id": CONTENT}]


async def test_nodes_come_in_their_order_and_fail_one_by_one(filled: Stack) -> None:
    foreign = global_id("Creator", "k2")
    found = await answer(filled, NODES, creator("k1"), ids=[CREATOR, foreign, CONTENT, "no id", SESSION, CREATOR])
    kinds = [one and one["__typename"] for one in found["data"]["nodes"]]
    assert kinds == ["Creator", None, "Content", None, None, "Creator"]
    assert found["errors"] == {"nodes.1": "FORBIDDEN", "nodes.3": "BAD_INPUT", "nodes.4": "FORBIDDEN"}


async def test_a_refusal_names_the_id_that_was_sent(filled: Stack) -> None:
    foreign = global_id("Creator", "k2")
    assert await filled.refusal(NODE, creator("k1"), id=foreign) == {"code": "FORBIDDEN", "field": ["id"]}
    result, _ = await filled.execute(NODES, creator("k1"), {"ids": [CREATOR, foreign, SESSION]})
    assert [error.extensions["field"] for error in result.errors] == [["ids", 1], ["ids", 2]]
    inside = f'{{ node(id: "{CONTENT}") {{ ... on Content {{ analytics {{ revision }} }} }} }}'
    result, _ = await filled.execute(inside, creator("k2"), {})
    [error] = result.errors
    assert error.path == ["node", "analytics"]
    assert (error.extensions["code"], "field" in error.extensions) == ("FORBIDDEN", False), "it has no such argument"


@pytest.mark.parametrize("ids", [[], [CONTENT] * 101])
async def test_as_many_nodes_as_are_answered_at_once(filled: Stack, ids: list[str]) -> None:
    assert await filled.refusal(NODES, ids=ids) == {"code": "BAD_INPUT", "field": ["ids"]}


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "c1",
        "q_AAAAAAAAAAAAAAAA",
        f"{CONTENT}=",
        f"{CONTENT}\n",
        CONTENT.swapcase(),
        "ü",
        "////",
        global_id("Content", ""),
        global_id("Content", "\0"),
        global_id("Content", "x" * (MAX_ID_LENGTH + 1)),
        global_id("content", "c1"),
        global_id("Video", "c1"),
        global_id("", "c1"),
    ],
)
async def test_what_is_no_global_id_is_bad_input(filled: Stack, wrong: str) -> None:
    assert await filled.refusal(NODE, id=wrong) == {"code": "BAD_INPUT", "field": ["id"]}
    result, _ = await filled.execute(NODES, ADMIN, {"ids": [CONTENT, wrong]})
    assert [error.extensions["field"] for error in result.errors] == [["ids", 1]]


@pytest.fixture
def executor(filled: Stack) -> Executor:
    """The way into the schema, with its limits."""
    services = filled.services
    return Executor(filled.schema, contexts_of(services), services.settings, root_fields=ROOT_FIELDS)


@pytest.mark.parametrize(("number", "is_refused"), [(50, False), (90, True)])
async def test_many_nodes_with_their_numbers_are_within_the_budget_or_refused(
    executor: Executor, number: int, *, is_refused: bool
) -> None:
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Content { analytics { id views { total } } } } }"
    operation = executor.prepare(document, None, ADMIN)
    ids = [global_id("Content", f"c{index}") for index in range(number)]
    if is_refused:
        with pytest.raises(OperationRefused) as refused:
            await executor.run(operation, {"ids": ids}, ADMIN, request_id="r1")
        assert refused.value.errors[0]["extensions"]["code"] == "LIMIT_EXCEEDED"
    else:
        assert b"errors" not in await executor.run(operation, {"ids": ids}, ADMIN, request_id="r1")


async def test_a_dashboard_has_the_totals_that_creator_analytics_has(filled: Stack) -> None:
    asked = 'creatorId: "k1", timezone: "Europe/Berlin", include: {bots: true}'
    part = "{ id revision views { total } }"
    month = f"{{ creatorAnalytics({asked}, range: {{days: 30}}) {part} }}"
    for ranged in ("", ", range: {days: 30}", ", range: null"):
        dashboard = await filled.ask(f"{{ myDashboard({asked}{ranged}) {{ overview {part} }} }}")
        assert dashboard["overview"] == await filled.ask(month)
    week = await filled.ask(f'{{ myDashboard({asked}, range: {{last: "7d"}}) {{ overview {part} }} }}')
    assert week["overview"]["id"] != (await filled.ask(month))["id"]
