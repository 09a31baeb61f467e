"""Whatever a network refuses, and however it says so: all other metrics are answered, in few calls."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from server.social.failures import MetricUnsupported
from server.social.supported import ask_supported

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
