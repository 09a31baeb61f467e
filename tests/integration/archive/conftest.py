from pathlib import Path

import pytest

from tests.integration.warm import aggregator, connection, database_url, in_one_loop, pool

__all__ = ["aggregator", "connection", "database_url", "pool"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_one_loop(items, Path(__file__).parent)
