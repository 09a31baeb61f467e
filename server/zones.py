"""Time zones by name: those of the IANA list, whatever else the machine has files for."""

from functools import cache
from zoneinfo import available_timezones

_NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})
"""The machine's own zone, its rules for others, and the zone of a machine that nobody has set up."""


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones; the same on every machine with the same release of the list."""
    return frozenset(name for name in available_timezones() - _NO_PLACES if not name.startswith(("posix/", "right/")))
