"""Share links with ids that tests know before."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from server.access import Caller
from server.storage.database import Connection
from tests.integration.analytics.stack import ADMIN, NOW, moment


def link_of(word: str) -> UUID:
    """The id of the link of that word."""
    return uuid5(NAMESPACE_OID, word)


async def store_link(connection: Connection, project_id: int, word: str) -> None:
    """Stores it: a link of the platform, which ends in a day."""
    await connection.execute(
        "INSERT INTO share_links (project_id, link_id, origins, signed_by, expires_at)"
        " VALUES ($1, $2, '{}', $3, now() + interval '1 day')",
        project_id,
        link_of(word),
        word.encode(),
    )


SHARING: dict[str, tuple[Caller, dict[str, Any]]] = {
    "dashboard/ShareLinks.graphql": (ADMIN, {"of": {"contentId": "c1"}}),
    "dashboard/CreateShareLink.graphql": (
        ADMIN,
        {"of": {"contentId": "c1"}, "expiresAt": moment(NOW + timedelta(days=1)), "range": {"days": 7}},
    ),
    "dashboard/RevokeShareLink.graphql": (ADMIN, {"linkId": link_of("documents").hex}),
}
"""The documents about share links, with who sends them and their variables."""
