from pathlib import Path

import pytest

from tests.fault.conftest import redis
from tests.integration.conftest import one_schema
from tests.integration.transport.conftest import bare_settings
from tests.integration.warm import connection, database_url, in_one_loop, pool

__all__ = ["bare_settings", "connection", "database_url", "one_schema", "pool", "redis"]

SERVED = (
    *("test_hostile_variables.py", "test_http_attacks.py", "test_known_probes.py", "test_metric_series.py"),
    *("test_socket_limits.py", "test_generated_documents.py", "test_hostile_tracking.py"),
)
"""What needs a database; hostile connections have a loop of their own each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for name in SERVED:
        in_one_loop(items, Path(__file__).with_name(name))
