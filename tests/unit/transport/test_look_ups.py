"""Look-ups are cached and gathered, and what is unknown costs nothing that is known."""

import asyncio
from collections.abc import Collection

import pytest

from server.transport import look_ups
from server.transport.look_ups import KEPT, LookUps


class Table:
    """A table that counts the statements."""

    def __init__(self, **rows: int) -> None:
        self.rows = rows
        self.statements: list[set[str]] = []
        self.failure: Exception | None = None

    async def find(self, keys: Collection[str]) -> dict[str, int]:
        self.statements.append(set(keys))
        await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        return {key: self.rows[key] for key in keys if key in self.rows}


class Clock:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_ups, "PAUSE", 0.0)


def made(table: Table, clock: Clock) -> LookUps[str, int]:
    return LookUps(table.find, 30.0, clock)


async def test_what_was_found_is_kept_for_its_time() -> None:
    table, clock = Table(a=1), Clock()
    found = made(table, clock)
    assert [await found.get("a") for _ in range(3)] == [1, 1, 1]
    assert len(table.statements) == 1
    table.rows = {"a": 2}
    clock.seconds += 31
    assert await found.get("a") == 2


async def test_what_is_unknown_is_asked_again_soon() -> None:
    table, clock = Table(), Clock()
    found = made(table, clock)
    assert [await found.get("a") for _ in range(3)] == [None] * 3
    assert len(table.statements) == 1
    table.rows = {"a": 1}
    clock.seconds += look_ups.UNKNOWN_SECONDS + 0.1
    assert await found.get("a") == 1


async def test_many_that_come_together_share_a_statement() -> None:
    table = Table(k7=7)
    found = made(table, Clock())
    answers = await asyncio.gather(*(found.get(f"k{number % 900}") for number in range(1800)))
    assert [answer for answer in answers if answer is not None] == [7, 7]
    assert len(table.statements) <= 2
    assert sum(map(len, table.statements)) == 900


async def test_between_two_statements_there_is_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_ups, "PAUSE", 0.05)
    table = Table()
    found = made(table, Clock())
    began = asyncio.get_running_loop().time()
    for number in range(4):
        await found.get(str(number))
    assert asyncio.get_running_loop().time() - began >= 3 * 0.05 - 0.01
    assert len(table.statements) == 4


async def test_unknown_keys_never_displace_known_ones() -> None:
    table = Table(good=1)
    found = made(table, Clock())
    await found.get("good")
    await asyncio.gather(*(found.get(f"bad{number}") for number in range(2 * KEPT)))
    table.failure = OSError("nothing may be asked")
    assert await found.get("good") == 1
    assert len(found._unknown) == KEPT


async def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    table = Table(a=1)
    table.failure = OSError("away")
    found = made(table, Clock())
    answers = await asyncio.gather(found.get("a"), found.get("a"), found.get("b"), return_exceptions=True)
    assert [type(answer) for answer in answers] == [OSError] * 3
    table.failure = None
    assert await found.get("a") == 1


async def test_a_client_that_leaves_takes_nothing_from_the_others() -> None:
    table = Table(a=1)
    found = made(table, Clock())
    leaving, staying = asyncio.create_task(found.get("a")), asyncio.create_task(found.get("a"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 1


async def test_what_is_forgotten_is_asked_again() -> None:
    table = Table(a=1)
    found = made(table, Clock())
    await found.get("a")
    found.forget("a")
    await found.get("a")
    assert len(table.statements) == 2
