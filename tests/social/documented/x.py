"""X."""

from datetime import timedelta

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
    NOW,
    Answered,
    Documentation,
    Place,
    after,
    deleted,
    next_month,
    of_path,
)

RESET = (NOW + timedelta(hours=2)).replace(microsecond=0)
X = Documentation(
    Network.X,
    "eve",
    "external_id",
    {
        ACCOUNT: Place(of_path(r"^/2/users/\w+$"), is_door=True),
        PostKind.POST: Place(of_path(r"^/2/users/\w+/tweets$")),
    },
    {
        AuthExpired: [Answered(401, {"title": "Unauthorized", "status": 401, "detail": "Unauthorized"})],
        PermissionMissing: [
            Answered(
                403,
                {
                    "title": "Client Forbidden",
                    "detail": "The application is in no project.",
                    "type": "https://api.twitter.com/2/problems/client-forbidden",
                },
            )
        ],
        Throttled: [
            Answered(
                429,
                {"title": "Too Many Requests", "detail": "Too Many Requests", "status": 429},
                {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(RESET.timestamp()))},
                lambda _now: RESET,
            ),
            Answered(429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, until=after(15 * 60)),
        ],
        QuotaExhausted: [
            Answered(
                429,
                {"title": "UsageCapExceeded", "period": "Monthly", "detail": "Usage cap exceeded: Monthly product cap"},
                {"x-rate-limit-remaining": "900"},
                next_month,
                Scope.APP,
            )
        ],
        BillingStop: [
            Answered(402, {"title": "CreditsDepleted", "detail": "Your enrolled account has no credits."}),
            Answered(403, {"title": "CreditsDepleted", "detail": "Your enrolled account has no credits."}),
        ],
        MetricUnsupported: "X leaves fields out that it does not know, and says nothing: such a number is null.",
        ContractChanged: "The same holds of parameters; versions do not end.",
        NotFound: {
            ACCOUNT: [Answered(200, {"errors": [{"title": "Not Found Error", "type": "resource-not-found"}]})],
            PostKind.POST: deleted("posts", "post_id", "1800000000000000002"),
        },
        Transient: [Answered(503, {"title": "Service Unavailable"}), Answered(500, None)],
    },
)
