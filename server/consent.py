"""Consent: what a project demands of events, and what viewers can agree to (docs/adr/0068-consent.md)."""

from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta


class ConsentPolicy(StrEnum):
    """What becomes of the events of viewers who have not consented."""

    OFF = "off"
    """They are stored as they are sent; nobody is asked."""
    REQUIRED = "required"
    """They are stored without what identifies the viewer."""
    REFUSE = "refuse"


class ConsentPurpose(StrEnum):
    """What a viewer can agree to."""

    ANALYTICS = "ANALYTICS"
    PRECISE_LOCATION = "PRECISE_LOCATION"

    @property
    def stored(self) -> str:
        """The spelling in the database."""
        return self.value.lower()

    @classmethod
    def _missing_(cls, value: object) -> "ConsentPurpose | None":
        return cls.__members__.get(value.upper()) if isinstance(value, str) else None


MAX_PURPOSES = 10
Purposes: TypeAlias = Annotated[list[ConsentPurpose], Meta(max_length=MAX_PURPOSES)]
CARRIED = (
    "What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to "
    "nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to."
)
"""The description of ``consent``."""
PRECISE = (
    "True if the viewer consented to a precise location. Without consent, only the H3 cell of the coordinates is kept "
    "(resolution 5, about 250 km²)."
)
"""The description of ``location.preciseConsent``."""
