"""What `viewpulse serve` says when it starts."""

from pathlib import Path

import pytest

from server.embedded import free_port
from tests.products import Product, wait_until

WARNING = "no token can be accepted, so nobody can read analytics: set VIEWPULSE_JWT_SECRET or VIEWPULSE_JWKS_URL"


@pytest.mark.parametrize(
    ("environment", "warnings"),
    [
        ({}, 1),
        ({"VIEWPULSE_JWT_SECRET": "a-secret-of-the-tests-of-more-than-32-bytes"}, 0),
        ({"VIEWPULSE_JWKS_URL": "http://127.0.0.1:9/jwks.json"}, 0),
    ],
)
def test_without_a_key_for_tokens_it_warns_once(tmp_path: Path, environment: dict[str, str], warnings: int) -> None:
    away = f"127.0.0.1:{free_port()}"
    api = Product(
        tmp_path,
        "serve",
        VIEWPULSE_DATABASE_URL=f"postgresql://viewpulse@{away}/x",
        VIEWPULSE_REDIS_URL=f"redis://{away}/0",
        **environment,
    )
    api.launch()
    try:
        wait_until(lambda: "listening" in api.output or api.returncode is not None, what="a start of the API")
    finally:
        api.stop()
    assert "listening" in api.output
    assert api.output.count(WARNING) == warnings
