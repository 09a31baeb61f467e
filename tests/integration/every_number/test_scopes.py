"""Every field of creators, of the platform, of sessions and of dashboards is what the raw events say."""

from datetime import timedelta

import pytest

from tests.dataset.generate import NOW
from tests.drawing import thinned
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import WAYS, Way, spread
from tests.recompute import ranges
from tests.recompute.compared import compare_scope
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.creator import creator, dashboard
from tests.recompute.event_types import INTERVALS, event_counts
from tests.recompute.listed import platform_stats
from tests.recompute.scope import PLATFORM, scope
from tests.recompute.session import sessions
from tests.recompute.truth import Truth

MONTH = Way(ranges.last("30d", timedelta(days=30), NOW, "Europe/Berlin"))
PERIODS = [MONTH, *(way for way in WAYS if way.span.start)]


def creators(truth: Truth) -> list[str]:
    return sorted({content.creator_id for content in truth.contents.values() if content.creator_id})


@pytest.mark.parametrize("way", thinned(WAYS, 3, 1), ids=str)
async def test_creator_analytics_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    number = WAYS.index(way)
    found = []
    for creator_id in creators(truth) if number == 0 else creators(truth)[number::5]:
        answer = await stack.ask(documents.CREATOR, creatorId=creator_id, **way.variables)
        wanted = creator(truth, creator_id, way.asked, way.span) | way.said
        found += [f"{creator_id}{line}" for line in differences(answer, wanted)]
    none_of(found)


@pytest.mark.parametrize("way", PERIODS, ids=str)
async def test_dashboards_match_raw_events(stack: Stack, truth: Truth, way: Way) -> None:
    found = []
    for creator_id in creators(truth)[PERIODS.index(way) :: 12]:
        answer = await stack.ask(documents.DASHBOARD, creatorId=creator_id, **way.variables)
        overview = creator(truth, creator_id, way.asked, way.span) | way.said
        wanted = dashboard(truth, creator_id, way.asked, way.span) | way.said
        found += [
            f"{creator_id}{line}"
            for line in differences(answer, {**wanted, "overview": overview, "id": ANYTHING, "revision": ANYTHING})
        ]
    none_of(found)


async def test_a_dashboard_is_of_the_last_thirty_days_unless_asked_otherwise(stack: Stack) -> None:
    asked = {"creatorId": "creator16", **Way(ranges.rolling("days", 30, NOW, "Asia/Kolkata")).variables}
    answer = await stack.ask(documents.DASHBOARD, **asked)
    assert await stack.ask(documents.DASHBOARD, **asked | {"range": None}) == answer


@pytest.mark.parametrize(("way", "creator_id"), thinned(spread([None, None, "creator3"]), 2), ids=str)
async def test_platform_analytics_match_raw_events(
    stack: Stack, truth: Truth, way: Way, creator_id: str | None
) -> None:
    answer = await stack.ask(documents.PLATFORM, creatorId=creator_id, **way.variables)
    name, before = creator_id or PLATFORM, "PREVIOUS_PERIOD"
    wanted = {
        **scope(truth, name, way.asked),
        **way.said,
        "creatorId": creator_id,
        before: compare_scope(truth, name, way.asked, way.span, before),
        "LISTING": compare_scope(truth, name, way.asked, way.span, before, "LISTING"),
    }
    found = differences(answer, wanted)
    none_of(found)


@pytest.mark.parametrize("way", [way for way in WAYS if not way.span.start], ids=str)
async def test_the_project_contains_what_was_sent(stack: Stack, truth: Truth, way: Way) -> None:
    variables = {name: way.variables[name] for name in ("definition", "include")}
    found = differences(await stack.ask(documents.STATS, **variables), platform_stats(truth, way.asked))
    none_of(found)


@pytest.mark.parametrize("by", INTERVALS)
@pytest.mark.parametrize("way", WAYS[::3], ids=str)
async def test_events_by_type_match_raw_events(stack: Stack, truth: Truth, way: Way, by: str) -> None:
    types = [None, ["VIEW", "LIKE", "COMPLETE"], []][WAYS.index(way) % 3 if by == "DAY" else 0]
    stored = None if types is None else [kind.replace("VIEW", "VIEW_START") for kind in types if kind != "COMPLETE"]
    if types and stored is not None:
        stored.append("VIEW_COMPLETE")
    names = ["quiz_answered"] if by == "WEEK" else None
    variables = {name: value for name, value in way.variables.items() if name != "definition"}
    answer = await stack.ask(documents.EVENT_COUNTS, by=by, types=types, names=names, **variables)
    wanted = event_counts(truth, way.asked, way.span, by, stored, names)
    said = {**way.said, "definition": "start@1", "id": ANYTHING, "revision": ANYTHING, "range": wanted["range"]}
    none_of(differences(answer, {**wanted, **said}))


@pytest.mark.parametrize("definition", ["start@1", "engaged@1", "peertube@1", "linkedin@1", "peertube@2"])
async def test_session_analytics_match_raw_events(stack: Stack, truth: Truth, definition: str) -> None:
    """The sessions of some ids, by their number; the newest without it."""
    every = sorted(sessions(truth, definition).items())
    several = [(session_id, wanted) for session_id, wanted in every if len(wanted) > 1]
    assert len(several) > 100
    found = []
    for session_id, wanted in every[::40] + several[::4]:
        for number, one in (*enumerate(wanted, 1), (None, wanted[-1])):
            answer = await stack.ask(documents.SESSION, sessionId=session_id, number=number, definition=definition)
            found += [f"{session_id}{line}" for line in differences(answer, one)]
    none_of(found)
