"""Whatever a network refuses, and however it says so: all other metrics are answered, in few calls."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.social.failures import MetricUnsupported, NotFound
from server.social.fetcher import AskMetrics, Supported
from server.social.model import FoundPost, PostKind, Token
from server.social.supported import NOT_ASKED, ask_posts, ask_supported

NOW = datetime(2026, 12, 1, tzinfo=UTC)
NAMES = [f"metric{number}" for number in range(9)]


@given(
    st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)), st.booleans(), st.booleans(), st.integers(1, 9)
)
async def test_one_refused_metric_never_empties_the_answer(
    unfit: set[str], remembered: set[str], says_which: bool, is_of_all: bool, count: int
) -> None:
    asked = NAMES[:count]
    calls = 0
    noted: dict[str, str] = {}

    async def ask(names: Sequence[str]) -> list[str]:
        nonlocal calls
        calls += 1
        assert names
        assert not remembered & set(names)
        if refused := [name for name in names if name in unfit]:
            raise MetricUnsupported("It is retired.", refused[:1] if says_which else (), is_of_all=is_of_all)
        return list(names)

    async def recall(names: Sequence[str]) -> dict[str, str]:
        return {name: "It was retired." for name in names if name in remembered}

    async def remember(name: str, reason: str) -> None:
        noted[name] = reason

    found = await ask_supported(asked, ask, recall, remember)

    answered = [name for answer in found.answers for name in answer]
    assert sorted(answered) == sorted(set(asked) - unfit - remembered)
    assert found.refused.keys() == set(asked) & (unfit | remembered)
    assert noted.keys() == (set(asked) & unfit - remembered if is_of_all else set())
    assert calls <= 2 * count


class Remembering:
    """The calls of a collection, as far as refusals go: nothing is remembered for all."""

    token = Token("")

    def __init__(self) -> None:
        self.lacking: dict[str, Mapping[str, str]] = {}

    async def recall_lacking(self, posts: Sequence[FoundPost]) -> Mapping[str, Mapping[str, str]]:
        return {post.post_id: self.lacking[post.post_id] for post in posts if post.post_id in self.lacking}

    async def remember_lacking(self, post: FoundPost, reasons: Mapping[str, str]) -> None:
        self.lacking[post.post_id] = reasons

    async def ask_supported(self, form: str, names: Sequence[str], ask: AskMetrics) -> Supported:
        async def recall(_names: Sequence[str]) -> Mapping[str, str]:
            return {}

        async def remember(name: str, _reason: str) -> None:
            raise AssertionError(f"{form} {name} is remembered for all")

        return await ask_supported(names, ask, recall, remember)

    def now(self) -> datetime:
        return NOW

    async def get(self, *_: Any) -> Any:
        raise AssertionError

    async def post(self, *_: Any, **__: Any) -> Any:
        raise AssertionError


@given(
    st.integers(1, 100),
    st.dictionaries(st.integers(0, 99), st.sets(st.sampled_from(NAMES[:4]), min_size=1), max_size=100),
    st.sets(st.integers(0, 99)),
    st.booleans(),
)
async def test_a_post_hides_nothing_of_its_neighbours(
    count: int, unfit: dict[int, set[str]], gone: set[int], says_which: bool
) -> None:
    posts = [FoundPost(str(number), PostKind.POST, NOW) for number in range(count)]
    names, calls = NAMES[:4], 0
    answered: set[tuple[str, str]] = set()

    async def ask(some: Sequence[FoundPost], asked: Sequence[str]) -> None:
        nonlocal calls
        calls += 1
        if any(int(post.post_id) in gone for post in some):
            raise NotFound("One is gone.")
        lacking = [one for one in asked if any(one in unfit.get(int(post.post_id), ()) for post in some)]
        if lacking:
            raise MetricUnsupported("One does not have it.", lacking[:1] if says_which else ())
        answered.update((post.post_id, name) for post in some for name in asked)

    found = await ask_posts(Remembering(), "form", posts, names, ask)

    assert calls <= 48
    assert {int(one) for one in found.gone} <= gone
    for post in posts:
        told, lacks = found.refused[post.post_id], unfit.get(int(post.post_id), set())
        if post.post_id in found.gone:
            continue
        assert (NOT_ASKED in told.values()) == (post.post_id in found.missed)
        for name in names:
            assert ((post.post_id, name) in answered) != (name in told)
            assert name in told or name not in lacks
            assert told.get(name, NOT_ASKED) == NOT_ASKED or name in lacks, "a false reason"
    few = len(gone & set(range(count))) + sum(number in unfit for number in range(count)) <= 1
    if few and (says_which or not unfit):
        assert not found.missed
        for post in posts:
            assert found.refused[post.post_id].keys() == (
                unfit.get(int(post.post_id), set()) if int(post.post_id) not in gone else set()
            )


@given(
    st.integers(1, 100),
    st.dictionaries(st.integers(0, 99), st.sets(st.sampled_from(NAMES[:4]), min_size=1), max_size=100),
    st.booleans(),
)
async def test_what_posts_lack_is_found_in_some_collections_and_remembered(
    count: int, unfit: dict[int, set[str]], says_which: bool
) -> None:
    posts = [FoundPost(str(number), PostKind.POST, NOW) for number in range(count)]
    lacks = {str(number): unfit.get(number, set()) for number in range(count)}
    names, calls, remembering = NAMES[:4], 0, Remembering()

    async def ask(some: Sequence[FoundPost], asked: Sequence[str]) -> None:
        nonlocal calls
        calls += 1
        lacking = [one for one in asked if any(one in lacks[post.post_id] for post in some)]
        if lacking:
            raise MetricUnsupported("One does not have it.", lacking[:1] if says_which else ())

    for _ in range(40):
        calls = 0
        found = await ask_posts(remembering, "form", posts, names, ask)
    assert not found.missed
    assert {post_id: {*reasons} for post_id, reasons in found.refused.items()} == lacks
    assert calls == len({frozenset(own) for own in lacks.values()} - {frozenset(names)})
