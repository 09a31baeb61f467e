"""X, through its API v2. Each post that is read costs money, and one in the list of its own account a fifth of it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.social.answers import Answer
from server.social.failures import (
    BillingStop,
    ContractChanged,
    NotFound,
    PermissionMissing,
    QuotaExhausted,
    Scope,
    SocialFailure,
    Throttled,
    Transient,
    failure_of_status,
)
from server.social.fetcher import Calls, Fetcher, Pause
from server.social.model import (
    FoundPost,
    MetricValue,
    Network,
    PostKind,
    PostMetrics,
    Profile,
    Token,
    unavailable_value,
)
from server.social.networks.paging import follow_pages
from server.social.oauth import Application, Identifies, Proof, Renewal
from server.social_settings import SocialSettings

POSTS_AT_ONCE = 100
TITLE_LENGTH = 200
RENEWS_BEFORE = 300.0
"""Tokens last for two hours."""
PRIVATE_DAYS = 29
"""Numbers that only the owner sees are given for 30 days; asked for later, they hide the whole post."""
WINDOW = timedelta(minutes=15)

POST_FIELDS = "created_at,public_metrics,attachments"
PUBLIC_MEDIA, PRIVATE_MEDIA = "public_metrics,type", "public_metrics,non_public_metrics,type"
COUNTS: Mapping[str, tuple[str, ...]] = {
    "like_count": ("like_count",),
    "reply_count": ("reply_count",),
    "retweet_count": ("retweet_count", "repost_count"),
    "quote_count": ("quote_count",),
    "bookmark_count": ("bookmark_count",),
    "impression_count": ("impression_count",),
}
"""Counts of a post, and the names under which X gives them."""
ONE_COUNT = {
    "likes": "like_count",
    "comments": "reply_count",
    "saves": "bookmark_count",
    "impressions": "impression_count",
    "views": "view_count",
}
SHARES = ("retweet_count", "quote_count")
FINISHED = ("playback_100_count", "playback_0_count")
VIDEO = "video"
OF_FIELD = "not-authorized-for-field"
POST_TYPES = {"tweet", "post"}

_NOT_GIVEN = "X did not give it."
_VIDEOS_ONLY = "X counts it for videos only."
_THIRTY_DAYS = "X gives it to the owner, for 30 days after the publication."


class X(Fetcher):
    """Reads X; see ``Fetcher``.

    Args:
        settings: Its address, and the application whose tokens are renewed.
    """

    network = Network.X
    version = "2"
    posts_at_once = POSTS_AT_ONCE
    renews_before = RENEWS_BEFORE

    def __init__(self, settings: SocialSettings) -> None:
        self._url = f"{settings.social_x_url.rstrip('/')}/2"
        self.application = Application(
            "X",
            settings.social_x_authorize_url,
            f"{self._url}/oauth2/token",
            settings.social_x_client_id,
            settings.social_x_client_secret,
            scopes="tweet.read users.read offline.access",
            identifies=Identifies.IN_HEADER,
            proof=Proof.BASE64,
        )

    def failure_of(self, answer: Answer) -> SocialFailure | None:
        """See ``Fetcher``."""
        content = answer.content if isinstance(answer.content, dict) else None
        if answer.status < 400:
            return Transient("X answered something that is no JSON object.") if content is None else _refusal(content)
        text = str((content or {}).get("detail") or (content or {}).get("title") or f"X answered {answer.status}.")
        title = (content or {}).get("title")
        if answer.status == 402 or title == "CreditsDepleted":
            return BillingStop(text)
        if answer.status == 429:
            if title == "UsageCapExceeded":
                return QuotaExhausted(text, _next_month(answer.at), Scope.APP)
            return Throttled(text, _reset_of(answer) or answer.at + WINDOW, Scope.ACCOUNT)
        return failure_of_status(answer.status, text)

    def pause_after(self, answer: Answer) -> Pause | None:
        """See ``Fetcher``."""
        reset = _reset_of(answer)
        if reset is not None and answer.headers.get("x-rate-limit-remaining") == "0":
            return Pause(reset, Scope.ACCOUNT)
        return None

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. A refresh token is good for one use, and comes with its successor."""
        return await self.application.renew(send, token, now)

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``."""
        answer = await calls.get(f"{self._url}/users/{external_id or 'me'}", {"user.fields": "public_metrics"})
        found = answer.require().get("data")
        if not isinstance(found, dict):
            raise NotFound("X does not have this account.")
        metrics = found.get("public_metrics", {})
        sources = {"followers": "followers_count", "following": "following_count"}
        values = [_value(metric, source, metrics.get(source), _NOT_GIVEN) for metric, source in sources.items()]
        return Profile(str(found["id"]), str(found.get("username", "")), values=values, name=found.get("name"))

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``. The profile has all of them."""
        del calls, profile, days
        return []

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. The list has the numbers, too: posts are read once, at the price of own posts."""
        recent = calls.now() - timedelta(days=PRIVATE_DAYS)
        async for post in self._timeline(calls, profile, max(since, recent), None, PRIVATE_MEDIA):
            yield post
        if since < recent:
            async for post in self._timeline(calls, profile, since, recent, PUBLIC_MEDIA):
                yield post

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        del profile
        errors = (await calls.get(f"{self._url}/tweets", {"ids": post_id})).require().get("errors", [])
        return any(
            error.get("resource_id") == post_id and str(error.get("type", "")).endswith("resource-not-found")
            for error in errors
        )

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``."""
        del calls, profile
        return PostMetrics([value for post in posts for value in _values_of(post)])

    async def _timeline(
        self, calls: Calls, profile: Profile, start: datetime, end: datetime | None, media_fields: str
    ) -> AsyncIterator[FoundPost]:
        async def ask(page: str | None) -> dict[str, Any]:
            params = {
                "max_results": str(POSTS_AT_ONCE),
                "exclude": "retweets,replies",
                "start_time": _time(start),
                **({} if end is None else {"end_time": _time(end)}),
                **({"pagination_token": page} if page else {}),
                **_fields(media_fields),
            }
            return (await calls.get(f"{self._url}/users/{profile.external_id}/tweets", params)).require()

        def next_of(content: Mapping[str, Any]) -> str | None:
            return content.get("meta", {}).get("next_token") or None

        async for content in follow_pages(ask, next_of):
            for post in _posts(content):
                yield post
            if hidden := _hidden(content):
                params = {"ids": ",".join(hidden), **_fields(PUBLIC_MEDIA)}
                for post in _posts((await calls.get(f"{self._url}/tweets", params)).require()):
                    yield post


def _fields(media_fields: str) -> dict[str, str]:
    return {"tweet.fields": POST_FIELDS, "expansions": "attachments.media_keys", "media.fields": media_fields}


def _posts(content: Mapping[str, Any]) -> list[FoundPost]:
    """The posts of an answer; without any, it has no ``data``."""
    media = {one["media_key"]: one for one in content.get("includes", {}).get("media", [])}
    return [_post(found, media) for found in content.get("data", [])]


def _refusal(content: Mapping[str, Any]) -> SocialFailure | None:
    """What an answer refuses that has a good status and only errors: all but single posts, which are left out."""
    for error in () if "data" in content else content.get("errors", []):
        kind = str(error.get("type", "")).rpartition("/")[2]
        if kind == OF_FIELD or error.get("resource_type") in POST_TYPES:
            continue
        text = str(error.get("detail") or error.get("title") or kind)
        if kind == "resource-not-found":
            return NotFound(text)
        return PermissionMissing(text) if kind.startswith("not-authorized") else ContractChanged(text)
    return None


def _hidden(content: Mapping[str, Any]) -> list[str]:
    """Posts that are left out because of a field that we may not see; they are there without it."""
    return sorted(
        {
            str(error["resource_id"])
            for error in content.get("errors", [])
            if str(error.get("type", "")).endswith(OF_FIELD)
        }
    )


def _post(found: Mapping[str, Any], media: Mapping[str, Mapping[str, Any]]) -> FoundPost:
    counts = found.get("public_metrics", {})
    numbers: dict[str, int | float] = {}
    for name, names in COUNTS.items():
        given = next((counts[one] for one in names if isinstance(counts.get(one), int)), None)
        if given is not None:
            numbers[name] = given
    keys = found.get("attachments", {}).get("media_keys", [])
    videos = [media[key] for key in keys if media.get(key, {}).get("type") == VIDEO]
    for video in videos[:1]:
        shown = {**video.get("public_metrics", {}), **video.get("non_public_metrics", {})}
        numbers |= {name: shown[name] for name in ("view_count", *FINISHED) if isinstance(shown.get(name), int)}
    return FoundPost(
        post_id=str(found["id"]),
        kind=PostKind.POST,
        published_at=datetime.fromisoformat(found["created_at"]),
        title=found.get("text", "")[:TITLE_LENGTH],
        url=f"https://x.com/i/status/{found['id']}",
        form=VIDEO if videos else "text",
        numbers=numbers,
    )


def _values_of(post: FoundPost) -> list[MetricValue]:
    numbers, own = post.numbers, post.post_id
    values = [
        _value(
            metric,
            source,
            numbers.get(source),
            _VIDEOS_ONLY if metric == "views" and post.form != VIDEO else _NOT_GIVEN,
            post_id=own,
        )
        for metric, source in ONE_COUNT.items()
    ]
    parts = [numbers.get(name) for name in SHARES]
    shared = sum(part for part in parts if part is not None) if None not in parts else None
    values.append(_value("shares", "+".join(SHARES), shared, _NOT_GIVEN, post_id=own))
    finished, begun = (numbers.get(name) for name in FINISHED)
    rate = finished / begun * 100 if finished is not None and begun else None
    reason = _THIRTY_DAYS if post.form == VIDEO else _VIDEOS_ONLY
    values.append(_value("completionRate", "/".join(FINISHED), rate, reason, post_id=own))
    return values


def _value(metric: str, source: str, number: float | None, reason: str, *, post_id: str = "") -> MetricValue:
    if isinstance(number, int | float):
        return MetricValue(metric, number, source, post_id)
    return unavailable_value(metric, reason, source=source, post_id=post_id)


def _reset_of(answer: Answer) -> datetime | None:
    given = answer.headers.get("x-rate-limit-reset", "")
    try:
        return datetime.fromtimestamp(int(given), UTC) if given.isdigit() else None
    except (ValueError, OverflowError):  # after the last year of a datetime
        return None


def _next_month(now: datetime) -> datetime:
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
