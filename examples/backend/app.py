"""A shop's backend: it tracks purchases, and shows what a content has sold."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from viewpulse_client import ApiError, AsyncClient, AsyncTracker
from viewpulse_client.documents.revenue import Revenue

tracker = AsyncTracker(
    os.environ["TRACK_URL"],
    os.environ["WRITE_KEY"],
    folder=os.environ.get("FOLDER"),  # where purchases outlive a killed process
)
numbers = AsyncClient(os.environ["URL"], os.environ["TOKEN"])


async def buy(request: Request) -> JSONResponse:
    """A customer buys: the order is the shop's business; the event says that it was made."""
    order = await request.json()
    event_id = tracker.track_purchase(
        id=f"order-{order['id']}",  # a request that is repeated counts once
        order_id=order["id"],
        product_id=order["productId"],
        amount=order["amount"],
        currency="EUR",
        content_id=order["contentId"],
        user_id=order["customer"],
        source={"campaign": order.get("campaign")},
    )
    return JSONResponse({"tracked": event_id}, status_code=202)


async def sales(request: Request) -> JSONResponse:
    """What a content has sold in the last 30 days."""
    content_id: str = request.path_params["content_id"]
    try:
        data = await numbers.query(Revenue({"of": {"contentId": content_id}, "by": "DAY", "currency": "EUR"}))
    except ApiError as error:
        return JSONResponse({"error": error.code}, status_code=503 if error.retryable else 502)
    revenue = data["revenue"]
    if revenue is None:
        return JSONResponse({"error": "UNKNOWN"}, status_code=502)
    cents = sum(total["net"] for total in revenue["totals"])
    return JSONResponse({"orders": revenue["orders"], "cents": cents})


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    """What waits is sent before the process ends."""
    async with tracker, numbers:
        yield


app = Starlette(
    routes=[Route("/buy", buy, methods=["POST"]), Route("/sales/{content_id}", sales)],
    lifespan=lifespan,
)
