"""What serves the application in tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette

from server.settings import Settings
from tests.integration.transport.api import served


async def test_a_start_that_fails_says_why_and_leaves_the_loop_to_other_tests(bare_settings: Settings) -> None:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        raise RuntimeError("no room")
        yield

    with pytest.raises(AssertionError, match="RuntimeError: no room"):
        async with served(Starlette(lifespan=lifespan), bare_settings):
            pass
