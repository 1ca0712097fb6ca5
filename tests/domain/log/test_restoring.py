"""Facts of another log are stored as they were, in their places; all of them, or none."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from domain.ledger import Ledger
from domain.log.restoring import CannotRestore, restore
from domain.log.stored import Stored

ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    ledger = Ledger.at(database_url)
    yield ledger
    ledger.close()


def facts(*versions: tuple[UUID, int]) -> list[Stored]:
    return [
        Stored(position, stream.hex, version, "source.regraded", b'{"v":1,  "of":"%d"}' % position)
        for position, (stream, version) in enumerate(versions, start=1)
    ]


def test_facts_are_stored_byte_by_byte_in_their_places(ledger: Ledger) -> None:
    given = facts((ONE, 1), (TWO, 1), (ONE, 2))
    restore(ledger.log, given)
    assert ledger.undecoded_after(0, 10) == given


def test_what_comes_next_has_the_next_position(ledger: Ledger) -> None:
    restore(ledger.log, facts((ONE, 1), (ONE, 2)))
    assert ledger.position == 2
    with pytest.raises(CannotRestore, match="holds 2 facts already"):
        restore(ledger.log, facts((TWO, 1)))
    assert ledger.position == 2


@pytest.mark.parametrize(
    ("versions", "reason"),
    [
        ([(ONE, 1), (TWO, 1), (ONE, 1)], "the same version of one stream"),
        ([(ONE, 1), (ONE, 3)], "version 3 of the stream .* is not in its turn"),
        ([(ONE, 2), (TWO, 1)], "version 2 of the stream .* is not in its turn"),
        ([(ONE, 2), (ONE, 1)], "is not in its turn"),
    ],
)
def test_facts_that_make_no_log_leave_it_empty(ledger: Ledger, versions: list[tuple[UUID, int]], reason: str) -> None:
    with pytest.raises(CannotRestore, match=reason):
        restore(ledger.log, facts(*versions))
    assert ledger.undecoded_after(0, 10) == []


def test_whatever_breaks_off_leaves_the_log_empty_and_open_for_another_try(ledger: Ledger) -> None:
    def breaking_off() -> Iterator[Stored]:
        yield from facts((ONE, 1), (TWO, 1))
        raise OSError("the file is gone")

    with pytest.raises(OSError, match="the file is gone"):
        restore(ledger.log, breaking_off())
    assert ledger.position == 0
    restore(ledger.log, facts((TWO, 1)))
    assert ledger.position == 1


def test_an_empty_copy_restores_an_empty_log(ledger: Ledger) -> None:
    restore(ledger.log, [])
    assert ledger.position == 0
