"""What is done to viewers of one project leaves every row of another as it is, even if both have the same history."""

from typing import Any

from server.rollup.aggregator import Aggregator
from server.rollup.removal import remove_events
from server.rollup.removal_filter import Removal
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.rollup.feed import Published, event, in_project
from tests.integration.rollup.test_raw_expiry import DAY, OLDEST
from tests.integration.rollup.test_raw_expiry import expired as let_expire
from tests.integration.rollup.test_raw_expiry import history as aging_history
from tests.privacy.erased import called, erased
from tests.privacy.test_anonymizing import NAMES, anonymized, counted, settings
from tests.tenant_rows import changed, rows_of

__all__ = ["settings"]

OURS, THEIRS = 1, 2


async def test_nothing_that_is_done_in_one_project_changes_another(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    events = aging_history(1, 250)
    old, recent = ([one for one in events if (one["occurred_at"] < OLDEST) is is_old] for is_old in (True, False))
    history = [*called(old[::2], NAMES), *old[1::2], *recent]  # those with other names come on old days only
    young = sorted({one["user_id"] for one in recent if one["user_id"]})
    still_there = [
        event("view_start", OLDEST + 2 * DAY, content_id="c1", session_id=name, user_id=None if "s" in usual else name)
        for usual, name in NAMES.items()
    ]
    await counted(database, aggregator, in_project(history, OURS))
    await counted(database, aggregator, in_project([*history, *still_there], THEIRS))
    assert await let_expire(database, settings) > 0
    await aggregator.drain()

    async def removed() -> int:
        removal = Removal(user_id=young[0])
        done: Any = await remove_events(settings, Published(), OURS, removal, dry_run=False, by="root", asked=[])
        count: int = done.removed
        return count

    async def erased_now() -> int:
        return (await erased(database, settings, f"u:{young[1]}", OURS)).counts["raw_events"]

    async def anonymized_now() -> int:
        return (await anonymized(database, settings))[0]

    for do, least in ((removed, 3), (erased_now, 4), (anonymized_now, 9)):
        ours, theirs = await rows_of(database, OURS), await rows_of(database, THEIRS)
        assert sum(map(bool, theirs.values())) > 25, "too few tables have rows"
        assert await do() > 0
        assert len(changed(ours, await rows_of(database, OURS))) >= least, do.__name__
        assert changed(theirs, await rows_of(database, THEIRS)) == [], do.__name__
        await aggregator.drain()
        assert changed(theirs, await rows_of(database, THEIRS)) == [], do.__name__
