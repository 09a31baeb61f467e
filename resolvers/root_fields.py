"""Root fields: each is declared once, next to its resolver.

``resolvers.schema`` builds the root types from them; the transport reads who may use a field, and what its answer
follows.
"""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, wraps
from typing import Annotated, Any, NamedTuple, TypeAlias

import strawberry
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import Signature
from strawberry.utils.str_converters import to_camel_case, to_snake_case

from resolvers.access import TRACKING, Access
from resolvers.cached import Cached
from resolvers.context import Context, Info
from resolvers.field_metadata import FieldMetadata
from resolvers.kept_ranges import require_kept_range
from resolvers.metrics import Analytics
from resolvers.question_ids import question_id
from resolvers.scalars import Long
from resolvers.shared import require_shared_range
from server.errors import ViewpulseError, unavailable
from server.live.operation import Delivery

Resolver: TypeAlias = Callable[..., Awaitable[Any]]
AfterRevisionArgument: TypeAlias = Annotated[
    Long | None,
    strawberry.argument(
        description="The last revision that the client has: nothing is sent until there is a newer one. If the server "
        "does not recognise the revision, it sends the answer at once; so it does if time changes the answer, too: one "
        "with a range, a series, a velocity, or what waits now."
    ),
]
EveryArgument: TypeAlias = Annotated[
    timedelta | None,
    strawberry.argument(
        description="The least pause between two answers. The first comes at once; then at most one per pause, always "
        "the newest. Without it, every change is sent as soon as it is counted."
    ),
]
DELIVERY: Mapping[str, Any] = {"afterRevision": AfterRevisionArgument, "every": EveryArgument}
"""The arguments that subscriptions have beyond those of their queries: when to send, not what. With their types."""
TARGET = "target"
"""Parameter of resolvers for the result of ``Access.authorize``, whose arguments are those of the field instead."""
COST_IN_NODE = 100
"""Weight of a question as a field of a node: there may be many nodes, and each asks it again."""


def _nobody(_arguments: Mapping[str, Any]) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class RootField:
    """A field of Query, and usually of Subscription; or a field of Mutation.

    Attributes:
        resolver: Computes the answer; its first parameter is ``info``. Called only for viewers whom ``access`` admits.
        access: The access rule.
        description: Its description in the schema.
        is_mutation: Whether it is a mutation.
        is_live: Whether it is also a subscription.
        is_public: Whether the answer is the same for every client of a project, so that caches may keep an answer with
            only such fields, and all subscribers share executions.
        metadata: Its cost, and what else changes it.
        cached: How the answers of its query are cached; None: they are computed each time.
        viewers: Tells from the arguments of a mutation, by their names in Python, the keys of the viewers that it is
            about, for the audit trail.
    """

    resolver: Resolver
    access: Access
    description: str
    is_mutation: bool = False
    is_live: bool = False
    is_public: bool = False
    metadata: FieldMetadata = field(default_factory=FieldMetadata)
    cached: Cached | None = None
    viewers: Callable[[Mapping[str, Any]], Iterable[str]] = _nobody

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return to_camel_case(self.resolver.__name__)

    @property
    def signature(self) -> inspect.Signature:
        """The field's arguments, all by keyword, and its type: nullable, unless it is a mutation's.

        So a field that fails leaves the others of its operation.
        """
        signature = _signature(self.resolver)
        info, *rest = signature.parameters.values()
        found = [info.replace(name="info")]
        for parameter in rest:
            found += self.access.parameters.values() if parameter.name == TARGET else [parameter]
        by_keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in found]
        answer = signature.return_annotation
        return signature.replace(parameters=by_keyword, return_annotation=answer if self.is_mutation else answer | None)

    def field(self) -> StrawberryField:
        """The field of Query or Mutation."""

        async def resolve(info: Info, **arguments: Any) -> Any:
            return await self.answer(info, arguments)

        return self._strawberry(strawberry.field, resolve, self.signature, self.metadata)

    def field_of_node(self) -> StrawberryField:
        """The same question as a field of the node that it is about: without the arguments that name the node.

        The node's type has attributes with the names of these arguments.
        """
        own = self.access.parameters
        absent = [to_camel_case(name) for name in own]

        async def resolve(self_: object, info: Info, **arguments: Any) -> Any:
            try:
                return await self.answer(info, {name: getattr(self_, name) for name in own} | arguments)
            except ViewpulseError as error:
                if error.field and error.field[0] in absent:  # an argument that this field does not have
                    error.field = ()
                raise

        signature = self.signature
        kept = [parameter for name, parameter in signature.parameters.items() if name not in own]
        signature = signature.replace(
            parameters=[inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD), *kept]
        )
        return self._strawberry(strawberry.field, resolve, signature, FieldMetadata(cost=COST_IN_NODE))

    async def answer(self, info: Info, arguments: Mapping[str, Any]) -> Any:
        """The answer; raises unless the caller may see it.

        Args:
            info: The info of the field.
            arguments: All arguments that are given, by their names in Python; null stands for the default.
        """
        own, others = self.access.parameters, _arguments(self.resolver)
        target = await self.access.admit(info.context, {name: arguments[name] for name in own if name in arguments})
        asked = {name: value for name, value in arguments.items() if name in others}
        asked = {name: value for name, value in asked.items() if value is not None or not others[name].has_default}
        if self.is_mutation and self.access is not TRACKING:
            items = arguments.get(self.metadata.get("items", ""))
            count = None if items is None else len(items)
            await info.context.note(self.name, self.viewers(arguments), count, users=self.access.notes_users)
        answer = await self.resolver(info, **asked, **({TARGET: target} if own else {}))
        if isinstance(answer, Analytics):
            answer.id = self.id_of(target, asked)
        return answer

    def id_of(self, target: object, asked: Mapping[str, Any]) -> strawberry.ID:
        """The id of the answer to this question.

        Args:
            target: What it is about.
            asked: Its other arguments, by their names in Python; those with their defaults may be left out.
        """
        known = _arguments(self.resolver)
        said = {known[name].name: value for name, value in asked.items() if value != known[name].default}
        return question_id(self.name, target, said)

    def subscription(self) -> StrawberryField:
        """The field of Subscription: the same arguments and type, and those of its delivery.

        The transport executes a live operation as the query of the same selection whenever its subject changes, so the
        field's own generator never runs there.
        """

        async def subscribe(**_arguments: object) -> AsyncGenerator[Any, None]:
            raise unavailable("Subscriptions need the WebSocket of a running server.")
            yield

        signature = self.signature
        answers: Any = AsyncGenerator
        delivery = [
            inspect.Parameter(to_snake_case(name), inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for name, annotation in DELIVERY.items()
        ]
        signature = signature.replace(
            parameters=[*signature.parameters.values(), *delivery],
            return_annotation=answers[signature.return_annotation, None],
        )
        return self._strawberry(strawberry.subscription, subscribe, signature, self.metadata)

    async def subject(self, context: Context, arguments: Mapping[str, Any]) -> str | None:
        """The subject that a subscription follows; raises unless the caller may see it.

        Args:
            context: The context of the subscriber.
            arguments: The arguments of the field, by their names in the schema.

        Returns:
            None if its answer never changes: it is sent once, and the subscription completes.
        """
        target = await self._admitted(context, arguments)
        subject = self.access.subject
        return subject(context.caller.project_id, target) if subject else None

    async def cached_state(self, context: Context, arguments: Mapping[str, Any]) -> str | None:
        """What decides its answer, as ``Cached`` says; raises unless the caller may see it.

        Args:
            context: The context of the operation.
            arguments: The arguments of the field, by their names in the schema.
        """
        target = await self._admitted(context, arguments)
        return await self.cached.state(context, target, arguments) if self.cached else None

    async def _admitted(self, context: Context, arguments: Mapping[str, Any]) -> Any:
        names = {name: to_camel_case(name) for name in self.access.parameters}
        named = {name: arguments[sent] for name, sent in names.items() if sent in arguments}
        return await self.access.admit(context, named)

    def _strawberry(
        self,
        make: Callable[..., StrawberryField],
        function: Callable[..., Any],
        signature: inspect.Signature,
        metadata: FieldMetadata,
    ) -> StrawberryField:
        function.__name__ = self.resolver.__name__
        function.__signature__ = signature  # type: ignore[attr-defined]
        return make(resolver=function, description=self.description, metadata=metadata)


def _signature(resolver: Resolver) -> inspect.Signature:
    """The signature of a resolver; strawberry's has parameters whose defaults may be inputs."""
    return Signature.from_callable(resolver)


class _Argument(NamedTuple):
    """An argument of a resolver: its name in the schema, and its default."""

    name: str
    default: Any

    @property
    def has_default(self) -> bool:
        """Whether leaving it out says something else than null."""
        return self.default not in (None, inspect.Parameter.empty)


@cache
def _arguments(resolver: Resolver) -> Mapping[str, _Argument]:
    """The arguments of a resolver by their names in Python, without those of the access rule."""
    _info, *rest = _signature(resolver).parameters.values()
    return {found.name: _Argument(_name_in_schema(found), found.default) for found in rest if found.name != TARGET}


def _name_in_schema(parameter: inspect.Parameter) -> str:
    notes = getattr(parameter.annotation, "__metadata__", ())
    return next((note.name for note in notes if note.name), to_camel_case(parameter.name))


def delivery_of(arguments: Mapping[str, Any], metadata: FieldMetadata) -> Delivery:
    """What the arguments of a subscription, by their names in the schema, and its field say about its delivery."""
    after, every = (arguments.get(name) for name in DELIVERY)
    return Delivery(after, every.total_seconds() if every else metadata.get("every", 0.0))


def query_field(
    access: Access,
    description: str,
    *,
    is_live: bool = True,
    is_public: bool = False,
    metadata: FieldMetadata | None = None,
    cached: Cached | None = None,
) -> Callable[[Resolver], RootField]:
    """Makes a resolver a field of Query, and of Subscription if it is live; see ``RootField``."""
    return lambda resolver: RootField(
        _of_kept_range(resolver),
        access,
        description,
        is_live=is_live,
        is_public=is_public,
        metadata=metadata or {},
        cached=cached,
    )


def _of_kept_range(resolver: Resolver) -> Resolver:
    """The resolver, which first refuses ranges of which too little is kept, or shared."""

    @wraps(resolver)
    async def answer(info: Info, **arguments: Any) -> Any:
        require_shared_range(info, to_camel_case(resolver.__name__), arguments)
        await require_kept_range(info, to_camel_case(resolver.__name__), arguments)
        return await resolver(info, **arguments)

    return answer


def mutation_field(
    access: Access,
    description: str,
    *,
    items: str | None = None,
    viewers: Callable[[Mapping[str, Any]], Iterable[str]] = _nobody,
) -> Callable[[Resolver], RootField]:
    """Makes a resolver a field of Mutation.

    Args:
        access: The access rule.
        description: Its description in the schema.
        items: The argument with the items for which it has results.
        viewers: See ``RootField``.
    """
    metadata = FieldMetadata() if items is None else FieldMetadata(items=items)
    return lambda resolver: RootField(
        resolver, access, description, is_mutation=True, metadata=metadata, viewers=viewers
    )
