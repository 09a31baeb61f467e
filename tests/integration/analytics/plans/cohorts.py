"""The reads of cohorts: all starts that there are, and returns of a range."""

from typing import Any

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.cohorts.question import CohortsQuestion, Grouping, PeriodLength
from server.analytics.cohorts.statements import rows_statement, values_statement
from server.analytics.cohorts.triangle import CohortStart, ReturnRule
from server.analytics.event_conditions import Condition
from server.times import to_milliseconds
from tests.integration.analytics.plans.filling import END, PEOPLE

BY_AGE = Grouping(dimension=Dimension.AGE_GROUP, first=10)


def question(**more: Any) -> CohortsQuestion:
    end = to_milliseconds(END)
    return CohortsQuestion(
        project_id=1,
        bounds_ms=[end - 600_000, end - 300_000, end],
        starts=Condition(types=["view_start"], content_id="c1"),
        returns=Condition(types=["purchase"]),
        start=CohortStart.FIRST_TIME,
        rule=ReturnRule.ON,
        length=PeriodLength.DAY,
        is_rolling=False,
        timezone="UTC",
        periods=2,
        classes=PEOPLE,
        **more,
    )


STATEMENTS = {
    "cohort_rows": rows_statement(question()),
    "cohort_amounts": rows_statement(question(has_amounts=True, currency="EUR", grouping=BY_AGE)),
    "cohort_values": values_statement(question(grouping=BY_AGE), BY_AGE),
}
READS: dict[str, dict[str, Any]] = {name: dict(values) for name, (_, values) in STATEMENTS.items()}
WALKS = {
    "cohort_rows": {"events_default", "self_viewers"},
    "cohort_amounts": {"events_default", "self_viewers"},
    "cohort_values": {"self_viewers"},
}
"""All events, since whether a start is a viewer's first depends on all before it; and the whole set of self-viewers."""
