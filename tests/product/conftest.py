"""The product, started by its command."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.products import Product, product_folder, running_product


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder for one product."""
    with product_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A running product, shared by the tests of a module: each uses contents of its own."""
    with running_product() as product:
        yield product
