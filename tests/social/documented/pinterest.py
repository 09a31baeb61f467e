"""Pinterest: its headers list several limits, the nearest one first."""

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
    Answered,
    Documentation,
    Place,
    Refused,
    after,
    deleted,
    of_path,
)

TOO_MANY = {"code": 8, "message": "You have exceeded your rate limit. Try again later."}
PINTEREST = Documentation(
    Network.PINTEREST,
    "ida",
    "external_id",
    {
        ACCOUNT: Place(of_path("/user_account/analytics")),
        PostKind.POST: Place(of_path("/pins/.*analytics")),
    },
    {
        AuthExpired: [Answered(401, {"code": 2, "message": "Authentication failed."})],
        PermissionMissing: [Answered(403, {"code": 29, "message": "You are not permitted to access that resource."})],
        Throttled: [
            Answered(
                429,
                TOO_MANY,
                {"x-ratelimit-limit": '60, 100;w=1;name="a", 60;w=60;name="b"', "x-ratelimit-reset": "42"},
                after(42),
            ),
            Answered(429, TOO_MANY, until=after(60)),
        ],
        QuotaExhausted: [
            Answered(
                429,
                TOO_MANY,
                {"x-ratelimit-limit": '1000, 1000;w=86400;name="trial_app_id"', "x-ratelimit-reset": "4200"},
                after(4200),
                Scope.APP,
            )
        ],
        BillingStop: FREE,
        MetricUnsupported: {
            ACCOUNT: Refused(frozenset({"websiteClicks"}), "OUTBOUND_CLICK"),
            PostKind.POST: Refused(frozenset({"saves"}), "SAVE"),
        },
        NotFound: {
            ACCOUNT: [Answered(404, {"code": 50, "message": "Not found."})],
            PostKind.POST: deleted("pins", "pin_id", "902"),
        },
        Transient: [Answered(500, {"code": 12, "message": "Something went wrong."}), Answered(503, None)],
        ContractChanged: NO_CONTRACT,
    },
)
