"""The statements of a funnel, and its rules as the kernel takes them."""

from datetime import datetime, timedelta

from server.analytics.event_conditions import step_bits, types_of, value_sql
from server.analytics.funnels.question import FunnelBreakdownQuestion, FunnelForm, FunnelQuestion
from server.analytics.funnels.rules import ExclusionRule, FunnelOrder, FunnelRules, StepRule
from server.storage.sql import load_sql, read_sql
from server.storage.sql_templates import fill_in
from server.storage.statement import Bound, Statement

EXCLUSIONS_AT = 16
"""The first bit of the exclusions."""


def rules_of(form: FunnelForm) -> FunnelRules:
    """The rules of a funnel as the kernel takes them. Raises ValueError if they contradict each other."""
    return FunnelRules(
        order=form.order,
        steps=tuple(StepRule(step.optional, step.window_ms) for step in form.steps),
        window_ms=form.window_ms,
        exclusions=tuple(ExclusionRule(one.after - 1, one.before - 1) for one in form.exclusions),
    )


def rows_end(question: FunnelQuestion) -> datetime:
    """Until when rows are read: attempts that begin in the range may end a window later. In ANY order they may not."""
    if question.order is FunnelOrder.ANY:
        return question.end
    return question.end + timedelta(milliseconds=question.window_ms)


def rows_statement(question: FunnelQuestion, by: FunnelBreakdownQuestion | None = None) -> Bound:
    """The rows of a funnel, with the value of a dimension if it is to be broken down."""
    steps = [step.condition for step in question.steps]
    excluded = [exclusion.condition for exclusion in question.exclusions]
    bits, values = step_bits(dict(enumerate(steps)) | dict(enumerate(excluded, EXCLUSIONS_AT)))
    of_types, span = _span(question)
    texts = {
        "steps": bits,
        "kept": "true" if question.order is FunnelOrder.STRICT else "steps <> 0",
        "oftypes": of_types,
        "value": ", hashtextextended(value, 0)" if by else "",
        "dimension": f",\n        {value_sql(by.dimension)} AS value" if by else "",
    }
    # not load_sql, which keeps what it makes: clients decide how many conditions there are
    sql = Statement(fill_in(read_sql(__name__, "funnel_rows"), texts))
    return sql, {**values, **span, **(_dimension(by) if by else {})}


def values_statement(by: FunnelBreakdownQuestion, limit: int) -> Bound:
    """The values of a dimension, and the number of each."""
    of_types, span = _span(by.funnel)
    sql = load_sql(__name__, "funnel_values", oftypes=of_types, value=value_sql(by.dimension))
    return sql, {**span, **_dimension(by), "limit": limit}


def viewers_statement(question: FunnelQuestion, numbers: list[int]) -> Bound:
    """The keys of some viewers by their numbers."""
    of_types, span = _span(question)
    return load_sql(__name__, "funnel_viewers", oftypes=of_types), {**span, "numbers": numbers}


def _dimension(by: FunnelBreakdownQuestion) -> dict[str, object]:
    return {"dimension": by.dimension.value, "zone": by.timezone}


def _span(question: FunnelQuestion) -> tuple[str, dict[str, object]]:
    """Which events are read: a condition on their type, and the values of the parameters."""
    types = None
    if question.order is not FunnelOrder.STRICT:  # else any event may stand between two steps
        types = types_of([each.condition for each in question.steps] + [each.condition for each in question.exclusions])
    values: dict[str, object] = {
        "project": question.project_id,
        "start": question.start,
        "end": rows_end(question),
        "classes": question.classes,
    }
    if types is None:
        return "true", values
    return "events.type = ANY (:types::text[])", values | {"types": types}
