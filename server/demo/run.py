"""`viewpulse demo`: fills catalogue and past, then sends traffic until it is stopped, over the public API only."""

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from types import FrameType

import msgspec
from rich.console import Console

from server.demo.api import Api, ApiError
from server.demo.catalogue import Catalogue, make_catalogue
from server.demo.display import TRENDING, DemoDisplay, summary
from server.demo.filling import BATCH_EVENTS, Filling
from server.demo.past import Past
from server.demo.senders import Senders
from server.demo.session import CAMPAIGN
from server.demo.traffic import Traffic

TICK_SECONDS = 0.2
PATIENCE_SECONDS = 30.0
LEAVE_SECONDS = 1.5
_BEHIND_SECONDS = 2.0
MAX_ITEMS = 100
_UPSERT_CONTENTS = """
mutation UpsertContents($contents: [ContentInput!]!) {
  upsertContents(contents: $contents) { problems { code message } }
}
"""
_UPSERT_CREATORS = """
mutation UpsertCreators($creators: [CreatorInput!]!) {
  upsertCreators(creators: $creators) { problems { code message } }
}
"""
_UPSERT_SPEND = """
mutation UpsertCampaignSpend($items: [CampaignSpendInput!]!) {
  upsertCampaignSpend(items: $items) { problems { code message } }
}
"""


class Facts(msgspec.Struct, rename="camel"):
    """The fields of ``dev.json`` that the demo reads."""

    url: str | None = None
    write_key: str | None = None
    admin_token: str | None = None


def run_demo(
    *,
    url: str | None = None,
    write_key: str | None = None,
    admin_token: str | None = None,
    facts: Path | None = None,
    rate: float = 100.0,
    seconds: float | None = None,
    seed: int = 1,
    speed: float = 1.0,
    past_days: int = 0,
    contents: int = 300,
    viewers: int = 2000,
) -> int:
    """Sends lifelike traffic for ``seconds``, or until SIGINT or SIGTERM. Blocking; main thread only.

    Args:
        url: The API, ``http://host:port``.
        write_key: Key to send events with.
        admin_token: Token to fill the content catalogue with.
        facts: A ``dev.json`` with the values that are left out above.
        rate: Events per second, on average.
        seconds: Duration; None: until stopped.
        seed: The same seed gives the same traffic.
        speed: Speed of the viewers relative to real time.
        past_days: Days before today that get a past, if they have no views; 0: nor does today.
        contents: Number of contents in the catalogue.
        viewers: Minimum number of viewers.

    Returns:
        The exit code: 0; 1 if events were rejected or the API cannot be used; 2 if its address is missing.
    """
    stop = threading.Event()
    with DemoDisplay(Console()) as display, _stopping_on_signals(stop):
        known = _read_facts(facts, display)
        url, write_key, admin_token = (
            url or known.url,
            write_key or known.write_key,
            admin_token or known.admin_token,
        )
        if not (url and write_key and admin_token):
            display.say("Say where the API is: --attach .viewpulse/dev.json, or --url, --write-key and --admin-token.")
            return 2
        began, catalogue = datetime.now(UTC), make_catalogue(seed, contents)
        credentials = {"X-Viewpulse-Key": write_key}
        connect = partial(Api, url, credentials, stop)
        try:
            with closing(Api(url, {"Authorization": f"Bearer {admin_token}"}, stop)) as admin:
                _fill_catalogue(admin, catalogue, began)
                _upsert(admin, _UPSERT_SPEND, "items", _spending(seed, began, past_days))
                if past_days:
                    past = Past(seed, catalogue, now=began, viewers=viewers)
                    senders = Filling(admin, connect, display, stop).fill(past, past_days)
                    if senders.refused or senders.tally.rejected:
                        return _finish(senders, display)
            start = datetime.now(UTC)
            traffic = Traffic(seed, start=start, rate=rate, speed=speed, contents=contents, viewers=viewers)
            display.say(f"demo: {contents} contents, about {traffic.concurrent} viewers at a time, seed {seed}")
            display.say(f"demo: to see what trends within minutes, query the last hour: {TRENDING}")
            senders = Senders(connect, stop)
            _send_traffic(traffic, senders, display, stop, seconds)
        except (ApiError, OSError, ValueError) as error:
            if stop.is_set():
                return 0
            display.say(f"demo: the API at {url} cannot be used: {error}")
            return 1
        return _finish(senders, display)


def _finish(senders: Senders, display: DemoDisplay) -> int:
    display.say(f"demo: stopped; {summary(senders.tally)}")
    for reason, number in senders.tally.reasons.most_common(10):
        display.say(f"  {number:,} rejected: {reason}")
    if senders.refused:
        display.say(f"demo: the API rejects the traffic: {senders.refused}")
    return 1 if senders.refused or senders.tally.rejected else 0


def _read_facts(path: Path | None, display: DemoDisplay) -> Facts:
    if path is None:
        return Facts()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Facts)
    except (OSError, msgspec.DecodeError) as error:
        display.say(f"{path}: {error}")
        return Facts()


@contextmanager
def _stopping_on_signals(stop: threading.Event) -> Iterator[None]:
    def remember_it(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, remember_it) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _fill_catalogue(api: Api, catalogue: Catalogue, now: datetime) -> None:
    """Stores the contents and the names of their creators; waits if the API is still starting."""
    _upsert(api, _UPSERT_CONTENTS, "contents", [content.as_input(now) for content in catalogue.contents])
    _upsert(api, _UPSERT_CREATORS, "creators", catalogue.creator_inputs())


def _spending(seed: int, now: datetime, past_days: int) -> list[dict[str, object]]:
    """What the campaign cost on each day of the past, and today."""
    days = [(now - timedelta(days=back)).date() for back in range(past_days, -1, -1)]
    return [
        {
            "campaign": CAMPAIGN,
            "day": day.isoformat(),
            "currency": "EUR",
            "amount": f"{Random(f'{seed}:{day}').uniform(2, 9):.2f}",  # noqa: S311
        }
        for day in days
    ]


def _upsert(api: Api, mutation: str, argument: str, records: Sequence[dict[str, object]]) -> None:
    for first in range(0, len(records), MAX_ITEMS):
        variables: dict[str, object] = {argument: records[first : first + MAX_ITEMS]}
        [answer] = api.execute(mutation, variables, patience=PATIENCE_SECONDS).values()
        for problem in answer["problems"]:
            raise ApiError(problem["code"], problem["message"])


def _send_traffic(
    traffic: Traffic, senders: Senders, display: DemoDisplay, stop: threading.Event, seconds: float | None
) -> None:
    """Sends each event when it is due."""
    began = time.monotonic()
    ends = None if seconds is None else began + seconds
    sendings = traffic.sendings()
    upcoming = next(sendings)
    while not stop.wait(TICK_SECONDS) and (ends is None or time.monotonic() < ends):
        behind = time.monotonic() - began - upcoming.at
        if behind > _BEHIND_SECONDS:  # the API was unavailable or is too slow: viewers act later, not faster
            began += behind
            traffic.postpone(behind)
        due: list[dict[str, object]] = []
        while upcoming.at <= time.monotonic() - began:
            due.append(upcoming.event)
            upcoming = next(sendings)
        for first in range(0, len(due), BATCH_EVENTS):
            senders.put(due[first : first + BATCH_EVENTS])
        display.show(senders.tally, senders.trouble)
    senders.close(LEAVE_SECONDS)
    display.show(senders.tally, senders.trouble)
