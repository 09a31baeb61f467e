"""definitions: what may count as a view."""

from typing import Self

import strawberry

from resolvers.live import subscription_of
from server.metrics import view_definitions as definitions
from server.metrics.view_definitions import DEFINITIONS


@strawberry.type(description="A definition of a view. The same events are read under each of them.")
class ViewDefinition:
    """One choice of the argument `definition`."""

    name: str = strawberry.field(
        description="Name and version, as `definition` takes it; a new meaning is a new version."
    )
    title: str = strawberry.field(description="A few words for a menu.")
    text: str = strawberry.field(description="What exactly is counted.")

    @classmethod
    def of(cls, found: definitions.ViewDefinition) -> Self:
        """The entry of a definition."""
        return cls(name=found.name, title=found.title, text=found.text)


async def view_definitions() -> list[ViewDefinition]:
    """All definitions, the default first; anybody may ask."""
    return [ViewDefinition.of(definition) for definition in DEFINITIONS.values()]


_DEFINITIONS = (
    "What may count as a view: the choices of the argument `definition`. Anybody may ask. Only another version of the "
    "server changes it: a subscription is sent it once, then it completes."
)


@strawberry.type
class DefinitionQuery:
    """What may count as a view."""

    definitions: list[ViewDefinition] = strawberry.field(resolver=view_definitions, description=_DEFINITIONS)


@strawberry.type
class DefinitionSubscription:
    """The same as a subscription, for clients that have no other way."""

    definitions = subscription_of(view_definitions, _DEFINITIONS)
