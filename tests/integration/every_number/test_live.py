"""Pushed answers equal those of queries: every field, over the real WebSocket, also while events keep coming."""

from typing import Any

from server.access import Role
from server.settings import Settings
from tests.dataset.generate import DataSet
from tests.integration.every_number.documents import CONTENT_PART_WAYS, COUNTERS, MADE_OF, RETENTION, SCOPED
from tests.integration.every_number.listening import asked, listening
from tests.integration.every_number.live_server import LiveServer, live_server
from tests.integration.every_number.selection import every_field, only
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket

RANGE = 'range: {between: {start: "2026-03-10T00:00:00Z", end: "2026-03-30T12:00:00Z"}}'
CONTENT = f'contentAnalytics(contentId: "c0", {RANGE}, timezone: "Asia/Kolkata", definition: "engaged@1")'
BOX = "{south: 33.7, west: -83.6, north: 34.2, east: -83.1}"
AREA = f"{RANGE}, include: {{bots: true}}"
POINT = "point: {latitude: 52.5, longitude: 13.4}"
CREATOR = "creator16"
LISTED = '["c0", "c1", "c2", "c3", "c4"]'
SESSION = "50a3041f-5d06-a52c-9387-653a552aedb5"
"""One of the data set."""

AS_OF_ASKING = {f"PlatformStats.{name}": () for name in ("staleScores", "pendingBatches", "pendingEvents", "lag")}
"""Waiting marks: they change between the runs, without notifying subscribers."""
UNTIL_NOW = {"Trending.range": (), "TrendingContent.velocity": ()}
"""What depends on the moment of the answer, which ends the window."""

WITHOUT_MINUTES = {f"Point.{name}": () for name in ("start", "end", "date", "isFinal")} | {
    f"RealtimeAnalytics.{name}": () for name in ("range", "points")
}
"""What is another one in the next minute."""

OF_SALES = {
    "RevenueAnalytics.series": ["series(by: WEEK)"],
    "RevenueAnalytics.breakdown": ["breakdown(by: CONTENT, first: 5)"],
}
WITH_THE_CLOCK = {f"StreamAnalytics.{name}": () for name in ("duration", "averageConcurrentViewers", "watchTime")} | {
    f"StreamAnalytics.{name}": () for name in ("averageWatchTime", "points", "truncated")
}
"""What grows each second while a stream is live."""
STEPS = "steps: [{types: [IMPRESSION]}, {types: [VIEW]}, {watched: {percent: 50}}, {types: [LIKE]}]"
FUNNEL_PARTS = {
    "viewers": ["viewers(step: 4, first: 5)"],
    "breakdown": ["breakdown(by: COUNTRY, first: 3)"],
    "previous": ["previous"],
}


def funnel_with(part: str) -> str:
    """A funnel with one of its parts: together they cost more than an operation may."""
    given = {f"FunnelAnalytics.{name}": ways if name == part else () for name, ways in FUNNEL_PARTS.items()}
    return f"funnel({RANGE}, {STEPS}) {every_field('FunnelAnalytics', given)}"


DASHBOARD_WITHOUT_THE_CLOCK = {
    **{f"{name}.range": () for name in ("EventDashboard", "EventCountsAnalytics", "RevenueAnalytics")},
    **{f"EventDashboardComparison.{name}": () for name in ("range", "valueRange")},
    "EventCountsAnalytics.totals": (),
    "EventDashboard.funnels": (),
    **{f"RevenueAnalytics.{name}": () for name in ("series", "breakdown", "previous")},
    "EventDashboard.series": ["series(by: MONTH)"],
}
WITHOUT_OVERLAY = {"Series.previous": (), "SeriesAnalytics.previous": ()}


def parts(chosen: dict[str, list[str]], size: int = 4) -> list[str]:
    """Selections of some of a content's fields at a time, as a document has room for, and of the revision."""
    return [
        only("ContentAnalytics", {"revision": ["revision"], name: ways[start : start + size]})
        for name, ways in chosen.items()
        for start in range(0, len(ways), size)
    ]


SINGLE = {name: ways for name, ways in CONTENT_PART_WAYS.items() if name != "series"}
OVERLAY = every_field("PreviousSeries")
FIELDS = [
    f"{CONTENT} {COUNTERS}",
    *(f"{CONTENT} {selection}" for selection in (*parts(MADE_OF), *parts(SINGLE), *parts(RETENTION, 1))),
    f"{CONTENT} {{ revision series(by: WEEK) {every_field('Series', WITHOUT_OVERLAY)} }}",
    f'series(of: {{contentId: "c0"}}, by: DAY, {RANGE}) {every_field("SeriesAnalytics", WITHOUT_OVERLAY)}',
    f'series(of: {{creatorId: "{CREATOR}"}}, by: HOUR, {RANGE}) {every_field("SeriesAnalytics", WITHOUT_OVERLAY)}',
    f"series(of: {{platform: true}}, by: MONTH, {RANGE}) {every_field('SeriesAnalytics', WITHOUT_OVERLAY)}",
    f'series(of: {{creatorId: "{CREATOR}"}}, by: DAY, {RANGE}, compare: true) {{ revision previous {OVERLAY} }}',
    f'contentsAnalytics(contentIds: ["c0", "c1"], {RANGE}) {every_field("ContentsAnalytics")}',
    f'breakdown(of: {{contentId: "c0"}}, by: COUNTRY, {RANGE}) {every_field("BreakdownAnalytics")}',
    f'breakdown(of: {{creatorId: "{CREATOR}"}}, by: HOUR, {RANGE}) {every_field("BreakdownAnalytics")}',
    f"breakdown(of: {{platform: true}}, by: [WEEKDAY, HOUR], first: 168) {every_field('BreakdownAnalytics')}",
    *(
        f"realtime(of: {of}, minutes: 180) {every_field('RealtimeAnalytics', WITHOUT_MINUTES)}"
        for of in ('{contentId: "c0"}', f'{{creatorId: "{CREATOR}"}}', "{platform: true}")
    ),
    f'creatorAnalytics(creatorId: "{CREATOR}", {RANGE}) {every_field("CreatorAnalytics", SCOPED)}',
    f'platformAnalytics({RANGE}, definition: "linkedin@1") {every_field("PlatformAnalytics", SCOPED)}',
    f'platformAnalytics(creatorId: "{CREATOR}") {every_field("PlatformAnalytics", SCOPED)}',
    f'myDashboard(creatorId: "{CREATOR}", {RANGE}) {every_field("MyDashboard", SCOPED)}',
    f'sessionAnalytics(sessionId: "{SESSION}", definition: "engaged@1") {every_field("SessionAnalytics")}',
    f"platformStats {every_field('PlatformStats', AS_OF_ASKING)}",
    f'eventCounts(by: DAY, {RANGE}, timezone: "Asia/Kolkata") {every_field("EventCountsAnalytics")}',
    f'revenue(of: {{platform: true}}, currency: "EUR", {RANGE}) {every_field("RevenueAnalytics", OF_SALES)}',
    f'streamAnalytics(contentId: "c0") {every_field("StreamAnalytics", WITH_THE_CLOCK)}',
    *map(funnel_with, FUNNEL_PARTS),
    f"retention(start: {{types: [VIEW]}}, by: DAY, periods: 3, {RANGE}) {every_field('RetentionAnalytics')}",
    f'cohorts(dimension: COUNTRY, currency: "EUR", periods: 3, {RANGE}) {every_field("CohortsAnalytics")}',
    f'eventDashboard(timeframe: "52w") {every_field("EventDashboard", DASHBOARD_WITHOUT_THE_CLOCK)}',
    f'trending(window: "24h") {every_field("Trending", UNTIL_NOW)}',
    f"topContents(by: UNIQUE_VIEWERS, {RANGE}) {every_field('RankedContentConnection')}",
    f"topContents(by: QUALITY) {every_field('RankedContentConnection')}",
    f'creatorContents(creatorId: "{CREATOR}", sort: QUALITY, first: 5) {every_field("CreatorContentConnection")}',
    f'creatorContents(creatorId: "{CREATOR}", {RANGE}, first: 5) {every_field("CreatorContentConnection")}',
    f"creators(by: LIKES, {RANGE}, first: 5) {every_field('ListedCreatorConnection')}",
    f'creators(last: 5, search: "studio") {every_field("ListedCreatorConnection")}',
    f'watchHistory(userId: "u1", first: 5) {every_field("WatchHistoryConnection")}',
    f'savedContents(userId: "u1", first: 5) {every_field("SavedContentConnection")}',
    f'likeState(userId: "u1", contentIds: {LISTED}) {every_field("LikeStates")}',
    f'saveState(userId: "u1", contentIds: {LISTED}) {every_field("SaveStates")}',
    f'interactionHistory(userId: "u1", first: 5) {every_field("InteractionConnection")}',
    f"areaCounts(resolution: 4, {AREA}, first: 5) {every_field('AreaCounts')}",
    f"eventsInBox(box: {BOX}, {AREA}, first: 5) {every_field('AreaEventConnection')}",
    f"eventsNear({POINT}, radius: 9000, {AREA}, first: 5) {every_field('AreaEventConnection')}",
    f"definitions {every_field('ViewDefinition')}",
]
ROUNDS = 6


async def test_the_first_message_of_every_subscription_is_the_querys_answer(api: Api) -> None:
    different = []
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        for number, field in enumerate(FIELDS):
            await client.subscribe(f"subscription {{ {field} }}", name=str(number))
            message = await client.hear()
            assert (message["type"], message["id"]) == ("next", str(number)), message
            if message["payload"]["data"] != await asked(api, field):
                different.append(field[:120])
            await client.say({"type": "complete", "id": str(number)})
    assert not different


def happening(round_: int) -> list[dict[str, Any]]:
    """A few events of now and of long ago: a view, its progress, a like and its end, a click, a bot, a repetition."""
    past = {"occurredAt": f"2026-03-1{round_}T09:0{round_}:00Z"}
    view: dict[str, Any] = {"contentId": "c0", "userId": "u1", "sessionId": f"live{round_}", "playId": f"live{round_}"}
    watched = {"viewData": {"totalWatchTime": 5.0 + round_, "position": 4.0, "sections": [{"start": 0, "end": 4}]}}
    found = [
        {"type": "VIEW_START", **view, "source": {"type": "SEARCH"}, "location": {"country": "DE", "city": "Bonn"}},
        {"type": "VIEW_PROGRESS", **view, **watched},
        {"type": ["LIKE", "UNLIKE"][round_ % 2], **view},
        {"type": ["SAVE", "UNSAVE"][round_ % 2], **view},
        {"type": "VIEW_START", "contentId": "c0", "sessionId": f"late{round_}", **past},
        {"type": "COMMENT", "contentId": "c0", "userId": "u1", **past},
        {
            "type": ("STREAM_JOIN", "STREAM_CHAT", "STREAM_LEAVE")[round_ % 3],
            "contentId": "c0",
            "userId": f"u{round_ // 3}",
        },
        {"type": "CLICK", "contentId": "c0", "userId": "u3936", "sessionId": SESSION},
        {"type": "VIEW_START", "contentId": "c0", "userId": "creator16", "viewer": {"ageGroup": "AGE_25_34"}},
    ]
    found = [{"id": f"live-{round_}-{number}", **event} for number, event in enumerate(found)]
    return [*found, *(happening(round_ - 1)[:1] if round_ else ())]


async def happen_beside(round_: int, server: LiveServer, data: DataSet) -> None:
    """Other changes of a round, before the queries: scores, the catalogue, time, a creator whom events mistake."""
    owned = [content.id for content in data.entities.contents if content.creator_id == CREATOR and content.is_credited]
    owned.remove("c0")  # whose events are to concern the creator in every round
    match round_:
        case 1:
            await server.refresh_scores()
        case 2:
            await server.upsert(id="c0", title="Another title")
        case 3:
            await server.upsert(id=owned[0], creatorId="creator17")
        case 4:
            await server.end_a_session("ending")
        case 5:
            await server.run({"type": "VIEW_START", "contentId": owned[1], "creatorId": "creator3", "userId": "u5"})


async def test_while_much_happens_every_value_pushed_is_the_querys_at_that_revision(
    api: Api, copied: Settings, data: DataSet
) -> None:
    watched = {str(number): field for number, field in enumerate(FIELDS) if not field.startswith("definitions")}
    async with live_server(api, copied) as server, listening(api, watched) as listener:
        for round_ in range(ROUNDS):
            if round_ == ROUNDS // 2:
                await server.classify("u1")
            await server.run(*happening(round_))
            await listener.reach(server.revision)
            await happen_beside(round_, server, data)
            assert not await listener.compare(api), round_
