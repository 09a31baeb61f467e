"""What a share link opens of its content: scores and curves, in its range, and nothing of other contents."""

from pathlib import Path

from graphql import build_schema, get_named_type, is_leaf_type

from resolvers.documents import load_documents
from server.access import Role
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket
from tests.integration.transport.test_share_links import CONTENT, CREATOR, PLATFORM, codes, made

SCORES = load_documents()["dashboard/ContentScores.graphql"]
CURVES = load_documents()["dashboard/ContentCurves.graphql"]
OF_CONTENT = "query ($contentId: ID!) {{ contentAnalytics(contentId: $contentId) {{ {} }} }}"
SHARED = {
    *("id", "asOf", "revision", "isFinal", "definition", "contentId", "range", "timezone"),
    *("retention", "engagementScore", "qualityScore", "performanceScore", "benchmarks"),
}
ARGUMENTS = {"breakdown": "(by: COUNTRY)", "series": "(by: DAY)", "compare": "(to: PREVIOUS_PERIOD)"}
ROOT = Path(__file__).parents[3]


async def test_a_link_of_a_content_opens_its_scores_and_curves_and_nothing_of_others(api: Api) -> None:
    link = await made(api, CONTENT)
    token, mine = link["token"], {"contentId": "v1"}
    for document in (SCORES, CURVES):
        assert await codes(api, token, document, **mine) == set()
        assert await codes(api, token, document, contentId="v2") == {"FORBIDDEN"}
        for of in (CREATOR, PLATFORM):
            assert await codes(api, (await made(api, of))["token"], document, **mine) == {"FORBIDDEN"}
    as_admin = {"authorization": api.token("boss", Role.ADMIN)}
    as_reader = {"authorization": f"Bearer {token}", "x_viewpulse_key": ""}
    for document, closed in ((SCORES, {"benchmarks"}), (CURVES, {"relative"})):
        own = (await api.ask(document, mine, **as_admin))["data"]["contentAnalytics"]
        shared = (await api.ask(document, mine, **as_reader))["data"]["contentAnalytics"]
        assert {name for name, value in shared.items() if value is None} - {"asOf"} == closed
        assert all(own[name] is not None for name in closed)
        moves = {"asOf", *closed}
        assert {name: shared[name] for name in shared.keys() - moves} == {
            name: own[name] for name in own.keys() - moves
        }


async def test_a_link_opens_no_other_part_of_its_content(api: Api) -> None:
    """Every part of it is asked for; what opened them all would show views of yesterday, other contents, viewers."""
    token = (await made(api, CONTENT))["token"]
    answered, schema = set(), build_schema((ROOT / "schema.graphql").read_text())
    for name, part in schema.type_map["ContentAnalytics"].fields.items():  # type: ignore[attr-defined]
        selected = (
            name if is_leaf_type(get_named_type(part.type)) else f"{name}{ARGUMENTS.get(name, '')} {{ __typename }}"
        )
        found = await codes(api, token, OF_CONTENT.format(selected), contentId="v1")
        if found != {"FORBIDDEN"}:
            assert found == set(), name
            answered.add(name)
    assert answered == SHARED
    in_fragment = "... on ContentAnalytics { ... { hidden: velocity { viewsPerHour } } }"
    assert await codes(api, token, OF_CONTENT.format(in_fragment), contentId="v1") == {"FORBIDDEN"}


async def test_a_range_of_a_link_holds_for_scores_and_curves(api: Api) -> None:
    token = (await made(api, CONTENT, range={"days": 7}))["token"]
    for document in (SCORES, CURVES):
        assert await codes(api, token, document, contentId="v1", range={"days": 7}) == set()
        for beyond in (None, {"days": 8}, {"between": {"start": "2020-01-01", "end": "2020-01-02"}}):
            assert await codes(api, token, document, contentId="v1", range=beyond) == {"FORBIDDEN"}


async def test_scores_come_over_the_socket_of_a_link(api: Api) -> None:
    token = (await made(api, CONTENT))["token"]
    live = """subscription ($id: ID!) {
        contentAnalytics(contentId: $id) { revision qualityScore { score } benchmarks { rank } }
    }"""
    async with socket(api.url) as client:
        await client.initialise(authorization=f"Bearer {token}")
        await client.subscribe(live, {"id": "v1"}, name="own")
        heard = await client.hear()
        assert heard["type"] == "next"
        assert heard["payload"]["data"]["contentAnalytics"]["benchmarks"] is None
        await client.subscribe(live, {"id": "v2"}, name="other")
        while (heard := await client.hear())["id"] != "other":
            pass
        assert heard["payload"][0]["extensions"]["code"] == "FORBIDDEN"
