"""A local Instagram, after the documentation of the Graph API: errors by code, one unfit metric fails a call."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import SECRET, AskingPage
from server.demo.networks.local import Given, LocalNetwork, Seen, require_known

PACIFIC = ZoneInfo("America/Los_Angeles")
EVERYWHERE = {"reach", "views", "total_views", "shares", "total_interactions", "reposts"}
OF_TYPE = {
    "FEED": EVERYWHERE
    | {"likes", "comments", "saved", "follows", "profile_visits", "profile_activity", "total_likes", "total_comments"}
    | {"facebook_views"},
    "REELS": EVERYWHERE
    | {"likes", "comments", "saved", "total_likes", "total_comments", "crossposted_views", "facebook_views"}
    | {"ig_reels_avg_watch_time", "ig_reels_video_view_total_time", "reels_skip_rate"},
    "STORY": EVERYWHERE
    | {"replies", "navigation", "link_clicks", "follows", "profile_visits", "profile_activity", "facebook_views"},
}
"""The metrics of each kind of media."""
RETIRED = {"impressions", "plays", "video_views", "engagement"}
OF_ACCOUNT = {
    *("accounts_engaged", "comments", "likes", "saves", "shares", "replies", "reposts", "total_interactions", "views"),
    *("profile_links_taps", "follows_and_unfollows", "reach"),
}
UNDOCUMENTED = {"profile_views", "website_clicks"}
MIN_VIEWERS = 5


@dataclass
class Media:
    """A post, reel or story.

    Attributes:
        media_id: Its id.
        at: When it was published.
        form: FEED, REELS or STORY.
        metrics: Its numbers by the names of insights.
        caption: Its text.
        hides_likes: Whether the owner hides likes: then the list has none.
        viewers: Viewers of a story; below five there are no insights.
        error: What insights of it answer instead.
    """

    media_id: str
    at: datetime
    form: str = "FEED"
    metrics: dict[str, int] = field(default_factory=dict)
    caption: str = ""
    hides_likes: bool = False
    viewers: int = 100
    error: Mapping[str, Any] | None = None


@dataclass
class Owner:
    """An account.

    Attributes:
        external_id: Its id.
        username: Its name.
        token: The token that opens it.
        followers: Its followers.
        following: Whom it follows.
        days: Totals by the day of the Pacific zone, by metric; ``EMAIL`` are taps on the button for e-mail.
        media: Its posts and reels; the stories among them last a day.
    """

    external_id: str
    username: str
    token: str
    followers: int = 1_234
    following: int = 56
    days: dict[date, dict[str, int]] = field(default_factory=dict)
    media: list[Media] = field(default_factory=list)


def error(code: int, message: str, subcode: int | None = None, **more: Any) -> dict[str, Any]:
    """The body of an error."""
    found = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "F", **more}
    return {"error": found | ({} if subcode is None else {"error_subcode": subcode})}


EXPIRED = error(190, "Error validating access token: Session has expired on Monday, 30-Nov-26.", 463)


@dataclass
class LocalInstagram(LocalNetwork):
    """Instagram.

    Attributes:
        version: The version that it serves.
        owners: Its accounts by id.
        expired: Tokens that have ended.
        retired: Metrics that it no longer knows, in addition to those that are retired for all.
        usage: Percent of the limit, as headers tell.
        page_size: The largest page, whatever is asked for.
    """

    version: str = "v26.0"
    owners: dict[str, Owner] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)
    usage: int = 1
    page_size: int = 100

    def __post_init__(self) -> None:
        scopes = {"instagram_business_basic", "instagram_business_manage_insights"}
        self.page = AskingPage(self, self._people, scopes, separator=",")

    def _people(self) -> dict[str, str]:
        return {owner.external_id: owner.username for owner in self.owners.values()}

    def add(self, owner: Owner) -> Owner:
        """Adds an account."""
        self.owners[owner.external_id] = owner
        return owner

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        return self._json(error(100, f"(#100) Invalid parameter: {why}"))

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            self.page.route("/oauth/authorize"),
            Route("/oauth/access_token", self._on(self._first_token), methods=["POST"]),
            Route("/access_token", self._on(self._longer)),
            Route("/refresh_access_token", self._on(self._refresh)),
            Route("/", self._on(self._batch), methods=["POST"]),
            Route("/{version}/{own}", self._on(self._profile)),
            Route("/{version}/{own}/{edge}", self._on(self._edge)),
        ]

    def _on(self, handle: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handle)

        return endpoint

    # Who asks -------------------------------------------------------------------------------------------------------

    def _owner_of(self, seen: Seen) -> Owner | dict[str, Any]:
        """The account that the token of a request opens; or the error."""
        scheme, _, token = seen.headers.get("authorization", "").partition(" ")
        token = token if scheme == "Bearer" else seen.params.get("access_token", "")
        if token in self.expired:
            return EXPIRED
        for owner in self.owners.values():
            if owner.token == token:
                return owner
        return error(190, "Invalid OAuth access token - Cannot parse access token")

    def _json(self, body: Any, status: int | None = None) -> Response:
        failed = isinstance(body, dict) and "error" in body
        usage = {"call_count": self.usage, "total_cputime": 1, "total_time": 1, "estimated_time_to_regain_access": 0}
        business = {"1": [{"type": "instagram", **usage}]}
        headers = {
            "x-app-usage": json.dumps({"call_count": 1, "total_time": 1, "total_cputime": 1}),
            "x-business-use-case-usage": json.dumps(business),
        }
        return JSONResponse(body, status or (400 if failed else 200), headers=headers)

    async def _refresh(self, _request: Request, seen: Seen) -> Response:
        self.require_only(seen, "grant_type", "access_token")
        owner = self._owner_of(seen)
        if not isinstance(owner, Owner) or seen.params.get("grant_type") != "ig_refresh_token":
            return self._json(owner if isinstance(owner, dict) else error(100, "Invalid parameter"))
        owner.token += "+"
        return self._json({"access_token": owner.token, "token_type": "bearer", "expires_in": 5_183_944})

    async def _first_token(self, _request: Request, seen: Seen) -> Response:
        granted = self.page.redeem(seen)
        if granted is None:
            why = "Invalid authorization code" if self.page.is_ours(seen) else "Invalid Client Secret"
            return self._json({"error_type": "OAuthException", "code": 400, "error_message": why}, 400)
        owner = self.owners[granted[0]]
        scopes = ",".join(sorted(self.page.scopes))
        found = {"access_token": f"short-{owner.token}", "user_id": owner.external_id, "permissions": scopes}
        return self._json({"data": [found]})

    async def _longer(self, _request: Request, seen: Seen) -> Response:
        self.require_only(seen, "grant_type", "access_token", "client_secret")
        if seen.params["client_secret"] != SECRET:
            return self._json(error(1, "Error validating client secret."))
        token = seen.params.get("access_token", "").removeprefix("short-")
        owner = next((one for one in self.owners.values() if one.token == token), None)
        self.require(seen.params["grant_type"] == "ig_exchange_token", "grant_type")
        if owner is None or token == seen.params.get("access_token"):
            return self._json(error(190, "Invalid OAuth access token - Cannot parse access token"))
        return self._json({"access_token": owner.token, "token_type": "bearer", "expires_in": 5_183_944})

    # Objects --------------------------------------------------------------------------------------------------------

    async def _profile(self, request: Request, seen: Seen) -> Response:
        self.require_only(seen, "fields")
        return self._json(self._read(request.path_params, seen, ""))

    async def _edge(self, request: Request, seen: Seen) -> Response:
        return self._json(self._read(request.path_params, seen, request.path_params["edge"]))

    def _read(self, path: Mapping[str, str], seen: Seen, edge: str) -> dict[str, Any]:  # noqa: PLR0911 - one for each edge
        if path["version"] != self.version:
            return error(2635, f"You are calling a deprecated version {path['version']} of the API.")
        owner = self._owner_of(seen)
        if isinstance(owner, dict):
            return owner
        own = owner.external_id if path["own"] == "me" else path["own"]
        media = next((one for one in owner.media if one.media_id == own), None)
        if own != owner.external_id and media is None:
            return error(100, f"Unsupported get request. Object with ID '{own}' does not exist", 33)
        match edge:
            case "":
                return self._fields(owner, seen) if media is None else self._listed(media, seen)
            case "media":
                return self._list(owner, seen)
            case "stories":
                alive = [one for one in owner.media if one.form == "STORY" and self._age(one) < timedelta(days=1)]
                self.require_only(seen, "fields")
                return {"data": [self._listed(one, seen) for one in alive]}
            case "insights":
                return self._of_account(owner, seen.params) if media is None else self._of_media(media, seen.params)
            case _:
                return error(100, f"Tried accessing nonexisting field ({edge})")

    def _fields(self, owner: Owner, seen: Seen) -> dict[str, Any]:
        known = {
            "id": owner.external_id,
            "username": owner.username,
            "name": owner.username.title(),
            "followers_count": owner.followers,
            "follows_count": owner.following,
            "media_count": len(owner.media),
            "profile_picture_url": "https://pictures.test/1.jpg",
        }
        names = seen.params["fields"].split(",")
        require_known(names, known)
        return {name: known[name] for name in names} | {"id": owner.external_id}

    def _list(self, owner: Owner, seen: Seen) -> dict[str, Any]:
        self.require_only(seen, "fields", "limit", "after")
        posts = sorted((one for one in owner.media if one.form != "STORY"), key=lambda one: one.at, reverse=True)
        start = int(base64.b64decode(seen.params["after"]).decode()) if "after" in seen.params else 0
        size = min(int(seen.params.get("limit", "25")), self.page_size)
        page = posts[start : start + size]
        paging: dict[str, Any] = {"cursors": {"before": _cursor(start), "after": _cursor(start + size)}}
        if start + size < len(posts):
            # as the Graph API does it: the link to the next page has the token in it
            paging["next"] = f"{self.url}/{self.version}/{owner.external_id}/media?access_token={owner.token}&after=x"
        return {"data": [self._listed(one, seen) for one in page], "paging": paging}

    def _listed(self, one: Media, seen: Seen) -> dict[str, Any]:
        found = {
            "id": one.media_id,
            "caption": one.caption,
            "media_type": "VIDEO" if one.form == "REELS" else "IMAGE",
            "media_product_type": one.form,
            "permalink": f"https://www.instagram.com/p/{one.media_id}/",
            "timestamp": one.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "like_count": one.metrics.get("likes", 0),
            "comments_count": one.metrics.get("comments", 0),
        }
        names = seen.params["fields"].split(",")
        require_known(names, found)
        hidden = {"like_count"} if one.hides_likes else set()
        return {name: found[name] for name in names if name not in hidden} | {"id": one.media_id}

    def _age(self, one: Media) -> timedelta:
        return self.now() - one.at

    # Insights -------------------------------------------------------------------------------------------------------

    def _of_media(self, media: Media, params: Mapping[str, str]) -> dict[str, Any]:
        require_known(params, {"metric"})
        if media.error is not None:
            return dict(media.error)
        if media.form == "STORY" and media.viewers < MIN_VIEWERS:
            return error(10, "(#10) Not enough viewers for the media to show insights")
        names = params.get("metric", "").split(",")
        for place, name in enumerate(names):
            if name in self.retired | RETIRED:
                message = f"(#100) Starting from version 22 and above, the {name} metric is no longer supported for the"
                return error(100, f"{message} queried media.")
            if not any(name in fitting for fitting in OF_TYPE.values()):
                return error(100, f"(#100) metric[{place}] must be one of the following values: reach, views, likes")
            if name not in OF_TYPE[media.form]:
                message = (
                    f"(#100) The Media Insights API does not support the {name} metric for this media product type."
                )
                return error(100, message)
        return {
            "data": [
                {
                    "name": name,
                    "period": "lifetime",
                    "values": [{"value": media.metrics[name]}],
                    "title": name.title(),
                    "description": "d",
                    "id": f"{media.media_id}/insights/{name}/lifetime",
                }
                for name in names
                if name in media.metrics
            ]
        }

    def _of_account(self, owner: Owner, params: Mapping[str, str]) -> dict[str, Any]:
        require_known(params, {"metric", "period", "metric_type", "breakdown", "since", "until", "timeframe"})
        self.require(params["period"] == "day", "period")
        names = params["metric"].split(",")
        if (failed := self._refused_of_account(names, params)) is not None:
            return failed
        start, end = (datetime.fromtimestamp(int(params[name]), PACIFIC) for name in ("since", "until"))
        if end - start > timedelta(days=30):
            return error(100, "(#100) There cannot be more than 30 days between since and until")
        found = owner.days.get(start.date(), {})
        rows = []
        for name in names:
            if name == "profile_links_taps":
                if "EMAIL" not in found:
                    continue
                results = [{"dimension_values": ["CALL"], "value": 3}]
                results.append({"dimension_values": ["EMAIL"], "value": found["EMAIL"]})
                breakdowns = [{"dimension_keys": ["contact_button_type"], "results": results}]
                total = {"value": 3 + found["EMAIL"], "breakdowns": breakdowns}
            elif name in found:
                total = {"value": found[name]}
            else:
                continue  # no rows instead of zeros
            own = f"{owner.external_id}/insights/{name}/day"
            rows.append(
                {"name": name, "period": "day", "title": "t", "description": "d", "total_value": total, "id": own}
            )
        window = f"{self.url}/{self.version}/{owner.external_id}/insights?access_token={owner.token}&since=1&until=2"
        return {"data": rows, "paging": {"previous": window, "next": window}}

    def _refused_of_account(self, names: list[str], params: Mapping[str, str]) -> dict[str, Any] | None:
        for place, name in enumerate(names):
            if name in RETIRED | self.retired or (name in UNDOCUMENTED and params.get("metric_type") != "total_value"):
                gone = f"(#100) Starting from version 22 and above, the {name} metric"
                return error(100, f"{gone} is no longer supported.")
            if name not in OF_ACCOUNT | UNDOCUMENTED:
                return error(100, f"(#100) metric[{place}] must be one of the following values: reach, follower_count")
        if "breakdown" in params and names != ["profile_links_taps"]:
            return error(1, "An unknown error has occurred.")
        return None

    async def _batch(self, request: Request, seen: Seen) -> Response:
        self.require_only(seen, "batch", "include_headers")
        owner = self._owner_of(seen)
        if isinstance(owner, dict):
            return self._json(owner)
        parts = json.loads(seen.form["batch"])
        if len(parts) > 50:
            return self._json(error(100, "Too many requests in batch message. Maximum batch size is 50"))
        answers = [self._part(part, seen) for part in parts]
        del request
        return self._json(answers, 200)

    def _part(self, part: Mapping[str, str], seen: Seen) -> dict[str, Any] | None:
        split = urlsplit(part["relative_url"])
        version, own, edge = split.path.split("/")
        asked = Seen(seen.at, "GET", split.path, Given(parse_qsl(split.query)), Given(), seen.headers)
        body = self._read({"version": version, "own": own}, asked, edge)
        return {"code": 400 if "error" in body else 200, "body": json.dumps(body)}


def _cursor(place: int) -> str:
    return base64.b64encode(str(place).encode()).decode()
