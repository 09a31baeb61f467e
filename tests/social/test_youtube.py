"""YouTube, number by number and error by error, against a local one that was written from its documentation."""

import sys
from datetime import UTC, datetime, timedelta
from importlib.abc import MetaPathFinder
from typing import Any

import pytest

from server.demo.networks.youtube import NO_QUOTA, Channel, LocalYouTube, Video, error
from server.errors import ViewpulseError
from server.social.model import AccountState, Network
from tests.social import serving
from tests.social.collection import PACIFIC, Bench

NONE = (None, "unavailable")
COUNTS = {"viewCount": 9_000, "likeCount": 80, "commentCount": 7}
REPORT = {"shares": 3, "estimatedMinutesWatched": 1_500, "averageViewPercentage": 43.5, "views": 8_990}


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


@pytest.fixture
def bea(youtube: LocalYouTube) -> Channel:
    now = datetime.now(UTC)
    videos = [
        Video("video-0000a", now - timedelta(hours=3), dict(COUNTS), dict(REPORT), "A video"),
        Video("video-0000b", now - timedelta(days=5), {"viewCount": 12}, {}, "Likes and comments are hidden"),
    ]
    return youtube.add(Channel("UC1", "@bea", "token-1", videos=videos))


async def test_each_number_is_what_youtube_holds_or_absent_with_a_reason(
    bench: Bench, youtube: LocalYouTube, bea: Channel
) -> None:
    now = datetime.now(UTC)
    bea.videos += [Video(f"many-{number:06}", now - timedelta(days=6), {"viewCount": number}) for number in range(60)]
    bea.videos.append(Video("old-0000000", now - timedelta(days=100), dict(COUNTS)))
    account = await bench.connect(Network.YOUTUBE, bea.token)
    assert (account.account_id, account.handle) == ("youtube:UC1", "@bea")
    outcome = await bench.collect(account)
    # a channel, two pages of uploads (the third begins beyond the time), and twice fifty videos with their report
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 62, 7)
    assert await bench.values(account) == {"followers": measured(321)}
    assert await bench.values(account, "video-0000a") == {
        "views": measured(9_000),
        "likes": measured(80),
        "comments": measured(7),
        "shares": measured(3),
        "watchTime": measured(90_000),
        "completionRate": (43.5, "estimated"),
    }
    hidden = await bench.values(account, "video-0000b")
    assert hidden == dict.fromkeys(hidden, NONE) | {"views": measured(12)}
    assert (await bench.values(account, "many-000000"))["views"] == measured(0)  # what YouTube says is 0 is 0
    assert (await bench.values(account, "many-000059"))["views"] == measured(59)
    assert await bench.values(account, "old-0000000") == {}

    bea.subscribers, bea.hides_subscribers = 12_300, False
    del bea.videos[1]
    await bench.collect(account)
    assert await bench.values(account) == {"followers": (12_300, "estimated")}
    bea.hides_subscribers = True
    await bench.collect(account)
    assert await bench.values(account) == {"followers": NONE}
    assert [value for _, value in await bench.series(account, "followers")] == [321, 12_300, None]
    gone = await bench.pool.fetch("SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL")
    assert [row["post_id"] for row in gone] == ["video-0000b"]


async def test_a_token_without_reports_still_has_counts(bench: Bench, youtube: LocalYouTube, bea: Channel) -> None:
    youtube.reports = False
    account = await bench.connect(Network.YOUTUBE, bea.token)
    assert (await bench.collect(account)).code == "done"
    values = await bench.values(account, "video-0000a")
    assert (values["views"], values["shares"], values["watchTime"]) == (measured(9_000), NONE, NONE)
    youtube.reports, youtube.unknown = True, {"averageViewPercentage"}
    assert (await bench.collect(account)).code == "done"
    values = await bench.values(account, "video-0000a")
    assert (values["shares"], values["completionRate"]) == (measured(3), NONE)


async def test_an_ended_token_is_renewed_in_the_middle_of_a_collection(
    bench: Bench, youtube: LocalYouTube, bea: Channel
) -> None:
    account = await bench.connect(Network.YOUTUBE, bea.token, refresh=bea.refresh)
    youtube.expired = {bea.token}
    outcome = await bench.collect(account)
    assert (outcome.code, bea.token, youtube.calls("/token")) == ("done", "token-1+", 1)
    assert (await bench.collect(account)).code == "done"
    assert youtube.calls("/token") == 1  # it was stored
    youtube.expired, youtube.revoked = {bea.token}, {bea.refresh}
    assert (await bench.collect(account)).code == "auth_expired"
    assert (await bench.account(account)).state is AccountState.NEEDS_RECONNECT
    with pytest.raises(ViewpulseError, match="Request had invalid authentication credentials"):
        await bench.connect(Network.YOUTUBE, "of-nobody")


async def test_quotas_limits_and_faults_are_told_apart(bench: Bench, youtube: LocalYouTube, bea: Channel) -> None:
    account = await bench.connect(Network.YOUTUBE, bea.token)
    youtube.quota = 0
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.detail) == ("quota_exhausted", NO_QUOTA)
    due = outcome.due_at.astimezone(PACIFIC)
    assert (due.hour, due.minute) == (0, 0)  # quotas are full again at midnight there
    assert timedelta() < outcome.due_at - datetime.now(UTC) <= timedelta(days=1, hours=1)
    youtube.quota = 10_000
    assert (await bench.collect(account)).calls == 0  # no call until then, of no channel
    await bench.forget_pauses()
    for status, reason, code in (
        (403, "rateLimitExceeded", "throttled"),
        (429, "userRateLimitExceeded", "throttled"),
        (403, "insufficientPermissions", "permission_missing"),
        (400, "badRequest", "contract_changed"),
        (404, "channelNotFound", "not_found"),
    ):
        youtube.fail(serving.answering(*error(status, reason, f"About {reason}.")), path="/channels")
        outcome = await bench.collect(account)
        assert (outcome.code, outcome.detail) == (code, f"About {reason}.")
        await bench.forget_pauses()
    youtube.fail(serving.answering(*error(503, "backendError", "Backend error")), times=3)
    assert (await bench.collect(account)).code == "done"


async def test_a_request_searches_for_no_module(bench: Bench, bea: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    class Listening(MetaPathFinder):
        def find_spec(self, fullname: str, *_: Any) -> None:
            searched.append(fullname)

    account = await bench.connect(Network.YOUTUBE, bea.token)
    assert (await bench.collect(account)).code == "done"  # whatever is imported late is there now
    monkeypatch.setattr(sys, "meta_path", [Listening(), *sys.meta_path])
    assert (await bench.collect(account)).code == "done"
    assert searched == []
