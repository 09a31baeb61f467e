"""Pages of Facebook, through the Graph API."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.social.answers import Answer
from server.social.failures import AuthExpired, ContractChanged, NotFound, PermissionMissing, SocialFailure, Transient
from server.social.fetcher import Calls, Fetcher, Pause
from server.social.model import (
    MAX_OPENED,
    Code,
    FoundPost,
    MetricValue,
    Network,
    Opened,
    PostKind,
    PostMetrics,
    Profile,
    Token,
    unavailable_value,
)
from server.social.networks import meta
from server.social.networks.paging import follow_pages, is_missing
from server.social.oauth import Application, Renewal
from server.social.supported import NOT_ASKED, ask_posts
from server.social_settings import SocialSettings

POSTS_AT_ONCE = 50
IN_LIST = "100"
TITLE_LENGTH = 200
PROFILE_FIELDS = "id,name,username,followers_count"
PAGE_FIELDS = "id,name,username,access_token"
POST_FIELDS = (
    "id,message,created_time,permalink_url,shares,attachments{media_type},"
    "reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0)"
)
OF_PAGE = {
    "page_views_total": "profileViews",
    "page_media_view": "impressions",
    "page_total_media_view_unique": "reach",
}
SEEN = "post_media_view"
OF_ANY = {SEEN: "impressions", "post_total_media_view_unique": "reach"}
FINISHED = ("post_video_complete_views_organic", "post_video_views")
OF_VIDEO = {"post_video_views": "views", "post_video_view_time": "watchTime"}
REACTIONS, COMMENTS, SHARES = "reactions.summary.total_count", "comments.summary.total_count", "shares.count"
REEL_FIELDS = "id,description,created_time,permalink_url,comments.summary(total_count).limit(0)"
REEL_REACTIONS, REEL_ACTIONS = "post_video_likes_by_reaction_type", "post_video_social_actions"
"""Metrics of reels that are counts by type."""
REEL_SHARES = f"{REEL_ACTIONS}.SHARE"
OF_REEL = {"blue_reels_play_count": "views", "post_video_view_time": "watchTime"}
VIDEO, REEL, OTHER = "video", "reel", "other"
SOURCES = {
    OTHER: [*OF_ANY],
    VIDEO: [*OF_ANY, *dict.fromkeys([*OF_VIDEO, *FINISHED])],
    REEL: [*OF_REEL, REEL_REACTIONS, REEL_ACTIONS],
}
"""What is asked for posts of each form."""

INSIGHTS = "read_insights"
NOT_OF_REELS = "Facebook does not publish it for reels."

_REEL_ADDRESS = re.compile(r"/reel/(\d+)")
_NO_ROW = "Facebook has no figure for it: with fewer than 100 likes of the page, without the permission, or not yet."
_NO_INSIGHTS = f"The permission {INSIGHTS} is missing: allow it for the page, and connect the account again."
_VIDEOS_ONLY = "Facebook publishes it for videos only."
_NOT_GIVEN = "Facebook did not give it."


class Facebook(Fetcher):
    """Reads pages of Facebook, and their reels; see ``Fetcher``.

    Args:
        settings: Its address and the version of the Graph API.
    """

    network = Network.FACEBOOK
    posts_at_once = POSTS_AT_ONCE
    asks_by_form = True
    lists_by_kind = True
    day_zone = ZoneInfo("America/Los_Angeles")
    renews_before = 0.0

    def __init__(self, settings: SocialSettings) -> None:
        self.version = settings.social_meta_version
        self._url = f"{settings.social_facebook_url.rstrip('/')}/{self.version}"
        self.application = Application(
            "Facebook",
            f"{settings.social_facebook_authorize_url.rstrip('/')}/{self.version}/dialog/oauth",
            f"{self._url}/oauth/access_token",
            settings.social_facebook_client_id,
            settings.social_facebook_client_secret,
            scopes=f"pages_show_list,pages_read_engagement,{INSIGHTS}",
        )

    def failure_of(self, answer: Answer) -> SocialFailure | None:
        """See ``Fetcher``."""
        return meta.failure_of(answer)

    def pause_after(self, answer: Answer) -> Pause | None:
        """See ``Fetcher``."""
        return meta.pause_after(answer)

    async def exchange(self, send: Renewal, code: Code, now: datetime) -> Token:
        """See ``Fetcher``. Pages that a token of 60 days opens have tokens without an end."""
        short = await self.application.exchange(send, code, now)
        form = {"grant_type": "fb_exchange_token", "fb_exchange_token": short.access}
        return self.application.token_in(await self.application.ask(send, form), now)

    async def opened(self, calls: Calls, token: Token) -> Sequence[Opened]:
        """See ``Fetcher``. Each page has a token of its own; one without any is left out: it may not be read."""
        del token
        found: list[Opened] = []
        async for pages in self._pages(calls, "me", "accounts", {"fields": PAGE_FIELDS}):
            found += [
                Opened(page["id"], page.get("username") or page["name"], page["name"], Token(page["access_token"]))
                for page in pages
                if "access_token" in page
            ]
            if len(found) > MAX_OPENED:
                break
        return found

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. The token of a page has no end, and no successor once it is revoked."""
        del send, token, now
        raise AuthExpired("The token of the page is no longer valid: connect the account again.")

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``. The token of a page opens the page itself as ``me``."""
        found = (await calls.get(f"{self._url}/{external_id or 'me'}", {"fields": PROFILE_FIELDS})).require()
        followers = _value("followers", "followers_count", found.get("followers_count"), _NOT_GIVEN)
        name = found.get("name")
        return Profile(str(found["id"]), found.get("username") or name or "", values=[followers], name=name)

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``. One call for all days; the row of a day carries the moment at which it ends."""
        start, end = (_midnight(day, self.day_zone) for day in (days[0], days[-1] + timedelta(days=1)))

        async def ask(names: Sequence[str]) -> Any:
            params = {"metric": ",".join(names), "period": "day"}
            params |= {"since": str(int(start.timestamp())), "until": str(int(end.timestamp()))}
            return (await calls.get(f"{self._url}/{profile.external_id}/insights", params)).require().get("data", [])

        found = await calls.ask_supported("page", list(OF_PAGE), ask)
        given: dict[tuple[str, date], Any] = {}
        for rows in found.answers:
            for row in rows:
                for value in row.get("values", []):
                    ended = meta.time_of(value["end_time"]).astimezone(self.day_zone)
                    given[row["name"], (ended - timedelta(hours=12)).date()] = value.get("value")
        if found.answers and not given:
            await self._require_permission(calls, profile)
        return [
            _value(metric, source, given.get((source, day)), found.refused.get(source, _NO_ROW), day=day)
            for day in days
            for source, metric in OF_PAGE.items()
        ]

    async def _require_permission(self, calls: Calls, profile: Profile) -> None:
        """Raises PermissionMissing if the token may read no insights: Facebook answers as if there were none."""
        own, secret = self.application.client_id, self.application.secret
        if own is None or secret is None:
            return  # only the application of a token may ask what it opens
        params = {"input_token": calls.token.access}
        asks = {"authorization": f"Bearer {own}|{secret.get_secret_value()}"}
        try:
            told = (await calls.get(f"{self._url}/debug_token", params, asks)).require().get("data") or {}
        except (PermissionMissing, NotFound, ContractChanged, AuthExpired):  # it is the token of another application
            return
        scopes, pages = told.get("scopes"), None
        for granted in told.get("granular_scopes") or ():
            if granted.get("scope") == INSIGHTS:
                pages = granted.get("target_ids")  # none: all of them
        if isinstance(scopes, list) and (INSIGHTS not in scopes or (pages and profile.external_id not in pages)):
            raise PermissionMissing(_NO_INSIGHTS)

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. Reels have a list of their own, and are among the posts again, by another id."""
        reels: set[str] = set()
        failed: SocialFailure | None = None
        try:
            async for post in self._reels(calls, profile, since):
                reels.add(post.post_id)
                yield post
        except (PermissionMissing, NotFound, ContractChanged, Transient) as failure:
            failed = failure
        params = {"fields": POST_FIELDS, "since": str(int(since.timestamp()))}
        async for page in self._pages(calls, profile.external_id, "published_posts", params):
            for post in map(_post, page):
                reel = _reel_of(post.url)
                if reel is None or (failed is None and reel not in reels):
                    yield post
        if failed is not None:
            raise failed

    async def _reels(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        async for page in self._pages(calls, profile.external_id, "video_reels", {"fields": REEL_FIELDS}):
            found = [_reel(reel) for reel in page]
            for post in found:
                if post.published_at >= since:
                    yield post
            if found and found[-1].published_at < since:
                return

    async def _pages(self, calls: Calls, own: str, edge: str, params: Mapping[str, str]) -> AsyncIterator[list[Any]]:
        async def ask(after: str | None) -> dict[str, Any]:
            more = {"limit": IN_LIST} | ({"after": after} if after else {})
            return (await calls.get(f"{self._url}/{own}/{edge}", {**params, **more})).require()

        async for content in follow_pages(ask, meta.cursor_after):
            yield content.get("data", [])

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        del profile
        return await is_missing(calls.get(f"{self._url}/{post_id}", {"fields": "id"}))

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``. One call for all, which one post fails that is gone, or lacks a metric."""
        del profile
        form = posts[0].form
        edge = "video_insights" if form == REEL else "insights"

        async def ask(some: Sequence[FoundPost], names: Sequence[str]) -> Any:
            fields = f"id,{edge}.metric({','.join(names)})"
            ids = ",".join(post.post_id for post in some)
            return (await calls.get(f"{self._url}/", {"ids": ids, "fields": fields})).require()

        found = await ask_posts(calls, form, posts, SOURCES[form], ask)
        given: dict[str, dict[str, Any]] = {post.post_id: {} for post in posts}
        for content in found.answers:
            for post_id, post in content.items():
                for row in post.get(edge, {}).get("data", []):
                    given[post_id][row["name"]] = row["values"][0]["value"] if row.get("values") else None
        read = _values_of_reel if form == REEL else _values_of
        left = [post for post in posts if post.post_id not in found.gone]
        values = [value for post in left for value in read(post, given[post.post_id], found.refused[post.post_id])]
        return PostMetrics(values, frozenset(found.gone), frozenset(found.missed))


def _values_of(post: FoundPost, given: Mapping[str, Any], refused: Mapping[str, str]) -> list[MetricValue]:
    own, numbers = post.post_id, post.numbers
    values = [
        _value("likes", REACTIONS, numbers.get(REACTIONS), _NOT_GIVEN, post_id=own),
        _value("comments", COMMENTS, numbers.get(COMMENTS), _NOT_GIVEN, post_id=own),
        _value("shares", SHARES, numbers.get(SHARES), _NOT_GIVEN, post_id=own),
    ]
    for source, metric in OF_ANY.items():
        values.append(_value(metric, source, given.get(source), refused.get(source, _NO_ROW), post_id=own))
    is_video = post.form == VIDEO
    views = "post_video_views" if is_video else SEEN  # of what does not play, each time that it was seen
    watched = given.get("post_video_view_time")
    seconds = watched / 1000 if isinstance(watched, int | float) else None
    of_videos = refused.get("post_video_view_time", _NO_ROW) if is_video else _VIDEOS_ONLY
    values += [
        _value("views", views, given.get(views), refused.get(views, _NO_ROW), post_id=own),
        _value("watchTime", "post_video_view_time", seconds, of_videos, post_id=own),
    ]
    finished, begun = (given.get(source) for source in FINISHED)
    rate = finished / begun * 100 if isinstance(finished, int | float) and begun else None
    reason = next((refused[source] for source in FINISHED if source in refused), _NO_ROW)
    reason = reason if is_video else _VIDEOS_ONLY
    return [*values, _value("completionRate", "/".join(FINISHED), rate, reason, post_id=own)]


def _values_of_reel(post: FoundPost, given: Mapping[str, Any], refused: Mapping[str, str]) -> list[MetricValue]:
    own = post.post_id
    reactions, actions = given.get(REEL_REACTIONS), given.get(REEL_ACTIONS)
    likes = sum(reactions.values()) if isinstance(reactions, dict) else None
    shares = actions.get("SHARE", 0) if isinstance(actions, dict) else None  # a type that never happened is left out
    values = [
        _value("likes", REEL_REACTIONS, likes, refused.get(REEL_REACTIONS, _NO_ROW), post_id=own),
        _value("comments", COMMENTS, post.numbers.get(COMMENTS), _NOT_GIVEN, post_id=own),
        _value("shares", REEL_SHARES, shares, refused.get(REEL_ACTIONS, _NO_ROW), post_id=own),
    ]
    for source, metric in OF_REEL.items():
        number = given.get(source)
        scaled = number / 1000 if metric == "watchTime" and isinstance(number, int | float) else number
        values.append(_value(metric, source, scaled, refused.get(source, _NO_ROW), post_id=own))
    absent = ("impressions", "reach", "completionRate")
    return values + [unavailable_value(metric, NOT_OF_REELS, post_id=own) for metric in absent]


def _post(post: Mapping[str, Any]) -> FoundPost:
    kinds = {one.get("media_type") for one in post.get("attachments", {}).get("data", [])}
    numbers: dict[str, int | float] = {SHARES: post.get("shares", {}).get("count", 0)}  # left out if there are none
    for name, source in (("reactions", REACTIONS), ("comments", COMMENTS)):
        total = post.get(name, {}).get("summary", {}).get("total_count")
        if isinstance(total, int):
            numbers[source] = total
    return FoundPost(
        post_id=str(post["id"]),
        kind=PostKind.POST,
        published_at=meta.time_of(post["created_time"]),
        title=(post.get("message") or "")[:TITLE_LENGTH],
        url=post.get("permalink_url") or "",
        form=VIDEO if VIDEO in kinds else OTHER,
        numbers=numbers,
    )


def _reel(reel: Mapping[str, Any]) -> FoundPost:
    own = str(reel["id"])
    total = reel.get("comments", {}).get("summary", {}).get("total_count")
    return FoundPost(
        post_id=own,
        kind=PostKind.REEL,
        published_at=meta.time_of(reel["created_time"]),
        title=(reel.get("description") or "")[:TITLE_LENGTH],
        url=f"https://www.facebook.com/reel/{own}/",
        form=REEL,
        numbers={COMMENTS: total} if isinstance(total, int) else {},
    )


def _reel_of(url: str) -> str | None:
    """The id of the reel that an address shows; None if it shows something else."""
    found = _REEL_ADDRESS.search(url)
    return None if found is None else found[1]


def _value(
    metric: str, source: str, number: object, reason: str, *, post_id: str = "", day: date | None = None
) -> MetricValue:
    if isinstance(number, int | float):
        return MetricValue(metric, number, source, post_id, day)
    keeps = reason == NOT_ASKED
    return unavailable_value(metric, reason, source=source, post_id=post_id, day=day, keeps_known=keeps)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
