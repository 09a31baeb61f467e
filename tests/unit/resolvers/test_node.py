"""Global ids hold any id that an app may have."""

from hypothesis import given
from hypothesis import strategies as st

from resolvers.arguments import MAX_ID_LENGTH
from resolvers.node import global_id, read_global_id
from server.errors import ViewpulseError

KINDS = ["Content", "Creator", "Session"]


@given(st.sampled_from(KINDS), st.text(min_size=1, max_size=MAX_ID_LENGTH))
def test_a_global_id_holds_any_id(kind: str, own_id: str) -> None:
    try:
        found = global_id(kind, own_id)
    except UnicodeEncodeError:  # an unpaired surrogate
        return
    try:
        assert read_global_id(found, "id") == (kind, own_id)
    except ViewpulseError:
        assert "\0" in own_id
