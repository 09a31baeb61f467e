"""Local pages of Facebook, after the documentation of the Graph API: without the permission there is just no data."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import SECRET, AskingPage
from server.demo.networks.instagram import error
from server.demo.networks.local import LocalNetwork, RefusedError, Seen, require_known

PACIFIC = ZoneInfo("America/Los_Angeles")
OF_PAGE = {
    *("page_media_view", "page_total_media_view_unique", "page_post_engagements", "page_follows", "page_views_total"),
    *("page_total_actions", "page_video_views", "page_video_view_time"),
}
OF_POST = {
    *("post_media_view", "post_total_media_view_unique", "post_clicks", "post_reactions_by_type_total"),
    *("post_video_views", "post_video_view_time", "post_video_avg_time_watched", "post_video_length"),
    *("post_video_complete_views_organic", "post_activity_by_action_type"),
}
OF_REEL = {
    *("blue_reels_play_count", "fb_reels_total_plays", "fb_reels_replay_count", "post_video_avg_time_watched"),
    *("post_video_view_time", "post_video_likes_by_reaction_type", "post_video_social_actions"),
}
FIELDS = {
    *("id", "name", "username", "followers_count", "fan_count", "category", "tasks", "access_token"),
    *("message", "created_time", "permalink_url", "status_type", "shares", "attachments", "reactions", "comments"),
    "description",
}
NOT_VALID = "(#100) The value must be a valid insights metric"


@dataclass
class PagePost:
    """A post of a page, with its insights by the names of metrics."""

    post_id: str
    at: datetime
    reactions: int = 0
    comments: int = 0
    shares: int = 0
    media_type: str = "photo"
    insights: dict[str, int] = field(default_factory=dict)
    message: str = ""


@dataclass
class Reel:
    """A reel of a page, with its insights by the names of metrics; some are counts by type."""

    video_id: str
    at: datetime
    comments: int = 0
    insights: dict[str, Any] = field(default_factory=dict)
    description: str = ""


@dataclass
class Page:
    """A page; its days are those of the Pacific zone. Its user may not read it unless it is shown."""

    external_id: str
    name: str
    token: str
    followers: int = 500
    shown: bool = True
    days: dict[date, dict[str, int]] = field(default_factory=dict)
    posts: list[PagePost] = field(default_factory=list)
    reels: list[Reel] = field(default_factory=list)


@dataclass
class LocalFacebook(LocalNetwork):
    """Facebook.

    Attributes:
        pages: Its pages.
        expired: Tokens that are no longer valid.
        retired: Metrics that it no longer knows.
        insights: Whether tokens have the permission for insights.
        gone: Posts and reels that are listed, and then deleted.
        page_size: The largest page, whatever is asked for.
        foreign: Tokens that were given to another application.
        user_token: The token of 60 days of the user who manages the pages.
    """

    version: str = "v26.0"
    pages: list[Page] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)
    insights: bool = True
    gone: set[str] = field(default_factory=set)
    page_size: int = 100
    foreign: set[str] = field(default_factory=set)
    user_token: str = "token-of-a-user"  # noqa: S105 - of a local network

    def __post_init__(self) -> None:
        scopes = {"pages_show_list", "pages_read_engagement", "read_insights"}
        self.page = AskingPage(self, lambda: {"user": "the manager of the pages"}, scopes, separator=",")

    def add(self, page: Page) -> Page:
        """Adds a page."""
        self.pages.append(page)
        return page

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        return JSONResponse(error(100, f"(#100) Invalid parameter: {why}"), 400)

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            self.page.route("/{version}/dialog/oauth"),
            Route("/{version}/oauth/access_token", self._plainly(self._token), methods=["POST"]),
            Route("/{version}/debug_token", self._plainly(self._inspect)),
            Route("/{version}/me/accounts", self._plainly(self._accounts)),
            Route("/{version}/", self._on(self._several)),
            Route("/{version}/{own}", self._on(self._profile)),
            Route("/{version}/{own}/insights", self._on(self._of_page)),
            Route("/{version}/{own}/published_posts", self._on(self._posts)),
            Route("/{version}/{own}/video_reels", self._on(self._reels)),
        ]

    def _on(self, handle: Any) -> Any:
        async def handled(request: Request, seen: Seen) -> Response:
            token = seen.headers.get("authorization", "").removeprefix("Bearer ")
            page = next((one for one in self.pages if one.token == token), None)
            if request.path_params["version"] != self.version:
                body = error(2635, "You are calling a deprecated version of the API.")
            elif page is None or token in self.expired:
                body = error(190, "Error validating access token: The session has been invalidated.", 460)
            elif request.path_params.get("own", "me") in self._objects(page) and handle == self._profile:
                body = {"id": request.path_params["own"]}
                self.require(seen.params == {"fields": "id"}, "fields")
            elif request.path_params.get("own", "me") not in ("me", page.external_id):
                body = error(100, "Unsupported get request. The object does not exist", 33)
            else:
                body = handle(seen, page)
            return JSONResponse(body, 400 if "error" in body else 200)

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _plainly(self, handle: Any) -> Any:
        async def handled(_request: Request, seen: Seen) -> Response:
            body = handle(seen)
            return JSONResponse(body, 400 if "error" in body else 200)

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _token(self, seen: Seen) -> dict[str, Any]:
        if not self.page.is_ours(seen):
            return error(1, "Error validating client secret.")
        if seen.form.get("grant_type") == "fb_exchange_token":
            self.require_only(seen, "grant_type", "fb_exchange_token", "client_id", "client_secret")
            if seen.form.get("fb_exchange_token") != f"short-{self.user_token}":
                return error(190, "Error validating access token.")
            return {"access_token": self.user_token, "token_type": "bearer", "expires_in": 5_183_944}
        if self.page.redeem(seen) is None:
            return error(100, "Invalid verification code format.", 36_009)
        return {"access_token": f"short-{self.user_token}", "token_type": "bearer", "expires_in": 3_600}

    def _inspect(self, seen: Seen) -> dict[str, Any]:
        """What a token may read, for the application that it was given to."""
        self.require_only(seen, "input_token")
        if seen.headers.get("authorization") != f"Bearer {self.page.client_id}|{SECRET}":
            return error(190, "Invalid OAuth access token signature.")
        token = seen.params.get("input_token")
        if token in self.foreign or token not in {page.token for page in self.pages}:
            return error(100, "(#100) The App_id in the input_token did not match the Viewing App")
        scopes = self.page.scopes if self.insights else self.page.scopes - {"read_insights"}
        return {"data": {"type": "PAGE", "is_valid": True, "expires_at": 0, "scopes": sorted(scopes)}}

    def _accounts(self, seen: Seen) -> dict[str, Any]:
        self.require_only(seen, "fields", "limit", "after")
        if seen.headers.get("authorization") != f"Bearer {self.user_token}":
            return error(190, "Error validating access token.")
        start = int(base64.b64decode(seen.params["after"])) if "after" in seen.params else 0
        size = min(int(seen.params["limit"]), self.page_size)
        data = [
            _chosen(
                {"id": one.external_id, "name": one.name} | ({"access_token": one.token} if one.shown else {}), seen
            )
            for one in self.pages[start : start + size]
        ]
        after = base64.b64encode(str(start + size).encode()).decode()
        paging: dict[str, Any] = {"cursors": {"before": "b", "after": after}}
        if start + size < len(self.pages):
            paging["next"] = f"{self.url}/next?access_token={self.user_token}"
        return {"data": data, "paging": paging}

    def _objects(self, page: Page) -> set[str]:
        """The posts and reels of a page that are not deleted."""
        return ({one.post_id for one in page.posts} | {one.video_id for one in page.reels}) - self.gone

    def _profile(self, seen: Seen, page: Page) -> dict[str, Any]:
        self.require_only(seen, "fields")
        return _chosen({"id": page.external_id, "name": page.name, "followers_count": page.followers}, seen)

    def _of_page(self, seen: Seen, page: Page) -> dict[str, Any]:
        self.require_only(seen, "metric", "period", "since", "until")
        self.require(seen.params["period"] == "day", "period")
        names = seen.params["metric"].split(",")
        if any(name not in OF_PAGE - self.retired for name in names):
            return error(100, NOT_VALID)
        if not self.insights:
            return {"data": []}
        start, end = (datetime.fromtimestamp(int(seen.params[name]), PACIFIC).date() for name in ("since", "until"))
        rows = []
        for name in names:
            values = [
                {"value": numbers[name], "end_time": _time(_midnight(day + timedelta(days=1)))}
                for day, numbers in sorted(page.days.items())
                if start <= day < end and name in numbers
            ]
            own = f"{page.external_id}/insights/{name}/day"
            rows.append({"name": name, "period": "day", "values": values, "title": "t", "description": "d", "id": own})
        return {"data": rows, "paging": {"previous": "https://window.test", "next": "https://window.test"}}

    def _posts(self, seen: Seen, page: Page) -> dict[str, Any]:
        """The posts of a page. Reels are among them, too, by other ids, without what people did with them."""
        self.require_only(seen, "fields", "limit", "since", "until", "after")
        since = datetime.fromtimestamp(int(seen.params["since"]), UTC)
        found = [(one.at, _listed(one)) for one in page.posts] + [
            (one.at, _listed_again(one, page)) for one in page.reels
        ]
        return self._paged(seen, page, [(at, shown) for at, shown in found if at >= since])

    def _reels(self, seen: Seen, page: Page) -> dict[str, Any]:
        self.require_only(seen, "fields", "limit", "after")
        return self._paged(seen, page, [(one.at, _listed_reel(one)) for one in page.reels])

    def _paged(self, seen: Seen, page: Page, found: list[tuple[datetime, dict[str, Any]]]) -> dict[str, Any]:
        shown = [_chosen(one, seen) for _, one in sorted(found, key=lambda one: one[0], reverse=True)]
        start = int(base64.b64decode(seen.params["after"])) if "after" in seen.params else 0
        size = min(int(seen.params["limit"]), self.page_size)
        after = base64.b64encode(str(start + size).encode()).decode()
        paging: dict[str, Any] = {"cursors": {"before": "b", "after": after}}
        if start + size < len(shown):
            paging["next"] = f"{self.url}/next?access_token={page.token}"
        return {"data": shown[start : start + size], "paging": paging}

    def _several(self, seen: Seen, page: Page) -> dict[str, Any]:
        self.require_only(seen, "ids", "fields")
        ids = seen.params["ids"].split(",")
        found = re.fullmatch(r"id,(insights|video_insights)\.metric\(([\w,]+)\)", seen.params["fields"])
        if found is None:
            raise RefusedError("fields")
        edge, names = found[1], found[2].split(",")
        posts = {one.post_id: one.insights for one in page.posts}
        reels = {one.video_id: one.insights for one in page.reels}
        insights, known = (posts, OF_POST) if edge == "insights" else (reels, OF_REEL)
        if len(ids) > 50 or (missing := [one for one in ids if one not in insights or one in self.gone]):
            return error(803, f"(#803) Some of the aliases you requested do not exist: {', '.join(missing)}")
        if any(name not in known - self.retired for name in names):
            return error(100, NOT_VALID)
        return {
            one: {"id": one, edge: {"data": _insights(one, insights[one], names, allowed=self.insights)}} for one in ids
        }


def _chosen(found: Mapping[str, Any], seen: Seen) -> dict[str, Any]:
    """The fields of an object that are asked for; each may say in braces what it has of others."""
    names = re.sub(r"\{[^}]*\}|\.\w+\([^)]*\)", "", seen.params["fields"]).split(",")
    require_known(names, FIELDS)
    return {name: found[name] for name in names if name in found} | {"id": found["id"]}


def _insights(own: str, insights: Mapping[str, Any], names: list[str], *, allowed: bool) -> list[Mapping[str, Any]]:
    return [
        {"name": name, "period": "lifetime", "values": [{"value": insights[name]}], "id": f"{own}/{name}"}
        for name in names
        if allowed and name in insights
    ]


def _listed(post: PagePost) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": post.post_id,
        "message": post.message,
        "created_time": _time(post.at),
        "permalink_url": f"https://www.facebook.com/{post.post_id}",
        "attachments": {"data": [{"media_type": post.media_type}]},
        "reactions": {"data": [], "summary": {"total_count": post.reactions}},
        "comments": {"data": [], "summary": {"total_count": post.comments}},
    }
    return found | ({"shares": {"count": post.shares}} if post.shares else {})


def _listed_reel(reel: Reel) -> dict[str, Any]:
    return {
        "id": reel.video_id,
        "description": reel.description,
        "created_time": _time(reel.at),
        "permalink_url": f"/reel/{reel.video_id}/",
        "comments": {"data": [], "summary": {"total_count": reel.comments}},
    }


def _listed_again(reel: Reel, page: Page) -> dict[str, Any]:
    post = PagePost(f"{page.external_id}_9{reel.video_id}", reel.at, media_type="video", message=reel.description)
    return _listed(post) | {"permalink_url": f"https://www.facebook.com/reel/{reel.video_id}/"}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PACIFIC)
