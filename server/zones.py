"""Time zones by name: exactly those of the IANA list, independent of the machine's files."""

from functools import cache
from zoneinfo import available_timezones

_NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})
"""Names that are not zones: the machine's own zone, its rule files, and the zone of an unconfigured machine."""


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones; equal on all machines with the same release of the list."""
    return frozenset(name for name in available_timezones() - _NO_PLACES if not name.startswith(("posix/", "right/")))
