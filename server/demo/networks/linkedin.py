"""A local LinkedIn, after its documentation: lists in its own notation, versions that end, zeros that are left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.demo.networks.asking import AskingPage
from server.demo.networks.local import Given, LocalNetwork, RefusedError, Seen, require_known

COUNTS = (
    "uniqueImpressionsCount",
    "shareCount",
    "engagement",
    "clickCount",
    "likeCount",
    "impressionCount",
    "commentCount",
)
LISTS = {"shares", "ugcPosts"}


@dataclass
class Update:
    """A post, with its statistics by the names of LinkedIn; without any it had no activity."""

    urn: str
    at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    video: dict[str, int] = field(default_factory=dict)
    text: str = ""


@dataclass
class Organization:
    """An organization.

    Attributes:
        external_id: Its number.
        token: The access token that opens it.
        refresh: Its refresh token.
        followers: Its followers.
        days: Its statistics by day: counts, ``pageViews`` and ``clicks`` of two kinds of devices.
        updates: Its posts.
        name: How it calls itself.
    """

    external_id: str
    token: str
    refresh: str = "refresh"
    followers: int = 3_000
    days: dict[date, dict[str, int]] = field(default_factory=dict)
    updates: list[Update] = field(default_factory=list)
    name: str = "An organization"


@dataclass
class LocalLinkedIn(LocalNetwork):
    """LinkedIn.

    Attributes:
        organizations: Its organizations; a user administers those that have the same token.
        expired: Access tokens that have ended.
        versions: Versions that it serves.
        forgets_after: Age from which on statistics leave a post out, whatever its activity.
    """

    oauth_path = "/oauth/v2/accessToken"
    organizations: list[Organization] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    versions: set[str] = field(default_factory=lambda: {"202608"})
    forgets_after: timedelta = timedelta(days=85)

    def __post_init__(self) -> None:
        self.page = AskingPage(self, self._people, {"rw_organization_admin", "r_organization_social"})

    def refusal(self, why: str) -> Response:
        """See ``LocalNetwork``."""
        inputs = [{"description": why, "input": {"inputPath": {"fieldPath": why}}, "code": "PARAM_INVALID"}]
        return _refusal(400, f"Invalid param. {why}", errorDetails={"inputErrors": inputs})

    def _people(self) -> dict[str, str]:
        firsts = {one.token: one for one in reversed(self.organizations)}
        return {
            one.external_id: f"an administrator of {one.name}" for one in self.organizations if firsts[one.token] is one
        }

    def add(self, organization: Organization) -> Organization:
        """Adds an organization."""
        self.organizations.append(organization)
        return organization

    def routes(self) -> list[BaseRoute]:
        """See ``LocalNetwork``."""
        return [
            self.page.route("/oauth/v2/authorization"),
            Route(self.oauth_path, self._on(None), methods=["POST"]),
            Route("/rest/organizationAcls", self._on(self._roles)),
            Route("/rest/organizations", self._on(self._names)),
            Route("/rest/networkSizes/{urn}", self._on(self._size)),
            Route("/rest/organizationalEntityShareStatistics", self._on(self._shares)),
            Route("/rest/organizationPageStatistics", self._on(self._page)),
            Route("/rest/posts/{urn}", self._on(self._post)),
            Route("/rest/posts", self._on(self._posts)),
            Route("/rest/videoAnalytics", self._on(self._video)),
        ]

    def _on(self, handle: Any) -> Any:
        async def handled(request: Request, seen: Seen) -> Response:
            if handle is None:
                return self._token(seen)
            token = seen.headers.get("authorization", "").removeprefix("Bearer ")
            administered = [one for one in self.organizations if one.token == token]
            raw = request.scope["raw_path"].decode().partition("?")[0], request.scope["query_string"].decode()
            own = next((one for one in administered if _is_named(one, *raw)), next(iter(administered), None))
            version = seen.headers.get("linkedin-version")
            if version is None or seen.headers.get("x-restli-protocol-version") != "2.0.0":
                return _refusal(400, "A version must be present.", code="VERSION_MISSING")
            if version not in self.versions:
                return _refusal(426, f"Requested version {version} is not active", code="NONEXISTENT_VERSION")
            if own is None or token in self.expired:
                message = "The token used in the request has expired"
                return _refusal(401, message, code="EXPIRED_ACCESS_TOKEN", serviceErrorCode=65_602)
            found = handle(raw[0], Given(_pairs(raw[1])), own, seen)
            return JSONResponse(found, found.get("status", 200))

        async def endpoint(request: Request) -> Response:
            return await self.answer(request, handled)

        return endpoint

    def _token(self, seen: Seen) -> Response:
        if not self.page.is_ours(seen):
            return JSONResponse({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        if seen.form.get("grant_type") == "authorization_code":
            granted = self.page.redeem(seen)
            own = next((one for one in self.organizations if granted and one.external_id == granted[0]), None)
        else:
            self.require_only(seen, "grant_type", "refresh_token", "client_id", "client_secret")
            own = next((one for one in self.organizations if one.refresh == seen.form.get("refresh_token")), None)
            if own is not None:
                own.token += "+"
        if own is None:
            return JSONResponse({"error": "invalid_grant", "error_description": "The refresh token is invalid"}, 400)
        found = {"access_token": own.token, "expires_in": 5_184_000, "refresh_token": own.refresh, "scope": "s"}
        return JSONResponse(found | {"refresh_token_expires_in": 1_000_000})

    def _roles(self, _path: str, query: Mapping[str, str], own: Organization, _seen: Seen) -> dict[str, Any]:
        wanted = {"q": "roleAssignee", "role": "ADMINISTRATOR", "state": "APPROVED"}
        require_known(query, {*wanted, "start", "count"})
        self.require({name: query.get(name) for name in wanted} == wanted, "role")
        start, count = int(query["start"]), int(query["count"])
        found = [one for one in self.organizations if one.token == own.token]
        role = {"role": "ADMINISTRATOR", "roleAssignee": "urn:li:person:1", "state": "APPROVED"}
        elements = [{**role, "organization": f"urn:li:organization:{one.external_id}"} for one in found]
        paging = {"start": start, "count": count, "links": []}
        return {"paging": paging, "elements": elements[start : start + count]}

    def _names(self, _path: str, query: Mapping[str, str], own: Organization, _seen: Seen) -> dict[str, Any]:
        require_known(query, {"ids"})
        known = {one.external_id: one for one in self.organizations if one.token == own.token}
        return {
            "results": {
                one: {"id": int(one), "localizedName": known[one].name, "vanityName": f"company-{one}"}
                for one in self._list(query["ids"])
            },
            "statuses": {},
            "errors": {},
        }

    def _require_own(self, own: Organization, raw: str) -> None:
        """An URN inside of a query has to be encoded, once."""
        self.require(raw == f"urn%3Ali%3Aorganization%3A{own.external_id}", f"not encoded: {raw}")

    def _size(self, path: str, query: Mapping[str, str], own: Organization, _seen: Seen) -> dict[str, Any]:
        self._require_own(own, path.rpartition("/")[2])
        self.require(query == {"edgeType": "COMPANY_FOLLOWED_BY_MEMBER"}, "edgeType")
        return {"firstDegreeSize": own.followers}

    def _shares(self, _path: str, query: Mapping[str, str], own: Organization, _seen: Seen) -> dict[str, Any]:
        require_known(query, {"q", "organizationalEntity", "timeIntervals", *LISTS})
        self._require_own(own, query["organizationalEntity"])
        self.require(not (LISTS & query.keys() and "timeIntervals" in query), "posts and days at once")
        if "timeIntervals" in query:
            elements: list[dict[str, Any]] = [
                {"totalShareStatistics": _counts(numbers), "timeRange": _range(day)}
                for day, numbers in self._days(own, query["timeIntervals"])
            ]
        else:
            elements = []
            for name, kind in (("shares", "share"), ("ugcPosts", "ugcPost")):
                for urn in self._list(query[name]) if name in query else ():
                    found = next((one for one in own.updates if one.urn == urn and f":{kind}:" in urn), None)
                    is_young = found is not None and self.now() - found.at < self.forgets_after
                    if found is not None and found.counts and is_young:  # what has no activity is left out, too
                        elements.append({"totalShareStatistics": _counts(found.counts), kind: urn})
        return {"paging": {"start": 0, "count": 10, "links": []}, "elements": elements}

    def _page(self, _path: str, query: Mapping[str, str], own: Organization, _seen: Seen) -> dict[str, Any]:
        require_known(query, {"q", "organization", "timeIntervals"})
        self._require_own(own, query["organization"])
        elements = []
        for day, numbers in self._days(own, query["timeIntervals"]):
            buttons = [{"clicks": numbers.get("clicks", 0), "customButtonType": "VISIT_WEBSITE"}]
            buttons.append({"clicks": 99, "customButtonType": "SIGN_UP"})
            clicks = {"desktopCustomButtonClickCounts": buttons, "mobileCustomButtonClickCounts": buttons[:1]}
            views = {"allPageViews": {"pageViews": numbers["pageViews"], "uniquePageViews": 1}}
            elements.append({"totalPageStatistics": {"views": views, "clicks": clicks}, "timeRange": _range(day)})
        return {"elements": elements}

    def _days(self, own: Organization, raw: str) -> list[tuple[date, dict[str, int]]]:
        found = re.fullmatch(r"\(timeRange:\(start:(\d+),end:(\d+)\),timeGranularityType:DAY\)", raw)
        if found is None:
            raise RefusedError(f"timeIntervals {raw}")
        start, end = (datetime.fromtimestamp(int(one) / 1000, UTC).date() for one in found.groups())
        return [(day, numbers) for day, numbers in sorted(own.days.items()) if start <= day < end]

    def _posts(self, _path: str, query: Mapping[str, str], own: Organization, seen: Seen) -> dict[str, Any]:
        require_known(query, {"q", "author", "count", "start", "sortBy"})
        self._require_own(own, query["author"])
        self.require(seen.headers.get("x-restli-method") == "FINDER" and query["q"] == "author", "posts without FINDER")
        start, count = int(query["start"]), int(query["count"])
        found = sorted(own.updates, key=lambda one: one.at, reverse=True)[start : start + count]
        return {"paging": {"start": start, "count": count, "links": []}, "elements": [_shown(one) for one in found]}

    def _post(self, path: str, query: Mapping[str, str], own: Organization, _seen: Seen) -> dict[str, Any]:
        require_known(query, ())
        raw = path.rpartition("/")[2]
        self.require(":" not in raw, f"not encoded: {raw}")
        found = next((one for one in own.updates if one.urn == unquote(raw)), None)
        return {"status": 404, "message": "The entity was not found."} if found is None else _shown(found)

    def _video(self, _path: str, query: Mapping[str, str], own: Organization, _seen: Seen) -> dict[str, Any]:
        require_known(query, {"q", "entity", "type", "aggregation"})
        self.require(query["aggregation"] == "ALL" and ":" not in query["entity"], f"not encoded: {query['entity']}")
        found = next((one for one in own.updates if one.urn == unquote(query["entity"])), None)
        if found is None:
            raise RefusedError("entity")
        return {"elements": [{"entity": found.urn, "value": found.video[query["type"]]}] if found.video else []}

    def _list(self, raw: str) -> list[str]:
        found = re.fullmatch(r"List\(([^()]*)\)", raw)
        if found is None or ":" in raw:
            raise RefusedError(f"no list: {raw}")
        return [unquote(one) for one in found[1].split(",")]


def _is_named(own: Organization, path: str, query: str) -> bool:
    return re.search(rf"organization%3A{own.external_id}(?!\d)", f"{path}?{query}") is not None


def _pairs(query: str) -> list[tuple[str, str]]:
    """The parameters as they were sent: still encoded."""
    return [(name, value) for name, _, value in (one.partition("=") for one in query.split("&") if one)]


def _counts(numbers: Mapping[str, int]) -> dict[str, int]:
    return {name: numbers[name] for name in COUNTS if name in numbers}


def _range(day: date) -> dict[str, int]:
    start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
    return {"start": start, "end": start + 86_400_000}


def _shown(update: Update) -> dict[str, Any]:
    milliseconds = int(update.at.timestamp() * 1000)
    found: dict[str, Any] = {"id": update.urn, "commentary": update.text, "lifecycleState": "PUBLISHED"}
    found |= {"createdAt": milliseconds, "publishedAt": milliseconds, "lastModifiedAt": milliseconds}
    return found | ({"content": {"media": {"id": "urn:li:video:1"}}} if update.video else {})


def _refusal(status: int, message: str, **more: Any) -> Response:
    return JSONResponse({"status": status, "message": message, **more}, status)


def too_many(message: str) -> dict[str, Any]:
    """The body of a limit."""
    return {"status": 429, "message": message}
