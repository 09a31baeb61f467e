from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice, pairwise, takewhile
from typing import Any
from uuid import UUID

import pytest

from server.demo.catalogue import make_catalogue
from server.demo.places import PLACES
from server.demo.traffic import Sending, Traffic, iter_traffic
from server.demo.trends import PEAK_SHARE, TREND_MS, Trends
from server.events.bots import is_crawler
from server.events.checking import check_event
from server.events.content_record import ContentRecord
from server.events.creator_profiles import CreatorRecord
from server.events.event_enums import EventType
from server.events.model import Event, Rejection, decode_event
from server.events.upsert_item import decode_upsert_item

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MADE_FROM_TIME = ("id", "sessionId", "playId", "occurredAt")


@cache
def sample(number: int = 60_000, rate: float = 100.0) -> list[Sending]:
    return list(islice(Traffic(1, start=START, rate=rate).sendings(), number))


def first_sendings() -> list[dict[str, Any]]:
    return [sending.event for sending in sample() if not sending.resent]


def moment(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["occurredAt"])


def share(events: list[dict[str, Any]], of: str, among: str) -> float:
    kinds = Counter(event["type"] for event in events)
    return kinds[of] / kinds[among]


def test_every_event_is_valid() -> None:
    for event in first_sendings():
        decoded = decode_event(event)
        assert isinstance(decoded, Event), decoded
        assert not isinstance(check_event(decoded), Rejection), event


def test_every_content_is_valid_for_the_catalogue() -> None:
    for content in make_catalogue(3, 300).contents:
        assert not isinstance(decode_upsert_item(content.as_input(START), ContentRecord), Rejection)


def test_every_creator_has_a_name_of_its_own() -> None:
    catalogue = make_catalogue(3, 300)
    declared = [decode_upsert_item(creator, CreatorRecord) for creator in catalogue.creator_inputs()]
    assert all(isinstance(record, CreatorRecord) for record in declared), declared
    assert {record.id for record in declared if isinstance(record, CreatorRecord)} == {
        f"creator-{number}" for number in range(1, catalogue.creators + 1)
    }
    names = {creator["name"] for creator in catalogue.creator_inputs()}
    assert len(names) == catalogue.creators
    assert {content.creator_id for content in catalogue.contents} <= {one["id"] for one in catalogue.creator_inputs()}


def test_the_same_seed_gives_the_same_traffic() -> None:
    assert list(islice(iter_traffic(1, start=START), 5_000)) == [sending.event for sending in sample()[:5_000]]
    assert list(islice(iter_traffic(2, start=START), 100)) != [sending.event for sending in sample()[:100]]


def test_another_start_moves_the_times_and_nothing_else() -> None:
    later = timedelta(days=40, hours=3)
    for now, then in zip(sample()[:5_000], islice(iter_traffic(1, start=START + later), 5_000), strict=True):
        assert moment(then) - moment(now.event) == later
        for name in MADE_FROM_TIME:
            assert (name in now.event) == (name in then)
        assert {name: value for name, value in now.event.items() if name not in MADE_FROM_TIME} == {
            name: value for name, value in then.items() if name not in MADE_FROM_TIME
        }


def test_ids_of_another_start_are_new() -> None:
    others = {event["id"] for event in islice(iter_traffic(1, start=START + timedelta(hours=1)), 5_000)}
    assert not others & {sending.event["id"] for sending in sample()[:5_000]}


def test_ids_are_uuid7_of_the_moment() -> None:
    for event in first_sendings()[:500]:
        assert UUID(event["id"]).version == 7
        assert UUID(event["id"]).int >> 80 == round(moment(event).timestamp() * 1000)


@pytest.mark.parametrize(("rate", "speed"), [(100.0, 1.0), (100.0, 10.0), (20.0, 1.0), (300.0, 1.0), (2.0, 1.0)])
def test_traffic_keeps_the_requested_rate(rate: float, speed: float) -> None:
    minute = 60 / speed
    sendings = Traffic(4, start=START, rate=rate, speed=speed).sendings()
    times = [sending.at for sending in takewhile(lambda sending: sending.at < 5 * minute, sendings)]
    first, rest = sum(at < minute for at in times), sum(at >= minute for at in times)
    assert rest / (4 * minute) == pytest.approx(rate, rel=0.4 if rate < 50 else 0.15)
    assert first / minute == pytest.approx(rate, rel=0.6 if rate < 50 else 0.3)


def test_sendings_come_in_the_order_of_sending() -> None:
    assert all(before.at <= after.at for before, after in pairwise(sample()))


def test_some_events_are_sent_twice_and_unchanged() -> None:
    resent = [sending for sending in sample() if sending.resent]
    assert len(resent) / len(sample()) == pytest.approx(0.03, abs=0.005)
    firsts = {sending.event["id"]: sending for sending in sample() if not sending.resent}
    for again in resent:
        assert again.event == firsts[again.event["id"]].event
        assert again.at > firsts[again.event["id"]].at


def test_ids_are_unique_apart_from_retries() -> None:
    ids = [event["id"] for event in first_sendings()]
    assert len(set(ids)) == len(ids)


def test_some_sessions_are_reported_minutes_to_hours_late() -> None:
    delays = [
        sending.at - (moment(sending.event) - START).total_seconds() for sending in sample() if not sending.resent
    ]
    late = [delay for delay in delays if delay > 1]
    assert 0.003 < len(late) / len(delays) < 0.05
    assert min(late) >= 120
    assert max(late) <= 7 * 3600
    assert max(delay for delay in delays if delay <= 1) < 0.01


def test_some_viewers_are_guests() -> None:
    guests = [event for event in first_sendings() if "userId" not in event]
    assert 0.1 < len(guests) / len(first_sendings()) < 0.35
    assert all("sessionId" in event for event in guests)


def test_popularity_is_skewed_as_zipf_says() -> None:
    views = Counter(event["contentId"] for event in first_sendings() if event["type"] == "VIEW_START")
    ranked = [number for _, number in views.most_common()]
    total = sum(ranked)
    assert 0.3 < sum(ranked[: len(ranked) // 10]) / total < 0.8
    assert len(views) > 200


def test_one_content_after_another_trends() -> None:
    trends = Trends(1, make_catalogue(1))
    content, share_at_peak = trends.trending(TREND_MS // 2)
    assert share_at_peak == pytest.approx(PEAK_SHARE)
    assert trends.trending(TREND_MS + TREND_MS // 2)[0] != content
    views = Counter(
        event["contentId"]
        for event in first_sendings()
        if event["type"] == "IMPRESSION" and 200 < (moment(event) - START).total_seconds() < 400
    )
    assert views.most_common(1)[0][0] == content.content_id


def test_nearly_every_type_of_event_occurs() -> None:
    occurring = {event["type"] for event in first_sendings()}
    synonyms_and_rare = {
        "CUSTOM",
        "VIEW",
        "COMPLETE",
        "ENGAGEMENT",
        "STREAM_END",
        "STREAM_GIFT",
        "PURCHASE",
        "UNFOLLOW",
        "REFUND",
    }
    assert set(EventType.__members__) - synonyms_and_rare <= occurring


def test_every_live_stream_is_begun_by_its_creator() -> None:
    starts = [event for event in first_sendings() if event["type"] == "STREAM_START"]
    streams = [content for content in make_catalogue(1, 300).contents if content.type == "STREAM"]
    assert {event["contentId"] for event in starts} == {content.content_id for content in streams}
    assert all(event["userId"] == event["creatorId"] for event in starts)
    assert {moment(event) for event in starts} == {START}


def test_viewers_behave_about_as_people_do() -> None:
    events = first_sendings()
    assert 0.05 < share(events, "LIKE", "VIEW_START") < 0.2
    assert 0.02 < share(events, "UNLIKE", "LIKE") < 0.12
    assert 0.01 < share(events, "SAVE", "VIEW_START") < 0.1
    assert 0.2 < share(events, "SWIPE_AWAY", "IMPRESSION") < 0.32
    assert 0.2 < share(events, "VIEW_COMPLETE", "VIEW_START") < 0.7
    assert share(events, "PAUSE", "RESUME") == pytest.approx(1, abs=0.05)


def plays() -> list[list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in first_sendings():
        if "playId" in event:
            found[event["playId"]].append(event)
    return list(found.values())


def test_a_play_reports_what_its_player_did() -> None:
    for play in plays():
        assert play[0]["type"] in ("VIEW_START", "STREAM_JOIN")
        assert [event["type"] for event in play].count("VIEW_START") <= 1
        reported = 0.0
        for event in play:
            data = event.get("viewData", {})
            watched = data.get("watchTime", 0.0)
            assert watched <= max(5.0, 600.0 if event["contentType"] in ("POST", "STREAM") else 0.0)
            reported += watched
            if "totalWatchTime" in data:
                assert data["totalWatchTime"] == pytest.approx(reported, abs=0.0005)
            sections = data.get("sections", [])
            if sections:
                lengths = [section["end"] - section["start"] for section in sections]
                assert sum(lengths) == pytest.approx(watched, abs=0.0005)
                assert sections[-1]["end"] == data["position"] or event["type"] == "SEEK"
            for section in sections:
                assert 0 <= section["start"] < section["end"] <= data["duration"]


def test_heartbeats_come_every_few_seconds() -> None:
    gaps = [
        (moment(after) - moment(before)).total_seconds()
        for play in plays()
        for before, after in pairwise(play)
        if before["type"] == after["type"] == "VIEW_PROGRESS"
    ]
    assert 4.9 < sorted(gaps)[len(gaps) // 2] < 5.1
    assert max(gaps) < 5.1


def test_rewatches_and_loops_occur() -> None:
    starts = [event for event in first_sendings() if event["type"] == "VIEW_START"]
    rewatches = [event for event in starts if event.get("viewData", {}).get("isRewatch")]
    assert 0.01 < len(rewatches) / len(starts) < 0.1
    assert any(event.get("viewData", {}).get("loopCount", 0) >= 1 for event in first_sendings())


def test_some_seconds_are_watched_again_at_once() -> None:
    watched_twice = [
        sections
        for event in first_sendings()
        if len(sections := event.get("viewData", {}).get("sections", ())) > 1
        and sections[1]["start"] < sections[0]["end"]
    ]
    assert len(watched_twice) > 100


def test_of_most_viewers_with_a_name_age_group_and_gender_are_known() -> None:
    traits = {event["userId"]: event.get("viewer") for event in first_sendings() if "userId" in event}
    known = [one for one in traits.values() if one is not None]
    assert 0.7 < len(known) / len(traits) < 0.9
    assert {one["gender"] for one in known} >= {"FEMALE", "MALE", "NON_BINARY"}
    assert len({one["ageGroup"] for one in known}) >= 6
    assert not any("viewer" in event for event in first_sendings() if "userId" not in event)


def test_a_few_viewers_are_crawlers_and_all_of_those_are_detected() -> None:
    agents = {event["userId"]: event["device"].get("userAgent") for event in first_sendings() if "userId" in event}
    crawlers = {user: agent for user, agent in agents.items() if user.startswith("crawler-")}
    assert 0.004 < len(crawlers) / len(agents) < 0.04
    assert all(is_crawler(agent) for agent in crawlers.values())
    assert {agent for user, agent in agents.items() if user not in crawlers} == {None}


def test_creators_look_at_their_own_contents_too() -> None:
    views = [event for event in first_sendings() if event["type"] == "VIEW_START" and "userId" in event]
    of_creators = [event for event in views if event["userId"].startswith("creator-")]
    own = [event for event in of_creators if event["userId"] == event["creatorId"]]
    assert 0.005 < len(of_creators) / len(views) < 0.1
    assert 0.1 < len(own) / len(of_creators) < 0.5


def test_most_places_are_coarse_and_near_their_city() -> None:
    places = {place.city: place for place in PLACES}
    locations = [event["location"] for event in first_sendings()]
    assert 0.15 < sum(location["preciseConsent"] for location in locations) / len(locations) < 0.45
    for location in locations:
        city = places[location["city"]]
        assert abs(location["latitude"] - city.latitude) < 0.5
        assert abs(location["longitude"] - city.longitude) < 0.5


def test_devices_places_and_sources_vary() -> None:
    for path, least in ((("device", "type"), 4), (("device", "platform"), 3), (("location", "country"), 12)):
        outer, inner = path
        assert len({event[outer][inner] for event in first_sendings()}) >= least
    sources = {event["source"]["type"] for event in first_sendings() if "source" in event}
    assert sources == {"FOR_YOU", "FEED", "FOLLOWING", "SEARCH", "PROFILE", "HASHTAG", "DIRECT", "OTHER"}


def test_postponed_traffic_happens_later() -> None:
    traffic = Traffic(1, start=START)
    sendings = traffic.sendings()
    plain = [next(sendings) for _ in range(100)]
    traffic.postpone(3600)
    postponed = [next(sendings) for _ in range(2_000)]
    expected = sample()[100:2_100]
    assert [sending.event["type"] for sending in postponed] == [sending.event["type"] for sending in expected]
    assert plain == sample()[:100]
    assert moment(postponed[-1].event) - moment(expected[-1].event) == timedelta(hours=1)
