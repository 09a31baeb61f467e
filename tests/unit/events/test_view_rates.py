from datetime import UTC, datetime, timedelta

from server.events.view_rates import ViewKey, ViewRates

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def key(seconds: float = 0, viewer: str = "ann") -> ViewKey:
    return ViewKey.of(1, viewer, NOON + timedelta(seconds=seconds))


def test_a_viewer_may_have_so_many_views_a_minute_and_no_more() -> None:
    rates = ViewRates(3)
    assert [rates.add(key(second)) for second in range(5)] == [False, False, False, True, True]


def test_the_next_minute_and_another_viewer_start_anew() -> None:
    rates = ViewRates(1)
    assert not rates.add(key(59.9))
    assert not rates.add(key(60))
    assert not rates.add(key(59.9, "bob"))
    assert rates.add(key(0))


def test_what_was_not_stored_is_given_back() -> None:
    rates = ViewRates(2)
    for _ in range(10):
        assert not rates.add(key())
        rates.take_back(key())
    rates.take_back(key(600))
    assert [rates.add(key()) for _ in range(3)] == [False, False, True]


def test_no_more_viewers_are_remembered_than_allowed() -> None:
    rates = ViewRates(1, kept=2)
    for viewer in ("ann", "bob", "cyn"):
        rates.add(key(viewer=viewer))
    assert rates.add(key(viewer="cyn"))
    assert rates.add(key(viewer="bob"))
    assert not rates.add(key(viewer="ann"))
