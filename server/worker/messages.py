"""What API processes and workers tell each other through Redis: questions, answers, and that someone still waits.

All keys have one slot, so a cluster keeps them on one node. Each expires by itself: whatever is lost, nothing stays.
"""

from hashlib import sha256

import msgspec

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.storage.redis_servers import realm_of

KEYS = "{viewpulse}:questions"
"""What all keys begin with; the part in braces puts them on one node of a cluster."""
FORMAT = 1
"""The number of the shapes of questions and answers. During an upgrade, processes only hear those that speak theirs:
while no worker does, a question is UNAVAILABLE. A test says when it must change."""
BEAT_SECONDS = 0.5
"""Seconds between two signs of life, of a worker and of a process that asks."""
SILENCE_SECONDS = 3.0
"""Seconds after which a sign of life expires: its process is taken to be gone."""
ANSWER_SECONDS = 30.0
"""Seconds that an answer is kept for an asker that does not fetch it."""
WAITING_SECONDS = 600.0
"""Seconds that questions are kept when no worker takes any."""
REDIS_SECONDS = 2.0
"""Maximum time of a command, beyond what a command itself waits."""


class Question(msgspec.Struct, frozen=True, array_like=True):
    """A question on its way to a worker.

    Attributes:
        id: Identifies it among all questions.
        asker: Where its answer goes.
        kind: Which question it is, such as ``funnel``.
        project_id: The project it is about.
        body: Its arguments, encoded.
        trace: The trace that it belongs to, as the header ``traceparent``; None if it is not traced, or comes from a
            version without traces. Older workers do not read it.
    """

    id: str
    asker: str
    kind: str
    project_id: int
    body: bytes
    trace: str | None = None


class Failure(msgspec.Struct, frozen=True, array_like=True):
    """A ``ViewpulseError`` on its way to the asker."""

    code: str
    message: str
    field: list[str | int]
    retry_after: float | None
    more: dict[str, object]

    @classmethod
    def from_error(cls, error: ViewpulseError) -> "Failure":
        """The message of an error."""
        return cls(error.code.value, error.message, list(error.field), error.retry_after, dict(error.more))

    def error(self) -> ViewpulseError:
        """The error of a message; UNAVAILABLE for a code that only a newer worker knows."""
        try:
            code = ErrorCode(self.code)
        except ValueError:
            return unavailable("A worker of another version answered; try again.")
        return ViewpulseError(code, self.message, field=self.field, retry_after=self.retry_after, more=self.more)


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """An answer on its way back.

    Attributes:
        id: The question's.
        body: The answer, encoded; empty if it failed.
        failure: Why it failed.
    """

    id: str
    body: bytes = b""
    failure: Failure | None = None


class Keys:
    """The names of the keys of one set-up: one Redis may serve several.

    Args:
        database_url: The database that the processes work for; API and workers must name it in the same way.
    """

    def __init__(self, database_url: str) -> None:
        self._prefix = f"{KEYS}:{FORMAT}:{sha256(realm_of(database_url).encode()).hexdigest()[:16]}"
        self.waiting = f"{self._prefix}:waiting"
        """Questions that no worker has taken, oldest first."""
        self.workers = f"{self._prefix}:workers"
        """Exists while there is a worker."""

    def wanted(self, question_id: str) -> str:
        """Exists while someone waits for the answer."""
        return f"{self._prefix}:wanted:{question_id}"

    def taken(self, question_id: str) -> str:
        """Exists while a worker works on the question."""
        return f"{self._prefix}:taken:{question_id}"

    def answers(self, asker: str) -> str:
        """Answers that the asker has not fetched."""
        return f"{self._prefix}:answers:{asker}"
