"""The groups of the API show the metrics that the catalogue says they do, in its words."""

import inspect
from collections.abc import Iterator
from dataclasses import fields

import pytest
from graphql import GraphQLObjectType
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from resolvers import metrics
from resolvers.schema import build_schema
from server.metrics.catalogue import CATALOGUE
from server.metrics.counters import Counts
from server.metrics.definitions_page import SCOPES
from server.metrics.metric import Kind, Metric, Unit
from server.metrics.rates import EngagementProfile

GROUPS = (
    metrics.Views,
    metrics.WatchTime,
    metrics.Impressions,
    metrics.Completion,
    metrics.Engagement,
    metrics.NegativeInteractions,
    metrics.Interactions,
    metrics.DeviceViews,
    metrics.PlatformViews,
)
COUNTS = Counts(**{field.name: 100_000 // (place + 1) + place for place, field in enumerate(fields(Counts))})
"""Another number for every counter, views the greatest."""
ROWS = "rows"
"""Shows the other fields of its group once more."""
BY_FIELD = {metric.field: metric for metric in CATALOGUE.values() if metric.field}


def shown() -> Iterator[tuple[str, object]]:
    """Each field of each group, and what it shows of COUNTS."""
    for group in GROUPS:
        answer = group.from_counts(COUNTS)
        for field in get_object_definition(group, strict=True).fields:
            name = field.graphql_name or to_camel_case(field.python_name)
            if name != ROWS:
                yield f"{group.__name__}.{name}", getattr(answer, field.python_name)


def value_of(metric: Metric) -> float:
    """A metric of COUNTS, in the unit of the API."""
    value: float | None
    if metric.formula is None:
        value = float(getattr(COUNTS, metric.name))
    elif "profile" in inspect.signature(metric.formula).parameters:
        value = metric.formula(COUNTS, EngagementProfile.SOCIAL)
    else:
        value = metric.formula(COUNTS)
    assert value is not None
    return value / 1000 if metric.unit is Unit.MILLISECONDS else value


def test_every_field_of_a_group_shows_the_metric_that_is_declared_for_it() -> None:
    assert dict(shown()) == {field: value_of(BY_FIELD[field]) for field, _ in shown()}


@pytest.mark.parametrize("group", [metrics.Views, metrics.DeviceViews, metrics.PlatformViews])
def test_rows_of_a_group_show_its_fields_and_add_up_to_all_views(group: type[metrics.Views]) -> None:
    answer = group.from_counts(COUNTS)
    by_value = {row.value: row.views for row in answer.rows if row.value is not None}
    names = {field.python_name for field in get_object_definition(group, strict=True).fields} - {ROWS, "total"}
    assert by_value == {name.upper(): getattr(answer, name) for name in names}
    unknown = [row for row in answer.rows if row.value is None]
    assert len(unknown) == (0 if group is metrics.Views else 1)
    if unknown:
        assert sum(row.views for row in answer.rows) == COUNTS.views
        assert sum(row.percentage for row in answer.rows) == pytest.approx(100)


def test_no_group_is_forgotten() -> None:
    there = {kind for _, kind in inspect.getmembers(metrics, inspect.isclass) if kind.__module__ == metrics.__name__}
    assert there - {*GROUPS} == {metrics.Analytics, metrics.UniqueViewers, metrics.ViewsShare}


def test_the_description_of_a_field_is_that_of_the_catalogue() -> None:
    types = build_schema()._schema.type_map
    for field, metric in BY_FIELD.items():
        kind, _, name = field.partition(".")
        for shown_by in (kind, *(SCOPES if metric.in_scopes else ())):
            found = types[shown_by]
            assert isinstance(found, GraphQLObjectType)
            assert found.fields[name].description == metric.description, f"{shown_by}.{name}"


@pytest.mark.parametrize(
    "metric",
    [m for m in CATALOGUE.values() if m.kind is Kind.DERIVED and m.name != "rewatch_rate"],
    ids=lambda m: m.name,
)
def test_a_formula_computes_what_its_text_says(metric: Metric) -> None:
    group = metric.field.partition(".")[0]
    known = {name: float(getattr(COUNTS, name)) for name in (field.name for field in fields(Counts))}
    known["completions"] = known["completed_full"]
    known |= {field.partition(".")[2]: value for field, value in shown() if field.startswith(f"{group}.")}  # type: ignore[misc]
    computed = eval(metric.formula_text, {"clamp": lambda value, low, high: min(max(value, low), high)}, known)
    assert computed == pytest.approx(value_of(metric))
    assert computed not in (0, 100)
