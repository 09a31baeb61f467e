"""Organizations on LinkedIn, through the Community Management API.

Young posts that it leaves out have no activity: 0. Old ones it leaves out in any case.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from server.social.answers import Answer
from server.social.failures import (
    ContractChanged,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    QuotaExhausted,
    Scope,
    SocialFailure,
    Throttled,
    Transient,
    failure_of_status,
)
from server.social.fetcher import Calls, Fetcher
from server.social.model import (
    MAX_OPENED,
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
from server.social.networks.paging import follow_pages, is_missing
from server.social.oauth import Application, Renewal
from server.social_settings import SocialSettings

POSTS_AT_ONCE = 50
POSTS_IN_LIST = 100
ROLES_IN_LIST = 100
TITLE_LENGTH = 200
RENEWS_BEFORE = 5 * 86_400.0
"""Tokens last for 60 days; only approved partners have one to renew it with."""
BURST = timedelta(seconds=35)
SURE = timedelta(days=60)
"""Age up to which only posts without activity are left out; from about three months on others are, too."""

OF_POST = {
    "likes": "likeCount",
    "comments": "commentCount",
    "shares": "shareCount",
    "impressions": "impressionCount",
    "reach": "uniqueImpressionsCount",
}
OF_VIDEO = {"views": "VIDEO_VIEW", "watchTime": "TIME_WATCHED"}
OF_DAY = {"impressions": "impressionCount", "reach": "uniqueImpressionsCount"}
PAGE_VIEWS, WEBSITE, FOLLOWERS = "allPageViews.pageViews", "VISIT_WEBSITE", "firstDegreeSize"
VIDEO = "video"
LISTS = {"share": "shares", "ugcPost": "ugcPosts"}
"""In which list of a question an id stands, by its kind."""
VERSION_CODES = {"VERSION_MISSING", "NONEXISTENT_VERSION"}

_NO_ROW = "LinkedIn has no figure for it yet: figures come one to two days later."
_VIDEOS_ONLY = "LinkedIn publishes it for videos only."
_TOO_OLD = "LinkedIn no longer gives it: it leaves posts out that are some months old."
_NO_LIST = "LinkedIn has statistics of shares and of posts of users only."


class LinkedIn(Fetcher):
    """Reads organizations on LinkedIn; see ``Fetcher``.

    Args:
        settings: Its address and version, and the application whose tokens are renewed.
    """

    network = Network.LINKEDIN
    posts_at_once = POSTS_AT_ONCE
    renews_before = RENEWS_BEFORE

    def __init__(self, settings: SocialSettings) -> None:
        self.version = settings.social_linkedin_version
        self._url = f"{settings.social_linkedin_url.rstrip('/')}/rest"
        self.application = Application(
            "LinkedIn",
            settings.social_linkedin_authorize_url,
            settings.social_linkedin_token_url,
            settings.social_linkedin_client_id,
            settings.social_linkedin_client_secret,
            scopes="rw_organization_admin r_organization_social",
        )

    def failure_of(self, answer: Answer) -> SocialFailure | None:
        """See ``Fetcher``."""
        content = answer.content if isinstance(answer.content, dict) else None
        if answer.status < 400:
            return None if content is not None else Transient("LinkedIn answered something that is no JSON object.")
        text = str((content or {}).get("message") or f"LinkedIn answered {answer.status}.")
        if answer.status == 426 or (content or {}).get("code") in VERSION_CODES:
            return ContractChanged(text)
        if answer.status == 429:
            if " DAY " in text:
                scope = Scope.APP if "APPLICATION" in text else Scope.ACCOUNT  # others are of a member
                return QuotaExhausted(text, _midnight(answer.at.astimezone(UTC).date() + timedelta(days=1)), scope)
            return Throttled(text, answer.at + BURST, Scope.ACCOUNT)
        if answer.status == 400 and b"QUERY_PARAM_NOT_ALLOWED" in answer.body:
            return MetricUnsupported(text)
        return failure_of_status(answer.status, text)

    def authorize(self, token: Token) -> Mapping[str, str]:
        """See ``Fetcher``."""
        return {
            "authorization": f"Bearer {token.access}",
            "linkedin-version": self.version,
            "x-restli-protocol-version": "2.0.0",
        }

    async def renew(self, send: Renewal, token: Token, now: datetime) -> Token:
        """See ``Fetcher``. The refresh token stays, and has an end of its own."""
        return await self.application.renew(send, token, now)

    async def profile(self, calls: Calls, external_id: str | None) -> Profile:
        """See ``Fetcher``. A token opens all organizations of its user, so the id has to be given."""
        if external_id is None:
            raise PermissionMissing("Name the organization by its id: the token may open several.")
        url = f"{self._url}/networkSizes/{_urn(external_id)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER"
        followers = (await calls.get(url)).require().get(FOLLOWERS)
        try:
            own = (await self._names(calls, [external_id])).get(external_id, {})
        except (PermissionMissing, NotFound, ContractChanged):  # its numbers are read without its name, too
            own = {}
        values = [_value("followers", FOLLOWERS, followers)]
        return Profile(external_id, own.get("vanityName") or "", values=values, name=own.get("localizedName"))

    async def opened(self, calls: Calls, token: Token) -> Sequence[Opened]:
        """See ``Fetcher``. The organizations that the user administers: of others it may read no statistics."""
        ids: dict[str, None] = {}
        for start in range(0, MAX_OPENED + 1, ROLES_IN_LIST):
            query = f"q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&start={start}&count={ROLES_IN_LIST}"
            rows = await self._elements(calls, f"organizationAcls?{query}")
            ids |= {(row.get("organization") or row["organizationTarget"]).rpartition(":")[2]: None for row in rows}
            if len(rows) < ROLES_IN_LIST:
                break
        names = await self._names(calls, list(ids)) if ids else {}
        return [
            Opened(one, own.get("vanityName") or one, own.get("localizedName"), token)
            for one in ids
            for own in [names.get(one, {})]
        ]

    async def _names(self, calls: Calls, ids: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for first in range(0, len(ids), POSTS_AT_ONCE):
            named = ",".join(ids[first : first + POSTS_AT_ONCE])
            answer = await calls.get(f"{self._url}/organizations?ids=List({named})")
            found |= answer.require().get("results", {})
        return found

    async def account_metrics(self, calls: Calls, profile: Profile, days: Sequence[date]) -> list[MetricValue]:
        """See ``Fetcher``."""
        own = _urn(profile.external_id)
        start, end = _milliseconds(days[0]), _milliseconds(days[-1] + timedelta(days=1))
        span = f"timeIntervals=(timeRange:(start:{start},end:{end}),timeGranularityType:DAY)"
        shared, unshared = await self._asked(
            calls, f"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={own}&{span}"
        )
        viewed, unviewed = await self._asked(
            calls, f"organizationPageStatistics?q=organization&organization={own}&{span}"
        )
        posts = {_day_of(one): one.get("totalShareStatistics", {}) for one in shared}
        pages = {_day_of(one): one.get("totalPageStatistics", {}) for one in viewed}
        values = []
        for day in days:
            counts, page = posts.get(day, {}), pages.get(day, {})
            values += [
                _value(metric, source, counts.get(source), unshared, day=day) for metric, source in OF_DAY.items()
            ]
            views = page.get("views", {}).get("allPageViews", {}).get("pageViews")
            values += [
                _value("profileViews", PAGE_VIEWS, views, unviewed, day=day),
                _value("websiteClicks", WEBSITE, _clicks(page.get("clicks", {})), unviewed, day=day),
            ]
        return values

    async def posts(self, calls: Calls, profile: Profile, since: datetime) -> AsyncIterator[FoundPost]:
        """See ``Fetcher``. Pages move when a post is added meanwhile, so one may come twice."""
        read = 0

        async def ask(place: int | None) -> list[dict[str, Any]]:
            own = _urn(profile.external_id)
            query = f"q=author&author={own}&count={POSTS_IN_LIST}&start={place or 0}&sortBy=CREATED"
            answer = await calls.get(f"{self._url}/posts?{query}", headers={"x-restli-method": "FINDER"})
            found: list[dict[str, Any]] = answer.require().get("elements", [])
            return found

        def next_of(elements: list[dict[str, Any]]) -> int | None:
            nonlocal read
            read += POSTS_IN_LIST
            return None if len(elements) < POSTS_IN_LIST else read

        async for elements in follow_pages(ask, next_of):
            found = [_post(one) for one in elements if one.get("lifecycleState") == "PUBLISHED"]
            for post in found:
                if post.published_at >= since:
                    yield post
            if found and found[-1].published_at < since:
                return

    async def is_gone(self, calls: Calls, profile: Profile, post_id: str) -> bool:
        """See ``Fetcher``."""
        del profile
        return await is_missing(calls.get(f"{self._url}/posts/{quote(post_id, '')}"))

    async def post_metrics(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> PostMetrics:
        """See ``Fetcher``."""
        counts = await self._counts(calls, profile, posts)
        values = []
        for post in posts:
            values += _of_post(post, counts.get(post.post_id), calls.now() - post.published_at)
            values += await self._of_video(calls, post)
        return PostMetrics(values)

    async def _counts(self, calls: Calls, profile: Profile, posts: Sequence[FoundPost]) -> dict[str, Any]:
        """The counts of those posts that LinkedIn does not leave out."""
        lists = []
        for kind, name in LISTS.items():
            if urns := [quote(post.post_id, "") for post in posts if _kind(post.post_id) == kind]:
                lists.append(f"{name}=List({','.join(urns)})")
        if not lists:  # without any, it would tell of the whole organization
            return {}
        own = _urn(profile.external_id)
        query = f"q=organizationalEntity&organizationalEntity={own}&{'&'.join(lists)}"
        elements = await self._elements(calls, f"organizationalEntityShareStatistics?{query}")
        return {str(one.get("share") or one.get("ugcPost")): one.get("totalShareStatistics", {}) for one in elements}

    async def _of_video(self, calls: Calls, post: FoundPost) -> list[MetricValue]:
        """The numbers of a video: one call for each."""
        own, values = post.post_id, []
        for metric, source in OF_VIDEO.items():
            if post.form != VIDEO:
                values.append(unavailable_value(metric, _VIDEOS_ONLY, source=source, post_id=own))
                continue
            query = f"q=entity&entity={quote(own, '')}&type={source}&aggregation=ALL"
            reason = _NO_ROW
            try:
                elements = await self._elements(calls, f"videoAnalytics?{query}")
            except MetricUnsupported as failure:  # of this video: others may be younger
                elements, reason = [], failure.reason
            number = elements[0].get("value") if elements else None
            scaled = number / 1000 if metric == "watchTime" and isinstance(number, int | float) else number
            values.append(_value(metric, source, scaled, reason, post_id=own))
        return values

    async def _asked(self, calls: Calls, path: str) -> tuple[list[dict[str, Any]], str]:
        """The elements of an answer, and why something is not among them: LinkedIn may refuse a whole question."""
        name = path.partition("?")[0]
        found = await calls.ask_supported("account", [name], lambda _names: self._elements(calls, path))
        return [one for elements in found.answers for one in elements], found.refused.get(name, _NO_ROW)

    async def _elements(self, calls: Calls, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await calls.get(f"{self._url}/{path}")).require().get("elements", [])
        return found


def _urn(external_id: str) -> str:
    return quote(f"urn:li:organization:{external_id}", "")


def _kind(post_id: str) -> str:
    """``share`` or ``ugcPost``, by the URN of a post."""
    return post_id.split(":")[2] if post_id.count(":") == 3 else ""


def _of_post(post: FoundPost, given: Mapping[str, Any] | None, age: timedelta) -> list[MetricValue]:
    """The numbers of a post; given is None if LinkedIn leaves it out."""
    own = post.post_id
    if given is None and (_kind(own) not in LISTS or age > SURE):
        reason = _TOO_OLD if _kind(own) in LISTS else _NO_LIST
        return [
            unavailable_value(metric, reason, source=source, post_id=own, keeps_known=True)
            for metric, source in OF_POST.items()
        ]
    counts = dict.fromkeys(OF_POST.values(), 0) if given is None else given
    return [_value(metric, source, counts.get(source), post_id=own) for metric, source in OF_POST.items()]


def _post(found: Mapping[str, Any]) -> FoundPost:
    media = str(found.get("content", {}).get("media", {}).get("id", ""))
    published = found.get("publishedAt") or found["createdAt"]
    return FoundPost(
        post_id=str(found["id"]),
        kind=PostKind.POST,
        published_at=datetime.fromtimestamp(published / 1000, UTC),
        title=(found.get("commentary") or "")[:TITLE_LENGTH],
        url=f"https://www.linkedin.com/feed/update/{found['id']}/",
        form=VIDEO if media.startswith("urn:li:video:") else "other",
    )


def _clicks(clicks: Mapping[str, Any]) -> int | None:
    """Clicks on the website, on computers and phones; None if LinkedIn does not tell them apart by button."""
    lists = [clicks.get(f"{kind}CustomButtonClickCounts") for kind in ("desktop", "mobile")]
    if not any(isinstance(one, list) for one in lists):
        return None
    return sum(
        int(entry["clicks"])
        for one in lists
        if isinstance(one, list)
        for entry in one
        if entry.get("customButtonType") == WEBSITE
    )


def _day_of(element: Mapping[str, Any]) -> date:
    return datetime.fromtimestamp(element["timeRange"]["start"] / 1000, UTC).date()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _milliseconds(day: date) -> int:
    return int(_midnight(day).timestamp()) * 1000


def _value(
    metric: str, source: str, number: object, reason: str = _NO_ROW, *, post_id: str = "", day: date | None = None
) -> MetricValue:
    if isinstance(number, int | float):
        return MetricValue(metric, number, source, post_id, day)
    return unavailable_value(metric, reason, source=source, post_id=post_id, day=day)
