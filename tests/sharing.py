"""Which tests run on one worker, because they share what is costly to make, and which come first.

The scheduler asks for the group of a test by its id. Those of pytest-xdist (``--dist loadgroup``) travel as a suffix
of the id, which pytest 9.2 drops without a word: each worker then makes everything.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path, PurePosixPath
from typing import Any

from xdist.scheduler import LoadScopeScheduling

FOLDERS = ("every_number", "clients")
"""Their tests share the data set, and a started product."""
LIVE = "every_number live"
APART = {
    f"test_{name}.py": "every_number by viewer" for name in ("breakdowns", "cohorts", "event_dashboard", "funnels")
} | {f"test_{name}.py": LIVE for name in ("live", "live_comparisons")}
"""What would keep a worker busy when all others are done, although it needs the data set again."""
PLANS = "analytics plans"
"""Tests of query plans over one database with many rows."""
FIRST = (
    *("every_number", PLANS, "tests/fault/test_scenarios.py"),
    *("every_number by viewer", "tests/fault/test_alerts.py", LIVE),  # when the first has made the data set
    *("tests/product/test_dev.py", "tests/unit/test_caches.py"),
)


def group(nodeid: str) -> str:
    """What runs on one worker: a folder, the plans, else a file."""
    path = PurePosixPath(nodeid.partition("::")[0])
    for folder in FOLDERS:
        if folder in path.parts:
            return APART.get(path.name, folder) if folder == "every_number" else folder
    return PLANS if path.name == "test_plans.py" and "analytics" in path.parts else str(path)


def rank(nodeid: str) -> int:
    """What comes first, longest first."""
    name = group(nodeid)
    return FIRST.index(name) if name in FIRST else len(FIRST)


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Hands out groups in the order of collection, each to the next idle worker."""

    def __init__(self, config: Any, log: Any = None) -> None:
        config.option.loadscopereorder = False  # by number of tests, which says nothing of their time
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@contextmanager
def made_once(folder: Path, making: AbstractContextManager[str]) -> Iterator[str]:
    """What the first process makes that asks, for all of them; it is ended when nobody uses it any more.

    Args:
        folder: A folder that all of them know.
        making: Makes it and says where it is.
    """
    folder.mkdir(exist_ok=True)
    where = folder / "where"
    with (folder / "turn").open("w") as turn, (folder / "users").open("w") as users:
        flock(turn, LOCK_EX)
        if where.exists():
            flock(users, LOCK_SH)
            flock(turn, LOCK_UN)
            yield where.read_text()
            return
        with making as made:
            where.write_text(made)
            flock(turn, LOCK_UN)
            yield made
            flock(turn, LOCK_EX)
            where.unlink()
            flock(turn, LOCK_UN)
            flock(users, LOCK_EX)  # when the others have ended
