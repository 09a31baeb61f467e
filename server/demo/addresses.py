"""Where the local networks of ``viewpulse demo --social`` are."""

import socket

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


def free_addresses() -> dict[str, str]:
    """An address on a free port of this machine for each network, by its setting."""
    listeners = {network: socket.create_server((HOST, 0)) for network in dict.fromkeys(ADDRESSES.values())}
    found = {name: f"http://{HOST}:{listeners[network].getsockname()[1]}" for name, network in ADDRESSES.items()}
    for listener in listeners.values():
        listener.close()
    return found
