"""The data set, sent and rolled up once for all of these tests, and the expected answers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from server.analytics.worker_answers import WorkerAnswers
from server.settings import Settings
from tests.conftest import JWT_SECRET, database_copy
from tests.databases import name_of, with_database
from tests.dataset.delivery import Delivery
from tests.dataset.generate import SEED, DataSet, generate
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.filling import fill, open_stack
from tests.integration.every_number.listening import serving
from tests.integration.transport.api import Api
from tests.integration.worker.stand_ins import working
from tests.recompute.truth import Truth
from tests.sharing import made_once

NO_REDIS = "redis://127.0.0.1:1/0"  # public lists are then computed for each caller

SECONDS = 1800  # the first test of all waits for the data set


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Gives these tests the time that it takes to send and count the data set."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(SECONDS))


@pytest.fixture(scope="session")
def data() -> DataSet:
    return generate()


@pytest.fixture(scope="session")
def truth(data: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    truth = Truth(data, tmp_path_factory.mktemp("recompute"))
    yield truth
    truth.close()


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
        public_cache_seconds=1.0,
    )


@contextmanager
def database(server: str, name: str, template: str, redis_url: str, folder: Path) -> Iterator[Settings]:
    """Settings of a database that is a copy of another on the same server."""
    with database_copy(with_database(server, "postgres"), name, template) as url:
        yield settings_of(url, redis_url, folder)


@pytest.fixture(scope="session")
def filled_once(
    postgres_url: str, template: str, data: DataSet, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[str]:
    """Address of a database that holds the data set, rolled up, for all workers; nobody connects to it, for copies."""

    @contextmanager
    def making() -> Iterator[str]:
        folder = tmp_path_factory.mktemp("filling")
        with database(postgres_url, f"{template}_filled", template, NO_REDIS, folder) as settings:
            asyncio.run(fill(settings, data))
            yield settings.database_url

    own = tmp_path_factory.getbasetemp()
    with made_once((own if worker_id == "master" else own.parent) / "filled", making()) as url:
        yield url


@pytest.fixture(scope="session")
def filled(filled_once: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a database that holds the data set, rolled up; for reading only."""
    folder, name = tmp_path_factory.mktemp("filled"), f"{template}_read"
    with database(filled_once, name, name_of(filled_once), NO_REDIS, folder) as settings:
        yield settings


@pytest.fixture(scope="session")
def shuffled(
    postgres_url: str, template: str, data: DataSet, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """The same, but for the order in which everything arrived; and no day is summarized. For reading only."""
    folder = tmp_path_factory.mktemp("shuffled")
    with database(postgres_url, f"{template}_shuffled", template, NO_REDIS, folder) as settings:
        asyncio.run(fill(settings, data, _shuffle(data.deliveries), summarized=False))
        yield settings


@pytest.fixture
def copied(filled_once: str, redis_url: str, template: str, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the filled database, to be changed."""
    with database(filled_once, f"{template}_copied", name_of(filled_once), redis_url, tmp_path) as settings:
        yield settings


@pytest.fixture
async def api(copied: Settings) -> AsyncIterator[Api]:
    """The application, and a worker for the questions that need one."""
    answers = WorkerAnswers(copied)
    async with working(copied, answers.respond), serving(copied) as api:
        yield api
    await answers.close()


@pytest.fixture
async def stack(filled: Settings) -> AsyncIterator[Stack]:
    async with open_stack(filled) as stack:
        yield stack


@pytest.fixture
async def shuffled_stack(shuffled: Settings) -> AsyncIterator[Stack]:
    async with open_stack(shuffled) as stack:
        yield stack


def _shuffle(deliveries: list[Delivery]) -> list[Delivery]:
    random = Random(f"{SEED}:shuffle")
    mixed = [
        Delivery(
            delivery.received_at,
            random.sample(delivery.events, len(delivery.events)),
            delivery.sent_at,
            delivery.token_user,
            delivery.data_center,
        )
        for delivery in deliveries
    ]
    random.shuffle(mixed)
    in_order = iter(delivery for delivery in deliveries if _is_hurried(delivery))  # what comes first is believed
    return [next(in_order) if _is_hurried(delivery) else delivery for delivery in mixed]


def _is_hurried(delivery: Delivery) -> bool:
    return str(delivery.events[0].get("userId")).startswith("hurry")
