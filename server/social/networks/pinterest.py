"""Pinterest, through its API v5. Its days may still be estimates, and it says so."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.social.answers import Answer
from server.social.failures import (
    MetricUnsupported,
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
    Provenance,
    Token,
    unavailable_value,
)
from server.social.networks.paging import follow_pages, is_missing
from server.social.oauth import Application, Identifies, Renewal
from server.social.supported import NOT_ASKED, OfPosts, ask_posts
from server.social_settings import SocialSettings

POSTS_AT_ONCE = 100
PINS_IN_LIST = 250
TITLE_LENGTH = 200
RENEWS_BEFORE = 3 * 86_400.0
"""Tokens last for 30 days, and what renews them for 60."""
WINDOW = timedelta(minutes=1)
KEPT_DAYS = 90
"""Days before today, by UTC, that may be asked for."""
ARRIVES_WITHIN = timedelta(minutes=5)
"""What all tries of a request take at most."""

OF_ACCOUNT = {"followers": "follower_count", "following": "following_count"}
OF_DAY = {"IMPRESSION": "impressions", "OUTBOUND_CLICK": "websiteClicks"}
OF_PIN = {"IMPRESSION": "impressions", "SAVE": "saves", "TOTAL_COMMENTS": "comments", "TOTAL_REACTIONS": "likes"}
OF_VIDEO = {"VIDEO_MRC_VIEW": "views", "VIDEO_V50_WATCH_TIME": "watchTime"}
FINISHED = ("QUARTILE_95_PERCENT_VIEW", "VIDEO_START")
VIDEO, IMAGE = "video", "image"
OF_ALL_TIME = ("TOTAL_COMMENTS", "TOTAL_REACTIONS")
"""What is of all time; the others are sums of the days that are asked for."""
MANY = "pins/analytics"
"""An edge that not all applications may use; what refuses it is remembered like a metric."""

_READY, _ESTIMATE = "READY", "ESTIMATE"
_ESTIMATED = "Pinterest still estimates this day."
_NO_ROW = "Pinterest has no figure for it yet: figures come one to two days later."
_TOO_OLD = f"Pinterest has figures of the last {KEPT_DAYS} days only: not all that this pin has."
_VIDEOS_ONLY = "Pinterest publishes it for videos only."
_KEEPS_KNOWN = (NOT_ASKED, _TOO_OLD)
_OF_ONE = re.compile(r"this (pin|account)")
_FIRST_NUMBER = re.compile(r"\s*(\d+)")


class Pinterest(Fetcher):
    """Reads Pinterest; see ``Fetcher``.

    Args:
        settings: Its address, and the application whose tokens are renewed.
    """

    network = Network.PINTEREST
    version = "v5"
    posts_at_once = POSTS_AT_ONCE
    asks_by_form = True
    renews_before = RENEWS_BEFORE

    def __init__(self, settings: SocialSettings) -> None:
        self._url = f"{settings.social_pinterest_url.rstrip('/')}/v5"
        self.application = Application(
            "Pinterest",
            settings.social_pinterest_authorize_url,
            f"{self._url}/oauth/token",
            settings.social_pinterest_client_id,
            settings.social_pinterest_client_secret,
            scopes="user_accounts:read,pins:read,boards:read",
            identifies=Identifies.IN_HEADER,
            refusals=frozenset({2}),  # that of a wrong code is 283
        )

    def failure_of(self, answer: Answer) -> SocialFailure | None:
        """See ``Fetcher``."""
        content = answer.content if isinstance(answer.content, dict) else None
        if answer.status < 400:
            return None if content is not None else Transient("Pinterest answered something that is no JSON object.")
        text = str((content or {}).get("message") or f"Pinterest answered {answer.status}.")
        if answer.status == 429:
            until = answer.at + (_seconds_of(answer) or WINDOW)
            return (
                QuotaExhausted(text, until, Scope.APP) if _is_of_day(answer) else Throttled(text, until, Scope.ACCOUNT)
            )
        if answer.status == 400 and "metric" in text.lower():
            names = [name for name in (*OF_PIN, *OF_VIDEO, *FINISHED, *OF_DAY) if name in text]
            return MetricUnsupported(text, names, is_of_all=bool(names) and _OF_ONE.search(text) is None)
        return failure_of_status(answer.status, text)

    def pause_after(self, answer: Answer) -> Pause | None:
        """See ``Fetcher``. The headers list several limits; the first number is that of the nearest one."""
        seconds = _seconds_of(answer)
        if seconds is not None and _first_number(answer, "x-ratelimit-remaining") == 0:
            return Pause(answer.at + seconds, Scope.ACCOUNT)
        return None

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. The refresh token comes with its successor."""
        return await self.application.renew(send, token, now)

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``. A token opens one account."""
        found = (await calls.get(f"{self._url}/user_account")).require()
        own = str(found.get("id") or found["username"])
        if external_id not in (None, own):
            raise PermissionMissing("The token opens another account of Pinterest.")
        values = [_value(metric, source, found.get(source), _NO_ROW) for metric, source in OF_ACCOUNT.items()]
        return Profile(own, str(found.get("username", "")), values=values, name=found.get("business_name"))

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``."""
        del profile
        span = {"start_date": days[0].isoformat(), "end_date": days[-1].isoformat()}

        async def ask(names: Sequence[str]) -> Any:
            params = {**span, "metric_types": ",".join(names), "from_claimed_content": "BOTH"}
            content = (await calls.get(f"{self._url}/user_account/analytics", params)).require()
            return {
                (row["date"], source): row
                for row in content.get("all", {}).get("daily_metrics", [])
                for source in names
            }

        found = await calls.ask_supported("account", list(OF_DAY), ask)
        rows = {key: row for some in found.answers for key, row in some.items()}
        return [
            _of_day(rows.get((day.isoformat(), source)), source, day, found.refused.get(source))
            for day in days
            for source in OF_DAY
        ]

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. The order of the list is not documented, so the whole list is read."""
        del profile

        async def ask(bookmark: str | None) -> dict[str, Any]:
            params = {"page_size": str(PINS_IN_LIST)} | ({"bookmark": bookmark} if bookmark else {})
            return (await calls.get(f"{self._url}/pins", params)).require()

        def next_of(content: Mapping[str, Any]) -> str | None:
            return content.get("bookmark") or None

        async for content in follow_pages(ask, next_of):
            for pin in content.get("items", []):
                post = _post(pin)
                if post.published_at >= since:
                    yield post

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        del profile
        return await is_missing(calls.get(f"{self._url}/pins/{post_id}"))

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``. Videos have metrics that other pins refuse."""
        del profile
        return await _Reading(self._url, calls, posts).read()


class _Reading:
    """Reads the analytics of pins of one form."""

    def __init__(self, url: str, calls: Calls, posts: Sequence[FoundPost]) -> None:
        self._url = url
        self._calls = calls
        self._posts = posts
        self._form = posts[0].form
        self._found: dict[str, dict[str, Any]] = {post.post_id: {} for post in posts}
        self._alone: dict[str, OfPosts] = {}

    async def read(self) -> PostMetrics:
        """The numbers of all pins: asked for at once, or one by one where the application may not do that."""
        sources = [*OF_PIN, *((*OF_VIDEO, *FINISHED) if self._form == VIDEO else ())]
        supported = await self._calls.ask_supported("pins", [MANY], lambda _edge: self._ask_at_once(sources))
        asked = list(supported.answers) or [await self._ask_alone(post, sources) for post in self._posts]
        gone = {one for found in asked for one in found.gone}
        missed = {one for found in asked for one in found.missed}
        refused = {post_id: names for found in asked for post_id, names in found.refused.items()}
        for post in self._posts:
            if post.published_at.astimezone(UTC).date() < _oldest_day(self._calls.now()) and post.post_id not in gone:
                self._leave_sums(post, refused)
        left = [post for post in self._posts if post.post_id not in gone]
        values = [
            value for post in left for value in _values_of(post, self._found[post.post_id], refused[post.post_id])
        ]
        return PostMetrics(values, frozenset(gone), frozenset(missed))

    def _leave_sums(self, post: FoundPost, refused: dict[str, dict[str, str]]) -> None:
        """Leaves out what counts only some of the days of a pin."""
        given, own = self._found[post.post_id], post.post_id
        self._found[own] = {source: number for source, number in given.items() if source in OF_ALL_TIME}
        sums = [source for source in (*OF_PIN, *OF_VIDEO, *FINISHED) if source not in OF_ALL_TIME]
        refused[own] = {**refused[own], **dict.fromkeys(sums, _TOO_OLD)}

    async def _ask_at_once(self, sources: Sequence[str]) -> OfPosts:
        try:
            return await ask_posts(self._calls, self._form, self._posts, sources, self._ask_many)
        except PermissionMissing as failure:
            first = await self._ask_alone(self._posts[0], sources)  # fails, too, if the token may read no pin at all
            raise MetricUnsupported(failure.reason, is_of_all=not first.gone and await self._lacks_edge()) from failure

    async def _lacks_edge(self) -> bool:
        """Whether it is the application that may not ask for several pins, and not one of them that may not be read."""
        if len(self._posts) > 1:
            try:
                await self._ask_many(self._posts[:1], list(OF_PIN)[:1])
            except PermissionMissing:
                return True
            return False
        return True

    async def _ask_alone(self, post: FoundPost, sources: Sequence[str]) -> OfPosts:
        if post.post_id not in self._alone:
            self._alone[post.post_id] = await ask_posts(self._calls, self._form, [post], sources, self._ask_one)
        return self._alone[post.post_id]

    async def _ask_many(self, posts: Sequence[FoundPost], names: Sequence[str]) -> None:
        params = {"pin_ids": ",".join(post.post_id for post in posts), **self._params(posts, names)}
        for pin_id, analytics in (await self._calls.get(f"{self._url}/pins/analytics", params)).require().items():
            self._take(pin_id, analytics)

    async def _ask_one(self, posts: Sequence[FoundPost], names: Sequence[str]) -> None:
        [post] = posts
        answer = await self._calls.get(f"{self._url}/pins/{post.post_id}/analytics", self._params(posts, names))
        self._take(post.post_id, answer.require())

    def _params(self, posts: Sequence[FoundPost], names: Sequence[str]) -> dict[str, str]:
        return {**days_asked(posts, self._calls.now()), "metric_types": ",".join(names)}

    def _take(self, pin_id: str, analytics: Mapping[str, Any]) -> None:
        found = analytics.get("all", {})
        self._found[pin_id] |= {**found.get("summary_metrics", {}), **found.get("lifetime_metrics", {})}


def days_asked(posts: Sequence[FoundPost], now: datetime) -> dict[str, str]:
    """All days of some pins that Pinterest still has: days of UTC, where a request may arrive on the next one."""
    today = now.astimezone(UTC).date()
    first = max(_oldest_day(now), min(post.published_at.astimezone(UTC).date() for post in posts))
    return {"start_date": first.isoformat(), "end_date": max(first, today).isoformat()}


def _oldest_day(now: datetime) -> date:
    return (now + ARRIVES_WITHIN).astimezone(UTC).date() - timedelta(days=KEPT_DAYS)


def _values_of(post: FoundPost, given: Mapping[str, Any], refused: Mapping[str, str]) -> list[MetricValue]:
    own = post.post_id
    values = [
        _value(metric, source, given.get(source), refused.get(source, _NO_ROW), post_id=own)
        for source, metric in OF_PIN.items()
    ]
    is_video = post.form == VIDEO
    for source, metric in OF_VIDEO.items():
        number = given.get(source)
        scaled = number / 1000 if metric == "watchTime" and isinstance(number, int | float) else number
        reason = refused.get(source, _NO_ROW) if is_video else _VIDEOS_ONLY
        values.append(_value(metric, source, scaled, reason, post_id=own))
    finished, begun = (given.get(source) for source in FINISHED)
    rate = finished / begun * 100 if isinstance(finished, int | float) and begun else None
    reason = next((refused[source] for source in FINISHED if source in refused), _NO_ROW)
    reason = reason if is_video else _VIDEOS_ONLY
    return [*values, _value("completionRate", "/".join(FINISHED), rate, reason, post_id=own)]


def _of_day(row: Mapping[str, Any] | None, source: str, day: date, refused: str | None) -> MetricValue:
    metric, status = OF_DAY[source], None if row is None else row.get("data_status")
    number = None if row is None else row.get("metrics", {}).get(source)
    if isinstance(number, int | float) and status == _READY:
        return MetricValue(metric, number, source, day=day)
    if isinstance(number, int | float) and status == _ESTIMATE:
        return MetricValue(metric, number, source, "", day, Provenance.ESTIMATED, _ESTIMATED)
    reason = _NO_ROW if status in (None, _READY) else f"Pinterest has no figure of that day: {status}."
    return unavailable_value(metric, refused or reason, source=source, day=day)


def _post(pin: Mapping[str, Any]) -> FoundPost:
    return FoundPost(
        post_id=str(pin["id"]),
        kind=PostKind.POST,
        published_at=datetime.fromisoformat(pin["created_at"]).replace(tzinfo=UTC),
        title=(pin.get("title") or pin.get("description") or "")[:TITLE_LENGTH],
        url=f"https://www.pinterest.com/pin/{pin['id']}/",
        form=VIDEO if pin.get("media", {}).get("media_type") == VIDEO else IMAGE,
    )


def _value(metric: str, source: str, number: object, reason: str, *, post_id: str = "") -> MetricValue:
    if isinstance(number, int | float):
        return MetricValue(metric, number, source, post_id)
    return unavailable_value(metric, reason, source=source, post_id=post_id, keeps_known=reason in _KEEPS_KNOWN)


def _first_number(answer: Answer, header: str) -> int | None:
    found = _FIRST_NUMBER.match(answer.headers.get(header, ""))
    return None if found is None else int(found[1])


def _is_of_day(answer: Answer) -> bool:
    """Whether the nearest limit, which is the first number, is that of a day: applications on trial have one."""
    limit = _first_number(answer, "x-ratelimit-limit")
    return f"{limit};w=86400" in answer.headers.get("x-ratelimit-limit", "")


def _seconds_of(answer: Answer) -> timedelta | None:
    seconds = _first_number(answer, "x-ratelimit-reset")
    return None if seconds is None else timedelta(seconds=seconds)
