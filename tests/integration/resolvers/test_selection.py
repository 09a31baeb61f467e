"""Fields that need a read of their own are found however they are selected."""

import pytest

from tests.integration.analytics.stack import ADMIN, Stack, event

LAST = 'contentAnalytics(contentId: "c1", range: { last: "24h" })'
COUNTRIES = "breakdown(by: COUNTRY) { rows { value } }"


@pytest.mark.parametrize(
    "document",
    [
        f"{{ {LAST} {{ views {{ unique }} }} }}",
        f"{{ {LAST} {{ views {{ total }} views {{ unique }} }} }}",
        f"{{ {LAST} {{ a: views {{ b: unique }} }} }}",
        f"{{ {LAST} {{ ... {{ views {{ ... on ContentViews {{ unique }} }} }} }} }}",
        (
            f"{{ {LAST} {{ ...Parts }} }} fragment Parts on ContentAnalytics {{ views {{ ...Viewers }} }} "
            "fragment Viewers on ContentViews { unique }"
        ),
        f"query ($yes: Boolean! = true) {{ {LAST} {{ views {{ unique @include(if: $yes) }} }} }}",
        f"{{ {LAST} {{ revision }} {LAST} {{ views {{ unique }} }} }}",
    ],
)
async def test_unique_viewers_are_read_however_they_are_selected(stack: Stack, document: str) -> None:
    await stack.count(event("VIEW_START", who="u1"), event("VIEW_START", who="u2"))
    answer = await stack.ask(document)
    [views] = [value for value in answer.values() if isinstance(value, dict)]
    assert 2 in views.values()


async def test_two_answers_of_one_request_do_not_share_what_was_selected(stack: Stack) -> None:
    await stack.count(event("VIEW_START", who="u1", location={"country": "DE"}, viewData={"watchTime": 4}))
    result, _ = await stack.execute(
        f"{{ one: {LAST} {{ watchTime {{ median }} }} two: {LAST} {{ rewatch {{ rate }} {COUNTRIES} }} }}",
        ADMIN,
        {},
    )
    assert result.errors is None
    assert result.data == {
        "one": {"watchTime": {"median": 4.0}},
        "two": {"rewatch": {"rate": 0.0}, "breakdown": {"rows": [{"value": "DE"}]}},
    }
