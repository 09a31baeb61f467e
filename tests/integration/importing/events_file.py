"""Files of events for the import's tests."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from server.demo.traffic import iter_traffic

START = datetime(2026, 3, 1, tzinfo=UTC)


def lifelike(number: int, seed: int = 5) -> list[dict[str, object]]:
    """Distinct lifelike events."""
    return list(islice(iter_traffic(seed, start=START, duplicates=0, contents=20), number))


def write_ndjson(path: Path, events: Iterable[object]) -> Path:
    """A file with one event a line."""
    path.write_text("".join(json.dumps(event) + "\n" for event in events))
    return path
