"""Which fit is in force is a matter of the position alone; what it says never changes."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.inference.adoption import Adoption, FitWithdrawalReport, Proposal
from domain.ledger import Ledger
from projections import fits
from projections.proving.audit import audit
from projections.proving.rebuild import rebuild
from projections.store import Store
from tests.domain.arrange import made
from tests.domain.fitting.arrange import a_fit
from tests.projections.arrange import Book, followed, lens, refolded, step_by_step


def adopt(book: Book, reason: str = "why", acts: int = 3) -> UUID:
    return book.clerk().open(Adoption.adopt, made(Proposal, fit=a_fit(acts=acts), reason=reason)).id


def withdraw(book: Book, fit: UUID, reason: str = "too soon") -> None:
    book.change(fit, Adoption.withdraw, made(FitWithdrawalReport, reason=reason), kind=Adoption)


def in_force_at(store: Store, position: int) -> UUID | None:
    standing = fits.in_force(store, lens(store, position=str(position)))
    return None if standing is None else standing.id


@pytest.fixture
def book(database_url: str) -> Book:
    return Book(Ledger.at(database_url))


def test_the_fit_adopted_last_is_in_force_and_the_one_before_again_once_it_is_withdrawn(book: Book) -> None:
    first, second = adopt(book), adopt(book)
    withdraw(book, second)
    withdraw(book, first)
    store = followed(book.ledger)
    assert [in_force_at(store, position) for position in range(5)] == [None, first, second, first, None]


def test_withdrawing_one_that_is_not_in_force_changes_nothing(book: Book) -> None:
    first, second = adopt(book), adopt(book)
    withdraw(book, first)
    store = followed(book.ledger)
    assert [in_force_at(store, position) for position in (1, 2, 3)] == [first, second, second]


def test_neither_what_had_happened_nor_what_was_known_says_which_fit_is_in_force(book: Book) -> None:
    fit = adopt(book)
    store = followed(book.ledger)
    through = lens(store, as_of="1999-01-01", known_at="1999-01-01")
    standing = fits.in_force(store, through)
    assert standing is not None
    assert standing.id == fit
    assert [one["in_force"] for one in fits.page(store, through)] == [True]
    assert fits.fit_in_force(store, lens(store, position="0")) is None


def test_what_is_in_force_is_what_was_adopted_to_the_last_digit(book: Book) -> None:
    adopt(book, acts=7)
    store = followed(book.ledger)
    found = fits.fit_in_force(store, lens(store))
    assert found == a_fit(acts=7)
    assert found is fits.fit_in_force(store, lens(store)), "it is read from the log once"


def test_a_fit_is_cited_by_its_id_its_numbers_and_where_it_was_adopted(book: Book) -> None:
    fit = adopt(book)
    store = followed(book.ledger)
    standing = fits.in_force(store, lens(store))
    assert standing is not None
    assert standing.cited() == {
        "id": str(fit),
        "version": "excitation-1",
        "parameters": {
            "answers": 0.1 + 0.2,
            "weight": -1 / 3,
            "delay_days": 1.435626210186217,
            "reach_km": 12.165506637889463,
        },
        "fitted_to": {
            "as_of": "2020-03-01T00:00:00Z",
            "known_at": None,
            "position": 40,
            "policy": "assessment-1",
        },
        "adopted": {"position": 1},
    }


def test_a_list_has_the_last_first_and_says_what_became_of_each(book: Book) -> None:
    first, second = adopt(book, "early"), adopt(book, "late")
    withdraw(book, second)
    store = followed(book.ledger)
    late, early = fits.page(store, lens(store))
    assert (UUID(late["id"]), UUID(early["id"])) == (second, first)
    assert (late["reason"], late["adopted"]["position"], late["in_force"]) == ("late", 2, False)
    assert late["withdrawn"] == {"at": "2020-04-01T00:03:00Z", "position": 3, "reason": "too soon"}
    assert (early["adopted"], early["withdrawn"], early["in_force"]) == (
        {"at": "2020-04-01T00:01:00Z", "position": 1},
        None,
        True,
    )
    assert "background" not in late
    [then] = fits.page(store, lens(store, position="1"))
    assert (UUID(then["id"]), then["in_force"]) == (first, True)


def test_one_fit_has_its_background_and_what_the_lens_does_not_show_is_none(book: Book) -> None:
    fit = adopt(book)
    store = followed(book.ledger)
    told = fits.one(store, lens(store), fit)
    assert told is not None
    assert [(row["by"], row["area"]) for row in told["background"]] == [
        ("syria-government", [35, 36]),
        ("turkey", [-1, -180]),
    ]
    assert fits.one(store, lens(store, position="0"), fit) is None
    assert fits.one(store, lens(store), uuid4()) is None


def test_the_doctor_finds_a_ledger_with_fits_sound_and_a_rebuild_mends_nothing(book: Book, tmp_path: Path) -> None:
    first, second = adopt(book), adopt(book)
    withdraw(book, second)
    path = tmp_path / "projections"
    followed(book.ledger, Store(path)).close()
    assert rebuild(book.ledger, path).mended == {}
    again = followed(book.ledger, Store(path))
    assert audit(book.ledger, again).findings == []
    assert in_force_at(again, 3) == first
    again.close()


turns = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=10)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(turns)
def test_at_every_position_it_is_the_last_that_was_adopted_and_stands(
    tables: Store, beside: Store, history: list[tuple[bool, int]]
) -> None:
    """Held against a scan of what was done, whether the log is followed fact by fact or at once."""
    book = Book(Ledger.at("sqlite://"))
    opened: list[UUID] = []
    taken_back: dict[UUID, int] = {}
    adopted_at: dict[UUID, int] = {}
    for wanted, number in history:
        standing = [fit for fit in opened if fit not in taken_back]
        if wanted or not standing:
            opened.append(adopt(book))
            adopted_at[opened[-1]] = book.ledger.position
        else:
            fit = standing[number % len(standing)]
            withdraw(book, fit)
            taken_back[fit] = book.ledger.position
    refolded(book.ledger, tables)
    beside.empty()
    step_by_step(book.ledger, beside)
    for position in range(book.ledger.position + 1):
        expected = [
            fit
            for fit in opened
            if adopted_at[fit] <= position and (fit not in taken_back or taken_back[fit] > position)
        ]
        last = expected[-1] if expected else None
        assert in_force_at(tables, position) == in_force_at(beside, position) == last
