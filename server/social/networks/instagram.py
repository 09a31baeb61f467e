"""Instagram, through the Graph API."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec

from server.social.answers import Answer
from server.social.failures import (
    AuthExpired,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    SocialFailure,
    Throttled,
    Transient,
)
from server.social.fetcher import Calls, Fetcher, Pause
from server.social.model import (
    Code,
    FoundPost,
    MetricValue,
    Network,
    PostKind,
    PostMetrics,
    Profile,
    Token,
    unavailable_value,
)
from server.social.networks import meta
from server.social.networks.paging import follow_pages, is_missing
from server.social.oauth import Application, Renewal, end_of
from server.social.supported import ask_supported
from server.social_settings import SocialSettings

PROFILE_FIELDS = "id,username,name,followers_count,follows_count,media_count,profile_picture_url"
MEDIA_FIELDS = "id,caption,media_type,media_product_type,permalink,timestamp,like_count,comments_count"
MEDIA_AT_ONCE = 100
POSTS_AT_ONCE = 50
TITLE_LENGTH = 200
RENEWS_BEFORE = 10 * 86_400.0
"""Tokens last for 60 days, and one that has ended cannot be renewed."""

FEED, REELS, STORY = "FEED", "REELS", "STORY"
_COMMON = {"reach": "reach", "views": "views", "shares": "shares"}
_SHOWN = {**_COMMON, "likes": "likes", "comments": "comments", "saved": "saves"}
MEDIA_METRICS: Mapping[str, Mapping[str, str]] = {
    FEED: _SHOWN,
    REELS: {**_SHOWN, "ig_reels_video_view_total_time": "watchTime"},
    STORY: {**_COMMON, "replies": "comments"},
}
"""What is asked for media of each kind, and the metric that it is. One unfit metric fails a whole call."""
KINDS = {REELS: PostKind.REEL, STORY: PostKind.STORY}
LISTED = {"likes": "like_count", "comments": "comments_count"}
"""Metrics that the list of media has, too, by its fields; those of stories are none."""
MILLISECONDS = {"ig_reels_video_view_total_time"}
OPTIONAL = {"profile_views": "profileViews", "website_clicks": "websiteClicks"}
"""Metrics of the account that answer, and are no longer documented."""

_NO_ROW = "Instagram has no figure for it: with fewer than 100 followers, or until two days later."
_HIDDEN = "The owner hides it, or Instagram has no figure for it yet."
_STORY_NONE = "Instagram does not publish it for stories."
_REELS_ONLY = "Instagram publishes it for reels only."


class Instagram(Fetcher):
    """Reads Instagram; see ``Fetcher``.

    Args:
        settings: Its address and the version of the Graph API.
    """

    network = Network.INSTAGRAM
    posts_at_once = POSTS_AT_ONCE
    asks_by_form = True
    day_zone = ZoneInfo("America/Los_Angeles")
    renews_before = RENEWS_BEFORE
    renews_itself = True

    def __init__(self, settings: SocialSettings) -> None:
        self.version = settings.social_meta_version
        self._host = settings.social_instagram_url.rstrip("/")
        self._url = f"{self._host}/{self.version}"
        self.application = Application(
            "Instagram",
            settings.social_instagram_authorize_url,
            settings.social_instagram_token_url,
            settings.social_instagram_client_id,
            settings.social_instagram_client_secret,
            scopes="instagram_business_basic,instagram_business_manage_insights",
        )

    def failure_of(self, answer: Answer) -> SocialFailure | None:
        """See ``Fetcher``."""
        return meta.failure_of(answer)

    def pause_after(self, answer: Answer) -> Pause | None:
        """See ``Fetcher``."""
        return meta.pause_after(answer)

    async def exchange(self, send: Renewal, code: Code, now: datetime) -> Token:
        """See ``Fetcher``. The first token lasts for an hour, and gets one of 60 days."""
        short, secret = await self.application.exchange(send, code, now), self.application.secret
        params = {"grant_type": "ig_exchange_token", "access_token": short.access}
        params |= {} if secret is None else {"client_secret": secret.get_secret_value()}
        answer = await send("GET", f"{self._host}/access_token", params=params)
        self.application.require_accepted(answer)
        failure = self.failure_of(answer)
        if isinstance(failure, Transient | Throttled):
            raise failure
        return self.application.token_in(answer, now)

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. The token itself is renewed, as long as it has not ended."""
        answer = await send(
            "GET",
            f"{self._host}/refresh_access_token",
            params={"grant_type": "ig_refresh_token", "access_token": token.access},
        )
        self.application.require_accepted(answer)
        failure = self.failure_of(answer)
        if isinstance(failure, Transient | Throttled):
            raise failure
        if failure is not None or "access_token" not in answer.require():
            raise AuthExpired("Instagram does not renew the token: connect the account again.")
        renewed = answer.require()
        return Token(renewed["access_token"], None, end_of(renewed.get("expires_in"), now))

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``."""
        answer = await calls.get(f"{self._url}/{external_id or 'me'}", {"fields": PROFILE_FIELDS})
        found = answer.require()
        values = [
            _value(metric, source, found.get(source), _NO_ROW)
            for metric, source in (("followers", "followers_count"), ("following", "follows_count"))
        ]
        return Profile(str(found["id"]), str(found.get("username", "")), values=values, name=found.get("name"))

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``. One call for each day: totals of several days are no totals of days."""
        values: list[MetricValue] = []
        for day in days:
            values += await self._core(calls, profile, day)
            values.append(await self._email_taps(calls, profile, day))
        return values

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. The list has the newest first."""

        async def ask(after: str | None) -> dict[str, Any]:
            params = {"fields": MEDIA_FIELDS, "limit": str(MEDIA_AT_ONCE)} | ({"after": after} if after else {})
            return (await calls.get(f"{self._url}/{profile.external_id}/media", params)).require()

        async for content in follow_pages(ask, meta.cursor_after):
            found = [_post(media) for media in content.get("data", [])]
            for post in found:
                if post.published_at >= since:
                    yield post
            if found and found[-1].published_at < since:
                break
        stories = await calls.get(f"{self._url}/{profile.external_id}/stories", {"fields": MEDIA_FIELDS})
        for media in stories.require().get("data", []):
            yield _post({**media, "media_product_type": STORY})

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        del profile
        return await is_missing(calls.get(f"{self._url}/{post_id}", {"fields": "id"}))

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``. A batch has a part for each post; parts fail one by one."""
        del profile
        reading = _Reading(self.version, f"{self._host}/", calls, posts)
        return PostMetrics(await reading.read(), frozenset(reading.gone), frozenset(reading.missed))

    async def _core(self, calls: Calls, profile: Profile, day: date) -> list[MetricValue]:
        async def ask(names: Sequence[str]) -> Any:
            return (await self._insights(calls, profile, day, ",".join(names))).require().get("data", [])

        values = []
        for sources in ({"reach": "reach"}, OPTIONAL):  # apart: the optional ones may be refused any day
            found = await calls.ask_supported("account", list(sources), ask)
            totals = {row["name"]: row.get("total_value", {}).get("value") for rows in found.answers for row in rows}
            values += [
                _value(metric, source, totals.get(source), found.refused.get(source, _NO_ROW), day=day)
                for source, metric in sources.items()
            ]
        return values

    async def _email_taps(self, calls: Calls, profile: Profile, day: date) -> MetricValue:
        source = "profile_links_taps.EMAIL"
        try:
            answer = await self._insights(
                calls, profile, day, "profile_links_taps", {"breakdown": "contact_button_type"}
            )
        except MetricUnsupported as failure:
            return unavailable_value("emailClicks", failure.reason, source=source, day=day)
        taps = [
            result["value"]
            for row in answer.require().get("data", [])
            for breakdown in row.get("total_value", {}).get("breakdowns", [])
            for result in breakdown.get("results", [])
            if result.get("dimension_values") == ["EMAIL"]
        ]
        return _value("emailClicks", source, taps[0] if taps else None, _NO_ROW, day=day)

    async def _insights(
        self, calls: Calls, profile: Profile, day: date, metrics: str, more: Mapping[str, str] | None = None
    ) -> Answer:
        start, end = (datetime(one.year, one.month, one.day, tzinfo=self.day_zone) for one in (day, _next(day)))
        params = {
            "metric": metrics,
            "period": "day",
            "metric_type": "total_value",
            **(more or {}),
            "since": str(int(start.timestamp())),
            "until": str(int(end.timestamp())),
        }
        return await calls.get(f"{self._url}/{profile.external_id}/insights", params)


class _Reading:
    """Reads the insights of posts of one form.

    Attributes:
        gone: Posts that Instagram no longer has.
        missed: Posts that it did not answer for.
    """

    def __init__(self, version: str, url: str, calls: Calls, posts: Sequence[FoundPost]) -> None:
        self._version = version
        self._url = url
        self._calls = calls
        self._posts = posts
        self._form = posts[0].form
        self._found: dict[str, dict[str, float]] = {post.post_id: {} for post in posts}
        self._reasons: dict[str, dict[str, str]] = {post.post_id: {} for post in posts}
        self.gone: set[str] = set()
        self.missed: set[str] = set()

    async def read(self) -> list[MetricValue]:
        """The numbers of all posts that are neither gone nor missed."""
        sources = MEDIA_METRICS.get(self._form, MEDIA_METRICS[FEED])
        supported = await self._calls.ask_supported(self._form, list(sources), self._ask_all)
        read = [post for post in self._posts if post.post_id not in self.gone | self.missed]
        return [value for post in read for value in self._values_of(post, sources, supported.refused)]

    async def _ask_all(self, names: Sequence[str]) -> None:
        """Asks for all posts; raises MetricUnsupported only if the same metric does not fit any of them."""
        open_posts = [post for post in self._posts if post.post_id not in self.gone]
        unfit = await self._ask(open_posts, names)
        failures = list(unfit.values())
        if len(unfit) == len(open_posts) and len({failure.names for failure in failures}) == 1:
            raise next((failure for failure in failures if failure.is_of_all), failures[0])
        for post_id in unfit:
            await self._ask_alone(post_id, names)

    async def _ask_alone(self, post_id: str, names: Sequence[str]) -> None:
        """Asks for a post that metrics do not fit which fit others of its form."""
        [post] = [post for post in self._posts if post.post_id == post_id]

        async def ask(some: Sequence[str]) -> None:
            for failure in (await self._ask([post], some)).values():
                raise failure

        async def recall(_names: Sequence[str]) -> Mapping[str, str]:
            return {}

        async def remember(_name: str, _reason: str) -> None:
            pass  # of this post only

        self._reasons[post_id] |= (await ask_supported(names, ask, recall, remember)).refused

    async def _ask(self, posts: Sequence[FoundPost], names: Sequence[str]) -> dict[str, MetricUnsupported]:
        """Sends one batch and takes what it answers; returns the posts that a metric does not fit."""
        query = urlencode({"metric": ",".join(names)}, safe=",")
        batch = [
            {"method": "GET", "relative_url": f"{self._version}/{post.post_id}/insights?{query}"} for post in posts
        ]
        form = {"batch": msgspec.json.encode(batch).decode(), "include_headers": "false"}
        answer = await self._calls.post(self._url, form=form)
        if not isinstance(answer.content, list) or len(answer.content) != len(posts):
            raise Transient("Instagram did not answer each part of a batch.")
        unfit: dict[str, MetricUnsupported] = {}
        for post, part in zip(posts, answer.content, strict=True):
            failure = self._take(post.post_id, part, names, answer)
            if isinstance(failure, MetricUnsupported):
                unfit[post.post_id] = failure
        return unfit

    def _take(
        self, post_id: str, part: Mapping[str, Any] | None, names: Sequence[str], answer: Answer
    ) -> SocialFailure | None:
        content = None if part is None else meta.body_of(part)
        error = meta.error_of(content)
        if error is not None:
            return self._take_error(post_id, error, names, answer)
        if not isinstance(content, dict):
            self.missed.add(post_id)  # Meta gave this part up
            return None
        for row in content.get("data", []):
            value = row["values"][0]["value"] if row.get("values") else row.get("total_value", {}).get("value")
            if isinstance(value, int | float):
                self._found[post_id][row["name"]] = value
        return None

    def _take_error(
        self, post_id: str, error: Mapping[str, Any], names: Sequence[str], answer: Answer
    ) -> SocialFailure | None:
        withheld = meta.reason_withheld(error)
        if withheld is not None:
            self._reasons[post_id].update(dict.fromkeys(names, withheld))
            return None
        failure = meta.failure_of_error(error, answer)
        match failure:
            case MetricUnsupported():
                return failure
            case NotFound():
                self.gone.add(post_id)
            case Transient():
                self.missed.add(post_id)
            case PermissionMissing():
                self._reasons[post_id].update(dict.fromkeys(names, failure.reason))
            case _:
                raise failure
        return None

    def _values_of(self, post: FoundPost, sources: Mapping[str, str], refused: Mapping[str, str]) -> list[MetricValue]:
        found, reasons, own = self._found[post.post_id], {**refused, **self._reasons[post.post_id]}, post.post_id
        values = []
        for source, metric in sources.items():
            number, name = found.get(source), source
            listed = "" if self._form == STORY else LISTED.get(metric, "")
            if number is None and listed in post.numbers:
                number, name = post.numbers[listed], listed
            scaled = number / 1000 if number is not None and source in MILLISECONDS else number
            values.append(_value(metric, name, scaled, reasons.get(source, _HIDDEN), post_id=own))
        known = set(sources.values())
        for metric in sorted({"likes", "saves", "watchTime"} - known):
            reason = _REELS_ONLY if metric == "watchTime" else _STORY_NONE
            values.append(unavailable_value(metric, reason, post_id=own))
        return values


def _value(
    metric: str,
    source: str,
    number: float | None,
    reason: str,
    *,
    post_id: str = "",
    day: date | None = None,
) -> MetricValue:
    """A number that Instagram measured, or why there is none."""
    if isinstance(number, int | float):
        return MetricValue(metric, number, source, post_id, day)
    return unavailable_value(metric, reason, source=source, post_id=post_id, day=day)


def _post(media: Mapping[str, Any]) -> FoundPost:
    form = media.get("media_product_type", FEED)
    numbers = {name: media[name] for name in LISTED.values() if isinstance(media.get(name), int)}
    return FoundPost(
        post_id=str(media["id"]),
        kind=KINDS.get(form, PostKind.POST),
        published_at=meta.time_of(media["timestamp"]),
        title=(media.get("caption") or "")[:TITLE_LENGTH],
        url=media.get("permalink") or "",
        form=form if form in MEDIA_METRICS else FEED,
        numbers=numbers,
    )


def _next(day: date) -> date:
    return day + timedelta(days=1)
