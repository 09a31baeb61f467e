"""What each network documents to answer when something fails: data, by network, kind of numbers and kind of failure."""

from collections.abc import Mapping

from tests.social.documented.linkedin import LINKEDIN
from tests.social.documented.meta import FACEBOOK, INSTAGRAM
from tests.social.documented.model import Documentation
from tests.social.documented.pinterest import PINTEREST
from tests.social.documented.tiktok import TIKTOK, TIKTOK_BUSINESS
from tests.social.documented.x import X
from tests.social.documented.youtube import YOUTUBE

DOCUMENTED: Mapping[str, Documentation] = {
    "instagram": INSTAGRAM,
    "facebook": FACEBOOK,
    "x": X,
    "linkedin": LINKEDIN,
    "tiktok": TIKTOK,
    "tiktok_business": TIKTOK_BUSINESS,
    "youtube": YOUTUBE,
    "pinterest": PINTEREST,
}
"""By the fixtures with the local networks."""
