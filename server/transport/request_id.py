"""The id of a request in the log and in the answer."""

import re
import secrets

HEADER = "X-Request-Id"
_GOOD = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id_of(sent: str | None) -> str:
    """The client's own id if it is short and plain, else a new one."""
    if sent and _GOOD.fullmatch(sent):
        return sent
    return secrets.token_hex(8)
