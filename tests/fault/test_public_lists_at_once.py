"""Public lists and other fields, all at once on a cold cache: no operation waits for one that waits for it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.access import Role
from server.app import create_app
from server.settings import Settings
from tests.integration.transport.api import Api, served
from tests.proxy import proxy_to_url

LISTS = "{ trending { asOf } topContents { asOf } }"
MIXED = """
{
  trending { asOf } topContents { asOf } own: platformStats { contents } platformAnalytics { views { total } }
}
"""
DIFFERENT = "{ platformStats { contents } trending(first: %d) { asOf } topContents(first: %d) { asOf } }"


@pytest.fixture(params=[0.0, 0.02, 0.1])
async def slow(settings: Settings, redis_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Api]:
    """The API on a Redis that takes its time."""
    async with proxy_to_url(redis_url) as (proxy, through):
        proxy.delay = request.param
        chosen = settings.model_copy(update={"redis_url": through, "request_timeout": 20.0})
        async with served(create_app(chosen), chosen) as api:
            yield api


@pytest.mark.parametrize("number", [9, 20])
async def test_lists_and_other_fields_of_many_operations_are_all_answered(slow: Api, number: int) -> None:
    admin = slow.token(role=Role.ADMIN)
    asked = [slow.ask(LISTS, authorization=admin), *(slow.ask(MIXED, authorization=admin) for _ in range(number))]
    asked += [slow.ask(DIFFERENT % (size, size), authorization=admin) for size in (1, 2)]
    async with asyncio.timeout(15):
        answers = await asyncio.gather(*asked)
    assert [answer.get("errors") for answer in answers] == [None] * len(answers)
