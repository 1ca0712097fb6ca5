"""What is taken in once, and read by several files of tests."""

from pathlib import Path

import pytest

from tests.exchange.whole_release import Imported, take_in


@pytest.fixture(scope="session")
def whole(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The ledger that UCDP's own file made; a test that writes takes a copy."""
    url = f"sqlite:///{tmp_path_factory.mktemp('ged') / 'ledger.db'}"
    file = shared_data / "ucdp" / "ged_syria_2016_2018.csv"
    return Imported(url, file, take_in(url, file, register_parties=True))
