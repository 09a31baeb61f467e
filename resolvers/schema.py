"""The schema: the queries, mutations and subscriptions of all modules."""

import sys

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.admin.catalogue import CatalogueMutation, CatalogueQuery
from resolvers.admin.rejected import RejectedQuery
from resolvers.admin.removal import RemovalMutation
from resolvers.admin.viewers import ViewersMutation
from resolvers.contents import content
from resolvers.creators import creator, platform
from resolvers.creators.platform_stats import AdminMutation
from resolvers.geo.area_events import AreaEventQuery, AreaEventSubscription
from resolvers.geo.areas import AreaQuery, AreaSubscription
from resolvers.live import subscription_of
from resolvers.people import session
from resolvers.people.history import HistoryQuery, HistorySubscription
from resolvers.people.interaction_history import InteractionQuery, InteractionSubscription
from resolvers.people.reactions import ReactionQuery, ReactionSubscription
from resolvers.rankings.fields import RankingQuery, RankingSubscription
from resolvers.scalars import SCALARS
from resolvers.tracking import vocabulary
from resolvers.tracking.interactions import InteractionMutation
from resolvers.tracking.sessions import SessionMutation
from resolvers.tracking.shorthands import ShorthandMutation
from resolvers.tracking.track import TrackingMutation
from resolvers.view_definitions import DefinitionQuery, DefinitionSubscription

CONTENT = "Metrics of one content. For its creator, or an admin."
CREATOR = "Metrics of all contents of a creator together. For that creator, or an admin."
SESSION = (
    "Metrics of one session. Bot traffic and a creator's own contents are included, so there is no `include`. For its "
    "user, or an admin. NOT_FOUND until its first event is counted."
)
PLATFORM = "Metrics of all contents together. For admins; for creators with their own id as `creatorId`."


@strawberry.type(description="Reads.")
class Query(
    DefinitionQuery,
    RankingQuery,
    HistoryQuery,
    ReactionQuery,
    InteractionQuery,
    AreaQuery,
    AreaEventQuery,
    CatalogueQuery,
    RejectedQuery,
):
    """The root type of queries."""

    content_analytics: content.ContentAnalytics = strawberry.field(
        resolver=content.content_analytics, description=CONTENT
    )
    creator_analytics: creator.CreatorAnalytics = strawberry.field(
        resolver=creator.creator_analytics, description=CREATOR
    )
    session_analytics: session.SessionAnalytics = strawberry.field(
        resolver=session.session_analytics, description=SESSION
    )
    platform_analytics: platform.PlatformAnalytics = strawberry.field(
        resolver=platform.platform_analytics, description=PLATFORM
    )
    event_vocabulary: list[vocabulary.EventDefinition] = strawberry.field(
        resolver=vocabulary.event_vocabulary, description="What each type of event means, requires and allows."
    )


@strawberry.type(description="Writes.")
class Mutation(
    TrackingMutation,
    SessionMutation,
    InteractionMutation,
    ShorthandMutation,
    CatalogueMutation,
    ViewersMutation,
    AdminMutation,
    RemovalMutation,
):
    """The root type of mutations."""


@strawberry.type(
    description="The analytics queries as subscriptions: the current answer, and a new one whenever it changes."
)
class Subscription(
    DefinitionSubscription,
    RankingSubscription,
    HistorySubscription,
    ReactionSubscription,
    InteractionSubscription,
    AreaSubscription,
    AreaEventSubscription,
):
    """The root type of subscriptions."""

    content_analytics = subscription_of(content.content_analytics, CONTENT)
    creator_analytics = subscription_of(creator.creator_analytics, CREATOR)
    session_analytics = subscription_of(session.session_analytics, SESSION)
    platform_analytics = subscription_of(platform.platform_analytics, PLATFORM)


def build_schema() -> strawberry.Schema:
    """The schema of this version."""
    return strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
    )


def print_schema() -> str:
    """The text of ``schema.graphql``."""
    return build_schema().as_str() + "\n"


if __name__ == "__main__":
    sys.stdout.write(print_schema())
