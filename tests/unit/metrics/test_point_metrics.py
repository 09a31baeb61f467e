"""Points of series have every metric that follows from counters, by a name without a group."""

from dataclasses import fields

from graphql import GraphQLNonNull, GraphQLObjectType

from resolvers.schema import build_schema
from server.metrics.catalogue import CATALOGUE
from server.metrics.counters import Counts
from server.metrics.metric import Unit
from server.metrics.point_metrics import POINT_METRICS

OF_VIEWERS = {"unique_viewers", "rewatches", "rewatch_rate"}
"""They do not follow from counters."""
POINT = build_schema()._schema.type_map["Point"]


def test_no_metric_that_follows_from_counters_is_left_out() -> None:
    shown = {name for name, metric in CATALOGUE.items() if metric.field}
    assert {metric.metric.name for metric in POINT_METRICS} == shown - OF_VIEWERS


def test_each_has_a_field_of_its_type_in_the_words_of_the_catalogue() -> None:
    assert isinstance(POINT, GraphQLObjectType)
    for metric in POINT_METRICS:
        field = POINT.fields[metric.field]
        assert field.description == metric.metric.description
        assert str(field.type).rstrip("!") == ("Long" if metric.metric.unit is Unit.COUNT else "Float")
    unknown = {name for name, field in POINT.fields.items() if not isinstance(field.type, GraphQLNonNull)}
    assert unknown == {"sessions", "averageSessionDuration", "averagePlaybackRate"}


def test_values_are_those_of_the_counters_and_of_the_formulas() -> None:
    counts = Counts(**{field.name: 100 + place for place, field in enumerate(fields(Counts))})
    found = {metric.field: metric.of_counts(counts) for metric in POINT_METRICS}
    assert found["views"] == counts.views
    assert found["viewsIos"] == counts.views_ios
    assert found["watchTime"] == counts.watch_ms / 1000
    assert found["averageWatchTime"] == counts.watch_ms / counts.views / 1000
    assert found["completions"] == counts.completed_full
    assert found["whatsapp"] == counts.whatsapps
    assert found["engagementRate"] == (counts.likes + counts.comments + counts.shares) / counts.views * 100
    assert {metric.field: metric.of_counts(Counts()) for metric in POINT_METRICS}["averagePlaybackRate"] is None
