"""``definitions``: the definitions of a view."""

from typing import Self

import strawberry

from resolvers.live import subscription_of
from server.metrics import view_definitions as definitions
from server.metrics.view_definitions import DEFINITIONS


@strawberry.type(description="A definition of a view. All definitions count the same events.")
class ViewDefinition:
    """One choice of the argument ``definition``."""

    name: str = strawberry.field(
        description="Name and version, for the argument `definition`; a changed meaning gets a new version."
    )
    title: str = strawberry.field(description="Short title for menus.")
    text: str = strawberry.field(description="What exactly is counted.")

    @classmethod
    def of(cls, found: definitions.ViewDefinition) -> Self:
        """The API type of a definition."""
        return cls(name=found.name, title=found.title, text=found.text)


async def view_definitions() -> list[ViewDefinition]:
    """All definitions, the default first; public."""
    return [ViewDefinition.of(definition) for definition in DEFINITIONS.values()]


_DEFINITIONS = (
    "Definitions of a view: the values of the argument `definition`. Public. They change only with the server's "
    "version: a subscription sends them once and completes."
)


@strawberry.type
class DefinitionQuery:
    """The ``definitions`` query."""

    definitions: list[ViewDefinition] = strawberry.field(resolver=view_definitions, description=_DEFINITIONS)


@strawberry.type
class DefinitionSubscription:
    """The ``definitions`` subscription, for clients that only use subscriptions."""

    definitions = subscription_of(view_definitions, _DEFINITIONS)
