from datetime import UTC, datetime, timedelta
from itertools import count

from server.access import Caller
from server.events.view_rates import RateKey, ViewRates

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_ids = count(1)


def key(seconds: float = 0, sender: str = "u:ann", network: int | None = 7) -> RateKey:
    return RateKey.from_event(Caller(network=network), sender, NOON + timedelta(seconds=seconds))


def take(rates: ViewRates, where: RateKey) -> bool:
    """A view with an id of its own."""
    return rates.take(where, str(next(_ids)))


def test_a_sender_may_have_so_many_views_a_minute_and_no_more() -> None:
    rates = ViewRates(3)
    assert [take(rates, key(second)) for second in range(5)] == [False, False, False, True, True]


def test_the_next_minute_another_viewer_and_another_network_start_from_zero() -> None:
    rates = ViewRates(1)
    assert not take(rates, key(59.9))
    assert not take(rates, key(60))
    assert not take(rates, key(59.9, "u:bob"))
    assert not take(rates, key(59.9, network=8))
    assert take(rates, key(0))


def test_a_repetition_counts_once_also_while_the_first_try_is_on_its_way() -> None:
    rates = ViewRates(2)
    assert [rates.take(key(), name) for name in ("1", "2", "1", "2", "1")] == [False] * 5
    for name in ("1", "2", "1"):  # answered as duplicates
        rates.give_back(key(), name)
    assert rates.take(key(), "3")
    assert rates.take(key(), "3")
    assert not rates.take(key(), "1")


def test_views_that_were_not_stored_are_given_back() -> None:
    rates = ViewRates(2)
    for number in range(10):
        assert not rates.take(key(), str(number))
        rates.give_back(key(), str(number))
    rates.give_back(key(600), "1")
    rates.give_back(key(), "unknown")
    assert [take(rates, key()) for _ in range(3)] == [False, False, True]


def test_a_sender_exceeds_the_rate_until_its_excess_is_given_back() -> None:
    rates = ViewRates(1)
    rates.take(key(), "1")
    assert not rates.is_exceeded(key())
    assert not rates.any_exceeded
    rates.take(key(), "2")
    assert rates.is_exceeded(key())
    assert rates.any_exceeded
    assert not rates.is_exceeded(key(sender="u:bob"))
    rates.give_back(key(), "2")
    assert not rates.is_exceeded(key())
    assert not rates.any_exceeded


def test_a_sender_is_known_as_long_as_it_sends_whatever_others_send_meanwhile() -> None:
    rates = ViewRates(120)
    found = []
    for number in range(130):
        found.append(take(rates, key(number / 2.2)))
        for other in range(400):
            take(rates, key(number / 2.2, f"u:{number}-{other}"))
    assert found == [False] * 120 + [True] * 10


def test_no_more_views_are_remembered_than_allowed_and_none_beyond_the_first_excess() -> None:
    rates = ViewRates(2, kept=5)
    for _ in range(1000):
        take(rates, key())
    assert take(rates, key(60)) is False
    assert take(rates, key(60)) is False
    assert take(rates, key()), "three and two are five"
    assert take(rates, key(120)) is False
    assert take(rates, key()), "the minute that was not seen for the longest time is forgotten"
    assert rates.any_exceeded
    assert not rates.is_exceeded(key(60))
    assert [take(rates, key(60)) for _ in range(3)] == [False, False, True]


def test_views_are_forgotten_when_nothing_has_come_of_their_sender_and_minute_for_some_time() -> None:
    rates = ViewRates(1)
    now = NOON
    for name in ("u:ann", "u:bob"):
        assert [take(rates, key(0, name)) for _ in range(2)] == [False, True]
    for minutes, left in ((0, {"u:ann", "u:bob"}), (9, {"u:ann", "u:bob"}), (10, {"u:ann"}), (20, set())):
        rates.age(now + timedelta(minutes=minutes))
        assert {holder.sender[0] for holder in rates._holders} == left, minutes
        assert {holder.sender[0] for holder in rates._exceeded} == left, minutes
        if minutes == 9:
            assert take(rates, key(0))
            rates.age(now + timedelta(minutes=minutes))
    assert rates._remembered == 0
    assert not take(rates, key(0))
