"""When a session ends."""

from datetime import timedelta

SESSION_TIMEOUT = timedelta(minutes=30)
"""Time without events after which a session has ended: a later event with the same session id begins another one.

What is stored depends on it. It must be longer than a quarter-hour (``session_parts.sql``).
"""
