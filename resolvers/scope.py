"""The ``of`` argument of questions that a content, a creator and the platform have in common."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.types.unset import UNSET
from strawberry.utils.str_converters import to_camel_case, to_snake_case

from resolvers.analytics_query import resolve_query
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.ranges import RangeInput
from resolvers.traffic import TrafficInput
from server.analytics.query import ContentQuery, Scope, ScopeQuery
from server.analytics.revenue.query import RevenueScope
from server.errors import ErrorCode, ViewpulseError
from server.social.model import SocialScope


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
    name, value = _only_field(of, ("content_id", "creator_id", "platform"))
    return Scope() if name == "platform" else Scope(**{to_snake_case(name): value})


@strawberry.input(one_of=True, description="Whose sales are asked about. Exactly one of the fields must be given.")
class SalesOfInput:
    """The ``of`` argument of ``revenue``."""

    content_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="A content that something was bought from. For its creator, or an admin."
    )
    creator_id: strawberry.ID | None = strawberry.field(
        default=UNSET,
        description="A creator: sales from its contents, and those that name only it. For that creator, or an admin.",
    )
    product_id: strawberry.ID | None = strawberry.field(default=UNSET, description="A product. For admins.")
    campaign: str | None = strawberry.field(
        default=UNSET, description="A campaign, as `source.campaign` of events names it. For admins."
    )
    platform: bool | None = strawberry.field(default=UNSET, description="`true`: all sales. For admins.")


SalesOfArgument: TypeAlias = Annotated[
    SalesOfInput,
    strawberry.argument(description="The content, the creator, the product, the campaign or the platform."),
]


def resolve_sales_of(of: SalesOfInput | Mapping[str, Any]) -> RevenueScope:
    """The sales that are asked for, as ``resolve_of``. Raises BAD_INPUT with the path of the invalid field."""
    name, value = _only_field(of, ("content_id", "creator_id", "product_id", "campaign", "platform"))
    return RevenueScope() if name == "platform" else RevenueScope(**{to_snake_case(name): value})


@strawberry.input(
    one_of=True, description="A workspace or an account of social networks. Exactly one of the fields must be given."
)
class SocialOfInput:
    """The ``of`` argument of questions about social networks."""

    workspace_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="All accounts of a workspace together."
    )
    account_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="An account, such as `instagram:17841400000000000`."
    )


SocialOfArgument: TypeAlias = Annotated[SocialOfInput, strawberry.argument(description="The workspace or the account.")]


def resolve_social_of(of: SocialOfInput | Mapping[str, Any]) -> SocialScope:
    """The workspace or the account that is asked for, as ``resolve_of``."""
    name, value = _only_field(of, ("workspace_id", "account_id"))
    return SocialScope(**{to_snake_case(name): value})


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


def _only_field(of: object, names: Sequence[str]) -> tuple[str, Any]:
    """The name, in the API, and the value of the field that is given.

    Args:
        of: An input, or what the client sent for it.
        names: Its fields: ids, and ``platform``.
    """
    sent = of if isinstance(of, Mapping) else {to_camel_case(name): getattr(of, name) for name in names}
    [(name, value)] = [(name, value) for name, value in sent.items() if value is not UNSET]
    if name != "platform":
        check_id(value, "of", name)
    elif value is not True:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`platform` can only be true.", field=["of", "platform"])
    return name, value
