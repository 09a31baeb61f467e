"""Tokens are stored under our keys alone, can be put under a new one, and are in no text."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from server.errors import ViewpulseError
from server.social.answers import redact
from server.social.model import Token
from server.social.vault import Vault, new_key
from server.social_settings import SocialSettings

TOKEN = Token("access-of-ada", "refresh-of-ada", datetime(2027, 1, 1, tzinfo=UTC), "business")


def test_a_token_comes_back_as_it_was_for_its_own_account_only() -> None:
    vault = Vault([new_key()])
    sealed = vault.seal(1, "instagram:1", TOKEN)
    assert vault.open(1, "instagram:1", sealed.token) == TOKEN
    assert b"access-of-ada" not in sealed.token
    for project, account in ((2, "instagram:1"), (1, "instagram:2")):
        with pytest.raises(ViewpulseError, match="another account"):
            vault.open(project, account, sealed.token)
    with pytest.raises(ViewpulseError, match="No key"):
        Vault([new_key()]).open(1, "instagram:1", sealed.token)


def test_a_new_key_takes_over() -> None:
    old, new = new_key(), new_key()
    sealed = Vault([old]).seal(1, "x:1", TOKEN)
    both = Vault.of_settings(SocialSettings(social_keys=SecretStr(f"{new}, {old}")))
    assert both.open(1, "x:1", sealed.token) == TOKEN
    rotated = both.rotate(sealed.token)
    assert rotated.key_mark == both.mark != sealed.key_mark
    assert Vault([new]).open(1, "x:1", rotated.token) == TOKEN
    with pytest.raises(ViewpulseError, match="keep the old key"):
        Vault([new]).rotate(sealed.token)


@pytest.mark.parametrize("keys", ["", " , ", "no-key"])
def test_settings_without_keys_are_refused(keys: str) -> None:
    with pytest.raises(ViewpulseError, match="VIEWPULSE_SOCIAL_KEYS") as refused:
        Vault.of_settings(SocialSettings(social_keys=SecretStr(keys)))
    assert "no-key" not in str(refused.value)


def test_no_text_shows_a_token() -> None:
    assert "ada" not in repr(TOKEN)
    page = '{"next":"https://graph.test/1/media?access_token=EAAB%2Fx1&after=2","token":"access-of-ada"}'
    shown = redact(page, TOKEN.access, TOKEN.refresh)
    assert shown == '{"next":"https://graph.test/1/media?access_token=***&after=2","token":"***"}'
    assert redact("client_secret=s&refresh_token=r&grant_type=g") == "client_secret=***&refresh_token=***&grant_type=g"
