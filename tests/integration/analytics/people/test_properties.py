"""For any events in any order: concurrent viewers, likes, saves, histories, and ended sessions."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest_asyncio
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from server.access import Caller, Role
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from tests.drawing import drawn
from tests.integration.analytics.stack import Stack
from tests.integration.rollup.feed import BASE, aggregating, event, feed, in_project
from tests.integration.rollup.test_properties import patient

CREATOR_OF = {"c1": "k1", "c2": "k1", "c3": "k2"}
CONTENTS = list(CREATOR_OF)
STAYS = ("view_start", "view_progress", "resume", "seek")
LEAVES = ("pause", "view_complete", "swipe_away", "skip")
WINDOWS = (30, 18, 8)
AGO = (-3.0, 2.0, 3.0, 12.0, 13.0, 22.0, 23.0, 40.0)
"""Seconds before now, far enough from the end of each window that a slow machine changes nothing."""

WATCHING = """
{
  c1: contentAnalytics(contentId: "c1") { concurrentViewers }
  c2: contentAnalytics(contentId: "c2") { concurrentViewers }
  c3: contentAnalytics(contentId: "c3") { concurrentViewers }
  k1: creatorAnalytics(creatorId: "k1") { concurrentViewers }
  k2: creatorAnalytics(creatorId: "k2") { concurrentViewers }
  platform: platformAnalytics { concurrentViewers }
}
"""
REACTIONS = """
{
  liked: likeState(userId: "u1", contentIds: ["c1", "c2", "c3"]) { states { contentId liked since } }
  saved: saveState(userId: "u1", contentIds: ["c1", "c2", "c3"]) { states { contentId saved since } }
  list: savedContents(userId: "u1") { edges { node { contentId savedAt } } }
}
"""
WATCHED = """
query ($first: Int, $after: String, $last: Int, $before: String) {
  watchHistory(userId: "u1", first: $first, after: $after, last: $last, before: $before) {
    edges { node { contentId firstViewedAt lastViewedAt views } }
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
DONE = """
query ($first: Int, $after: String, $last: Int, $before: String) {
  interactionHistory(userId: "u1", first: $first, after: $after, last: $last, before: $before) {
    edges { node { eventId contentId occurredAt } }
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
SESSION = '{ sessionAnalytics(sessionId: "s1") { asOf isFinal } }'
_projects = count(20_000)

identities = st.integers(1, 2**64).map(lambda number: UUID(int=number))
few_moments = st.integers(0, 5).map(lambda number: BASE + timedelta(minutes=7 * number))


def admin_of(project_id: int) -> Caller:
    return Caller(project_id=project_id, user_id="root", role=Role.ADMIN)


async def ask_all(stack: Stack, project_id: int, document: str) -> dict[str, Any]:
    """The answers of all root fields."""
    result, _ = await stack.execute(document, admin_of(project_id), {})
    assert result.errors is None, result.errors
    assert result.data is not None
    return dict(result.data)


async def fold(stack: Stack, aggregator: Aggregator, project_id: int, events: Sequence[Any], cut: int) -> None:
    """Rolls up the events in two batches."""
    async with stack.services.pool.acquire() as connection:
        for batch in (events[:cut], events[cut:]):
            await feed(connection, in_project(batch, project_id))
            await aggregator.drain()


def latest(events: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The latest event, ties by id."""
    return max(events, key=lambda found: (found["occurred_at"], found["id"]), default=None)


# --- who is watching now

signs = st.lists(
    st.fixed_dictionaries(
        {
            "id": identities,
            "type": st.sampled_from([*STAYS, *STAYS, *LEAVES, "session_end", "like"]),
            "ago": st.sampled_from(AGO),
            "content_id": st.sampled_from(CONTENTS),
            "session_id": st.sampled_from(["s1", "s2", "s3", "s4"]),
            "user_id": st.sampled_from([None, None, "u1", "u2"]),
        }
    ),
    min_size=4,
    max_size=25,
    unique_by=lambda sign: sign["id"],
)


# Whatever else is drawn: one stays, one's session ends, and one starts and leaves in the same moment.
ALWAYS = [
    {"id": UUID(int=(1 << 100) + number), "type": kind, "ago": ago, "content_id": "c1", "session_id": session}
    for number, (kind, ago, session) in enumerate(
        [
            ("view_start", 3.0, "stays"),
            ("view_start", 3.0, "ends"),
            ("session_end", 2.0, "ends"),
            ("view_start", 3.0, "ties"),
            ("pause", 3.0, "ties"),
        ]
    )
]


def stored(sign: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The event of a sign."""
    more = {name: value for name, value in sign.items() if name not in ("type", "ago")}
    if sign["type"] == "session_end":
        more.pop("content_id")
    else:
        more["creator_id"] = CREATOR_OF[sign["content_id"]]
    return event(sign["type"], now - timedelta(seconds=sign["ago"]), **more)


def watching(events: Sequence[dict[str, Any]], now: datetime, window: float) -> dict[str, int]:
    """How many watch each content, something of each creator, and anything."""
    found: dict[str, set[str]] = {name: set() for name in (*CONTENTS, "k1", "k2", "platform")}
    for viewer in {each["viewer_id"] for each in events}:
        for content, creator in CREATOR_OF.items():
            last = latest([
                each
                for each in events
                if (each["viewer_id"], each.get("content_id")) == (viewer, content)
                and each["type"] in STAYS + LEAVES
            ])  # fmt: skip
            if last is None or last["type"] in LEAVES or last["occurred_at"] <= now - timedelta(seconds=window):
                continue
            ends = [
                each["occurred_at"]
                for each in events
                if each["type"] == "session_end" and each["session_id"] == last["session_id"]
            ]
            if not any(end >= last["occurred_at"] for end in ends):
                for name in (content, creator, "platform"):
                    found[name].add(viewer)
    return {name: len(viewers) for name, viewers in found.items()}


@pytest_asyncio.fixture(loop_scope="session")
async def by_window(settings: Settings) -> AsyncIterator[dict[int, Aggregator]]:
    """Aggregators that forget silent viewers sooner and sooner, as if time had passed."""
    async with (
        aggregating(settings.model_copy(update={"watching_window": float(WINDOWS[0])})) as first,
        aggregating(settings.model_copy(update={"watching_window": float(WINDOWS[1])})) as second,
        aggregating(settings.model_copy(update={"watching_window": float(WINDOWS[2])})) as third,
    ):
        yield dict(zip(WINDOWS, (first, second, third), strict=True))


@hypothesis_settings(patient, max_examples=drawn(5))
@given(drawn=signs, data=st.data())
async def test_the_viewer_with_the_latest_sign_is_watching_until_silent(
    stack: Stack, by_window: dict[int, Aggregator], drawn: list[dict[str, Any]], data: st.DataObject
) -> None:
    project_id, now = next(_projects), datetime.now(UTC)
    events = [stored(sign, now) for sign in [*drawn, *ALWAYS]]
    arrived = data.draw(st.permutations(events))
    await fold(stack, by_window[WINDOWS[0]], project_id, arrived, data.draw(st.integers(0, len(arrived))))
    for window in WINDOWS:
        await by_window[window].drain()
        answers = await ask_all(stack, project_id, WATCHING)
        found = {name: answer["concurrentViewers"] for name, answer in answers.items()}
        assert found == watching(events, now, window), window
        assert found["platform"] >= found["c1"] >= 1


# --- what is liked and saved

reactions = st.lists(
    st.builds(
        lambda identity, kind, moment, content, user: event(
            kind, moment, id=identity, content_id=content, user_id=user
        ),
        identities,
        st.sampled_from(["like", "unlike", "save", "save", "unsave", "view_start"]),
        few_moments,
        st.sampled_from(CONTENTS),
        st.sampled_from(["u1", "u1", "u1", "u2"]),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda found: found["id"],
)


def states(events: Sequence[dict[str, Any]], yes: str, no: str) -> dict[str, tuple[bool | None, datetime | None]]:
    """What user u1 made of each content, and when."""
    found: dict[str, tuple[bool | None, datetime | None]] = {}
    for content in CONTENTS:
        mine = [each for each in events if (each["user_id"], each["content_id"]) == ("u1", content)]
        last = latest([each for each in mine if each["type"] in (yes, no)])
        found[content] = (None, None) if last is None else (last["type"] == yes, last["occurred_at"])
    return found


def moment_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@hypothesis_settings(patient, max_examples=drawn(8))
@given(events=reactions, data=st.data())
async def test_the_latest_reaction_decides_whatever_arrives_first(
    stack: Stack, events: list[dict[str, Any]], data: st.DataObject
) -> None:
    project_id = next(_projects)
    arrived = data.draw(st.permutations(events))
    await fold(stack, stack.aggregator, project_id, arrived, data.draw(st.integers(0, len(arrived))))
    answers = await ask_all(stack, project_id, REACTIONS)
    for name, (yes, no) in {"liked": ("like", "unlike"), "saved": ("save", "unsave")}.items():
        found = {state["contentId"]: (state[name], moment_of(state["since"])) for state in answers[name]["states"]}
        assert found == states(events, yes, no), name
    kept = [(since, content) for content, (saved, since) in states(events, "save", "unsave").items() if saved and since]
    listed = [(moment_of(edge["node"]["savedAt"]), edge["node"]["contentId"]) for edge in answers["list"]["edges"]]
    assert listed == sorted(kept, key=lambda row: (-row[0].timestamp(), row[1]))


# --- pages of histories

histories = st.lists(
    st.builds(
        lambda identity, kind, moment, content, user: event(
            kind, moment, id=identity, content_id=content, user_id=user
        ),
        identities,
        st.sampled_from(["view_start", "view_start", "view_start", "like", "impression"]),
        few_moments,
        st.sampled_from([f"c{number}" for number in range(8)]),
        st.sampled_from(["u1", "u1", "u1", "u2"]),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda found: found["id"],
)


async def all_pages(stack: Stack, project_id: int, document: str, size: int) -> list[dict[str, Any]]:
    """The rows of all pages, the same in both directions; each page but the last is full."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = await stack.ask(document, admin_of(project_id), first=size, after=after)
        assert page["pageInfo"]["hasPreviousPage"] is bool(found)
        found += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        assert len(page["edges"]) == size
        after = page["pageInfo"]["endCursor"]
    assert len(page["edges"]) <= size
    assert page["totalCount"] == len(found)
    backwards: list[dict[str, Any]] = []
    before = None
    while before is None or page["pageInfo"]["hasPreviousPage"]:
        page = await stack.ask(document, admin_of(project_id), last=size, before=before)
        assert page["pageInfo"]["hasNextPage"] is bool(backwards)
        backwards = [*(edge["node"] for edge in page["edges"]), *backwards]
        before = page["pageInfo"]["startCursor"]
        if before is None:
            break
    assert backwards == found
    return found


@hypothesis_settings(patient, max_examples=drawn(6))
@given(events=histories, size=st.integers(1, 12), data=st.data())
async def test_pages_of_any_size_give_each_row_once_and_in_order(
    stack: Stack, events: list[dict[str, Any]], size: int, data: st.DataObject
) -> None:
    project_id = next(_projects)
    arrived = data.draw(st.permutations(events))
    await fold(stack, stack.aggregator, project_id, arrived, data.draw(st.integers(0, len(arrived))))
    mine = [each for each in events if each["user_id"] == "u1"]
    watched = []
    for content in {each["content_id"] for each in mine}:
        times = [each["occurred_at"] for each in mine if (each["content_id"], each["type"]) == (content, "view_start")]
        if times:
            watched.append((content, min(times), max(times), len(times)))
    watched.sort(key=lambda row: (-row[2].timestamp(), row[0]))
    found = await all_pages(stack, project_id, WATCHED, size)
    assert [
        (row["contentId"], moment_of(row["firstViewedAt"]), moment_of(row["lastViewedAt"]), row["views"])
        for row in found
    ] == watched
    newest_first = sorted(mine, key=lambda each: (each["occurred_at"], each["id"]), reverse=True)
    done = await all_pages(stack, project_id, DONE, size)
    assert [(row["eventId"], row["contentId"], moment_of(row["occurredAt"])) for row in done] == [
        (str(each["id"]), each["content_id"], each["occurred_at"]) for each in newest_first
    ]


# --- when sessions end

TIMEOUT = timedelta(minutes=30)
session_events = st.lists(
    st.builds(
        lambda identity, kind, seconds: event(
            kind, BASE + timedelta(seconds=seconds), id=identity, session_id="s1", content_id="c1"
        ),
        identities,
        st.sampled_from(["view_start", "pause", "like", "session_start", "session_end"]),
        st.integers(0, 4000),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda found: found["id"],
)


@hypothesis_settings(patient, max_examples=drawn(8))
@given(events=session_events, data=st.data())
async def test_a_session_ends_exactly_when_half_an_hour_has_passed_without_events(
    stack: Stack, events: list[dict[str, Any]], data: st.DataObject
) -> None:
    project_id = next(_projects)
    arrived = data.draw(st.permutations(events))
    await fold(stack, stack.aggregator, project_id, arrived, data.draw(st.integers(0, len(arrived))))
    last = max(each["occurred_at"] for each in events)
    closed = any(each["type"] == "session_end" and each["occurred_at"] == last for each in events)
    moments = [last, last + TIMEOUT - timedelta(microseconds=1), last + TIMEOUT, last + TIMEOUT + timedelta(days=1)]
    for as_of, silent in zip(moments, (False, False, True, True), strict=True):
        await stack.set_as_of(as_of.isoformat())
        answer = await stack.ask(SESSION, admin_of(project_id))
        assert moment_of(answer["asOf"]) == as_of
        assert answer["isFinal"] is (closed or silent)
