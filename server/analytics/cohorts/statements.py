"""The statements of cohorts."""

from datetime import UTC, datetime, timedelta

from server.analytics.cohorts.question import AMOUNTS, MAX_VALUES, ROLLING_MS, CohortsQuestion, Grouping
from server.analytics.cohorts.triangle import ReturnRule
from server.analytics.event_conditions import step_bits, types_of, value_sql
from server.storage.sql import read_sql
from server.storage.sql_templates import fill_in
from server.storage.statement import Bound, Statement
from server.times import from_milliseconds

_EVER, _NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

STARTS, RETURNS = 1, 2
"""The bits of a row."""
VALUE = "value"
"""A further column."""


def rows_statement(question: CohortsQuestion) -> Bound:
    """The rows of the cohorts, with amounts and the number of a value, if they are asked for."""
    bits, values = step_bits({0: question.starts, 1: question.returns})
    of_types, of_events = _events(question, types_of([question.starts, question.returns]))
    texts = {"steps": bits, "oftypes": of_types, "column": "", "value": "", "none": ""}
    of_values: dict[str, object] = {}
    if question.grouping is not None:
        value, of_values = _value(question, question.grouping)
        texts |= {"column": ", value", "none": ", 0"}
        texts["value"] = f", hashtextextended(coalesce('=' || ({value}), ''), 0) AS value"
    values = {**values, **of_events, **of_values, "since": from_milliseconds(question.bounds_ms[0])}
    if question.has_amounts:
        values["currency"] = question.currency
    name = "cohort_amounts" if question.has_amounts else "cohort_rows"
    # not load_sql, which keeps what it makes: clients decide which conditions there are
    return Statement(fill_in(read_sql(__name__, name), texts)), values


def columns_of(question: CohortsQuestion) -> list[str]:
    """The further columns of the rows."""
    return [*(AMOUNTS if question.has_amounts else ()), *([VALUE] if question.grouping else ())]


def values_statement(question: CohortsQuestion, grouping: Grouping) -> Bound:
    """The values that group viewers, one more than there may be, and the number of each."""
    bits, values = step_bits({0: question.starts})
    of_types, of_events = _events(question, types_of([question.starts]))
    of_events |= {name: from_milliseconds(question.bounds_ms[place]) for name, place in (("start", 0), ("end", -1))}
    value, of_values = _value(question, grouping)
    texts = {"steps": f"({bits})", "oftypes": of_types, "value": value}
    sql = Statement(fill_in(read_sql(__name__, "cohort_values"), texts))
    return sql, {**values, **of_events, **of_values, "limit": MAX_VALUES + 1}


def _value(question: CohortsQuestion, grouping: Grouping) -> tuple[str, dict[str, object]]:
    if grouping.dimension is not None:
        return value_sql(grouping.dimension), {"dimension": grouping.dimension.value, "zone": question.timezone}
    return "events.properties ->> :property::text", {"property": grouping.property}


def _events(question: CohortsQuestion, types: list[str] | None) -> tuple[str, dict[str, object]]:
    """Which events are read: a condition on their type, and the values of the parameters.

    They are read from the first one on: whether a start is a viewer's first depends on all before it. With ON_OR_AFTER,
    any return to come counts.
    """
    end = from_milliseconds(question.bounds_ms[-1])
    if question.is_rolling:
        end += timedelta(milliseconds=question.periods * ROLLING_MS[question.length])
    values: dict[str, object] = {
        "project": question.project_id,
        "start": _EVER,
        "end": _NEVER if question.rule is ReturnRule.ON_OR_AFTER else end,
        "classes": question.classes,
    }
    return ("true", values) if types is None else ("events.type = ANY (:types::text[])", values | {"types": types})
