"""A local TikTok, after the documentation of its Display API: a good answer has an error, too."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import AskingPage
from server.demo.networks.local import LocalNetwork, Seen, require_known

OF_USER = {"open_id", "display_name", "follower_count", "following_count", "likes_count", "video_count"}
OF_VIDEO = {"id", "create_time", "share_url", "video_description", "title", "duration", "cover_image_url", "width"} | {
    *("height", "like_count", "comment_count", "share_count", "view_count"),
}


@dataclass
class Video:
    """A video, with its counts by the names of fields."""

    video_id: str
    at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    title: str = ""


@dataclass
class User:
    """An account."""

    open_id: str
    name: str
    token: str
    refresh: str = "refresh"
    counts: dict[str, int] = field(default_factory=dict)
    videos: list[Video] = field(default_factory=list)


@dataclass
class LocalTikTok(LocalNetwork):
    """TikTok.

    Attributes:
        users: Its accounts.
        expired: Access tokens that have ended.
        retired: Fields that it no longer knows.
        scopes: What tokens are good for.
    """

    oauth_path = "/v2/oauth/token/"
    users: list[User] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=lambda: {"user.info.stats", "video.list"})

    def __post_init__(self) -> None:
        scopes = {"user.info.basic", "user.info.stats", "video.list"}
        self.page = AskingPage(
            self,
            self._people,
            scopes,
            client_id="our-key",
            id_name="client_key",
            hashes=lambda hashed: hashed.hex(),
            separator=",",
        )

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        return refusal(400, "invalid_params", f"The request is not valid: {why}.")

    def _people(self) -> dict[str, str]:
        return {user.open_id: user.name for user in self.users}

    def add(self, user: User) -> User:
        """Adds an account."""
        self.users.append(user)
        return user

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            self.page.route("/v2/auth/authorize/"),
            Route(self.oauth_path, self._on(self._token), methods=["POST"]),
            Route("/v2/user/info/", self._on(self._user)),
            Route("/v2/video/query/", self._on(self._query), methods=["POST"]),
            Route("/v2/video/list/", self._on(self._list), methods=["POST"]),
        ]

    def _on(self, handle: Any) -> Any:
        async def handled(request: Request, seen: Seen) -> Response:
            if seen.path.endswith("/token/"):
                return self._token(seen)
            token = seen.headers.get("authorization", "").removeprefix("Bearer ")
            user = next((one for one in self.users if one.token == token), None)
            if user is None or token in self.expired:
                return refusal(401, "access_token_invalid", "The access token is invalid or not found in the request.")
            self.require_only(seen, "fields")
            if unknown := set(seen.params.get("fields", "").split(",")) - (
                (OF_USER if handle == self._user else OF_VIDEO) - self.retired
            ):
                return refusal(400, "invalid_params", f"Fields {', '.join(sorted(unknown))} are not valid.")
            body = await request.json() if request.method == "POST" else {}
            response: Response = handle(seen, user, body)
            return response

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _token(self, seen: Seen) -> Response:
        if not self.page.is_ours(seen):
            why = "Client key or secret is incorrect."
            return JSONResponse({"error": "invalid_client", "error_description": why, "log_id": "l"}, 401)
        if seen.form.get("grant_type") == "authorization_code":
            granted = self.page.redeem(seen)
            user = next((one for one in self.users if granted is not None and one.open_id == granted[0]), None)
        else:
            user = self._renewed(seen)
        if user is None:
            return JSONResponse({"error": "invalid_grant", "error_description": "d", "log_id": "l"}, 400)
        found = {"access_token": user.token, "expires_in": 7200, "open_id": user.open_id, "scope": "s"}
        more = {"refresh_token": user.refresh, "refresh_expires_in": 15_552_000, "token_type": "Bearer"}
        return JSONResponse(found | more)

    def _renewed(self, seen: Seen) -> User | None:
        self.require_only(seen, "client_key", "client_secret", "grant_type", "refresh_token")
        user = next((one for one in self.users if one.refresh == seen.form.get("refresh_token")), None)
        if user is None:
            return None
        user.token, user.refresh = f"{user.token}+", f"{user.refresh}+"
        return user

    def _user(self, seen: Seen, user: User, _body: Any) -> Response:
        if "user.info.stats" not in self.scopes:
            return refusal(401, "scope_not_authorized", "The user did not authorize the scope required.")
        known = {"open_id": user.open_id, "display_name": user.name, **user.counts}
        return _good({"user": {name: known[name] for name in seen.params["fields"].split(",") if name in known}})

    def _list(self, seen: Seen, user: User, body: Any) -> Response:
        require_known(body, {"max_count", "cursor"})
        self.require(0 < body.get("max_count", 10) <= 20, "max_count")
        videos = sorted(user.videos, key=lambda one: one.at, reverse=True)
        cursor = body.get("cursor", 2**53)
        left = [one for one in videos if _milliseconds(one.at) < cursor]
        page = left[: body.get("max_count", 10)]
        more = len(left) > len(page)
        fields = seen.params["fields"].split(",")
        last = _milliseconds(page[-1].at) if page else 0
        return _good({"videos": [_shown(one, fields) for one in page], "cursor": last, "has_more": more})

    def _query(self, seen: Seen, user: User, body: Any) -> Response:
        require_known(body, {"filters"})
        require_known(body["filters"], {"video_ids"})
        asked = body["filters"]["video_ids"]
        self.require(0 < len(asked) <= 20, "video_ids")
        found = [one for one in user.videos if one.video_id in asked]
        return _good({"videos": [_shown(one, seen.params["fields"].split(",")) for one in found]})


def refusal(status: int, code: str, message: str) -> Response:
    """An error as TikTok sends it."""
    return JSONResponse({"data": {}, "error": {"code": code, "message": message, "log_id": "l"}}, status)


def _good(data: dict[str, Any]) -> Response:
    return JSONResponse({"data": data, "error": {"code": "ok", "message": "", "log_id": "l"}})


def _shown(video: Video, fields: list[str]) -> dict[str, Any]:
    known = {"id": video.video_id, "create_time": int(video.at.timestamp()), "title": video.title}
    known |= {"video_description": "", "share_url": f"https://www.tiktok.com/@u/video/{video.video_id}", **video.counts}
    return {name: known[name] for name in fields if name in known}


def _milliseconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp()) * 1000
