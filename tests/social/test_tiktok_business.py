"""TikTok through its Business API, against a local one that was written from its documentation."""

from datetime import UTC, datetime, timedelta

import pytest

from server.demo.networks.tiktok import LocalTikTok, User
from server.demo.networks.tiktok_business import Business, Clip, LocalTikTokBusiness
from server.errors import ViewpulseError
from server.social.model import AccountState, Network
from tests.social import serving
from tests.social.collection import Bench
from tests.social.test_tiktok import kim

__all__ = ["kim"]

NONE = (None, "unavailable")
NUMBERS = {
    "likes": 9,
    "comments": 2,
    "shares": 3,
    "favorites": 4,
    "reach": 80,
    "video_views": 100,
    "total_time_watched": 412.5,
    "average_time_watched": 4.1,
    "full_video_watched_rate": 0.125,
}


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


@pytest.fixture
def leo(tiktok_business: LocalTikTokBusiness) -> Business:
    now = datetime.now(UTC)
    days = {
        now.date() - timedelta(days=back): {"profile_views": back, "unique_video_views": 10 * back, "email_clicks": 1}
        for back in (2, 3, 4)  # the figures of yesterday are not there yet
    }
    clips = [
        Clip(f"70000000000000000{number:02}", now - timedelta(hours=number), dict(NUMBERS), "A clip")
        for number in range(1, 44)
    ]
    clips.append(Clip("6000000000000000001", now - timedelta(days=2), dict(NUMBERS), media_type="PHOTO"))
    clips.append(Clip("5000000000000000000", now - timedelta(days=200), dict(NUMBERS)))
    return tiktok_business.add(Business("open-leo", "leo", "token-business", days=days, clips=clips))


async def test_each_number_is_what_tiktok_holds_or_absent_with_a_reason(
    bench: Bench, tiktok_business: LocalTikTokBusiness, leo: Business
) -> None:
    account = await bench.connect(Network.TIKTOK, leo.token, leo.open_id)
    assert (account.account_id, account.handle) == ("tiktok:open-leo", "leo")
    outcome = await bench.collect(account)
    # the account, its days, and three pages of videos
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 44, 5)
    assert await bench.values(account) == {
        "followers": measured(700),
        "following": NONE,
        "profileViews": measured(2),
        "websiteClicks": NONE,  # only registered businesses have it
        "emailClicks": measured(1),
        "reach": measured(20),
    }
    assert [value for _, value in await bench.series(account, "reach")] == [30, 20, None]
    counts = {"likes": 9, "comments": 2, "shares": 3, "saves": 4, "reach": 80, "views": 100, "watchTime": 412.5}
    numbers = {name: measured(value) for name, value in counts.items()} | {"completionRate": measured(12.5)}
    assert await bench.values(account, "7000000000000000001") == numbers
    watched = dict.fromkeys(("views", "watchTime", "completionRate"), NONE)
    assert await bench.values(account, "6000000000000000001") == numbers | watched
    assert await bench.values(account, "5000000000000000000") == {}
    versions = await bench.pool.fetch("SELECT DISTINCT api_version FROM social_latest")
    assert [row["api_version"] for row in versions] == ["v1.3"]

    tiktok_business.retired = {"favorites", "email_clicks"}
    leo.clips[0].numbers["likes"] = 12
    assert (await bench.collect(account)).code == "done"
    assert await bench.values(account, "7000000000000000001") == {**numbers, "likes": measured(12), "saves": NONE}
    assert (await bench.values(account))["profileViews"] == measured(2)


async def test_the_token_decides_which_api_is_asked(
    bench: Bench, tiktok_business: LocalTikTokBusiness, leo: Business
) -> None:
    with pytest.raises(ViewpulseError, match="open_id"):
        await bench.connect(Network.TIKTOK, leo.token)
    with pytest.raises(ViewpulseError, match="access token is invalid"):
        await bench.connect(Network.TIKTOK, "of-nobody", leo.open_id)
    with pytest.raises(ViewpulseError, match="No permission"):
        await bench.connect(Network.TIKTOK, leo.token, "open-other")
    account = await bench.connect(Network.TIKTOK, leo.token, leo.open_id, refresh=leo.refresh)
    for round_ in (1, 2):  # tokens rotate, and their successors are of the same API
        tiktok_business.expired = {leo.token}
        assert (await bench.collect(account)).code == "done"
        assert (leo.refresh, tiktok_business.calls("/refresh_token/")) == ("refresh" + "+" * round_, round_)
    tiktok_business.expired, leo.refresh = {leo.token}, "another"
    assert (await bench.collect(account)).code == "auth_expired"
    assert (await bench.account(account)).state is AccountState.NEEDS_RECONNECT


async def test_a_limit_of_one_api_is_none_of_the_other(
    bench: Bench, tiktok: LocalTikTok, tiktok_business: LocalTikTokBusiness, leo: Business, kim: User
) -> None:
    business = await bench.connect(Network.TIKTOK, leo.token, leo.open_id)
    display = await bench.connect(Network.TIKTOK, kim.token)
    too_many = {"code": 40100, "message": "App reaches the QPS limit.", "request_id": "r", "data": {}}
    tiktok_business.fail(serving.answering(200, too_many))
    assert (await bench.collect(business)).code == "throttled"
    naps = len(bench.naps)
    assert (await bench.collect(display)).code == "done"
    assert len(bench.naps) == naps  # it waited for nothing
