from pathlib import Path

import pytest

from tests.integration.analytics.conftest import stack
from tests.integration.transport.conftest import api, write_key
from tests.integration.warm import aggregator, connection, database_url, in_one_loop, pool

__all__ = ["aggregator", "api", "connection", "database_url", "pool", "stack", "write_key"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_one_loop(items, Path(__file__).parent)
