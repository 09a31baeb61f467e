"""Tokens that end soon, and what becomes of an account whose token is not renewed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from server.demo.networks.facebook import LocalFacebook, Page
from server.demo.networks.instagram import LocalInstagram, Owner
from server.demo.networks.linkedin import LocalLinkedIn, Organization
from server.demo.networks.local import Fault, LocalNetwork
from server.demo.networks.tiktok_business import Business, LocalTikTokBusiness
from server.demo.networks.x import LocalX, Member
from server.social.client import AccountCalls
from server.social.collecting import Collector
from server.social.model import Account, AccountState, Network, Profile, Token
from server.social.networks import open_fetchers
from server.social.tokens import read_token, renew_token
from tests.social.collection import Bench
from tests.social.serving import Held, a_page_of_a_proxy, answering
from tests.social.test_pinterest import ida
from tests.social.test_tiktok import kim
from tests.social.test_youtube import bea

__all__ = ["bea", "ida", "kim"]

SOON = timedelta(seconds=30)
"""Less than any network leaves for a renewal."""
ENDED = timedelta(seconds=-1)


def in_(left: timedelta) -> datetime:
    return datetime.now(UTC) + left


async def state_of(bench: Bench, account: Account) -> AccountState:
    return (await bench.account(account)).state


@pytest.fixture
def acme(linkedin: LocalLinkedIn) -> Organization:
    return linkedin.add(Organization("55", "token-li", "refresh-li", followers=77))


@pytest.fixture
def ada(instagram: LocalInstagram) -> Owner:
    return instagram.add(Owner("9", "ada", "token-ig", followers=1, media=[]))


@pytest.fixture
def eve(x: LocalX) -> Member:
    return x.add(Member("42", "eve", "token-x", counts={"followers_count": 1}))


@pytest.fixture
def leo(tiktok_business: LocalTikTokBusiness) -> Business:
    return tiktok_business.add(Business("open-leo", "leo", "token-business", days={}, clips=[]))


async def test_a_token_that_nothing_renews_is_used_to_its_end(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization
) -> None:
    account = await bench.connect(Network.LINKEDIN, acme.token, "55", expires_at=in_(timedelta(days=4, hours=20)))
    outcome = await bench.collect(account)
    assert (outcome.code, linkedin.calls("/accessToken")) == ("done", 0)
    assert outcome.calls > 0
    assert await state_of(bench, account) is AccountState.CONNECTED
    ended = await bench.connect(Network.LINKEDIN, acme.token, "55", expires_at=in_(ENDED))
    assert ((await bench.collect(ended)).code, linkedin.calls("/accessToken")) == ("auth_expired", 0)
    assert await state_of(bench, account) is AccountState.NEEDS_RECONNECT


REFUSALS = {
    "refused": (answering(400, {"error": "invalid_grant"}), "auth_expired"),
    "not now": (a_page_of_a_proxy, "transient"),
    "not our application": (answering(401, {"error": "invalid_client"}), "contract_changed"),
    "in another form": (answering(200, {"access_token": "a", "expires_in": "soon"}), "contract_changed"),
}


@pytest.mark.parametrize("why", REFUSALS)
async def test_an_open_token_that_is_not_renewed_early_still_collects(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization, why: str
) -> None:
    fault, code = REFUSALS[why]
    linkedin.fail(fault, times=2, path="/accessToken")
    which = (Network.LINKEDIN, acme.token, "55")
    account = await bench.connect(*which, refresh=acme.refresh, expires_at=in_(SOON))
    assert ((await bench.collect(account)).code, linkedin.calls("/accessToken")) == ("done", 1)
    assert await state_of(bench, account) is AccountState.CONNECTED
    ended = await bench.connect(*which, refresh=acme.refresh, expires_at=in_(ENDED))
    assert ((await bench.collect(ended)).code, linkedin.calls("/accessToken")) == (code, 2)
    needs = AccountState.NEEDS_RECONNECT if code == "auth_expired" else AccountState.CONNECTED
    assert await state_of(bench, account) is needs


async def test_instagram_loses_no_day_of_an_open_token(bench: Bench, instagram: LocalInstagram, ada: Owner) -> None:
    refusal = answering(400, {"error": {"message": "Too young.", "type": "OAuthException", "code": 190}})
    instagram.fail(refusal, path="/refresh_access_token")
    account = await bench.connect(Network.INSTAGRAM, ada.token, "9", expires_at=in_(timedelta(days=9)))
    assert ((await bench.collect(account)).code, instagram.calls("/refresh_access_token")) == ("done", 1)
    assert await state_of(bench, account) is AccountState.CONNECTED


WAITING = """SELECT EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%social_tokens%'
)"""
"""Whether a statement waits for a token that another transaction has locked."""


async def test_two_that_renew_a_token_at_once_send_its_refresh_token_once(bench: Bench, x: LocalX, eve: Member) -> None:
    """X takes a refresh token once: sent again, it would disconnect the account."""
    account = await bench.connect(Network.X, eve.token, refresh=eve.refresh)
    fetcher, old = open_fetchers(bench.settings)[Network.X], Token(eve.token, eve.refresh)
    x.expired = {eve.token}

    async def renew(used: Token) -> Token:
        return await renew_token(bench.pool, bench.client, bench.vault, fetcher, account=account, used=used)

    async def read() -> tuple[Profile, Token]:
        calls = AccountCalls(bench.client, fetcher, account, old, renew, bench.client.now)
        return await fetcher.profile(calls, account.external_id), calls.token

    with Held() as first:
        x.fail(first, path="/token")
        readings = [asyncio.create_task(read()) for _ in range(2)]
        await first.until_reached()
        async with asyncio.timeout(60):
            waits = False
            while not waits and not any(reading.done() for reading in readings):
                waits = await bench.pool.fetchval(WAITING)
    (profile, token), (other_profile, other_token) = await asyncio.gather(*readings)
    assert x.calls("/token") == 1
    assert profile == other_profile
    assert profile.external_id == "42"
    stored = await read_token(bench.pool, bench.vault, 1, account.account_id)
    assert token == other_token == stored
    assert (stored.access, stored.refresh) == (eve.token, eve.refresh) == (f"{old.access}+", f"{old.refresh}+")


async def test_a_mistake_in_our_settings_disconnects_nobody(bench: Bench, x: LocalX, eve: Member) -> None:
    account = await bench.connect(Network.X, eve.token, refresh=eve.refresh)
    x.expired = {eve.token}
    right = bench.collector
    for change, renewals in (({"social_x_client_secret": SecretStr("typo")}, 1), ({"social_x_client_id": None}, 1)):
        settings = bench.settings.model_copy(update=change)
        bench.collector = Collector(settings, bench.pool, bench.client, bench.vault)
        outcome = await bench.collect(account)
        assert (outcome.code, x.calls("oauth2/token")) == ("contract_changed", renewals)
        assert "application" in (outcome.detail or "")
        assert await state_of(bench, account) is AccountState.CONNECTED
    bench.collector = right
    assert (await bench.collect(account)).code == "done"


async def test_an_outage_of_renewals_in_the_middle_disconnects_nobody(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization
) -> None:
    account = await bench.connect(Network.LINKEDIN, acme.token, "55", refresh=acme.refresh)
    ended = answering(401, {"status": 401, "code": "EXPIRED_ACCESS_TOKEN", "message": "It has expired."})
    linkedin.fail(a_page_of_a_proxy, path="/accessToken")
    for part in ("organizationalEntityShareStatistics", "/rest/posts"):
        linkedin.fail(ended, path=part)
    assert ((await bench.collect(account)).code, linkedin.calls("/accessToken")) == ("transient", 2)
    assert await state_of(bench, account) is AccountState.CONNECTED


async def renewed_without_an_end(
    bench: Bench, network: LocalNetwork, path: str, fault: Fault, account: Account
) -> None:
    network.fail(fault, times=3, path=path)
    for _ in range(3):
        assert (await bench.collect(account)).code == "done"
    assert network.calls(path) == 1
    assert await bench.pool.fetchval("SELECT expires_at FROM social_tokens") is None
    network.faults.clear()


async def test_an_end_that_a_network_does_not_tell_is_unknown(
    bench: Bench,
    x: LocalX,
    eve: Member,
) -> None:
    account = await bench.connect(Network.X, eve.token, refresh=eve.refresh, expires_at=in_(SOON))
    await renewed_without_an_end(bench, x, "oauth2/token", answering(200, {"access_token": eve.token}), account)


async def test_an_end_that_instagram_does_not_tell_is_unknown(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    account = await bench.connect(Network.INSTAGRAM, ada.token, "9", expires_at=in_(SOON))
    answer = answering(200, {"access_token": ada.token})
    await renewed_without_an_end(bench, instagram, "/refresh_access_token", answer, account)


async def test_an_end_that_tiktok_does_not_tell_is_unknown(
    bench: Bench, tiktok_business: LocalTikTokBusiness, leo: Business
) -> None:
    which = (Network.TIKTOK, leo.token, leo.open_id)
    account = await bench.connect(*which, refresh=leo.refresh, expires_at=in_(SOON))
    answer = answering(200, {"code": 0, "message": "OK", "data": {"access_token": leo.token}})
    await renewed_without_an_end(bench, tiktok_business, "/refresh_token/", answer, account)


RENEWED = {
    "x": (Network.X, "eve", None),
    "linkedin": (Network.LINKEDIN, "acme", "55"),
    "tiktok": (Network.TIKTOK, "kim", None),
    "tiktok_business": (Network.TIKTOK, "leo", "open-leo"),
    "youtube": (Network.YOUTUBE, "bea", None),
    "pinterest": (Network.PINTEREST, "ida", None),
}


@pytest.mark.parametrize("name", RENEWED)
async def test_a_wrong_secret_disconnects_nobody_at_any_network(
    bench: Bench, request: pytest.FixtureRequest, name: str
) -> None:
    network, fixture, external_id = RENEWED[name]
    local, owner = request.getfixturevalue(name), request.getfixturevalue(fixture)
    account = await bench.connect(network, owner.token, external_id, refresh=owner.refresh)
    local.expired = {owner.token}
    right = bench.collector
    names = [one for one in type(bench.settings).model_fields if one.startswith("social_") and one.endswith("_secret")]
    settings = bench.settings.model_copy(update=dict.fromkeys(names, SecretStr("typo")))
    bench.collector = Collector(settings, bench.pool, bench.client, bench.vault)
    with capture_logs() as logs:
        outcome = await bench.collect(account)
    assert outcome.code == "contract_changed"
    assert "its id or its secret is wrong" in (outcome.detail or "")
    assert [line["error"] for line in logs if line["log_level"] == "error"] == [outcome.detail]
    assert await state_of(bench, account) is AccountState.CONNECTED
    bench.collector = right
    assert (await bench.collect(account)).code == "done"
    owner.refresh, local.expired = "another", {owner.token}
    assert (await bench.collect(account)).code == "auth_expired", "a token of another account is still refused"


@pytest.mark.parametrize("network", [Network.INSTAGRAM, Network.FACEBOOK])
async def test_an_application_that_meta_no_longer_knows_disconnects_nobody(
    bench: Bench, instagram: LocalInstagram, facebook: LocalFacebook, ada: Owner, network: Network
) -> None:
    page = facebook.add(Page("8", "A page", "token-page"))
    local, token = (instagram, ada.token) if network is Network.INSTAGRAM else (facebook, page.token)
    account = await bench.connect(network, token)
    message = "Error validating application. Application has been deleted."
    local.fail(answering(400, {"error": {"message": message, "type": "OAuthException", "code": 190}}), times=9)
    assert (await bench.collect(account)).code == "contract_changed"
    assert await state_of(bench, account) is AccountState.CONNECTED
    local.faults.clear()
