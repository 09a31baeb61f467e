from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.outage import Outage
from tests.integration.conftest import one_schema

__all__ = ["one_schema"]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Outage]:
    redis = Outage(tmp_path / "redis")
    redis.start()
    yield redis
    redis.stop()
