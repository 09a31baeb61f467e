"""Each line of the definitions, with events in and hand-computed numbers out."""

from typing import Any

import pytest

from tests.integration.analytics.stack import APP, Stack, at, event

VIEWS = "total unique organic following profile hashtag search direct other"


def content(fields: str, content_id: str = "c1") -> str:
    return (
        'query ($range: RangeInput, $timezone: String! = "UTC") {'
        f' contentAnalytics(contentId: "{content_id}", range: $range, timezone: $timezone) {{ {fields} }} }}'
    )


def playing(play: str, who: str = "u1", kind: str = "VIEW_PROGRESS", **view_data: Any) -> dict[str, Any]:
    return event(kind, who=who, playId=play, viewData=view_data)


async def test_an_unknown_content_has_zeros_and_revision_0(stack: Stack) -> None:
    answer = await stack.ask(
        content(
            "revision isFinal plays views { total unique } watchTime { total average median medianEstimated } "
            "completion { rate weightedRate } rewatch { count rate } engagementScore "
            "engagementRate breakdown(by: COUNTRY) { rows { value } }"
        )
    )
    assert answer == {
        "revision": 0,
        "isFinal": False,
        "plays": 0,
        "views": {"total": 0, "unique": 0},
        "watchTime": {"total": 0.0, "average": 0.0, "median": None, "medianEstimated": False},
        "completion": {"rate": 0.0, "weightedRate": 0.0},
        "rewatch": {"count": 0, "rate": 0.0},
        "engagementScore": 0.0,
        "engagementRate": 0.0,
        "breakdown": {"rows": []},
    }


async def test_a_view_is_a_view_start_or_view_event_and_sources_add_up(stack: Stack) -> None:
    sources = ["FOR_YOU", "FEED", "FOLLOWING", "PROFILE", "HASHTAG", "SEARCH", "DIRECT", "OTHER"]
    await stack.count(
        *(event("VIEW_START", who=f"u{index}", source={"type": source}) for index, source in enumerate(sources)),
        event("VIEW", who="u99"),
        event("VIEW_PROGRESS", who="u98"),
    )
    answer = await stack.ask(content(f"plays views {{ {VIEWS} }}"))
    assert answer["views"] == {
        "total": 9, "unique": 9, "organic": 2, "following": 1, "profile": 1, "hashtag": 1, "search": 1, "direct": 1,
        "other": 2,
    }  # fmt: skip
    assert answer["plays"] == 10


async def test_unique_viewers_are_users_else_guests_sessions(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", sessionId="s1"),
        event("VIEW_START", who="u1", sessionId="s2"),
        event("VIEW_START", who=None, sessionId="s1"),
        event("VIEW_START", who=None, sessionId="s3"),
        event("LIKE", who="u7"),
    )
    for asked in (None, {"last": "24h"}):
        assert await stack.ask(content("views { total unique }"), range=asked) == {"views": {"total": 4, "unique": 3}}


async def test_impressions_count_those_in_the_feed_and_those_swiped_away(stack: Stack) -> None:
    await stack.count(
        event("IMPRESSION", source={"type": "FEED"}),
        event("IMPRESSION", source={"type": "FOR_YOU"}),
        event("IMPRESSION", source={"type": "SEARCH"}),
        event("SWIPE_AWAY"),
        event("SKIP"),
    )
    answer = await stack.ask(content("impressions { total feedViews swipedAway } interactions { skips }"))
    assert answer == {"impressions": {"total": 3, "feedViews": 2, "swipedAway": 1}, "interactions": {"skips": 2}}


async def test_watch_time_of_a_play_is_the_larger_of_the_total_and_the_sum_of_increments(stack: Stack) -> None:
    await stack.count(
        playing("p1", kind="VIEW_START"),
        playing("p1", watchTime=4, totalWatchTime=4),
        playing("p1", watchTime=3.5, totalWatchTime=6),
        playing("p2", who="u2", kind="VIEW_START"),
        playing("p2", who="u2", totalWatchTime=30),
        playing("p2", who="u2", totalWatchTime=20),
        playing("p3", who="u3", kind="VIEW_START"),
    )
    for asked in (None, {"last": "24h"}):
        answer = await stack.ask(content("plays watchTime { total average median medianEstimated }"), range=asked)
        assert answer["plays"] == 3
        assert answer["watchTime"] == {
            "total": 37.5,
            "average": 12.5,
            "median": 7.5,
            "medianEstimated": False,
        }


async def test_completion_puts_each_play_into_one_bucket(stack: Stack) -> None:
    reached = {"p1": 99.0, "p2": 98.9, "p3": 75.0, "p4": 74.9, "p5": 50.0, "p6": 25.0, "p7": 24.9}
    await stack.count(
        *(event("VIEW_START", who=play, playId=play) for play in reached),
        *(playing(play, who=play, position=position, duration=100) for play, position in reached.items()),
        *(playing(play, who=play, position=position / 2, duration=100) for play, position in reached.items()),
        playing("p8", who="p8", position=90),
        playing("p9", who="p9", kind="VIEW_COMPLETE"),
        playing("p10", who="p10", completionPercent=60, duration=100, position=10),
        playing("p11", who="p11", duration=100, sections=[{"start": 0, "end": 20}, {"start": 10, "end": 30}]),
    )
    answer = await stack.ask(
        content("plays completions views { total } completion { full over75 over50 over25 under25 weightedRate rate }")
    )
    completion = answer["completion"]
    assert answer["plays"] == 11
    assert answer["completions"] == 2
    assert {name: completion[name] for name in ("full", "over75", "over50", "over25", "under25")} == {
        "full": 2, "over75": 2, "over50": 3, "over25": 2, "under25": 2,
    }  # fmt: skip
    assert completion["weightedRate"] == pytest.approx((2 + 2 * 0.75 + 3 * 0.5 + 2 * 0.25) / 11 * 100)
    assert completion["rate"] == pytest.approx(2 / 7 * 100)


async def test_likes_and_saves_are_states_of_viewers_and_never_below_0(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START"),
        event("UNLIKE", who="u1", **at("2026-11-20T09:00")),
        event("LIKE", who="u2", **at("2026-11-20T09:00")),
        event("LIKE", who="u2", **at("2026-11-20T09:05")),
        event("LIKE", who="u3", **at("2026-11-20T09:00")),
        event("UNLIKE", who="u3", **at("2026-11-20T09:30")),
        event("UNLIKE", who="u4", **at("2026-11-20T09:00")),
        event("LIKE", who="u4", **at("2026-11-20T09:30")),
        event("SAVE", who="u5", **at("2026-11-20T09:00")),
        event("SAVE", who="u6", **at("2026-11-20T09:00")),
        event("UNSAVE", who="u6", **at("2026-11-20T09:01")),
    )
    answer = await stack.ask(content("engagement { likes likeEvents unlikeEvents saves saveEvents unsaveEvents }"))
    assert answer["engagement"] == {
        "likes": 2, "likeEvents": 4, "unlikeEvents": 3, "saves": 1, "saveEvents": 2, "unsaveEvents": 1,
    }  # fmt: skip


async def test_a_late_unlike_takes_the_like_out_of_the_range_it_was_in(stack: Stack) -> None:
    morning = {"between": {"start": "2026-11-20T09:00:00Z", "end": "2026-11-20T10:00:00Z"}}
    await stack.count(event("LIKE", **at("2026-11-20T09:10")))
    before = await stack.ask(content("revision engagement { likes }"), range=morning)
    await stack.count(event("UNLIKE", **at("2026-11-20T11:00")))
    after = await stack.ask(content("revision engagement { likes }"), range=morning)
    assert before["engagement"] == {"likes": 1}
    assert after["engagement"] == {"likes": 0}
    assert after["revision"] > before["revision"] > 0


async def test_every_other_reaction_is_a_tally(stack: Stack) -> None:
    kinds = {
        "COMMENT": 1, "SHARE": 2, "DUET": 3, "STITCH": 4, "SOUND_USE": 5, "CLICK": 6, "CONTACT": 7, "WHATSAPP": 8,
        "BOOK_VIEWING": 9, "NOT_INTERESTED": 1, "REPORT": 2, "HIDE": 3, "FOLLOW": 4, "UNFOLLOW": 5,
    }  # fmt: skip
    await stack.count(
        *(event(kind, creatorId="k1") for kind, times in kinds.items() for _ in range(times)),
    )
    fields = (
        "engagement { comments shares duets stitches soundUses follows } "
        "interactions { clicks contacts whatsapp bookViewings } negative { notInterested reports hides unfollows }"
    )
    for asked in (None, {"last": "24h"}):
        answer = await stack.ask(content(fields), range=asked)
        assert answer == {
            "engagement": {"comments": 1, "shares": 2, "duets": 3, "stitches": 4, "soundUses": 5, "follows": 4},
            "interactions": {"clicks": 6, "contacts": 7, "whatsapp": 8, "bookViewings": 9},
            "negative": {"notInterested": 1, "reports": 2, "hides": 3, "unfollows": 5},
        }


async def test_engagement_rates_of_the_three_profiles(stack: Stack) -> None:
    await stack.count(
        *(event("VIEW_START", who=f"u{number}") for number in range(20)),
        event("LIKE", who="u1"),
        event("LIKE", who="u2"),
        event("COMMENT"),
        event("SHARE"),
        event("SAVE", who="u1"),
        event("CLICK"),
        event("CLICK"),
        event("CONTACT"),
        event("WHATSAPP"),
        event("BOOK_VIEWING"),
    )
    answer = await stack.ask(
        content(
            "engagementRate social: engagementRate(profile: SOCIAL) "
            "discovery: engagementRate(profile: DISCOVERY) listing: engagementRate(profile: LISTING)"
        )
    )
    assert answer == {
        "engagementRate": 20.0,
        "social": 20.0,
        "discovery": 20.0,
        "listing": 25.0,
    }


async def test_rewatches_are_views_beyond_the_first_or_the_flagged_ones_when_more(stack: Stack) -> None:
    await stack.count(
        *(event("VIEW_START", who="u1") for _ in range(4)),
        event("VIEW_START", who="u2", viewData={"isRewatch": True}),
        event("VIEW_START", who="u3"),
        event("VIEW_START", who="u4", playId="p4", viewData={"loopCount": 2}),
        event("VIEW_PROGRESS", who="u4", playId="p4", viewData={"loopCount": 5}),
    )
    for asked in (None, {"last": "24h"}):
        answer = await stack.ask(content("rewatch { count rate loopPlays }"), range=asked)
        assert answer["rewatch"] == {"count": 4, "rate": 100.0, "loopPlays": 5}


async def test_without_a_play_id_a_session_and_content_make_one_play(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", sessionId="s1", viewData={"watchTime": 2}),
        event("VIEW_PROGRESS", who="u1", sessionId="s1", viewData={"watchTime": 3}),
        event("VIEW_START", who="u1", sessionId="s2", viewData={"watchTime": 4}),
        event("VIEW_START", who="u1", sessionId="s2", viewData={"watchTime": 1}),
    )
    answer = await stack.ask(content("plays views { total } watchTime { total median }"))
    assert answer == {"plays": 2, "views": {"total": 3}, "watchTime": {"total": 10.0, "median": 5.0}}


@pytest.mark.parametrize(
    ("kinds", "score"),
    [
        ([], 0.0),
        (["CLICK"], 0.0),
        (["VIEW_START", "SKIP"], 0.0),
        (["VIEW_START", "CLICK"], 10.0),
        (["VIEW_START", "VIEW_START", "VIEW_COMPLETE", "SAVE", "SHARE", "CLICK", "SWIPE_AWAY"], 40.0),
        (["VIEW_START", "VIEW_COMPLETE", "SAVE", *["SHARE"] * 9], 100.0),
    ],
)
async def test_the_engagement_score_stays_within_0_and_100(stack: Stack, kinds: list[str], score: float) -> None:
    if kinds:
        await stack.count(*(event(kind, playId="p1") for kind in kinds))
    assert await stack.ask(content("engagementScore")) == {"engagementScore": score}


async def test_views_by_device_platform_and_country(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", device={"type": "MOBILE", "platform": "IOS"}, location={"country": "DE"}),
        event("VIEW_START", device={"type": "MOBILE", "platform": "ANDROID"}, location={"country": "de"}),
        event("VIEW_START", device={"type": "TABLET", "platform": "WEB"}, location={"country": "FR"}),
        event("VIEW_START", device={"type": "TV"}),
        event("VIEW_START", device={"type": "DESKTOP"}, location={"country": "AT"}),
        event("LIKE", device={"type": "DESKTOP"}, location={"country": "IT"}),
    )
    fields = (
        "devices { mobile tablet desktop tv } platforms { ios android web } "
        "breakdown(by: COUNTRY) { rows { value views percentage } } "
        "two: breakdown(by: COUNTRY, first: 2) { rows { value } }"
    )
    for asked in (None, {"last": "24h"}):
        answer = await stack.ask(content(fields), range=asked)
        assert answer == {
            "devices": {"mobile": 2, "tablet": 1, "desktop": 1, "tv": 1},
            "platforms": {"ios": 1, "android": 1, "web": 1},
            "breakdown": {
                "rows": [
                    {"value": "DE", "views": 2, "percentage": 40.0},
                    {"value": None, "views": 1, "percentage": 20.0},
                    {"value": "AT", "views": 1, "percentage": 20.0},
                    {"value": "FR", "views": 1, "percentage": 20.0},
                    {"value": "IT", "views": 0, "percentage": 0.0},
                ]
            },
            "two": {"rows": [{"value": "DE"}, {"value": None}]},
        }


async def test_an_event_sent_twice_is_counted_once(stack: Stack) -> None:
    same = event("VIEW_START", id="the-same", **at("2026-11-20T10:00"))
    await stack.count(same)
    document = "mutation ($event: EventInput!) { trackEvent(event: $event) { duplicates results { status eventId } } }"
    answer = await stack.ask(document, APP, event=same)
    await stack.aggregator.drain()
    assert answer == {"duplicates": 1, "results": [{"status": "DUPLICATE", "eventId": "the-same"}]}
    assert await stack.ask(content("views { total }")) == {"views": {"total": 1}}
