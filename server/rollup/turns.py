"""Turns of what admins ask for and takes long: each has a connection to PostgreSQL of its own, or one of the pool."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

AT_ONCE = 3
"""How many such calls of all projects one process serves at the same time."""


class Turns:
    """Lets the calls of a project run one after the other, and those of several projects a few at a time."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(AT_ONCE)
        self._of_project: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, project_id: int) -> AsyncIterator[None]:
        """The turn of a call for a project; it waits for those before it."""
        own = self._of_project.setdefault(project_id, asyncio.Lock())
        async with own, self._all:
            yield
