"""TikTok, through its Display API: counts of the public videos of an account, and nothing else.

A token of the Business API opens more of an account, see ``server.social.networks.tiktok_business``.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.social.answers import Answer
from server.social.failures import (
    AuthExpired,
    ContractChanged,
    PermissionMissing,
    Scope,
    SocialFailure,
    Throttled,
    Transient,
)
from server.social.fetcher import Calls, Fetcher
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
from server.social.networks.tiktok_business import TikTokBusiness
from server.social.networks.tiktok_pages import iter_pages, refused_fields
from server.social.oauth import Application, Proof, Renewal
from server.social_settings import SocialSettings

POSTS_IN_LIST = 20
POSTS_AT_ONCE = 100
"""Their numbers come with the list."""
TITLE_LENGTH = 200
RENEWS_BEFORE = 300.0
"""Tokens last for two hours."""
WINDOW = timedelta(minutes=1)
"""Limits are of a sliding minute; TikTok does not say when it answers again."""

ACCOUNT_FIELDS = {"followers": "follower_count", "following": "following_count"}
VIDEO_FIELDS = {"likes": "like_count", "comments": "comment_count", "shares": "share_count", "views": "view_count"}
ALWAYS = ("id", "create_time", "title", "video_description", "share_url")
GOOD = "ok"
FAILURES: Mapping[str, type[SocialFailure]] = {
    "access_token_invalid": AuthExpired,
    "scope_not_authorized": PermissionMissing,
    "scope_permission_missed": PermissionMissing,
    "internal_error": Transient,
}
"""By the code of an error."""

_NOT_GIVEN = "TikTok did not give it."


class TikTok(Fetcher):
    """Reads TikTok; see ``Fetcher``.

    Args:
        settings: Its address, and the application whose tokens are renewed.
    """

    network = Network.TIKTOK
    version = "v2"
    posts_at_once = POSTS_AT_ONCE
    renews_before = RENEWS_BEFORE

    def __init__(self, settings: SocialSettings) -> None:
        self._url = f"{settings.social_tiktok_url.rstrip('/')}/v2"
        self._business = TikTokBusiness(settings)
        self.application = Application(
            "TikTok",
            settings.social_tiktok_authorize_url,
            f"{self._url}/oauth/token/",
            settings.social_tiktok_client_key,
            settings.social_tiktok_client_secret,
            scopes="user.info.basic,user.info.stats,video.list",
            id_name="client_key",
            proof=Proof.HEX,
        )

    @property
    def apis(self) -> Sequence[Fetcher]:
        """See ``Fetcher``."""
        return (self, self._business)

    def failure_of(self, answer: Answer) -> SocialFailure | None:
        """See ``Fetcher``. A good answer has an error, too, whose code is ``ok``."""
        error = answer.content.get("error") if isinstance(answer.content, dict) else None
        if not isinstance(error, dict):
            return Transient(f"TikTok answered {answer.status} without saying how it went.")
        code = str(error.get("code"))
        if code == GOOD and answer.status < 400:
            return None
        text = str(error.get("message") or code)
        if code == "rate_limit_exceeded" or answer.status == 429:
            return Throttled(text, answer.at + WINDOW, Scope.APP)
        if code == "invalid_params":
            return refused_fields(text, {*ACCOUNT_FIELDS.values(), *VIDEO_FIELDS.values()})
        return FAILURES.get(code, Transient if answer.status >= 500 else ContractChanged)(text)

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. A refresh token stops working when its successor is given."""
        return await self.application.renew(send, token, now)

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``. A token opens one account."""

        async def ask(names: Sequence[str]) -> dict[str, Any]:
            params = {"fields": ",".join(("open_id", "display_name", *names))}
            user: dict[str, Any] = (await calls.get(f"{self._url}/user/info/", params)).require()["data"]["user"]
            return user

        found = await calls.ask_supported("account", list(ACCOUNT_FIELDS.values()), ask)
        user = {name: value for answer in found.answers or [await ask([])] for name, value in answer.items()}
        if external_id not in (None, user["open_id"]):
            raise PermissionMissing("The token opens another account of TikTok.")
        values = [
            _value(metric, source, user.get(source), found.refused.get(source, _NOT_GIVEN))
            for metric, source in ACCOUNT_FIELDS.items()
        ]
        return Profile(user["open_id"], user.get("display_name", ""), values=values)

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``. The profile has all of them."""
        del calls, profile, days
        return []

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. The list has the counts, too, and the newest first."""
        del profile

        async def ask(names: Sequence[str], cursor: int | None) -> dict[str, Any]:
            body = {"max_count": POSTS_IN_LIST} | ({} if cursor is None else {"cursor": cursor})
            fields = ",".join((*ALWAYS, *names))
            answer = await calls.post(f"{self._url}/video/list/", params={"fields": fields}, json=body)
            page: dict[str, Any] = answer.require()["data"]
            return page

        async for page in iter_pages(calls, list(VIDEO_FIELDS.values()), ask):
            posts = [_post(video) for video in page["videos"]]
            for post in posts:
                if post.published_at >= since:
                    yield post
            if posts and posts[-1].published_at < since:
                return

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        del profile
        asked = {"filters": {"video_ids": [post_id]}}
        answer = await calls.post(f"{self._url}/video/query/", params={"fields": "id"}, json=asked)
        return not answer.require()["data"]["videos"]

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``."""
        del calls, profile
        return PostMetrics(
            [
                _value(metric, source, post.numbers.get(source), post_id=post.post_id)
                for post in posts
                for metric, source in VIDEO_FIELDS.items()
            ]
        )


def _post(video: Mapping[str, Any]) -> FoundPost:
    numbers = {name: video[name] for name in VIDEO_FIELDS.values() if isinstance(video.get(name), int)}
    return FoundPost(
        post_id=str(video["id"]),
        kind=PostKind.POST,
        published_at=datetime.fromtimestamp(int(video["create_time"]), UTC),
        title=(video.get("title") or video.get("video_description") or "")[:TITLE_LENGTH],
        url=video.get("share_url") or "",
        form="video",
        numbers=numbers,
    )


def _value(metric: str, source: str, number: object, reason: str = _NOT_GIVEN, *, post_id: str = "") -> MetricValue:
    if isinstance(number, int | float):
        return MetricValue(metric, number, source, post_id)
    return unavailable_value(metric, reason, source=source, post_id=post_id)
