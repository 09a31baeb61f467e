"""Many workspaces with an account on each network: what their collection may cost, and which numbers are wrong."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from structlog.testing import capture_logs

from server.demo.brand import STORY, Brand, Networks
from server.demo.networks.local import Seen
from server.demo.networks.youtube import rounded
from server.settings import Settings
from server.social.accounts import account_id_of, connect_account, upsert_workspace
from server.social.client import SocialClient
from server.social.model import Network, Token
from server.social.networks import open_fetchers
from server.social.vault import Vault
from server.storage.database import Pool

DAYS = 3
"""Days that networks still change: they are read again."""
SLACK = 1.1
"""Calls beyond the least number that are allowed."""
AT_ONCE = 8
LIMITS: Mapping[str, tuple[Network, str, float, int]] = {
    "the profile of a user of X": (Network.X, "/2/users/", 900, 75),
    "a timeline of X": (Network.X, "/tweets", 900, 900),
    "users of TikTok": (Network.TIKTOK, "/v2/user/info/", 60, 600),
    "videos of TikTok": (Network.TIKTOK, "/v2/video/list/", 60, 600),
    "units of YouTube": (Network.YOUTUBE, "/youtube/", 86_400, 10_000),
    "analytics of Pinterest": (Network.PINTEREST, "/analytics", 60, 60),
    "a business account of Instagram": (Network.INSTAGRAM, "/", 3600, 200),
    "a page of Facebook": (Network.FACEBOOK, "/", 3600, 200),
}
"""Documented limits: of which paths, in how many seconds, how many calls."""
OF_APPLICATION = {Network.TIKTOK, Network.YOUTUBE}
"""Networks whose limit is that of the whole application; others limit each account."""
REPEATED = """
SELECT account_id || ' ' || post_id || ' ' || metric FROM (
    SELECT *, (value, provenance, reason) IS NOT DISTINCT FROM
        (lag(value) OVER same, lag(provenance) OVER same, lag(reason) OVER same) AS is_repeated
    FROM social_values WHERE grain = 'moment' AND project_id = $1
    WINDOW same AS (PARTITION BY account_id, post_id, metric ORDER BY at)
) AS series WHERE is_repeated AND value IS NOT NULL
"""
LATEST = "SELECT account_id, post_id, metric, value FROM social_latest WHERE project_id = $1"
SERIES = "SELECT account_id, value FROM social_values WHERE project_id = $1 AND metric = 'followers' AND post_id = ''"
COLLECTED = """
SELECT count(*) FROM social_accounts
WHERE project_id = $1 AND collected_at > $2 AND outcome = 'done' AND taken_by IS NULL
"""


class Load:
    """Workspaces, and the local networks of their accounts.

    Args:
        workspaces: How many.
        posts: How many posts each account has.
        project: Whose they are.
    """

    def __init__(self, workspaces: int, posts: int, project: int = 1) -> None:
        self.now = datetime.now(UTC)
        self.posts = posts
        self.project = project
        self.networks = Networks()
        self.brands = [Brand(self.networks, number, self.now, posts) for number in range(1, workspaces + 1)]
        self.held: dict[str, set[int]] = {}
        self._note()

    @property
    def accounts(self) -> int:
        return len(self.brands) * len(Network)

    def move(self, by: timedelta) -> None:
        """Lets time pass for the brands, though for nobody else."""
        self.now += by
        for brand in self.brands:
            brand.move(self.now)
        self._note()

    async def connect(self, settings: Settings, pool: Pool, client: SocialClient, vault: Vault) -> None:
        """Connects all accounts; the calls for that do not count."""
        free = asyncio.Semaphore(AT_ONCE)

        async def connect(brand: Brand, network: Network) -> None:
            async with free:
                await connect_account(
                    pool,
                    client,
                    vault,
                    open_fetchers(settings)[network],
                    project_id=self.project,
                    workspace_id=f"w{brand.number}",
                    token=Token(brand.token),
                    external_id=brand.id_on(network),
                )

        for brand in self.brands:
            name, zone = f"w{brand.number}", ZoneInfo("Europe/Berlin")
            await upsert_workspace(pool, self.project, name, name=name, timezone=zone)
        with capture_logs():  # a line for each
            async with asyncio.TaskGroup() as work:
                for brand in self.brands:
                    for network in Network:
                        work.create_task(connect(brand, network))
        self.networks.forget()

    async def until_collected(self, pool: Pool, since: datetime, seconds: float) -> None:
        """Returns when all accounts were collected to the end after a moment."""
        async with asyncio.timeout(seconds):
            while await pool.fetchval(COLLECTED, self.project, since) < self.accounts:  # noqa: ASYNC110 - of a worker
                await asyncio.sleep(0.1)

    def calls(self) -> dict[Network, int]:
        """The calls that arrived."""
        return {network: len(self.networks[network].seen) for network in Network}

    def least(self) -> dict[Network, int]:
        """The least number of calls for one collection of all posts, by the batch sizes that networks allow.

        What a network refuses in one call is apart: metrics of other kinds of posts, and those that may be retired.
        """
        found: Counter[Network] = Counter()
        for brand in self.brands:
            media = brand._owner.media
            videos = sum(bool(one.video) for one in brand._organization.updates)
            kinds = (videos, self.posts - videos)
            found[Network.INSTAGRAM] += 1 + 3 * DAYS + _pages(self.posts, 100) + 1 + _pages(len(media), 50)
            reels = len(brand._page.reels)
            of_page = (sum(post.media_type == "video" for post in brand._page.posts), self.posts - videos, reels)
            found[Network.FACEBOOK] += (
                2 + _pages(reels, 100) + _pages(self.posts, 100) + sum(_pages(kind, 50) for kind in of_page)
            )
            found[Network.X] += 1 + _pages(self.posts, 100) + 1  # younger than 30 days, and older
            found[Network.LINKEDIN] += 1 + 2 + _pages(self.posts, 100) + _pages(self.posts, 50) + 2 * videos
            found[Network.TIKTOK] += 1 + _pages(self.posts, 20)
            found[Network.YOUTUBE] += 1 + 3 * _pages(self.posts, 50)
            found[Network.PINTEREST] += 1 + 1 + _pages(self.posts, 250) + sum(_pages(kind, 100) for kind in kinds)
        return dict(found)

    def exceeded(self) -> list[str]:
        """The documented limits that were exceeded by what arrived."""
        found = []
        for name, (network, path, seconds, most) in LIMITS.items():
            by_caller: dict[str, list[Seen]] = {}
            for one in self.networks[network].seen:
                if path in one.path and (name != "the profile of a user of X" or "/tweets" not in one.path):
                    caller = "" if network in OF_APPLICATION else one.headers.get("authorization", "")
                    by_caller.setdefault(caller, []).append(one)
            busiest = max((_most_within([one.at for one in own], seconds) for own in by_caller.values()), default=0)
            if busiest > most:
                found.append(f"{name}: {busiest} calls within {seconds:g} s, {most} are allowed")
        return found

    def refused(self) -> list[str]:
        """What a strict network refuses."""
        return [f"{network}: {refused}" for network in Network for refused in self.networks[network].refused]

    async def wrong(self, pool: Pool) -> list[str]:
        """Latest numbers that are not those of the networks now, and series with a row for no change."""
        rows = await pool.fetch(LATEST, self.project)
        stored = {(row["account_id"], row["post_id"], row["metric"]): row["value"] for row in rows}
        found = [
            f"{key}: {stored.get(key)}, not {truth}" for key, truth in self._truth() if stored.get(key) != float(truth)
        ]
        found += [f"{row[0]} twice" for row in await pool.fetch(REPEATED, self.project)]
        for row in await pool.fetch(SERIES, self.project):
            if int(row["value"]) not in self.held[row["account_id"]]:
                found.append(f"{row['account_id']} never had {row['value']:g} followers")
        return found

    def _truth(self) -> Iterator[tuple[tuple[str, str, str], int]]:
        for brand in self.brands:
            for network in Network:
                account = account_id_of(network, brand.id_on(network))
                yield (account, "", "followers"), followers_of(brand, network)
                for post_id, likes in likes_of(brand, network):
                    yield (account, post_id, "likes"), likes

    def _note(self) -> None:
        for brand in self.brands:
            for network in Network:
                account = account_id_of(network, brand.id_on(network))
                self.held.setdefault(account, set()).add(followers_of(brand, network))


def _pages(rows: int, size: int) -> int:
    return ceil(rows / size)


def _most_within(moments: list[datetime], seconds: float) -> int:
    """The largest number of moments within some seconds."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while (moment - moments[first]).total_seconds() >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def followers_of(brand: Brand, network: Network) -> int:
    """The followers of its account now."""
    return {
        Network.INSTAGRAM: brand._owner.followers,
        Network.FACEBOOK: brand._page.followers,
        Network.X: brand._member.counts["followers_count"],
        Network.LINKEDIN: brand._organization.followers,
        Network.TIKTOK: brand._user.counts["follower_count"],
        Network.YOUTUBE: rounded(brand._channel.subscribers),
        Network.PINTEREST: brand._pinner.followers,
    }[network]


def likes_of(brand: Brand, network: Network) -> list[tuple[str, int]]:
    """The likes of each post that its account has now, by id; those of stories are none."""
    match network:
        case Network.INSTAGRAM:
            return [(one.media_id, one.metrics["likes"]) for one in brand._owner.media if one.form != STORY]
        case Network.FACEBOOK:
            reactions = "post_video_likes_by_reaction_type"
            reels = [(one.video_id, sum(one.insights[reactions].values())) for one in brand._page.reels]
            return [*reels, *((one.post_id, one.reactions) for one in brand._page.posts)]
        case Network.X:
            return [(one.post_id, one.counts["like_count"]) for one in brand._member.posts]
        case Network.LINKEDIN:
            return [(one.urn, one.counts["likeCount"]) for one in brand._organization.updates]
        case Network.TIKTOK:
            return [(one.video_id, one.counts["like_count"]) for one in brand._user.videos]
        case Network.YOUTUBE:
            return [(one.video_id, one.statistics["likeCount"]) for one in brand._channel.videos]
        case Network.PINTEREST:
            return [(one.pin_id, one.metrics["TOTAL_REACTIONS"]) for one in brand._pinner.pins]
