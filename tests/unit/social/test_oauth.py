"""The address of a network's page, against the example of RFC 7636."""

from urllib.parse import parse_qs, urlsplit

import pytest

from server.errors import ErrorCode, ViewpulseError
from server.social.model import BUSINESS, Network
from server.social.networks import open_fetchers
from server.social_settings import SocialSettings

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The verifier of appendix B, and its challenge."""
HEX = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"
"""The same hash as TikTok wants it."""
CALLBACK = "https://analytics.example.com/social/callback"
PAGES = {
    Network.INSTAGRAM: ("https://www.instagram.com/oauth/authorize", None),
    Network.FACEBOOK: ("https://www.facebook.com/v26.0/dialog/oauth", None),
    Network.X: ("https://x.com/i/oauth2/authorize", CHALLENGE),
    Network.LINKEDIN: ("https://www.linkedin.com/oauth/v2/authorization", None),
    Network.TIKTOK: ("https://www.tiktok.com/v2/auth/authorize/", HEX),
    Network.YOUTUBE: ("https://accounts.google.com/o/oauth2/v2/auth", CHALLENGE),
    Network.PINTEREST: ("https://www.pinterest.com/oauth/", None),
}
"""The page of each network, and the challenge that it receives."""
IDS = {
    f"social_{name}": "our id"
    for name in (
        *("instagram_client_id", "facebook_client_id", "x_client_id", "linkedin_client_id", "tiktok_client_key"),
        *("google_client_id", "pinterest_client_id"),
    )
}


@pytest.mark.parametrize("network", Network)
def test_the_page_of_a_network_has_what_its_documentation_says(network: Network) -> None:
    application = open_fetchers(SocialSettings().model_copy(update=IDS))[network].application
    address = application.page_for("the state", VERIFIER, CALLBACK)
    asked = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
    page, challenge = PAGES[network]
    assert address.partition("?")[0] == page
    assert asked.get("code_challenge") == challenge
    assert asked.get("code_challenge_method") == (None if challenge is None else "S256")
    assert asked["client_key" if network is Network.TIKTOK else "client_id"] == "our id"
    assert (asked["response_type"], asked["state"], asked["redirect_uri"]) == ("code", "the state", CALLBACK)
    assert asked["scope"] == application.scopes
    assert VERIFIER not in address
    assert "+" not in address, "a space is %20, which all parsers read alike"


@pytest.mark.parametrize("network", Network)
def test_without_an_application_there_is_no_page(network: Network) -> None:
    with pytest.raises(ViewpulseError) as refused:
        open_fetchers(SocialSettings())[network].application.page_for("the state", VERIFIER, CALLBACK)
    assert (refused.value.code, refused.value.field) == (ErrorCode.BAD_INPUT, ("network",))


def test_the_page_of_tiktok_for_businesses_has_what_its_documentation_says() -> None:
    settings = SocialSettings().model_copy(update={"social_tiktok_business_client_id": "our id"})
    fetcher = open_fetchers(settings)[Network.TIKTOK].of_api(BUSINESS)
    assert fetcher is not None
    address = fetcher.application.page_for("the state", VERIFIER, CALLBACK)
    asked = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
    assert asked.pop("scope").split(",") == [
        *("user.info.basic", "user.info.username", "user.info.stats", "user.insights"),
        *("video.list", "video.insights"),
    ]
    assert address.partition("?")[0] == "https://www.tiktok.com/v2/auth/authorize/"
    assert asked == {
        "client_key": "our id",
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "state": "the state",
    }


def test_a_network_has_no_api_that_is_not_its_own() -> None:
    fetchers = open_fetchers(SocialSettings())
    assert {network for network in Network if fetchers[network].of_api(BUSINESS) is not None} == {Network.TIKTOK}
