"""``eventVocabulary``: what each type of event means, requires and allows."""

import strawberry

from resolvers.access import ANYONE
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.root_fields import query_field
from server.events.catalogue import CATALOGUE, WIRE_NAMES, Entry


@strawberry.type(description="Meaning, required and forbidden fields of one type of event.")
class EventDefinition:
    """One entry of the event catalogue."""

    type: EventType = strawberry.field(description="Type of event.")
    family: str = strawberry.field(description="Group of the type, such as `playback`.")
    description: str = strawberry.field(description="What the event means.")
    requires: list[str] = strawberry.field(description="Required fields of EventInput.")
    forbids: list[str] = strawberry.field(description="Forbidden fields of EventInput.")
    counted_as: EventType = strawberry.field(
        description="The type it is stored and counted as: VIEW_START for VIEW, VIEW_COMPLETE for COMPLETE."
    )

    @classmethod
    def from_entry(cls, entry: Entry) -> "EventDefinition":
        """The API type of a catalogue entry."""
        return cls(
            type=entry.type,
            family=entry.family.value,
            description=entry.description,
            requires=[WIRE_NAMES[name] for name in entry.requires],
            forbids=[WIRE_NAMES[name] for name in entry.forbids],
            counted_as=EventType(entry.type.stored),
        )


@query_field(ANYONE, "What each type of event means, requires and allows.", is_live=False)
async def event_vocabulary(_info: Info) -> list[EventDefinition]:
    """Every type, in the order of the enum."""
    return [EventDefinition.from_entry(CATALOGUE[kind]) for kind in EventType]
