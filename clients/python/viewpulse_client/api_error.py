"""Failures of questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """The server has refused an operation, or a part of it; or there was no answer.

    Attributes:
        code: One of docs/errors.md of the server; empty if there was no answer of the API.
        retryable: Whether the same may succeed later.
        retry_after: Seconds to wait before that; None if the server does not say.
        path: Of the field that failed; None if the whole operation did.
        data: What was answered nevertheless, as for the document; None if nothing was.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        retryable: bool = False,
        retry_after: float | None = None,
        path: tuple[str | int, ...] | None = None,
        data: Any = None,
    ) -> None:
        super().__init__(f"{code}: {message}" if code else message)
        self.code = code
        self.retryable = retryable
        self.retry_after = retry_after
        self.path = path
        self.data = data


def error_of(errors: Any, data: Any = None) -> ApiError:
    """The first error of an answer."""
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    extensions = first.get("extensions") or {}
    path = first.get("path")
    return ApiError(
        str(extensions.get("code") or ""),
        str(first.get("message") or "The operation failed."),
        retryable=bool(extensions.get("retryable")),
        retry_after=extensions.get("retryAfter"),
        path=tuple(path) if path else None,
        data=data,
    )
