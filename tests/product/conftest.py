"""The product, started by its command."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product.tracked_page import tracked_page
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


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page of another origin that tracks."""
    with tracked_page(tmp_path_factory.mktemp("page")) as address:
        yield address
