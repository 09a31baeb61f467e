"""The conformance vectors of all client libraries, and the server that they imagine."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from viewpulse_client.answers import Problem, Reply

VECTORS = Path(__file__).parents[2] / "clients" / "vectors" / "delivery.json"
CASES: dict[str, dict[str, Any]] = {case["name"]: case for case in json.loads(VECTORS.read_text())["cases"]}
WRITE_KEY = "vp_write_of_vectors"
URL = "https://api.example.org/v1/in"

_NO_PAGE = "A process is not left as a page is: `close` sends what waits."
_NO_NETWORK = "Nothing tells a process that the network is back: the growing pause ends at five minutes."
_MANY_VIEWERS = "A backend has many viewers: consent is a field of each event."
NOT_PLAYED = {
    "when the network comes back there is no waiting": _NO_NETWORK,
    "the network that comes back lifts no limit": _NO_NETWORK,
    "until the viewer has consented nothing is stored or sent": _MANY_VIEWERS,
    "who takes consent back for now leaves the device as it is": _MANY_VIEWERS,
    "who declines leaves nothing behind": _MANY_VIEWERS,
    "a page that is left sends the newest state of each play first, and what fits into 48 KiB": _NO_PAGE,
    "a page that is left during a pause sends nothing": _NO_PAGE,
}
"""Cases about what a page is and a process is not, with the reason."""
NOT_PLAYED_BY_THREADS = frozenset({"a token that does not come in 30 seconds is asked for again"})
"""Cases of an app's function that never returns: a thread that waits for one cannot be stopped."""
NEEDS_FOLDER = frozenset(name for name, case in CASES.items() if any("reload" in step for step in case["steps"]))
"""Cases in which a second process sends what the first one has left behind."""


class ImaginedServer:
    """Answers as a case says, and notes what was sent.

    Args:
        case: What is played.
        now: Seconds since the beginning.

    Attributes:
        clock_error: Seconds by which the clock of the device was set.
    """

    def __init__(self, case: dict[str, Any], now: Callable[[], float]) -> None:
        self.clock_error = 0.0
        self._spoils = set(case.get("spoils", ()))
        self._tokens = list(case.get("tokens", ()))
        self._now = now
        self._numbers: dict[str, int] = {}
        self._answers: list[Any] = []
        self.requests: list[dict[str, Any]] = []
        self.problems: list[str] = []

    def time(self) -> float:
        """What the clock of the device shows, in seconds since 1970."""
        return self._now() + self.clock_error

    def token(self) -> str | None:
        """The next token of the case; the last one again and again."""
        return None if not self._tokens else self._tokens.pop(0) if len(self._tokens) > 1 else self._tokens[0]

    def hear(self, problem: Problem) -> None:
        self.problems.append(problem.code)

    def track(self, step: dict[str, Any], track: Callable[..., str]) -> None:
        """Tracks what a step says; events have the numbers 1, 2, 3 …"""
        optional: dict[str, Any] = {}
        if "playId" in step:
            optional["play_id"] = step["playId"]
        if "text" in step:
            optional["properties"] = {"text": step["text"]}
        if "daysAgo" in step:
            optional["occurred_at"] = datetime.fromtimestamp(self.time(), UTC) - timedelta(days=step["daysAgo"])
        for _ in range(step["track"]):
            event_id = track(step.get("type", "VIEW_START"), content_id="c", **optional)
            self._numbers[event_id] = len(self._numbers) + 1

    def answer_with(self, answers: list[Any]) -> None:
        self._answers = list(answers)

    def post(self, text: bytes) -> Reply:
        body = json.loads(text)
        ids = [event["id"] for event in body["events"]]
        events = [self._numbers[event_id] for event_id in ids]
        assert body["key"] == WRITE_KEY
        sent = datetime.fromisoformat(body["sentAt"])
        assert abs(sent.timestamp() - self.time()) < 0.001, "sentAt is that of this attempt"
        ages = [(sent - datetime.fromisoformat(event["occurredAt"])).total_seconds() for event in body["events"]]
        request = {"at": round(self._now(), 3), "events": events, "ids": ids, "ages": ages}
        self.requests.append(request | {"token": body.get("token"), "dropped": body.get("dropped", 0)})
        told = self._answers.pop(0) if self._answers else {}
        if self._spoils & set(events):
            told = {"status": 400, "code": "BAD_INPUT"}
        if told == "reset":
            return Reply()
        if "page" in told:
            return Reply(told["page"], None, float(told.get("retryAfter", 0)))
        if "code" in told:
            extensions = {name: value for name, value in told.items() if name != "status"}
            return Reply(told["status"], {"errors": [{"message": "No.", "extensions": extensions}]})
        given = {int(number): code for number, code in told.get("reject", {}).items()}
        given |= dict.fromkeys(told.get("duplicate", ()), "DUPLICATE")
        return Reply(
            200, {"problems": [self._problem(events.index(number), ids, code) for number, code in given.items()]}
        )

    def _problem(self, index: int, ids: list[str], code: str) -> dict[str, Any]:
        return {"index": index, "code": code, "message": "", "eventId": ids[index]}

    def expect(self, wanted: dict[str, Any], waiting: int, dropped: int) -> None:
        """Compares what has happened since the last time."""
        if "requests" in wanted:
            assert [self._like(*pair) for pair in self._with(wanted["requests"])] == wanted["requests"]
        if "ids" in wanted:
            assert len({tuple(request["ids"]) for request in self.requests}) == 1
        if "problems" in wanted:
            assert self.problems == wanted["problems"]
        if "first" in wanted:
            assert self.requests[-1]["events"][0] == wanted["first"]
        assert waiting == wanted.get("waiting", waiting)
        assert dropped == wanted.get("dropped", dropped)
        self.requests = self.requests if "ids" in wanted else []
        self.problems = []

    def _with(self, wanted: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        return [(request, wanted[at] if at < len(wanted) else {}) for at, request in enumerate(self.requests)]

    def _like(self, request: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
        events = request["events"]
        seen = {"count": len(events), "first": events[0]} if "count" in wanted else {"events": events}
        return {"at": request["at"], **seen} | {
            name: request[name] for name in ("token", "ages", "dropped") if name in wanted
        }
