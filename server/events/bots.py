"""Who is taken for a bot, and why. Nothing is dropped: the reason is stored, and an admin may say otherwise.

The first reason found counts: the user agent, the network it comes from, an impossible rate of views.
"""

import re
from enum import StrEnum
from functools import lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from server.access import Viewer
from server.events.model import Device


class BotReason(StrEnum):
    """Why the sender of an event is taken for a bot; what ``events.bot_reason`` holds."""

    USER_AGENT = "user_agent"
    DATA_CENTER = "data_center"
    RATE = "rate"


LIBRARIES = "http-library"
"""The list's tag of what apps and servers send with; they are no crawlers here."""
MAX_USER_AGENT_LENGTH = 384
"""Characters of a user agent that are looked at."""

_PATTERNS = [entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA if LIBRARIES not in entry["tags"]]
# Nearly all patterns are plain text: looking for each is ten times as fast as one expression of all of them.
_PLAIN = re.compile(r"(?:[^\\\[\](){}.*+?|^$]|\\[^A-Za-z0-9])+")
_TEXTS = [re.sub(r"\\(.)", r"\1", pattern) for pattern in _PATTERNS if _PLAIN.fullmatch(pattern)]
_OTHERS = re.compile("|".join(pattern for pattern in _PATTERNS if not _PLAIN.fullmatch(pattern)))


def is_crawler(user_agent: str) -> bool:
    """Whether a user agent is that of a known crawler, or of a browser that is steered by a program."""
    return _is_known(user_agent[:MAX_USER_AGENT_LENGTH])


@lru_cache(maxsize=10_000)
def _is_known(user_agent: str) -> bool:
    return any(text in user_agent for text in _TEXTS) or _OTHERS.search(user_agent) is not None


def bot_reason(device: Device | None, sender: Viewer) -> str | None:
    """Why the sender of an event is taken for a bot, its rate of views aside.

    Args:
        device: The event's. When a server sends for the viewer and says the viewer's user agent, that one counts, and
            neither the server's own nor its network.
        sender: Who sends.
    """
    if device is not None and device.user_agent is not None:
        return BotReason.USER_AGENT if is_crawler(device.user_agent) else None
    return sender.bot_reason
