"""For any events: benchmarks, public lists and a creator's list agree with plain counting."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from statistics import fmean
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from resolvers.context import publish_nothing
from server.rollup.scores import recompute_scores
from server.settings import Settings
from tests.drawing import drawn
from tests.integration.analytics.creators.test_creator_contents import LIST
from tests.integration.analytics.rankings.test_top_contents import RATES, TOP, rows
from tests.integration.analytics.rankings.test_trending import TRENDING
from tests.integration.analytics.sent_history import (
    Action,
    Burst,
    Project,
    Reacted,
    Sums,
    bursts,
    reactions,
    sums_of,
)
from tests.integration.analytics.stack import NOW, Stack, moment, rounded
from tests.integration.analytics.test_scores import BENCHMARKS
from tests.integration.rollup.test_properties import patient

LEAST_VELOCITY, LEAST_VIEWS = 2, 3
HOUR = timedelta(hours=1)
CONTENTS = ["a", "b", "c", "d", "ü"]
DEFINITIONS = st.sampled_from(["start@1", "engaged@1"])
WORTH: dict[str, Callable[[Sums], Any]] = {
    "QUALITY": lambda sums: sums.quality,
    "ENGAGEMENT": lambda sums: sums.engagement,
    "VIEWS": lambda sums: sums.views,
    "UNIQUE_VIEWERS": lambda sums: sums.viewers,
    "WATCH_TIME": lambda sums: sums.watch_time,
    "AVERAGE_WATCH_TIME": lambda sums: sums.watch_time / sums.views if sums.views else 0,
    "COMPLETION": lambda sums: 100 * sums.completed / sums.views if sums.views else 0,
    "LIKES": lambda sums: sums.reacted("LIKE"),
    "COMMENTS": lambda sums: sums.reacted("COMMENT"),
    "SHARES": lambda sums: sums.reacted("SHARE"),
    "SAVES": lambda sums: sums.reacted("SAVE"),
}
SHOWN = {
    "QUALITY": "qualityScore",
    "ENGAGEMENT": "engagementScore",
    "VIEWS": "views",
    "UNIQUE_VIEWERS": "uniqueViewers",
    "WATCH_TIME": "watchTime",
    "AVERAGE_WATCH_TIME": "averageWatchTime",
    "COMPLETION": "completionRate",
    "LIKES": "likes",
    "COMMENTS": "comments",
    "SHARES": "shares",
    "SAVES": "saves",
}


RISING = bursts(["a", "b"], NOW, timedelta(minutes=187))  # so many views that some are just a bit more than before


def histories(within: timedelta, least: int = 1) -> st.SearchStrategy[list[Action]]:
    """More views than reactions, of few contents, so that contents are equal in much."""
    some = bursts(CONTENTS, NOW, within)
    return st.lists(some | some | reactions(CONTENTS, NOW, within), min_size=least, max_size=24)


def sent(history: Sequence[Action]) -> list[dict[str, Any]]:
    return [found for action in history for found in action.events()]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Little is enough to be listed."""
    return settings.model_copy(update={"trending_min_views_per_hour": LEAST_VELOCITY, "top_min_views": LEAST_VIEWS})


async def rescored(project: Project) -> None:
    services = project.stack.services
    async with services.pool.acquire() as connection:
        await recompute_scores(connection, services.settings, project.id, publish_nothing)


# 35 points each, by completions or by a like and a rewatch; as floating point adds them, the second has a bit less
LEVEL: list[Action] = [
    Burst("a", NOW, 1, 0, True, False),
    Burst("b", NOW, 5, 0, False, False),
    Burst("b", NOW, 1, 0, False, False),
    Reacted("b", "LIKE", NOW),
    Burst("c", NOW, 1, 0, False, False),
]


@hypothesis_settings(patient, max_examples=drawn(8))
@example(history=LEVEL, definition="start@1")
@given(history=histories(timedelta(days=3), least=5), definition=DEFINITIONS)
async def test_a_content_is_ranked_among_all_with_a_score(stack: Stack, history: list[Action], definition: str) -> None:
    project = Project(stack)
    await project.send(sent(history))
    await rescored(project)
    sums = {content: sums_of(history, content, definition) for content in CONTENTS}
    scores = {content: found.quality for content, found in sums.items() if found.views}
    for content in CONTENTS:
        found = (await project.ask(BENCHMARKS, id=content, definition=definition))["benchmarks"]
        own = scores.get(content)
        better = worse = 0
        if own is not None:
            better, worse = sum(score > own for score in scores.values()), sum(score < own for score in scores.values())
        others = len(scores) - 1
        assert found["contents"] == len(scores)
        assert found["rank"] == (None if own is None else better + 1)
        assert found["percentile"] == (None if own is None or not others else rounded(100 * worse / others))
        assert found["qualityScore"] == (None if own is None else rounded(float(own)))
        average = fmean(map(float, scores.values())) if scores else None
        assert found["versusPlatform"] == {
            "contents": len(scores),
            "average": None if average is None else rounded(average),
            "difference": None if own is None or average is None else rounded(float(own) - average),
        }


@hypothesis_settings(patient, max_examples=drawn(10))
@given(
    history=histories(timedelta(hours=5), least=8) | st.lists(RISING, min_size=8, max_size=24),
    hours=st.integers(1, 3),
    first=st.integers(1, 5),
    definition=DEFINITIONS,
)
async def test_trending_contents_have_a_rising_number_of_views(
    stack: Stack, history: list[Action], hours: int, first: int, definition: str
) -> None:
    project = Project(stack)
    await project.send(sent(history))
    end = NOW.replace(minute=15)
    start, before = end - hours * HOUR, end - 2 * hours * HOUR
    over = Fraction((NOW - start) // timedelta(minutes=1), 60)
    rows: list[dict[str, Any]] = []
    for content in CONTENTS:
        now = sums_of(history, content, definition, start, end)
        earlier = sums_of(history, content, definition, before, start).views
        if now.views >= LEAST_VELOCITY * over and 5 * now.views / over > Fraction(6 * earlier, hours):
            rows.append(
                {
                    "contentId": content,
                    "views": now.views,
                    "velocity": rounded(float(now.views / over)),
                    "previousVelocity": rounded(earlier / hours),
                    "trend": "RISING",
                    "likes": now.reacted("LIKE"),
                    "shares": now.reacted("SHARE"),
                    "qualityScore": rounded(float(sums_of(history, content, definition).quality)),
                }
            )
    rows.sort(key=lambda row: (-row["views"], row["contentId"]))
    answer = await project.ask(TRENDING, window=f"{hours}h", first=first, definition=definition)
    shown = [{name: row[name] for name in rows[0]} for row in answer["contents"]] if rows else answer["contents"]
    assert shown == rows[:first]


@hypothesis_settings(patient, max_examples=drawn(10))
@given(
    history=histories(timedelta(hours=60), least=8),
    within=st.none() | st.integers(1, 60),
    by=st.sampled_from(list(WORTH)),
    first=st.integers(1, 6),
    definition=DEFINITIONS,
    least=st.none() | st.integers(1, 5),
)
async def test_the_top_is_the_best_of_all_with_enough_views(
    stack: Stack,
    history: list[Action],
    within: int | None,
    by: str,
    first: int,
    definition: str,
    least: int | None,
) -> None:
    project = Project(stack)
    await project.send(sent(history))
    await rescored(project)
    # 12:07 less whole hours starts on the quarter-hour before
    start = None if within is None else NOW.replace(minute=0) - within * HOUR
    needed = least or (LEAST_VIEWS if by in RATES else 1)
    sums = {content: sums_of(history, content, definition, start) for content in CONTENTS}
    listed = {content: found for content, found in sums.items() if found.views >= needed}
    best = sorted((float(WORTH[by](found)) for found in listed.values()), reverse=True)
    asked = None if within is None else {"last": f"{within}h"}
    ways = {"range": asked, "by": by, "minimumViews": least, "first": first, "definition": definition}
    page = await project.ask(TOP, **ways)
    ranked = rows(page)
    while page["pageInfo"]["hasNextPage"]:
        page = await project.ask(TOP, after=page["pageInfo"]["endCursor"], **ways)
        ranked += rows(page)
    assert [row[SHOWN[by]] for row in ranked] == rounded(best)
    assert ranked == sorted(ranked, key=lambda row: (-row[SHOWN[by]], row["contentId"])), "ties by id"
    for row in ranked:
        found = listed[row["contentId"]]
        recent, earlier = (last_day(history, row["contentId"], definition, days) for days in (0, 1))
        assert (row["views"], row["uniqueViewers"]) == (found.views, found.viewers)
        assert row["watchTime"] == found.watch_time
        assert (row["likes"], row["saves"]) == (found.reacted("LIKE"), found.reacted("SAVE"))
        assert (row["comments"], row["shares"]) == (found.reacted("COMMENT"), found.reacted("SHARE"))
        assert row["qualityScore"] == rounded(float(found.quality))
        assert row["engagementScore"] == rounded(float(found.engagement))
        assert (row["velocity"], row["previousVelocity"]) == rounded((recent / 24, earlier / 24))
        rising, falling = 5 * recent > 6 * earlier, 5 * recent < 4 * earlier
        assert row["trend"] == ("RISING" if rising else "DECLINING" if falling else "STABLE")


def last_day(history: list[Action], content: str, definition: str, days_ago: int) -> int:
    """Views in the 24 hours up to the next quarter-hour, or in those before."""
    end = NOW.replace(minute=15) - timedelta(days=days_ago)
    return sums_of(history, content, definition, end - timedelta(days=1), end).views


UPSERT = "mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { accepted } }"
PUBLISHED = st.integers(0, 5).map(lambda days: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=days))
LISTED = [f"c{number}" for number in range(7)]
catalogues = st.dictionaries(st.sampled_from(LISTED), PUBLISHED, min_size=2)


@hypothesis_settings(patient, max_examples=drawn(7))
@given(
    published=catalogues,
    history=st.lists(bursts(LISTED, NOW, HOUR) | reactions(LISTED, NOW, HOUR), max_size=15),
    between=st.lists(st.lists(bursts(LISTED, NOW, HOUR) | reactions(LISTED, NOW, HOUR), max_size=2), max_size=7),
    added=st.lists(PUBLISHED, min_size=7, max_size=7),
    sort=st.sampled_from(["RECENT", *WORTH]),
    asked=st.sampled_from([None, {"last": "3h"}]),
    first=st.integers(1, 4),
)
async def test_no_page_repeats_or_misses_unchanged_rows(
    stack: Stack,
    published: dict[str, datetime],
    history: list[Action],
    between: list[list[Action]],
    added: list[datetime],
    sort: str,
    asked: dict[str, str] | None,
    first: int,
) -> None:
    project = Project(stack)
    await publish(project, published)
    known = [action for action in history if action.content in published]
    await project.send(sent(known))
    changed: set[str] = set()
    found: list[tuple[str, float]] = []
    after, pages = None, 0
    while pages == 0 or after:
        page = await project.ask(LIST, creatorId="k1", sort=sort, range=asked, first=first, after=after)
        shown = SHOWN.get(sort)
        for edge in page["edges"]:
            node = edge["node"]
            sort_value = node[shown] if shown else datetime.fromisoformat(node["publishedAt"]).timestamp()
            found.append((node["contentId"], sort_value))
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
        if pages < len(between):
            meanwhile = [action for action in between[pages] if action.content in published]
            await project.send(sent(meanwhile))
            changed |= {action.content for action in meanwhile}
            await publish(project, {f"{'a' if pages % 2 else 'x'}{pages}": added[pages]})
        pages += 1
        assert pages < 50, "a page that continues after itself"
    if sort == "RECENT":
        changed = set()  # no event makes a content of the catalogue newer
    unchanged = set(published) - changed
    walked = [(content, sort_value) for content, sort_value in found if content in unchanged]
    assert sorted(content for content, _ in walked) == sorted(unchanged)
    assert walked == sorted(walked, key=lambda pair: (-pair[1], pair[0])), "in order, ties by id"
    for content, sort_value in walked:
        expected = published[content].timestamp()
        if sort != "RECENT":
            expected = float(WORTH[sort](sums_of(known, content, "start@1")))
        assert sort_value == rounded(expected), content


async def publish(project: Project, published: dict[str, datetime]) -> None:
    contents = [{"id": content, "creatorId": "k1", "publishedAt": moment(time)} for content, time in published.items()]
    await project.ask(UPSERT, contents=contents)
