"""The conformance vectors of live clients, and the server, the socket and the time that they imagine."""

import base64
import json
import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from viewpulse_client import ApiError
from viewpulse_client.clock import Clock
from viewpulse_client.document import LiveQuestion
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

VECTORS = Path(__file__).parents[2] / "clients" / "vectors" / "live.json"
CASES: dict[str, dict[str, Any]] = {case["name"]: case for case in json.loads(VECTORS.read_text())["cases"]}
URL = "https://api.example.org/graphql"

_ONE = "A subscription has a connection of its own."
_NO_PAGE = "A process is not hidden, and nothing tells it that the network is back."
_RAISED = "A refusal is raised, and the app subscribes again."
NOT_PLAYED = {
    "all questions share one socket": _ONE,
    "equal questions are one, and a later listener is given the newest answer": _ONE,
    "what is asked and given up in one turn costs nothing": _ONE,
    "what is given up and asked again in one turn continues": _ONE,
    "a question that nobody asks any more ends, and the last one closes the socket": _ONE,
    "a limit says when to ask again, and the other questions go on": _ONE,
    "a full socket takes the next question when another one ends": _ONE,
    "also when one is refused, or its answer is final": _ONE,
    "a question that is refused ends alone": _ONE,
    "a question whose answer is final is not asked again": _ONE,
    "when the network comes back it connects at once": _NO_PAGE,
    "a hidden page closes the socket, and continues when it is seen": _NO_PAGE,
    "a pause of the app outlasts the page": _NO_PAGE,
    "a refusal ends all, until the app tries again": _RAISED,
}
"""Cases about what a page is and a subscription of Python is not, with the reason. States are those of pages, too."""


class PlayedError(Exception):
    """The steps have all been taken."""


class Play(Clock):
    """One case; its steps are taken while the client waits.

    Args:
        case: What is played.
    """

    def __init__(self, case: dict[str, Any]) -> None:
        self._now = 0.0
        self._left = 0.0  # seconds of the current step
        self._case = case
        self._steps = deque(case["steps"])
        self._tokens = deque(case["tokens"]) if isinstance(case.get("tokens"), list) else deque()
        self._server = "up"
        self._question: str | None = None
        self._inbox: deque[str | Close] = deque()
        self._is_connected = False
        self.seen: dict[str, list[str]] = {"sent": [], "shown": [], "errors": []}

    # What the client asks for -----------------------------------------------------------------------------------------

    def time(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._now

    def random(self) -> float:
        return 0.5

    @property
    def token(self) -> Any:
        """What the app gives the client: a token, a function, or nothing."""
        given = self._case.get("tokens")
        return self._next_token if self._tokens else given and self._jwt(given)

    def _next_token(self) -> str:
        name = self._tokens.popleft() if len(self._tokens) > 1 else self._tokens[0]
        if name == "fails":
            raise RuntimeError(name)
        return self._jwt(name)

    def _jwt(self, given: str) -> str:
        name, _, seconds = given.partition(" ")
        claims = {"name": name} | ({"exp": self._now + float(seconds)} if seconds else {})
        return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}."

    def question(self) -> LiveQuestion[Any]:
        """What is asked, once the steps come to it."""
        while self._question is None:
            self._step()
        name = self._question
        text = (
            f"subscription ($afterRevision: Long) {{ {name}(afterRevision: $afterRevision) {{ revision asOf total }} }}"
        )
        return LiveQuestion(text, name, {})

    def wait(self, seconds: float) -> str | Close | None:  # type: ignore[override] # nothing is notified
        """What has come, or None after so many seconds.

        Raises:
            PlayedError: The steps have all been taken.
        """
        until = round(self._now + seconds, 6)
        while not self._inbox:
            if self._now >= until:
                return None
            if self._left:
                move = min(self._left, until - self._now)
                self._now, self._left = round(self._now + move, 6), round(self._left - move, 6)
            else:
                self._step()
        return self._inbox.popleft()

    def sleep(self, seconds: float) -> None:
        """Waits without a socket."""
        assert self.wait(seconds) is None

    def end(self) -> None:
        """Takes the steps that are left when nobody waits.

        Raises:
            PlayedError: Always.
        """
        while True:
            self._now, self._left = round(self._now + self._left, 6), 0.0
            self._step()

    # The socket -------------------------------------------------------------------------------------------------------

    @contextmanager
    def connect(self) -> Iterator["Play"]:
        """The socket; what it closes is noted."""
        self._note("open")
        if self._server == "away":
            raise ConnectionRefusedError
        self._inbox.clear()
        self._is_connected = True
        try:
            yield self
        finally:
            if self._is_connected:
                self._note("close")
            self._is_connected = False

    def receive(self, seconds: float) -> str | None:
        came = self.wait(seconds)
        if isinstance(came, Close):
            raise ConnectionClosedError(None if came.code == 1006 else came, None)
        return came

    def send(self, text: str) -> None:
        message = json.loads(text)
        kind, payload = message["type"], message.get("payload") or {}
        bearer = payload.get("authorization")
        token = f" {json.loads(base64.urlsafe_b64decode(bearer.split('.')[1] + '=='))['name']}" if bearer else ""
        if kind == "connection_init":
            self._note(f"init{token}")
            self._say({"type": "connection_ack"})
        elif kind == "ping":
            self._note(f"ping{token}")
            self._say({"type": "pong"})
        elif kind == "subscribe":
            after = payload["variables"].get("afterRevision")
            self._note(f"ask {self._question}" + (f" after {after}" if after else ""))
        else:
            self._note(kind)

    def _say(self, message: dict[str, Any]) -> None:
        if self._server == "up":
            self._inbox.append(json.dumps(message))

    def _note(self, what: str) -> None:
        if not (self._case.get("quiet") and what in {"ping", "pong"}):
            self.seen["sent"].append(f"{self._now:g} {what}")

    # The steps --------------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        if not self._steps:
            raise PlayedError
        step = self._steps.popleft()
        self._question = step.get("ask", self._question)
        self._server = step.get("server", self._server)
        self._left = float(step.get("advance", 0))
        if "tell" in step:
            self._inbox.append(self._told(step["tell"]))
        if "close" in step:
            self._is_connected = False
            self._inbox.append(Close(*step["close"]))
        if "expect" in step:
            for what in self.seen.keys() & step["expect"].keys():
                assert self.seen[what] == step["expect"][what], what
            self.seen = {what: [] for what in self.seen}

    def _told(self, told: Any) -> str:
        if isinstance(told, str):
            return told
        if "pong" in told:
            ends = told["pong"] and datetime.fromtimestamp(self._now + told["pong"]["expiresIn"], UTC).isoformat()
            return json.dumps({"type": "pong"} | ({"payload": {"expiresAt": ends}} if ends else {}))
        if "ping" in told:
            return json.dumps({"type": "ping"})
        extensions = {"retryable": False} | {
            name: told[name] for name in ("code", "retryable", "retryAfter") if name in told
        }
        errors = [{"message": "No.", "extensions": extensions}] if "code" in told else None
        if "error" in told:
            return json.dumps({"type": "error", "id": "1", "payload": errors})
        answer = None if told["revision"] is None else {name: told[name] for name in ("revision", "asOf", "total")}
        payload = {"data": {told["next"]: answer}} | ({"errors": errors} if errors else {})
        return json.dumps({"type": "next", "id": "1", "payload": payload})

    # What is seen -----------------------------------------------------------------------------------------------------

    def show(self, data: dict[str, Any]) -> None:
        [(name, answer)] = data.items()
        total = "-" if answer["total"] is None else answer["total"]
        self.seen["shown"].append(f"{name} {answer['revision']} {total}")

    def refuse(self, error: ApiError) -> None:
        self.seen["errors"].append(f"{self._question} {error.code}")

    def hear(self, record: logging.LogRecord) -> bool:
        """A filter of the library's log."""
        assert isinstance(record.args, tuple)
        [error] = record.args
        assert isinstance(error, ApiError)
        self.refuse(error)
        return False
