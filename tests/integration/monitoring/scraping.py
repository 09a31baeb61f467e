"""A scrape, as Prometheus makes it."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families

from server.app import create_app
from server.monitoring.exporter import Exporter
from server.settings import Settings
from tests.integration.transport.api import Api, served

SUFFIXES = ("_bucket", "_sum", "_count")


@dataclass(frozen=True)
class Scrape:
    """What one scrape has shown.

    Attributes:
        values: By name and labels.
        names: The instruments.
        seconds: How long it took.
    """

    values: dict[tuple[str, frozenset[tuple[str, str]]], float]
    names: frozenset[str]
    seconds: float

    def __getitem__(self, name: str) -> float:
        """The value of a name without labels."""
        return self.values[name, frozenset()]

    def get(self, name: str) -> float | None:
        """The value of a name without labels; None if it is not shown."""
        return self.values.get((name, frozenset()))

    def total(self, name: str, **labels: str) -> float:
        """The sum of all series of a name with some labels; 0 without any."""
        return sum(value for (one, found), value in self.values.items() if one == name and labels.items() <= set(found))


async def scrape(url: str) -> Scrape:
    """Scrapes an address."""
    async with httpx.AsyncClient(timeout=60, verify=False) as client:
        started = time.perf_counter()
        response = await client.get(url)
        seconds = time.perf_counter() - started
    assert response.status_code == 200
    return read(response.text, seconds)


def read(text: str, seconds: float = 0.0) -> Scrape:
    """What a scrape says."""
    families = list(text_string_to_metric_families(text))
    values = {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}
    names = frozenset(name for family in families for name in _names(family.name, family.type))
    return Scrape(values, names, seconds)


def _names(name: str, kind: str) -> Iterator[str]:
    yield f"{name}_total" if kind == "counter" else name


@asynccontextmanager
async def monitored(settings: Settings) -> AsyncIterator[tuple[Api, str]]:
    """The application, and the address of its /metrics."""
    chosen = settings.model_copy(update={"metrics_port": 0})
    exporter = Exporter.open(chosen)
    assert exporter is not None
    async with served(create_app(chosen, exporter), chosen) as api:
        yield api, exporter.url
