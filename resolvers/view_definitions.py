"""``definitions``: the definitions of a view."""

from typing import Self

import strawberry

from resolvers.access import ANYONE
from resolvers.context import Info
from resolvers.root_fields import query_field
from server.metrics import view_definitions


@strawberry.type(description="A definition of a view. All definitions count the same events.")
class ViewDefinition:
    """One choice of the argument ``definition``."""

    name: str = strawberry.field(
        description="Name and version, for the argument `definition`; a changed meaning gets a new version."
    )
    title: str = strawberry.field(description="Short title for menus.")
    text: str = strawberry.field(description="What exactly is counted.")

    @classmethod
    def from_definition(cls, found: view_definitions.ViewDefinition) -> Self:
        """The API type of a definition."""
        return cls(name=found.name, title=found.title, text=found.text)


@query_field(
    ANYONE,
    "Definitions of a view: the values of the argument `definition`. Public. They change only with the server's "
    "version: a subscription sends them once and completes.",
    is_public=True,
)
async def definitions(_info: Info) -> list[ViewDefinition]:
    """All definitions, the default first; public."""
    return [ViewDefinition.from_definition(definition) for definition in view_definitions.DEFINITIONS.values()]
