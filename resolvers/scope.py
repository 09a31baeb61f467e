"""The ``of`` argument of questions that a content, a creator and the platform have in common."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.types.unset import UNSET
from strawberry.utils.str_converters import to_camel_case

from resolvers.analytics_query import resolve_query
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.ranges import RangeInput
from resolvers.traffic import TrafficInput
from server.analytics.query import ContentQuery, Scope, ScopeQuery
from server.errors import ErrorCode, ViewpulseError


@strawberry.input(one_of=True, description="What is asked about. Exactly one of the fields must be given.")
class OfInput:
    """The ``of`` argument."""

    content_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="A content, by your app's own id. For its creator, or an admin."
    )
    creator_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="All contents of a creator together. For that creator, or an admin."
    )
    platform: bool | None = strawberry.field(
        default=UNSET, description="`true`: all contents of the platform together. For admins."
    )


OfArgument: TypeAlias = Annotated[OfInput, strawberry.argument(description="The content, the creator or the platform.")]


def resolve_of(of: OfInput | Mapping[str, Any]) -> Scope:
    """The scope that is asked for, by a query or, as the client sent it, by a subscription.

    Raises:
        ViewpulseError: BAD_INPUT with the path of the invalid field.
    """
    names = ("content_id", "creator_id", "platform")
    sent = {to_camel_case(name): getattr(of, name) for name in names} if isinstance(of, OfInput) else of
    [(name, value)] = [(name, value) for name, value in sent.items() if value is not UNSET]
    if name == "platform":
        if value is not True:
            raise ViewpulseError(ErrorCode.BAD_INPUT, "`platform` can only be true.", field=["of", "platform"])
        return Scope()
    check_id(value, "of", name)
    return Scope(content_id=value) if name == "contentId" else Scope(creator_id=value)


def resolve_scope_query(
    info: Info,
    scope: Scope,
    *,
    time_range: RangeInput | None,
    timezone: str,
    definition: str,
    include: TrafficInput | None,
) -> ContentQuery | ScopeQuery:
    """The query of a scope for the arguments of its field. Raises BAD_INPUT with the path of the invalid argument."""
    common = resolve_query(info, time_range=time_range, timezone=timezone, definition=definition, include=include)
    if scope.content_id is not None:
        return ContentQuery(content_id=scope.content_id, **common)
    return ScopeQuery(creator_id=scope.creator_id, **common)
