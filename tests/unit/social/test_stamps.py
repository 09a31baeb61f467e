"""What a cached answer shows has a new stamp whenever a statement changes it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from server.social.stamps import Stamp

SQL = Path(__file__).parents[3] / "server/social/sql"
SHOWN = ("social_accounts", "social_workspaces", "social_posts", "social_values", "social_latest", "social_days")
CHANGES = re.compile(rf"\b(?:INSERT INTO|UPDATE|DELETE FROM) (?:{'|'.join(SHOWN)})\b")
WITH_OTHERS = {
    "in the transaction of `announce`": {
        *("store_moments", "store_days", "latest_days", "store_posts", "gone_posts", "read_posts", "name_account"),
    },
    "in the transaction of `note_folded`": {"forget_days", "fold_days"},
    "in the transaction of `disconnect_account`": {"delete_account"},
    "no answer that is cached shows it: who has a row, when it is due, and series from before the first day that is": {
        *("take_account", "take_due", "keep_taken", "release_account", "want_account", "want_workspace"),
        *("take_aggregation", "keep_aggregation", "note_aggregation", "postpone_aggregation"),
        *("release_aggregation", "want_aggregation", "purge_series"),
    },
}
"""Statements that give no stamp, and why."""


def test_every_statement_that_changes_what_is_shown_gives_a_stamp() -> None:
    changing = {file.stem: file.read_text() for file in SQL.glob("*.sql") if CHANGES.search(file.read_text())}
    without = {name for name, sql in changing.items() if "gen_random_uuid()" not in sql}
    assert without == set().union(*WITH_OTHERS.values())
    assert len(changing) - len(without) >= 12


def test_nobody_else_changes_what_is_shown() -> None:
    files = [file for folder in ("server", "resolvers") for file in (SQL.parents[2] / folder).rglob("*")]
    writes = [file for file in files if file.suffix in (".sql", ".py") and CHANGES.search(file.read_text())]
    assert {file.parent for file in writes} == {SQL}


def test_a_stamp_ends_with_the_hour_of_the_workspace() -> None:
    stamp = Stamp("s", ZoneInfo("Asia/Kathmandu"))  # 5:45 before UTC: a day begins at 18:15 there
    before, after = datetime(2026, 11, 3, 18, 14, 59, tzinfo=UTC), datetime(2026, 11, 3, 18, 15, tzinfo=UTC)
    assert stamp.at_hour(before) != stamp.at_hour(after)
    assert stamp.at_hour(after) == stamp.at_hour(datetime(2026, 11, 3, 19, 14, 59, tzinfo=UTC))
    assert stamp.at_quarter(after) != stamp.at_quarter(datetime(2026, 11, 3, 18, 30, tzinfo=UTC))
    assert stamp.at_quarter(after) == stamp.at_quarter(datetime(2026, 11, 3, 18, 29, 59, tzinfo=UTC))


def test_an_hour_that_a_clock_shows_twice_is_two_hours() -> None:
    stamp = Stamp("s", ZoneInfo("Europe/Berlin"))
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert stamp.at_hour(first) != stamp.at_hour(second)
