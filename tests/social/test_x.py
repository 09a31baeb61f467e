"""X, number by number and error by error, against a local one that was written from its documentation."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from server.demo.networks.x import LocalX, Member, Post
from server.social.accounts import set_state
from server.social.model import AccountState, Network
from tests.social import serving
from tests.social.collection import Bench

NONE = (None, "unavailable")
COUNTS = {"retweet_count": 4, "reply_count": 2, "like_count": 30, "quote_count": 1, "bookmark_count": 5}
COUNTS["impression_count"] = 900


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


@pytest.fixture
def eve(x: LocalX) -> Member:
    now = datetime.now(UTC)
    posts = [
        Post("1800000000000000001", now - timedelta(hours=4), dict(COUNTS), text="A text"),
        Post("1800000000000000002", now - timedelta(days=3), dict(COUNTS), views=400, finished=(400, 100)),
        Post("1800000000000000003", now - timedelta(days=50), dict(COUNTS), views=70, finished=(70, 7)),
    ]
    counts = {"followers_count": 77, "following_count": 8, "tweet_count": 3, "listed_count": 0}
    return x.add(Member("42", "eve", "token-1", counts=counts, posts=posts))


async def test_each_number_is_what_x_holds_or_absent_with_a_reason(bench: Bench, x: LocalX, eve: Member) -> None:
    now = datetime.now(UTC)
    eve.posts += [Post(f"17{number:017}", now - timedelta(days=5), {"like_count": number}) for number in range(120)]
    # published in the last hours of the time in which the owner sees all, by the network's clock a little too old
    x.now = lambda: datetime.now(UTC) + timedelta(days=1, hours=2)
    eve.posts.append(
        Post("1800000000000000004", now - timedelta(days=28, hours=23), dict(COUNTS), views=9, finished=(9, 9))
    )
    account = await bench.connect(Network.X, eve.token)
    outcome = await bench.collect(account)
    # the account; two pages of young posts and what they hide; one page of old ones
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 124, 5)
    assert await bench.values(account) == {"followers": measured(77), "following": measured(8)}
    numbers = {"likes": measured(30), "comments": measured(2), "shares": measured(5), "saves": measured(5)}
    numbers["impressions"] = measured(900)
    text, video, old, hidden = [await bench.values(account, f"180000000000000000{number}") for number in (1, 2, 3, 4)]
    assert text == {**numbers, "views": NONE, "completionRate": NONE}
    assert video == {**numbers, "views": measured(400), "completionRate": measured(25)}
    assert old == {**numbers, "views": measured(70), "completionRate": NONE}
    assert hidden == {**numbers, "views": measured(9), "completionRate": NONE}
    assert (await bench.values(account, f"17{0:017}"))["likes"] == measured(0)
    assert (await bench.values(account, f"17{0:017}"))["shares"] == NONE  # what X does not say is not 0

    x.new_names = True
    eve.posts[0].counts["retweet_count"] = 6
    await bench.collect(account)
    assert [value for _, value in await bench.series(account, "shares", eve.posts[0].post_id)] == [5, 7]


async def test_a_refresh_token_is_used_once_and_its_successor_kept(bench: Bench, x: LocalX, eve: Member) -> None:
    account = await bench.connect(Network.X, eve.token, refresh=eve.refresh)
    for round_ in (1, 2):
        x.expired = {eve.token}
        assert (await bench.collect(account)).code == "done"
        assert (eve.refresh, x.calls("/token")) == ("refresh" + "+" * round_, round_)
    x.expired, eve.refresh = {eve.token}, "another"
    assert (await bench.collect(account)).code == "auth_expired"
    assert (await bench.account(account)).state is AccountState.NEEDS_RECONNECT


async def test_limits_quotas_and_bills_are_told_apart(bench: Bench, x: LocalX, eve: Member) -> None:
    other = x.add(Member("43", "mallory", "token-2", counts={"followers_count": 1}))
    account, second = await bench.connect(Network.X, eve.token), await bench.connect(Network.X, other.token)
    x.left = 1  # the answer that says that none is left is still good
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.calls) == ("throttled", 1)
    assert timedelta(minutes=9) < outcome.due_at - datetime.now(UTC) <= timedelta(minutes=10)
    x.left = None
    assert (await bench.collect(second)).code == "done"  # limits are those of each account

    cap = {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly product cap", "period": "Monthly"}
    x.fail(serving.answering(429, cap, x_rate_limit_remaining="900"))
    outcome = await bench.collect(second)
    assert outcome.code == "quota_exhausted"
    assert (outcome.due_at.day, outcome.due_at.hour) == (1, 0)
    assert (await bench.collect(second)).calls == 0

    await bench.forget_pauses()
    x.fail(serving.answering(503, {"title": "Service Unavailable"}), times=2)
    assert (await bench.collect(second)).code == "done"
    unpaid = {"title": "CreditsDepleted", "detail": "Your enrolled account does not have any credits."}
    x.fail(serving.answering(402, unpaid))
    assert (await bench.collect(second)).code == "billing_stop"
    assert [(await bench.account(one)).state for one in (account, second)] == [AccountState.BILLING_STOP] * 2


async def test_a_good_status_with_errors_alone_is_a_refusal_and_removes_no_post(
    bench: Bench, x: LocalX, eve: Member
) -> None:
    account = await bench.connect(Network.X, eve.token)
    assert (await bench.collect(account)).code == "done"
    refused = {
        "resource_id": "42",
        "resource_type": "user",
        "title": "Authorization Error",
        "detail": "Sorry, you are not authorized to see the user with id: [42].",
        "type": "https://api.twitter.com/2/problems/not-authorized-for-resource",
    }
    x.fail(serving.answering(200, {"errors": [refused]}), path="/tweets")
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.detail) == ("permission_missing", refused["detail"])
    x.fail(serving.answering(200, {"meta": {"result_count": 0}}), times=2, path="/tweets")
    assert (await bench.collect(account)).code == "done"
    gone = "SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL"
    assert await bench.pool.fetch(gone) == []

    removed = eve.posts.pop(0)
    assert (await bench.collect(account)).code == "done"
    assert [row["post_id"] for row in await bench.pool.fetch(gone)] == [removed.post_id]


async def test_accounts_that_wait_for_a_payment_are_resumed_when_one_is_collected(
    bench: Bench, x: LocalX, eve: Member
) -> None:
    members = [
        eve,
        *(x.add(Member(str(n), f"m{n}", f"token-{n}", counts={"followers_count": n})) for n in (50, 51, 52)),
    ]
    first, second, paused, new = [await bench.connect(Network.X, one.token) for one in members]
    for account in (first, second, paused):
        assert (await bench.collect(account)).code == "done"
    now = datetime.now(UTC)
    await set_state(bench.pool, 1, paused.account_id, AccountState.PAUSED, reason="By hand.", now=now)
    await bench.pool.execute("UPDATE social_accounts SET project_id = 2 WHERE account_id = $1", second.account_id)

    async def states() -> list[str]:
        rows = await bench.pool.fetch("SELECT state FROM social_accounts ORDER BY external_id")
        return [row["state"] for row in rows]

    unpaid = {"title": "CreditsDepleted", "detail": "Your enrolled account does not have any credits."}
    with serving.Held() as held:  # one that began before the others were stopped
        x.fail(held)
        under_way = asyncio.create_task(bench.collect(new))
        await held.until_reached()
        x.fail(serving.answering(402, unpaid))
        assert (await bench.collect(first)).code == "billing_stop"
        assert await states() == ["billing_stop", "billing_stop", "paused", "billing_stop"]
    assert (await under_way).code == "done"
    assert await states() == ["billing_stop", "billing_stop", "paused", "billing_stop"], "it says nothing about later"

    await set_state(bench.pool, 1, first.account_id, AccountState.CONNECTED, reason=None, now=datetime.now(UTC))
    x.fail(serving.answering(402, unpaid))
    assert (await bench.collect(first)).code == "billing_stop"
    assert await states() == ["billing_stop", "billing_stop", "paused", "billing_stop"], "it is not paid yet"

    await set_state(bench.pool, 1, first.account_id, AccountState.CONNECTED, reason=None, now=datetime.now(UTC))
    with capture_logs() as logs:
        assert (await bench.collect(first)).code == "done"
    assert await states() == ["connected", "connected", "paused", "connected"]
    [line] = [line for line in logs if line["event"].startswith("a network is paid for again")]
    assert (line["network"], line["accounts"]) == (Network.X, 2)
    due = await bench.pool.fetch("SELECT account_id FROM social_accounts WHERE state = 'connected' AND due_at <= now()")
    assert {row["account_id"] for row in due} == {second.account_id, new.account_id}
    told = await bench.pool.fetch("SELECT DISTINCT project_id FROM social_changes WHERE kind = 'social_account'")
    assert {row["project_id"] for row in told} >= {1, 2}
