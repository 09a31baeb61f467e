"""A creator's dashboard of a period: reactions by type."""

from enum import StrEnum

from server.metrics.counters import Counts


class Reaction(StrEnum):
    """A type of positive reaction; the value is its field of ``Counts``."""

    LIKE = "likes"
    COMMENT = "comments"
    SHARE = "shares"
    SAVE = "saves"
    CLICK = "clicks"
    DUET = "duets"
    STITCH = "stitches"
    SOUND_USE = "sound_uses"
    FOLLOW = "follows"
    CONTACT = "contacts"
    WHATSAPP = "whatsapps"
    BOOK_VIEWING = "book_viewings"


def reactions_of(counts: Counts) -> list[tuple[Reaction, int]]:
    """The number of reactions of each type, most first; ties in the order of the enum."""
    found: list[tuple[Reaction, int]] = [(reaction, getattr(counts, reaction.value)) for reaction in Reaction]
    return sorted(found, key=lambda pair: -pair[1])
