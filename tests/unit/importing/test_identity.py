from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from server.importing.identity import ContentIdentity


def ids(raws: list[bytes]) -> list[str]:
    identity = ContentIdentity()
    made = []
    for raw in raws:
        identity.feed(raw)
        made.append(identity.current_id())
    return made


def test_an_id_is_a_uuid_of_version_8() -> None:
    (made,) = ids([b"x"])
    assert UUID(made).version == 8
    assert UUID(made).variant == "specified in RFC 4122"


@given(st.lists(st.binary(max_size=5), max_size=20))
def test_the_same_content_gives_the_same_ids_and_each_record_its_own(raws: list[bytes]) -> None:
    made = ids(raws)
    assert made == ids(raws)
    assert len(set(made)) == len(raws)


@given(st.lists(st.binary(max_size=5)), st.lists(st.binary(max_size=5)))
def test_a_log_that_has_grown_keeps_the_ids_of_its_old_records(old: list[bytes], added: list[bytes]) -> None:
    assert ids(old + added)[: len(old)] == ids(old)
