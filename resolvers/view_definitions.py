"""definitions: what may count as a view."""

from typing import Self

import strawberry

from resolvers.access import ANYBODY
from resolvers.context import Info
from resolvers.root_fields import question
from server.analytics import view_definitions


@strawberry.type(description="A definition of a view. The same events are read under each of them.")
class ViewDefinition:
    """One choice of the argument `definition`."""

    name: str = strawberry.field(
        description="Name and version, as `definition` takes it; a new meaning is a new version."
    )
    title: str = strawberry.field(description="A few words for a menu.")
    text: str = strawberry.field(description="What exactly is counted.")

    @classmethod
    def of(cls, found: view_definitions.ViewDefinition) -> Self:
        """The entry of a definition."""
        return cls(name=found.name, title=found.title, text=found.text)


@question(
    ANYBODY,
    "What may count as a view: the choices of the argument `definition`. Anybody may ask. Only another version of the "
    "server changes it: a subscription is sent it once, then it completes.",
    is_public=True,
)
async def definitions(_info: Info) -> list[ViewDefinition]:
    """All definitions, the default first; anybody may ask."""
    return [ViewDefinition.of(definition) for definition in view_definitions.DEFINITIONS.values()]
