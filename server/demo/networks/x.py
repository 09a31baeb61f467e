"""A local X, after its documentation: what may not be seen hides a post, nothing is no ``data`` at all."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import AskingPage, as_base64
from server.demo.networks.local import LocalNetwork, Seen

OLD_NAMES, NEW_NAMES = {"tweet.fields"}, {"post.fields"}
PROBLEMS = "https://api.twitter.com/2/problems/"
PRIVATE = timedelta(days=30)


@dataclass
class Post:
    """A post.

    Attributes:
        post_id: Its id.
        at: When it was published.
        counts: Its public counts.
        views: Views of its video; None: it has no video.
        finished: How often its video was begun, and watched to the end.
        text: Its text.
    """

    post_id: str
    at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    views: int | None = None
    finished: tuple[int, int] = (0, 0)
    text: str = ""


@dataclass
class Member:
    """An account.

    Attributes:
        external_id: Its id.
        username: Its name.
        token: The access token that opens it.
        refresh: The refresh token that is good for one use.
        counts: Its public counts.
        posts: Its posts.
    """

    external_id: str
    username: str
    token: str
    refresh: str = "refresh"
    counts: dict[str, int] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)


@dataclass
class LocalX(LocalNetwork):
    """X.

    Attributes:
        members: Its accounts by id.
        expired: Access tokens that have ended.
        left: Calls that are left in the window; None: any number.
        new_names: Whether counts have the names of August 2026.
    """

    oauth_path = "/2/oauth2/token"
    members: dict[str, Member] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    left: int | None = None
    new_names: bool = False

    def __post_init__(self) -> None:
        scopes = {"tweet.read", "users.read", "offline.access"}
        self.page = AskingPage(self, self._people, scopes, hashes=as_base64)

    def _people(self) -> dict[str, str]:
        return {member.external_id: member.username for member in self.members.values()}

    def add(self, member: Member) -> Member:
        """Adds an account."""
        self.members[member.external_id] = member
        return member

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        body = {"errors": [{"message": why}], "title": "Invalid Request", "type": f"{PROBLEMS}invalid-request"}
        return JSONResponse(body | {"detail": "One or more parameters to your request was invalid."}, 400)

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            self.page.route("/i/oauth2/authorize"),
            Route(self.oauth_path, self._on(self._token), methods=["POST"]),
            Route("/2/users/{own}", self._on(self._user)),
            Route("/2/users/{own}/tweets", self._on(self._timeline)),
            Route("/2/tweets", self._on(self._lookup)),
        ]

    def _on(self, handle: Any) -> Any:
        async def handled(request: Request, seen: Seen) -> Response:
            if seen.path.endswith("/token"):
                return JSONResponse(*reversed(handle(seen)))
            reset = str(int(self.now().timestamp()) + 600)
            token = seen.headers.get("authorization", "").removeprefix("Bearer ")
            member = next((one for one in self.members.values() if one.token == token), None)
            if member is None or token in self.expired:
                return _problem(401, "Unauthorized", "Unauthorized")
            if self.left is not None:
                if self.left == 0:
                    return _problem(429, "Too Many Requests", "Too Many Requests", reset)
                self.left -= 1
            headers = {"x-rate-limit-limit": "900", "x-rate-limit-reset": reset}
            headers["x-rate-limit-remaining"] = str(899 if self.left is None else self.left)
            return JSONResponse(handle(seen, member, request.path_params), headers=headers)

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _token(self, seen: Seen) -> tuple[int, dict[str, Any]]:
        if not self.page.is_ours(seen):
            return 401, {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}
        if seen.form.get("grant_type") == "authorization_code":
            granted = self.page.redeem(seen)
            return _INVALID if granted is None else (200, _given(self.members[granted[0]]))
        self.require_only(seen, "grant_type", "refresh_token", "client_id")
        member = next((one for one in self.members.values() if one.refresh == seen.form["refresh_token"]), None)
        if member is None:
            return _INVALID
        member.token, member.refresh = f"{member.token}+", f"{member.refresh}+"
        return 200, _given(member)

    def _user(self, seen: Seen, member: Member, path: dict[str, str]) -> dict[str, Any]:
        self.require_only(seen, "user.fields")
        if path["own"] not in ("me", member.external_id):
            return {"errors": [_missing("id", path["own"])]}
        user: dict[str, Any] = {"id": member.external_id, "name": member.username, "username": member.username}
        if "public_metrics" in seen.params.get("user.fields", ""):
            user["public_metrics"] = member.counts
        return {"data": user}

    def _timeline(self, seen: Seen, member: Member, path: dict[str, str]) -> dict[str, Any]:
        known = ("max_results", "exclude", "start_time", "end_time", "pagination_token")
        self._require_fields(seen, *known)
        self.require(path["own"] == member.external_id, "id")
        start = datetime.fromisoformat(seen.params["start_time"])
        end = datetime.fromisoformat(seen.params.get("end_time", "2999-01-01T00:00:00Z"))
        posts = sorted((one for one in member.posts if start <= one.at < end), key=lambda one: one.at, reverse=True)
        place = int(seen.params.get("pagination_token", "t0")[1:])
        size = int(seen.params["max_results"])
        self.require(5 <= size <= 100, "max_results")
        found = self._shown(seen, posts[place : place + size])
        more = {"next_token": f"t{place + size}"} if place + size < len(posts) else {}
        return {**found, "meta": {"result_count": len(found.get("data", [])), **more}}

    def _lookup(self, seen: Seen, member: Member, _path: dict[str, str]) -> dict[str, Any]:
        self._require_fields(seen, "ids")
        asked = seen.params["ids"].split(",")
        self.require(len(asked) <= 100, "more than 100 ids")
        known = {one.post_id: one for one in member.posts}
        found = self._shown(seen, [known[one] for one in asked if one in known])
        missing = [_missing("ids", one) for one in asked if one not in known]
        errors = [*found.get("errors", []), *missing]
        return {**found, **({"errors": errors} if errors else {})}

    def _require_fields(self, seen: Seen, *known: str) -> None:
        self.require_only(seen, *known, *OLD_NAMES, *NEW_NAMES, "expansions", "media.fields")
        self.require(not (OLD_NAMES & seen.params.keys() and NEW_NAMES & seen.params.keys()), "both vocabularies")

    def _shown(self, seen: Seen, posts: list[Post]) -> dict[str, Any]:
        fields = seen.params.get("tweet.fields", "").split(",")
        of_media = seen.params.get("media.fields", "").split(",") if "expansions" in seen.params else []
        data, media, errors = [], [], []
        for post in posts:
            is_private = "non_public_metrics" in of_media and post.views is not None
            if is_private and self.now() - post.at > PRIVATE:
                errors.append(_not_authorized(post.post_id))
                continue
            data.append(self._post(post, fields))
            if post.views is not None and of_media:
                begun, ended = post.finished
                shown: dict[str, Any] = {"media_key": f"7_{post.post_id}", "type": "video"}
                shown["public_metrics"] = {"view_count": post.views}
                if is_private:
                    shown["non_public_metrics"] = {"playback_0_count": begun, "playback_100_count": ended}
                media.append(shown)
        found: dict[str, Any] = {"data": data} if data else {}
        found |= {"includes": {"media": media}} if media else {}
        return found | ({"errors": errors} if errors else {})

    def _post(self, post: Post, fields: list[str]) -> dict[str, Any]:
        counts = {**post.counts}
        if self.new_names and "retweet_count" in counts:
            counts["repost_count"] = counts.pop("retweet_count")
        found: dict[str, Any] = {"id": post.post_id, "text": post.text, "edit_history_tweet_ids": [post.post_id]}
        more = {
            "created_at": post.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "public_metrics": counts,
            "attachments": {"media_keys": [f"7_{post.post_id}"]},
        }
        if post.views is None:
            del more["attachments"]
        return found | {name: value for name, value in more.items() if name in fields}


_INVALID = 400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}


def _given(member: Member) -> dict[str, Any]:
    return {
        "token_type": "bearer",
        "expires_in": 7200,
        "access_token": member.token,
        "scope": "tweet.read users.read offline.access",
        "refresh_token": member.refresh,
    }


def _missing(parameter: str, value: str) -> dict[str, Any]:
    return {
        "resource_id": value,
        "resource_type": "tweet",
        "parameter": parameter,
        "value": value,
        "title": "Not Found Error",
        "detail": f"Could not find tweet with ids: [{value}].",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }


def _not_authorized(post_id: str) -> dict[str, Any]:
    return {
        "resource_id": post_id,
        "resource_type": "tweet",
        "parameter": "ids",
        "field": "non_public_metrics.playback_0_count",
        "section": "data",
        "value": post_id,
        "title": "Field Authorization Error",
        "detail": f"Sorry, you are not authorized to access the field on the Tweet with ids : [{post_id}].",
        "type": "https://api.twitter.com/2/problems/not-authorized-for-field",
    }


def _problem(status: int, title: str, detail: str, reset: str = "") -> Response:
    body = {"title": title, "type": "about:blank", "status": status, "detail": detail}
    return JSONResponse(body, status, headers={"x-rate-limit-reset": reset} if reset else {})
