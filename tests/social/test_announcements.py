"""Who receives announcements: of an account that moves to another workspace, and of a formula that changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from server.demo.networks.instagram import LocalInstagram, Owner
from server.errors import ViewpulseError
from server.social.accounts import connect_account, upsert_workspace
from server.social.custom_metrics import FormulaKind, custom_metrics, define_metric, remove_metric
from server.social.links import link_post
from server.social.model import Account, Network, Token
from server.social.networks import open_fetchers
from server.storage.database import Connection, Pool
from tests.social.collection import Bench
from tests.social.test_instagram import owner

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
async def ada(instagram: LocalInstagram) -> Owner:
    return instagram.add(owner(datetime.now(UTC)))


@pytest.fixture
async def account(bench: Bench, ada: Owner) -> Account:
    return await bench.connect(Network.INSTAGRAM, ada.token, ada.external_id)


async def told(database: Connection) -> set[tuple[str, str]]:
    """What was announced since the last call."""
    rows = await database.fetch(
        """WITH social AS (DELETE FROM social_changes RETURNING project_id, kind, id),
        others AS (DELETE FROM changed_subjects RETURNING project_id, kind, id)
        SELECT * FROM social UNION ALL SELECT * FROM others"""
    )
    assert {row["project_id"] for row in rows} <= {1}
    return {(row["kind"], row["id"]) for row in rows}


async def test_both_workspaces_hear_of_an_account_that_moves(
    bench: Bench, account: Account, ada: Owner, database: Connection
) -> None:
    await upsert_workspace(bench.pool, 1, "other", name="Other", timezone=ZoneInfo("UTC"))
    await told(database)
    await connect_account(
        bench.pool,
        bench.client,
        bench.vault,
        open_fetchers(bench.settings)[Network.INSTAGRAM],
        project_id=1,
        workspace_id="other",
        token=Token(ada.token, None, None),
        external_id=ada.external_id,
    )
    assert await told(database) == {
        ("social_account", account.account_id),
        ("social_workspace", "other"),
        ("social_workspace", "main"),
    }


async def test_all_that_shows_a_formula_hears_of_it(bench: Bench, account: Account, database: Connection) -> None:
    await upsert_workspace(bench.pool, 1, "other", name="Other", timezone=ZoneInfo("UTC"))
    await bench.pool.execute(
        """INSERT INTO social_workspaces (project_id, workspace_id, name, timezone) VALUES (2, 'theirs', 'T', 'UTC')"""
    )
    await link_post(bench.pool, 1, account.account_id, "feed1", content_id="c1", now=NOW)
    everything = {
        ("social_account", account.account_id),
        ("social_workspace", "main"),
        ("social_workspace", "other"),
        ("content", "c1"),
        ("platform", ""),
    }
    await told(database)
    for formula in ("likes", "likes + 1"):
        await define(bench.pool, formula)
        assert await told(database) == everything
    await remove_metric(database, 1, "love")
    assert await told(database) == everything
    with pytest.raises(ViewpulseError, match="defines no metric"):
        await remove_metric(database, 1, "love")
    assert await told(database) == set()


async def test_a_metric_that_this_version_does_not_know_stays_when_it_cannot_be_removed(
    bench: Bench, database: Connection
) -> None:
    await define(bench.pool, "likes")
    await database.execute("UPDATE social_formulas SET formula = 'hearts + 1'")
    await told(database)
    with pytest.raises(ViewpulseError, match="There is no metric `hearts`"):
        await remove_metric(database, 1, "love")
    assert await database.fetchval("SELECT count(*) FROM social_formulas") == 1
    assert await told(database) == set()
    assert await custom_metrics(database, 1) == []


async def define(pool: Pool, formula: str) -> None:
    await define_metric(pool, 1, name="love", kind=FormulaKind.POST, formula=formula, title="Love", now=NOW)
