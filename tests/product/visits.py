"""What visits of the dashboard start from, and what is compared with what they see."""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx

from tests.products import Product, running_product

PAST_DAYS = "40"
TRACK = "mutation ($event: EventInput!) { trackEvent(event: $event) { results { counted } } }"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36"


@contextmanager
def product_with_past(**environment: str) -> Iterator[Product]:
    """A product with the demo's past, and no traffic."""
    with running_product(**environment) as product:
        demo = ["demo", "--attach", str(product.data / "dev.json"), "--past", PAST_DAYS, "--seconds", "0.1"]
        done = subprocess.run(
            [sys.executable, "-m", "server", *demo],
            cwd=product.folder,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        yield product


def ask(product: Product, query: str, *, admin: bool = True, **variables: Any) -> Any:
    """The data of one operation, asked as an admin; else as an application, whose events may be of any viewer."""
    answer = httpx.post(
        product.facts.url,
        json={"query": query, "variables": variables},
        headers={
            "X-Viewpulse-Key": product.facts.write_key,
            "User-Agent": BROWSER,
            **({"Authorization": f"Bearer {product.facts.admin_token}"} if admin else {}),
        },
        timeout=30,
    ).json()
    assert "errors" not in answer, answer
    return answer["data"]


def view(product: Product, content: str) -> None:
    event = {"id": str(uuid4()), "type": "VIEW_START", "contentId": content, "sessionId": str(uuid4())}
    assert ask(product, TRACK, event=event)["trackEvent"]["results"] == [{"counted": True}]


def given(product: Product, visit: str, **more: Any) -> dict[str, Any]:
    url = product.facts.url.removesuffix("graphql")
    return {"url": url, "token": product.facts.admin_token, "visit": visit, **more}


def cells(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def same(found: list[list[str]], expected: list[list[Any]]) -> None:
    """Compares cell by cell; numbers as numbers."""
    assert len(found) == len(expected)
    for row, wanted in zip(found, expected, strict=True):
        assert len(row) == len(wanted)
        for cell, value in zip(row, wanted, strict=True):
            if value is None:
                assert cell == ""
            elif isinstance(value, int | float):
                assert float(cell) == float(value)
            else:
                assert cell == value
