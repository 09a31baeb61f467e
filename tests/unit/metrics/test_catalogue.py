"""The catalogue declares every metric once; what is written elsewhere agrees with it."""

from pathlib import Path

from server.events.event_enums import EventType
from server.metrics import counters
from server.metrics.catalogue import CATALOGUE
from server.metrics.columns import EVENTS, STORED
from server.metrics.counters_text import with_counters
from server.metrics.metric import Kind
from tests import oracle


def test_the_counters_are_printed_from_the_catalogue() -> None:
    text = Path(counters.__file__).read_text()
    assert text == with_counters(text), "run `python -m server.metrics.counters_text server/metrics/counters.py`"


def test_a_new_metric_is_printed_among_the_counters() -> None:
    text = Path(counters.__file__).read_text()
    older = text.replace("    skips: int = 0\n", "")
    assert older != text
    assert with_counters(older) == text


def test_every_column_is_recomputed_by_the_oracle() -> None:
    assert sorted(oracle.METRICS) == sorted(STORED)


def test_tallies_count_types_of_events_that_there_are() -> None:
    assert {event.upper() for event in EVENTS} <= set(EventType)


def test_no_two_metrics_have_the_same_name_title_or_field() -> None:
    for said in ([m.name for m in CATALOGUE.values()], [m.title for m in CATALOGUE.values()]):
        assert all(said)
        assert len(set(said)) == len(said)
    shown = [metric.field for metric in CATALOGUE.values() if metric.field]
    assert len(set(shown)) == len(shown)


def test_a_metric_has_its_way_of_counting() -> None:
    for metric in CATALOGUE.values():
        assert bool(metric.events) == (metric.kind in (Kind.TALLY, Kind.VIEW)), metric.name
        assert bool(metric.formula) == (metric.kind is Kind.DERIVED), metric.name
        assert not (metric.amount and metric.of_plays), metric.name
        if metric.kind is Kind.PLAY and metric.name != "plays":
            assert metric.amount or metric.of_plays, metric.name
