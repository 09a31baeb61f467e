"""Asks a network which account a token opens, before anything of it is stored."""

from dataclasses import replace
from datetime import UTC, datetime

from server.social.client import AccountCalls, SocialClient
from server.social.failures import OTHER_FORM, AuthExpired, other_form
from server.social.fetcher import Fetcher
from server.social.model import Account, AccountState, Profile, Token


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
            return asked, await _profile(client, one, asked, project_id, external_id)
        except AuthExpired as failure:  # it may be a token of another API
            refused = refused or failure
        except OTHER_FORM as error:
            raise other_form(error) from error
    assert refused is not None
    raise refused


async def _profile(
    client: SocialClient, fetcher: Fetcher, token: Token, project_id: int, external_id: str | None
) -> Profile:
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
    return await fetcher.profile(AccountCalls(client, fetcher, nobody, token, renew=None), external_id)
