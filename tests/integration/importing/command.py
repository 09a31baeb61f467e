"""The real command `viewpulse import`, in a process of its own."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable

import asyncpg

from server.settings import Settings


def start(settings: Settings, *arguments: str, stdin: int | None = None) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "VIEWPULSE_DATABASE_URL": settings.database_url,
        "VIEWPULSE_INGEST_WRITERS": "1",
        "VIEWPULSE_INGEST_MAX_BATCH": "200",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "server", "import", *arguments],
        env=environment,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def fetch(settings: Settings, sql: str) -> tuple[int, ...]:
    async def read() -> tuple[int, ...]:
        connection = await asyncpg.connect(settings.database_url)
        try:
            return tuple(await connection.fetchrow(sql) or ())
        finally:
            await connection.close()

    return asyncio.run(read())


def stored(settings: Settings) -> tuple[int, ...]:
    return fetch(settings, "SELECT count(*), count(DISTINCT id) FROM events")


def wait_until(condition: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def told(output: str) -> dict[str, int]:
    return {
        name: int(number.replace(",", "")) for name, number in re.findall(r"^(\w+): +([\d,]+)$", output, re.MULTILINE)
    }
