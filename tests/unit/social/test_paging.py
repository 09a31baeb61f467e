"""Lists of networks end, whatever a network answers."""

from pathlib import Path

import pytest

from server.social import networks
from server.social.failures import ContractChanged
from server.social.networks.paging import MAX_PAGES, follow_pages


async def test_all_pages_come_once_in_their_order() -> None:
    async def ask(cursor: int | None) -> int:
        return cursor or 0

    assert [page async for page in follow_pages(ask, lambda page: page + 1 if page < 4 else None)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("period", [1, 2, 3])
async def test_a_cursor_that_comes_again_ends_the_list(period: int) -> None:
    asked = []

    async def ask(cursor: int | None) -> int:
        asked.append(cursor)
        return len(asked)

    with pytest.raises(ContractChanged):
        async for _ in follow_pages(ask, lambda page: page % period):
            pass
    assert len(asked) == period + 1


async def test_a_list_whose_cursors_never_end_is_left() -> None:
    pages = 0

    async def ask(cursor: int | None) -> int:
        nonlocal pages
        pages += 1
        return cursor or 0

    with pytest.raises(ContractChanged):
        async for _ in follow_pages(ask, lambda page: page + 1):
            pass
    assert pages == MAX_PAGES


def test_no_network_follows_pages_by_itself() -> None:
    sources = sorted(Path(networks.__file__).parent.glob("*.py"))
    assert len(sources) > 7
    assert [source.name for source in sources if "while " in source.read_text()] == []
