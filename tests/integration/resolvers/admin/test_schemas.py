"""Schema versions: registered, sent, deprecated, refused; and who still sends which."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.access import Role
from server.events.schemas.registry import LOOK_SECONDS
from server.rollup.aggregator import Aggregator
from server.storage.database import Pool
from tests.integration.transport.api import Api

FIELDS = "{ type name version schema registeredAt state retiresOn }"
REGISTER = f"""mutation($type: EventType!, $name: String, $version: String!, $schema: JSONObject!) {{
  registerSchemaVersion(type: $type, name: $name, version: $version, schema: $schema) {FIELDS} }}"""
DEPRECATE = f"""mutation($type: EventType!, $name: String, $version: String!, $on: Boolean! = true) {{
  deprecateSchemaVersion(type: $type, name: $name, version: $version, isDeprecated: $on) {FIELDS} }}"""
LIST = f"query($type: EventType, $name: String) {{ schemaVersions(type: $type, name: $name) {FIELDS} }}"
USAGE = """query($types: [EventType!], $names: [String!], $days: Int = 30, $only: Boolean = false) {
  schemaUsage(types: $types, names: $names, days: $days, onlyDeprecated: $only) {
    totalCount nodes { type name version state retiresOn sdk appVersion events lastDay } } }"""
TRACK = """mutation($e: [EventInput!]!) { trackEvents(events: $e) {
  results { status code message path warnings { code path message } } } }"""
QUIZ = {"type": "CUSTOM", "name": "quiz_answered"}
ANSWERED = {"type": "object", "required": ["answer"], "properties": {"answer": {"type": "string"}}}


async def admin(api: Api, document: str, **variables: Any) -> Any:
    """The answer to the one field of a document, for an admin."""
    answer = await api.ask(document, variables, authorization=api.token("admin-1", Role.ADMIN))
    assert "errors" not in answer, answer
    [found] = answer["data"].values()
    return found


async def refused(api: Api, document: str, **variables: Any) -> tuple[str, list[str], str]:
    """Code, path and message of a refused field."""
    answer = await api.ask(document, variables, authorization=api.token("admin-1", Role.ADMIN))
    [error] = answer["errors"]
    return error["extensions"]["code"], error["extensions"].get("field"), error["message"]


async def track(api: Api, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of events of a session."""
    answer = await api.ask(TRACK, {"e": [{"sessionId": "s1", **event} for event in events]})
    assert "errors" not in answer, answer
    found: list[dict[str, Any]] = answer["data"]["trackEvents"]["results"]
    return found


async def test_a_custom_event_is_accepted_as_soon_as_it_is_registered(api: Api, pool: Pool) -> None:
    sent = {**QUIZ, "schemaVersion": "1.0.0", "contentId": "c1", "properties": {"answer": "b"}}
    [before] = await track(api, sent)
    assert (before["code"], before["path"]) == ("UNKNOWN_EVENT_NAME", ["events", "0", "name"])
    found = await admin(api, REGISTER, **QUIZ, version="1.0.0", schema=ANSWERED)
    assert (found["state"], found["schema"], found["retiresOn"]) == ("ACTIVE", ANSWERED, None)
    await asyncio.sleep(LOOK_SECONDS)
    after, wrong = await track(api, sent, {**sent, "properties": {"answer": 1}})
    assert after["status"] == "ACCEPTED"
    assert (wrong["code"], wrong["path"]) == ("BAD_INPUT", ["events", "1", "properties", "answer"])
    assert [tuple(row) for row in await pool.fetch("SELECT type, name, schema_version FROM events")] == [
        ("custom", "quiz_answered", "1.0.0")
    ]


async def test_a_version_of_its_own_is_stored_as_sent(api: Api, pool: Pool) -> None:
    await admin(api, REGISTER, type="LIKE", version="1.20.300", schema={})
    await track(
        api, {"type": "LIKE", "contentId": "c1", "schemaVersion": "1.20.300"}, {"type": "LIKE", "contentId": "c2"}
    )
    assert [tuple(row) for row in await pool.fetch("SELECT content_id, schema_version FROM events ORDER BY 1")] == [
        ("c1", "1.20.300"),
        ("c2", "1.1.0"),
    ]


async def test_within_a_major_version_only_compatible_changes_are_accepted(api: Api) -> None:
    await admin(api, REGISTER, **QUIZ, version="1.0.0", schema=ANSWERED)
    wider = {**ANSWERED, "properties": {**ANSWERED["properties"], "score": {"type": "integer"}}}  # type: ignore[dict-item]
    await admin(api, REGISTER, **QUIZ, version="1.1.0", schema=wider)
    narrow = {**wider, "required": ["answer", "score"]}
    assert await refused(api, REGISTER, **QUIZ, version="1.2.0", schema=narrow) == (
        "BAD_INPUT",
        ["schema", "required"],
        "The schema requires `score`, unlike 1.1.0: such a change needs a new major version, 2.0.0.",
    )
    assert (await admin(api, REGISTER, **QUIZ, version="2.0.0", schema=narrow))["version"] == "2.0.0"
    assert [found["version"] for found in await admin(api, LIST, **QUIZ)] == ["2.0.0", "1.1.0", "1.0.0"]


async def test_registering_the_same_again_changes_nothing_and_another_schema_is_refused(api: Api) -> None:
    first = await admin(api, REGISTER, **QUIZ, version="1.0.0", schema=ANSWERED)
    assert await admin(api, REGISTER, **QUIZ, version="1.0.0", schema=ANSWERED) == first
    assert (await refused(api, REGISTER, **QUIZ, version="1.0.0", schema={}))[:2] == ("BAD_INPUT", ["version"])
    await admin(api, REGISTER, **QUIZ, version="1.2.0", schema=ANSWERED)
    code, field, message = await refused(api, REGISTER, **QUIZ, version="1.1.0", schema=ANSWERED)
    assert (code, field) == ("BAD_INPUT", ["version"])
    assert message == "`version` must be newer than 1.2.0, the newest 1.x of `quiz_answered`."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"version": "1.0"}, ["version"]),
        ({"version": "01.0.0"}, ["version"]),
        ({"name": None}, ["name"]),
        ({"type": "LIKE"}, ["name"]),
        ({"name": ""}, ["name"]),
        ({"schema": {"type": "array"}}, ["schema", "type"]),
        ({"schema": {"properties": {"a": {"type": "text"}}}}, ["schema", "properties", "a", "type"]),
        ({"schema": {"properties": {"a": {"$ref": "http://127.0.0.1:9/x.json"}}}}, ["schema"]),
        ({"schema": {"properties": {"a": {"pattern": "(?=a)"}}}}, ["schema", "properties", "a", "pattern"]),
        ({"schema": {"description": "x" * 20_000}}, ["schema"]),
        ({"schema": {"description": "\0"}}, ["schema"]),
    ],
)
async def test_a_schema_that_cannot_be_used_is_refused_with_its_place(
    api: Api, wrong: dict[str, Any], field: list[str]
) -> None:
    asked = {**QUIZ, "version": "1.0.0", "schema": ANSWERED, **wrong}
    assert (await refused(api, REGISTER, **asked))[:2] == ("BAD_INPUT", field)


async def test_a_deprecated_version_is_refused_after_ninety_days(api: Api, pool: Pool) -> None:
    old = {"type": "LIKE", "contentId": "c1", "schemaVersion": "1.0.0"}
    found = await admin(api, DEPRECATE, type="LIKE", version="1.0.0")
    day = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    assert (found["state"], found["retiresOn"]) == ("DEPRECATED", day)
    [result] = await track(api, old)
    assert result["status"] == "ACCEPTED"
    assert result["warnings"] == [
        {
            "code": "SCHEMA_DEPRECATED",
            "path": ["events", "0", "schemaVersion"],
            "message": f"Version 1.0.0 is refused from {day} on; send 1.1.0.",
        }
    ]
    assert (await admin(api, DEPRECATE, type="LIKE", version="1.0.0"))["retiresOn"] == day
    assert (await admin(api, DEPRECATE, type="LIKE", version="1.0.0", on=False))["state"] == "ACTIVE"
    assert (await refused(api, DEPRECATE, type="LIKE", version="3.0.0"))[:2] == ("NOT_FOUND", ["version"])


async def test_a_retired_version_is_refused_with_the_one_to_send(api: Api, pool: Pool) -> None:
    await admin(api, DEPRECATE, type="LIKE", version="1.0.0")
    await pool.execute("UPDATE schema_versions SET retires_on = current_date - 1")
    old = {"type": "LIKE", "contentId": "c1", "schemaVersion": "1.0.0"}
    [result] = await track(api, old)
    assert (result["code"], result["path"]) == ("SCHEMA_RETIRED", ["events", "0", "schemaVersion"])
    assert result["message"].endswith("; send 1.1.0.")


async def test_one_version_always_stays(api: Api) -> None:
    await admin(api, DEPRECATE, type="LIKE", version="1.0.0")
    code, field, message = await refused(api, DEPRECATE, type="LIKE", version="1.1.0")
    assert (code, field) == ("BAD_INPUT", ["version"])
    assert message == "No other version of LIKE could be sent instead; register one first."


async def test_usage_says_which_apps_still_send_what(api: Api, aggregator: Aggregator) -> None:
    await admin(api, REGISTER, **QUIZ, version="1.0.0", schema=ANSWERED)
    await admin(api, DEPRECATE, type="LIKE", version="1.0.0")
    new = {"sdk": "viewpulse-web/2.0", "appVersion": "5.1"}
    await track(
        api,
        {**QUIZ, "schemaVersion": "1.0.0", "properties": {"answer": "b"}, "device": new},
        *(
            {"type": "LIKE", "contentId": f"c{n}", "schemaVersion": "1.0.0", "device": {"appVersion": "4.0"}}
            for n in "123"
        ),
        *({"type": "LIKE", "contentId": f"d{n}", "device": new} for n in "12"),
    )
    await aggregator.run_once()
    today = datetime.now(UTC).date()
    like = {"type": "LIKE", "name": None, "lastDay": today.isoformat()}
    retires_on = (today + timedelta(days=90)).isoformat()
    found = await admin(api, USAGE)
    assert found["nodes"] == [
        {**like, "version": "1.0.0", "state": "DEPRECATED", "retiresOn": retires_on, "sdk": None, "appVersion": "4.0",
         "events": 3},
        {**like, "version": "1.1.0", "state": "ACTIVE", "retiresOn": None, **new, "events": 2},
        {**like, **QUIZ, "version": "1.0.0", "state": "ACTIVE", "retiresOn": None, **new, "events": 1},
    ]  # fmt: skip
    assert found["totalCount"] == 3
    assert [row["events"] for row in (await admin(api, USAGE, only=True))["nodes"]] == [3]
    assert [row["events"] for row in (await admin(api, USAGE, names=["quiz_answered"]))["nodes"]] == [1]
    assert [row["events"] for row in (await admin(api, USAGE, types=["CUSTOM"], days=1))["nodes"]] == [1]
    assert (await refused(api, USAGE, days=0))[:2] == ("BAD_INPUT", ["days"])


async def test_only_admins_may_ask(api: Api) -> None:
    for document, variables in ((LIST, {}), (USAGE, {}), (DEPRECATE, {"type": "LIKE", "version": "1.0.0"})):
        answer = await api.ask(document, variables, authorization=api.token("creator-1", Role.CREATOR))
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", answer
