"""YouTube: counts from the Data API, shares and watch times from the Analytics API."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.social.answers import Answer
from server.social.failures import (
    AuthExpired,
    ContractChanged,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    QuotaExhausted,
    Scope,
    SocialFailure,
    Throttled,
    Transient,
)
from server.social.fetcher import Calls, Fetcher
from server.social.model import (
    FoundPost,
    MetricValue,
    Network,
    Opened,
    PostKind,
    PostMetrics,
    Profile,
    Token,
    estimated_value,
    unavailable_value,
)
from server.social.networks.paging import follow_pages
from server.social.oauth import Application, Proof, Renewal
from server.social_settings import SocialSettings

POSTS_AT_ONCE = 50
TITLE_LENGTH = 200
RENEWS_BEFORE = 300.0
"""Tokens last for an hour."""
SCOPES = "https://www.googleapis.com/auth/"
THROTTLE_PAUSE = timedelta(minutes=1)
EXACT_SUBSCRIBERS = 1000
"""From here on YouTube rounds the number to three digits."""

STATISTICS = {"likes": "likeCount", "comments": "commentCount", "views": "viewCount"}
REPORTED = {"shares": "shares", "watchTime": "estimatedMinutesWatched", "completionRate": "averageViewPercentage"}
SCALES = {"watchTime": 60.0}
QUOTA_REASONS = {"quotaExceeded", "dailyLimitExceeded"}
RATE_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
PERMISSION_REASONS = {
    *("insufficientPermissions", "forbidden", "accessNotConfigured", "youtubeSignupRequired"),
    *("channelForbidden", "playlistItemsNotAccessible"),
}

_HIDDEN = "The owner hides it, or does not allow it."
_NO_ROW = "YouTube has no report about it yet: reports come two to three days later."
_MEAN_SHARE = "YouTube tells the mean share that was watched, not how many watched to the end."
_ROUNDED = "YouTube rounds it to three digits."


class YouTube(Fetcher):
    """Reads YouTube; see ``Fetcher``.

    Args:
        settings: Its addresses, and the application whose tokens are renewed.
    """

    network = Network.YOUTUBE
    version = "v3"
    posts_at_once = POSTS_AT_ONCE
    day_zone = ZoneInfo("America/Los_Angeles")
    renews_before = RENEWS_BEFORE

    def __init__(self, settings: SocialSettings) -> None:
        self._data = f"{settings.social_youtube_url.rstrip('/')}/youtube/v3"
        self._reports = f"{settings.social_youtube_analytics_url.rstrip('/')}/v2/reports"
        self.application = Application(
            "Google",
            settings.social_google_authorize_url,
            settings.social_google_token_url,
            settings.social_google_client_id,
            settings.social_google_client_secret,
            scopes=f"{SCOPES}youtube.readonly {SCOPES}yt-analytics.readonly",
            proof=Proof.BASE64,
            page={"access_type": "offline", "prompt": "consent"},  # else only the first answer has a refresh token
        )

    def failure_of(self, answer: Answer) -> SocialFailure | None:  # noqa: PLR0911 - one for each kind
        """See ``Fetcher``."""
        error = answer.content.get("error") if isinstance(answer.content, dict) else None
        if not isinstance(error, dict):
            if answer.status < 400 and isinstance(answer.content, dict):
                return None
            return Transient(f"YouTube answered {answer.status} without saying why.")
        text = str(error.get("message") or "YouTube gave no reason.")
        reasons = _reasons(error)
        if answer.status == 401:
            return AuthExpired(text)
        if reasons & QUOTA_REASONS:
            return QuotaExhausted(text, self._next_midnight(answer.at), Scope.APP)
        if reasons & RATE_REASONS or answer.status == 429:
            return Throttled(text, answer.at + THROTTLE_PAUSE, Scope.APP)
        if answer.status >= 500:
            return Transient(text)
        if answer.status == 403 or reasons & PERMISSION_REASONS:
            return PermissionMissing(text)
        if answer.status == 404:
            return NotFound(text)
        if answer.status == 400 and "metric" in text.lower():
            names = [name for name in REPORTED.values() if name in text]
            return MetricUnsupported(text, names, is_of_all=bool(names) and "unknown" in text.lower())
        return ContractChanged(text)

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. The refresh token stays."""
        return await self.application.renew(send, token, now)

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``."""
        items = await self._channels(calls, external_id)
        if not items:
            raise PermissionMissing("The token opens no channel of YouTube.")
        channel = items[0]
        details = channel.get("contentDetails", {})
        return Profile(
            channel["id"],
            _handle(channel),
            {"uploads": details.get("relatedPlaylists", {}).get("uploads", "")},
            [_subscribers(channel.get("statistics", {}))],
        )

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``. The channel itself has all of them."""
        del calls, profile, days
        return []

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. The uploads have the newest first."""
        uploads = profile.details.get("uploads")
        if not uploads:
            return

        async def ask(page: str | None) -> dict[str, Any]:
            params = {"part": "snippet,contentDetails", "playlistId": uploads, "maxResults": str(POSTS_AT_ONCE)}
            params |= {"pageToken": page} if page else {}
            return (await calls.get(f"{self._data}/playlistItems", params)).require()

        def next_of(content: Mapping[str, Any]) -> str | None:
            return content.get("nextPageToken") or None

        async for content in follow_pages(ask, next_of):
            found = [_post(item) for item in content.get("items", [])]
            for post in found:
                if post.published_at >= since:
                    yield post
            if found and found[-1].published_at < since:
                return

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        del profile
        return not (await calls.get(f"{self._data}/videos", {"part": "id", "id": post_id})).require().get("items")

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``."""
        del profile
        ids = ",".join(post.post_id for post in posts)
        answer = await calls.get(f"{self._data}/videos", {"part": "statistics", "id": ids})
        statistics = {item["id"]: item.get("statistics", {}) for item in answer.require().get("items", [])}
        gone = frozenset(post.post_id for post in posts if post.post_id not in statistics)
        left = [post for post in posts if post.post_id not in gone]
        if not left:
            return PostMetrics([], gone)
        reported, refused = await self._report(calls, left, answer.at)
        values = []
        for post in left:
            for metric, source in STATISTICS.items():
                number = _number(statistics[post.post_id].get(source))
                values.append(_value(metric, source, number, _HIDDEN, post.post_id))
            row = reported.get(post.post_id, {})
            for metric, source in REPORTED.items():
                number = _number(row.get(source))
                scaled = None if number is None else number * SCALES.get(metric, 1)
                values.append(_value(metric, source, scaled, refused.get(source, _NO_ROW), post.post_id))
        return PostMetrics(values, gone)

    async def opened(self, calls: Calls, token: Token) -> Sequence[Opened]:
        """See ``Fetcher``. A user without a channel opens none."""
        found = []
        for channel in await self._channels(calls, None):
            title = channel.get("snippet", {}).get("title")
            found.append(Opened(channel["id"], _handle(channel), title, token))
        return found

    async def _channels(self, calls: Calls, external_id: str | None) -> list[dict[str, Any]]:
        params = {"part": "snippet,statistics,contentDetails"}
        params |= {"mine": "true"} if external_id is None else {"id": external_id}
        return (await calls.get(f"{self._data}/channels", params)).require().get("items") or []

    async def _report(
        self, calls: Calls, posts: Sequence[FoundPost], now: datetime
    ) -> tuple[dict[str, dict[str, Any]], Mapping[str, str]]:
        """Lifetime numbers of some videos by the names of the report; and what YouTube refuses to report, and why."""
        first = min(post.published_at for post in posts).astimezone(self.day_zone).date()

        async def ask(names: Sequence[str]) -> dict[str, Any]:
            params = {
                "ids": "channel==MINE",
                "startDate": first.isoformat(),
                "endDate": now.astimezone(self.day_zone).date().isoformat(),
                "metrics": ",".join(names),
                "dimensions": "video",
                "filters": "video==" + ",".join(post.post_id for post in posts),
            }
            return (await calls.get(self._reports, params)).require()

        try:
            found = await calls.ask_supported("video", list(REPORTED.values()), ask)
        except PermissionMissing as failure:  # counts need no analytics scope, so they are kept
            return {}, dict.fromkeys(REPORTED.values(), failure.reason)
        rows: dict[str, dict[str, Any]] = {}
        for table in found.answers:
            names = [column["name"] for column in table.get("columnHeaders", [])]
            for values in table.get("rows") or []:
                row = dict(zip(names, values, strict=True))
                rows.setdefault(row["video"], {}).update(row)
        return rows, found.refused

    def _next_midnight(self, now: datetime) -> datetime:
        """When quotas are full again: at the next midnight of the Pacific zone."""
        day = now.astimezone(self.day_zone).date() + timedelta(days=1)
        return datetime(day.year, day.month, day.day, tzinfo=self.day_zone)


def _handle(channel: Mapping[str, Any]) -> str:
    snippet = channel.get("snippet", {})
    return snippet.get("customUrl") or snippet.get("title") or ""


def _reasons(error: Mapping[str, Any]) -> set[str]:
    named = [*(error.get("errors") or []), *(error.get("details") or [])]
    return {str(one["reason"]) for one in named if isinstance(one, dict) and "reason" in one}


def _subscribers(statistics: Mapping[str, Any]) -> MetricValue:
    source = "subscriberCount"
    number = None if statistics.get("hiddenSubscriberCount") else _number(statistics.get(source))
    if number is None:
        return unavailable_value("followers", "The owner hides the number of subscribers.", source=source)
    if number >= EXACT_SUBSCRIBERS:
        return estimated_value("followers", number, _ROUNDED, source=source)
    return MetricValue("followers", number, source)


def _number(value: object) -> float | None:
    """A number of YouTube, whose Data API sends texts."""
    if isinstance(value, str):
        return int(value) if value.isdigit() else None
    return value if isinstance(value, int | float) else None


def _value(metric: str, source: str, number: float | None, reason: str, post_id: str) -> MetricValue:
    if number is None:
        return unavailable_value(metric, reason, source=source, post_id=post_id)
    if metric == "completionRate":
        return estimated_value(metric, number, _MEAN_SHARE, source=source, post_id=post_id)
    return MetricValue(metric, number, source, post_id)


def _post(item: Mapping[str, Any]) -> FoundPost:
    details, snippet = item["contentDetails"], item.get("snippet", {})
    published = details.get("videoPublishedAt") or snippet.get("publishedAt")
    return FoundPost(
        post_id=details["videoId"],
        kind=PostKind.POST,
        published_at=datetime.fromisoformat(published),
        title=snippet.get("title", "")[:TITLE_LENGTH],
        url=f"https://www.youtube.com/watch?v={details['videoId']}",
        form="video",
    )
