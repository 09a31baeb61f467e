"""The request of a batch, over httpx."""

from __future__ import annotations

import encodings.idna  # noqa: F401 - else imported by a thread, with a lock that a fork at that moment would keep
import gzip
import json
import time
from collections.abc import AsyncIterator, Iterator

import httpcore  # noqa: F401 - as above
import httpx

from viewpulse_client.answers import Reply

SECONDS = 30.0
CONNECT_SECONDS = 10.0
MIN_PACKED = 1024  # bytes
MAX_ANSWER = 1024 * 1024  # bytes; what is larger is none of ours
TIMEOUT = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
NO_REPLY = Reply()


def post(http: httpx.Client, url: str, body: bytes) -> Reply:
    """Sends a batch; without an answer in time the status is 0."""
    try:
        content, headers = _packed(body)
        with http.stream("POST", url, content=content, headers=headers) as response:
            return _read(response, _whole(response.iter_bytes()))
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, RuntimeError):
        return NO_REPLY


async def post_async(http: httpx.AsyncClient, url: str, body: bytes) -> Reply:
    """The same for asyncio."""
    try:
        content, headers = _packed(body)
        async with http.stream("POST", url, content=content, headers=headers) as response:
            return _read(response, await _whole_async(response.aiter_bytes()))
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, RuntimeError):
        return NO_REPLY


def _packed(body: bytes) -> tuple[bytes, dict[str, str]]:
    headers = {"content-type": "application/json"}
    if len(body) < MIN_PACKED:
        return body, headers
    return gzip.compress(body, 6), headers | {"content-encoding": "gzip"}


def _whole(pieces: Iterator[bytes]) -> bytes:
    until = time.monotonic() + SECONDS
    whole = b""
    for piece in pieces:
        whole += piece
        if len(whole) > MAX_ANSWER or time.monotonic() > until:
            return b""
    return whole


async def _whole_async(pieces: AsyncIterator[bytes]) -> bytes:
    until = time.monotonic() + SECONDS
    whole = b""
    async for piece in pieces:
        whole += piece
        if len(whole) > MAX_ANSWER or time.monotonic() > until:
            return b""
    return whole


def _read(response: httpx.Response, text: bytes) -> Reply:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    try:
        retry_after = max(0.0, float(response.headers.get("retry-after", 0)))
    except ValueError:  # a date
        retry_after = 0.0
    return Reply(response.status_code, body if isinstance(body, dict) else None, retry_after)
