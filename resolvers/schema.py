"""The schema: the queries and mutations of all modules, and the subscriptions of the live queries."""

import sys
from functools import cache

import strawberry
from graphql import GraphQLInputObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type

from resolvers import nodes, share_links, view_definitions
from resolvers.admin import (
    activity,
    campaign_spend,
    catalogue,
    consent_policy,
    creator_profiles,
    erasure,
    projects,
    rejected,
    removal,
    runs,
    schemas,
    viewers,
    write_keys,
)
from resolvers.breakdowns import breakdown
from resolvers.cohorts import cohorts, retention
from resolvers.contents import content, several, stream
from resolvers.creators import contents, creator, creators, dashboard, platform, platform_stats
from resolvers.events import dashboard as event_dashboard
from resolvers.events import event_counts, events
from resolvers.funnels import funnel, pinned
from resolvers.geo import area_events, areas
from resolvers.people import consent, history, interaction_history, me, reactions, session
from resolvers.rankings import top, trending
from resolvers.revenue import revenue
from resolvers.root_fields import RootField
from resolvers.rounding import round_floats
from resolvers.scalars import SCALARS
from resolvers.series import realtime, series
from resolvers.social import account as social_account
from resolvers.social import accounts as social_accounts
from resolvers.social import aggregates as social_aggregates
from resolvers.social import aggregation as social_aggregation
from resolvers.social import collections as social_collections
from resolvers.social import connecting as social_connecting
from resolvers.social import custom as social_custom
from resolvers.social import disconnecting as social_disconnecting
from resolvers.social import invalidation as social_invalidation
from resolvers.social import links as social_links
from resolvers.social import post as social_post
from resolvers.social import posts as social_posts
from resolvers.social import workspaces as social_workspaces
from resolvers.tracking import families, interactions, sessions, shorthands, track, vocabulary

MODULES = (
    view_definitions,
    trending,
    top,
    contents,
    dashboard,
    platform_stats,
    history,
    reactions,
    interaction_history,
    areas,
    area_events,
    track,
    sessions,
    interactions,
    shorthands,
    families,
    catalogue,
    creator_profiles,
    campaign_spend,
    rejected,
    viewers,
    runs,
    removal,
    erasure,
    content,
    several,
    stream,
    creator,
    creators,
    session,
    platform,
    series,
    breakdown,
    realtime,
    event_counts,
    events,
    revenue,
    funnel,
    vocabulary,
    schemas,
    activity,
    write_keys,
    projects,
    nodes,
    me,
    retention,
    cohorts,
    pinned,
    event_dashboard,
    consent,
    consent_policy,
    social_workspaces,
    social_collections,
    social_connecting,
    social_disconnecting,
    social_account,
    social_accounts,
    social_post,
    social_posts,
    social_aggregates,
    social_aggregation,
    social_invalidation,
    social_links,
    social_custom,
    share_links,
)
"""The modules with root fields, in the order of the schema."""

ROOT_FIELDS = {
    found.name: found for module in MODULES for found in vars(module).values() if isinstance(found, RootField)
}
"""All root fields, by name."""

Query = create_type(
    "Query",
    [found.field() for found in ROOT_FIELDS.values() if not found.is_mutation],
    description="Reads. A field that fails is null, with an error; the others are answered.",
)
Mutation = create_type(
    "Mutation", [found.field() for found in ROOT_FIELDS.values() if found.is_mutation], description="Writes."
)
Subscription = create_type(
    "Subscription",
    [found.subscription() for found in ROOT_FIELDS.values() if found.is_live],
    description="The analytics queries as subscriptions: the current answer, and a new one whenever it changes.",
)


@cache
def build_schema() -> strawberry.Schema:
    """The schema of this version, the same for all: nothing changes it."""
    schema = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    for kind in schema._schema.type_map.values():  # noqa: SLF001  # the graphql-core schema; strawberry is pinned
        if isinstance(kind, GraphQLInputObjectType):
            # strawberry looks only when it coerces a value, and does not say where in the variables that is
            kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of
    round_floats(schema._schema)  # noqa: SLF001  # the graphql-core schema; strawberry is pinned
    return schema


def print_schema() -> str:
    """The text of ``schema.graphql``."""
    return build_schema().as_str() + "\n"


if __name__ == "__main__":
    sys.stdout.write(print_schema())
