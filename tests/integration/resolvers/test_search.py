"""What the lists that can be searched find, however letters with accents are typed."""

from typing import Any

import pytest

from tests.integration.analytics.stack import ADMIN, Stack

COMPOSED, DECOMPOSED = "Caf\u00e9 NOIR", "Cafe\u0301 NOIR"
SEARCH = """
query ($search: String) {
  contents(search: $search) { totalCount nodes { contentId title } }
  creatorContents(creatorId: "k1", search: $search) { totalCount nodes { contentId title } }
  creators(search: $search) { totalCount nodes { creatorId name } }
}
"""
DESCRIBE = """
mutation ($id: ID!, $title: String) {
  upsertContents(contents: [{ id: $id, creatorId: "k1", title: $title }]) { accepted }
  upsertCreators(creators: [{ id: "k1", name: $title }]) { accepted }
}
"""


async def found(stack: Stack, search: str) -> dict[str, Any]:
    result, _ = await stack.execute(SEARCH, ADMIN, {"search": search})
    assert result.errors is None
    return dict(result.data)


async def describe(stack: Stack, content_id: str, title: str | None) -> None:
    result, _ = await stack.execute(DESCRIBE, ADMIN, {"id": content_id, "title": title})
    assert result.errors is None


@pytest.mark.parametrize("title", [COMPOSED, DECOMPOSED], ids=["composed", "decomposed"])
@pytest.mark.parametrize("search", ["caf\u00e9", "cafe\u0301", "F\u00c9 noir", "FE\u0301 noir", "noir"])
async def test_a_letter_with_an_accent_is_found_as_one_character_and_as_two(
    stack: Stack, title: str, search: str
) -> None:
    await describe(stack, "c1", title)
    answer = await found(stack, search)
    content = {"totalCount": 1, "nodes": [{"contentId": "c1", "title": COMPOSED}]}
    assert answer["contents"] == answer["creatorContents"] == content
    assert answer["creators"] == {"totalCount": 1, "nodes": [{"creatorId": "k1", "name": COMPOSED}]}


async def test_an_id_is_found_as_it_was_sent_only(stack: Stack) -> None:
    await describe(stack, DECOMPOSED, None)
    for search, number in ((DECOMPOSED, 1), (COMPOSED, 0), ("k1", 0)):
        answer = await found(stack, search)
        assert (answer["contents"]["totalCount"], answer["creatorContents"]["totalCount"]) == (number, number)
