"""``socialCustomMetrics``, and the mutations that define them."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import check_properties
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.project_state import project_fields
from resolvers.root_fields import mutation_field, query_field
from server.analytics.project_state import read_project_state
from server.errors import ErrorCode, ViewpulseError
from server.social import custom_metrics as custom
from server.social.custom_metrics import MAX_METRICS, FormulaKind
from server.social.formulas import MAX_LENGTH

MAX_NAME_LENGTH, MAX_TITLE_LENGTH = 50, 100
USUAL_METRICS = 8
"""Metrics that a project is taken to define, for the cost."""

NameArgument: TypeAlias = Annotated[
    str,
    strawberry.argument(description=f"Its name, of 1-{MAX_NAME_LENGTH} letters, digits and `_`, a letter first."),
]

register_enum(
    FormulaKind,
    "Whose numbers a custom metric is computed from.",
    {FormulaKind.ACCOUNT: "Those of an account.", FormulaKind.POST: "Those of a post."},
    name="SocialFormulaKind",
)


@strawberry.type(description="A metric of social networks that the project defines.")
class SocialCustomMetric:
    """The API type of a custom metric."""

    name: str = strawberry.field(description="Its name.")
    title: str = strawberry.field(description="What people call it.")
    kind: FormulaKind = strawberry.field(description="Whose numbers it is computed from.")
    formula: str = strawberry.field(description="How it is computed.")
    created_at: datetime = strawberry.field(description="When it was defined first.")

    @classmethod
    def from_metric(cls, metric: custom.CustomMetric) -> Self:
        """The API type of a stored metric."""
        return cls(
            name=metric.name,
            title=metric.title,
            kind=metric.kind,
            formula=metric.formula.text,
            created_at=metric.created_at,
        )


@strawberry.type(description="The metrics of social networks that a project defines.")
class SocialCustomMetrics(Analytics):
    """The type of ``socialCustomMetrics``."""

    metrics: list[SocialCustomMetric] = strawberry.field(
        description="The metrics, by name.", metadata=FieldMetadata(length=USUAL_METRICS)
    )


@query_field(ADMIN, f"The metrics of social networks that the project defines. For admins. {NO_VIEWS}")
async def social_custom_metrics(info: Info) -> SocialCustomMetrics:
    """The custom metrics, for an admin."""
    project_id = info.context.caller.project_id
    async with info.context.read() as connection:
        found = await custom.custom_metrics(connection, project_id)
        state = await read_project_state(connection, project_id)
    return SocialCustomMetrics(
        metrics=[SocialCustomMetric.from_metric(metric) for metric in found], **project_fields(info, state)
    )


@mutation_field(
    ADMIN,
    f"Defines a metric of social networks by a formula, or changes the one of that name; a project has at most "
    f"{MAX_METRICS}. It is computed from the latest numbers whenever these are shown, and has no value while one of "
    "them is missing. For admins; each call is logged.",
)
async def define_social_metric(
    info: Info,
    name: NameArgument,
    kind: Annotated[FormulaKind, strawberry.argument(description="Whose numbers it is computed from.")],
    formula: Annotated[
        str,
        strawberry.argument(
            description=f"How it is computed, in 1-{MAX_LENGTH} characters: metrics as they are named in "
            "`SocialAccountMetrics` or `SocialPostMetrics`, numbers, `+ - * /`, parentheses, and `min`, `max` or "
            "`abs`, such as `100 * (likes + 2 * comments) / reach`."
        ),
    ],
    title: Annotated[str, strawberry.argument(description=f"What people call it, in 1-{MAX_TITLE_LENGTH} characters.")],
) -> SocialCustomMetric:
    """Defines a metric, for an admin."""
    _check_name(name)
    if not 0 < len(title) <= MAX_TITLE_LENGTH:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`title` has 1-{MAX_TITLE_LENGTH} characters.", field=["title"])
    check_properties(title, "title")
    context, services = info.context, info.context.services
    found = await custom.define_metric(
        services.pool,
        context.caller.project_id,
        name=name,
        kind=kind,
        formula=formula,
        title=title,
        now=services.now(),
    )
    return SocialCustomMetric.from_metric(found)


@mutation_field(
    ADMIN,
    "Removes a metric that the project defines, and returns it. NOT_FOUND if there is none of that name; BAD_INPUT, "
    "and it stays, if a newer version defined it with what this one does not know. For admins; each call is logged.",
)
async def remove_social_metric(info: Info, name: NameArgument) -> SocialCustomMetric:
    """Removes a metric, for an admin."""
    _check_name(name)
    async with info.context.services.pool.acquire() as connection:
        found = await custom.remove_metric(connection, info.context.caller.project_id, name)
    return SocialCustomMetric.from_metric(found)


def _check_name(name: str) -> None:
    if not (name.isascii() and name.isidentifier() and not name.startswith("_") and len(name) <= MAX_NAME_LENGTH):
        message = f"A name has 1-{MAX_NAME_LENGTH} letters, digits and `_`, a letter first."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["name"])
