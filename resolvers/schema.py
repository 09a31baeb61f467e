"""The schema: every slice's queries, mutations and their live twins."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers import content
from resolvers.live import live_twin
from resolvers.scalars import SCALARS
from resolvers.tracking import TrackingMutation

CONTENT = "Metrics of one content. For its creator, or an admin."


@strawberry.type(description="Reads.")
class Query:
    """Everything that can be asked."""

    content_analytics: content.ContentAnalytics = strawberry.field(
        resolver=content.content_analytics, description=CONTENT
    )


@strawberry.type(description="Writes.")
class Mutation(TrackingMutation):
    """Everything that can be sent."""


@strawberry.type(description="The analytics queries, live: the answer now, and again whenever it has changed.")
class Subscription:
    """Everything that can be watched."""

    content_analytics = live_twin(content.content_analytics, CONTENT)


def build_schema() -> strawberry.Schema:
    """The schema of this version."""
    return strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
    )


if __name__ == "__main__":
    print(build_schema().as_str())  # noqa: T201
