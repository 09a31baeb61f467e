"""What users, and guests by their sessions, watched, did and made of contents is what the raw events say."""

from typing import Any

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import DEFINITIONS, LISTED, WAYS, Way
from tests.integration.every_number.documents import EVENTS, HISTORY, INTERACTIONS, LIKES, SAVED, SAVES
from tests.integration.every_number.paging import walk
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.people import events, interactions, saved_contents, states, watch_history
from tests.recompute.truth import Truth

USERS = ("u1", "u3878", "u1884", "u40", "creator7", "farm1", "robot1", "nobody")
STATES = ((LIKES, "likes", "liked"), (SAVES, "saves", "saved"))
LIKERS = "SELECT user_id AS id FROM states WHERE viewer_id LIKE 'u:%' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 25"
GUESTS = "SELECT session_id AS id FROM states WHERE viewer_id LIKE 's:%' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 25"
SIGNED_IN = """
    SELECT session_id AS id FROM states WHERE user_id IS NOT NULL AND session_id IS NOT NULL
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 5
"""


def named(truth: Truth, statement: str) -> list[str]:
    return [row["id"] for row in truth.query(statement)]


@pytest.mark.parametrize("definition", DEFINITIONS)
async def test_watch_histories_match_raw_events(stack: Stack, truth: Truth, definition: str) -> None:
    found = []
    for user_id in USERS:
        wanted = watch_history(truth, user_id, definition)
        said = LISTED | {"definition": definition}
        found += await walk(stack, HISTORY, wanted, said, size=9, userId=user_id, definition=definition)
    none_of(found)


async def test_saved_contents_match_raw_events(stack: Stack, truth: Truth) -> None:
    found, kept = [], 0
    for user_id in named(truth, LIKERS):
        wanted = saved_contents(truth, user_id)
        kept += len(wanted)
        found += await walk(stack, SAVED, wanted, LISTED, size=3, userId=user_id)
    assert kept
    none_of(found)


@pytest.mark.parametrize(
    ("variable", "kind", "statement"), [("userId", "u:", LIKERS), ("sessionId", "s:", GUESTS)], ids=["users", "guests"]
)
async def test_like_and_save_states_match_raw_events(
    stack: Stack, truth: Truth, variable: str, kind: str, statement: str
) -> None:
    found: list[str] = []
    known = set()
    for name in named(truth, statement):
        key = kind + name
        reacted = [row["content_id"] for row in truth.rows("states_of", viewer_id=key)]
        names = list(dict.fromkeys([*reversed(reacted), *list(truth.contents)[:80]]))[:100]
        for document, state, word in STATES:
            who: dict[str, Any] = {variable: name}
            answer = await stack.ask(document, contentIds=names, **who)
            wanted = states(truth, key, state, word, names)
            found += differences(answer, LISTED | {"states": wanted})
            known |= {(word, row[word]) for row in wanted}
    assert known == {(word, held) for _, _, word in STATES for held in (True, False, None)}
    none_of(found)


async def test_likes_of_users_in_a_session_are_not_those_of_a_guest(stack: Stack, truth: Truth) -> None:
    names = list(truth.contents)[:100]
    for session_id in named(truth, SIGNED_IN):
        for document, _, word in STATES:
            answer = await stack.ask(document, contentIds=names, sessionId=session_id)
            assert {row[word] for row in answer["states"]} == {None}


@pytest.mark.parametrize("way", [WAYS[8], WAYS[9], WAYS[12]], ids=str)
@pytest.mark.parametrize(
    "wanted",
    [{"family": "creator"}, {"contentId": "c3", "types": ["LIKE", "SHARE"]}, {"names": ["quiz_answered"]}],
    ids=str,
)
async def test_single_events_match_raw_events(stack: Stack, truth: Truth, way: Way, wanted: dict[str, Any]) -> None:
    rows = events(truth, way.asked, **wanted)
    asked = {name: value for name, value in way.variables.items() if name != "definition"}
    said = {**way.said, "definition": "start@1", "id": ANYTHING, "revision": ANYTHING, "rawEventsSince": None}
    none_of(await walk(stack, EVENTS, rows, said, size=60, filter=wanted, **asked))


@pytest.mark.parametrize("types", [None, ["LIKE", "UNLIKE", "SHARE"]])
@pytest.mark.parametrize("whose", ["user", "guest", "session"])
async def test_interaction_histories_match_raw_events(
    stack: Stack, truth: Truth, whose: str, types: list[str] | None
) -> None:
    names = {"user": USERS, "guest": named(truth, GUESTS)[:8], "session": named(truth, SIGNED_IN)}[whose]
    by = "user" if whose == "user" else "session"
    found, done = [], 0
    for name in names:
        wanted = interactions(truth, by, name, types)
        done += len(wanted)
        said = LISTED | {"rawEventsSince": None}
        found += await walk(stack, INTERACTIONS, wanted, said, size=40, types=types, **{f"{by}Id": name})
    assert done
    none_of(found)
