"""The example of a backend: purchases that it tracks are in the numbers that it shows, also after it was killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from server.embedded import free_port
from tests.products import Product, wait_until

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "backend"


@contextmanager
def running(product: Product, track_url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """The backend, as its README says."""
    facts, port = product.facts, free_port()
    environment = {
        "URL": facts.url,
        "TRACK_URL": track_url,
        "WRITE_KEY": facts.write_key,
        "TOKEN": facts.admin_token,
        "FOLDER": str(folder),
        "PYTHONPATH": str(ROOT / "clients" / "python"),
    }
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port)]
    with subprocess.Popen(command, cwd=EXAMPLE, env=os.environ | environment) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as shop:
                wait_until(lambda: shop.get("/").status_code == 404, what="the backend")
                yield process, shop
        finally:
            process.terminate()


def buy(shop: httpx.Client, order: str, amount: str) -> None:
    told = {
        "id": order,
        "productId": "p",
        "amount": amount,
        "contentId": "sold",
        "customer": "ada",
        "campaign": "spring",
    }
    assert shop.post("/buy", json=told).json() == {"tracked": f"order-{order}"}


def test_purchases_are_in_the_numbers(product: Product, tmp_path: Path) -> None:
    with running(product, "http://127.0.0.1:9/v1/in", tmp_path) as (process, shop):
        buy(shop, "1", "12.50")
        process.kill()  # nothing was sent
    with running(product, f"http://127.0.0.1:{product.port}/v1/in", tmp_path) as (_, shop):
        buy(shop, "2", "7")
        buy(shop, "2", "7")
    with running(product, "http://127.0.0.1:9/v1/in", tmp_path) as (_, shop):  # the one before sent all when it ended

        def sales() -> Any:
            return shop.get("/sales/sold").json()

        wait_until(lambda: sales() == {"orders": 2, "cents": 1950}, what="the numbers")
