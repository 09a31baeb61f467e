"""What one field of an operation tracks, as far as it can be told before any of it is stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrackedPart:
    """One of several fields of an operation that track something.

    Attributes:
        events: Number of its events; some of them may be rejected.
        is_batch: Whether it could have had several.
        session_ids: The sessions that its events name; None among them stands for events that name none.
        consenting: Key of the viewer whose consent it notes.
    """

    events: int
    is_batch: bool
    session_ids: frozenset[str | None]
    consenting: str | None = None

    @property
    def session_id(self) -> str | None:
        """The session of all its events; None if they have none, or several."""
        [only, *others] = self.session_ids or (None,)
        return None if others else only
