"""What is pushed is what is asked: every field, over the real WebSocket, also while events keep coming."""

from contextlib import AsyncExitStack
from typing import Any

from server.access import Role
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from tests.integration.every_number.documents import BESIDE, COUNTERS, MADE_OF, RETENTION, SCOPED
from tests.integration.every_number.listening import asked, heard, heard_of_all
from tests.integration.every_number.selection import every_field, only
from tests.integration.http.api import Api
from tests.live.client import socket

RANGE = 'range: {between: {start: "2026-03-10T00:00:00Z", end: "2026-03-30T12:00:00Z"}}'
CONTENT = f'contentAnalytics(contentId: "c0", {RANGE}, timezone: "Asia/Kolkata", definition: "engaged@1")'
BOX = "{south: 33.7, west: -83.6, north: 34.2, east: -83.1}"
AREA = f"{RANGE}, include: {{bots: true}}"
POINT = "point: {latitude: 52.5, longitude: 13.4}"
LISTED = '["c0", "c1", "c2", "c3", "c4"]'
SESSION = "50a3041f-5d06-a52c-9387-653a552aedb5"
"""One of the data set."""


def parts(chosen: dict[str, list[str]], size: int = 4) -> list[str]:
    """Selections of some of a content's fields at a time, as a document has room for."""
    return [
        only("ContentAnalytics", {name: ways[start : start + size]})
        for name, ways in chosen.items()
        for start in range(0, len(ways), size)
    ]


FIELDS = [
    f"{CONTENT} {COUNTERS}",
    *(f"{CONTENT} {selection}" for selection in (*parts(MADE_OF), *parts(BESIDE), *parts(RETENTION, 1))),
    f'creatorAnalytics(creatorId: "creator16", {RANGE}) {every_field("CreatorAnalytics", SCOPED)}',
    f'platformAnalytics({RANGE}, definition: "linkedin@1") {every_field("PlatformAnalytics", SCOPED)}',
    f'platformAnalytics(creatorId: "creator16") {every_field("PlatformAnalytics", SCOPED)}',
    f'myDashboard(creatorId: "creator16", {RANGE}) {every_field("MyDashboard", SCOPED)}',
    f'sessionAnalytics(sessionId: "{SESSION}", definition: "engaged@1") {every_field("SessionAnalytics")}',
    f"platformStats {every_field('PlatformStats')}",
    f'trending(window: "24h") {every_field("Trending")}',
    f"topContent(by: VIEWS, {RANGE}) {every_field('TopContents')}",
    f"topContent(by: QUALITY) {every_field('TopContents')}",
    f'creatorContents(creatorId: "creator16", sort: QUALITY, first: 5) {every_field("CreatorContentConnection")}',
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
TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { rejected results { status message } } }"
CLASSIFY = 'mutation { classifyViewers(viewers: [{id: "u1", bot: true}]) { results { message } } }'
ROUNDS = 6


async def test_the_first_message_of_every_subscription_is_the_querys_answer(api: Api) -> None:
    different = []
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        for number, field in enumerate(FIELDS):
            await client.subscribe(f"subscription {{ {field} }}", name=str(number))
            name, pushed = await heard(client)
            assert name == str(number)
            if pushed != await asked(api, field):
                different.append(field[:120])
            await client.say({"type": "complete", "id": name})
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
        {"type": "CLICK", "contentId": "c0", "userId": "u3936", "sessionId": SESSION},
        {"type": "VIEW_START", "contentId": "c0", "userId": "creator16", "viewer": {"ageGroup": "AGE_25_34"}},
    ]
    found = [{"id": f"live-{round_}-{number}", **event} for number, event in enumerate(found)]
    return [*found, *(happening(round_ - 1)[:1] if round_ else ())]


async def test_while_events_keep_coming_every_value_pushed_is_the_querys_at_that_revision(
    api: Api, copied: Settings
) -> None:
    publisher = Publisher(copied.redis_url, copied)
    aggregator = Aggregator(copied, publish=publisher.publish)
    watched = {str(number): field for number, field in enumerate(FIELDS) if not field.startswith("definitions")}
    async with AsyncExitStack() as stack:
        stack.push_async_callback(publisher.close)
        stack.push_async_callback(aggregator.close)
        client = await stack.enter_async_context(socket(api.url))
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        for name, field in watched.items():
            await client.subscribe(f"subscription {{ {field} }}", name=name)
            await heard(client)
        for round_ in range(ROUNDS):
            sent = await api.ask(TRACK, {"events": happening(round_)})
            assert sent["data"]["trackEvents"]["rejected"] == 0, sent
            if round_ == ROUNDS // 2:  # what was counted of the viewer moves, with the next run
                classified = await api.ask(CLASSIFY, authorization=api.token("admin", Role.ADMIN))
                assert classified["data"]["classifyViewers"]["results"][0]["message"] is None
            await aggregator.run_once()
            pushed = await heard_of_all(client, watched)
            different = [field[:120] for name, field in watched.items() if pushed[name] != await asked(api, field)]
            assert not different, round_
