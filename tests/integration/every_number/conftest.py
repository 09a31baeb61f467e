"""The data set, sent and rolled up once for all of these tests, and what must come out."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from server.settings import Settings
from tests.conftest import JWT_SECRET, run_sql, with_database
from tests.dataset.generate import DataSet, generate
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.filling import fill, open_stack
from tests.recompute.truth import Truth


@pytest.fixture(scope="session")
def data() -> DataSet:
    return generate()


@pytest.fixture(scope="session")
def truth(data: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return Truth(data, tmp_path_factory.mktemp("recompute"))


def settings_of(database_url: str, redis_url: str, folder: Path) -> Settings:
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        data_dir=folder,
        development=True,
        jwt_secret=SecretStr(JWT_SECRET),
        database_timeout=120.0,
        ingest_timeout=60.0,
        aggregation_max_events=60_000,
    )


@pytest.fixture(scope="session")
def filled(
    postgres_url: str, redis_url: str, template: str, data: DataSet, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Settings of a database that holds the data set, rolled up; for reading only."""
    name = f"{template}_filled"
    asyncio.run(run_sql(postgres_url, f"CREATE DATABASE {name} TEMPLATE {template}"))
    settings = settings_of(with_database(postgres_url, name), redis_url, tmp_path_factory.mktemp("filled"))
    asyncio.run(fill(settings, data))
    yield settings
    asyncio.run(run_sql(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def stack(filled: Settings) -> AsyncIterator[Stack]:
    async with open_stack(filled) as stack:
        yield stack
