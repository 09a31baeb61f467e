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
LONGEST_READ = 512
"""Characters of a user agent that are looked at."""
_CRAWLER = re.compile(
    "|".join(entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA if LIBRARIES not in entry["tags"])
)


@lru_cache(maxsize=10_000)
def is_crawler(user_agent: str) -> bool:
    """Whether a user agent is that of a known crawler, or of a browser that is steered by a program."""
    return _CRAWLER.search(user_agent, 0, LONGEST_READ) is not None


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
