"""Asks a network which accounts a token opens, before anything of them is stored."""

from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex

from server.social.client import AccountCalls, SocialClient
from server.social.failures import OTHER_FORM, other_form
from server.social.fetcher import Fetcher
from server.social.model import Account, AccountState, Opened, Profile, Token


async def find_profile(
    client: SocialClient, fetcher: Fetcher, token: Token, project_id: int, external_id: str | None
) -> Profile:
    """The account that a token opens.

    Raises:
        SocialFailure: The network refuses the token, or cannot be asked now.
    """
    try:
        return await fetcher.profile(_calls(client, fetcher, token, project_id, external_id or ""), external_id)
    except OTHER_FORM as error:
        raise other_form(error) from error


async def find_opened(client: SocialClient, fetcher: Fetcher, token: Token, project_id: int) -> Sequence[Opened]:
    """The accounts that a token opens.

    Raises:
        SocialFailure: As ``find_profile``; other exceptions of ``OTHER_FORM`` pass.
    """
    user = token_hex(8)  # a limit that the network sets for this user holds for no other one
    return await fetcher.opened(_calls(client, fetcher, token, project_id, user), token)


def _calls(client: SocialClient, fetcher: Fetcher, token: Token, project_id: int, own: str) -> AccountCalls:
    nobody = Account(
        project_id=project_id,
        workspace_id="",
        account_id=f"{fetcher.network}:{own}",
        network=fetcher.network,
        external_id=own,
        handle="",
        state=AccountState.CONNECTED,
        reason=None,
        since=datetime.now(UTC),
    )
    return AccountCalls(client, fetcher, nobody, token, None, client.now)
