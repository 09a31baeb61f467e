"""TikTok, number by number and error by error, against a local one that was written from its documentation."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from server.demo.networks.tiktok import LocalTikTok, User, Video, refusal
from server.social.model import AccountState, Network
from tests.social import serving
from tests.social.collection import Bench

NONE = (None, "unavailable")


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


def counts(number: int) -> dict[str, int]:
    return {"like_count": number, "comment_count": 2, "share_count": 3, "view_count": 10 * number}


@pytest.fixture
def kim(tiktok: LocalTikTok) -> User:
    now = datetime.now(UTC)
    videos = [
        Video(f"70000000000000000{number:02}", now - timedelta(hours=number), counts(number)) for number in range(45)
    ]
    videos.append(Video("6000000000000000000", now - timedelta(days=200), counts(1)))
    return tiktok.add(
        User("open-kim", "kim", "token-1", counts={"follower_count": 5, "following_count": 6}, videos=videos)
    )


async def test_each_number_is_what_tiktok_holds_or_absent_with_a_reason(
    bench: Bench, tiktok: LocalTikTok, kim: User
) -> None:
    account = await bench.connect(Network.TIKTOK, kim.token)
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 45, 4)  # the account, and three pages
    assert await bench.values(account) == {"followers": measured(5), "following": measured(6)}
    numbers = {"likes": measured(44), "comments": measured(2), "shares": measured(3), "views": measured(440)}
    assert await bench.values(account, "7000000000000000044") == numbers
    assert (await bench.values(account, "7000000000000000000"))["likes"] == measured(0)
    assert await bench.values(account, "6000000000000000000") == {}

    tiktok.retired = {"share_count"}
    kim.videos[44].counts["like_count"] = 50
    assert (await bench.collect(account)).code == "done"
    assert await bench.values(account, "7000000000000000044") == {**numbers, "likes": measured(50), "shares": NONE}
    calls = tiktok.calls("/video/list/")
    assert (await bench.collect(account)).code == "done"
    assert tiktok.calls("/video/list/") == calls + 3  # it remembers what is refused


async def test_tokens_rotate_and_errors_are_told_apart(bench: Bench, tiktok: LocalTikTok, kim: User) -> None:
    account = await bench.connect(Network.TIKTOK, kim.token, refresh=kim.refresh)
    for round_ in (1, 2):
        tiktok.expired = {kim.token}
        assert (await bench.collect(account)).code == "done"
        assert (kim.refresh, tiktok.calls("/token/")) == ("refresh" + "+" * round_, round_)

    async def throttled(_request: Request) -> Response:
        return refusal(429, "rate_limit_exceeded", "The API rate limit was exceeded.")

    async def broken(_request: Request) -> Response:
        return refusal(500, "internal_error", "Something is wrong.")

    tiktok.fail(throttled)
    outcome = await bench.collect(account)
    assert outcome.code == "throttled"
    assert timedelta(seconds=50) < outcome.due_at - datetime.now(UTC) <= timedelta(minutes=1)
    await bench.forget_pauses()
    tiktok.fail(broken, times=2)
    assert (await bench.collect(account)).code == "done"
    tiktok.scopes = {"video.list"}
    assert (await bench.collect(account)).code == "permission_missing"
    tiktok.expired, kim.refresh = {kim.token}, "another"
    assert (await bench.collect(account)).code == "auth_expired"
    assert (await bench.account(account)).state is AccountState.NEEDS_RECONNECT


async def test_a_list_without_an_end_is_left_and_the_account_read(bench: Bench, tiktok: LocalTikTok, kim: User) -> None:
    account = await bench.connect(Network.TIKTOK, kim.token)
    shown = {"id": "1", "create_time": int(datetime.now(UTC).timestamp()), **counts(7)}
    page = {"data": {"videos": [shown], "cursor": 5, "has_more": True}, "error": {"code": "ok"}}
    tiktok.fail(serving.answering(200, page), times=9, path="/video/list/")
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.posts, outcome.calls) == ("contract_changed", 1, 3)
    assert (await bench.values(account, "1"))["likes"] == measured(7)


@pytest.mark.parametrize(
    ("message", "of_all"),
    [
        ("Fields share_count are not valid.", True),
        ("The field share_count is not available for this account.", False),
        ("The user may not do this now.", False),
    ],
)
async def test_what_one_account_is_refused_is_asked_for_by_all_others(
    bench: Bench, tiktok: LocalTikTok, kim: User, message: str, of_all: bool
) -> None:
    other = tiktok.add(User("open-2", "max", "token-of-max", counts=dict(kim.counts), videos=list(kim.videos)))
    own, its = [await bench.connect(Network.TIKTOK, one.token) for one in (kim, other)]

    async def refuse(request: Request) -> Response | None:
        if request.headers["authorization"].endswith(kim.token) and "share_count" in request.query_params["fields"]:
            return refusal(400, "invalid_params", message)
        return None

    tiktok.fail(refuse, times=100, path="/video/list/")
    assert (await bench.collect(own)).code == "done"
    tiktok.faults.clear()
    assert (await bench.collect(its)).code == "done"
    post = kim.videos[0].video_id
    assert (await bench.values(own, post))["shares"][1] == "unavailable"
    assert (await bench.values(own, post))["likes"][1] == "measured"
    assert (await bench.values(its, post))["shares"][1] == ("unavailable" if of_all else "measured")
