"""A ledger in each database that can hold one, and tables to fold it into."""

from collections.abc import Iterator

import pytest

from projections.store import Store
from tests.projections.arrange import Book, a_book


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    book = a_book(database_url)
    yield book
    book.ledger.close()


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


@pytest.fixture(scope="module")
def tables() -> Iterator[Store]:
    """Lend tables that one history after another is folded into: to empty them is quicker than to make others."""
    store = Store()
    yield store
    store.close()


@pytest.fixture(scope="module")
def beside() -> Iterator[Store]:
    """Lend tables of the same kind, to be held against the first."""
    store = Store()
    yield store
    store.close()
