"""TikTok, through its Business API: what the owner of an account sees. Errors come with the status of good answers."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

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
    BUSINESS,
    Code,
    FoundPost,
    MetricValue,
    Network,
    Opened,
    PostKind,
    PostMetrics,
    Profile,
    Token,
    unavailable_value,
)
from server.social.networks.tiktok_pages import iter_pages, refused_fields
from server.social.oauth import Application, Renewal
from server.social_settings import SocialSettings

POSTS_IN_LIST = 20
POSTS_AT_ONCE = 100
"""Their numbers come with the list."""
TITLE_LENGTH = 200
RENEWS_BEFORE = 3600.0
"""Tokens last for a day."""
WINDOW = timedelta(seconds=6)
"""Limits are of calls in a second; TikTok does not say when it answers again."""

OF_DAY = {
    "profile_views": "profileViews",
    "bio_link_clicks": "websiteClicks",
    "email_clicks": "emailClicks",
    "unique_video_views": "reach",
}
OF_ANY = {"likes": "likes", "comments": "comments", "shares": "shares", "favorites": "saves", "reach": "reach"}
SHARE = "full_video_watched_rate"
"""From 0 to 1."""
OF_VIDEO = {
    "video_views": "views",
    "total_time_watched": "watchTime",
    SHARE: "completionRate",
}
FOLLOWERS = "followers_count"
KNOWN = {FOLLOWERS, *OF_DAY, *OF_ANY, *OF_VIDEO}
SPELLED = {"favorites": "favorities"}
"""Names that answers were seen to have instead."""
ALWAYS = ("item_id", "create_time", "caption", "share_url", "media_type")
VIDEO = "VIDEO"
NOT_PUBLISHED = "TikTok's Business API does not publish it."

GOOD = 0
AUTH_CODES = {40102, 40105}
PERMISSION_CODE, PARAMETER_CODE = 40001, 40002
THROTTLE_CODES = {40100, 51021}
SERVER_CODES = range(50000, 60000)

_NO_ROW = "TikTok has no figure for it yet: figures come one to two days later, some for registered businesses only."
_VIDEOS_ONLY = "TikTok publishes it for videos only."
_UNNAMED = (
    "TikTok's Display API does not know the token. If it is one of the Business API, name its account by its open_id."
)


class TikTokBusiness(Fetcher):
    """Reads TikTok through its Business API; see ``Fetcher``.

    Args:
        settings: Its address, and the application whose tokens are renewed.
    """

    network = Network.TIKTOK
    api = BUSINESS
    version = "v1.3"
    posts_at_once = POSTS_AT_ONCE
    renews_before = RENEWS_BEFORE

    def __init__(self, settings: SocialSettings) -> None:
        self._url = f"{settings.social_tiktok_business_url.rstrip('/')}/open_api/{self.version}"
        self.application = Application(
            "TikTok for businesses",
            settings.social_tiktok_business_authorize_url,
            f"{self._url}/tt_user/oauth2/token/",
            settings.social_tiktok_business_client_id,
            settings.social_tiktok_business_client_secret,
            scopes="user.info.basic,user.info.username,user.info.stats,user.insights,video.list,video.insights",
            id_name="client_key",
            refusals=frozenset({40101}),
        )

    def failure_of(self, answer: Answer) -> SocialFailure | None:  # noqa: PLR0911 - one for each kind
        """See ``Fetcher``. The code of the body decides: the status is 200, whatever went wrong."""
        content = answer.content if isinstance(answer.content, dict) else {}
        code = content.get("code")
        if not isinstance(code, int):
            return Transient(f"TikTok answered {answer.status} without saying how it went.")
        text = str(content.get("message") or code)
        if code == GOOD and answer.status < 400:
            return None
        if code in THROTTLE_CODES or answer.status == 429:
            return Throttled(text, answer.at + WINDOW, Scope.APP)
        if code in AUTH_CODES:
            return AuthExpired(text)
        if code == PERMISSION_CODE:
            return PermissionMissing(text)
        if code in SERVER_CODES or answer.status >= 500:
            return Transient(text)
        refused = refused_fields(text, KNOWN)
        if code == PARAMETER_CODE and (refused.names or "field" in text.lower()):
            return refused
        return ContractChanged(text)

    def authorize(self, token: Token) -> Mapping[str, str]:
        """See ``Fetcher``."""
        return {"access-token": token.access}

    async def exchange(self, send: Renewal, code: Code, now: datetime) -> Token:
        """See ``Fetcher``."""
        asked = {"grant_type": "authorization_code", "auth_code": code.code, "redirect_uri": code.callback_url}
        return await self._token(send, self.application.token_url, asked, now)

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. A refresh token comes with its successor."""
        if token.refresh is None:
            raise AuthExpired("The token has ended, and there is none to renew it with: connect the account again.")
        if self.application.client_id is None or self.application.secret is None:
            raise ContractChanged("The settings name no application at TikTok that could renew the token.")
        asked = {"grant_type": "refresh_token", "refresh_token": token.refresh}
        return await self._token(send, f"{self._url}/tt_user/oauth2/refresh_token/", asked, now, follows=token)

    async def _token(
        self, send: Renewal, url: str, asked: Mapping[str, str], now: datetime, *, follows: Token | None = None
    ) -> Token:
        own, secret = self.application.client_id, self.application.secret
        ours = {"client_id": own, "client_secret": secret.get_secret_value() if secret is not None else None}
        answer = await send("POST", url, json={**ours, **asked})
        failure = self.failure_of(answer)
        if isinstance(failure, Transient | Throttled):
            raise Transient(failure.reason)
        token = self.application.token_in(answer, now, follows=follows)
        return replace(token, api=BUSINESS, owner=answer.require()["data"].get("open_id"))

    async def opened(self, calls: Calls, token: Token) -> Sequence[Opened]:
        """See ``Fetcher``. The id of the account came with the token."""
        if token.owner is None:
            raise ContractChanged("TikTok did not tell the account of the token.")
        profile = await self.profile(calls, token.owner)
        return [Opened(profile.external_id, profile.handle, profile.name, token)]

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``. A token does not tell its account, so the id has to be given."""
        if external_id is None:
            raise PermissionMissing(_UNNAMED)

        async def ask(names: Sequence[str]) -> dict[str, Any]:
            return await self._get(calls, "business/get/", external_id, ["username", "display_name", *names])

        found = await calls.ask_supported("account", [FOLLOWERS], ask)
        data = found.answers[0] if found.answers else await ask([])
        values = [
            _value("followers", FOLLOWERS, data.get(FOLLOWERS), found.refused.get(FOLLOWERS, _NO_ROW)),
            unavailable_value("following", NOT_PUBLISHED),
        ]
        return Profile(external_id, data.get("username") or data.get("display_name") or "", values=values)

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``. One call for all days."""
        span = {"start_date": days[0].isoformat(), "end_date": days[-1].isoformat()}

        async def ask(names: Sequence[str]) -> Any:
            data = await self._get(calls, "business/get/", profile.external_id, names, **span)
            return data.get("metrics") or []

        found = await calls.ask_supported("account", list(OF_DAY), ask)
        given = {
            (row["date"], source): row[source]
            for rows in found.answers
            for row in rows
            for source in OF_DAY.keys() & row
        }
        return [
            _value(metric, source, given.get((day.isoformat(), source)), found.refused.get(source, _NO_ROW), day=day)
            for day in days
            for source, metric in OF_DAY.items()
        ]

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. The list has the numbers, too."""

        async def ask(names: Sequence[str], cursor: int | None) -> dict[str, Any]:
            more = {"max_count": str(POSTS_IN_LIST)} | ({} if cursor is None else {"cursor": str(cursor)})
            return await self._get(calls, "business/video/list/", profile.external_id, [*ALWAYS, *names], **more)

        async for page in iter_pages(calls, [*OF_ANY, *OF_VIDEO], ask):
            posts = [_post(video) for video in page.get("videos") or []]
            for post in posts:
                if post.published_at >= since:
                    yield post
            if posts and posts[-1].published_at < since:
                return

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        filters = msgspec.json.encode({"video_ids": [post_id]}).decode()
        page = await self._get(calls, "business/video/list/", profile.external_id, ["item_id"], filters=filters)
        return not page["videos"]

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``."""
        del calls, profile
        return PostMetrics([value for post in posts for value in _values_of(post)])

    async def _get(
        self, calls: Calls, path: str, external_id: str, fields: Sequence[str], **more: str
    ) -> dict[str, Any]:
        params = {"business_id": external_id, "fields": msgspec.json.encode(fields).decode(), **more}
        data: dict[str, Any] = (await calls.get(f"{self._url}/{path}", params)).require()["data"]
        return data


def _post(video: Mapping[str, Any]) -> FoundPost:
    given = {name: video.get(name, video.get(SPELLED.get(name, name))) for name in (*OF_ANY, *OF_VIDEO)}
    return FoundPost(
        post_id=str(video["item_id"]),
        kind=PostKind.POST,
        published_at=datetime.fromtimestamp(int(video["create_time"]), UTC),
        title=(video.get("caption") or "")[:TITLE_LENGTH],
        url=video.get("share_url") or "",
        form=str(video.get("media_type") or VIDEO),
        numbers={name: number for name, number in given.items() if isinstance(number, int | float)},
    )


def _values_of(post: FoundPost) -> list[MetricValue]:
    numbers, own = post.numbers, post.post_id
    values = [_value(metric, source, numbers.get(source), post_id=own) for source, metric in OF_ANY.items()]
    reason = _NO_ROW if post.form == VIDEO else _VIDEOS_ONLY
    for source, metric in OF_VIDEO.items():
        number = numbers.get(source)
        scaled = number * 100 if number is not None and source == SHARE else number
        values.append(_value(metric, source, scaled, reason, post_id=own))
    return values


def _value(
    metric: str,
    source: str,
    number: object,
    reason: str = _NO_ROW,
    *,
    post_id: str = "",
    day: date | None = None,
) -> MetricValue:
    if isinstance(number, int | float):
        return MetricValue(metric, number, source, post_id, day)
    return unavailable_value(metric, reason, source=source, post_id=post_id, day=day)
