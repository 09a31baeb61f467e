"""Request ids."""

import pytest

from server.transport.request_id import request_id_of


def test_a_short_plain_id_is_kept() -> None:
    assert request_id_of("order-17_a.B") == "order-17_a.B"


@pytest.mark.parametrize("sent", [None, "", "a" * 65, "a b", "a\nb", "ä", "<script>"])
def test_any_other_is_replaced(sent: str | None) -> None:
    made = request_id_of(sent)
    assert made != sent
    assert request_id_of(made) == made
    assert made != request_id_of(sent)
