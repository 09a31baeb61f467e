"""Access rules of queries, and that their subscriptions have the same."""

from datetime import timedelta
from typing import Any

import pytest

from resolvers.schema import ROOT_FIELDS
from server.access import Caller, Role
from server.errors import ViewpulseError
from tests.contexts import subject_of
from tests.integration.analytics.stack import ADMIN, APP, NOW, Stack, creator, event, user

NOBODY = Caller()
DOCUMENTS = {
    "contentAnalytics": "query ($contentId: ID!) { contentAnalytics(contentId: $contentId) { revision } }",
    "contentsAnalytics": "query ($contentIds: [ID!]!) { contentsAnalytics(contentIds: $contentIds) { revision } }",
    "creatorAnalytics": "query ($creatorId: ID) { creatorAnalytics(creatorId: $creatorId) { revision } }",
    "sessionAnalytics": "query ($sessionId: ID!) { sessionAnalytics(sessionId: $sessionId) { revision } }",
    "platformAnalytics": "query ($creatorId: ID) { platformAnalytics(creatorId: $creatorId) { revision } }",
    "trending": "{ trending { revision } }",
    "topContents": "{ topContents { revision } }",
    "creatorContents": "query ($creatorId: ID) { creatorContents(creatorId: $creatorId) { revision } }",
    "myDashboard": "query ($creatorId: ID) { myDashboard(creatorId: $creatorId) { revision } }",
    "platformStats": "{ platformStats { revision } }",
    "series": "query ($of: OfInput!, $by: Interval!) { series(of: $of, by: $by) { revision } }",
    "breakdown": "query ($of: OfInput!, $by: [Dimension!]!) { breakdown(of: $of, by: $by) { revision } }",
    "realtime": "query ($of: OfInput!) { realtime(of: $of) { revision } }",
}
OK = None
CASES: list[tuple[str, dict[str, Any], Caller, str | None]] = [
    ("contentAnalytics", {"contentId": "c1"}, ADMIN, OK),
    ("contentAnalytics", {"contentId": "c1"}, creator("k1"), OK),
    ("contentAnalytics", {"contentId": "c1"}, creator("k2"), "FORBIDDEN"),
    ("contentAnalytics", {"contentId": "c1"}, user("k1"), "FORBIDDEN"),
    ("contentAnalytics", {"contentId": "c1"}, APP, "UNAUTHENTICATED"),
    ("contentAnalytics", {"contentId": "c1"}, NOBODY, "UNAUTHENTICATED"),
    ("contentAnalytics", {"contentId": "catalogued"}, creator("k2"), OK),
    ("contentAnalytics", {"contentId": "catalogued"}, creator("k1"), "FORBIDDEN"),
    ("contentAnalytics", {"contentId": "unknown"}, ADMIN, OK),
    ("contentAnalytics", {"contentId": "unknown"}, creator("k1"), "FORBIDDEN"),
    ("contentAnalytics", {"contentId": "c1"}, Caller(project_id=2, user_id="k1", role=Role.CREATOR), "FORBIDDEN"),
    ("contentAnalytics", {"contentId": "x" * 129}, ADMIN, "BAD_INPUT"),
    ("contentAnalytics", {"contentId": "a\0b"}, ADMIN, "BAD_INPUT"),
    ("contentAnalytics", {"contentId": "a\ud800b"}, ADMIN, "BAD_INPUT"),
    ("contentAnalytics", {"contentId": ""}, ADMIN, "BAD_INPUT"),
    *(
        ("contentsAnalytics", {"contentIds": ids}, viewer, outcome)
        for ids, viewer, outcome in (
            (["c1", "catalogued", "unknown"], ADMIN, OK),
            (["c1"], creator("k1"), OK),
            (["c1", "catalogued"], creator("k1"), "FORBIDDEN"),
            (["c1", "unknown"], creator("k1"), "FORBIDDEN"),
            (["c1"], user("k1"), "FORBIDDEN"),
            (["c1"], APP, "UNAUTHENTICATED"),
            (["c1"], NOBODY, "UNAUTHENTICATED"),
            (["c1", ""], ADMIN, "BAD_INPUT"),
            ([], ADMIN, "BAD_INPUT"),
        )
    ),
    *(
        (field, {"creatorId": ""}, ADMIN, "BAD_INPUT")
        for field in ("creatorAnalytics", "creatorContents", "myDashboard")
    ),
    ("creatorAnalytics", {"creatorId": "k1"}, creator("k1"), OK),
    ("creatorAnalytics", {"creatorId": "k1"}, APP, "UNAUTHENTICATED"),
    ("sessionAnalytics", {"sessionId": "s1"}, ADMIN, OK),
    ("sessionAnalytics", {"sessionId": "s1"}, user("u1"), OK),
    ("sessionAnalytics", {"sessionId": "s1"}, user("u2"), "FORBIDDEN"),
    ("sessionAnalytics", {"sessionId": "guest"}, user("u1"), "FORBIDDEN"),
    ("sessionAnalytics", {"sessionId": "unknown"}, user("u1"), "FORBIDDEN"),
    ("sessionAnalytics", {"sessionId": "\udfff"}, user("u1"), "BAD_INPUT"),
    ("sessionAnalytics", {"sessionId": "s1"}, NOBODY, "UNAUTHENTICATED"),
    ("platformAnalytics", {}, ADMIN, OK),
    ("platformAnalytics", {"creatorId": "k1"}, ADMIN, OK),
    ("platformAnalytics", {"creatorId": "x" * 129}, ADMIN, "BAD_INPUT"),
    ("platformAnalytics", {"creatorId": "k1"}, creator("k1"), OK),
    ("platformAnalytics", {"creatorId": "k2"}, creator("k1"), "FORBIDDEN"),
    ("platformAnalytics", {}, creator("k1"), "FORBIDDEN"),
    ("platformAnalytics", {}, user("u1"), "FORBIDDEN"),
    ("platformAnalytics", {}, NOBODY, "UNAUTHENTICATED"),
    *((field, {}, viewer, OK) for field in ("trending", "topContents") for viewer in (APP, user("u1"), ADMIN)),
    *((field, {}, NOBODY, "UNAUTHENTICATED") for field in ("trending", "topContents", "platformStats")),
    *(
        (field, {"of": of, "by": "DAY"}, viewer, outcome)
        for field in ("series", "breakdown")
        for of, viewer, outcome in (
            ({"contentId": "c1"}, ADMIN, OK),
            ({"contentId": "c1"}, creator("k1"), OK),
            ({"contentId": "c1"}, creator("k2"), "FORBIDDEN"),
            ({"contentId": "catalogued"}, creator("k1"), "FORBIDDEN"),
            ({"contentId": "c1"}, user("k1"), "FORBIDDEN"),
            ({"contentId": "c1"}, APP, "UNAUTHENTICATED"),
            ({"contentId": ""}, ADMIN, "BAD_INPUT"),
            ({"creatorId": "k1"}, ADMIN, OK),
            ({"creatorId": "k1"}, creator("k1"), OK),
            ({"creatorId": "k1"}, creator("k2"), "FORBIDDEN"),
            ({"creatorId": "a\0b"}, ADMIN, "BAD_INPUT"),
            ({"creatorId": "k1"}, NOBODY, "UNAUTHENTICATED"),
            ({"platform": True}, ADMIN, OK),
            ({"platform": True}, creator("k1"), "FORBIDDEN"),
            ({"platform": True}, user("u1"), "FORBIDDEN"),
            ({"platform": True}, APP, "UNAUTHENTICATED"),
            ({"platform": False}, ADMIN, "BAD_INPUT"),
        )
    ),
    *(
        ("realtime", {"of": of}, viewer, outcome)
        for of, viewer, outcome in (
            ({"contentId": "c1"}, creator("k1"), OK),
            ({"contentId": "c1"}, creator("k2"), "FORBIDDEN"),
            ({"contentId": "c1"}, APP, "UNAUTHENTICATED"),
            ({"creatorId": "k1"}, creator("k1"), OK),
            ({"creatorId": "k1"}, creator("k2"), "FORBIDDEN"),
            ({"platform": True}, ADMIN, OK),
            ({"platform": True}, creator("k1"), "FORBIDDEN"),
            ({"platform": False}, ADMIN, "BAD_INPUT"),
        )
    ),
    ("platformStats", {}, ADMIN, OK),
    ("platformStats", {}, creator("k1"), "FORBIDDEN"),
    ("platformStats", {}, APP, "UNAUTHENTICATED"),
    *(
        case
        for field in ("creatorAnalytics", "creatorContents", "myDashboard")
        for case in (
            (field, {"creatorId": "k1"}, ADMIN, OK),
            (field, {}, creator("k1"), OK),
            (field, {"creatorId": "k2"}, creator("k1"), "FORBIDDEN"),
            (field, {"creatorId": "a\0b"}, ADMIN, "BAD_INPUT"),
            (field, {}, ADMIN, "BAD_INPUT"),
            (field, {}, Caller(user_id="k1", role=Role.ADMIN), OK),
            (field, {}, Caller(user_id="k2", role=Role.ADMIN), OK),
            (field, {}, Caller(user_id="k3", role=Role.ADMIN), OK),
            (field, {}, Caller(project_id=2, user_id="k1", role=Role.ADMIN), "BAD_INPUT"),
            (field, {}, user("u1"), "FORBIDDEN"),
            (field, {}, APP, "UNAUTHENTICATED"),
            (field, {}, NOBODY, "UNAUTHENTICATED"),
        )
    ),
]


async def owned_things(stack: Stack) -> None:
    await stack.ask(
        """mutation { upsertContents(contents: [
            { id: "catalogued", creatorId: "k2" }, { id: "unseen", creatorId: "k3" }
        ]) { accepted } }""",
    )
    await stack.count(
        event("VIEW_START", "c1", "u1", creatorId="k1", sessionId="s1"),
        event("VIEW_START", "catalogued", "u1", creatorId="k1", sessionId="s1"),
        event("VIEW_START", "c1", None, sessionId="guest"),
    )


async def test_queries_and_subscriptions_let_the_same_viewers_in(stack: Stack) -> None:
    await owned_things(stack)
    found = []
    for field, arguments, viewer, _ in CASES:
        result, _context = await stack.execute(DOCUMENTS[field], viewer, arguments)
        asked = result.errors[0].extensions["code"] if result.errors else OK
        try:
            await subject_of(ROOT_FIELDS[field], viewer, stack.services, arguments)
            watched = OK
        except ViewpulseError as error:
            watched = error.code.value
        found.append((field, arguments, viewer, asked, watched))
    assert found == [(*case, case[-1]) for case in CASES]


async def code_of(stack: Stack, field: str, caller: Caller, **arguments: Any) -> str | None:
    result, _context = await stack.execute(DOCUMENTS[field], caller, arguments)
    return result.errors[0].extensions["code"] if result.errors else OK


async def test_naming_oneself_creator_in_an_event_grants_no_access(stack: Stack) -> None:
    """The write key is public: what an event says of the creator is a claim, also one dated before all others."""
    await owned_things(stack)
    stack.services.ingest._now = lambda: NOW + timedelta(seconds=1)
    claim = event("IMPRESSION", "c1", "u9", creatorId="eve", occurredAt="2006-01-01T00:00:00Z")
    await stack.count(claim)
    assert await code_of(stack, "contentAnalytics", creator("eve"), contentId="c1") == "FORBIDDEN"
    own = await stack.ask("{ creatorAnalytics { contents topContents { contentId } } }", creator("eve"))
    assert own == {"contents": 0, "topContents": []}
    ranged = await stack.ask(
        '{ creatorAnalytics(range: { last: "7d" }) { topContents { contentId } } }', creator("eve")
    )
    assert ranged == {"topContents": []}
    taken = await stack.ask('mutation { upsertContents(contents: [{ id: "c1" }]) { accepted } }', creator("eve"))
    assert taken == {"accepted": 0}

    await stack.ask('mutation { upsertContents(contents: [{ id: "c1", creatorId: "k1" }]) { accepted } }')
    assert await code_of(stack, "contentAnalytics", creator("k1"), contentId="c1") is OK


@pytest.mark.parametrize(
    ("field", "arguments", "caller", "named"),
    [
        ("contentAnalytics", {"contentId": "c1"}, creator("k2"), ["contentId"]),
        ("contentAnalytics", {"contentId": "unknown"}, creator("k1"), ["contentId"]),
        ("contentAnalytics", {"contentId": "c1"}, user("k1"), []),
        ("contentsAnalytics", {"contentIds": ["c1", "catalogued"]}, creator("k1"), ["contentIds", 1]),
        *(
            (field, {"creatorId": "k2"}, creator("k1"), ["creatorId"])
            for field in ("creatorAnalytics", "creatorContents", "myDashboard", "platformAnalytics")
        ),
        ("platformAnalytics", {}, creator("k1"), ["creatorId"]),
        ("platformAnalytics", {}, user("u1"), []),
        ("sessionAnalytics", {"sessionId": "s1"}, user("u2"), ["sessionId"]),
        *(
            (field, {"of": {name: value}, "by": "DAY"}, creator("k1"), ["of", name])
            for field in ("series", "breakdown")
            for name, value in (("contentId", "catalogued"), ("creatorId", "k2"), ("platform", True))
        ),
        ("realtime", {"of": {"platform": True}}, creator("k1"), ["of", "platform"]),
        ("realtime", {"of": {"creatorId": "u1"}}, user("u1"), []),
        ("platformStats", {}, creator("k1"), []),
    ],
)
async def test_a_refusal_names_the_argument_that_asks_for_what_is_not_ones_own(
    stack: Stack, field: str, arguments: dict[str, Any], caller: Caller, named: list[str | int]
) -> None:
    """None, where the role is to blame."""
    await owned_things(stack)
    refusal = await stack.refusal(DOCUMENTS[field], caller, **arguments)
    assert refusal == ({"code": "FORBIDDEN", "field": named} if named else {"code": "FORBIDDEN"})
    with pytest.raises(ViewpulseError) as refused:
        await subject_of(ROOT_FIELDS[field], caller, stack.services, arguments)
    assert [*refused.value.field] == named


@pytest.mark.parametrize("thief", ["a", "zed"])
async def test_sending_an_event_in_a_session_grants_no_access(stack: Stack, thief: str) -> None:
    await owned_things(stack)
    assert await code_of(stack, "sessionAnalytics", user("u1"), sessionId="s1") is OK
    await stack.count(event("IMPRESSION", "c1", thief, sessionId="s1"))
    assert await code_of(stack, "sessionAnalytics", user(thief), sessionId="s1") == "FORBIDDEN"


@pytest.mark.parametrize(
    ("field", "arguments", "caller", "subject"),
    [
        ("contentAnalytics", {"contentId": "c1"}, ADMIN, "content:1:c1"),
        ("contentsAnalytics", {"contentIds": ["c1", "catalogued"]}, ADMIN, "platform:1"),
        ("creatorAnalytics", {"creatorId": None}, creator("k1"), "creator:1:k1"),
        ("sessionAnalytics", {"sessionId": "s1"}, ADMIN, "session:1:s1"),
        ("platformAnalytics", {}, ADMIN, "platform:1"),
        ("platformAnalytics", {"creatorId": "k1"}, creator("k1"), "creator:1:k1"),
        ("trending", {}, APP, "platform:1"),
        ("topContents", {}, user("u1"), "platform:1"),
        ("creatorContents", {}, creator("k1"), "creator:1:k1"),
        ("myDashboard", {"creatorId": "k1"}, ADMIN, "creator:1:k1"),
        ("platformStats", {}, ADMIN, "platform:1"),
        ("creators", {}, ADMIN, "platform:1"),
        ("series", {"of": {"contentId": "c1"}}, ADMIN, "content:1:c1"),
        ("series", {"of": {"creatorId": "k1"}}, creator("k1"), "creator:1:k1"),
        ("series", {"of": {"platform": True}}, ADMIN, "platform:1"),
        ("breakdown", {"of": {"creatorId": "k1"}}, creator("k1"), "creator:1:k1"),
        ("realtime", {"of": {"creatorId": "k1"}}, creator("k1"), "creator:1:k1"),
    ],
)
async def test_a_subscription_follows_its_subject(
    stack: Stack, field: str, arguments: dict[str, Any], caller: Caller, subject: str
) -> None:
    assert await subject_of(ROOT_FIELDS[field], caller, stack.services, arguments) == subject


@pytest.mark.parametrize(
    ("document", "caller", "code"),
    [
        ("{ rejectedCounts { code } }", creator("k1"), "FORBIDDEN"),
        ("{ rejectedEvents { edges { cursor } } }", creator("k1"), "FORBIDDEN"),
        ("{ rejectedEvents { edges { cursor } } }", APP, "UNAUTHENTICATED"),
        ('{ content(contentId: "c1") { id } }', NOBODY, "UNAUTHENTICATED"),
        ("{ creators { totalCount } }", creator("k1"), "FORBIDDEN"),
        ("{ contents { totalCount } }", creator("k1"), "FORBIDDEN"),
        ("{ me { userId } }", APP, "UNAUTHENTICATED"),
        ("mutation { createSession { status } }", ADMIN, "UNAUTHENTICATED"),
        ('mutation { closeSession(sessionId: "s1") { status } }', ADMIN, "UNAUTHENTICATED"),
        ("mutation { trackEvent(event: { type: SESSION_START }) { accepted } }", ADMIN, "UNAUTHENTICATED"),
        ('mutation { upsertContents(contents: [{ id: "c1" }]) { accepted } }', APP, "UNAUTHENTICATED"),
        ('mutation { upsertContents(contents: [{ id: "c1" }]) { accepted } }', user("u1"), "FORBIDDEN"),
    ],
)
async def test_each_field_asks_for_its_own_right(stack: Stack, document: str, caller: Caller, code: str) -> None:
    assert (await stack.refusal(document, caller))["code"] == code


async def test_each_answer_notes_its_revision_even_unselected(stack: Stack) -> None:
    await owned_things(stack)
    for field, arguments in (("contentAnalytics", {"contentId": "c1"}), ("sessionAnalytics", {"sessionId": "s1"})):
        _, context = await stack.execute(DOCUMENTS[field].replace("revision", "definition"), ADMIN, arguments)
        assert context.revision
        assert context.revision > 0


@pytest.mark.parametrize("field", ["creatorAnalytics", "creatorContents", "myDashboard"])
async def test_an_admin_who_is_no_creator_must_name_one(stack: Stack, field: str) -> None:
    refusal = await stack.refusal(DOCUMENTS[field], ADMIN)
    assert refusal == {"code": "BAD_INPUT", "field": ["creatorId"]}
