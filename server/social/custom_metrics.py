"""The metrics that projects define: stored with the formulas that compute them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import asyncpg
import structlog

from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.social.formulas import Formula, parse_formula
from server.social.metrics import ACCOUNT_METRICS, POST_METRICS
from server.storage.database import Connection, Pool
from server.storage.locks import lock_project_in_transaction
from server.storage.sql import load_sql
from server.storage.statement import Source

MAX_METRICS = 50
"""Metrics that a project may define."""

_log = structlog.get_logger(__name__)


class FormulaKind(StrEnum):
    """Whose numbers a formula is computed from."""

    ACCOUNT = "account"
    POST = "post"


METRICS: Mapping[FormulaKind, tuple[str, ...]] = {
    FormulaKind.ACCOUNT: tuple(ACCOUNT_METRICS),
    FormulaKind.POST: tuple(POST_METRICS),
}
"""The metrics that formulas may name."""


@dataclass(frozen=True, slots=True)
class CustomMetric:
    """A metric that a project defines.

    Attributes:
        name: Its name, as of a field.
        kind: Whose numbers it is computed from.
        formula: How.
        title: What people call it.
        created_at: When it was defined first.
    """

    name: str
    kind: FormulaKind
    formula: Formula
    title: str
    created_at: datetime

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "CustomMetric":
        """The metric in a row of ``social_formulas``."""
        kind = FormulaKind(row["kind"])
        return cls(row["name"], kind, parse_formula(row["formula"], METRICS[kind]), row["title"], row["created_at"])


async def define_metric(
    pool: Pool, project_id: int, *, name: str, kind: FormulaKind, formula: str, title: str, now: datetime
) -> CustomMetric:
    """Defines a metric, or changes the one of that name.

    Raises:
        ViewpulseError: BAD_INPUT if the formula cannot be computed; LIMIT_EXCEEDED if the project has too many.
    """
    parsed = parse_formula(formula, METRICS[kind])
    async with pool.acquire() as connection, connection.transaction():
        await lock_project_in_transaction(connection, "social metrics", project_id)  # two would not count each other
        row = await load_sql(__name__, "upsert_formula").fetchrow(
            connection,
            project=project_id,
            name=name,
            kind=kind.value,
            formula=parsed.text,
            title=title,
            now=now,
            most=MAX_METRICS,
        )
    if row is None:
        message = f"A project defines at most {MAX_METRICS} metrics."
        raise limit_exceeded(message, "socialMetrics", MAX_METRICS)
    return CustomMetric.from_row(row)


async def remove_metric(connection: Connection, project_id: int, name: str) -> CustomMetric:
    """Removes a metric.

    Raises:
        ViewpulseError: NOT_FOUND if the project defines none of that name; BAD_INPUT, and it stays, if a newer version
            defined it with metrics that this one does not know.
    """
    async with connection.transaction():
        row = await load_sql(__name__, "remove_formula").fetchrow(connection, project=project_id, name=name)
        if row is None:
            raise ViewpulseError(ErrorCode.NOT_FOUND, f"The project defines no metric {name}.", field=["name"])
        return CustomMetric.from_row(row)


async def custom_metrics(source: Source, project_id: int) -> list[CustomMetric]:
    """The metrics that a project defines, by name."""
    found = []
    for row in await load_sql(__name__, "formulas").fetch(source, project=project_id):
        try:
            found.append(CustomMetric.from_row(row))
        except ViewpulseError as error:  # a newer version has metrics that this one does not know
            facts = {"project": project_id, "name": row["name"], "error": error.message}
            _log.warning("a custom metric cannot be computed", **facts)
    return found
