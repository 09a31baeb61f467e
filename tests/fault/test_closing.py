"""A connection to a PostgreSQL that does not respond can be closed."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from server.settings import Settings
from server.storage.database import CLEAN_UP_SECONDS, close_connection
from tests.proxy import proxy_to_url

ROOT = Path(__file__).parents[2]


async def test_a_connection_is_closed_though_the_server_does_not_answer(settings: Settings) -> None:
    async with proxy_to_url(settings.database_url) as (proxy, through):
        idle, busy = await asyncpg.connect(through), await asyncpg.connect(through)
        proxy.go_deaf()
        given_up = asyncio.create_task(busy.execute("SELECT 1"))
        await asyncio.sleep(0.1)
        given_up.cancel()
        async with asyncio.timeout(CLEAN_UP_SECONDS + 20):
            await asyncio.gather(close_connection(idle), close_connection(busy))
        assert idle.is_closed()
        assert busy.is_closed()


async def test_closing_a_lost_connection_raises_nothing(settings: Settings) -> None:
    connection = await asyncpg.connect(settings.database_url)
    connection.terminate()
    await close_connection(connection)
    await close_connection(connection)


def waits_for_ever(source: str) -> Iterator[int]:
    """Lines that await the end of a connection without a limit."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Await)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
        ):
            whose = ast.unparse(node.value.func.value).rpartition(".")[2]
            unlimited = not any(keyword.arg == "timeout" for keyword in node.value.keywords)
            if node.value.func.attr == "close" and whose.endswith(("connection", "marking")) and unlimited:
                yield node.lineno


def test_closing_a_connection_never_waits_for_ever() -> None:
    sources = [path for folder in ("server", "resolvers") for path in (ROOT / folder).rglob("*.py")]
    found = [f"{path.relative_to(ROOT)}:{line}" for path in sources for line in waits_for_ever(path.read_text())]
    assert found == [], "use server.storage.database.close_connection"
