"""The id of a request in the log and in the answer."""

import itertools
import re
import secrets

HEADER = "X-Request-Id"
_GOOD = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NUMBERS = itertools.count(secrets.randbits(63))
"""Numbers of this process: its random start distinguishes them from those of others, without a system call for each."""


def request_id_of(sent: str | None) -> str:
    """The client's own id if it is short and plain, else a new one."""
    if sent and _GOOD.fullmatch(sent):
        return sent
    return f"{next(_NUMBERS):016x}"
