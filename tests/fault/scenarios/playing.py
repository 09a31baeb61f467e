"""What all scenarios share: a run with its load, its random numbers and its measurements, and the list of scenarios."""

import asyncio
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import httpx

from server.storage.database import set_codecs
from tests.fault.apps import App, Load, Refused, Target
from tests.fault.deployment import Deployment
from tests.fault.held import read_verdict
from tests.fault.ledger import Ledger
from tests.fault.verdict import Verdict
from tests.products import PATIENCE

APPS, FEW_APPS = 6, 3
"""How many send, in `make soak` and in `make test`."""
SAMPLE_SECONDS = 0.25
PROBE_SECONDS = 2.0
"""How long the probe waits for one answer; apps wait longer, but the probe measures."""
SLACK = 3.0
"""How many times the promised seconds `make test` allows, and as many times more as the machine is slow."""
SHOWN = "query ($id: ID!) { contentAnalytics(contentId: $id) { views { total } } }"

Play = Callable[["Run"], Awaitable[None]]


@dataclass(frozen=True)
class Scenario:
    """One fault, and what clients do meanwhile.

    Attributes:
        name: For commands.
        what: For tables.
        play: Plays it.
        rounds: How often `make soak` plays it, given the time.
        seconds: How long one round takes, about.
        quick: How often `make test` plays it; 0: only `make soak` does, for it takes long or another test shows it.
        heals_within: Seconds within which the product must serve again after the fault; None: no promise.
        previous: Whether the product is the previous release at first.
    """

    name: str
    what: str
    play: Play
    rounds: int
    seconds: float
    quick: int
    heals_within: float | None
    previous: bool


SCENARIOS: dict[str, Scenario] = {}


def scenario(
    what: str,
    *,
    rounds: int,
    seconds: float,
    quick: int = 1,
    heals_within: float | None = None,
    previous: bool = False,
) -> Callable[[Play], Play]:
    """Lists a scenario under the name of its function."""

    def add(play: Play) -> Play:
        name: str = play.__name__.replace("_", "-")
        SCENARIOS[name] = Scenario(name, what, play, rounds, seconds, quick, heals_within, previous)
        return play

    return add


@dataclass
class Outcome:
    """What a scenario came to.

    Attributes:
        scenario: The scenario.
        rounds: How often it was played.
        seconds: How long that took, with the comparison.
        verdict: What the comparison found; None if the scenario broke off.
        healed: Seconds that the product took to serve again, one for each fault.
        usual: Seconds that the same took before any fault; less than one on a machine that does nothing else.
        memory: Most bytes that the API had in memory.
        failure: Why it broke off.
        notes: Further figures, a line each.
    """

    scenario: Scenario
    rounds: int
    seconds: float
    verdict: Verdict | None
    healed: list[float]
    memory: int
    failure: str = ""
    usual: float = field(default=0.0, kw_only=True)
    notes: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What breaks a promise."""
        found = [self.failure] if self.failure else []
        if self.verdict is not None:
            found += self.verdict.problems
        return found

    @property
    def is_late(self) -> bool:
        """Whether the product took longer to serve again than is promised."""
        limit = self.scenario.heals_within
        return limit is not None and max(self.healed, default=0.0) > limit

    @property
    def overdue(self) -> str:
        """What no load of the machine explains: the seconds to serve again, if they are far more than promised."""
        limit = self.scenario.heals_within
        longest = max(self.healed, default=0.0)
        if limit is None or longest <= (allowed := limit * SLACK * max(1.0, self.usual)):
            return ""
        return f"{longest:.1f} s to serve again: {limit:g} are promised, and {allowed:.1f} allowed here"


@dataclass
class Run:
    """One run of a scenario.

    Attributes:
        deployment: What it is played on.
        ledger: Where clients write down what they send.
        random: Decides whatever is random in it.
        name: Begins the names of its contents.
        wanted: Number of rounds.
        until: No round begins after this moment of the monotonic clock.
        is_long: Whether faults last as long as in `make soak`.
        healed: Seconds to serve again, one for each fault.
        memory: Most bytes that the API had in memory.
        played: Rounds that were begun.
        notes: Further figures, a line each.
    """

    deployment: Deployment
    ledger: Ledger
    random: Random
    name: str
    wanted: int
    until: float
    is_long: bool
    healed: list[float] = field(default_factory=list)
    memory: int = 0
    played: int = 0
    notes: list[str] = field(default_factory=list)

    def rounds(self) -> Iterator[int]:
        """The numbers of the rounds, from 0, while there is time; at least one."""
        while self.played < self.wanted and (not self.played or time.monotonic() < self.until):
            self.played += 1
            yield self.played - 1

    def lasts(self, long: float, short: float) -> float:
        """Seconds that a fault lasts."""
        return long if self.is_long else short

    def target(self, project: int = 1) -> Target:
        """The API of the deployment."""
        return Target((self.deployment.api.url,), project, self.deployment.keys[project])

    def app(self, target: Target | None = None) -> App:
        """A new app, with choices of its own."""
        return App(target or self.target(), self.ledger, Random(self.random.getrandbits(64)), self.name)

    def load(self, target: Target | None = None) -> Load:
        """Apps that send until the block ends, and until they know what became of each event."""
        return Load([self.app(target) for _ in range(APPS if self.is_long else FEW_APPS)])

    async def pause(self, most: float) -> None:
        """A random time, so that the fault comes anywhere."""
        await asyncio.sleep(self.random.uniform(0, most))

    async def heal(self, target: Target | None = None) -> None:
        """Waits until a new event is acknowledged and shown by a query, and notes the seconds."""
        started = time.monotonic()
        app = self.app(target)
        event = {**app.event(), "type": "VIEW_START", "contentId": f"{self.name}-probe-{len(self.healed)}"}
        url, token = app.target.urls[-1], self.deployment.tokens[app.target.project]
        async with asyncio.timeout(PATIENCE), app.connected() as http:
            http.timeout = httpx.Timeout(PROBE_SECONDS)
            while not isinstance(await app.attempt(http, [event]), list):  # noqa: ASYNC110 - of other processes
                await asyncio.sleep(0.05)
            while await _views(http, url, token, event["contentId"]) != 1:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        self.healed.append(time.monotonic() - started)

    @asynccontextmanager
    async def sql(self) -> AsyncIterator["asyncpg.Connection[Any]"]:
        """A connection of the test's own."""
        connection = await asyncpg.connect(self.deployment.database.url)
        try:
            await set_codecs(connection)
            yield connection
        finally:
            connection.terminate()  # its server may be gone

    async def sample(self) -> None:
        """Notes the memory of the API until it is cancelled."""
        while True:
            self.memory = max(self.memory, self.deployment.api.memory)
            await asyncio.sleep(SAMPLE_SECONDS)


async def _views(http: httpx.AsyncClient, url: str, token: str, content: str) -> int | None:
    """Views of a content; None while it can't be asked."""
    body, headers = {"query": SHOWN, "variables": {"id": content}}, {"Authorization": f"Bearer {token}"}
    with suppress(httpx.TransportError, ValueError):
        answer = (await http.post(f"{url}/graphql", json=body, headers=headers)).json()
        if not answer.get("errors"):
            shown: int = answer["data"]["contentAnalytics"]["views"]["total"]
            return shown
        if not all(error["extensions"]["retryable"] for error in answer["errors"]):
            raise Refused(answer["errors"])
    return None


async def play(
    played: Scenario, deployment: Deployment, seed: int, rounds: int, *, seconds: float = 3600.0, is_long: bool
) -> Outcome:
    """Plays a scenario, and compares the ledger with what the product holds.

    Args:
        played: The scenario.
        deployment: A deployment that is well.
        seed: Of all random choices.
        rounds: How often.
        seconds: No round begins later than that.
        is_long: Whether faults last as long as in `make soak`.
    """
    began = time.monotonic()
    ledger = Ledger(deployment.ledger)
    random = Random(f"{played.name} {seed}")
    name = f"{played.name}-{seed}-{random.getrandbits(32):x}"
    run = Run(deployment, ledger, random, name, rounds, began + seconds, is_long)
    sampling = asyncio.create_task(run.sample())
    verdict, failure = None, ""
    usual = 0.0
    try:
        if played.heals_within is not None:
            await run.heal()
            usual = run.healed.pop()
        await played.play(run)
        verdict = await read_verdict(
            deployment.ledger, deployment.database.url, f"{deployment.api.url}/graphql", deployment.tokens
        )
    except Exception as error:  # noqa: BLE001 - the table shows it, and the others are played
        failure = "".join(traceback.format_exception(error))
    finally:
        sampling.cancel()
        ledger.close()
    took = time.monotonic() - began
    return Outcome(played, run.played, took, verdict, run.healed, run.memory, failure, run.notes, usual=usual)


async def run_program(name: str | Path, *arguments: str) -> None:
    """Runs a program, which must succeed."""
    process = await asyncio.create_subprocess_exec(
        name, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode(errors="replace")
