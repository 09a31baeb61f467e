"""Comparisons are pushed when only other contents change; every pushed value is the query's at that revision."""

from typing import Any

from server.settings import Settings
from tests.dataset.generate import DataSet
from tests.integration.every_number.documents import SCOPED
from tests.integration.every_number.listening import listening
from tests.integration.every_number.live_server import live_server
from tests.integration.every_number.selection import every_field, only
from tests.integration.transport.api import Api

RANGE = 'range: {between: {start: "2026-03-10T00:00:00Z", end: "2026-03-30T12:00:00Z"}}'
CREATOR = "creator16"
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
    "creator": f'creatorAnalytics(creatorId: "{CREATOR}", {RANGE}) {every_field("CreatorAnalytics", SCOPED)}',
    "dashboard": f'myDashboard(creatorId: "{CREATOR}", {RANGE}) {every_field("MyDashboard", SCOPED)}',
}
STANDINGS = subscribed(
    ranks="benchmarks", curve="retention(curve: RELATIVE)", part=f"retention(curve: RELATIVE, points: 20, {MOBILE})"
)
ROUNDS = 2


def audience(content_id: str, round_: int) -> list[dict[str, Any]]:
    """What happens to another content: ten unrelated watch a part of it, and some react."""
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


async def test_comparisons_are_pushed_when_other_contents_change(api: Api, copied: Settings, data: DataSet) -> None:
    own, *others = data.entities.contents
    unrelated = [content for content in others if content.creator_id not in (CREATOR, own.creator_id)]
    alike = [content.id for content in unrelated if content.duration == own.duration]
    moved = [content.id for content in unrelated if content.is_credited and content.id not in alike]
    async with live_server(api, copied) as server, listening(api, AVERAGES | STANDINGS) as listener:
        averages, ranks, held = [], [], []
        for round_ in range(ROUNDS):
            await server.run(*audience(alike[round_], round_))
            pushed = await listener.reach(server.revision, AVERAGES)
            averages.append(pushed["platforms 1"]["contentAnalytics"]["compare"]["views"]["baseline"])
            await server.refresh_scores()
            pushed = await listener.reach(server.revision)
            ranks.append(pushed["ranks 0"]["contentAnalytics"]["benchmarks"]["versusPlatform"]["average"])
            assert not await listener.compare(api), round_
            await server.redraw_curves()
            await listener.reach(server.revision, STANDINGS)
            assert not await listener.compare(api), round_
            await server.upsert(id=moved[round_], creatorId=own.creator_id)
            pushed = await listener.reach(server.revision)
            held.append(pushed["ranks 0"]["contentAnalytics"]["benchmarks"]["versusCreator"]["contents"])
            assert not await listener.compare(api), round_
        assert averages == sorted(set(averages))
        assert len(set(ranks)) == ROUNDS
        assert held == [held[0], held[0] + 1]
