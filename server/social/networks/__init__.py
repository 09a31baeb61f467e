"""The networks that can be collected: one module each."""

from collections.abc import Callable, Mapping

from server.social.fetcher import Fetcher
from server.social.model import Network
from server.social.networks.facebook import Facebook
from server.social.networks.instagram import Instagram
from server.social.networks.linkedin import LinkedIn
from server.social.networks.pinterest import Pinterest
from server.social.networks.tiktok import TikTok
from server.social.networks.x import X
from server.social.networks.youtube import YouTube
from server.social_settings import SocialSettings

NETWORKS: Mapping[Network, Callable[[SocialSettings], Fetcher]] = {
    Network.INSTAGRAM: Instagram,
    Network.FACEBOOK: Facebook,
    Network.X: X,
    Network.LINKEDIN: LinkedIn,
    Network.TIKTOK: TikTok,
    Network.YOUTUBE: YouTube,
    Network.PINTEREST: Pinterest,
}
"""What makes the fetcher of each; others are refused when they are connected."""


def open_fetchers(settings: SocialSettings) -> Mapping[Network, Fetcher]:
    """The fetchers of all networks."""
    return {network: make(settings) for network, make in NETWORKS.items()}
