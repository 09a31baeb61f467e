"""Subscriptions of the analytics queries: same name, same arguments, same type."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeAlias

import strawberry

from resolvers.arguments import check_id
from resolvers.context import Context
from resolvers.people.viewer_identity import resolve_creator
from resolvers.scalars import Long
from server.analytics import access
from server.analytics.people.viewer_identity import authorize_viewer, require_own
from server.errors import unavailable
from server.live.subjects import content_subject, creator_subject, platform_subject, session_subject

AfterArgument: TypeAlias = Annotated[
    Long | None,
    strawberry.argument(
        description="The last revision that the client has: nothing is sent until there is a newer one. If the server "
        "does not recognise the revision, it sends the answer at once."
    ),
]


def subscription_of(query: Callable[..., Awaitable[Any]], description: str) -> Any:
    """A subscription field with the arguments and type of a query's resolver, and ``after``.

    Lists use ``after`` for the cursor of their pages; their subscriptions take the revision as ``afterRevision``.

    The transport executes the operation as the query of the same selection whenever its subject changes, so the
    generator of the field itself never runs there.
    """

    async def subscribe(**_arguments: object) -> AsyncGenerator[Any, None]:
        raise unavailable("Subscriptions need the WebSocket of a running server.")
        yield

    signature = inspect.signature(query)
    answers: Any = AsyncGenerator
    name = "after_revision" if "after" in signature.parameters else "after"
    after = inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=AfterArgument)
    subscribe.__name__ = query.__name__
    subscribe.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), after],
        return_annotation=answers[signature.return_annotation, None],
    )
    return strawberry.subscription(resolver=subscribe, description=description)


async def _content(context: Context, args: Mapping[str, Any]) -> str:
    check_id(args["contentId"], "contentId")
    await access.require_content(context.services.pool, context.viewer, args["contentId"])
    return content_subject(context.viewer.project_id, args["contentId"])


async def _creator(context: Context, args: Mapping[str, Any]) -> str:
    return creator_subject(context.viewer.project_id, await resolve_creator(context, args.get("creatorId")))


async def _session(context: Context, args: Mapping[str, Any]) -> str:
    check_id(args["sessionId"], "sessionId")
    await access.require_session(context.services.pool, context.viewer, args["sessionId"])
    return session_subject(context.viewer.project_id, args["sessionId"])


async def _platform(context: Context, args: Mapping[str, Any]) -> str:
    creator_id = args.get("creatorId")
    access.require_platform(context.viewer, creator_id)
    if creator_id is None:
        return platform_subject(context.viewer.project_id)
    check_id(creator_id, "creatorId")
    return creator_subject(context.viewer.project_id, creator_id)


async def _viewer(context: Context, args: Mapping[str, Any]) -> str:
    identity = require_own(context.viewer, args.get("userId"))
    check_id(identity.id, "userId")
    return identity.subject(context.viewer.project_id)


async def _whose(context: Context, args: Mapping[str, Any]) -> str:
    for name in ("userId", "sessionId"):
        if args.get(name) is not None:
            check_id(args[name], name)
    identity = await authorize_viewer(context.services.pool, context.viewer, args.get("userId"), args.get("sessionId"))
    return identity.subject(context.viewer.project_id)


async def _everywhere(context: Context, _args: Mapping[str, Any]) -> str:
    context.viewer.require_admin()
    return platform_subject(context.viewer.project_id)


async def _public(context: Context, _args: Mapping[str, Any]) -> str:
    context.viewer.require_public()
    return platform_subject(context.viewer.project_id)


async def _anybody(_context: Context, _args: Mapping[str, Any]) -> None:
    """Changes only with another version of the server: a subscription sends it once."""


LIVE_FIELDS: dict[str, Callable[[Context, Mapping[str, Any]], Awaitable[str | None]]] = {
    "contentAnalytics": _content,
    "creatorAnalytics": _creator,
    "sessionAnalytics": _session,
    "platformAnalytics": _platform,
    "trending": _public,
    "topContent": _public,
    "creatorContents": _creator,
    "myDashboard": _creator,
    "platformStats": _everywhere,
    "watchHistory": _viewer,
    "savedContents": _viewer,
    "likeState": _whose,
    "saveState": _whose,
    "interactionHistory": _whose,
    "areaCounts": _everywhere,
    "eventsNear": _everywhere,
    "eventsInBox": _everywhere,
    "definitions": _anybody,
}
"""For each subscription field: checks that the viewer may see it, and returns the subject whose changes it follows.

None: the answer never changes. The subscription sends it once and completes.
"""
