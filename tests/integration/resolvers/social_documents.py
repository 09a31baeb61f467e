"""The variables of the documents of social networks, and an account that they show."""

from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from server.access import Caller
from server.settings import Settings
from server.social.connection_store import KEPT, Choice, ConnectionState, Returned
from server.social.connections import SocialConnections
from server.social.model import Network
from server.social.vault import new_key
from server.storage.database import Connection
from tests.integration.analytics.stack import ADMIN

ACCOUNT, WORKSPACE = {"accountId": "instagram:1"}, {"workspaceId": "brand"}
CONNECTION = "a-connection"
DAYS = {"between": {"start": "2026-11-18", "end": "2026-11-22"}}
SOCIAL: dict[str, tuple[Caller, dict[str, Any]]] = {
    "dashboard/SocialAccount.graphql": (ADMIN, ACCOUNT),
    "live/SocialAccountLive.graphql": (ADMIN, ACCOUNT),
    "dashboard/SocialPost.graphql": (ADMIN, {**ACCOUNT, "postId": "p1", "by": "DAY", "range": DAYS}),
    "live/SocialPostLive.graphql": (ADMIN, {**ACCOUNT, "postId": "p1", "by": "DAY", "range": DAYS}),
    "dashboard/SocialPostComparison.graphql": (ADMIN, {**ACCOUNT, "postId": "p1", "by": "DAY", "range": DAYS}),
    "live/SocialPostComparisonLive.graphql": (ADMIN, {**ACCOUNT, "postId": "p1", "by": "DAY", "range": DAYS}),
    "dashboard/SocialPosts.graphql": (ADMIN, {**ACCOUNT, "first": 5}),
    "live/SocialPostsLive.graphql": (ADMIN, {**ACCOUNT, "first": 5}),
    "dashboard/SocialWorkspace.graphql": (ADMIN, WORKSPACE),
    "live/SocialWorkspaceLive.graphql": (ADMIN, WORKSPACE),
    "dashboard/SocialWorkspaces.graphql": (ADMIN, {}),
    "live/SocialWorkspacesLive.graphql": (ADMIN, {}),
    "dashboard/UpsertSocialWorkspace.graphql": (ADMIN, {**WORKSPACE, "name": "Brand", "timezone": "Asia/Kolkata"}),
    "dashboard/SocialAccounts.graphql": (ADMIN, {**WORKSPACE, "first": 5}),
    "live/SocialAccountsLive.graphql": (ADMIN, {**WORKSPACE, "first": 5}),
    "dashboard/SocialAggregates.graphql": (ADMIN, {"of": WORKSPACE, "by": "DAY", "range": DAYS}),
    "live/SocialAggregatesLive.graphql": (ADMIN, {"of": WORKSPACE, "by": "DAY", "range": DAYS}),
    "dashboard/SocialComparison.graphql": (ADMIN, {"of": WORKSPACE, "by": "DAY", "range": DAYS}),
    "live/SocialComparisonLive.graphql": (ADMIN, {"of": WORKSPACE, "by": "DAY", "range": DAYS}),
    "dashboard/SocialPublishedPosts.graphql": (ADMIN, {"of": WORKSPACE, "by": "MONTH", "range": DAYS}),
    "live/SocialPublishedPostsLive.graphql": (ADMIN, {"of": WORKSPACE, "by": "MONTH", "range": DAYS}),
    "dashboard/AggregateSocial.graphql": (ADMIN, {"of": WORKSPACE}),
    "dashboard/InvalidateSocialCache.graphql": (ADMIN, {"of": WORKSPACE}),
    "dashboard/CollectSocialAccount.graphql": (ADMIN, ACCOUNT),
    "dashboard/CollectSocialWorkspace.graphql": (ADMIN, WORKSPACE),
    "dashboard/PauseSocialAccount.graphql": (ADMIN, ACCOUNT),
    "dashboard/ResumeSocialAccount.graphql": (ADMIN, ACCOUNT),
    "dashboard/SocialCollections.graphql": (ADMIN, WORKSPACE),
    "live/SocialCollectionsLive.graphql": (ADMIN, WORKSPACE),
    "dashboard/SetSocialWorkspaceMembers.graphql": (ADMIN, {**WORKSPACE, "userIds": ["u1"]}),
    "dashboard/StartSocialConnection.graphql": (
        ADMIN,
        {**WORKSPACE, "network": "X", "returnTo": "https://app.test/accounts"},
    ),
    "dashboard/SocialConnection.graphql": (ADMIN, {"id": CONNECTION}),
    "dashboard/FinishSocialConnection.graphql": (ADMIN, {"id": CONNECTION, "externalIds": ["2"]}),
    "dashboard/DisconnectSocialAccount.graphql": (ADMIN, {"accountId": "instagram:2", "numbers": "KEEP"}),
    "dashboard/SocialCustomMetrics.graphql": (ADMIN, {}),
    "live/SocialCustomMetricsLive.graphql": (ADMIN, {}),
    "dashboard/DefineSocialMetric.graphql": (
        ADMIN,
        {"name": "love", "kind": "POST", "formula": "likes / reach", "title": "Love"},
    ),
    "dashboard/RemoveSocialMetric.graphql": (ADMIN, {"name": "depth"}),
    "dashboard/LinkSocialPost.graphql": (ADMIN, {**ACCOUNT, "postId": "p2", "contentId": "c1"}),
    "dashboard/ContentSocialPosts.graphql": (ADMIN, {"contentId": "c1"}),
    "live/ContentSocialPostsLive.graphql": (ADMIN, {"contentId": "c1"}),
}
"""By document: who asks, and with which variables."""

_ROWS = """
WITH own AS (SELECT $1::integer AS project_id, $2::text || 'instagram:1' AS account_id, $2 || 'brand' AS workspace_id),
at AS (SELECT '2026-11-20T10:00:00Z'::timestamptz AS at),
workspaces AS (
    INSERT INTO social_workspaces (project_id, workspace_id, name, timezone, created_at)
    SELECT project_id, workspace_id, $3::text || ' brand', 'UTC', at FROM own, at
), accounts AS (
    INSERT INTO social_accounts
        (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at, collected_at)
    SELECT
        project_id, $2 || 'instagram:' || n, workspace_id, 'instagram', n, $3 || ' kim', 'connected', at, at, at
    FROM own, at, (VALUES ('1'), ('2')) AS numbers (n)
), members AS (
    INSERT INTO social_members (project_id, workspace_id, user_id) SELECT project_id, workspace_id, $5 FROM own
), collections AS (
    INSERT INTO social_collections
        (project_id, account_id, started_at, collection, ended_at, outcome, detail, calls, posts, posts_due)
    SELECT project_id, account_id, at, gen_random_uuid(), at, 'throttled', $3, $4, $4, $4 FROM own, at
), posts AS (
    INSERT INTO social_posts (project_id, account_id, post_id, kind, form, title, url, published_at, found_at)
    SELECT project_id, account_id, post_id, 'post', 'FEED', $3, '', at, at
    FROM own, at, (VALUES ('p1'), ('p2')) AS p (post_id)
), days AS (
    INSERT INTO social_days (project_id, account_id, day, subject, metric, value, provenance)
    SELECT project_id, account_id, '2026-11-20', subject, metric, $4::integer, 'measured'
    FROM own, (VALUES ('account', 'followers'), ('account', 'reach'), ('posts', 'likes')) AS v (subject, metric)
), formulas AS (
    INSERT INTO social_formulas (project_id, name, kind, formula, title, created_at)
    SELECT project_id, replace($2, '-', '_') || 'depth', 'post', 'likes + 2 * comments', $3, at FROM own, at
    WHERE $3 <> 'others'  -- they are of the project, whatever the workspace
), links AS (
    INSERT INTO social_links (project_id, account_id, post_id, content_id, linked_at)
    SELECT project_id, account_id, 'p1', $2 || 'c1', at FROM own, at
)
INSERT INTO social_latest
    (project_id, account_id, post_id, metric, grain, at, value, provenance, source, api_version, collected_at)
SELECT project_id, account_id, post_id, metric, 'moment', at, $4::integer, 'measured', metric, 'v1', at
FROM own, at, (VALUES ('', 'followers'), ('p1', 'likes'), ('p1', 'reach')) AS v (post_id, metric)
"""


async def connect_social(
    connection: Connection, project: int, prefix: str = "", word: str = "our", number: int = 7
) -> None:
    """A workspace with a member, ``u1``, an account with a collection, two posts and some numbers, and one without.

    Args:
        connection: The database.
        project: The project.
        prefix: Begins the ids of the workspace and of the account.
        word: Stands in their texts.
        number: All of their numbers.
    """
    await connection.execute(_ROWS, project, prefix, word, number, f"{prefix}u1")


def connecting(settings: Settings) -> SocialConnections:
    """Connections under way, with an application at X."""
    update = {
        "social_keys": SecretStr(new_key()),
        "social_callback_url": "https://viewpulse.test/social/callback",
        "social_return_origins": ["https://app.test"],
        "social_x_client_id": "our-client",
    }
    return SocialConnections(settings.model_copy(update=update))


async def come_back(connections: SocialConnections | None) -> None:
    """A connection of ``ADMIN`` that has come back, with a choice."""
    assert connections is not None
    ends, choice = datetime.now(UTC) + KEPT, Choice("2", "ours", None, "a token")
    await connections._store.keep(  # a network would have to be served
        Returned(CONNECTION, 1, "brand", Network.X, "root", ConnectionState.CHOOSE, ends, [choice])
    )
