"""The messages between the aggregator and the live processes."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.live.hints import (
    MESSAGE_BYTES,
    decode_hint,
    decode_revisions,
    encode_hints,
    encode_revisions,
)
from server.live.subjects import (
    channel_of,
    content_subject,
    creator_subject,
    platform_subject,
    project_of,
    session_subject,
)

CHANNELS = 16
ids = st.text(st.characters(codec="utf-8"), min_size=1, max_size=128)


@given(project=st.integers(1, 2**31 - 1), name=ids)
def test_a_subject_names_its_project(project: int, name: str) -> None:
    subjects = [content_subject(project, name), creator_subject(project, name), session_subject(project, name)]
    subjects.append(platform_subject(project))
    assert len(set(subjects)) == 4
    assert {project_of(subject) for subject in subjects} == {project}


def test_a_subject_keeps_its_channel_from_version_to_version() -> None:
    assert channel_of("content:1:c1", CHANNELS) == "{viewpulse}:live:8"
    assert channel_of("content:1:ü", CHANNELS) == "{viewpulse}:live:12"


@given(names=st.sets(st.tuples(st.integers(1, 3), ids), max_size=50))
def test_every_subject_arrives_once_on_its_channel_with_its_revision(names: set[tuple[int, str]]) -> None:
    revisions = {1: 10, 2: 20, 3: 30}
    subjects = [content_subject(project, name) for project, name in sorted(names)]
    arrived = []
    for channel, message in encode_hints(revisions, subjects, CHANNELS):
        hint = decode_hint(message.decode())
        assert hint.revisions == {project_of(subject): 10 * project_of(subject) for subject in hint.subjects}
        assert {channel_of(subject, CHANNELS) for subject in hint.subjects} == {channel}
        arrived += hint.subjects
    assert sorted(arrived) == sorted(subjects)


def test_a_short_list_makes_one_message_a_channel() -> None:
    subjects = [content_subject(1, f"c{number}") for number in range(1000)]
    channels = [channel for channel, _ in encode_hints({1: 1}, subjects, CHANNELS)]
    assert len(channels) == len(set(channels)) == CHANNELS


@pytest.mark.parametrize("letter", ["x", '"', "\u0001"])
def test_a_long_list_is_split_into_messages_of_bounded_size(letter: str) -> None:
    subjects = [content_subject(1, letter * 120 + str(number)) for number in range(5000)]
    messages = [message for _, message in encode_hints({1: 1}, subjects, 1)]
    assert len(messages) > 5
    assert max(map(len, messages)) <= 3.2 * MESSAGE_BYTES
    assert sum(len(decode_hint(message).subjects) for message in messages) == 5000


def test_revisions_come_back() -> None:
    assert decode_revisions(encode_revisions({1: 812, 7: 2**53})) == {1: 812, 7: 2**53}


@pytest.mark.parametrize("message", ["", "[]", '{"a": 1}', '{"revisions": {}}'])
def test_anything_else_is_no_hint(message: str) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode_hint(message)
