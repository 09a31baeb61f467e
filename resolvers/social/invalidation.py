"""``invalidateSocialCache``: cached answers, forgotten by hand."""

from resolvers.access import SOCIAL_SCOPE
from resolvers.context import Info
from resolvers.root_fields import mutation_field
from resolvers.social.workspaces import SocialWorkspaceSummary
from server.social.model import SocialScope
from server.social.stamps import forget_answers


@mutation_field(
    SOCIAL_SCOPE,
    "Makes the cached answers about a workspace and all its accounts, or about an account, and about their posts "
    "worthless: the next ones are read again. Whatever is collected, aggregated or changed does that by itself. "
    "NOT_FOUND if there is none of that id. For members of the workspace, and admins; each call is logged.",
)
async def invalidate_social_cache(info: Info, target: SocialScope) -> SocialWorkspaceSummary:
    """Forgets cached answers, for a member."""
    async with info.context.services.pool.acquire() as connection, connection.transaction():
        found = await forget_answers(connection, info.context.caller.project_id, target)
    return SocialWorkspaceSummary.from_workspace(found)
