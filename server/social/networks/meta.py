"""What Instagram and Facebook have in common: the errors, limits and pages of the Graph API."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from server.social.answers import Answer
from server.social.failures import (
    AuthExpired,
    ContractChanged,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    Scope,
    SocialFailure,
    Throttled,
    Transient,
)
from server.social.fetcher import Pause
from server.social.oauth import ABOUT_US

AUTH_CODES = {102, 190}
THROTTLE_CODES = {4, 17, 32, 613, *range(80000, 80010)}
APP_CODE = 4
PERMISSION_CODES = {3, 10, 368, *range(200, 300)}
TRANSIENT_CODES = {1, 2}
NOT_FOUND_CODES = {803}
PARAMETER_CODE, GONE_SUBCODE = 100, 33
UNFIT_SUBCODES = {2207086}
BEFORE_BUSINESS_SUBCODE = 2108006
"""Of media from before the account became a business account; it comes with the code of a throttle."""

WHOLE_PAUSE = timedelta(hours=1)
"""The limits are of a rolling hour; if Meta does not say when it answers again, we wait for that long."""
SHORT_PAUSE = timedelta(seconds=2)
FULL, NEARLY_FULL = 95, 75
"""Percent of a limit from which on an account stops, and from which on it goes slowly."""

_METRIC_NAMES = re.compile(r"the (\w+) metric")
_ABOUT_METRICS = re.compile(r"\bmetrics?\b", re.IGNORECASE)
_OF_ALL = re.compile(r"must be one of|must be a valid|no longer supported", re.IGNORECASE)
"""A metric is unknown or retired; any other text is about one post, and others may have it."""
_ABOUT_VIEWERS = re.compile(r"not enough viewers", re.IGNORECASE)


def failure_of(answer: Answer) -> SocialFailure | None:
    """What an answer says has failed. Statuses vary for one fault, so the codes of the body decide.

    Of a batch only what stops all of its parts: an expired token, or a limit.
    """
    if isinstance(answer.content, list):
        found = [failure_of_error(error, answer) for error in _errors_of_parts(answer.content)]
        return next((one for one in found if isinstance(one, AuthExpired | Throttled)), None)
    error = error_of(answer.content)
    if error is not None:
        return failure_of_error(error, answer)
    if answer.status >= 500 or answer.content is None:
        return Transient(f"Meta answered {answer.status} without saying why.")
    return None if answer.status < 400 else ContractChanged(f"Meta answered {answer.status} in an unknown form.")


def error_of(content: Any) -> Mapping[str, Any] | None:
    """The error in an answer; None if it is a good one."""
    error = content.get("error") if isinstance(content, dict) else None
    return error if isinstance(error, dict) else None


def failure_of_error(error: Mapping[str, Any], answer: Answer) -> SocialFailure:  # noqa: PLR0911 - one for each kind
    """The failure that an error of the Graph API means."""
    code, subcode = error.get("code"), error.get("error_subcode")
    text = str(error.get("message", "")) or "Meta gave no reason."
    if ABOUT_US.search(text):  # whose code may be that of a token, or of something that passes
        return ContractChanged(text)
    if code in AUTH_CODES:
        return AuthExpired(text)
    if code in THROTTLE_CODES and subcode != BEFORE_BUSINESS_SUBCODE:
        scope = Scope.APP if code == APP_CODE else Scope.ACCOUNT
        return Throttled(text, answer.at + (_regained_after(answer) or WHOLE_PAUSE), scope)
    if code in TRANSIENT_CODES or error.get("is_transient") or answer.status >= 500:
        return Transient(text)
    if code in NOT_FOUND_CODES or (code == PARAMETER_CODE and subcode == GONE_SUBCODE):
        return NotFound(text)
    if subcode in UNFIT_SUBCODES or (code == PARAMETER_CODE and _ABOUT_METRICS.search(text)):
        return MetricUnsupported(text, _METRIC_NAMES.findall(text), is_of_all=_OF_ALL.search(text) is not None)
    if code in PERMISSION_CODES or subcode == BEFORE_BUSINESS_SUBCODE:
        return PermissionMissing(text)
    return ContractChanged(text)


def reason_withheld(error: Mapping[str, Any]) -> str | None:
    """Why Meta shows no numbers of one post, though nothing is wrong with the account; None for any other error."""
    text = str(error.get("message", ""))
    if _ABOUT_VIEWERS.search(text):
        return "Meta shows numbers of a story only from five viewers on."
    if error.get("error_subcode") == BEFORE_BUSINESS_SUBCODE:
        return "It was published before the account became a business account."
    return None


def pause_after(answer: Answer) -> Pause | None:
    """What the headers say about the next calls: none near a limit, slow ones before that; the longest pause counts."""
    of_app = max(_percents(_decoded(answer, "x-app-usage")), default=0.0)
    of_account = max((percent for entry in _business_usage(answer) for percent in _percents(entry)), default=0.0)
    regained = _regained_after(answer) or WHOLE_PAUSE
    pauses = [
        Pause(answer.at + (whole if used >= FULL else SHORT_PAUSE), scope)
        for used, whole, scope in ((of_app, WHOLE_PAUSE, Scope.APP), (of_account, regained, Scope.ACCOUNT))
        if used >= NEARLY_FULL
    ]
    return max(pauses, key=lambda pause: pause.until, default=None)


def time_of(text: str) -> datetime:
    """A time of Meta: ``2026-07-01T10:00:00+0000``."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")


def cursor_after(content: Mapping[str, Any]) -> str | None:
    """The cursor of the next page; None at the end. A short page, even an empty one, is not the end."""
    paging = content.get("paging") or {}
    return (paging.get("cursors") or {}).get("after") if paging.get("next") else None


def _errors_of_parts(parts: list[Any]) -> Iterator[Mapping[str, Any]]:
    for part in parts:
        if part is not None and (error := error_of(body_of(part))) is not None:
            yield error


def body_of(part: Mapping[str, Any]) -> Any:
    """The body of a part of a batch, which is JSON in a text; None if it is something else."""
    try:
        return msgspec.json.decode(part.get("body") or "")
    except msgspec.DecodeError:
        return None


def _decoded(answer: Answer, header: str) -> Any:
    try:
        return msgspec.json.decode(answer.headers.get(header, "{}"))
    except msgspec.DecodeError:
        return {}


def _business_usage(answer: Answer) -> Iterator[Mapping[str, Any]]:
    found = _decoded(answer, "x-business-use-case-usage")
    for entries in found.values() if isinstance(found, dict) else ():
        yield from (entry for entry in entries if isinstance(entry, dict))


def _percents(usage: Any) -> Iterator[float]:
    for name in ("call_count", "total_time", "total_cputime"):
        if isinstance(usage, dict) and isinstance(usage.get(name), int | float):
            yield usage[name]


def _regained_after(answer: Answer) -> timedelta | None:
    minutes = max((entry.get("estimated_time_to_regain_access") or 0 for entry in _business_usage(answer)), default=0)
    return timedelta(minutes=minutes) if minutes else None
