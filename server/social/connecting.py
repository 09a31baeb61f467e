"""Asks a network which accounts a token opens, before anything of them is stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex

from server.social.client import AccountCalls, SocialClient
from server.social.failures import OTHER_FORM, AuthExpired, other_form
from server.social.fetcher import Fetcher
from server.social.model import Account, AccountState, Opened, Profile, Token


async def find_profile(
    client: SocialClient, fetcher: Fetcher, token: Token, project_id: int, external_id: str | None
) -> tuple[Token, Profile]:
    """The account that a token opens, and the token with the API of the network that it opens.

    Raises:
        SocialFailure: The network refuses the token, or cannot be asked now.
    """
    refused: AuthExpired | None = None
    for one in fetcher.apis:
        asked = replace(token, api=one.api)
        try:
            return asked, await one.profile(_calls(client, one, asked, project_id, external_id or ""), external_id)
        except AuthExpired as failure:  # it may be a token of another API
            refused = refused or failure
        except OTHER_FORM as error:
            raise other_form(error) from error
    assert refused is not None
    raise refused


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
