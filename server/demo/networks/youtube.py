"""A local YouTube with its two APIs, after their documentation: counts are texts, what is not there is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import AskingPage, as_base64
from server.demo.networks.local import LocalNetwork, Seen, require_known

PACIFIC = ZoneInfo("America/Los_Angeles")
PARTS = {"id", "snippet", "statistics", "contentDetails", "status"}
REPORTED = {
    *("views", "likes", "comments", "shares", "estimatedMinutesWatched", "averageViewDuration"),
    *("averageViewPercentage", "subscribersGained", "subscribersLost"),
}


@dataclass
class Video:
    """A video.

    Attributes:
        video_id: Its id.
        at: When it was published.
        statistics: Its counts; those that the owner hides are left out.
        reported: Its lifetime numbers in the Analytics API; empty: no row.
        title: Its title.
    """

    video_id: str
    at: datetime
    statistics: dict[str, int] = field(default_factory=dict)
    reported: dict[str, float] = field(default_factory=dict)
    title: str = ""


@dataclass
class Channel:
    """A channel.

    Attributes:
        external_id: Its id.
        handle: Its name.
        token: The access token that opens it.
        refresh: Its refresh token.
        subscribers: Its subscribers; answers have them rounded.
        hides_subscribers: Whether it hides their number.
        videos: Its uploads.
    """

    external_id: str
    handle: str
    token: str
    refresh: str = "refresh"
    subscribers: int = 321
    hides_subscribers: bool = False
    videos: list[Video] = field(default_factory=list)


def error(code: int, reason: str, message: str, domain: str = "global") -> tuple[int, dict[str, Any]]:
    """The status and body of an error."""
    return code, {
        "error": {
            "code": code,
            "message": message,
            "errors": [{"message": message, "domain": domain, "reason": reason}],
        }
    }


UNAUTHENTICATED = error(401, "authError", "Request had invalid authentication credentials.")
NO_QUOTA = "The request cannot be completed because you have exceeded your quota."
QUOTA = error(403, "quotaExceeded", NO_QUOTA, "youtube.quota")


@dataclass
class LocalYouTube(LocalNetwork):
    """YouTube, and where Google renews tokens.

    Attributes:
        channels: Its channels by id.
        expired: Access tokens that have ended.
        revoked: Refresh tokens that Google no longer accepts.
        quota: Units that are left today.
        reports: Whether tokens have the scope of the Analytics API.
        unknown: Metrics that the Analytics API no longer knows.
    """

    oauth_path = "/token"
    channels: dict[str, Channel] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    quota: int = 10_000
    reports: bool = True
    unknown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        scopes = {f"https://www.googleapis.com/auth/{name}" for name in ("youtube.readonly", "yt-analytics.readonly")}
        self.page = AskingPage(self, self._people, scopes, hashes=as_base64, more=("access_type", "prompt"))

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        status, body = error(400, "invalidParameter", f"Invalid value: {why}", "youtube.parameter")
        return JSONResponse(body, status)

    def _people(self) -> dict[str, str]:
        return {channel.external_id: channel.handle for channel in self.channels.values()}

    def add(self, channel: Channel) -> Channel:
        """Adds a channel."""
        self.channels[channel.external_id] = channel
        return channel

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            Route("/youtube/v3/channels", self._on(self._channels)),
            Route("/youtube/v3/playlistItems", self._on(self._items)),
            Route("/youtube/v3/videos", self._on(self._videos)),
            Route("/v2/reports", self._on(self._reports)),
            self.page.route("/o/oauth2/v2/auth"),
            Route(self.oauth_path, self._on(self._token), methods=["POST"]),
        ]

    def _on(self, handle: Any) -> Any:
        async def handled(_request: Request, seen: Seen) -> Response:
            if seen.path == self.oauth_path:
                status, body = handle(seen)
            else:
                status, body = self._opened(seen, handle)
            return JSONResponse(body, status)

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _opened(self, seen: Seen, handle: Any) -> tuple[int, dict[str, Any]]:
        token = seen.headers.get("authorization", "").removeprefix("Bearer ")
        channel = next((one for one in self.channels.values() if one.token == token), None)
        if channel is None or token in self.expired:
            return UNAUTHENTICATED
        if seen.path.startswith("/youtube"):
            if self.quota <= 0:
                return QUOTA
            self.quota -= 1
            require_known(seen.params["part"].split(","), PARTS)
        found: tuple[int, dict[str, Any]] = handle(seen, channel)
        return found

    def _token(self, seen: Seen) -> tuple[int, dict[str, Any]]:
        if not self.page.is_ours(seen):
            return 401, {"error": "invalid_client", "error_description": "The OAuth client was not found."}
        if seen.form.get("grant_type") == "authorization_code":
            return self._first_token(seen)
        self.require_only(seen, "client_id", "client_secret", "refresh_token", "grant_type")
        channel = next((one for one in self.channels.values() if one.refresh == seen.form.get("refresh_token")), None)
        if channel is None or channel.refresh in self.revoked or seen.form.get("grant_type") != "refresh_token":
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        channel.token += "+"
        return 200, {"access_token": channel.token, "expires_in": 3599, "scope": "s", "token_type": "Bearer"}

    def _first_token(self, seen: Seen) -> tuple[int, dict[str, Any]]:
        granted = self.page.redeem(seen)
        if granted is None:
            return 400, {"error": "invalid_grant", "error_description": "Bad Request"}
        account, page = granted
        channel = self.channels[account]
        found = {"access_token": channel.token, "expires_in": 3599, "scope": "s", "token_type": "Bearer"}
        is_kept = (page.get("access_type"), page.get("prompt")) == ("offline", "consent")
        return 200, found | ({"refresh_token": channel.refresh} if is_kept else {})

    def _channels(self, seen: Seen, channel: Channel) -> tuple[int, dict[str, Any]]:
        self.require_only(seen, "part", "mine", "id")
        if seen.params.get("mine") != "true" and seen.params.get("id") != channel.external_id:
            return 200, {"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0, "resultsPerPage": 5}}
        statistics: dict[str, Any] = {
            "viewCount": "10",
            "hiddenSubscriberCount": channel.hides_subscribers,
            "videoCount": str(len(channel.videos)),
        }
        if not channel.hides_subscribers:
            statistics["subscriberCount"] = str(rounded(channel.subscribers))
        parts = {
            "snippet": {"title": channel.handle.title(), "customUrl": channel.handle},
            "statistics": statistics,
            "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": f"UU{channel.external_id[2:]}"}},
        }
        item = {"kind": "youtube#channel", "id": channel.external_id, **_parts(seen, parts)}
        return 200, {
            "kind": "youtube#channelListResponse",
            "etag": "e",
            "pageInfo": {"totalResults": 1, "resultsPerPage": 5},
            "items": [item],
        }

    def _items(self, seen: Seen, channel: Channel) -> tuple[int, dict[str, Any]]:
        self.require_only(seen, "part", "playlistId", "maxResults", "pageToken")
        size = int(seen.params.get("maxResults", "5"))
        self.require(0 <= size <= 50, "maxResults")
        if seen.params["playlistId"] != f"UU{channel.external_id[2:]}":
            return error(404, "playlistNotFound", "The playlist cannot be found.", "youtube.playlistItem")
        videos = sorted(channel.videos, key=lambda one: one.at, reverse=True)
        start = int(seen.params.get("pageToken", "p0")[1:])
        items = [
            _parts(
                seen,
                {
                    "contentDetails": {"videoId": one.video_id, "videoPublishedAt": _time(one.at)},
                    "snippet": {"title": one.title, "publishedAt": _time(one.at)},
                },
            )
            for one in videos[start : start + size]
        ]
        more = {"nextPageToken": f"p{start + size}"} if start + size < len(videos) else {}
        return 200, {"kind": "youtube#playlistItemListResponse", **more, "pageInfo": {}, "items": items}

    def _videos(self, seen: Seen, channel: Channel) -> tuple[int, dict[str, Any]]:
        self.require_only(seen, "part", "id")
        asked = seen.params["id"].split(",")
        if len(asked) > 50:
            return error(400, "invalidFilters", "The request specifies too many ids.", "youtube.parameter")
        known = {one.video_id: one for one in channel.videos}
        items = [
            {"kind": "youtube#video", "id": one, **_parts(seen, {"statistics": _texts(known[one].statistics)})}
            for one in asked
            if one in known
        ]
        return 200, {"kind": "youtube#videoListResponse", "items": items}

    def _reports(self, seen: Seen, channel: Channel) -> tuple[int, dict[str, Any]]:
        self.require_only(seen, "ids", "startDate", "endDate", "metrics", "dimensions", "filters", "sort", "maxResults")
        if not self.reports:
            return error(403, "insufficientPermissions", "Insufficient Permission")
        names = seen.params["metrics"].split(",")
        for name in names:
            if name not in REPORTED - self.unknown:
                return error(400, "badRequest", f"Unknown identifier ({name}) given in field parameters.metrics.")
        if seen.params["ids"] != "channel==MINE" or seen.params["dimensions"] != "video":
            return error(400, "badRequest", "The query is not supported.")
        start, end = (date.fromisoformat(seen.params[name]) for name in ("startDate", "endDate"))
        if end < start:
            return error(400, "badRequest", "The end date must not be before the start date.")
        asked = seen.params["filters"].removeprefix("video==").split(",")
        headers = [{"name": name, "columnType": "METRIC", "dataType": "INTEGER"} for name in reversed(names)]
        headers.insert(1, {"name": "video", "columnType": "DIMENSION", "dataType": "STRING"})
        rows = [
            [one.video_id if column["name"] == "video" else one.reported.get(column["name"], 0) for column in headers]
            for one in channel.videos
            if one.video_id in asked and one.reported and one.at.astimezone(PACIFIC).date() >= start
        ]
        table = {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers}
        return 200, table | ({"rows": rows} if rows else {})


def rounded(subscribers: int) -> int:
    """A number of subscribers as YouTube shows it: rounded down to three significant figures."""
    digits = str(subscribers)
    return int(digits[:3].ljust(len(digits), "0"))


def _texts(statistics: Mapping[str, int]) -> dict[str, str]:
    return {name: str(value) for name, value in statistics.items()} | {"favoriteCount": "0"}


def _parts(seen: Seen, parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: parts[name] for name in seen.params["part"].split(",") if name in parts}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
