"""What fails is null, with an error that says why and where; everything else of the request is answered."""

from typing import Any

import pytest

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served
from tests.integration.transport.socket_client import socket

BAD_ROOTS = """{
  good: contentAnalytics(contentId: "c1") { views { total } }
  foreign: contentAnalytics(contentId: "c2") { views { total } }
  bad: contentAnalytics(contentId: "c1", timezone: "Nowhere") { views { total } }
  platformStats { contents }
  sessionAnalytics(sessionId: "none") { revision }
}"""
BAD_PARTS = """{
  contentAnalytics(contentId: "c1") {
    views { total }
    breakdown(by: COUNTRY, first: 0) { by }
    retention(points: 7) { curve }
    benchmarks { contents }
    velocity { trend }
  }
  creatorAnalytics { plays audience(first: 1000) { genders { value } } topContents(first: 0) { contentId } }
  trending { contents { contentId } }
}"""


def failures(answer: dict[str, Any]) -> dict[str, str]:
    """The codes of the errors by path."""
    return {".".join(error["path"]): error["extensions"]["code"] for error in answer["errors"]}


async def own(api: Api, *contents: str, creator: str = "creator-1") -> None:
    upsert = "mutation ($v: [ContentInput!]!) { upsertContents(contents: $v) { accepted } }"
    contents_of_creator = [{"id": content, "creatorId": creator} for content in contents]
    await api.ask(upsert, {"v": contents_of_creator}, authorization=api.token("root", Role.ADMIN))


async def test_root_fields_that_fail_leave_the_others(api: Api) -> None:
    await own(api, "c1")
    await own(api, "c2", creator="creator-2")
    answer = await api.ask(BAD_ROOTS, authorization=api.token())
    assert answer["data"] == {
        "good": {"views": {"total": 0}},
        "foreign": None,
        "bad": None,
        "platformStats": None,
        "sessionAnalytics": None,
    }
    assert failures(answer) == {
        "foreign": "FORBIDDEN",
        "bad": "BAD_INPUT",
        "platformStats": "FORBIDDEN",
        "sessionAnalytics": "FORBIDDEN",
    }
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token())
        await client.subscribe(BAD_ROOTS)
        heard = (await client.hear())["payload"]
        assert (heard["data"], failures(heard)) == (answer["data"], failures(answer))
        assert (await client.hear())["type"] == "complete"


async def test_parts_with_a_bad_argument_leave_the_others(api: Api) -> None:
    await own(api, "c1")
    answer = await api.ask(BAD_PARTS, authorization=api.token())
    assert answer["data"] == {
        "contentAnalytics": {
            "views": {"total": 0},
            "breakdown": None,
            "retention": None,
            "benchmarks": {"contents": 0},
            "velocity": {"trend": "STABLE"},
        },
        "creatorAnalytics": {"plays": 0, "audience": None, "topContents": None},
        "trending": {"contents": []},
    }
    assert failures(answer) == {
        "contentAnalytics.breakdown": "BAD_INPUT",
        "contentAnalytics.retention": "BAD_INPUT",
        "creatorAnalytics.audience": "BAD_INPUT",
        "creatorAnalytics.topContents": "BAD_INPUT",
    }


async def test_a_statement_that_times_out_fails_one_part_and_not_what_is_read_after_it(
    settings: Settings, write_key: str, pool: Pool
) -> None:
    hasty = settings.model_copy(update={"database_timeout": 2.0})
    async with served(create_app(hasty), hasty) as api, pool.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE content_scores IN ACCESS EXCLUSIVE MODE")
        document = """{
          contentAnalytics(contentId: "c1") { benchmarks { contents } views { total } velocity { trend } }
          creatorAnalytics(creatorId: "k1") { plays }
        }"""
        response = await api.post(document, authorization=api.token("root", Role.ADMIN), accept=GRAPHQL_RESPONSE)
    answer = response.json()
    assert response.status_code == 200
    assert answer["data"] == {
        "contentAnalytics": {"benchmarks": None, "views": {"total": 0}, "velocity": {"trend": "STABLE"}},
        "creatorAnalytics": {"plays": 0},
    }
    assert failures(answer) == {"contentAnalytics.benchmarks": "UNAVAILABLE"}
    assert response.headers["retry-after"] in ("1", "2", "3")


@pytest.mark.parametrize("query", ["{ trending { revision } definitions { name } }", "{ definitions { name } }"])
async def test_a_gate_refuses_its_own_field_only(api: Api, query: str) -> None:
    api.write_key = None
    answer = await api.ask(query)
    assert answer["data"]["definitions"]
    assert answer["data"].get("trending") is None
    assert failures({"errors": (), **answer}) == ({"trending": "UNAUTHENTICATED"} if "trending" in query else {})


async def test_an_operation_of_which_every_field_is_refused_is_refused_before_its_variables(api: Api) -> None:
    api.write_key = None
    query = """query ($id: ID!, $n: Int!) {
      a: contentAnalytics(contentId: $id) { revision } platformStats { contents } trending(first: $n) { revision }
    }"""
    answer = await api.ask(query, {"id": {"no": "id"}})
    assert answer["data"] == {"a": None, "platformStats": None, "trending": None}
    assert failures(answer) == dict.fromkeys(answer["data"], "UNAUTHENTICATED")


async def test_a_mutation_that_fails_has_no_data(api: Api) -> None:
    answer = await api.ask("mutation { trackEvents(events: []) { accepted } }")
    assert answer["data"] is None
    assert failures(answer) == {"trackEvents": "BAD_INPUT"}
