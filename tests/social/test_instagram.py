"""Instagram, number by number and error by error, against a local one that was written from its documentation."""

from datetime import UTC, datetime, timedelta

import pytest

from server.demo.networks.instagram import EXPIRED, LocalInstagram, Media, Owner, error
from server.social.model import AccountState, Network
from tests.social import serving
from tests.social.collection import PACIFIC, Bench, pacific_days

ONE = "17841400000000001"
NONE = (None, "unavailable")
FEED = {"reach": 800, "views": 1000, "likes": 90, "comments": 7, "shares": 5, "saved": 11}
REEL = {**FEED, "likes": 40, "ig_reels_video_view_total_time": 123_456}
STORY = {"reach": 70, "views": 75, "shares": 1, "replies": 2}


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


def owner(now: datetime) -> Owner:
    days = {
        day: {"reach": 100 + place, "profile_views": 10 + place, "website_clicks": place, "EMAIL": 2 * place}
        for place, day in enumerate(pacific_days(now, 3))
    }
    media = [
        Media("feed1", now - timedelta(hours=5), "FEED", dict(FEED), "A picture\0 of Ada"),
        Media("reel1", now - timedelta(days=2), "REELS", dict(REEL), "A reel"),
        Media("story1", now - timedelta(hours=2), "STORY", dict(STORY)),
    ]
    return Owner(ONE, "ada.creates", "token-1", days=days, media=media)


@pytest.fixture
def ada(instagram: LocalInstagram) -> Owner:
    return instagram.add(owner(datetime.now(UTC)))


async def test_each_number_is_what_instagram_holds_or_absent_with_a_reason(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    ada.media += [
        Media("few", datetime.now(UTC) - timedelta(hours=1), "STORY", dict(STORY), viewers=4),
        Media("hidden", datetime.now(UTC) - timedelta(days=3), "FEED", {"reach": 5, "views": 6}, hides_likes=True),
        Media("early", datetime.now(UTC) - timedelta(days=4), error=error(4, "Posted before", 2108006)),
        Media("old", datetime.now(UTC) - timedelta(days=200), "FEED", dict(FEED)),
    ]
    instagram.page_size = 2  # the list has several pages, and the links to them contain the token
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.posts) == ("done", 6)

    [*_, newest] = pacific_days(datetime.now(UTC), 3)
    assert await bench.values(account) == {
        "followers": measured(1234),
        "following": measured(56),
        "reach": measured(102),
        "profileViews": measured(12),
        "websiteClicks": measured(2),
        "emailClicks": measured(4),
    }
    reach = await bench.series(account, "reach")
    assert [value for _, value in reach] == [100, 101, 102]
    assert reach[-1][0] == datetime(newest.year, newest.month, newest.day, tzinfo=PACIFIC)

    shown = {"reach": 800, "views": 1000, "likes": 90, "comments": 7, "shares": 5, "saves": 11}
    numbers = {name: measured(value) for name, value in shown.items()}
    assert await bench.values(account, "feed1") == {**numbers, "watchTime": NONE}
    assert await bench.values(account, "reel1") == {**numbers, "likes": measured(40), "watchTime": measured(123.456)}
    story = {"reach": measured(70), "views": measured(75), "shares": measured(1), "comments": measured(2)}
    assert await bench.values(account, "story1") == {**story, "likes": NONE, "saves": NONE, "watchTime": NONE}
    few = await bench.values(account, "few")
    assert set(few.values()) == {NONE}
    hidden = await bench.values(account, "hidden")
    assert hidden == dict.fromkeys(hidden, NONE) | {
        "reach": measured(5),
        "views": measured(6),
        "comments": measured(0),  # of the list of media
    }
    assert await bench.values(account, "old") == {}
    reasons = await bench.pool.fetch("SELECT count(*) FROM social_values WHERE (value IS NULL) != (reason IS NOT NULL)")
    assert reasons[0]["count"] == 0

    # one call for the profile at connecting; then profile, three for each of three days, three pages, stories, and a
    # batch for each kind of media; and what the early post needs alone
    assert instagram.calls("/insights") == 9
    assert outcome.calls <= 18


async def test_what_changes_continues_the_series_and_what_does_not_continues_the_row(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    await bench.collect(account)
    ada.followers += 1
    *_, before, last = ada.days
    ada.days[before]["reach"], ada.days[last]["reach"] = 555, 666  # late figures
    ada.media[0].metrics["likes"] = 91
    del ada.media[1]
    await bench.collect(account)
    assert [value for _, value in await bench.series(account, "followers")] == [1234, 1235]
    assert [value for _, value in await bench.series(account, "following")] == [56]
    assert [value for _, value in await bench.series(account, "reach")] == [100, 555, 666]
    assert [value for _, value in await bench.series(account, "likes", "feed1")] == [90, 91]
    assert [value for _, value in await bench.series(account, "views", "feed1")] == [1000]
    gone = await bench.pool.fetch("SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL")
    assert [row["post_id"] for row in gone] == ["reel1"]
    assert (await bench.values(account, "reel1"))["likes"] == measured(40)  # what was known stays


async def test_a_list_that_fails_in_the_middle_is_read_up_to_there(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    assert (await bench.collect(account)).code == "done"
    ada.media[0].metrics["likes"] = 91
    refused = error(10, "(#10) Application does not have permission for this action")
    instagram.fail(serving.answering(400, refused), path="/stories")
    outcome = await bench.collect(account)
    assert (outcome.code, outcome.detail) == ("permission_missing", refused["error"]["message"])
    assert (await bench.values(account, "feed1"))["likes"] == measured(91)
    assert await bench.pool.fetchval("SELECT count(*) FROM social_posts WHERE gone_at IS NOT NULL") == 0


async def test_one_retired_metric_costs_its_own_number_only_and_is_not_asked_for_again(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    instagram.retired = {"saved", "website_clicks"}
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    first = await bench.collect(account)
    assert first.code == "done"
    feed = await bench.values(account, "feed1")
    assert (feed["saves"], feed["likes"], feed["reach"]) == (NONE, measured(90), measured(800))
    of_account = await bench.values(account)
    assert (of_account["websiteClicks"], of_account["profileViews"]) == (NONE, measured(12))
    second = await bench.collect(account)
    assert second.calls < first.calls  # it remembers, for a week
    assert (await bench.values(account, "feed1"))["likes"] == measured(90)


async def test_a_metric_that_fits_all_but_one_post_is_missing_there_alone(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    unfit = "(#100) The Media Insights API does not support the views metric for this media product type."
    ada.media.append(Media("odd", datetime.now(UTC) - timedelta(hours=9), "FEED", dict(FEED), error=error(100, unfit)))
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    assert (await bench.collect(account)).code == "done"
    assert (await bench.values(account, "feed1"))["views"] == measured(1000)
    odd = await bench.values(account, "odd")
    assert (odd["views"], odd["reach"]) == (NONE, NONE)
    assert odd["likes"] == measured(90)  # of the list of media


async def test_a_metric_that_the_only_post_of_an_account_does_not_have_stays_asked_for_elsewhere(
    bench: Bench, instagram: LocalInstagram
) -> None:
    now = datetime.now(UTC)
    unfit = error(100, "(#100) The Media Insights API does not support the views metric for this media product type.")
    other = error(100, unfit["error"]["message"].replace("views", "shares"))
    odd = instagram.add(Owner("1", "odd", "token-odd", media=[Media("odd", now, metrics=dict(FEED), error=unfit)]))
    good = instagram.add(Owner("2", "good", "token-good", media=[Media("good", now, metrics=dict(FEED))]))
    first, second = [await bench.connect(Network.INSTAGRAM, one.token, one.external_id) for one in (odd, good)]
    assert (await bench.collect(first)).code == "done"
    assert (await bench.values(first, "odd"))["views"] == NONE
    assert (await bench.collect(second)).code == "done"
    assert (await bench.values(second, "good"))["views"] == measured(1000)

    odd.media.append(Media("odder", now, metrics=dict(FEED), error=other))  # each has what the other has not
    assert (await bench.collect(first)).code == "done"
    reasons = "SELECT post_id FROM social_latest WHERE metric = 'views' AND reason LIKE '%does not support the views%'"
    assert [row["post_id"] for row in await bench.pool.fetch(reasons)] == ["odd"]


@pytest.mark.parametrize("fault", ["a_page_of_a_proxy", "nothing", "a_cut_connection", "temporary"])
async def test_what_passes_is_tried_again_and_in_the_end_given_up(
    bench: Bench, instagram: LocalInstagram, ada: Owner, fault: str
) -> None:
    temporary = serving.answering(500, error(2, "An unexpected error has occurred. Please retry later.", None))
    failing = getattr(serving, fault, temporary)
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    instagram.fail(failing, times=3)
    assert (await bench.collect(account)).code == "done"
    assert len(bench.naps) == 3
    instagram.fail(failing, times=4)
    outcome = await bench.collect(account)
    assert outcome.code == "transient"
    assert outcome.due_at < datetime.now(UTC) + timedelta(minutes=6)
    assert (await bench.account(account)).state is AccountState.CONNECTED
    assert (await bench.values(account))["followers"] == measured(1234)  # nothing is lost


async def test_a_limit_stops_the_account_until_the_moment_that_instagram_names(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    other = instagram.add(Owner("17841400000000002", "bea", "token-2"))
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    second = await bench.connect(Network.INSTAGRAM, other.token, other.external_id)
    usage = '{"1": [{"type": "instagram", "call_count": 100, "estimated_time_to_regain_access": 17}]}'
    too_many = error(80002, "(#80002) There have been too many calls to this Instagram account.", 2446079)
    throttled = serving.answering(403, too_many, x_business_use_case_usage=usage)
    instagram.fail(throttled, path="/insights")
    outcome = await bench.collect(account)
    assert outcome.code == "throttled"
    assert timedelta(minutes=16) < outcome.due_at - datetime.now(UTC) <= timedelta(minutes=17)
    before = len(instagram.seen)
    again = await bench.collect(account)
    assert (again.code, again.calls, len(instagram.seen)) == ("throttled", 0, before)  # not even asked
    assert (await bench.collect(second)).code == "done"  # another account has a limit of its own

    instagram.usage = 96  # nearly full: the call that says so is still good
    assert (await bench.collect(second)).code == "throttled"


async def test_an_expired_token_is_renewed_once_and_else_the_owner_has_to_connect_again(
    bench: Bench, instagram: LocalInstagram, ada: Owner
) -> None:
    soon = datetime.now(UTC) + timedelta(days=5)
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE, expires_at=soon)
    assert (await bench.collect(account)).code == "done"
    assert (ada.token, instagram.calls("refresh_access_token")) == ("token-1+", 1)  # early, while it can be renewed
    assert (await bench.collect(account)).code == "done"
    assert instagram.calls("refresh_access_token") == 1
    stored = await bench.pool.fetchval("SELECT expires_at FROM social_tokens")
    assert timedelta(days=59) < stored - datetime.now(UTC) < timedelta(days=61)

    instagram.expired = {ada.token}
    outcome = await bench.collect(account)
    assert outcome.code == "auth_expired"
    found = await bench.account(account)
    assert found.state is AccountState.NEEDS_RECONNECT
    assert found.reason is not None
    ada.token = "token-new"
    reconnected = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    assert (reconnected.account_id, reconnected.state) == (account.account_id, AccountState.CONNECTED)
    assert (await bench.collect(reconnected)).code == "done"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (error(10, "(#10) Application does not have permission for this action"), "permission_missing"),
        (error(200, "(#200) Requires instagram_basic permission"), "permission_missing"),
        (error(2635, "You are calling a deprecated version of the API."), "contract_changed"),
        (error(2500, "An active access token must be used to query information"), "contract_changed"),
        (EXPIRED, "auth_expired"),
        (error(4, "(#4) Application request limit reached"), "throttled"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_error_is_stored_with_its_kind_and_leaves_other_accounts_alone(
    bench: Bench, instagram: LocalInstagram, ada: Owner, body: dict[str, object], code: str
) -> None:
    account = await bench.connect(Network.INSTAGRAM, ada.token, ONE)
    instagram.expired = {ada.token} if code == "auth_expired" else set()
    instagram.fail(serving.answering(400, body))
    assert (await bench.collect(account)).code == code
    row = await bench.pool.fetchrow("SELECT outcome, detail, taken_by FROM social_accounts")
    assert row is not None
    assert (row["outcome"], row["taken_by"]) == (code, None)
    assert row["detail"]
