"""YouTube: the reason of an error decides; quotas are those of the project, until midnight of the Pacific zone."""

from typing import Any

from server.demo.networks.youtube import error
from server.social.failures import (
    AuthExpired,
    BillingStop,
    ContractChanged,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    QuotaExhausted,
    Scope,
    Throttled,
    Transient,
)
from server.social.model import Network, PostKind
from tests.social.collection import PACIFIC
from tests.social.documented.model import (
    ACCOUNT,
    FREE,
    NO_CONTRACT,
    Answered,
    Documentation,
    Place,
    Refused,
    after,
    deleted,
    next_midnight,
    of_path,
)


def _error(status: int, reason: str, **more: Any) -> Answered:
    return Answered(*error(status, reason, f"About {reason}."), **more)


YOUTUBE = Documentation(
    Network.YOUTUBE,
    "bea",
    "external_id",
    {
        ACCOUNT: Place(of_path("/channels"), is_door=True),
        PostKind.POST: Place(of_path("/videos")),
    },
    {
        AuthExpired: [_error(401, "authError")],
        PermissionMissing: [_error(403, "insufficientPermissions"), _error(403, "accessNotConfigured")],
        Throttled: [
            _error(403, "rateLimitExceeded", until=after(60), scope=Scope.APP),
            _error(429, "userRateLimitExceeded", until=after(60), scope=Scope.APP),
        ],
        QuotaExhausted: [_error(403, "quotaExceeded", until=lambda now: next_midnight(now, PACIFIC), scope=Scope.APP)],
        BillingStop: FREE,
        MetricUnsupported: {
            ACCOUNT: "A channel is asked for parts, not for metrics.",
            PostKind.POST: Refused(frozenset({"completionRate"}), "averageViewPercentage"),
        },
        NotFound: {
            ACCOUNT: [_error(404, "channelNotFound")],
            PostKind.POST: deleted("videos", "video_id", "video-0000b"),
        },
        Transient: [_error(503, "backendError"), Answered(500, None)],
        ContractChanged: NO_CONTRACT,
    },
    unknown="unknown",
)
