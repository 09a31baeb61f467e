"""How values are kept, and how those of several processes become one."""

from server.monitoring.instruments import (
    INGEST_UP,
    INSTRUMENTS,
    LAG,
    OPERATION_SECONDS,
    OPERATIONS,
    REFUSED,
    SOCKETS,
    Kind,
)
from server.monitoring.samples import Counts, Observations, Sample, combined, lasting, sample
from server.monitoring.shared_samples import STALE_SECONDS, SharedSamples


def test_beyond_the_limit_everything_is_counted_as_other() -> None:
    counts = Counts(OPERATIONS, most=3)
    for number in range(1000):
        counts.add(f"op{number}", "OK")
    counts.add("op1", "OK")

    found = {one.labels: one.value for one in counts.measure()}

    assert found == {("op0", "OK"): 1, ("op1", "OK"): 2, ("op2", "OK"): 1, ("other", "OK"): 997}


def test_an_observation_falls_into_the_bucket_of_its_bound() -> None:
    seconds = Observations(OPERATION_SECONDS, "query")
    for value in (0.0005, 0.001, 0.0011, 9.0, 10.0, 11.0):
        seconds.observe(value)

    [found] = seconds.measure()

    assert found.buckets == (2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1)
    assert round(found.value, 4) == 30.0026


def test_processes_add_up_but_one_that_fails_is_seen() -> None:
    histogram = Sample(OPERATION_SECONDS.name, ("query",), 2.5, (1, 2))
    one = [sample(SOCKETS, 3), sample(INGEST_UP, 1), histogram]
    other = [sample(SOCKETS, 4), sample(INGEST_UP, 0), histogram]

    assert combined([one, other]) == [
        sample(SOCKETS, 7),
        sample(INGEST_UP, 0),
        Sample(OPERATION_SECONDS.name, ("query",), 5.0, (2, 4)),
    ]


def test_what_was_counted_lasts_and_what_was_open_is_gone() -> None:
    assert lasting([sample(SOCKETS, 3), sample(REFUSED, 2, "BAD_INPUT")]) == [sample(REFUSED, 2, "BAD_INPUT")]


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_successor_continues_where_its_predecessor_was() -> None:
    clock = Clock()
    shared = SharedSamples(2, clock)
    shared.take(1)
    shared.publish([sample(SOCKETS, 9), sample(REFUSED, 5, "INTERNAL")])
    shared.take(0)
    shared.publish([sample(SOCKETS, 1), sample(REFUSED, 1, "INTERNAL")])
    assert combined(shared.read()) == [sample(SOCKETS, 10), sample(REFUSED, 6, "INTERNAL")]

    clock.now += STALE_SECONDS
    shared.publish([sample(SOCKETS, 1), sample(REFUSED, 1, "INTERNAL")])
    assert combined(shared.read()) == [sample(SOCKETS, 1), sample(REFUSED, 6, "INTERNAL")]

    for round_ in range(1, 4):
        clock.now += 1
        shared.take(1)
        shared.publish([sample(SOCKETS, 2), sample(REFUSED, 1, "INTERNAL")])
        assert combined(shared.read()) == [sample(SOCKETS, 3), sample(REFUSED, 6 + round_, "INTERNAL")]


def test_a_half_written_place_does_not_count() -> None:
    clock = Clock()
    shared = SharedSamples(1, clock)
    shared.publish([sample(REFUSED, 1, "INTERNAL")])
    clock.now += 1
    shared.publish([sample(REFUSED, 2, "INTERNAL")])
    start = shared._memory.rfind(b"INTERNAL")
    shared._memory[start : start + 8] = b"XNTERNAL"

    assert shared.read() == [[sample(REFUSED, 1, "INTERNAL")]]


def test_names_have_units_and_a_beginning() -> None:
    for name, instrument in INSTRUMENTS.items():
        assert name.startswith(("viewpulse_", "process_"))
        assert name.endswith("_total") == (instrument.kind is Kind.COUNTER)
        assert bool(instrument.buckets) == (instrument.kind is Kind.HISTOGRAM)
    assert LAG.name.endswith("_seconds")
