"""``ContentAnalytics.socialPosts``, and the mutation that says which content a post shows."""

from typing import Annotated, Self

import strawberry

from resolvers.access import ADMINS_SOCIAL_ACCOUNT
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.root_fields import mutation_field
from resolvers.social.posts import PostIdArgument, SocialPost
from server.analytics.query import ContentQuery
from server.social.links import MAX_LINKED, LinkedPost, link_post, linked_posts
from server.social.model import Network

USUAL_POSTS = 8
"""Posts that a content is taken to have, for its cost."""


@strawberry.type(description="A post of a social network that shows a content.")
class LinkedSocialPost:
    """A post in ``ContentAnalytics.socialPosts``."""

    account_id: strawberry.ID = strawberry.field(description="The account that published it.")
    network: Network = strawberry.field(description="The network of the account.")
    handle: str = strawberry.field(description="Name of the account at the network.")
    post: SocialPost = strawberry.field(description="The post, and its latest numbers.")

    @classmethod
    def from_linked(cls, linked: LinkedPost) -> Self:
        """The API type of a linked post."""
        return cls(
            account_id=strawberry.ID(linked.account_id),
            network=linked.network,
            handle=linked.handle,
            post=SocialPost.from_post(linked.account_id, linked.network, linked.post),
        )


@strawberry.type
class ContentSocialPosts:
    """The ``socialPosts`` field of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]

    @part(
        description="Posts of social networks that show the content, the newest first, with their latest numbers, "
        f"whatever the range is: at most {MAX_LINKED}. What networks count is never added to what is counted here. "
        "`linkSocialPost` says which posts these are.",
        metadata=FieldMetadata(length=USUAL_POSTS),
    )
    async def social_posts(self, info: Info) -> list[LinkedSocialPost]:
        """The posts that show the content."""
        async with info.context.read() as connection:
            found = await linked_posts(connection, self.query.project_id, self.query.content_id)
        return [LinkedSocialPost.from_linked(linked) for linked in found]


@strawberry.type(description="Which content a post of a social network shows.")
class SocialPostLink:
    """The answer of ``linkSocialPost``."""

    account_id: strawberry.ID = strawberry.field(description="The account that published the post.")
    post_id: strawberry.ID = strawberry.field(description="Id of the post at its network.")
    content_id: strawberry.ID | None = strawberry.field(description="The content; null if the post shows none.")


@mutation_field(
    ADMINS_SOCIAL_ACCOUNT,
    "Says which content a post shows, in place of what was said before: `contentAnalytics` then lists the post, once "
    "it is collected. NOT_FOUND if no account of that id is connected. For admins; each call is logged.",
)
async def link_social_post(
    info: Info,
    target: str,
    post_id: PostIdArgument,
    content_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Id of the content; null if the post shows none.")
    ] = None,
) -> SocialPostLink:
    """Links a post to a content, for an admin."""
    check_id(post_id, "postId")
    if content_id is not None:
        check_id(content_id, "contentId")
    context, services = info.context, info.context.services
    await link_post(
        services.pool, context.caller.project_id, target, post_id, content_id=content_id, now=services.now()
    )
    return SocialPostLink(account_id=strawberry.ID(target), post_id=post_id, content_id=content_id)
