"""Records the events of a viewer, with all fields about viewer and device."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.dataset.delivery import Action, Fields, Visit, event_id, spelled
from tests.dataset.entities import Content, Person

MILLISECOND = timedelta(milliseconds=1)


class Recorder:
    """One visit of one viewer on one device.

    Args:
        random: The random generator.
        person: The viewer.
        session_id: Id of the session; None: the app sends none.
        now: Start of the visit.
        token: Whether a token names the user, instead of each event.
    """

    def __init__(
        self, random: Random, person: Person, session_id: str | None, now: datetime, *, token: bool = False
    ) -> None:
        self.random = random
        self.person = person
        self.now = _whole(now)
        self.visit = Visit(token_user=person.user_id if token else None)
        self._who: Fields = {"sessionId": session_id} if session_id else {}
        if person.user_id is not None and not token:
            self._who["userId"] = person.user_id
        self.session_id = session_id

    def recognise(self, session_id: str | None) -> None:
        """From now on the app sends this session, if there is one."""
        if session_id:
            self.session_id = self._who["sessionId"] = session_id

    def pass_time(self, seconds: float) -> None:
        """Lets time pass."""
        self.now += timedelta(milliseconds=max(1, round(seconds * 1000)))

    def do(self, type_: str, content: Content | None = None, **fields: Any) -> Fields:
        """Records an action now; returns the event, which may be changed."""
        event: Fields = {"id": spelled(event_id(self.random, self.now)), "type": type_, **self._who}
        if content is not None:
            event |= _of(content, content.named[len(self.visit.actions) % len(content.named)])
        event |= {name: value for name, value in fields.items() if value not in (None, {})}
        if self.person.device and self.random.random() < 0.97:
            event.setdefault("device", self.person.device)
        if self.random.random() < 0.9:
            event["location"] = self._location()
        if self.person.network:
            event["network"] = self.person.network
        if self.person.viewer and self.random.random() < 0.5:
            event["viewer"] = self.person.viewer
        self.visit.actions.append(Action(self.now, event))
        return event

    def _location(self) -> Fields:
        place = self.person.place
        said: Fields = {"country": place.country, "city": place.city, "timezone": place.timezone}
        if place.region is not None:
            said["region"] = place.region
        if self.random.random() < 0.08:
            said = {"country": place.country.lower()}
        if self.random.random() < 0.1:
            said["latitude"] = round(place.latitude + self.random.uniform(-0.3, 0.3), 5)
            said["longitude"] = round(place.longitude + self.random.uniform(-0.3, 0.3), 5)
            if self.person.consent:
                said["preciseConsent"] = True
        return said


def _of(content: Content, creator_id: str | None) -> Fields:
    """The fields of an event about its content; contents of the catalogue usually need only their id."""
    said: Fields = {"contentId": content.id}
    if not content.in_catalogue:
        said["contentType"] = content.type
    if creator_id is not None:
        said["creatorId"] = creator_id
    return said


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)


def count_actions(visits: Iterable[Visit]) -> int:
    """Number of events."""
    return sum(len(visit.actions) for visit in visits)
