from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from server.demo.catalogue import make_catalogue
from server.demo.past import Past
from server.events.checking import check_event
from server.events.model import Event, Rejection, decode_event

NOW = datetime(2026, 3, 20, 15, 30, tzinfo=UTC)
TODAY = NOW.date()
CATALOGUE = make_catalogue(1)
DAYS = [TODAY - timedelta(days=ago) for ago in range(60, -1, -1)]


@cache
def events(day: date, seed: int = 1) -> list[dict[str, Any]]:
    return list(Past(seed, CATALOGUE, now=NOW).events(day))


def moments(day: date) -> list[datetime]:
    return [datetime.fromisoformat(event["occurredAt"]) for event in events(day)]


def views(day: date) -> int:
    return sum(event["type"] == "VIEW_START" for event in events(day))


def test_every_event_is_valid() -> None:
    for event in events(DAYS[-2]):
        decoded = decode_event(event)
        assert isinstance(decoded, Event), decoded
        assert not isinstance(check_event(decoded), Rejection), event


def test_the_same_seed_and_moment_give_the_same_past() -> None:
    again = list(Past(1, CATALOGUE, now=NOW).events(DAYS[30]))

    assert again == events(DAYS[30])
    assert events(DAYS[30], seed=2) != again


def test_a_restart_on_the_same_day_gives_the_same_earlier_days() -> None:
    """So that a past that was interrupted is completed, and what is sent again is a duplicate."""
    later = Past(1, CATALOGUE, now=NOW.replace(hour=23, minute=59))

    assert {event["id"] for event in later.events(DAYS[30])} == {event["id"] for event in events(DAYS[30])}
    assert {event["id"] for event in later.events(TODAY)} > {event["id"] for event in events(TODAY)}


@pytest.mark.parametrize("day", [DAYS[0], DAYS[-2], DAYS[-1]])
def test_what_a_day_has_occurred_on_it_and_before_now(day: date) -> None:
    assert {moment.date() for moment in moments(day)} == {day}
    assert max(moments(day)) < NOW


def test_ids_are_unique_over_all_days() -> None:
    ids = [event["id"] for day in DAYS for event in events(day)]

    assert len(set(ids)) == len(ids)


def test_each_day_has_views_and_later_weeks_have_more() -> None:
    assert min(map(views, DAYS[:-1])) > 100
    assert sum(map(views, DAYS[-15:-1])) > 1.3 * sum(map(views, DAYS[:14]))


def test_no_content_is_seen_before_it_was_published() -> None:
    published = {
        one.content_id: datetime.fromisoformat(str(one.as_input(NOW)["publishedAt"])) for one in CATALOGUE.contents
    }
    for day in (DAYS[0], DAYS[30], DAYS[-1]):
        for event, moment in zip(events(day), moments(day), strict=True):
            if "contentId" in event:
                assert published[event["contentId"]] <= moment


def test_every_creator_has_something_for_every_panel() -> None:
    by_creator: defaultdict[str, Counter[str]] = defaultdict(Counter)
    days: defaultdict[str, set[date]] = defaultdict(set)
    for day in DAYS:
        for event in events(day):
            if "creatorId" in event:
                by_creator[event["creatorId"]][event["type"]] += 1
                days[event["creatorId"]].add(day)

    assert len(by_creator) == CATALOGUE.creators
    for creator, counts in by_creator.items():
        assert len(days[creator]) > 50
        assert counts["VIEW_START"] > 200
        assert counts["VIEW_PROGRESS"] + counts["VIEW_COMPLETE"] > 200
        for reaction in ("LIKE", "COMMENT", "SHARE", "SAVE", "FOLLOW"):
            assert counts[reaction] > 0, (creator, reaction)


def test_a_past_may_be_a_year_long() -> None:
    first = TODAY - timedelta(days=365)

    assert {event["type"] for event in Past(1, make_catalogue(1, 8), now=NOW, sessions=50_000).events(first)}


def test_most_sessions_are_in_the_evening_of_their_viewers() -> None:
    by_hour = Counter(moment.hour for day in DAYS[:-1] for moment in moments(day))

    assert max(by_hour.values()) > 1.5 * min(by_hour.values())


def test_players_report_once_a_minute() -> None:
    """So that a past of two months is counted in less than a minute."""
    total = sum(len(events(day)) for day in DAYS)

    assert 120_000 < total < 160_000
    assert total < 6 * sum(map(views, DAYS))
