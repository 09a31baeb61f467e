"""Browsers of Debian with a profile that outlives them, driven by their own protocols: they can be killed.

Chromium speaks CDP, Firefox WebDriver BiDi, of which its extended-support release has too little for drivers on npm.
"""

import asyncio
import json
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.clients.browser import find_chromium

START = 60.0
ANSWER = 60.0
MAX_MESSAGE = 2**24
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
"""That of a headless Chromium would be taken for a bot, which is what it is."""
PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "media.autoplay.default": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.startup.max_resumed_crashes": -1,
}


def find_firefox() -> str | None:
    """Firefox on this machine: ``FIREFOX``, else one found on PATH."""
    return os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


needs_firefox = pytest.mark.skipif(find_firefox() is None, reason="No Firefox on this machine (set FIREFOX).")


class RawBrowser:
    """A running browser; use it as a context.

    Args:
        profile: Folder of its profile, which is kept.
    """

    address: ClassVar[re.Pattern[bytes]]

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._process: asyncio.subprocess.Process
        self._socket: ClientConnection

    def command(self) -> list[str]:
        """What starts it."""
        raise NotImplementedError

    async def prepare(self) -> None:
        """What is said first."""

    async def open(self, url: str) -> str:
        """Opens a tab, and returns what it is called."""
        raise NotImplementedError

    async def evaluate(self, tab: str, expression: str) -> Any:
        """The value of an expression in a tab, awaited."""
        raise NotImplementedError

    async def close(self, tab: str) -> None:
        """Closes a tab as its user does."""
        raise NotImplementedError

    async def show(self, tab: str) -> None:
        """Brings a tab to the front; the others are hidden."""
        raise NotImplementedError

    async def reload(self, tab: str, until: str = "'tracker' in window") -> None:
        """Loads a tab again, and waits until an expression is true there."""
        await self.evaluate(tab, "window.isOld = true")
        await self.evaluate(tab, "void setTimeout(() => location.reload(), 0)")
        await self.until(tab, f"!window.isOld && ({until})")

    async def until(self, tab: str, expression: str, seconds: float = ANSWER) -> None:
        """Waits until an expression is true; fails if it is not in time."""
        try:
            async with asyncio.timeout(seconds):
                while not await self._is_true(tab, expression):  # noqa: ASYNC110 - the page tells nobody
                    await asyncio.sleep(0.05)
        except TimeoutError:
            pytest.fail(f"not within {seconds:g} s: {expression}")

    async def _is_true(self, tab: str, expression: str) -> bool:
        try:
            return bool(await self.evaluate(tab, expression))
        except RuntimeError:  # between two documents
            return False

    async def say(self, method: str, params: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The answer to a command of its protocol."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params, **more}))
        async with asyncio.timeout(ANSWER):
            said = await answer
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']} {said.get('message', '')}")
        result: dict[str, Any] = said["result"]
        return result

    async def kill(self) -> None:
        """Ends all of its processes as a crash does."""
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def _hear(self) -> None:
        async for message in self._socket:
            said = json.loads(message)
            answer = self._waiting.pop(said.get("id"), None)
            if answer is not None and not answer.done():
                answer.set_result(said)

    async def _address(self) -> str:
        assert self._process.stderr
        async with asyncio.timeout(START):
            while line := await self._process.stderr.readline():
                if found := self.address.search(line):
                    return found[1].decode()
        raise AssertionError("the browser ended before it listened")

    async def _drain(self) -> None:
        assert self._process.stderr
        while await self._process.stderr.readline():
            pass

    @classmethod
    @asynccontextmanager
    async def running(cls, profile: Path) -> AsyncIterator[Self]:
        """Starts it with a profile; killed in the end."""
        browser = cls(profile)
        browser._process = await asyncio.create_subprocess_exec(
            *browser.command(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            async with connect(await browser._address(), max_size=MAX_MESSAGE, open_timeout=START) as browser._socket:
                tasks = [asyncio.create_task(act()) for act in (browser._hear, browser._drain)]
                try:
                    await browser.prepare()
                    yield browser
                finally:
                    for task in tasks:
                        task.cancel()
                    await browser.kill()
        finally:
            await browser.kill()


class Chromium(RawBrowser):
    """Chromium, by CDP."""

    address = re.compile(rb"DevTools listening on (ws://\S+)")

    def __init__(self, profile: Path) -> None:
        super().__init__(profile)
        self._sessions: dict[str, str] = {}

    def command(self) -> list[str]:
        sandbox = ["--no-sandbox"] if os.getuid() == 0 else []  # root can't have one
        flags = ["--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--mute-audio"]
        autoplay = "--autoplay-policy=no-user-gesture-required"
        where = ["--remote-debugging-port=0", f"--user-data-dir={self.profile}", f"--user-agent={USER_AGENT}"]
        return [find_chromium() or "chromium", *sandbox, *flags, autoplay, *where, "about:blank"]

    async def open(self, url: str) -> str:
        tab: str = (await self.say("Target.createTarget", {"url": url}))["targetId"]
        attached = await self.say("Target.attachToTarget", {"targetId": tab, "flatten": True})
        self._sessions[tab] = attached["sessionId"]
        return tab

    async def evaluate(self, tab: str, expression: str) -> Any:
        params = {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        done = await self.say("Runtime.evaluate", params, sessionId=self._sessions[tab])
        if "exceptionDetails" in done:
            raise RuntimeError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    async def close(self, tab: str) -> None:
        await self.say("Page.close", {}, sessionId=self._sessions.pop(tab))

    async def show(self, tab: str) -> None:
        await self.say("Page.bringToFront", {}, sessionId=self._sessions[tab])


class Firefox(RawBrowser):
    """Firefox, by WebDriver BiDi."""

    address = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")

    def command(self) -> list[str]:
        self.profile.mkdir(exist_ok=True)
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        (self.profile / "user.js").write_text("".join(lines))
        where = ["--profile", str(self.profile), "--remote-debugging-port=0"]
        return [find_firefox() or "firefox-esr", "--headless", "--no-remote", *where]

    async def _address(self) -> str:
        return f"{await super()._address()}/session"

    async def prepare(self) -> None:
        await self.say("session.new", {"capabilities": {}})

    async def open(self, url: str) -> str:
        tab: str = (await self.say("browsingContext.create", {"type": "tab"}))["context"]
        await self.say("browsingContext.navigate", {"context": tab, "url": url, "wait": "complete"})
        return tab

    async def evaluate(self, tab: str, expression: str) -> Any:
        packed = f"(async () => JSON.stringify(await ({expression})) ?? 'null')()"
        params = {"expression": packed, "target": {"context": tab}, "awaitPromise": True}
        done = await self.say("script.evaluate", params)
        if done["type"] != "success":
            raise RuntimeError(str(done["exceptionDetails"]))
        return json.loads(done["result"]["value"])

    async def close(self, tab: str) -> None:
        await self.say("browsingContext.close", {"context": tab})

    async def show(self, tab: str) -> None:
        await self.say("browsingContext.activate", {"context": tab})
