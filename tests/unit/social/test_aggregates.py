"""What a period has of a metric: sums, gaps, accounts without it, growth, and what is said of all that."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server.social.aggregates import NO_ACCOUNTS, NOT_THEN, PEOPLE, Aggregate, Cell, Cells, aggregate
from server.social.custom_metrics import CustomMetric, FormulaKind
from server.social.custom_periods import Sum, compute_period
from server.social.formulas import Computed, parse_formula
from server.social.metrics import ACCOUNT_METRICS, POST_METRICS, SocialMetric
from server.social.model import Account, AccountState, Network, Provenance

BEFORE = date(2026, 11, 1)
DAYS = [BEFORE + timedelta(days=number) for number in (1, 2, 3)]
SINCE = datetime(2026, 10, 1, tzinfo=UTC)


def account(network: str, number: int = 1) -> Account:
    return Account(
        1, "main", f"{network}:{number}", Network(network), f"{number}", "", AccountState.CONNECTED, None, SINCE
    )


def cells(metric: SocialMetric, **values: list[float | None]) -> Cells[date]:
    """The numbers of accounts on the day before and on the three days; None: not collected."""
    found: dict[date, dict[str, Cell]] = {}
    for name, numbers in values.items():
        for day, number in zip([BEFORE, *DAYS], numbers, strict=True):
            if number is not None:
                found.setdefault(day, {})[f"{name}:1"] = Cell(number, Provenance.MEASURED, None)
    return Cells(metric, found)


def aggregated(metric: SocialMetric, **values: list[float | None]) -> Aggregate:
    return aggregate(cells(metric, **values), [account(name) for name in values], DAYS, BEFORE)


LIKES, FOLLOWERS, REACH = POST_METRICS["likes"], ACCOUNT_METRICS["followers"], ACCOUNT_METRICS["reach"]


def test_days_and_accounts_are_added_up() -> None:
    found = aggregated(LIKES, instagram=[9, 1, 2, 3], x=[9, 10, 20, 60])
    assert (found.total, found.average, found.least, found.most) == (96, 32, 11, 63)
    assert (found.provenance, found.reason, found.growth) == (Provenance.MEASURED, None, None)


def test_a_gap_is_said_and_is_no_fall() -> None:
    found = aggregated(LIKES, instagram=[9, 1, None, 3], x=[9, 10, 20, 60])
    assert (found.total, found.average, found.least, found.most) == (94, 37, 11, 63)
    assert (found.provenance, found.reason) == (Provenance.ESTIMATED, "1 of 6 days of accounts have no number.")


def test_an_account_without_the_metric_is_named() -> None:
    found = aggregated(POST_METRICS["saves"], instagram=[0, 1, 2, 3], youtube=[None] * 4)
    assert (found.total, found.least) == (6, 1)
    assert found.reason == "Without youtube:1: YouTube does not publish it."
    assert aggregated(POST_METRICS["saves"], youtube=[None] * 4) == Aggregate(reason="YouTube does not publish it.")
    assert aggregated(LIKES, youtube=[None] * 4) == Aggregate(reason=NOT_THEN)
    assert aggregated(LIKES) == Aggregate(reason=NO_ACCOUNTS)


def test_followers_grow_since_the_day_before() -> None:
    found = aggregated(FOLLOWERS, instagram=[100, 90, 120, 130], x=[300, 300, 300, 310])
    assert (found.last, found.growth, found.growth_rate) == (440, 40, 10)
    assert (found.total, found.least, found.most) == (None, 390, 440)
    assert found.average == pytest.approx(1250 / 3)
    assert found.provenance is Provenance.MEASURED
    assert aggregated(FOLLOWERS, instagram=[0, 1, 1, 2]).growth_rate is None


def test_growth_without_a_number_from_before_says_so() -> None:
    late = aggregated(FOLLOWERS, instagram=[None, 90, 120, 130])
    assert (late.last, late.growth) == (130, 40)
    assert late.reason == "The growth of instagram:1 is counted from the first number in this time on."
    new = aggregated(FOLLOWERS, instagram=[100, 100, 100, 110], x=[None, None, None, 500])
    assert (new.last, new.growth, new.growth_rate) == (610, 10, 10)
    assert new.reason == (
        "2 of 6 days of accounts have no number. The growth of x:1 is not known: there is no number from before."
    )
    alone = aggregated(FOLLOWERS, x=[None, None, None, 500])
    assert (alone.last, alone.growth, alone.growth_rate) == (500, None, None)


def test_people_are_never_added_up() -> None:
    one = aggregated(REACH, instagram=[9, 10, 30, 20], x=[None] * 4)
    assert (one.total, one.average, one.least, one.most) == (None, 20, 10, 30)
    assert aggregated(REACH, instagram=[9, 10, 30, 20], facebook=[1, 2, 3, 4]) == Aggregate(reason=PEOPLE)


def test_estimates_and_reasons_of_networks_are_passed_on() -> None:
    hidden = Cell(None, Provenance.UNAVAILABLE, "The owner hides it.")
    rounded = Cell(1000, Provenance.ESTIMATED, "Rounded.")
    youtube = [account("youtube")]
    some = Cells(
        FOLLOWERS, {BEFORE: {"youtube:1": rounded}, DAYS[0]: {"youtube:1": hidden}, DAYS[1]: {"youtube:1": rounded}}
    )
    found = aggregate(some, youtube, DAYS[:2], BEFORE)
    assert (found.last, found.growth, found.provenance) == (1000, 0, Provenance.ESTIMATED)
    assert found.reason == "Rounded. 1 of 2 days of accounts have no number."
    assert aggregate(some, youtube, DAYS[:1], BEFORE) == Aggregate(reason="The owner hides it.")


def test_formulas_take_states_whatever_is_known_of_their_growth() -> None:
    ratio = CustomMetric(
        "ratio", FormulaKind.ACCOUNT, parse_formula("followers / following", tuple(ACCOUNT_METRICS)), "Ratio", SINCE
    )

    def computed(followers: list[float | None], following: list[float | None]) -> Computed[Sum]:
        found = {
            ("account", name): aggregated(ACCOUNT_METRICS[name], instagram=numbers)
            for name, numbers in (("followers", followers), ("following", following))
        }
        assert {one.provenance for one in found.values()} == {Provenance.ESTIMATED}  # because of the growth
        return compute_period(ratio, found)

    late = computed([None, 1, 2, 8], [None, 2, 2, 4])
    assert (late.value, late.provenance, late.reason) == (2, Provenance.MEASURED, None)
    gap = computed([None, 1, None, 8], [None, 2, 2, 4])
    assert (gap.value, gap.provenance) == (2, Provenance.ESTIMATED)
    assert gap.reason is not None
    assert "1 of 3 days" in gap.reason
    assert "growth" not in gap.reason
