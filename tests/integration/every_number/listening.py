"""Listens to subscriptions of the real application, and sends the same queries."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.database import open_pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

PATIENCE = 60.0  # seconds
Answer: TypeAlias = dict[str, Any]


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Api]:
    """The real application on a database."""
    key = new_write_key()
    pool = await open_pool(settings, application="test")
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    await pool.close()
    async with served(create_app(settings), settings) as api:
        api.write_key = key
        yield api


async def asked(api: Api, field: str) -> Answer:
    answer = await api.ask(f"{{ {field} }}", authorization=api.token("admin", Role.ADMIN))
    assert "errors" not in answer, (field[:80], answer["errors"])
    data: Answer = answer["data"]
    return data


class Listener:
    """Subscriptions on one socket, and every value that was pushed of them since they were last compared.

    Args:
        client: The socket.
        fields: What is subscribed to, by the name of its subscription.
    """

    def __init__(self, client: Client, fields: Mapping[str, str]) -> None:
        self._client = client
        self._fields = fields
        self._pushed: dict[str, list[Answer]] = {name: [] for name in fields}

    async def subscribe(self) -> None:
        """Subscribes to one field after the other, as each has told its first value."""
        for name, field in self._fields.items():
            await self._client.subscribe(f"subscription {{ {field} }}", name=name)
            await self._hear_until(lambda name: bool(self._pushed[name]), [name])

    async def reach(self, revision: int, names: Collection[str] | None = None) -> dict[str, Answer]:
        """The newest values of all or of some subscriptions, once each of them is of a revision or of a newer one."""
        names = names or self._fields
        await self._hear_until(lambda name: _revision(self._pushed[name][-1]) >= revision, names)
        return {name: self._pushed[name][-1] for name in names}

    async def compare(self, api: Api) -> list[str]:
        """The fields of which anything else was pushed than their query says at the same revision.

        Raises:
            AssertionError: The newest value of a field is not what its query says, and no other value comes.
        """
        answers = {name: await asked(api, field) for name, field in self._fields.items()}
        newest = max(map(_revision, answers.values()))
        expected = {name: _undated(answer) for name, answer in answers.items()}
        await self._hear_until(lambda name: _undated(self._pushed[name][-1]) == expected[name], self._fields)
        different = [
            self._fields[name][:120]
            for name, answer in answers.items()
            for value in self._pushed[name]
            if _revision(value) == _revision(answer) and not _is_same(value, answer, newest)
        ]
        self._pushed = {name: pushed[-1:] for name, pushed in self._pushed.items()}
        return different

    async def _hear_until(self, is_told: Callable[[str], bool], names: Collection[str]) -> None:
        waiting = {name for name in names if not is_told(name)}
        try:
            async with asyncio.timeout(PATIENCE):
                while waiting:
                    name = self._keep(await self._client.hear())
                    if name in names:
                        (waiting.discard if is_told(name) else waiting.add)(name)
        except TimeoutError:
            silent = sorted(self._fields[name][:90] for name in waiting)
            raise AssertionError(f"nothing was pushed of {silent}") from None

    def _keep(self, message: dict[str, Any]) -> str:
        assert message["type"] == "next", message
        name: str = message["id"]
        value: Answer = message["payload"]["data"]
        known = self._pushed[name]
        assert not known or _revision(known[-1]) <= _revision(value), f"the revision fell: {self._fields[name][:90]}"
        known.append(value)
        return name


@asynccontextmanager
async def listening(api: Api, fields: Mapping[str, str]) -> AsyncIterator[Listener]:
    """An admin that has subscribed to fields, and has their first values."""
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("admin", Role.ADMIN))
        listener = Listener(client, fields)
        await listener.subscribe()
        yield listener


def _revision(answer: Answer) -> int:
    [value] = answer.values()
    revision: int = value["revision"]
    return revision


def _is_same(pushed: Answer, answer: Answer, newest: int) -> bool:
    """Whether two answers of one revision are the same; ``asOf`` advances even if nothing changed."""
    return pushed == answer if _revision(answer) == newest else _undated(pushed) == _undated(answer)


def _undated(value: Any) -> Any:
    """An answer without what says when it was given."""
    if isinstance(value, dict):
        return {name: _undated(part) for name, part in value.items() if name not in ("asOf", "revision")}
    return [_undated(part) for part in value] if isinstance(value, list) else value
