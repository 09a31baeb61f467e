"""Every field of creators, of the platform and of sessions is what the raw events say."""

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import ARGUMENTS, VARIABLES, WAYS, Way
from tests.integration.every_number.selection import every_field
from tests.recompute.breakdown import audience
from tests.recompute.compared import compare_scope
from tests.recompute.comparison import differences
from tests.recompute.scope import PLATFORM, owned_contents, scope, top_contents
from tests.recompute.session import sessions
from tests.recompute.truth import Truth

TOP = 10
CREATOR_BASELINES = ("PREVIOUS_PERIOD", "PLATFORM_AVERAGE")
CREATOR_FIELDS = every_field(
    "CreatorAnalytics", {"CreatorAnalytics.compare": [f"{to}: compare(to: {to})" for to in CREATOR_BASELINES]}
)
CREATOR = f"""query($creatorId: ID!, {VARIABLES}) {{
    creatorAnalytics(creatorId: $creatorId, {ARGUMENTS}) {CREATOR_FIELDS}
}}"""
PLATFORM_FIELDS = every_field(
    "PlatformAnalytics", {"PlatformAnalytics.compare": ["PREVIOUS_PERIOD: compare(to: PREVIOUS_PERIOD)"]}
)
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
            "audience": audience(truth, _contents(truth, creator_id), way.asked, way.span.zone, TOP),
            **{to: compare_scope(truth, creator_id, way.asked, way.span, to) for to in CREATOR_BASELINES},
        }
        found += [f"{creator_id}{line}" for line in differences(answer, wanted)]
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_every_field_of_the_platform_is_what_the_raw_events_say(stack: Stack, truth: Truth, way: Way) -> None:
    answer = await stack.ask(WHOLE, **way.variables)
    wanted = {
        **scope(truth, PLATFORM, way.asked),
        **way.said,
        "creatorId": None,
        "PREVIOUS_PERIOD": compare_scope(truth, PLATFORM, way.asked, way.span, "PREVIOUS_PERIOD"),
    }
    found = differences(answer, wanted)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("definition", ["start@1", "engaged@1", "peertube@1", "linkedin@1"])
async def test_every_field_of_a_session_is_what_the_raw_events_say(stack: Stack, truth: Truth, definition: str) -> None:
    found = []
    for session_id, wanted in sorted(sessions(truth, definition).items())[::25]:
        answer = await stack.ask(SESSION, sessionId=session_id, definition=definition)
        found += [f"{session_id}{line}" for line in differences(answer, wanted)]
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])


def _contents(truth: Truth, creator_id: str) -> tuple[str, ...]:
    return tuple(name for name, content in truth.contents.items() if content.creator_id == creator_id)
