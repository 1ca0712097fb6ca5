"""What every test may ask for: a database of either kind, and the shared data."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.postgres import Cluster, PostgresMissing, fresh_database, running_cluster

REPOSITORY = Path(__file__).parents[1]
LONGEST = tuple(
    f"tests/{name}.py"
    for name in (
        "cli/test_import_live",
        "cli/test_kill",
        "cli/test_kill_import",
        "cli/test_kill_projections",
        "cli/test_rebuild_live",
        "cli/test_rebuild_restart",
        "docs/test_examples",
        "exchange/test_duplicates_found",
        "exchange/test_export_ledger",
        "exchange/test_importing_ged",
    )
)
"""Where single tests take 10 s and more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: begun last, one of them would leave the other workers idle for half a minute."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """Lend the server that this worker's tests share; a test that stops it starts it again."""
    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(running_cluster())
        except PostgresMissing as missing:
            pytest.skip(str(missing))
        yield cluster


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """Lend the address of an empty PostgreSQL database of this test's own."""
    with fresh_database(postgres_cluster) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the address of an SQLite ledger that is not there yet."""
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Run the test once on each database that can hold a log."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of outside data that tests read in place; the repository ships none of it."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no outside data: put the folder `shared` beside this repository, with `data` in it")
    return folder
