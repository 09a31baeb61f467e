"""Every number of the API again from the raw answers that are kept, by code that shares nothing with the product.

The answers are those of local networks with random numbers. What an answer does not have must be null with a reason.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import zstandard

from server.access import Role
from server.demo.networks.instagram import OF_TYPE, LocalInstagram, Media, Owner
from server.demo.networks.youtube import Channel, LocalYouTube, Video
from server.social.model import Network
from server.storage.database import Connection
from tests.integration.transport.api import Api
from tests.social.collection import Bench, pacific_days

NAMES = ("likes", "comments", "shares", "saves", "impressions", "reach", "views", "watchTime", "completionRate")
SHOWN = "{ value reason provenance }"
POSTS = f"""query ($account: ID!) {{ socialPosts(accountId: $account, first: 100) {{ nodes {{ postId metrics {{
    {" ".join(f"{name} {SHOWN}" for name in (*NAMES, "engagementRate"))} }} }} }} }}"""
OF_ACCOUNT = ("followers", "following", "profileViews", "websiteClicks", "emailClicks", "impressions", "reach")
ACCOUNT = f"""query ($account: ID!) {{ socialAccount(accountId: $account) {{ metrics {{
    {" ".join(f"{name} {SHOWN}" for name in OF_ACCOUNT)} }} }} }}"""
Answers = list[tuple[str, Any]]
Numbers = dict[str, dict[str, float]]


async def test_every_number_is_in_the_raw_answers(
    bench: Bench, api: Api, instagram: LocalInstagram, youtube: LocalYouTube, database: Connection
) -> None:
    dice, now = random.Random(7), datetime.now(UTC)
    ada = instagram.add(Owner("1", "ada", "token-ada", dice.randrange(9_000), dice.randrange(900)))
    ada.days = {day: {name: dice.randrange(99) for name in _some(dice)} for day in pacific_days(now, 3)}
    ada.media = [
        Media(f"m{number}", now - timedelta(hours=dice.randrange(1, 22)), form, _metrics(dice, form))
        for number, form in enumerate(dice.choices([*OF_TYPE], k=70))
    ]
    bea = youtube.add(Channel("UC1", "@bea", "token-bea", subscribers=dice.randrange(1_000)))
    bea.videos = [_video(dice, number, now) for number in range(70)]
    accounts = [
        await bench.connect(Network.INSTAGRAM, ada.token, "1"),
        await bench.connect(Network.YOUTUBE, bea.token),
    ]
    for account in accounts:
        assert (await bench.collect(account)).code == "done"
    ada.followers += 5  # only the newest answer counts
    for media in ada.media[::3]:
        media.metrics["reach"] = dice.randrange(1, 10_000)
    assert (await bench.collect(accounts[0])).code == "done"

    for account, recompute in zip(accounts, (from_instagram, from_youtube), strict=True):
        of_account, of_posts = recompute(await answers(database, account.account_id))
        boss = api.token("boss", Role.ADMIN)
        shown = await api.ask(ACCOUNT, {"account": account.account_id}, authorization=boss)
        check(shown["data"]["socialAccount"]["metrics"], of_account)
        shown = await api.ask(POSTS, {"account": account.account_id}, authorization=boss)
        nodes = {post["postId"]: post["metrics"] for post in shown["data"]["socialPosts"]["nodes"]}
        assert nodes.keys() == of_posts.keys()
        assert len(nodes) == 70
        for post_id, metrics in nodes.items():
            check(metrics, with_rate(of_posts[post_id]))


def check(shown: dict[str, Any], truth: dict[str, float]) -> None:
    for name, value in shown.items():
        expected = round(truth[name], 6) if name in truth else None
        assert value["value"] == expected, name
        assert (value["provenance"] == "UNAVAILABLE") is (expected is None)
        assert (value["reason"] is None) is (value["provenance"] == "MEASURED")


def with_rate(numbers: dict[str, float]) -> dict[str, float]:
    given = [numbers[name] for name in ("likes", "comments", "shares", "saves") if name in numbers]
    by = next((numbers[name] for name in ("reach", "impressions", "views") if numbers.get(name)), None)
    return numbers | ({"engagementRate": sum(given) / by * 100} if given and by else {})


async def answers(database: Connection, account_id: str) -> Answers:
    """The raw answers of an account, the oldest first, with what was asked."""
    rows = await database.fetch(
        "SELECT request, body FROM social_answers WHERE account_id = $1 ORDER BY answer_id", account_id
    )
    decompress = zstandard.ZstdDecompressor().decompress
    return [(row["request"], json.loads(decompress(row["body"]))) for row in rows]


def from_instagram(found: Answers) -> tuple[dict[str, float], Numbers]:
    account: dict[str, float] = {}
    days: dict[str, dict[str, float]] = {}
    listed: Numbers = {}
    insights: Numbers = {}
    for request, body in found:
        if "/media" in request or "/stories" in request:
            for media in body["data"]:
                own = {"likes": media.get("like_count"), "comments": media.get("comments_count")}
                given = {name: value for name, value in own.items() if value is not None}
                listed[media["id"]] = {} if "/stories" in request else given  # those of stories mean nothing
        elif request.startswith("POST"):
            asked = json.loads(request[request.index("[") : request.rindex("]") + 1])
            for part, answer in zip(asked, body, strict=True):
                media_id = urlsplit(part["relative_url"]).path.split("/")[1]
                insights.setdefault(media_id, {}).update(
                    {row["name"]: row["values"][0]["value"] for row in json.loads(answer["body"])["data"]}
                )
        elif "/insights" in request:
            since = request.split("'since': '")[1][:10]
            for name, value in _totals(body):
                days.setdefault(name, {})[since] = value
        else:
            account = {"followers": body["followers_count"], "following": body["follows_count"]}
    named = {
        "reach": "reach",
        "profile_views": "profileViews",
        "website_clicks": "websiteClicks",
        "EMAIL": "emailClicks",
    }
    account |= {named[name]: series[max(series)] for name, series in days.items() if name in named}
    posts = {}
    for media_id, numbers in listed.items():
        own = insights.get(media_id, {})
        watched = own.get("ig_reels_video_view_total_time")
        named_values = {
            "likes": own.get("likes"),
            "comments": own.get("comments", own.get("replies")),
            "shares": own.get("shares"),
            "saves": own.get("saved"),
            "reach": own.get("reach"),
            "views": own.get("views"),
            "watchTime": None if watched is None else watched / 1000,
        }
        posts[media_id] = numbers | {name: value for name, value in named_values.items() if value is not None}
    return account, posts


def _totals(body: dict[str, Any]) -> Iterator[tuple[str, float]]:
    for row in body["data"]:
        total = row["total_value"]
        yield row["name"], total["value"]
        for breakdown in total.get("breakdowns", []):
            yield from ((result["dimension_values"][0], result["value"]) for result in breakdown["results"])


def from_youtube(found: Answers) -> tuple[dict[str, float], Numbers]:
    account: dict[str, float] = {}
    posts: Numbers = {}
    for request, body in found:
        if "/channels" in request:
            account = {"followers": int(body["items"][0]["statistics"]["subscriberCount"])}
        elif "/videos" in request:
            names = {"viewCount": "views", "likeCount": "likes", "commentCount": "comments"}
            for item in body["items"]:
                counts = item["statistics"]
                posts.setdefault(item["id"], {}).update(
                    {name: int(counts[source]) for source, name in names.items() if source in counts}
                )
        elif "/reports" in request:
            columns = [column["name"] for column in body["columnHeaders"]]
            for values in body.get("rows", []):
                row = dict(zip(columns, values, strict=True))
                posts.setdefault(row["video"], {}).update(
                    {
                        "shares": row["shares"],
                        "watchTime": row["estimatedMinutesWatched"] * 60,
                        "completionRate": row["averageViewPercentage"],
                    }
                )
    return account, posts


def _some(dice: random.Random) -> list[str]:
    return [name for name in ("reach", "profile_views", "website_clicks", "EMAIL") if dice.random() < 0.8]


def _metrics(dice: random.Random, form: str) -> dict[str, int]:
    return {name: dice.randrange(5_000) for name in sorted(OF_TYPE[form]) if dice.random() < 0.9}


def _video(dice: random.Random, number: int, now: datetime) -> Video:
    counts = {name: dice.randrange(9_000) for name in ("viewCount", "likeCount", "commentCount") if dice.random() < 0.9}
    report = {
        "shares": dice.randrange(90),
        "estimatedMinutesWatched": dice.randrange(9_000),
        "averageViewPercentage": round(dice.random() * 100, 2),
    }
    at = now - timedelta(hours=dice.randrange(1, 2_000))
    return Video(f"video-{number:05}", at, counts, report if dice.random() < 0.8 else {})
