"""Detects senders that look like bots. Their events are stored with the reason; an admin can override it.

The first reason found is stored: the user agent, the network of the request, or an impossible rate of views.
"""

import re
from enum import StrEnum
from functools import lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from server.access import Caller
from server.events.model import Device


class BotReason(StrEnum):
    """Why the sender of an event looks like a bot; the value of ``events.bot_reason``."""

    USER_AGENT = "user_agent"
    DATA_CENTER = "data_center"
    RATE = "rate"


LIBRARIES = "http-library"
"""The list's tag for HTTP libraries of apps and servers; they are not crawlers here."""
MAX_USER_AGENT_LENGTH = 384
"""Number of characters of a user agent that are checked."""

_PATTERNS = [entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA if LIBRARIES not in entry["tags"]]
# Nearly all patterns are plain text: looking for each is ten times as fast as one expression of all of them.
_PLAIN = re.compile(r"(?:[^\\\[\](){}.*+?|^$]|\\[^A-Za-z0-9])+")
_TEXTS = [re.sub(r"\\(.)", r"\1", pattern) for pattern in _PATTERNS if _PLAIN.fullmatch(pattern)]
_OTHERS = re.compile("|".join(pattern for pattern in _PATTERNS if not _PLAIN.fullmatch(pattern)))


def is_crawler(user_agent: str) -> bool:
    """Whether a user agent belongs to a known crawler, or to a browser controlled by a program."""
    return _is_known(user_agent[:MAX_USER_AGENT_LENGTH])


@lru_cache(maxsize=10_000)
def _is_known(user_agent: str) -> bool:
    return any(text in user_agent for text in _TEXTS) or _OTHERS.search(user_agent) is not None


def bot_reason(device: Device | None, sender: Caller) -> str | None:
    """Why the sender of an event looks like a bot, apart from its rate of views.

    Args:
        device: The device of the event. If a server sends the viewer's user agent, that one is checked instead of the
            server's own user agent and network.
        sender: The sender of the request.
    """
    if device is not None and device.user_agent is not None:
        return BotReason.USER_AGENT if is_crawler(device.user_agent) else None
    return sender.bot_reason
