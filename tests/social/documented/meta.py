"""Instagram and Facebook: the Graph API sends a code in the body; its status varies."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from server.demo.networks.facebook import Page, Reel
from server.demo.networks.instagram import error
from server.social.failures import (
    AuthExpired,
    BillingStop,
    ContractChanged,
    MetricUnsupported,
    NotFound,
    PermissionMissing,
    QuotaExhausted,
    Scope,
    SocialFailure,
    Throttled,
    Transient,
)
from server.social.model import Network, PostKind
from tests.social.documented.model import (
    ACCOUNT,
    FREE,
    NOW,
    ROLLING,
    Answered,
    Asked,
    Documentation,
    Documented,
    Place,
    Refused,
    Removed,
    after,
    of_path,
)


def _meta(code: int, message: str, subcode: int | None = None, status: int = 400, **more: Any) -> Answered:
    return Answered(status, error(code, message, subcode), **more)


def _regained(kind: str, minutes: int) -> Mapping[str, str]:
    usage = {"type": kind, "call_count": 100, "total_time": 9, "estimated_time_to_regain_access": minutes}
    return {"x-business-use-case-usage": json.dumps({"1": [usage]})}


def _part_of_batch(media_id: str) -> Removed:
    def remove(owner: Any, _local: Any) -> None:
        [media] = [one for one in owner.media if one.media_id == media_id]
        media.error = error(100, "Unsupported get request. The object does not exist", 33)

    return Removed(media_id, remove)


def _gone_at_facebook(post_id: str) -> Removed:
    return Removed(post_id, lambda _owner, local: local.gone.add(post_id))


def _with_reel(page: Page) -> None:
    insights: dict[str, Any] = {"blue_reels_play_count": 400, "post_video_view_time": 9_000}
    insights |= {"post_video_likes_by_reaction_type": {"REACTION_LIKE": 3}, "post_video_social_actions": {"SHARE": 2}}
    page.reels = [Reel("501", NOW - timedelta(hours=2), 7, insights)]


def _in_batch(media_id: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.method == "POST" and media_id in asked.body


OF_META: Mapping[type[SocialFailure], Documented] = {
    AuthExpired: [
        _meta(190, "Error validating access token: Session has expired on Monday, 30-Nov-26.", 463),
        _meta(190, "The session has been invalidated because the user changed the password.", 460, status=401),
        _meta(102, "A user session is required to request this resource."),
    ],
    PermissionMissing: [
        _meta(10, "(#10) Application does not have permission for this action"),
        _meta(200, "(#200) Requires a permission", status=403),
        _meta(3, "(#3) Application does not have the capability to make this API call."),
    ],
    QuotaExhausted: ROLLING,
    BillingStop: FREE,
    Transient: [
        _meta(2, "An unexpected error has occurred. Please retry your request later.", status=500),
        _meta(1, "An unknown error occurred", status=500),
        Answered(503, None),
    ],
    ContractChanged: [_meta(2635, "You are calling a deprecated version of the API.")],
}
APP_LIMIT = _meta(4, "(#4) Application request limit reached", status=403, until=after(3600), scope=Scope.APP)
NO_OBJECT = [_meta(100, "Unsupported get request. The object does not exist", 33)]

INSTAGRAM = Documentation(
    Network.INSTAGRAM,
    "ada",
    "external_id",
    {
        ACCOUNT: Place(of_path(r"/insights$")),
        PostKind.POST: Place(_in_batch("feed1")),
        PostKind.REEL: Place(_in_batch("reel1")),
        PostKind.STORY: Place(_in_batch("story1")),
    },
    {
        **OF_META,
        Throttled: [
            _meta(
                80002,
                "(#80002) There have been too many calls to this Instagram account.",
                2446079,
                status=403,
                headers=_regained("instagram", 17),
                until=after(17 * 60),
            ),
            APP_LIMIT,
            _meta(17, "(#17) User request limit reached", until=after(3600)),
            _meta(613, "(#613) Calls to this api have exceeded the rate limit.", status=429, until=after(3600)),
        ],
        MetricUnsupported: {
            ACCOUNT: Refused(frozenset({"websiteClicks"}), "website_clicks"),
            PostKind.POST: Refused(frozenset({"saves"}), "saved"),
            PostKind.REEL: Refused(frozenset({"watchTime"}), "ig_reels_video_view_total_time"),
            PostKind.STORY: Refused(frozenset({"comments"}), "replies"),
        },
        NotFound: {
            ACCOUNT: NO_OBJECT,
            PostKind.POST: _part_of_batch("feed1"),
            PostKind.REEL: _part_of_batch("reel1"),
            PostKind.STORY: _part_of_batch("story1"),
        },
    },
)
FACEBOOK = Documentation(
    Network.FACEBOOK,
    "cafe",
    "external_id",
    {
        ACCOUNT: Place(of_path(r"/insights$")),
        PostKind.POST: Place(lambda asked: "fields=id,insights." in asked.query),
        PostKind.REEL: Place(lambda asked: "fields=id,video_insights." in asked.query),
    },
    {
        **OF_META,
        Throttled: [
            _meta(
                80001,
                "(#80001) There have been too many calls to this Page account.",
                headers=_regained("pages", 9),
                until=after(9 * 60),
            ),
            APP_LIMIT,
            _meta(32, "(#32) Page request limit reached", status=403, until=after(3600)),
        ],
        MetricUnsupported: {
            ACCOUNT: Refused(frozenset({"profileViews"}), "page_views_total"),
            PostKind.POST: Refused(frozenset({"reach"}), "post_total_media_view_unique"),
            PostKind.REEL: Refused(frozenset({"shares"}), "post_video_social_actions"),
        },
        NotFound: {
            ACCOUNT: NO_OBJECT,
            PostKind.POST: _gone_at_facebook("7_1"),
            PostKind.REEL: _gone_at_facebook("501"),
        },
    },
    prepare=_with_reel,
)
