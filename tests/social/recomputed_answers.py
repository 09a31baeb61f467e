"""The numbers of accounts and posts again from the raw answers of networks, by the names of docs/social.md.

This code shares nothing with the product.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import zstandard

from server.storage.database import Connection

Answers = list[tuple[str, Any]]
"""What was asked, and the answer."""
Numbers = dict[str, dict[str, float]]
"""By post, or by day: numbers by name. What is left out is not known."""


async def answers(database: Connection, account_id: str) -> Answers:
    """The raw answers of an account, the oldest first."""
    rows = await database.fetch(
        "SELECT request, body FROM social_answers WHERE account_id = $1 AND status < 400 ORDER BY answer_id", account_id
    )
    decompress = zstandard.ZstdDecompressor().decompress
    return [(row["request"], json.loads(decompress(row["body"]))) for row in rows]


def with_rate(numbers: dict[str, float]) -> dict[str, float]:
    """The numbers of a post, and the engagement rate."""
    given = [numbers[name] for name in ("likes", "comments", "shares", "saves") if name in numbers]
    by = next((numbers[name] for name in ("reach", "impressions", "views") if numbers.get(name)), None)
    return numbers | ({"engagementRate": sum(given) / by * 100} if given and by else {})


def from_instagram(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of an account of Instagram, and of its posts."""
    account: dict[str, float] = {}
    days: Numbers = {}
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
                days.setdefault(since, {})[name] = value
        else:
            account = {"followers": body["followers_count"], "following": body["follows_count"]}
    names = {"reach": "reach", "profile_views": "profileViews", "website_clicks": "websiteClicks"}
    account |= latest(days, names | {"EMAIL": "emailClicks"})
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


def latest(days: Numbers, names: dict[str, str]) -> dict[str, float]:
    """Of each number of days the newest, by our names."""
    found = {}
    for source, name in names.items():
        known = [day for day, numbers in days.items() if source in numbers]
        if known:
            found[name] = days[max(known)][source]
    return found


def from_facebook(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of a page, and of its posts and reels."""
    account: dict[str, float] = {}
    days: Numbers = {}
    for request, body in found:
        if "followers_count" in body:
            account = {"followers": body["followers_count"]}
        elif "/insights" in request:
            for row in body["data"]:
                for value in row["values"]:
                    days.setdefault(value["end_time"], {})[row["name"]] = value["value"]
    names = {"page_views_total": "profileViews", "page_media_view": "impressions"}
    return account | latest(days, names | {"page_total_media_view_unique": "reach"}), _of_page(found)


def _of_page(found: Answers) -> Numbers:
    posts: Numbers = {}
    forms: dict[str, str] = {}
    for request, body in found:
        if "/published_posts" in request:
            for post in body["data"]:
                if "/reel/" not in post["permalink_url"]:  # others are in the list of reels
                    forms[post["id"]] = post["attachments"]["data"][0]["media_type"]
                    posts.setdefault(post["id"], {}).update(_listed(post))
        elif "/video_reels" in request:
            for reel in body["data"]:
                forms[reel["id"]] = "reel"
                posts.setdefault(reel["id"], {})["comments"] = reel["comments"]["summary"]["total_count"]
        elif "'ids'" in request:
            for post_id, post in body.items():
                rows = post.get("insights", post.get("video_insights"))["data"]
                given = {row["name"]: row["values"][0]["value"] for row in rows}
                posts[post_id] |= _of_page_post(forms[post_id], given)
    return posts


def _listed(post: dict[str, Any]) -> dict[str, float]:
    return {
        "likes": post["reactions"]["summary"]["total_count"],
        "comments": post["comments"]["summary"]["total_count"],
        "shares": post["shares"]["count"] if "shares" in post else 0,
    }


def _of_page_post(form: str, given: dict[str, Any]) -> dict[str, float]:
    values: dict[str, Any] = {}
    watched = given.get("post_video_view_time")
    if form == "reel":
        reactions, actions = (
            given.get(name) for name in ("post_video_likes_by_reaction_type", "post_video_social_actions")
        )
        values = {
            "likes": None if reactions is None else sum(reactions.values()),
            "shares": None if actions is None else actions.get("SHARE", 0),
            "views": given.get("blue_reels_play_count"),
        }
    else:
        views = given.get("post_video_views" if form == "video" else "post_media_view")
        values = {
            "impressions": given.get("post_media_view"),
            "reach": given.get("post_total_media_view_unique"),
            "views": views,
        }
        ended = given.get("post_video_complete_views_organic")
        if form == "video" and ended is not None and views:
            values["completionRate"] = ended / views * 100
    if form != "photo" and watched is not None:
        values["watchTime"] = watched / 1000
    return _known(values)


def _known(values: dict[str, Any]) -> dict[str, float]:
    return {name: value for name, value in values.items() if value is not None}


def from_x(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of an account of X, and of its posts."""
    account: dict[str, float] = {}
    posts: Numbers = {}
    for request, body in found:
        if "/tweets" not in request:
            counts = body["data"]["public_metrics"]
            account = {"followers": counts["followers_count"], "following": counts["following_count"]}
            continue
        media = {one["media_key"]: one for one in body.get("includes", {}).get("media", [])}
        for post in body.get("data", []):
            counts = post["public_metrics"]
            names = {
                "likes": "like_count",
                "comments": "reply_count",
                "saves": "bookmark_count",
                "impressions": "impression_count",
            }
            values = _known({name: counts.get(source) for name, source in names.items()})
            if "retweet_count" in counts and "quote_count" in counts:
                values["shares"] = counts["retweet_count"] + counts["quote_count"]
            for key in post.get("attachments", {}).get("media_keys", []):
                values["views"] = media[key]["public_metrics"]["view_count"]
                private = media[key].get("non_public_metrics", {})
                if private.get("playback_0_count"):
                    values["completionRate"] = private["playback_100_count"] / private["playback_0_count"] * 100
            posts[post["id"]] = values
    return account, posts


def from_linkedin(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of an organization, and of its posts."""
    account: dict[str, float] = {}
    days: Numbers = {}
    for request, body in found:
        if "/networkSizes/" in request:
            account = {"followers": body["firstDegreeSize"]}
        elif "timeIntervals" in request:
            for element in body["elements"]:
                days.setdefault(str(element["timeRange"]["start"]), {}).update(_of_element(element))
    of_days = {"views": "profileViews", "clicks": "websiteClicks"}
    of_days |= {"impressionCount": "impressions", "uniqueImpressionsCount": "reach"}
    return account | latest(days, of_days), _of_organization(found)


def _of_organization(found: Answers) -> Numbers:
    """A young post that is left out has no activity."""
    posts: Numbers = {}
    for request, body in found:
        if "/posts?" in request:
            for post in body["elements"]:
                age = datetime.now(UTC) - datetime.fromtimestamp(post["publishedAt"] / 1000, UTC)
                posts.setdefault(post["id"], dict.fromkeys(_OF_UPDATE, 0.0) if age < timedelta(days=60) else {})
        elif "/videoAnalytics?" in request:
            for element in body["elements"]:
                is_time = "type=TIME_WATCHED" in request
                value = element["value"] / 1000 if is_time else element["value"]
                posts[element["entity"]]["watchTime" if is_time else "views"] = value
        elif "/organizationalEntityShareStatistics?" in request and "timeIntervals" not in request:
            for element in body["elements"]:
                own, counts = posts[element.get("share") or element["ugcPost"]], element["totalShareStatistics"]
                for name in _OF_UPDATE:
                    own.pop(name, None)
                own |= _known({name: counts.get(source) for name, source in _OF_UPDATE.items()})
    return posts


_OF_UPDATE = {
    "likes": "likeCount",
    "comments": "commentCount",
    "shares": "shareCount",
    "impressions": "impressionCount",
    "reach": "uniqueImpressionsCount",
}


def _of_element(element: dict[str, Any]) -> dict[str, float]:
    """The numbers of a day: of the posts, or of the page."""
    page = element.get("totalPageStatistics")
    if page is None:
        return dict(element["totalShareStatistics"])
    buttons = [button for kind in page["clicks"].values() for button in kind]
    clicks = sum(one["clicks"] for one in buttons if one["customButtonType"] == "VISIT_WEBSITE")
    return {"clicks": clicks, "views": page["views"]["allPageViews"]["pageViews"]}


def from_tiktok(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of an account of TikTok, and of its posts."""
    account: dict[str, float] = {}
    posts: Numbers = {}
    for _request, body in found:
        data = body["data"]
        if "user" in data:
            user = data["user"]
            account = _known({"followers": user.get("follower_count"), "following": user.get("following_count")})
        names = {"likes": "like_count", "comments": "comment_count", "shares": "share_count", "views": "view_count"}
        for video in data.get("videos", []):
            posts[video["id"]] = _known({name: video.get(source) for name, source in names.items()})
    return account, posts


def from_tiktok_business(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of an account of TikTok by its Business API, and of its posts."""
    account: dict[str, float] = {}
    days: Numbers = {}
    posts: Numbers = {}
    for _request, body in found:
        data = body["data"]
        account |= {"followers": data["followers_count"]} if "followers_count" in data else {}
        for row in data.get("metrics", []):
            days[row["date"]] = {name: value for name, value in row.items() if name != "date"}
        for video in data.get("videos", []):
            values = {name: video.get(name) for name in ("likes", "comments", "shares", "reach")}
            values |= {"saves": video.get("favorites"), "views": video.get("video_views")}
            values |= {"watchTime": video.get("total_time_watched")}
            if "full_video_watched_rate" in video:
                values["completionRate"] = video["full_video_watched_rate"] * 100
            posts[video["item_id"]] = _known(values)
    names = {"profile_views": "profileViews", "bio_link_clicks": "websiteClicks", "email_clicks": "emailClicks"}
    return account | latest(days, names | {"unique_video_views": "reach"}), posts


def from_youtube(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of a channel, and of its videos."""
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


def from_pinterest(found: Answers) -> tuple[dict[str, float], Numbers]:
    """The numbers of an account of Pinterest, and of its pins."""
    account: dict[str, float] = {}
    days: Numbers = {}
    posts: Numbers = {}
    for request, body in found:
        if "/user_account/analytics" in request:
            for row in body["all"]["daily_metrics"]:
                is_known = row["data_status"] in ("READY", "ESTIMATE")
                days[row["date"]] = row["metrics"] if is_known else {}
        elif "/user_account" in request:
            account = {"followers": body["follower_count"], "following": body["following_count"]}
        elif "/pins/analytics" in request:
            for pin, analytics in body.items():
                given = analytics["all"]["summary_metrics"] | analytics["all"]["lifetime_metrics"]
                watched, ended = given.get("VIDEO_V50_WATCH_TIME"), given.get("QUARTILE_95_PERCENT_VIEW")
                begun = given.get("VIDEO_START")
                posts[pin] = _known(
                    {
                        "impressions": given.get("IMPRESSION"),
                        "saves": given.get("SAVE"),
                        "comments": given.get("TOTAL_COMMENTS"),
                        "likes": given.get("TOTAL_REACTIONS"),
                        "views": given.get("VIDEO_MRC_VIEW"),
                        "watchTime": None if watched is None else watched / 1000,
                        "completionRate": ended / begun * 100 if ended is not None and begun else None,
                    }
                )
    return account | latest(days, {"IMPRESSION": "impressions", "OUTBOUND_CLICK": "websiteClicks"}), posts


FROM: dict[str, Callable[[Answers], tuple[dict[str, float], Numbers]]] = {
    "instagram": from_instagram,
    "facebook": from_facebook,
    "x": from_x,
    "linkedin": from_linkedin,
    "tiktok": from_tiktok,
    "tiktok_business": from_tiktok_business,
    "youtube": from_youtube,
    "pinterest": from_pinterest,
}
"""By the name of the local network."""
