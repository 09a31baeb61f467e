"""docs/upgrading.md names the migrations that fold everything again, and its query runs."""

import re
from pathlib import Path

from server.storage.database import Pool
from tests.examples import blocks_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "upgrading.md").read_text()
AGAIN = re.compile(r"INSERT INTO ingest_batches .*\nSELECT .* FROM events")


def test_every_migration_that_folds_everything_again_is_named() -> None:
    files = sorted((ROOT / "migrations" / "versions").glob("*.sql"))
    folding = [file.stem for file in files if AGAIN.search(file.read_text())]

    assert re.findall(r"^\| `(\d{4}_\w+)` \|", PAGE, re.MULTILINE) == folding


async def test_the_query_shows_what_uses_the_disk(pool: Pool) -> None:
    ((language, query),) = blocks_of("upgrading.md")

    assert language == "sql"
    found = {row["what"] for row in await pool.fetch(query)}
    assert found == {"raw events", "rejected items", "daily summaries", "roll-up and the rest"}
