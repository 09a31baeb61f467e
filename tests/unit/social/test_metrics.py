"""The list of metrics agrees with the networks, the API, and the failures with what is done about them."""

from pathlib import Path
from typing import Any, cast

from strawberry.utils.str_converters import to_camel_case

from resolvers.social.values import SocialAccountMetrics, SocialPostMetrics
from server.social.failures import FAILURES, Action
from server.social.metrics import ACCOUNT_METRICS, POST_METRICS, SocialMetric, Variant, reason_of_absence
from server.social.model import Network
from server.social.networks import NETWORKS, tiktok_business
from server.social.networks.facebook import (
    COMMENTS,
    NOT_OF_REELS,
    OF_ANY,
    OF_REEL,
    OF_VIDEO,
    REACTIONS,
    REEL_REACTIONS,
    REEL_SHARES,
    SHARES,
)
from server.social.networks.facebook import FINISHED as FINISHED_VIDEOS
from server.social.networks.instagram import MEDIA_METRICS, OPTIONAL
from server.social.networks.linkedin import OF_POST as OF_UPDATE
from server.social.networks.linkedin import OF_VIDEO as OF_LINKEDIN_VIDEO
from server.social.networks.pinterest import FINISHED as FINISHED_PINS
from server.social.networks.pinterest import OF_PIN
from server.social.networks.pinterest import OF_VIDEO as OF_VIDEO_PIN
from server.social.networks.tiktok import VIDEO_FIELDS
from server.social.networks.x import FINISHED, ONE_COUNT
from server.social.networks.x import SHARES as SHARES_OF_X
from server.social.networks.youtube import REPORTED, STATISTICS

DOCUMENT = Path(__file__).parents[3] / "docs" / "social.md"
COLUMNS: tuple[Network | Variant, ...] = (
    *(Network.INSTAGRAM, Network.FACEBOOK, Variant.FACEBOOK_REELS, Network.X, Network.LINKEDIN, Network.TIKTOK),
    *(Variant.TIKTOK_BUSINESS, Network.YOUTUBE, Network.PINTEREST),
)
OF_ACCOUNTS = tuple(column for column in COLUMNS if column is not Variant.FACEBOOK_REELS)
PARTS = {
    Variant.FACEBOOK_REELS: (Network.FACEBOOK, NOT_OF_REELS),
    Variant.TIKTOK_BUSINESS: (Network.TIKTOK, tiktok_business.NOT_PUBLISHED),
}
"""The network of each variant, and why the variant lacks what the network has elsewhere."""


def fields(kind: type) -> set[str]:
    return {to_camel_case(field.python_name) for field in cast("Any", kind).__strawberry_definition__.fields}


def test_the_api_shows_each_metric() -> None:
    assert fields(SocialAccountMetrics) == ACCOUNT_METRICS.keys() | {"custom"}
    assert fields(SocialPostMetrics) == POST_METRICS.keys() | {"engagementRate", "custom"}


def test_what_is_asked_of_a_network_is_what_the_list_says() -> None:
    asked = {
        "facebook": {
            "likes": REACTIONS,
            "comments": COMMENTS,
            "shares": SHARES,
            "completionRate": "/".join(FINISHED_VIDEOS),
            **{metric: source for sources in (OF_ANY, OF_VIDEO) for source, metric in sources.items()},
        },
        "instagram": {
            **{metric: source for sources in MEDIA_METRICS.values() for source, metric in sources.items()},
            "comments": "comments",
        },
        "linkedin": {**OF_UPDATE, **OF_LINKEDIN_VIDEO},
        "pinterest": {
            **{metric: source for sources in (OF_PIN, OF_VIDEO_PIN) for source, metric in sources.items()},
            "completionRate": "/".join(FINISHED_PINS),
        },
        "tiktok": VIDEO_FIELDS,
        "x": {**ONE_COUNT, "shares": "+".join(SHARES_OF_X), "completionRate": "/".join(FINISHED)},
        "youtube": {**STATISTICS, **REPORTED},
    }
    assert asked.keys() == {network.value for network in NETWORKS}
    for network in NETWORKS:
        listed = {name: metric.sources[network] for name, metric in POST_METRICS.items() if network in metric.sources}
        assert asked[network] == listed
    of_account = {metric.sources.get(Network.INSTAGRAM): name for name, metric in ACCOUNT_METRICS.items()}
    assert {source: name for source, name in of_account.items() if source in OPTIONAL} == OPTIONAL


def test_what_differs_within_a_network_is_what_the_list_says() -> None:
    asked = {
        Variant.FACEBOOK_REELS: {
            "likes": REEL_REACTIONS,
            "comments": COMMENTS,
            "shares": REEL_SHARES,
            **{metric: source for source, metric in OF_REEL.items()},
        },
        Variant.TIKTOK_BUSINESS: {
            metric: source for source, metric in (tiktok_business.OF_ANY | tiktok_business.OF_VIDEO).items()
        },
    }
    assert asked.keys() == set(Variant)
    for variant, sources in asked.items():
        listed = {name: metric.variants[variant] for name, metric in POST_METRICS.items() if variant in metric.variants}
        assert sources == listed
    business = {name: metric.variants.get(Variant.TIKTOK_BUSINESS) for name, metric in ACCOUNT_METRICS.items()}
    by_day = {metric: source for source, metric in tiktok_business.OF_DAY.items()}
    listed = {name: source for name, source in business.items() if source}
    assert listed == by_day | {"followers": tiktok_business.FOLLOWERS}


def test_the_documentation_shows_what_each_network_calls_a_metric() -> None:
    found = DOCUMENT.read_text()
    tables = []
    for metrics, columns in ((POST_METRICS, COLUMNS), (ACCOUNT_METRICS, OF_ACCOUNTS)):
        lines = [f"| metric | {' | '.join(column.replace('_', ' ') for column in columns)} |"]
        lines.append(f"| {' | '.join(['---'] * (len(columns) + 1))} |")
        for name, metric in metrics.items():
            sources = {str(key): name for one in (metric.sources, metric.variants) for key, name in one.items()}
            cells = (f"`{sources[column]}`" if column in sources else "–" for column in columns)
            lines.append(f"| `{name}` | {' | '.join(cells)} |")
        tables.append("\n".join(lines))
    for table in tables:
        assert table in found, table


def reason_of(metric: SocialMetric, column: Network | Variant) -> str | None:
    """Why a column has no number; None: it has one."""
    if column in metric.sources or column in metric.variants:
        return None
    if isinstance(column, Network):
        return reason_of_absence(metric, column)
    network, reason = PARTS[column]
    return reason if network in metric.sources else reason_of_absence(metric, network)


def test_the_documentation_says_why_there_is_no_number() -> None:
    lines = ["| network | of posts | of accounts | `reason` |", "| --- | --- | --- | --- |"]
    for column in COLUMNS:
        lacking: dict[str, tuple[list[str], list[str]]] = {}
        for place, metrics in enumerate((POST_METRICS, ACCOUNT_METRICS if column in OF_ACCOUNTS else {})):
            for name, metric in metrics.items():
                if reason := reason_of(metric, column):
                    lacking.setdefault(reason, ([], []))[place].append(f"`{name}`")
        for reason, names in sorted(lacking.items()):
            of_posts, of_accounts = (", ".join(one) or "–" for one in names)
            lines.append(f"| {column.replace('_', ' ')} | {of_posts} | {of_accounts} | {reason} |")
    table = "\n".join(lines)
    assert f"\n\n{table}\n\n" in DOCUMENT.read_text(), table


def test_each_kind_of_failure_has_one_action_and_one_code() -> None:
    assert {kind.action for kind in FAILURES} == set(Action)
    assert len({kind.code for kind in FAILURES}) == len(FAILURES) == 9
