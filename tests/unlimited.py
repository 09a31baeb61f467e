"""The environment of tests that are about something else than rate limits: they ask as few users ask so much.

A test of limits passes its own settings, which come before the environment.
"""

from server.settings import Settings

UNLIMITED = {
    f"VIEWPULSE_{name.upper()}": "0" for name in Settings.model_fields if name.startswith("limit_") and "_per_" in name
}
