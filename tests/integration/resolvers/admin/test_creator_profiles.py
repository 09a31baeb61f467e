"""``upsertCreators``: who may declare what, and that creators show it."""

from typing import Any

import pytest

from server.access import Caller
from tests.integration.analytics.stack import ADMIN, APP, Stack, creator, user

UPSERT = """
mutation ($creators: [CreatorInput!]!) {
  upsertCreators(creators: $creators) {
    accepted rejected results { ...Answered } problems { ...Answered }
  }
}
fragment Answered on CreatorResult { index status code path creator { creatorId name picture } }
"""
CREATOR = "query ($id: ID!) { creator(creatorId: $id) { creatorId name picture } }"
ADA = {"id": "ada", "name": "Ada", "picture": "https://example.org/ada.jpg"}


async def shown(stack: Stack, name: str) -> tuple[str | None, str | None]:
    found = await stack.ask(CREATOR, id=name)
    return found["name"], found["picture"]


def codes(payload: dict[str, Any]) -> list[str | None]:
    return [result["code"] for result in payload["results"]]


async def test_a_field_left_out_keeps_its_value_and_null_withdraws_it(stack: Stack) -> None:
    assert await shown(stack, "ada") == (None, None)
    payload = await stack.ask(UPSERT, creators=[ADA])
    assert payload["results"][0]["creator"] == {"creatorId": "ada", "name": "Ada", "picture": ADA["picture"]}
    await stack.ask(UPSERT, creators=[{"id": "ada", "name": "Ada L."}])
    assert await shown(stack, "ada") == ("Ada L.", ADA["picture"])
    await stack.ask(UPSERT, creators=[{"id": "ada"}])
    assert await shown(stack, "ada") == ("Ada L.", ADA["picture"])
    await stack.ask(UPSERT, creators=[{"id": "ada", "picture": None}])
    assert await shown(stack, "ada") == ("Ada L.", None)
    await stack.ask(UPSERT, creators=[{"id": "ada", "name": None}])
    assert await shown(stack, "ada") == (None, None)


@pytest.mark.parametrize("blank", ["", " ", "\t\u00a0\n"])
async def test_a_blank_text_withdraws_a_value_too(stack: Stack, blank: str) -> None:
    await stack.ask(UPSERT, creators=[ADA])
    payload = await stack.ask(UPSERT, creators=[{"id": "ada", "name": blank}])
    assert payload["results"][0]["creator"] == {"creatorId": "ada", "name": None, "picture": ADA["picture"]}
    await stack.ask(UPSERT, creators=[{"id": "ada", "name": " Ada ", "picture": blank}])
    assert await shown(stack, "ada") == (" Ada ", None)


async def test_each_creator_is_answered_on_its_own(stack: Stack) -> None:
    payload = await stack.ask(
        UPSERT,
        creators=[
            ADA,
            {"id": "bo\0"},
            {"id": "cy", "name": "x" * 201},
            ADA,
            {"id": "undefined"},
        ],
    )
    assert codes(payload) == [None, "BAD_INPUT", "TOO_LARGE", "BAD_INPUT", "BAD_INPUT"]
    assert (payload["accepted"], payload["rejected"]) == (1, 4)
    assert payload["problems"] == payload["results"][1:]
    assert payload["problems"][1]["path"] == ["creators", "2", "name"]
    assert {problem["creator"] for problem in payload["problems"]} == {None}


async def test_a_creator_declares_its_own_profile_alone(stack: Stack) -> None:
    payload = await stack.ask(UPSERT, creator("ada"), creators=[ADA, {"id": "bo", "name": "Bo"}])
    assert codes(payload) == [None, "FORBIDDEN"]
    assert payload["results"][1]["path"] == ["creators", "1", "id"]
    assert await shown(stack, "bo") == (None, None)
    assert codes(await stack.ask(UPSERT, ADMIN, creators=[{"id": "bo", "name": "Bo"}])) == [None]
    assert await shown(stack, "bo") == ("Bo", None)


@pytest.mark.parametrize(("caller", "code"), [(APP, "UNAUTHENTICATED"), (user("ada"), "FORBIDDEN")])
async def test_others_declare_nothing(stack: Stack, caller: Caller, code: str) -> None:
    assert await stack.refusal(UPSERT, caller, creators=[ADA]) == {"code": code}


@pytest.mark.parametrize("number", [0, 101])
async def test_as_many_creators_as_are_taken_at_once(stack: Stack, number: int) -> None:
    found = await stack.refusal(UPSERT, creators=[{"id": f"k{index}"} for index in range(number)])
    assert found == {"code": "BAD_INPUT", "field": ["creators"]}


async def test_profiles_of_another_project_are_others(stack: Stack) -> None:
    await stack.ask(UPSERT, creators=[ADA])
    other = Caller(project_id=2, user_id="ada", role=creator("ada").role)
    found = await stack.ask("{ creator { creatorId name } }", other)
    assert found == {"creatorId": "ada", "name": None}


async def test_only_a_change_of_a_profile_raises_the_revision(stack: Stack) -> None:
    revisions = []
    for name in ("Ada", "Ada", "Bea"):
        await stack.ask(UPSERT, creators=[ADA | {"name": name}])
        revisions.append((await stack.aggregator.run_once()).revisions)
    assert revisions == [{1: 1}, {}, {1: 2}]
