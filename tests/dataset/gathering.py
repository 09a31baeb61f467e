"""A few viewers who are present at this moment: some watch, some paused or left, some are guests without a session."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from uuid import UUID

from tests.dataset.bots_and_self_views import CRAWLERS
from tests.dataset.delivery import Delivery, Fields
from tests.dataset.entities import PLACES, Content, Entities, Person
from tests.dataset.recorder import Recorder

CREATORS = ("k0", "k1", "k2")
AHEAD = 8.0  # seconds that the clocks of the last viewers are ahead: they still watch when everything is counted
LEAVING = ("PAUSE", "VIEW_COMPLETE", "SKIP", "SWIPE_AWAY")
TURNS = ("stays", "stays", "leaves", "falls silent", "comes back", "moves on")


@dataclass(slots=True)
class Visitor:
    """A viewer who is present.

    Attributes:
        recorder: Records its actions.
        contents: The contents it watches, one after the other.
        told: How many of its actions were sent.
        first: Its first request; the answer gives viewers without a session one.
    """

    recorder: Recorder
    contents: Iterator[Content]
    told: int = 0
    first: Delivery | None = field(default=None, repr=False)


class Gathering:
    """Viewers around a moment.

    Args:
        seed: Seed of the random generator.
        now: The moment.
    """

    def __init__(self, seed: int, now: datetime) -> None:
        self._random = Random(f"{seed}:gathering")
        self._now = now
        self.entities = Entities([_content(number) for number in range(8)], [])
        self._visitors = [self._visitor(user_id, session, now) for user_id, session in self._comers()]

    def arrive(self) -> list[Delivery]:
        """All viewers come and watch something; the requests that report it, one of them twice."""
        for visitor, turn in zip(self._visitors, cycle(TURNS), strict=False):
            self._watch(visitor, turn)
        sent = self._send()
        guest = next(visitor.first for visitor in self._visitors if visitor.first and _is_unknown(visitor.first))
        return [*sent, Delivery(guest.received_at, [dict(event) for event in guest.events])]

    def go_on(self, later: timedelta) -> list[Delivery]:
        """Some time later, half of them do something else; guests now send the session that the server answered."""
        self._now += later
        for visitor, turn in zip(self._visitors[::2], cycle(TURNS[::-1]), strict=False):
            assert visitor.first is not None
            visitor.recorder.recognise(visitor.first.events[0].get("sessionId"))
            visitor.recorder.now = max(visitor.recorder.now, self._now - timedelta(seconds=AHEAD))
            self._watch(visitor, turn)
        return self._send()

    def _comers(self) -> Iterator[tuple[str | None, str | None]]:
        """Users with and without sessions, creators, bots, and guests of apps with and without sessions."""
        for number in range(60):
            session_id = str(UUID(int=self._random.getrandbits(128)))
            user_id = ("farm1", "k0", "k1")[number // 5 % 3] if number % 5 == 4 else f"v{number}"
            match number % 4:
                case 0:
                    yield user_id, None
                case 1:
                    yield user_id, session_id
                case 2:
                    yield None, session_id
                case _:
                    yield None, None

    def _visitor(self, user_id: str | None, session_id: str | None, now: datetime) -> Visitor:
        random = self._random
        device: Fields = {"type": "DESKTOP", "platform": "WEB"}
        if random.random() < 0.1:
            device["userAgent"] = CRAWLERS[0]
        person = Person(user_id, random.choice(PLACES), device, {}, {}, consent=True, activity=1.0)
        came = now - timedelta(seconds=random.uniform(10, 80))
        contents = cycle(random.sample(self.entities.contents, len(self.entities.contents)))
        return Visitor(Recorder(random, person, session_id, came), contents)

    def _watch(self, visitor: Visitor, turn: str) -> None:
        """Starts a content, sends signs until now or for a while, and then does what the turn says."""
        random, recorder, content = self._random, visitor.recorder, next(visitor.contents)
        play_id = f"g{random.getrandbits(60):x}"
        recorder.do("VIEW_START", content, playId=play_id)
        end = self._now + timedelta(seconds=AHEAD if turn != "falls silent" else -random.uniform(5, 60))
        position = 0.0
        while recorder.now < end:
            pause = random.uniform(2, 9)
            position = round(position + pause, 1)
            recorder.pass_time(pause)
            recorder.do("VIEW_PROGRESS", content, playId=play_id, viewData={"position": position, "watchTime": pause})
        if random.random() < 0.5:
            recorder.do(random.choice(["LIKE", "SAVE", "UNLIKE", "COMMENT"]), content)
            recorder.pass_time(0.2)
        if turn in ("leaves", "comes back"):
            if recorder.session_id and random.random() < 0.5:
                recorder.do("SESSION_END")
            else:
                recorder.do(random.choice(LEAVING), content)
        if turn == "comes back":
            recorder.pass_time(random.uniform(0.2, 2))
            recorder.do(random.choice(["RESUME", "SEEK"]), content, playId=play_id)
        if turn == "moves on":
            recorder.pass_time(0.5)
            recorder.do("VIEW_START", next(visitor.contents))
        recorder.pass_time(0.5)

    def _send(self) -> list[Delivery]:
        """One request of each active viewer, in any order."""
        found = []
        for visitor in self._visitors:
            actions = visitor.recorder.visit.actions[visitor.told :]
            visitor.told += len(actions)
            events = [
                {**action.event, "occurredAt": action.at.isoformat(timespec="milliseconds")} for action in actions
            ]
            if events:
                found.append(Delivery(self._now, events))
                visitor.first = visitor.first or found[-1]
        self._random.shuffle(found)
        return found


def _is_unknown(delivery: Delivery) -> bool:
    """Whether its events name neither a user nor a session."""
    return not delivery.events[0].keys() & {"userId", "sessionId"}


def _content(number: int) -> Content:
    creator_id = CREATORS[number % 3]
    named = {5: ("k1", "k2"), 6: (creator_id,), 7: (None,)}.get(number, (None,))
    return Content(
        id=f"p{number}",
        type="VIDEO",
        creator_id=creator_id if number < 7 else None,
        duration=60.0,
        in_catalogue=number < 5,
        appeal=1.0,
        is_credited=number < 5,
        named=named,
    )
