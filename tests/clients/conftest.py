"""One started product for all clients."""

from collections.abc import Iterator

import pytest

from server.dev.folder import DataFolder
from tests.clients.server import Server
from tests.products import running_product


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The product, started by its command."""
    with running_product() as product:
        facts = product.facts
        secret = DataFolder(product.data).secrets().jwt_secret
        yield Server(facts.url, facts.ws_url, facts.write_key, facts.creator_token, secret)
