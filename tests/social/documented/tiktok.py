"""TikTok: the Display API, and the Business API, whose errors have the status of good answers."""

from typing import Any

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
from tests.social.documented.model import (
    ACCOUNT,
    FREE,
    NO_CONTRACT,
    OWN_ONLY,
    ROLLING,
    Answered,
    Documentation,
    Place,
    Refused,
    after,
    deleted,
    of_path,
)


def _display(status: int, code: str, message: str = "It failed.", **more: Any) -> Answered:
    return Answered(status, {"data": {}, "error": {"code": code, "message": message, "log_id": "l"}}, **more)


def _business(code: int, message: str = "It failed.", **more: Any) -> Answered:
    return Answered(200, {"code": code, "message": message, "request_id": "r", "data": {}}, **more)


TIKTOK = Documentation(
    Network.TIKTOK,
    "kim",
    "open_id",
    {
        ACCOUNT: Place(of_path("/user/info/"), is_door=True),
        PostKind.POST: Place(of_path("/video/list/")),
    },
    {
        AuthExpired: [_display(401, "access_token_invalid")],
        PermissionMissing: [_display(401, "scope_not_authorized"), _display(400, "scope_permission_missed")],
        Throttled: [_display(429, "rate_limit_exceeded", until=after(60), scope=Scope.APP)],
        QuotaExhausted: ROLLING,
        BillingStop: FREE,
        MetricUnsupported: {
            ACCOUNT: Refused(frozenset({"following"}), "following_count"),
            PostKind.POST: Refused(frozenset({"shares"}), "share_count"),
        },
        NotFound: {ACCOUNT: OWN_ONLY, PostKind.POST: deleted("videos", "video_id", "7000000000000000044")},
        Transient: [_display(500, "internal_error"), Answered(502, None)],
        ContractChanged: NO_CONTRACT,
    },
)
TIKTOK_BUSINESS = Documentation(
    Network.TIKTOK,
    "leo",
    "open_id",
    {
        ACCOUNT: Place(lambda asked: "/business/get/" in asked.path and "start_date" in asked.query),
        PostKind.POST: Place(of_path("/business/video/list/")),
    },
    {
        AuthExpired: [
            _business(40105, "Access token is incorrect or has been revoked."),
            _business(40102, "Access token is expired."),
        ],
        PermissionMissing: [_business(40001, "No permission to operate the account.")],
        Throttled: [
            _business(40100, "App reaches the QPS limit.", until=after(6), scope=Scope.APP),
            _business(51021, "Too many requests.", until=after(6), scope=Scope.APP),
        ],
        QuotaExhausted: ROLLING,
        BillingStop: FREE,
        MetricUnsupported: {
            ACCOUNT: Refused(frozenset({"emailClicks"}), "email_clicks"),
            PostKind.POST: Refused(frozenset({"saves"}), "favorites"),
        },
        NotFound: {ACCOUNT: OWN_ONLY, PostKind.POST: deleted("clips", "item_id", "7000000000000000043")},
        Transient: [_business(50000, "Internal error."), Answered(502, None)],
        ContractChanged: NO_CONTRACT,
    },
)
