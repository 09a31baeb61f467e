"""Where the local networks of ``viewpulse demo --social`` are, and the application that they know."""

import socket
from collections.abc import Mapping

from server.social.model import Network

HOST = "127.0.0.1"
COLLECTS_SECONDS = 5.0
"""Pause between two collections of an account."""
ADDRESSES: dict[str, Network] = {
    "social_instagram_url": Network.INSTAGRAM,
    "social_facebook_url": Network.FACEBOOK,
    "social_x_url": Network.X,
    "social_linkedin_url": Network.LINKEDIN,
    "social_tiktok_url": Network.TIKTOK,
    "social_tiktok_business_url": Network.TIKTOK,  # no account is there, and nothing else is asked
    "social_youtube_url": Network.YOUTUBE,
    "social_youtube_analytics_url": Network.YOUTUBE,
    "social_pinterest_url": Network.PINTEREST,
}
"""The settings with the addresses of the networks."""
PLACES: dict[str, tuple[Network, str]] = {
    "social_instagram_authorize_url": (Network.INSTAGRAM, "/oauth/authorize"),
    "social_instagram_token_url": (Network.INSTAGRAM, "/oauth/access_token"),
    "social_facebook_authorize_url": (Network.FACEBOOK, ""),
    "social_x_authorize_url": (Network.X, "/i/oauth2/authorize"),
    "social_linkedin_authorize_url": (Network.LINKEDIN, "/oauth/v2/authorization"),
    "social_linkedin_token_url": (Network.LINKEDIN, "/oauth/v2/accessToken"),
    "social_tiktok_authorize_url": (Network.TIKTOK, "/v2/auth/authorize/"),
    "social_google_authorize_url": (Network.YOUTUBE, "/o/oauth2/v2/auth"),
    "social_google_token_url": (Network.YOUTUBE, "/token"),
    "social_pinterest_authorize_url": (Network.PINTEREST, "/oauth/"),
}
"""The settings with further places of the networks."""
_OWNERS = ("instagram", "facebook", "x", "linkedin", "google", "pinterest")
APPLICATIONS: dict[str, str] = {
    **{f"social_{owner}_client_id": "our-client" for owner in _OWNERS},
    "social_tiktok_client_key": "our-key",
    **{f"social_{owner}_client_secret": "our-secret" for owner in (*_OWNERS, "tiktok")},
}
"""The settings with the application, as all local networks know it."""


def settings_of(urls: Mapping[Network, str]) -> dict[str, str]:
    """The settings with addresses of networks that are served somewhere."""
    whole = {name: urls[network] for name, network in ADDRESSES.items()}
    return whole | {name: f"{urls[network]}{path}" for name, (network, path) in PLACES.items()}


def free_addresses() -> dict[str, str]:
    """An address on a free port of this machine for each network, by its setting."""
    listeners = {network: socket.create_server((HOST, 0)) for network in Network}
    found = {network: f"http://{HOST}:{listener.getsockname()[1]}" for network, listener in listeners.items()}
    for listener in listeners.values():
        listener.close()
    return settings_of(found)
