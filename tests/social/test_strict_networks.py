"""Local networks refuse what their documentation does not have, in the form in which the network would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from server.demo.networks.local import LocalNetwork
from server.settings import Settings
from server.social.answers import Answer
from server.social.failures import ContractChanged, MetricUnsupported, SocialFailure
from server.social.model import Network
from server.social.networks import open_fetchers
from server.social_settings import SocialSettings
from tests.social.documented import DOCUMENTED
from tests.social.documented.model import NOW
from tests.social.test_facebook import cafe
from tests.social.test_instagram import ada
from tests.social.test_linkedin import acme
from tests.social.test_pinterest import ida
from tests.social.test_tiktok import kim
from tests.social.test_tiktok_business import leo
from tests.social.test_x import eve
from tests.social.test_youtube import bea

__all__ = ["acme", "ada", "bea", "cafe", "eve", "ida", "kim", "leo"]

LINKEDIN = {"linkedin-version": "202608", "x-restli-protocol-version": "2.0.0"}
DAY = "start_date=2026-01-01&end_date=2026-01-02"


@dataclass(frozen=True)
class Wrong:
    """A request that differs from a good one in one thing only."""

    network: str
    path: str
    method: str = "GET"
    sent: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    means: type[SocialFailure] = ContractChanged
    is_noted: bool = True


OF_PAGE = "/v26.0/7/insights?metric=page_views_total&period=day&since=1&until=2"
PINS = "/v5/pins/analytics?pin_ids=902&metric_types=SAVE"
BUSINESS = "/open_api/v1.3/business/get/?business_id=open-leo&fields="
SHARES = "/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity="
OWN = "urn%3Ali%3Aorganization%3A5"
WRONG = {
    "a parameter of Instagram": Wrong("instagram", "/v26.0/me?fields=id&surprise=1"),
    "a field of Instagram": Wrong("instagram", "/v26.0/me?fields=id,surprise"),
    "no fields of Instagram": Wrong("instagram", "/v26.0/me"),
    "a field of media": Wrong("instagram", "/v26.0/me/media?fields=id,surprise"),
    "a period of Instagram": Wrong("instagram", "/v26.0/me/insights?metric=reach&period=year&since=1&until=2"),
    "a list that is repeated": Wrong("facebook", f"{OF_PAGE}&metric=page_media_view"),
    "a parameter of Facebook": Wrong("facebook", f"{OF_PAGE}&surprise=1"),
    "a moment that is none": Wrong("facebook", OF_PAGE.replace("since=1", "since=today")),
    "a field of a page": Wrong("facebook", "/v26.0/me?fields=id,surprise"),
    "a field of its posts": Wrong("facebook", "/v26.0/7/published_posts?fields=id,surprise{x}&limit=1&since=1"),
    "fields of its insights": Wrong("facebook", "/v26.0/?ids=7_1&fields=surprise"),
    "a metric of a page": Wrong(
        "facebook", OF_PAGE.replace("page_views_total", "surprise"), means=MetricUnsupported, is_noted=False
    ),
    "a parameter of X": Wrong("x", "/2/users/me?user.fields=public_metrics&surprise=1"),
    "too many posts of X": Wrong("x", "/2/users/42/tweets?max_results=101&start_time=2026-01-01T00:00:00Z"),
    "a time of X": Wrong("x", "/2/users/42/tweets?max_results=10&start_time=yesterday"),
    "two vocabularies of X": Wrong("x", "/2/tweets?ids=1&tweet.fields=text&post.fields=text"),
    "a parameter of LinkedIn": Wrong("linkedin", f"{SHARES}{OWN}&surprise=1", headers=LINKEDIN),
    "an URN that is not encoded": Wrong("linkedin", f"{SHARES}urn:li:organization:5", headers=LINKEDIN),
    "a list that is encoded": Wrong(
        "linkedin", f"{SHARES}{OWN}&shares=List%28urn%3Ali%3Ashare%3A1%29", headers=LINKEDIN
    ),
    "another finder": Wrong("linkedin", f"/rest/posts?q=author&author={OWN}&start=0&count=10", headers=LINKEDIN),
    "a parameter of TikTok": Wrong("tiktok", "/v2/user/info/?fields=open_id&surprise=1", means=MetricUnsupported),
    "a field of TikTok": Wrong("tiktok", "/v2/user/info/?fields=surprise", means=MetricUnsupported, is_noted=False),
    "a key of TikTok": Wrong(
        "tiktok", "/v2/video/list/?fields=id", "POST", {"json": {"surprise": 1}}, means=MetricUnsupported
    ),
    "a form where TikTok wants JSON": Wrong(
        "tiktok", "/v2/video/list/?fields=id", "POST", {"data": {"max_count": "9"}}, means=MetricUnsupported
    ),
    "a parameter of the Business API": Wrong("tiktok_business", f'{BUSINESS}["username"]&surprise=1'),
    "a list that is no JSON": Wrong("tiktok_business", f"{BUSINESS}username"),
    "a part of YouTube": Wrong("youtube", "/youtube/v3/videos?part=surprise&id=a"),
    "a parameter of YouTube": Wrong("youtube", "/youtube/v3/videos?part=statistics&id=a&surprise=1"),
    "too long a page of YouTube": Wrong(
        "youtube", "/youtube/v3/playlistItems?part=snippet&playlistId=UUb&maxResults=51"
    ),
    "a parameter of Pinterest": Wrong("pinterest", "/v5/user_account?surprise=1"),
    "a list of pins that is repeated": Wrong("pinterest", f"{PINS}&{DAY}&pin_ids=903"),
    "days that are no longer kept": Wrong("pinterest", f"{PINS}&{DAY}"),
    "too long a page of Pinterest": Wrong("pinterest", "/v5/pins?page_size=251"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_not_documented_is_refused(social: Settings, request: pytest.FixtureRequest, name: str) -> None:
    wrong = WRONG[name]
    local: LocalNetwork = request.getfixturevalue(wrong.network)
    owner = request.getfixturevalue(DOCUMENTED[wrong.network].owner)
    headers = {"authorization": f"Bearer {owner.token}", "access-token": owner.token, **wrong.headers}
    async with httpx.AsyncClient() as client:
        answer = await client.request(wrong.method, f"{local.url}{wrong.path}", headers=headers, **wrong.sent)
    assert answer.status_code == (200 if wrong.network == "tiktok_business" else 400), answer.text
    apis = open_fetchers(SocialSettings())[DOCUMENTED[wrong.network].network].apis
    [fetcher] = [one for one in apis if one.place.replace(".", "_") == wrong.network]
    failure = fetcher.failure_of(Answer(answer.status_code, dict(answer.headers), answer.content, NOW))
    assert type(failure) is wrong.means, failure
    assert not getattr(failure, "is_of_all", False) or not wrong.is_noted, "nothing is remembered for a fault of ours"
    assert len(local.refused) == wrong.is_noted
    local.refused.clear()


TOKENS = {
    "instagram": "/oauth/access_token",
    "facebook": "/v26.0/oauth/access_token",
    "x": "/2/oauth2/token",
    "linkedin": "/oauth/v2/accessToken",
    "tiktok": "/v2/oauth/token/",
    "youtube": "/token",
    "pinterest": "/v5/oauth/token",
}


@pytest.mark.parametrize("name", TOKENS)
async def test_an_unknown_parameter_gets_no_token(social: Settings, request: pytest.FixtureRequest, name: str) -> None:
    local: LocalNetwork = request.getfixturevalue(name)
    page = local.page
    form = {"grant_type": "authorization_code", "code": "c", "redirect_uri": "r", page.id_name: page.client_id}
    form |= {"client_secret": "our-secret", "surprise": "1"}
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{local.url}{TOKENS[name]}", data=form)
    assert answer.status_code == 400
    assert ("invalid_request" in answer.text) == bool(local.oauth_path)
    assert len(local.refused) == 1
    local.refused.clear()


@pytest.mark.parametrize("network", Network)
async def test_other_scopes_are_refused(social: Settings, request: pytest.FixtureRequest, network: Network) -> None:
    local: LocalNetwork = request.getfixturevalue(network.value)
    page = local.page
    page.callbacks.add("https://app.test")
    good = {"response_type": "code", page.id_name: page.client_id, "redirect_uri": "https://app.test", "state": "s"}
    good |= {"code_challenge": "c", "code_challenge_method": "S256"} if page.hashes is not None else {}
    good |= dict.fromkeys(page.more, "x")
    path = next(route.path for route in local.routes() if "auth" in route.path or "dialog" in route.path)  # type: ignore[attr-defined]
    scopes, other = sorted(page.scopes), "," if page.separator == " " else " "
    cases = {page.separator.join(scopes): 200, page.separator.join(scopes[1:]): 400, other.join(scopes): 400}
    cases[page.separator.join([*scopes, "surprise"])] = 400
    async with httpx.AsyncClient() as client:
        for scope, status in cases.items():
            url = f"{local.url}{path.replace('{version}', 'v26.0')}"
            assert (await client.get(url, params={**good, "scope": scope})).status_code == status, scope
    assert len(local.refused) == 3
    local.refused.clear()
