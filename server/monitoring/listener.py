"""A small HTTP server for /metrics, on a port of its own: nothing of it is on the port that clients reach."""

import asyncio
import gzip
import socket
from collections.abc import Awaitable, Callable

import structlog

from server.cli_errors import CommandError

HEAD_BYTES = 16 * 1024
HEAD_SECONDS = 5.0
PATH = "/metrics"

Answer = Callable[[str], Awaitable[tuple[bytes, str]]]
"""Makes the body and its media type from what the scraper accepts."""

_log = structlog.get_logger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """The listening socket.

    Raises:
        CommandError: The port cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise CommandError(
            f"Port {port} of {host} cannot be used for /metrics ({error.strerror}): each command on a machine needs a "
            "VIEWPULSE_METRICS_PORT of its own."
        ) from error


def metrics_url(host: str, port: int) -> str:
    """The address of /metrics."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}"


async def serve_metrics(listening: socket.socket, answer: Answer) -> asyncio.Server:
    """Starts to answer scrapes; one request a connection."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            writer.write(await _respond(head, answer))
            async with asyncio.timeout(HEAD_SECONDS):
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # not a scraper, or a slow one
        except Exception:  # noqa: BLE001 - a scrape never ends anything else
            _log.exception("a scrape failed")
        finally:
            writer.close()

    return await asyncio.start_server(handle, sock=listening, limit=HEAD_BYTES)


async def _respond(head: bytes, answer: Answer) -> bytes:
    request, *lines = head.decode("latin-1").split("\r\n")
    method, _, rest = request.partition(" ")
    path = rest.partition(" ")[0].partition("?")[0]
    if path != PATH:
        return _response("404 Not Found", b"Only /metrics is here.\n", "text/plain; charset=utf-8")
    if method not in ("GET", "HEAD"):
        return _response("405 Method Not Allowed", b"", "text/plain; charset=utf-8", "allow: GET, HEAD")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body, media_type = await answer(headers.get("accept", ""))
    further = []
    if "gzip" in headers.get("accept-encoding", ""):
        body = await asyncio.to_thread(gzip.compress, body, 1)
        further.append("content-encoding: gzip")
    return _response("200 OK", b"" if method == "HEAD" else body, media_type, *further)


def _response(status: str, body: bytes, media_type: str, *further: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"content-type: {media_type}",
        f"content-length: {len(body)}",
        "cache-control: no-store",
        "connection: close",
        *further,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
