"""LinkedIn, number by number and error by error, against a local one that was written from its documentation."""

from datetime import UTC, datetime, timedelta

import pytest

from server.demo.networks.linkedin import LocalLinkedIn, Organization, Update, too_many
from server.social.model import AccountState, Network
from tests.social import serving
from tests.social.collection import Bench

NONE = (None, "unavailable")
COUNTS = {"likeCount": 5, "commentCount": 2, "shareCount": 1, "impressionCount": 80, "uniqueImpressionsCount": 60}
SHARE, VIDEO, QUIET = "urn:li:share:7001", "urn:li:ugcPost:7002", "urn:li:share:7003"
DAY_LIMIT = "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


@pytest.fixture
def acme(linkedin: LocalLinkedIn) -> Organization:
    now = datetime.now(UTC)
    days = {
        now.date() - timedelta(days=back): {
            **COUNTS,
            "impressionCount": 10 * back,
            "pageViews": back,
            "clicks": 2 * back,
        }
        for back in (2, 3, 4)  # the figures of yesterday are not there yet
    }
    updates = [
        Update(SHARE, now - timedelta(hours=2), {**COUNTS, "likeCount": -1}, text="A post"),
        Update(VIDEO, now - timedelta(days=2), dict(COUNTS), {"VIDEO_VIEW": 33, "TIME_WATCHED": 4_500}),
        Update(QUIET, now - timedelta(days=3)),
    ]
    return linkedin.add(Organization("55", "token-1", days=days, updates=updates))


async def test_each_number_is_what_linkedin_holds_or_absent_with_a_reason(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization
) -> None:
    now = datetime.now(UTC)
    acme.updates += [
        Update(f"urn:li:share:80{number:02}", now - timedelta(days=5, minutes=number), {"likeCount": number})
        for number in range(98)
    ]
    acme.updates.append(Update("urn:li:share:6000", now - timedelta(days=200), dict(COUNTS)))
    account = await bench.connect(Network.LINKEDIN, acme.token, "55")
    outcome = await bench.collect(account)
    # followers, the name, two kinds of days, two pages of posts; 101 posts in three, and two numbers of the video
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 101, 11)
    assert await bench.values(account) == {
        "followers": measured(3_000),
        "impressions": measured(20),
        "reach": measured(60),
        "profileViews": measured(2),
        "websiteClicks": measured(8),
    }
    assert [value for _, value in await bench.series(account, "impressions")] == [30, 20, None]
    numbers = {"comments": measured(2), "shares": measured(1), "impressions": measured(80), "reach": measured(60)}
    share, video, quiet = [await bench.values(account, urn) for urn in (SHARE, VIDEO, QUIET)]
    assert share == {**numbers, "likes": measured(-1), "views": NONE, "watchTime": NONE}  # it can be negative there
    assert video == {**numbers, "likes": measured(5), "views": measured(33), "watchTime": measured(4.5)}
    assert {name: value for name, value in quiet.items() if name in (*numbers, "likes")} == dict.fromkeys(
        (*numbers, "likes"), measured(0)
    )
    assert (await bench.values(account, "urn:li:share:8097"))["likes"] == measured(97)
    assert await bench.values(account, "urn:li:share:6000") == {}


async def test_old_posts_that_are_left_out_keep_their_numbers_and_have_no_false_zeros(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization
) -> None:
    now = datetime.now(UTC)
    acme.updates += [
        Update("urn:li:share:7004", now - timedelta(days=70), dict(COUNTS)),
        Update("urn:li:share:7005", now - timedelta(days=80), {"likeCount": 9}),
        Update("urn:li:share:7006", now - timedelta(days=50)),
        Update("urn:li:activity:7007", now - timedelta(days=1), dict(COUNTS)),
    ]
    linkedin.forgets_after = timedelta(days=75)
    account = await bench.connect(Network.LINKEDIN, acme.token, "55")
    assert (await bench.collect(account)).code == "done"
    rates = "SELECT value FROM social_latest WHERE post_id = 'urn:li:share:7004' AND metric = 'engagementRate'"
    before, rate = await bench.values(account, "urn:li:share:7004"), await bench.pool.fetchval(rates)
    assert (before["impressions"], rate) == (measured(80), pytest.approx(8 / 60 * 100))
    for never in ("urn:li:share:7005", "urn:li:activity:7007"):
        assert set((await bench.values(account, never)).values()) == {NONE}
    assert (await bench.values(account, "urn:li:share:7006"))["impressions"] == measured(0)

    linkedin.forgets_after = timedelta(days=65)
    await bench.pool.execute("UPDATE social_posts SET collected_at = collected_at - interval '8 days'")
    assert (await bench.collect(account)).posts == 7
    assert await bench.values(account, "urn:li:share:7004") == before
    assert await bench.pool.fetchval(rates) == rate

    acme.updates = acme.updates[-1:]  # a question for no post would be one for the whole organization
    await bench.pool.execute("UPDATE social_posts SET collected_at = collected_at - interval '8 days'")
    assert (await bench.collect(account)).code == "done"
    assert set((await bench.values(account, "urn:li:activity:7007")).values()) == {NONE}


async def test_the_name_of_an_organization_stays_also_when_it_is_not_shown(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization
) -> None:
    account = await bench.connect(Network.LINKEDIN, acme.token, "55")
    assert account.handle == "company-55"
    assert (await bench.collect(account)).code == "done"
    refused = {"serviceErrorCode": 100, "code": "ACCESS_DENIED", "message": "Not enough permissions", "status": 403}
    linkedin.fail(serving.answering(403, refused), path="/organizations")
    assert (await bench.collect(account)).code == "done"
    assert linkedin.faults == []
    assert (await bench.account(account)).handle == "company-55"


async def test_a_limit_of_a_member_stops_no_other_account(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization
) -> None:
    other = linkedin.add(Organization("56", "token-2"))
    first, second = [await bench.connect(Network.LINKEDIN, one.token, one.external_id) for one in (acme, other)]
    linkedin.fail(serving.answering(429, too_many(DAY_LIMIT.replace("APPLICATION", "MEMBER"))))
    outcome = await bench.collect(first)
    assert (outcome.code, outcome.due_at.hour, outcome.due_at.minute) == ("quota_exhausted", 0, 0)
    assert (await bench.collect(second)).code == "done"
    await bench.forget_pauses()
    linkedin.fail(serving.answering(429, too_many(DAY_LIMIT)))
    assert (await bench.collect(second)).code == "quota_exhausted"
    outcome = await bench.collect(first)
    assert (outcome.code, outcome.calls) == ("quota_exhausted", 0)


async def test_tokens_versions_and_limits(bench: Bench, linkedin: LocalLinkedIn, acme: Organization) -> None:
    account = await bench.connect(Network.LINKEDIN, acme.token, "55", refresh=acme.refresh)
    linkedin.expired = {acme.token}
    assert (await bench.collect(account)).code == "done"
    assert (acme.token, linkedin.calls("accessToken")) == ("token-1+", 1)

    linkedin.fail(serving.answering(429, too_many(DAY_LIMIT)))
    outcome = await bench.collect(account)
    assert outcome.code == "quota_exhausted"
    assert (outcome.due_at.hour, outcome.due_at.minute) == (0, 0)
    await bench.forget_pauses()
    linkedin.fail(serving.answering(429, too_many("Too many requests")))
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.due_at < datetime.now(UTC) + timedelta(minutes=1)) == ("throttled", True)
    await bench.forget_pauses()
    refused = {"serviceErrorCode": 100, "code": "ACCESS_DENIED", "message": "Not enough permissions", "status": 403}
    linkedin.fail(serving.answering(403, refused))
    assert (await bench.collect(account)).code == "permission_missing"
    linkedin.fail(serving.answering(503, {}), times=2)
    assert (await bench.collect(account)).code == "done"
    linkedin.versions = {"202702"}
    assert (await bench.collect(account)).code == "contract_changed"
    linkedin.versions = {"202608"}
    linkedin.expired, acme.refresh = {acme.token}, "another"
    assert (await bench.collect(account)).code == "auth_expired"
    assert (await bench.account(account)).state is AccountState.NEEDS_RECONNECT


async def test_a_parameter_that_one_organization_may_not_use_is_used_for_all_others(
    bench: Bench, linkedin: LocalLinkedIn, acme: Organization
) -> None:
    other = linkedin.add(Organization("56", "token-of-others", days=dict(acme.days)))
    own, its = [await bench.connect(Network.LINKEDIN, one.token, one.external_id) for one in (acme, other)]
    inputs = [{"code": "QUERY_PARAM_NOT_ALLOWED", "description": "It is not allowed."}]
    refused = {"message": "Invalid param.", "errorDetails": {"inputErrors": inputs}, "status": 400}
    linkedin.fail(serving.answering(400, refused), path="PageStatistics")
    for account, provenance in ((own, "unavailable"), (its, "measured"), (own, "measured")):
        assert (await bench.collect(account)).code == "done"
        assert (await bench.values(account))["profileViews"][1] == provenance
