"""Every field of creators, of the platform and of sessions is what the raw events say."""

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import ARGUMENTS, VARIABLES, WAYS, Way
from tests.integration.every_number.selection import every_field
from tests.recompute.comparison import differences
from tests.recompute.scope import PLATFORM, owned_contents, scope, top_contents
from tests.recompute.session import sessions
from tests.recompute.truth import Truth

TOP = 10
CREATOR = f"""query($creatorId: ID!, {VARIABLES}) {{
    creatorAnalytics(creatorId: $creatorId, {ARGUMENTS}) {every_field("CreatorAnalytics")}
}}"""
PLATFORM_FIELDS = every_field("PlatformAnalytics")
WHOLE = f"query({VARIABLES}) {{ platformAnalytics({ARGUMENTS}) {PLATFORM_FIELDS} }}"
SESSION = f"""query($sessionId: ID!, $definition: String!) {{
    sessionAnalytics(sessionId: $sessionId, definition: $definition) {every_field("SessionAnalytics")}
}}"""


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_every_field_of_a_creator_is_what_the_raw_events_say(stack: Stack, truth: Truth, way: Way) -> None:
    creators = sorted({content.creator_id for content in truth.contents.values() if content.creator_id})
    found = []
    for creator_id in creators:
        answer = await stack.ask(CREATOR, creatorId=creator_id, **way.variables)
        wanted = {
            **scope(truth, creator_id, way.asked),
            **way.said,
            "creatorId": creator_id,
            "contents": owned_contents(truth, creator_id),
            "topContents": top_contents(truth, creator_id, way.asked, TOP),
        }
        found += [f"{creator_id}{line}" for line in differences(answer, wanted)]
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_every_field_of_the_platform_is_what_the_raw_events_say(stack: Stack, truth: Truth, way: Way) -> None:
    answer = await stack.ask(WHOLE, **way.variables)
    wanted = {**scope(truth, PLATFORM, way.asked), **way.said, "creatorId": None}
    found = differences(answer, wanted)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("definition", ["start@1", "engaged@1", "peertube@1", "linkedin@1"])
async def test_every_field_of_a_session_is_what_the_raw_events_say(stack: Stack, truth: Truth, definition: str) -> None:
    found = []
    for session_id, wanted in sorted(sessions(truth, definition).items())[::25]:
        answer = await stack.ask(SESSION, sessionId=session_id, definition=definition)
        found += [f"{session_id}{line}" for line in differences(answer, wanted)]
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])
