"""The reads of funnels: all events of some types in a range."""

from datetime import timedelta
from typing import Any

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.event_conditions import Condition
from server.analytics.funnels.question import (
    Exclusion,
    FunnelBreakdownQuestion,
    FunnelQuestion,
    Step,
    ValueOf,
)
from server.analytics.funnels.rules import FunnelOrder
from server.analytics.funnels.statements import rows_statement, values_statement, viewers_statement
from tests.integration.analytics.plans.filling import END, PEOPLE

QUESTION = FunnelQuestion(
    project_id=1,
    start=END - timedelta(minutes=5),
    end=END,
    order=FunnelOrder.ORDERED,
    window_ms=60_000,
    steps=[
        Step(condition=Condition(types=["view_start"], content_id="c1")),
        Step(condition=Condition(watched=0.5, creator_id="k1")),
        Step(condition=Condition(types=["purchase"], properties={"productId": "mug"})),
    ],
    exclusions=[Exclusion(condition=Condition(types=["hide"]), after=1, before=3)],
    classes=PEOPLE,
)
BY_AGE = FunnelBreakdownQuestion(
    funnel=QUESTION, dimension=Dimension.AGE_GROUP, of=ValueOf.FIRST, step=1, timezone="UTC", first=10
)
STATEMENTS = {
    "funnel_rows": rows_statement(QUESTION),
    "funnel_values": values_statement(BY_AGE, 100),
    "funnel_viewers": viewers_statement(QUESTION, [1, 2, 3]),
}
READS: dict[str, dict[str, Any]] = {name: dict(values) for name, (_, values) in STATEMENTS.items()}
READS["pinned_funnels"] = {"project": 1}
WALKS: dict[str, set[str]] = {name: {"self_viewers"} for name in STATEMENTS}
"""The whole set, once."""
