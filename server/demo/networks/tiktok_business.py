"""A local Business API of TikTok, after its documentation: errors have the status 200, lists are JSON in addresses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import AskingPage
from server.demo.networks.local import Given, LocalNetwork, Seen

OF_DAY = {
    *("profile_views", "video_views", "unique_video_views", "likes", "comments", "shares", "bio_link_clicks"),
    *("email_clicks", "phone_number_clicks", "daily_new_followers", "daily_lost_followers"),
}
OF_BUSINESS = OF_DAY | {"username", "display_name", "profile_image", "followers_count"}
WATCHED = {"video_views", "total_time_watched", "average_time_watched", "full_video_watched_rate"}
"""What photos do not have."""
OF_VIDEO = (
    {"item_id", "create_time", "caption", "media_type", "share_url", "video_duration", "thumbnail_url"}
    | {"likes", "comments", "shares", "favorites", "reach", "new_followers", "profile_views", "website_clicks"}
    | {"email_clicks"}
    | WATCHED
)
DAYS_BACK = timedelta(days=60)
PAGE = 20


@dataclass
class Clip:
    """A video, or photos, with its numbers by the names of fields."""

    item_id: str
    at: datetime
    numbers: dict[str, float] = field(default_factory=dict)
    caption: str = ""
    media_type: str = "VIDEO"


@dataclass
class Business:
    """An account; its days are those of UTC."""

    open_id: str
    name: str
    token: str
    refresh: str = "refresh"
    followers: int = 700
    days: dict[date, dict[str, int]] = field(default_factory=dict)
    clips: list[Clip] = field(default_factory=list)


@dataclass
class LocalTikTokBusiness(LocalNetwork):
    """The Business API of TikTok.

    Attributes:
        businesses: Its accounts.
        expired: Access tokens that have ended.
        retired: Fields that it no longer knows.
    """

    businesses: list[Business] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        scopes = {"user.info.basic", "user.info.username", "user.info.stats", "user.insights"}
        self.page = AskingPage(
            self,
            lambda: {one.open_id: one.name for one in self.businesses},
            scopes | {"video.list", "video.insights"},
            id_name="client_key",
            separator=",",
            code_name="auth_code",
        )

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        return refusal(40002, f"The request is not valid: {why}.")

    def add(self, business: Business) -> Business:
        """Adds an account."""
        self.businesses.append(business)
        return business

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            self.page.route("/v2/auth/authorize/"),
            Route("/open_api/v1.3/tt_user/oauth2/token/", self._on(None), methods=["POST"]),
            Route("/open_api/v1.3/tt_user/oauth2/refresh_token/", self._on(None), methods=["POST"]),
            Route("/open_api/v1.3/business/get/", self._on(self._business)),
            Route("/open_api/v1.3/business/video/list/", self._on(self._list)),
        ]

    def _on(self, handle: Any) -> Any:
        async def handled(request: Request, seen: Seen) -> Response:
            if handle is None:
                return self._token(seen, await request.json())
            token = seen.headers.get("access-token", "")
            own = next((one for one in self.businesses if one.token == token), None)
            if own is None:
                return refusal(40105, "Access token is incorrect or has been revoked.")
            if token in self.expired:
                return refusal(40102, "Access token is expired.")
            if seen.params.get("business_id") != own.open_id:
                return refusal(40001, "No permission to operate the account.")
            response: Response = handle(seen, own, json.loads(seen.params["fields"]))
            return response

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _token(self, seen: Seen, asked: Mapping[str, str]) -> Response:
        known = {"client_id", "client_secret", "grant_type"}
        is_first = seen.path.endswith("/token/") and not seen.path.endswith("/refresh_token/")
        known |= {"auth_code", "redirect_uri"} if is_first else {"refresh_token"}
        self.require(asked.keys() == known, f"parameters {sorted(asked)}")
        self.require(asked["grant_type"] == ("authorization_code" if is_first else "refresh_token"), "grant_type")
        names = {"client_id": "client_key", "auth_code": "code"}
        form = Given({names.get(name, name): value for name, value in asked.items()})
        asking = replace(seen, form=form)
        if not self.page.is_ours(asking):
            return refusal(40101, "The combination of the app ID and its secret is not valid.")
        return self._first_token(asking) if is_first else self._refresh(asked["refresh_token"])

    def _first_token(self, asking: Seen) -> Response:
        granted = self.page.redeem(asking)
        if granted is None:
            return refusal(40110, "The auth code has expired, or was used.")
        return self._given(next(one for one in self.businesses if one.open_id == granted[0]))

    def _refresh(self, refresh: str) -> Response:
        own = next((one for one in self.businesses if one.refresh == refresh), None)
        if own is None:
            return refusal(40105, "The refresh token is incorrect or has been revoked.")
        own.token, own.refresh = f"{own.token}+", f"{own.refresh}+"
        return self._given(own)

    def _given(self, own: Business) -> Response:
        found = {"access_token": own.token, "token_type": "Bearer", "scope": "s", "expires_in": 86_400}
        more = {"refresh_token": own.refresh, "refresh_token_expires_in": 31_536_000, "open_id": own.open_id}
        return _good(found | more)

    def _business(self, seen: Seen, own: Business, fields: list[str]) -> Response:
        self.require_only(seen, "business_id", "fields", "start_date", "end_date")
        if unknown := set(fields) - (OF_BUSINESS - self.retired):
            return refusal(40002, f"fields: {', '.join(sorted(unknown))} is not a valid field.")
        known = {"username": own.name, "display_name": own.name.title(), "followers_count": own.followers}
        found: dict[str, Any] = {name: known[name] for name in fields if name in known}
        if daily := [name for name in fields if name in OF_DAY]:
            start, end = (date.fromisoformat(seen.params[name]) for name in ("start_date", "end_date"))
            is_right = self.now().astimezone(UTC).date() - start <= DAYS_BACK and start <= end
            self.require(is_right, f"{start} to {end}")
            found["metrics"] = [
                {"date": day.isoformat(), **{name: numbers[name] for name in daily if name in numbers}}
                for day, numbers in sorted(own.days.items())
                if start <= day <= end
            ]
        return _good(found)

    def _list(self, seen: Seen, own: Business, fields: list[str]) -> Response:
        self.require_only(seen, "business_id", "fields", "filters", "cursor", "max_count")
        size = int(seen.params.get("max_count", "10"))
        self.require("item_id" in fields and 0 < size <= PAGE, f"video list: {fields}, {size}")
        if unknown := set(fields) - (OF_VIDEO - self.retired):
            return refusal(40002, f"fields: {', '.join(sorted(unknown))} is not a valid field.")
        cursor = int(seen.params.get("cursor", 2**53))
        named = json.loads(seen.params["filters"])["video_ids"] if "filters" in seen.params else None
        known = [one for one in own.clips if named is None or one.item_id in named]
        left = [one for one in known if _milliseconds(one.at) < cursor]
        page = sorted(left, key=lambda one: one.at, reverse=True)[:size]
        last = _milliseconds(page[-1].at) if page else 0
        videos = [_shown(one, fields) for one in page]
        return _good({"videos": videos, "cursor": last, "has_more": len(left) > len(page)})


def refusal(code: int, message: str) -> Response:
    """An error as the Business API sends it."""
    return JSONResponse({"code": code, "message": message, "request_id": "r", "data": {}})


def _good(data: Mapping[str, Any]) -> Response:
    return JSONResponse({"code": 0, "message": "OK", "request_id": "r", "data": data})


def _shown(clip: Clip, fields: list[str]) -> dict[str, Any]:
    known: dict[str, Any] = {"item_id": clip.item_id, "create_time": str(int(clip.at.timestamp()))}
    known |= {"caption": clip.caption, "media_type": clip.media_type, "share_url": f"https://t.test/{clip.item_id}"}
    hidden = set() if clip.media_type == "VIDEO" else WATCHED
    known |= {name: number for name, number in clip.numbers.items() if name not in hidden}
    return {name: known[name] for name in fields if name in known}


def _milliseconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp()) * 1000
