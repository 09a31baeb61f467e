"""The documents that the dashboard sends, as modules of it: pages have no folder ``graphql/``."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "dashboard" / "documents"
USED = {
    "first": (
        *("dashboard/Me", "live/RealtimeLive", "live/SeriesLive"),
        *("live/TopContentsLive", "live/TrendingLive"),
    ),
    "more": (
        *(
            "dashboard/Content",
            "dashboard/Contents",
            "dashboard/Creator",
            "dashboard/CreatorContents",
            "dashboard/Definitions",
        ),
        *("dashboard/RejectedEvents", "live/CreatorContentsLive", "live/CreatorsLive", "live/PlatformStatsLive"),
        *("live/BreakdownLive", "live/ContentCurvesLive", "live/ContentScoresLive", "live/WeekHoursLive"),
    ),
    "flow": (
        *("dashboard/EventCounts", "dashboard/EventVocabulary", "dashboard/Revenue"),
        *("live/FunnelLive", "live/CohortsLive", "live/RetentionLive", "live/RevenueLive", "live/RevenueBreakdownLive"),
    ),
    "arriving": ("dashboard/Activity", "live/NewestEventsLive"),
    "links": ("dashboard/CreateShareLink", "dashboard/RevokeShareLink", "dashboard/ShareLinks"),
    "settings": (
        *("dashboard/CreateWriteKey", "dashboard/RevokeWriteKey", "live/WriteKeysLive"),
        *("dashboard/OwnProject", "dashboard/SetConsentPolicy", "dashboard/ConsentHistory"),
        *("dashboard/Projects", "dashboard/CreateProject", "dashboard/ArchiveProject", "dashboard/RestoreProject"),
    ),
    "social": ("dashboard/SocialWorkspaces", "live/SocialAccountsLive", "live/SocialPostsLive"),
}
"""Documents by their paths, without the suffix: what the first page needs, and what the others do."""
_HEAD = "// Written by `python -m resolvers.documents` from graphql/.\n"
_LINE = re.compile(r"^export const (\w+) = (\".*\");$", re.MULTILINE)


def print_modules(documents: Mapping[str, str]) -> dict[str, str]:
    """The text of each module of ``dashboard/documents/``: it exports documents by their operations' names."""
    return {name: _HEAD + "".join(_export(path, documents) for path in paths) for name, paths in USED.items()}


def _export(path: str, documents: Mapping[str, str]) -> str:
    return f"export const {path.split('/')[1]} = {json.dumps(documents[f'{path}.graphql'])};\n"


def read_modules(folder: Path = FOLDER) -> dict[str, str]:
    """The documents of all modules by their operations' names."""
    texts = (file.read_text(encoding="utf-8") for file in folder.glob("*.js"))
    return {name: json.loads(value) for text in texts for name, value in _LINE.findall(text)}


def write_modules(documents: Mapping[str, str], folder: Path = FOLDER) -> None:
    """Writes all modules."""
    folder.mkdir(exist_ok=True)
    for name, text in print_modules(documents).items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
