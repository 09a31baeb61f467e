"""No statement reads or writes a project's rows without saying which project's."""

import ast
import re
from pathlib import Path

import pytest

from tests.unit.tenant_scopes import ROOT, tenants_tables, unrestricted
from tests.unit.test_portable_sql import strings_in

STATEMENTS = sorted((ROOT / "server").rglob("sql/**/*.sql"))
TABLES = tenants_tables()
ALL_PROJECTS = {
    "what waits in all projects is claimed by one run": (
        "claim", "claim_owners", "claim_profiles", "claimed_events", "changed_subjects", "as_of", "folded_batches",
    ),
    "the archive has all projects": (
        "spoil_all", "day_events", "run_events", "run_days", "release_days", "finish_run", "forget", "kept_sums",
        "expired", "stale_days", "state", "take_run",
    ),
    "a batch has events of several projects, and waits for all of them": (
        "01_reclassified_events", "02_transferred_self_viewers",
    ),
    "what ends with time ends in all projects": (
        "ended_sessions", "old_minutes", "first_open_day", "over_day", "ripe_days", "ripe_quarters",
        "days_to_summarize", "summed_breakdowns_next",
        "expire_closing", "expire_days", "expire_importing", "expire_marks", "expire_rows", "expire_waiting",
        "purge_answers", "purge_consent_salts", "purge_rejected",
    ),
    "rows by their place, which the statement has found in the claimed projects": (
        "08_sessions", "09_session_spans", "16_hot_hours", "03_reclassified_sessions", "drop_sketches",
        "unmerged_sketches",
    ),
    "a rebuild is of all projects": (
        "declared_profiles", "differing_owners", "expired_content_days", "settled_curves",
    ),
    "the aggregator does it for all projects": ("erasures_to_do", "due_curves", "unscored_projects"),
    "a token names its link, which is found by its id": ("share_links_by_id",),
    "a worker collects the accounts of all projects": (
        "account_health", "other_tokens", "resume_network", "stop_network", "take_aggregation", "take_due",
    ),
}  # fmt: skip
"""Why statements with a part that is for all projects at once are so."""
OF_THE_SERVER = {
    "server/backup.py": 4,
    "server/doctor.py": 4,
    "server/live/progress.py": 2,
    "server/rollup/aggregator.py": 3,
    "server/rollup/anonymizing.py": 1,
    "server/rollup/claims.py": 1,
    "server/rollup/erasures.py": 1,
    "server/rollup/expired.py": 1,
    "server/rollup/expiry.py": 1,
    "server/rollup/fold.py": 1,
    "server/rollup/held_states.py": 1,
    "server/rollup/overdue.py": 1,
    "server/rollup/rebuild.py": 1,
    "server/rollup/sketches.py": 1,
    "server/rollup/state.py": 1,
    "server/rollup/tombstone_files.py": 1,
    "server/storage/audit_trail.py": 3,
    "server/storage/cell_directory.py": 6,
    "server/storage/projects.py": 4,
    "server/storage/restored.py": 3,
    "server/storage/write_keys.py": 2,
    "resolvers/admin/projects.py": 1,
}
"""Files with short statements that are for all projects, or find a row by a secret, and how many tables these name: of
operators, of the aggregator, and of who looks after the server."""
WITHOUT_A_TABLE = {"sales_in_range", "contents_by_title", "contents_by_publication"}
"""Statements whose table is filled in where they are used. They read, and so see one project's rows anyway."""
CONDITION = re.compile(r"(?:\w+\.)?project_id = :project\b")


@pytest.mark.parametrize("file", STATEMENTS, ids=lambda file: file.stem)
def test_every_part_of_a_statement_is_restricted_to_a_project(file: Path) -> None:
    assert {"events", "contents", "content_totals", "sessions", "summarized_days"} <= TABLES
    loose = list(unrestricted(file.read_text(), TABLES))
    assert bool(loose) is any(file.stem in names for names in ALL_PROJECTS.values()), loose


def test_the_statements_that_are_for_all_projects_exist() -> None:
    names = [name for names in ALL_PROJECTS.values() for name in names]
    assert len(names) == len(set(names))
    assert {*names} <= {file.stem for file in STATEMENTS}


def test_statements_in_python_are_restricted_to_a_project_too() -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for folder in ("server", "resolvers"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            texts = strings_in(ast.parse(file.read_text()))
            if loose := [
                one for sql in texts if re.search(r"\b(?:FROM|UPDATE)\b", sql) for one in unrestricted(sql, TABLES)
            ]:
                found[file.relative_to(ROOT).as_posix()] = loose
    assert {name: len(loose) for name, loose in found.items()} == OF_THE_SERVER, found


def test_no_condition_can_be_forgotten_unseen() -> None:
    unseen, conditions = set(), 0
    for file in STATEMENTS:
        sql = file.read_text()
        before = list(unrestricted(sql, TABLES))
        for found in CONDITION.finditer(sql):
            conditions += 1
            if list(unrestricted(f"{sql[: found.start()]}true{sql[found.end() :]}", TABLES)) == before:
                unseen.add(file.stem)
    assert conditions > 250
    assert unseen == WITHOUT_A_TABLE
