"""The id of a request in the log and in the answer."""

import itertools
import os
import re
import secrets
from collections.abc import Iterator

HEADER = "X-Request-Id"
_GOOD = re.compile(r"[A-Za-z0-9._-]{1,64}")
_numbers: Iterator[int]
"""Numbers of this process: a random start distinguishes them from those of others, without a system call for each."""


def _begin() -> None:
    global _numbers  # noqa: PLW0603 - a forked worker begins, too
    _numbers = itertools.count(secrets.randbits(63))


_begin()
os.register_at_fork(after_in_child=_begin)


def request_id_of(sent: str | None) -> str:
    """The client's own id if it is short and plain, else a new one."""
    if sent and _GOOD.fullmatch(sent):
        return sent
    return f"{next(_numbers):016x}"
