"""What the hints told of, and what they did not."""

from server.live.revision_tracker import RevisionTracker


def test_revisions_that_follow_each_other_reveal_no_gap() -> None:
    tracker = RevisionTracker()
    assert [tracker.note_announced(1, revision) for revision in (1, 2, 3)] == [False, False, False]
    assert (tracker.last_committed(1), tracker.last_complete(1)) == (3, 3)


def test_a_jump_reveals_a_gap_once() -> None:
    tracker = RevisionTracker()
    tracker.catch_up(1, 5)
    assert tracker.note_announced(1, 7)
    assert not tracker.note_announced(1, 8)


def test_projects_are_apart() -> None:
    tracker = RevisionTracker()
    tracker.catch_up(1, 5)
    assert not tracker.note_announced(1, 6)
    assert tracker.note_announced(2, 6)


def test_repeated_and_late_announcements_change_nothing() -> None:
    tracker = RevisionTracker()
    tracker.catch_up(1, 5)
    tracker.note_committed(1, 5)
    assert not tracker.note_announced(1, 5)
    assert not tracker.note_announced(1, 3)
    assert (tracker.last_committed(1), tracker.last_complete(1)) == (5, 5)


def test_revisions_read_from_the_database_are_committed_but_not_announced() -> None:
    tracker = RevisionTracker()
    tracker.note_committed(1, 9)
    assert (tracker.last_committed(1), tracker.last_complete(1)) == (9, 0)


def test_a_revision_that_falls_from_one_read_to_the_next_reveals_that_the_database_was_set_back() -> None:
    tracker = RevisionTracker()
    assert not tracker.read(1, 9)
    tracker.note_announced(1, 12)  # a hint may be ahead of the last read
    assert not tracker.read(1, 11)
    assert tracker.last_committed(1) == 12
    assert tracker.read(1, 4)
    assert (tracker.last_committed(1), tracker.last_complete(1)) == (4, 4)
    assert not tracker.read(1, 4)
    assert not tracker.note_announced(1, 5)
    assert tracker.last_committed(2) == 0
