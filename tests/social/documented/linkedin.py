"""LinkedIn."""

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
    Answered,
    Documentation,
    Place,
    Refused,
    after,
    deleted,
    next_midnight,
    of_path,
)

NOT_ALLOWED = {
    "message": "Invalid param.",
    "errorDetails": {"inputErrors": [{"code": "QUERY_PARAM_NOT_ALLOWED", "description": "It is not allowed."}]},
    "status": 400,
}
LINKEDIN = Documentation(
    Network.LINKEDIN,
    "acme",
    "external_id",
    {
        ACCOUNT: Place(lambda asked: "ShareStatistics" in asked.path and "timeIntervals" in asked.query),
        PostKind.POST: Place(lambda asked: "ShareStatistics" in asked.path and "List(" in asked.query),
    },
    {
        AuthExpired: [
            Answered(401, {"status": 401, "serviceErrorCode": code, "code": name, "message": "The token has expired"})
            for code, name in ((65602, "EXPIRED_ACCESS_TOKEN"), (65601, "REVOKED_ACCESS_TOKEN"))
        ],
        PermissionMissing: [
            Answered(403, {"serviceErrorCode": 100, "code": "ACCESS_DENIED", "message": "Not enough permissions"})
        ],
        Throttled: [Answered(429, {"status": 429, "message": "Too many requests"}, until=after(35))],
        QuotaExhausted: [
            Answered(
                429,
                {"status": 429, "message": "Resource level throttle APPLICATION DAY limit is reached."},
                until=next_midnight,
                scope=Scope.APP,
            )
        ],
        BillingStop: FREE,
        MetricUnsupported: {
            ACCOUNT: Refused(
                frozenset({"profileViews", "websiteClicks"}),
                asked=of_path("PageStatistics"),
                answer=Answered(400, NOT_ALLOWED),
            ),
            PostKind.POST: Refused(
                frozenset({"views"}),
                asked=lambda asked: "type=VIDEO_VIEW" in asked.query,
                answer=Answered(400, NOT_ALLOWED),
            ),
        },
        NotFound: {
            ACCOUNT: [Answered(404, {"status": 404, "message": "There is no such organization."})],
            PostKind.POST: deleted("updates", "urn", "urn:li:ugcPost:7002"),
        },
        Transient: [Answered(503, {}), Answered(500, {"status": 500, "message": "Internal Server Error"})],
        ContractChanged: [
            Answered(426, {"status": 426, "code": "NONEXISTENT_VERSION", "message": "The version is not active"}),
            Answered(400, {"status": 400, "code": "VERSION_MISSING", "message": "A version must be present."}),
        ],
    },
)
