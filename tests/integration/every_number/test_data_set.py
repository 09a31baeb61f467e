"""The data set contains all cases that the other tests need."""

from collections import Counter

from tests.dataset.generate import DataSet, generate
from tests.recompute.truth import Truth


def test_the_same_seed_gives_the_same_data_set(data: DataSet) -> None:
    assert generate().deliveries == data.deliveries


def test_the_data_set_has_the_promised_size(truth: Truth) -> None:
    [held] = truth.query("""
        SELECT count(*) AS events, count(DISTINCT viewer_id) AS viewers, count(DISTINCT creator_id) AS creators,
            date_diff('day', min(occurred_at), max(occurred_at)) AS days, count(DISTINCT timezone) AS timezones,
            count(DISTINCT viewer_id) FILTER (WHERE user_id IS NULL) AS guests
        FROM events
    """)
    assert held["events"] >= 200_000
    assert held["viewers"] >= 5_000
    assert held["guests"] >= 500
    assert (len(truth.contents), held["creators"], held["days"], held["timezones"]) == (500, 50, 40, 3)


def test_apps_repeat_delay_and_shuffle(data: DataSet, truth: Truth) -> None:
    ids = Counter(event["id"] for delivery in data.deliveries for event in delivery.events)
    [held] = truth.query("""
        SELECT count(*) FILTER (WHERE received_at - occurred_at > INTERVAL 1 DAY) AS late,
            count(*) FILTER (WHERE occurred_at < before) AS disordered
        FROM (
            SELECT *, lag(occurred_at) OVER (PARTITION BY session_id ORDER BY received_at, rowid) AS before FROM events)
    """)
    assert sum(times - 1 for times in ids.values()) > 5_000
    assert held["late"] > 5_000
    assert held["disordered"] > 5_000


def test_people_change_their_minds_loop_seek_and_see_things_twice(truth: Truth) -> None:
    [held] = truth.query("""
        SELECT count(*) FILTER (WHERE type = 'UNLIKE') AS unlikes, count(*) FILTER (WHERE type = 'SEEK') AS seeks,
            count(*) FILTER (WHERE (view_data->>'loopCount')::BIGINT > 0) AS loops
        FROM events
    """)
    [seen] = truth.query("SELECT count(*) FILTER (WHERE times > 1) AS twice FROM watched")
    [tied] = truth.query("""
        SELECT count(*) AS ties FROM events AS a JOIN events AS b USING (content_id, viewer_id, occurred_at)
        WHERE a.type = 'LIKE' AND b.type = 'UNLIKE'
    """)
    assert min(held.values()) > 500
    assert seen["twice"] > 500
    assert tied["ties"] > 50


def test_some_apps_keep_a_session_id_for_days(truth: Truth) -> None:
    [held] = truth.query("""
        SELECT count(DISTINCT session_id) FILTER (WHERE number > 1) AS several,
            count(*) FILTER (WHERE pause = INTERVAL 30 MINUTE) AS exactly,
            count(*) FILTER (WHERE pause > INTERVAL 30 MINUTE AND pause < INTERVAL 1801 SECOND) AS barely,
            count(*) FILTER (WHERE pause > INTERVAL 1 DAY) AS days
        FROM (
            SELECT *, occurred_at - lag(occurred_at) OVER (PARTITION BY session_id ORDER BY occurred_at, id) AS pause
            FROM session_events)
    """)
    assert held["several"] > 100
    assert min(held.values()) > 5


def test_every_class_of_traffic_is_there(truth: Truth) -> None:
    rows = truth.query("SELECT traffic, count(*) AS events FROM classed GROUP BY traffic")
    assert {row["traffic"] for row in rows} == {0, 1, 2, 3}
    assert min(row["events"] for row in rows) > 5
    [held] = truth.query("SELECT count(*) FILTER (WHERE is_bot) AS bots FROM viewers")
    assert held["bots"] > 50


def test_some_contents_have_more_than_is_counted_exactly(truth: Truth) -> None:
    [held] = truth.query("SELECT max(plays) AS plays FROM (SELECT count(*) AS plays FROM plays GROUP BY content_id)")
    [named] = truth.query("""
        SELECT max(names) AS names FROM (
            SELECT count(DISTINCT referrer) AS names FROM events GROUP BY content_id, date_trunc('day', occurred_at))
    """)
    assert held["plays"] > 10_000
    assert named["names"] > 1_000


def test_some_contents_have_events_naming_different_creators(truth: Truth) -> None:
    rows = truth.query("""
        SELECT contents.in_catalogue, contents.creator_id AS credited, owners.creator_id AS owner,
            count(DISTINCT told) AS named, count(*) FILTER (WHERE told IS NULL) AS silent
        FROM (SELECT event.contentId AS content_id, event.creatorId AS said FROM sent)
            JOIN contents USING (content_id) JOIN owners USING (content_id)
            CROSS JOIN LATERAL (SELECT coalesce(said, CASE WHEN in_catalogue THEN contents.creator_id END) AS told)
        GROUP BY content_id, 1, 2, 3
    """)
    shapes = {
        (row["in_catalogue"], row["credited"] is not None, row["owner"] is not None, row["named"]) for row in rows
    }
    assert shapes == {
        (True, True, True, 1),
        (True, True, True, 2),  # the catalogue knows better
        (True, False, True, 1),
        (True, False, False, 2),  # the first request names both
        (False, False, True, 1),
        (False, False, True, 2),  # who is named first keeps it
        (False, False, False, 2),
        (False, False, False, 0),
    }
    assert any(row["owner"] and row["silent"] for row in rows)
