"""What waits in the Python trackers: what is kept, how much of it is sent, and where it is when a folder fails."""

import json
import logging
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from viewpulse_client import Problem, Tracker
from viewpulse_client.answers import Reply
from viewpulse_client.delivery import MAX_BYTES, Delivery
from viewpulse_client.event_ids import EventIds
from viewpulse_client.folder import Folder

from tests.clients.test_python_tracker import StandingClock

SECRETS = ("vp_write_secret", "token-secret", "private text")


class Quiet:
    """A delivery that nobody drives."""

    def __init__(self, folder: Folder | None = None) -> None:
        self.problems: list[Problem] = []
        self.clock = StandingClock()
        self.delivery = Delivery({}, folder, self.clock, self.problems.append, lambda: None)

    def sent(self) -> list[dict[str, Any]]:
        """The events of the next request."""
        self.delivery.flush()
        batch = self.delivery.begin()
        if batch is None:
            return []
        events: list[dict[str, Any]] = json.loads(batch.body("k", None, 0))["events"]
        self.delivery.settle(batch, Reply(200, {"problems": []}))
        return events


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({"properties": {"text": "x" * 40_000}}, "bytes"),
        ({"occurredAt": datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001 - that is the fault
        ({"properties": {"number": float("nan")}}, "JSON"),
        ({"properties": {"thing": object()}}, "serializable"),
    ],
)
def test_what_cannot_be_sent_is_reported_and_not_kept(event: dict[str, Any], why: str) -> None:
    quiet = Quiet()
    assert quiet.delivery.track({"type": "LIKE", "contentId": "c"} | event) == ""
    [problem] = quiet.problems
    assert problem.code == "NOT_TRACKED"
    assert why in problem.message
    assert quiet.delivery.waiting == 0


def test_a_request_is_small_enough() -> None:
    quiet = Quiet()
    for number in range(100):
        quiet.delivery.track({"type": "LIKE", "contentId": str(number), "properties": {"text": "x" * 20_000}})
    sizes = []
    while batch := quiet.sent():
        sizes.append(sum(len(json.dumps(event)) for event in batch))
    assert len(sizes) == 4
    assert max(sizes) <= MAX_BYTES + 10_000


def test_a_full_queue_drops_heartbeats_although_they_are_newer() -> None:
    quiet = Quiet()
    for kind, number in (("LIKE", 10_000), ("VIEW_PROGRESS", 50)):
        for _ in range(number):
            quiet.delivery.track({"type": kind, "contentId": "c", "userId": "u"})
    kinds = [event["type"] for _ in range(99) for event in quiet.sent()]
    assert kinds == ["LIKE"] * 9_900
    assert quiet.delivery.dropped == 150, "the heartbeats, and what makes room"


def test_the_time_of_an_event_is_possible_after_the_clock_was_set() -> None:
    for step in (-7_200, 400 * 86_400):
        quiet = Quiet()
        quiet.delivery.track({"type": "LIKE", "contentId": "c"})
        quiet.clock.now, quiet.clock.error = 10, step
        [event] = quiet.sent()
        assert datetime.fromisoformat(event["occurredAt"]).timestamp() == step, "ten seconds ago, by the clock as it is"
    assert quiet.delivery.dropped == 0


def test_who_names_no_viewer_is_a_viewer_of_its_own() -> None:
    quiet = Quiet()
    for told in ({}, {}, {"id": "order-1"}, {"id": "order-1"}, {"userId": "ada"}, {"sessionId": "s"}):
        quiet.delivery.track({"type": "LIKE", "contentId": "c"} | told)
    first, second, third, again, user, guest = quiet.sent()
    assert len({first["sessionId"], second["sessionId"], third["sessionId"]}) == 3
    assert again["sessionId"] == third["sessionId"], "else the second would be ID_REUSED"
    assert "sessionId" not in user
    assert guest["sessionId"] == "s"


def test_ids_only_grow_also_when_the_clock_is_set_back() -> None:
    times = iter([2.0, *([1.0] * 5_000), 3.0])
    ids = EventIds(lambda: next(times))
    made = [ids.next() for _ in range(5_002)]
    assert made == sorted(set(made))
    assert {(each[14], each[19] in "89ab") for each in made} == {("7", True)}


@pytest.fixture
def warned(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.WARNING, "viewpulse_client"):
        yield caplog


def test_a_damaged_file_is_put_aside(tmp_path: Path, warned: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"no database" * 1_000)
    (tmp_path / "a.lock").touch()
    quiet = Quiet(Folder(tmp_path))
    quiet.delivery.track({"type": "LIKE", "contentId": "c"})
    assert len(quiet.sent()) == 1
    assert (tmp_path / "a.broken").exists()
    assert len(warned.records) == 1
    quiet.delivery.close()


def test_without_its_folder_a_tracker_continues_in_memory(tmp_path: Path, warned: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "events"
    quiet = Quiet(Folder(folder))
    shutil.rmtree(folder)
    for _ in range(3):
        assert quiet.delivery.track({"type": "LIKE", "contentId": "c"})
    assert len(quiet.sent()) == 3
    assert len(warned.records) == 1, "one warning, not one for each event"


def test_a_file_that_another_process_holds_is_left_alone(tmp_path: Path) -> None:
    first, second = Quiet(Folder(tmp_path)), Quiet(Folder(tmp_path))
    first.delivery.track({"type": "LIKE", "contentId": "first"})
    second.delivery.track({"type": "LIKE", "contentId": "second"})
    assert [event["contentId"] for event in second.sent()] == ["second"]
    assert second.sent() == []
    first.delivery.close()  # with what waits
    assert [event["contentId"] for event in second.sent()] == ["first"]
    second.delivery.close()
    assert list(tmp_path.iterdir()) == []


def test_the_log_has_no_contents_and_no_keys(warned: pytest.LogCaptureFixture) -> None:
    key, token, text = SECRETS

    class Failing(Tracker):
        def _post(self, http: httpx.Client, body: bytes) -> Reply:
            assert token.encode() in body
            raise RuntimeError(body.decode())

    def raises(problem: Problem) -> None:
        raise ValueError(problem.code)

    with Failing("http://127.0.0.1:9/v1/in", key, token=lambda: token, on_problem=raises) as tracker:
        tracker.track("LIKE", content_id=text)
        tracker.track("LIKE", content_id="c", occurred_at=datetime(2026, 1, 1))  # noqa: DTZ001 - so it is refused
        tracker.flush(0.5)
        tracker.close(0.1)
    assert len(warned.records) >= 2
    assert [secret for secret in SECRETS if secret in warned.text] == []
