"""Asks a network which account a token opens, before anything of it is stored."""

from datetime import UTC, datetime

from server.social.client import AccountCalls, SocialClient
from server.social.failures import OTHER_FORM, other_form
from server.social.fetcher import Fetcher
from server.social.model import Account, AccountState, Profile, Token


async def find_profile(
    client: SocialClient, fetcher: Fetcher, token: Token, project_id: int, external_id: str | None
) -> Profile:
    """The account that a token opens.

    Raises:
        SocialFailure: The network refuses the token, or cannot be asked now.
    """
    nobody = Account(
        project_id=project_id,
        workspace_id="",
        account_id=f"{fetcher.network}:{external_id or ''}",
        network=fetcher.network,
        external_id=external_id or "",
        handle="",
        state=AccountState.CONNECTED,
        reason=None,
        since=datetime.now(UTC),
    )
    try:
        return await fetcher.profile(AccountCalls(client, fetcher, nobody, token, None, client.now), external_id)
    except OTHER_FORM as error:
        raise other_form(error) from error
