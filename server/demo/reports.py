"""What the app of a viewer sends of a session: the events of its steps."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from server.demo.playback import Step
from server.demo.viewers import DemoViewer

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(milliseconds: int, rng: Random) -> str:
    """A UUIDv7 (RFC 9562, section 5.7) of a moment, its random part taken from ``rng``."""
    number = (milliseconds & (2**48 - 1)) << 80 | 7 << 76 | rng.getrandbits(12) << 64
    return str(UUID(int=number | 2 << 62 | rng.getrandbits(62)))


class SessionReports:
    """Turns the steps of one session into events.

    Args:
        rng: The random generator of the session.
        viewer: The viewer.
        began: Start of the session, in milliseconds since 1970.
        network: ``network`` of the events; by default the viewer's.
    """

    def __init__(
        self, rng: Random, viewer: DemoViewer, began: int, *, network: dict[str, object] | None = None
    ) -> None:
        self._rng = rng
        self._plays: dict[object, str] = {}
        self._shared: dict[str, object] = {
            "sessionId": uuid7(began, rng),
            "schemaVersion": "1.1.0",
            "device": viewer.device,
            "location": viewer.location,
            "network": network or viewer.network,
        }
        if viewer.user_id is not None:
            self._shared["userId"] = viewer.user_id
        if viewer.traits is not None:
            self._shared["viewer"] = viewer.traits

    def event(self, step: Step, occurred: int) -> dict[str, object]:
        """EventInput's JSON shape of a step.

        Args:
            step: The step.
            occurred: When it occurred, in milliseconds since 1970.
        """
        event_id = uuid7(occurred, self._rng)
        event = {"id": event_id, "type": step.type, **self._shared, **step.fields}
        if "playId" in step.fields:
            event["playId"] = self._plays.setdefault(step.fields["playId"], event_id)
        moment = EPOCH + timedelta(milliseconds=occurred)
        event["occurredAt"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return event
