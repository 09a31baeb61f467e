"""Every list of contents, page by page, is what the raw events say."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import ARGUMENTS, VARIABLES, WAYS, Way
from tests.integration.every_number.paging import walk
from tests.integration.every_number.selection import every_field
from tests.recompute.comparison import ANYTHING, differences
from tests.recompute.listed import creator_contents, top_content, trending
from tests.recompute.people import interactions, saved_contents, states, watch_history
from tests.recompute.truth import Truth

TRENDING = f"""query($window: String!, $definition: String!) {{
    trending(first: 20, window: $window, definition: $definition) {every_field("Trending")}
}}"""
PUBLIC = ARGUMENTS.replace(", include: $include", "")
TOP = f"""query($by: TopBy!, {VARIABLES.replace(", $include: TrafficInput", "")}) {{
    topContent(by: $by, first: 30, {PUBLIC}) {every_field("TopContents")}
}}"""
CREATOR_CONTENTS = f"""query(
    $after: String, $creatorId: ID!, $sort: ContentSort!, $definition: String!, $include: TrafficInput
) {{
    creatorContents(
        first: 7, after: $after, creatorId: $creatorId, sort: $sort, definition: $definition, include: $include
    ) {every_field("CreatorContentConnection")}
}}"""
HISTORY = f"""query($after: String, $userId: ID!, $definition: String!) {{
    watchHistory(first: 9, after: $after, userId: $userId, definition: $definition)
    {every_field("WatchHistoryConnection")}
}}"""
SAVED = f"""query($after: String, $userId: ID!) {{
    savedContents(first: 3, after: $after, userId: $userId) {every_field("SavedContentConnection")}
}}"""
STATES = f"""query($contentIds: [ID!]!, $userId: ID) {{
    likeState(contentIds: $contentIds, userId: $userId) {every_field("LikeStates")}
}}"""
INTERACTIONS = f"""query($after: String, $userId: ID, $sessionId: ID, $types: [EventType!]) {{
    interactionHistory(first: 40, after: $after, userId: $userId, sessionId: $sessionId, types: $types)
    {every_field("InteractionConnection")}
}}"""
TRENDS = {(3, "start@1"), (24, "start@1")}  # something does in these
PEOPLES = [way for way in WAYS if not way.bots and not way.self_views]
DEFINITIONS = ("start@1", "engaged@1", "peertube@1", "linkedin@1")
SAID = {"asOf": WAYS[0].said["asOf"], "revision": ANYTHING, "isFinal": False}


def none_of(found: Sequence[str]) -> None:
    assert not found, "\n".join([f"{len(found)} differences", *found[:60]])


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("hours", [1, 2, 3, 6, 24, 168])
async def test_what_trends_is_what_the_raw_events_say(stack: Stack, truth: Truth, hours: int, definition: str) -> None:
    answer = await stack.ask(TRENDING, window=f"{hours}h", definition=definition)
    wanted = trending(truth, definition, hours, 20)
    assert wanted["contents"] or (hours, definition) not in TRENDS
    none_of(differences(answer, wanted))


@pytest.mark.parametrize("by", ["QUALITY", "ENGAGEMENT", "VIEWS", "WATCH_TIME"])
@pytest.mark.parametrize("way", PEOPLES, ids=str)
async def test_the_best_contents_are_those_that_the_raw_events_say(
    stack: Stack, truth: Truth, way: Way, by: str
) -> None:
    variables = {name: value for name, value in way.variables.items() if name != "include"}
    answer = await stack.ask(TOP, by=by, **variables)
    none_of(differences(answer, top_content(truth, way.asked, by, 30) | way.said))


@pytest.mark.parametrize("sort", ["RECENT", "VIEWS", "ENGAGEMENT", "QUALITY"])
@pytest.mark.parametrize("way", [way for way in WAYS if not way.span.start], ids=str)
async def test_a_creators_contents_are_those_that_the_raw_events_say(
    stack: Stack, truth: Truth, way: Way, sort: str
) -> None:
    found = []
    for creator_id in ("creator3", "creator16", "creator49"):
        variables: dict[str, Any] = {"creatorId": creator_id, "sort": sort, "definition": way.definition}
        variables["include"] = way.variables["include"]
        wanted = creator_contents(truth, creator_id, way.asked, sort)
        said = {**SAID, "definition": way.definition, "totalCount": len(wanted)}
        found += await walk(stack, CREATOR_CONTENTS, wanted, said, **variables)
    none_of(found)


@pytest.mark.parametrize("definition", DEFINITIONS)
async def test_what_a_user_watched_is_what_the_raw_events_say(stack: Stack, truth: Truth, definition: str) -> None:
    found = []
    for user_id in ("u1", "u3878", "u1884", "u40", "creator7", "farm1", "nobody"):
        wanted = watch_history(truth, user_id, definition)
        found += await walk(
            stack, HISTORY, wanted, SAID | {"definition": definition}, userId=user_id, definition=definition
        )
    none_of(found)


async def test_what_users_save_and_like_is_what_the_raw_events_say(stack: Stack, truth: Truth) -> None:
    found = []
    names = list(truth.contents)[:100]
    likers = truth.query(
        "SELECT viewer_id, count(*) FROM states WHERE viewer_id LIKE 'u%' GROUP BY 1 ORDER BY 2 DESC LIMIT 25"
    )
    for user_id in [row["viewer_id"] for row in likers]:
        wanted = saved_contents(truth, user_id)
        said = SAID | {"definition": "start@1"}
        found += await walk(stack, SAVED, wanted, said, userId=user_id)
        for state, word, field, type_ in (
            ("likes", "liked", "likeState", "LikeStates"),
            ("saves", "saved", "saveState", "SaveStates"),
        ):
            document = STATES.replace("likeState", field).replace(every_field("LikeStates"), every_field(type_))
            answer = await stack.ask(document, contentIds=names, userId=user_id)
            found += differences(answer, said | {"states": states(truth, user_id, state, word, names)})
    none_of(found)


@pytest.mark.parametrize("types", [None, ["LIKE", "UNLIKE", "SHARE"]])
async def test_what_users_and_sessions_did_is_what_the_raw_events_say(
    stack: Stack, truth: Truth, types: list[str] | None
) -> None:
    found = []
    said = SAID | {"definition": "start@1"}
    sessions = truth.query("SELECT DISTINCT session_id FROM events WHERE session_id IS NOT NULL ORDER BY 1 LIMIT 12")
    for by, variable, names in (
        ("user", "userId", ["u1", "u3878", "creator7", "robot1", "nobody"]),
        ("session", "sessionId", [row["session_id"] for row in sessions]),
    ):
        for name in names:
            wanted = interactions(truth, by, name, types)
            found += await walk(stack, INTERACTIONS, wanted, said, types=types, **{variable: name})
    none_of(found)
