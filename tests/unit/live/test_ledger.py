"""What the hints told of, and what they did not."""

from server.live.ledger import RevisionLedger


def test_revisions_that_follow_each_other_reveal_no_gap() -> None:
    ledger = RevisionLedger()
    assert [ledger.announce(1, revision) for revision in (1, 2, 3)] == [False, False, False]
    assert (ledger.known(1), ledger.heard(1)) == (3, 3)


def test_a_jump_reveals_a_gap_once() -> None:
    ledger = RevisionLedger()
    ledger.catch_up(1, 5)
    assert ledger.announce(1, 7)
    assert not ledger.announce(1, 8)


def test_projects_are_apart() -> None:
    ledger = RevisionLedger()
    ledger.catch_up(1, 5)
    assert not ledger.announce(1, 6)
    assert ledger.announce(2, 6)


def test_repeated_and_late_announcements_change_nothing() -> None:
    ledger = RevisionLedger()
    ledger.catch_up(1, 5)
    ledger.note(1, 5)
    assert not ledger.announce(1, 5)
    assert not ledger.announce(1, 3)
    assert (ledger.known(1), ledger.heard(1)) == (5, 5)


def test_what_only_the_database_knows_is_known_but_not_heard() -> None:
    ledger = RevisionLedger()
    ledger.note(1, 9)
    assert (ledger.known(1), ledger.heard(1)) == (9, 0)


def test_a_revision_that_falls_from_one_read_to_the_next_reveals_that_the_database_was_set_back() -> None:
    ledger = RevisionLedger()
    assert not ledger.read(1, 9)
    ledger.announce(1, 12)  # a hint may be ahead of the last read
    assert not ledger.read(1, 11)
    assert ledger.known(1) == 12
    assert ledger.read(1, 4)
    assert (ledger.known(1), ledger.heard(1)) == (4, 4)
    assert not ledger.read(1, 4)
    assert not ledger.announce(1, 5)
    assert ledger.known(2) == 0
