"""What tests of the log may ask for: a ledger in either database."""

from collections.abc import Iterator

import pytest

from domain.ledger import Ledger
from tests.domain.log.arrange import a_ledger


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """Lend a ledger with its parties and sources, once in each database that can hold a log."""
    lent = a_ledger(database_url)
    yield lent
    lent.close()


@pytest.fixture
def quick_ledger() -> Iterator[Ledger]:
    """Lend a ledger in memory, for rules that are the same in every database."""
    lent = a_ledger("sqlite://")
    yield lent
    lent.close()
