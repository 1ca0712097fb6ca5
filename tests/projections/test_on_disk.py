"""What doctor and rebuild meet on real disks: files that are no projections, and logs whose guard is gone."""

import sqlite3
from pathlib import Path

from domain.ledger import Ledger
from projections.proving.audit import audit
from projections.proving.rebuild import rebuild
from projections.store import Store
from tests.projections.arrange import a_book


def test_a_file_that_is_no_projections_is_rebuilt_all_the_same(tmp_path: Path) -> None:
    book = a_book()
    book.report()
    path = tmp_path / "projections"
    path.write_text("no database at all, but longer than a header would have to be " * 20)
    rebuild(book.ledger, path)
    store = Store(path)
    assert store.position == book.ledger.position
    store.close()


def test_a_log_whose_triggers_are_gone_is_found_out_and_not_mended_in_silence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.db"
    Ledger.at(url).close()
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("DROP TRIGGER stored_events_no_update")
    connection.close()
    ledger = Ledger.at(url, create=False)
    findings = audit(ledger).findings
    ledger.close()
    assert findings == ["nothing keeps the log from being changed: its triggers are missing or off"]
