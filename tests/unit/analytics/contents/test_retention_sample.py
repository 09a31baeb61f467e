"""How many viewers each of a sample stands for."""

from random import Random

import pytest

from server.analytics.contents.retention import viewers_per_sample


@pytest.mark.parametrize("sampled", [0, 1, 999])
def test_all_viewers_stand_for_themselves(sampled: int) -> None:
    assert viewers_per_sample(sampled, 7 if sampled else None) == 1.0


@pytest.mark.parametrize("viewers", [1_000, 5_000, 80_000])
def test_a_sample_stands_for_about_all_viewers(viewers: int) -> None:
    random = Random(viewers)
    hashes = sorted(random.randrange(-(2**63), 2**63) for _ in range(viewers))[:1000]
    assert viewers_per_sample(1000, hashes[-1]) * 1000 == pytest.approx(viewers, rel=0.1)
