"""What compares with others is pushed when only others change; every value pushed is the query's at that revision."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any

from server.access import Role
from server.live.publish import Publisher
from server.rollup.aggregator import Aggregator
from server.rollup.curves import recompute_curves
from server.rollup.leader import connect
from server.rollup.scores import ScoreKeeper
from server.settings import Settings
from tests.dataset.generate import DataSet
from tests.integration.every_number.documents import SCOPED
from tests.integration.every_number.listening import asked, heard, heard_of_all
from tests.integration.every_number.selection import every_field, only
from tests.integration.http.api import Api
from tests.live.client import Client, socket

RANGE = 'range: {between: {start: "2026-03-10T00:00:00Z", end: "2026-03-30T12:00:00Z"}}'
CONTENTS = ('contentAnalytics(contentId: "c0")', f'contentAnalytics(contentId: "c0", {RANGE}, definition: "engaged@1")')
MOBILE = 'slice: {by: DEVICE, value: "MOBILE"}'


def subscribed(**fields: str) -> dict[str, str]:
    """Fields of a content with the revision, of all time and of a range."""
    return {
        f"{name} {number}": f"{content} {with_revision(field)}"
        for number, content in enumerate(CONTENTS)
        for name, field in fields.items()
    }


def with_revision(field: str) -> str:
    """The selection of all below a field of a content, and of the revision."""
    return only("ContentAnalytics", {"revision": ["revision"], field.partition("(")[0]: [field]})


AVERAGES = {
    **subscribed(creators="compare(to: CREATOR_AVERAGE)", platforms="compare(to: PLATFORM_AVERAGE)"),
    "creator": f'creatorAnalytics(creatorId: "creator16", {RANGE}) {every_field("CreatorAnalytics", SCOPED)}',
    "dashboard": f'myDashboard(creatorId: "creator16", {RANGE}) {every_field("MyDashboard", SCOPED)}',
}
STANDINGS = subscribed(
    ranks="benchmarks", curve="retention(curve: RELATIVE)", part=f"retention(curve: RELATIVE, points: 20, {MOBILE})"
)
TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { rejected results { status message } } }"
ROUNDS = 2


def audience(content_id: str, round_: int) -> list[dict[str, Any]]:
    """What happens to another content: ten strangers watch a part of it, and some react."""
    found = []
    for number in range(10):
        past = f"2026-03-2{round_}T1{number}:00:00Z"
        view: dict[str, Any] = {"contentId": content_id, "sessionId": f"beside-{round_}-{number}", "occurredAt": past}
        watched = {"totalWatchTime": 6.0, "position": 6.0, "sections": [{"start": 2, "end": 6}]}
        found += [
            {"type": "VIEW_START", **view},
            {"type": "VIEW_PROGRESS", **view, "viewData": watched},
            {"type": ["LIKE", "SHARE", "SAVE"][number % 3], **view},
        ]
    return [{"id": f"beside-{round_}-{number}", **event} for number, event in enumerate(found)]


async def pushed_of(client: Client, api: Api, fields: Mapping[str, str]) -> dict[str, Any]:
    """What is pushed of each of the fields; it must be what is asked."""
    pushed = await heard_of_all(client, fields)
    wrong = [name for name, field in fields.items() if pushed[name] != await asked(api, field)]
    assert not wrong
    return pushed


async def test_what_compares_follows_the_others(api: Api, copied: Settings, data: DataSet) -> None:
    own, *others = data.world.contents
    alike = [
        content.id
        for content in others
        if content.duration == own.duration and content.creator_id not in ("creator16", own.creator_id)
    ]
    publisher = Publisher(copied.redis_url, copied)
    aggregator = Aggregator(copied, publish=publisher.publish)
    keeper = ScoreKeeper(copied, publisher.publish)
    connection = await connect(copied, "test")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(publisher.close)
        stack.push_async_callback(aggregator.close)
        stack.push_async_callback(connection.close)
        client = await stack.enter_async_context(socket(api.url))
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        for name, field in (AVERAGES | STANDINGS).items():
            await client.subscribe(f"subscription {{ {field} }}", name=name)
            await heard(client)
        averages, ranks = [], []
        for round_ in range(ROUNDS):
            sent = await api.ask(TRACK, {"events": audience(alike[round_], round_)})
            assert sent["data"]["trackEvents"]["rejected"] == 0, sent
            await aggregator.run_once()
            pushed = await pushed_of(client, api, AVERAGES)
            averages.append(pushed["platforms 1"]["contentAnalytics"]["compare"]["views"]["baseline"])
            await keeper.refresh(connection)
            pushed = await pushed_of(client, api, AVERAGES | STANDINGS)
            ranks.append(pushed["ranks 0"]["contentAnalytics"]["benchmarks"]["versusPlatform"]["average"])
            await recompute_curves(connection, 1)
            await aggregator.run_once()
            await pushed_of(client, api, STANDINGS)
        assert averages == sorted(set(averages))
        assert len(set(ranks)) == ROUNDS
