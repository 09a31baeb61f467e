"""A project has a bounded number of workspaces, and a workspace of accounts."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from server.demo.networks.instagram import LocalInstagram, Owner
from server.errors import ErrorCode, ViewpulseError
from server.social.accounts import MAX_ACCOUNTS, MAX_WORKSPACES, connect_account, connect_opened, upsert_workspace
from server.social.model import Account, Network, Opened, Token
from server.social.networks import open_fetchers
from server.storage.database import Connection
from tests.social.collection import Bench
from tests.social.test_instagram import owner

FILL = """
INSERT INTO social_accounts (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at)
SELECT project, 'x:' || n, 'main', 'x', n, 'h', 'disconnected', now(), now()
FROM generate_series(1, 2) AS project, generate_series(1, $1) AS n
"""


async def connect(bench: Bench, ada: Owner, workspace: str) -> Account:
    return await connect_account(
        bench.pool,
        bench.client,
        bench.vault,
        open_fetchers(bench.settings)[Network.INSTAGRAM],
        project_id=1,
        workspace_id=workspace,
        token=Token(ada.token, None, None),
        external_id=ada.external_id,
    )


async def test_a_workspace_has_a_bounded_number_of_accounts(
    bench: Bench, instagram: LocalInstagram, database: Connection
) -> None:
    ada = instagram.add(owner(datetime.now(UTC)))
    await upsert_workspace(bench.pool, 1, "other", name="Other", timezone=ZoneInfo("UTC"))
    await database.execute(FILL, MAX_ACCOUNTS - 1)
    account = await connect(bench, ada, "main")  # the last one
    await connect(bench, ada, "main")  # again
    assert (await connect(bench, ada, "other")).workspace_id == "other"
    await database.execute(
        """INSERT INTO social_accounts
            (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at)
        VALUES (1, 'x:more', 'main', 'x', 'more', 'h', 'paused', now(), now())"""
    )
    await database.execute("DELETE FROM social_changes")
    with pytest.raises(ViewpulseError, match="at most 50 accounts") as refused:
        await connect(bench, ada, "main")
    assert refused.value.code is ErrorCode.LIMIT_EXCEEDED
    assert (await bench.account(account)).workspace_id == "other"  # as before
    assert await database.fetchval("SELECT count(*) FROM social_changes") == 0


async def test_accounts_that_are_connected_together_count_each_other(bench: Bench, database: Connection) -> None:
    await database.execute(FILL, MAX_ACCOUNTS - 2)

    async def connect_one(number: int) -> None:
        opened = [Opened(f"new{number}", "h", None, Token("t", None, None))]
        await connect_opened(
            bench.pool,
            bench.vault,
            Network.X,
            project_id=1,
            workspace_id="main",
            opened=opened,
            now=datetime.now(UTC),
        )

    found = await asyncio.gather(*map(connect_one, range(8)), return_exceptions=True)
    refused = [one for one in found if one is not None]
    assert {one.code for one in refused if isinstance(one, ViewpulseError)} == {ErrorCode.LIMIT_EXCEEDED}
    assert len(refused) == 6
    held = "SELECT count(*) FROM social_accounts WHERE project_id = 1 AND workspace_id = 'main'"
    assert await database.fetchval(held) == MAX_ACCOUNTS


async def test_a_project_has_a_bounded_number_of_workspaces(bench: Bench, database: Connection) -> None:
    await database.execute(
        """INSERT INTO social_workspaces (project_id, workspace_id, name, timezone)
        SELECT project, 'w' || n, 'W', 'UTC' FROM generate_series(1, 2) AS project, generate_series(1, $1) AS n""",
        MAX_WORKSPACES - 3,  # besides the one of the bench
    )

    async def declare(workspace_id: str) -> None:
        await upsert_workspace(bench.pool, 1, workspace_id, name="New", timezone=ZoneInfo("UTC"))

    found = await asyncio.gather(*(declare(f"new{number}") for number in range(6)), return_exceptions=True)
    refused = [one for one in found if one is not None]
    assert {one.code for one in refused if isinstance(one, ViewpulseError)} == {ErrorCode.LIMIT_EXCEEDED}
    held = "SELECT count(*) FROM social_workspaces WHERE project_id = 1"
    assert (len(refused), await database.fetchval(held)) == (4, MAX_WORKSPACES)
    await declare("w7")  # again
    assert (
        await database.fetchval("SELECT name FROM social_workspaces WHERE project_id = 1 AND workspace_id = 'w7'")
        == "New"
    )
