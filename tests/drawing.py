"""How many examples property tests draw."""

from hypothesis import settings


def drawn(number: int) -> int:
    """So many in `make test`; in `make fuzz` as many times more as a test draws that says nothing.

    Args:
        number: Of examples, by which a run of the suite is long enough.
    """
    return number * settings().max_examples // settings.get_profile("default").max_examples
