"""The process of ``viewpulse demo --social``: serves local networks, connects a brand, and moves its numbers."""

import asyncio
import sys
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from server.demo.addresses import ADDRESSES
from server.demo.brand import Brand, Networks
from server.demo.networks.local import listen
from server.logs import configure_logging
from server.settings import Settings
from server.social.commands import connect, declare_workspace
from server.social.model import Network, Token

WORKSPACE = "demo"
PROJECT = 1
MOVES_SECONDS = 1.0

_log = structlog.get_logger(__name__)


async def serve_networks(settings: Settings, number: int) -> None:
    """Serves the networks at their addresses in the settings, until SIGINT or SIGTERM.

    Args:
        settings: The addresses, and the server whose workspace they are connected to.
        number: Of the brand; the same number gives the same brand.
    """
    networks = Networks()
    brand = Brand(networks, number, datetime.now(UTC))
    applications: dict[int, Starlette] = {}
    for name, network in ADDRESSES.items():
        if settings.social_callback_url is not None:
            networks[network].page.callbacks.add(settings.social_callback_url)
        networks[network].url = getattr(settings, name)
        applications[urlsplit(networks[network].url).port or 0] = Starlette(routes=networks[network].routes())

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        await applications[scope["server"][1]](scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(dispatch, lifespan="off", log_config=None))
    sockets = [listen(port) for port in applications]
    moving = asyncio.create_task(_move(networks, brand, server, settings))
    try:
        await server.serve(sockets=sockets)
    finally:
        moving.cancel()
        await asyncio.gather(moving, return_exceptions=True)
        for one in sockets:
            one.close()


async def _move(networks: Networks, brand: Brand, server: uvicorn.Server, settings: Settings) -> None:
    """Connects the brand once the networks are served, and then moves its numbers."""
    while not server.started:  # noqa: ASYNC110 - an attribute tells
        await asyncio.sleep(0.05)
    zone = ZoneInfo("Europe/Berlin")
    await declare_workspace(settings, PROJECT, WORKSPACE, name="Northwind", timezone=zone)
    for network in Network:
        token, own = Token(brand.token), brand.id_on(network)
        await connect(settings, PROJECT, WORKSPACE, network, token=token, external_id=own)
    _log.info("social networks are served", workspace=WORKSPACE, accounts=len(Network))
    while True:
        brand.move(datetime.now(UTC))
        networks.forget()
        await asyncio.sleep(MOVES_SECONDS)


def main() -> None:
    """Runs with the settings of the environment; the argument is the number of the brand."""
    settings = Settings()
    configure_logging(settings)
    asyncio.run(serve_networks(settings, int(sys.argv[1])))


if __name__ == "__main__":
    main()
