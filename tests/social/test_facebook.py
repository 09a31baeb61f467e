"""Facebook pages, number by number and error by error, against local ones that were written from the documentation."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.demo.networks.facebook import LocalFacebook, Page, PagePost, Reel
from server.demo.networks.instagram import error
from server.social.model import AccountState, Network
from server.social.supported import NOT_ASKED
from tests.social import serving
from tests.social.collection import Bench, pacific_days

NONE = (None, "unavailable")
VIDEO = {
    "post_media_view": 90,
    "post_total_media_view_unique": 60,
    "post_video_views": 40,
    "post_video_view_time": 5_500,
}
VIDEO["post_video_complete_views_organic"] = 10


REEL = {
    "blue_reels_play_count": 400,
    "post_video_view_time": 61_500,
    "post_video_likes_by_reaction_type": {"REACTION_LIKE": 20, "REACTION_LOVE": 4},
    "post_video_social_actions": {"COMMENT": 7, "SHARE": 5},
}


def measured(value: float) -> tuple[float, str]:
    return (value, "measured")


@pytest.fixture
def cafe(facebook: LocalFacebook) -> Page:
    now = datetime.now(UTC)
    days = {
        day: {"page_views_total": place, "page_media_view": 100 + place, "page_total_media_view_unique": 50 + place}
        for place, day in enumerate(pacific_days(now, 4))
    }
    seen = {"post_media_view": 30, "post_total_media_view_unique": 20}
    posts = [
        PagePost("7_1", now - timedelta(hours=1), 5, 2, 3, insights=seen, message="A picture"),
        PagePost("7_2", now - timedelta(days=2), 6, 1, 0, "video", dict(VIDEO)),
        PagePost("7_3", now - timedelta(days=3), insights={}),
        PagePost("7_4", now - timedelta(days=300), 9, 9, 9, insights=seen),
    ]
    return facebook.add(Page("7", "Cafe", "token-page", days=days, posts=posts))


async def test_each_number_is_what_facebook_holds_or_absent_with_a_reason(
    bench: Bench, facebook: LocalFacebook, cafe: Page
) -> None:
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    assert (account.account_id, account.handle) == ("facebook:7", "Cafe")
    outcome = await bench.collect(account)
    # the page, its insights, no reels, two pages of posts, and insights of posts and of videos
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 3, 7)
    assert await bench.values(account) == {
        "followers": measured(500),
        "profileViews": measured(3),
        "impressions": measured(103),
        "reach": measured(53),
    }
    assert [value for _, value in await bench.series(account, "reach")] == [51, 52, 53]
    picture, video, new = [await bench.values(account, f"7_{number}") for number in (1, 2, 3)]
    shown = {"likes": measured(5), "comments": measured(2), "shares": measured(3), "impressions": measured(30)}
    assert picture == {
        **shown,
        "reach": measured(20),
        "views": measured(30),
        "watchTime": NONE,
        "completionRate": NONE,
    }
    assert video == {
        "likes": measured(6),
        "comments": measured(1),
        "shares": measured(0),  # left out means 0, here alone
        "impressions": measured(90),
        "reach": measured(60),
        "views": measured(40),
        "watchTime": measured(5.5),
        "completionRate": measured(25),
    }
    assert (new["likes"], new["impressions"], new["reach"], new["views"]) == (measured(0), NONE, NONE, NONE)
    assert await bench.values(account, "7_4") == {}


async def test_reels_are_read_once_with_numbers_of_their_own(bench: Bench, facebook: LocalFacebook, cafe: Page) -> None:
    now = datetime.now(UTC)
    cafe.reels = [
        Reel("501", now - timedelta(hours=2), 7, dict(REEL), "A reel"),
        Reel("502", now - timedelta(days=2), 0, {**REEL, "post_video_social_actions": {}}),
        Reel("503", now - timedelta(days=3)),
        Reel("504", now - timedelta(days=300), 9, dict(REEL)),
        Reel("505", now - timedelta(days=400), 9, dict(REEL)),
    ]
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    outcome = await bench.collect(account)
    # the page, its insights, two of three pages of reels; three pages of posts, among which the reels are again; and
    # insights of posts, of videos and of reels
    assert (outcome.code, outcome.posts, outcome.calls) == ("done", 6, 10)
    kinds = await bench.pool.fetch("SELECT post_id, kind, url FROM social_posts ORDER BY post_id")
    assert [(row["post_id"], row["kind"]) for row in kinds] == [
        *((one, "reel") for one in ("501", "502", "503")),
        *((one, "post") for one in ("7_1", "7_2", "7_3")),
    ]
    assert kinds[0]["url"] == "https://www.facebook.com/reel/501/"
    first, second, new = [await bench.values(account, number) for number in ("501", "502", "503")]
    absent = dict.fromkeys(("impressions", "reach", "completionRate"), NONE)
    assert first == absent | {
        "likes": measured(24),
        "comments": measured(7),
        "shares": measured(5),
        "views": measured(400),
        "watchTime": measured(61.5),
    }
    assert (second["shares"], second["comments"]) == (measured(0), measured(0))  # no type of action: none happened
    assert new == dict.fromkeys(new, NONE) | {"comments": measured(0)}

    cafe.reels[0].insights["blue_reels_play_count"] = 450
    facebook.retired, facebook.gone = {"post_video_social_actions"}, {"502"}
    assert (await bench.collect(account)).code == "done"
    first = await bench.values(account, "501")
    assert (first["views"], first["shares"], first["likes"]) == (measured(450), NONE, measured(24))
    gone = await bench.pool.fetch("SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL")
    assert [row["post_id"] for row in gone] == ["502"]


async def test_reels_that_cannot_be_listed_leave_posts_alone(bench: Bench, facebook: LocalFacebook, cafe: Page) -> None:
    cafe.reels = [Reel("501", datetime.now(UTC) - timedelta(hours=2), 7, dict(REEL))]
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    assert (await bench.collect(account)).code == "done"
    cafe.posts[0].reactions = 50
    refused = error(10, "(#10) Application does not have permission for this action")
    facebook.fail(serving.answering(400, refused), path="/video_reels")
    assert (await bench.collect(account)).code == "permission_missing"
    assert (await bench.values(account, "7_1"))["likes"] == measured(50)
    rows = await bench.pool.fetch("SELECT post_id, kind, gone_at FROM social_posts ORDER BY post_id")
    assert [(row["post_id"], row["gone_at"]) for row in rows] == [(one, None) for one in ("501", "7_1", "7_2", "7_3")]


@pytest.mark.parametrize("lists", [{"published_posts"}, {"video_reels"}, {"published_posts", "video_reels"}])
async def test_an_empty_list_of_a_page_that_had_posts_removes_none(
    bench: Bench, facebook: LocalFacebook, cafe: Page, lists: set[str]
) -> None:
    cafe.reels = [Reel(one, datetime.now(UTC) - timedelta(hours=2), 7, dict(REEL)) for one in ("501", "502")]
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    assert (await bench.collect(account)).code == "done"
    known = ["501", "502", "7_1", "7_2", "7_3"]
    assert await bench.pool.fetchval("SELECT array_agg(post_id ORDER BY post_id) FROM social_posts") == known
    for path in lists:
        facebook.fail(serving.answering(200, {"data": []}), path=path)
    assert (await bench.collect(account)).code == "done"
    assert facebook.faults == []
    gone = "SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL AND post_id = ANY ($1) ORDER BY post_id"
    assert await bench.pool.fetch(gone, known) == []
    cafe.reels.pop()
    assert (await bench.collect(account)).code == "done"
    assert [row["post_id"] for row in await bench.pool.fetch(gone, known)] == ["502"]


async def test_what_is_refused_missing_or_gone_costs_itself_alone(
    bench: Bench, facebook: LocalFacebook, cafe: Page
) -> None:
    facebook.retired = {"page_views_total", "post_video_view_time"}
    facebook.gone = {"7_3"}
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    assert (await bench.collect(account)).code == "done"
    of_page = await bench.values(account)
    assert (of_page["profileViews"], of_page["reach"]) == (NONE, measured(53))
    video = await bench.values(account, "7_2")
    assert (video["watchTime"], video["views"]) == (NONE, measured(40))
    assert (await bench.values(account, "7_1"))["reach"] == measured(20)
    gone = await bench.pool.fetch("SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL")
    assert [row["post_id"] for row in gone] == ["7_3"]

    facebook.insights = False  # the permission is gone: good answers without data
    assert (await bench.collect(account)).code == "permission_missing"
    assert (await bench.values(account, "7_1"))["reach"] == NONE
    facebook.expired = {cafe.token}
    outcome = await bench.collect(account)
    assert outcome.code == "auth_expired"
    assert (await bench.account(account)).state is AccountState.NEEDS_RECONNECT


async def test_a_missing_permission_is_not_taken_for_a_page_without_figures(
    bench: Bench, facebook: LocalFacebook, cafe: Page
) -> None:
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    assert (await bench.collect(account)).code == "done"
    assert facebook.calls("/debug_token") == 0, "nothing is asked while there are figures"
    days, cafe.days = cafe.days, {}
    assert (await bench.collect(account)).code == "done", "fewer than 100 likes, or not yet"
    assert facebook.calls("/debug_token") == 1

    facebook.insights = False
    cafe.posts[0].reactions = 51
    for tokens, code in (({cafe.token}, "done"), (set(), "permission_missing")):  # of another application: not known
        facebook.foreign = tokens
        outcome = await bench.collect(account)
        assert outcome.code == code
    assert "read_insights" in (outcome.detail or "")
    assert (await bench.account(account)).state is AccountState.CONNECTED
    assert (await bench.values(account))["reach"] == measured(53), "what was known stays"
    assert (await bench.values(account, "7_1"))["likes"] == measured(51), "the rest is read"
    kept = await bench.pool.fetch("SELECT request FROM social_answers WHERE request LIKE '%debug_token%'")
    assert len(kept) == 3
    assert not [row for row in kept if cafe.token in row["request"]]

    facebook.insights, cafe.days = True, days
    assert (await bench.collect(account)).code == "done"


async def test_a_permission_for_other_pages_is_none_for_this_one(
    bench: Bench, facebook: LocalFacebook, cafe: Page
) -> None:
    cafe.days = {}
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    for pages, code in ((["8"], "permission_missing"), (["8", cafe.external_id], "done"), ([], "done")):
        granted = {"scopes": ["read_insights"], "granular_scopes": [{"scope": "read_insights", "target_ids": pages}]}
        facebook.fail(serving.answering(200, {"data": granted}), path="/debug_token")
        assert (await bench.collect(account)).code == code, pages


class Picky:
    """Answers insights of posts, but for some that lack a metric, as a network does: the whole call is refused."""

    def __init__(self, facebook: LocalFacebook, unfit: set[str], metric: str) -> None:
        self.unfit, self.metric, self.asked = unfit, metric, 0
        facebook.fail(self, times=500, path="/v26.0/")

    async def __call__(self, request: Request) -> Response | None:
        params = request.query_params
        self.asked += "ids" in params
        if self.unfit & set(params.get("ids", "").split(",")) and self.metric in params["fields"]:
            message = f"(#100) The post does not have the {self.metric} metric"
            return JSONResponse(error(100, message), 400)
        return None


@pytest.mark.parametrize("unfit", [1, 3, 50])
async def test_a_post_that_lacks_a_metric_hides_it_for_no_other(
    bench: Bench, facebook: LocalFacebook, cafe: Page, unfit: int
) -> None:
    now = datetime.now(UTC)
    insights = {"post_media_view": 30, "post_total_media_view_unique": 20}
    cafe.posts = [PagePost(f"7_{n}", now - timedelta(hours=1, minutes=n), insights=dict(insights)) for n in range(50)]
    odd = {f"7_{17 * n % 50}" for n in range(unfit)}
    picky = Picky(facebook, odd, "post_total_media_view_unique")
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    assert (await bench.collect(account)).code == "done"
    facebook.faults.clear()
    reach = {f"7_{n}": (await bench.values(account, f"7_{n}"))["reach"] for n in range(50)}
    assert {post for post, found in reach.items() if found == NONE} == odd
    assert picky.asked <= 41
    told = await bench.pool.fetch("SELECT post_id, reason FROM social_latest WHERE metric = 'reach' AND value IS NULL")
    assert {row["post_id"] for row in told if row["reason"] != NOT_ASKED} <= odd
    seen = [(await bench.values(account, f"7_{n}"))["impressions"] for n in range(50)]
    assert seen == [measured(30)] * 50


async def test_what_posts_lack_is_remembered_and_hides_nothing_that_is_known(
    bench: Bench, facebook: LocalFacebook, cafe: Page
) -> None:
    now = datetime.now(UTC)
    insights = {"post_media_view": 30, "post_total_media_view_unique": 20}
    cafe.posts = [PagePost(f"7_{n}", now - timedelta(hours=1, minutes=n), insights=dict(insights)) for n in range(50)]
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    least = (await bench.collect(account)).calls
    odd = {f"7_{2 * n}" for n in range(25)}
    picky = Picky(facebook, odd, "post_total_media_view_unique")
    for _ in range(4):  # each asks some of the posts apart
        assert (await bench.collect(account)).code == "done"
        assert picky.asked <= 41
        picky.asked = 0
        for post_id in {f"7_{n}" for n in range(50)} - odd:
            assert (await bench.values(account, post_id))["reach"] == measured(20)
    assert {post_id for post_id in odd if (await bench.values(account, post_id))["reach"] == NONE} == odd
    assert (await bench.collect(account)).calls <= 1.1 * least
    assert picky.asked == 2, "one question for those that have it, and one for the others"
    facebook.faults.clear()
    cafe.posts.append(PagePost("7_50", now, insights=dict(insights)))
    assert (await bench.collect(account)).code == "done"
    assert (await bench.values(account, "7_50"))["reach"] == measured(20), "it is remembered for posts, not for all"


async def test_posts_that_are_gone_cost_few_calls(bench: Bench, facebook: LocalFacebook, cafe: Page) -> None:
    now = datetime.now(UTC)
    cafe.posts = [PagePost(f"7_{n}", now - timedelta(hours=1, minutes=n)) for n in range(50)]
    facebook.gone = {"7_8", "7_33"}
    account = await bench.connect(Network.FACEBOOK, cafe.token)
    assert (await bench.collect(account)).code == "done"
    gone = await bench.pool.fetch("SELECT post_id FROM social_posts WHERE gone_at IS NOT NULL ORDER BY post_id")
    assert [row["post_id"] for row in gone] == ["7_33", "7_8"]
    asked = [one for one in facebook.seen if "ids" in one.params]
    assert len(asked) <= 25
    assert await bench.pool.fetchval("SELECT count(*) FROM social_posts WHERE collected_at IS NOT NULL") == 48
