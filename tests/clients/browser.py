"""Headless Chromium for the tests: a script drives it with playwright-core and reports its steps to the test."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.clients.node import FOLDER, node_environment, node_executable, node_modules

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAX_STEP = 45.0


def find_chromium() -> str | None:
    """Chromium on this machine: ``CHROMIUM``, else one found on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="No Chromium on this machine (set CHROMIUM).")


class BrowserScript:
    """A running script, which says its steps one by one."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def step(self, name: str, *, seconds: float = MAX_STEP) -> dict[str, Any]:
        """The facts that came with the next step, which must be ``name``; fails when the script says otherwise."""
        facts = await self._next(name, seconds)
        assert facts.pop("step") == name, facts
        return facts

    async def until(self, name: str, *, seconds: float = MAX_STEP, **wanted: Any) -> list[dict[str, Any]]:
        """All steps up to the one with that name and these facts, which is the last of them."""
        heard: list[dict[str, Any]] = []
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            left = deadline - asyncio.get_running_loop().time()
            facts = await self._next(f"{name} {wanted} after {heard}", max(left, 0.0))
            heard.append(facts)
            if facts["step"] == name and wanted.items() <= facts.items():
                return heard

    async def _next(self, wanted: str, seconds: float) -> dict[str, Any]:
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), seconds)
        except TimeoutError:
            pytest.fail(f"the script did not come to {wanted} within {seconds:g} s")
        if not line:
            assert self._process.stderr is not None
            pytest.fail(f"the script ended before {wanted}:\n{(await self._process.stderr.read()).decode()}")
        facts: dict[str, Any] = json.loads(line)
        return facts

    def tell(self, line: str) -> None:
        """Sends a line to a script that reads them."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())

    def go_ahead(self) -> None:
        """Lets a script that waits in ``goAhead()`` go on."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")


@asynccontextmanager
async def browser_script(script: str | Path, arguments: dict[str, Any]) -> AsyncIterator[BrowserScript]:
    """Runs a script in this folder that drives Chromium, and ends it afterwards.

    Args:
        script: Name of the file, or a path.
        arguments: Handed over as ``given``; ``chromium`` is added.
    """
    await asyncio.to_thread(node_modules)
    process = await asyncio.create_subprocess_exec(
        node_executable(),
        FOLDER / script,
        json.dumps(arguments | {"chromium": find_chromium()}),
        env=node_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield BrowserScript(process)
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), MAX_STEP)
    finally:
        if process.returncode is None:
            process.kill()  # Chromium goes when its line to the script breaks
            await process.wait()
