"""What a request reads, it reads as the reader of its project; only what writes has connections of the owner."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
AS_OWNER = re.compile(r"\b(?:services|self)\.(?:pool|directory)\b")
WRITES = {
    "resolvers/admin/campaign_spend.py": 1,
    "resolvers/admin/consent_policy.py": 1,
    "resolvers/admin/creator_profiles.py": 1,
    "resolvers/admin/erasure.py": 1,
    "resolvers/admin/projects.py": 9,
    "resolvers/admin/runs.py": 1,
    "resolvers/admin/schemas.py": 2,
    "resolvers/admin/viewers.py": 2,
    "resolvers/admin/write_keys.py": 2,
    "resolvers/funnels/pinned.py": 2,
    "resolvers/people/consent.py": 1,
    "resolvers/people/me.py": 1,
    "resolvers/share_links.py": 3,
    "resolvers/social/account.py": 2,
    "resolvers/social/aggregation.py": 1,
    "resolvers/social/connecting.py": 1,
    "resolvers/social/custom.py": 2,
    "resolvers/social/disconnecting.py": 1,
    "resolvers/social/invalidation.py": 1,
    "resolvers/social/links.py": 1,
    "resolvers/social/workspaces.py": 3,
}
"""The files whose mutations write through a connection of the owner, and how often; reads have ``Context.read``. The
operator's list of projects is of all of them, and `me` shows admins that of their token."""


def test_no_query_has_a_connection_of_the_owner() -> None:
    found = {}
    for file in (ROOT / "resolvers").rglob("*.py"):
        name = file.relative_to(ROOT).as_posix()
        if name != "resolvers/context.py" and (uses := len(AS_OWNER.findall(file.read_text()))):
            found[name] = uses
    assert found == WRITES
