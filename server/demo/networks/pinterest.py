"""A local Pinterest, after its OpenAPI document: metrics by kind of pin, states of days, several limits at once."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import AskingPage
from server.demo.networks.local import LocalNetwork, Seen

OF_ANY = {"IMPRESSION", "OUTBOUND_CLICK", "PIN_CLICK", "SAVE", "SAVE_RATE", "TOTAL_COMMENTS", "TOTAL_REACTIONS"}
OF_VIDEO = {
    *("VIDEO_MRC_VIEW", "VIDEO_10S_VIEW", "QUARTILE_95_PERCENT_VIEW", "VIDEO_V50_WATCH_TIME", "VIDEO_START"),
    "VIDEO_AVG_WATCH_TIME",
}
OF_ACCOUNT = {"ENGAGEMENT", "IMPRESSION", "OUTBOUND_CLICK", "PIN_CLICK", "SAVE"}
LIFETIME = {"TOTAL_COMMENTS", "TOTAL_REACTIONS"}
MAX_SPAN = timedelta(days=90)
"""How far back the first day may be, and how many days after it the last one."""
LIMITS = '60, 100;w=1;name="safety_net_app_id_user_id", 60;w=60;name="org_analytics_app_id_user_id"'


@dataclass
class Pin:
    """A pin, with its numbers by the names of metrics."""

    pin_id: str
    at: datetime
    metrics: dict[str, int] = field(default_factory=dict)
    media_type: str = "image"
    title: str = ""


@dataclass
class Pinner:
    """An account; its days have a state and numbers."""

    external_id: str
    username: str
    token: str
    refresh: str = "refresh"
    followers: int = 12
    following: int = 3
    days: dict[date, tuple[str, dict[str, int]]] = field(default_factory=dict)
    pins: list[Pin] = field(default_factory=list)


@dataclass
class LocalPinterest(LocalNetwork):
    """Pinterest.

    Attributes:
        pinners: Its accounts.
        expired: Access tokens that have ended.
        many: Whether the application may ask for many pins at once.
        left: Calls that are left, as headers tell.
        retired: Metrics that it no longer knows.
        page_size: The largest page, whatever is asked for.
    """

    pinners: list[Pinner] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    many: bool = True
    left: int = 59
    retired: set[str] = field(default_factory=set)
    page_size: int = 250

    def __post_init__(self) -> None:
        scopes = {"user_accounts:read", "pins:read", "boards:read"}
        self.page = AskingPage(self, self._people, scopes, separator=",")

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        return JSONResponse({"code": 1, "message": f"Invalid request: {why}"}, 400)

    def _people(self) -> dict[str, str]:
        return {pinner.external_id: pinner.username for pinner in self.pinners}

    def add(self, pinner: Pinner) -> Pinner:
        """Adds an account."""
        self.pinners.append(pinner)
        return pinner

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            self.page.route("/oauth/"),
            Route("/v5/oauth/token", self._on(None), methods=["POST"]),
            Route("/v5/user_account", self._on(self._account)),
            Route("/v5/user_account/analytics", self._on(self._days)),
            Route("/v5/pins", self._on(self._pins)),
            Route("/v5/pins/analytics", self._on(self._several)),
            Route("/v5/pins/{pin}", self._on(self._pin)),
            Route("/v5/pins/{pin}/analytics", self._on(self._one)),
        ]

    def _on(self, handle: Any) -> Any:
        async def handled(request: Request, seen: Seen) -> Response:
            if handle is None:
                return self._token(seen)
            token = seen.headers.get("authorization", "").removeprefix("Bearer ")
            own = next((one for one in self.pinners if one.token == token), None)
            if own is None or token in self.expired:
                return JSONResponse({"code": 2, "message": "Authentication failed."}, 401)
            body = handle(seen, own, request.path_params)
            status = body.pop("_status", 200)
            headers = {"x-ratelimit-limit": LIMITS, "x-ratelimit-remaining": str(self.left), "x-ratelimit-reset": "42"}
            return JSONResponse(body, status, headers=headers)

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _token(self, seen: Seen) -> Response:
        if not self.page.is_ours(seen):
            return JSONResponse({"code": 2, "message": "Authentication failed."}, 401)
        if seen.form.get("grant_type") == "authorization_code":
            granted = self.page.redeem(seen)
            own = next((one for one in self.pinners if granted and one.external_id == granted[0]), None)
        else:
            own = self._renewed(seen)
        if own is None:
            return JSONResponse({"code": 283, "message": "The authorization grant is invalid"}, 401)
        found = {"access_token": own.token, "token_type": "bearer", "expires_in": 2_592_000, "scope": "s"}
        return JSONResponse(found | {"refresh_token": own.refresh, "refresh_token_expires_in": 5_184_000})

    def _renewed(self, seen: Seen) -> Pinner | None:
        self.require_only(seen, "grant_type", "refresh_token", "scope")
        own = next((one for one in self.pinners if one.refresh == seen.form.get("refresh_token")), None)
        if own is None:
            return None
        own.token, own.refresh = f"{own.token}+", f"{own.refresh}+"
        return own

    def _account(self, seen: Seen, own: Pinner, _path: dict[str, str]) -> dict[str, Any]:
        self.require_only(seen)
        found: dict[str, Any] = {"account_type": "BUSINESS", "id": own.external_id, "username": own.username}
        return found | {"follower_count": own.followers, "following_count": own.following, "pin_count": len(own.pins)}

    def _days(self, seen: Seen, own: Pinner, _path: dict[str, str]) -> dict[str, Any]:
        self.require_only(seen, "start_date", "end_date", "metric_types", "from_claimed_content")
        start, end = self._span(seen)
        names = seen.params["metric_types"].split(",")
        if unfit := [name for name in names if name not in OF_ACCOUNT - self.retired]:
            return {"_status": 400, "code": 1, "message": f"'{unfit[0]}' is not a valid metric type."}
        rows = [
            {"date": day.isoformat(), "data_status": status, "metrics": {name: numbers[name] for name in names}}
            for day, (status, numbers) in sorted(own.days.items())
            if start <= day <= end
        ]
        return {"all": {"daily_metrics": rows, "summary_metrics": {}}}

    def _span(self, seen: Seen) -> tuple[date, date]:
        start, end = (date.fromisoformat(seen.params[name]) for name in ("start_date", "end_date"))
        today = self.now().astimezone(UTC).date()
        self.require(today - start <= MAX_SPAN and start <= end <= start + MAX_SPAN, f"{start} to {end}")
        return start, end

    def _pins(self, seen: Seen, own: Pinner, _path: dict[str, str]) -> dict[str, Any]:
        self.require_only(seen, "page_size", "bookmark", "pin_metrics")
        start = int(seen.params.get("bookmark", "b0")[1:])
        self.require(1 <= int(seen.params["page_size"]) <= 250, "page_size")
        size = min(int(seen.params["page_size"]), self.page_size)
        items = [
            {
                "id": pin.pin_id,
                "created_at": pin.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
                "title": pin.title,
                "media": {"media_type": pin.media_type},
            }
            for pin in own.pins[start : start + size]
        ]
        return {"items": items, "bookmark": f"b{start + size}" if start + size < len(own.pins) else None}

    def _several(self, seen: Seen, own: Pinner, _path: dict[str, str]) -> dict[str, Any]:
        self.require_only(seen, "pin_ids", "start_date", "end_date", "metric_types")
        if not self.many:
            return {"_status": 403, "code": 29, "message": "You are not permitted to access that resource."}
        known = {pin.pin_id: pin for pin in own.pins}
        asked = seen.params["pin_ids"].split(",")
        self.require(len(asked) <= 100, "more than 100 pins")
        found = {one: self._analytics(seen, known[one]) for one in asked if one in known}
        return next((one for one in found.values() if "_status" in one), found)

    def _pin(self, seen: Seen, own: Pinner, path: dict[str, str]) -> dict[str, Any]:
        self.require_only(seen)
        found = next((pin for pin in own.pins if pin.pin_id == path["pin"]), None)
        return {"_status": 404, "code": 50, "message": "Pin not found."} if found is None else {"id": found.pin_id}

    def _one(self, seen: Seen, own: Pinner, path: dict[str, str]) -> dict[str, Any]:
        self.require_only(seen, "start_date", "end_date", "metric_types")
        found = next((pin for pin in own.pins if pin.pin_id == path["pin"]), None)
        if found is None:
            return {"_status": 404, "code": 50, "message": "Pin not found."}
        return self._analytics(seen, found)

    def _analytics(self, seen: Seen, pin: Pin) -> dict[str, Any]:
        self._span(seen)
        fitting = OF_ANY | OF_VIDEO if pin.media_type == "video" else OF_ANY
        names = seen.params["metric_types"].split(",")
        if unfit := [name for name in names if name not in fitting - self.retired]:
            whose = "" if unfit[0] in self.retired else " for this pin"
            return {"_status": 400, "code": 1, "message": f"'{unfit[0]}' is not a valid metric type{whose}."}
        given = {name: pin.metrics[name] for name in names if name in pin.metrics}
        lifetime = {name: value for name, value in given.items() if name in LIFETIME}
        summary = {name: value for name, value in given.items() if name not in LIFETIME}
        return {"all": {"daily_metrics": [], "lifetime_metrics": lifetime, "summary_metrics": summary}}
