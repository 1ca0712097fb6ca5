"""What the ledger refuses of a row is told by the file's own column and cell."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping

import pytest

from api.exchange.draft import Format
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin
from api.exchange.intake.report import Report
from api.exchange.reading.acled import Acled
from api.exchange.reading.bulletins import Bulletins
from api.exchange.reading.mapping import mapping_of
from api.exchange.reading.table import MappedTable
from api.exchange.reading.ucdp import UcdpGed
from domain.ledger import Ledger
from tests.exchange import mapped, test_acled, ucdp_rows
from tests.exchange.gazette import Desk, records

PATROL = mapped.CELLS
BULLETIN = {"bulletin_date": "2020-02-21", "russian_side": '{"total": 3}'}


@pytest.fixture
def desk() -> Iterator[Desk]:
    ledger = Ledger.at("sqlite://")
    desk = Desk(ledger)
    desk.register("turkey", "Turkey")
    desk.register("russia", "Russia")
    yield desk
    ledger.close()


def refusals(desk: Desk, reads: Format, rows: Iterable[Mapping[str, str]]) -> list[tuple[int | None, str, str]]:
    """Row, column and value of each refusal, where every other part of the rows is in order."""
    report = Report.begun(Origin(reads.scheme, "a.csv", "0" * 64, "import"), reads.name, dry_run=False)
    origin = Origin(reads.scheme, "a.csv", "0" * 64, "import")
    Intake(desk.ledger, reads, origin, Asked(register_parties=True), report).take_in(records(rows))
    return [(line.row, line.column, line.value) for line in report.first.get("refused", ())]


def patrols(*changes: tuple[str, str]) -> MappedTable:
    text = mapped.MAPPING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return MappedTable(mapping_of(tomllib.loads(text)))


@pytest.mark.parametrize(
    ("reads", "row", "found"),
    [
        (
            UcdpGed(),
            ucdp_rows.row(date_start="2999-05-01", date_end="2999-05-01", date_prec="1"),
            ("date_start", "2999-05-01"),
        ),
        (UcdpGed(), ucdp_rows.row(source_date="2999-05-04"), ("source_date", "2999-05-04")),
        (Acled(), test_acled.MADE_UP | {"event_date": "2999-02-20"}, ("event_date", "2999-02-20")),
        (Acled(), test_acled.MADE_UP | {"timestamp": "32472144000"}, ("timestamp", "32472144000")),
        (Bulletins(), BULLETIN | {"bulletin_date": "2999-02-21"}, ("bulletin_date", "2999-02-21")),
        (Bulletins(), BULLETIN | {"published_at": "2999-02-22"}, ("published_at", "2999-02-22")),
        (patrols(), PATROL | {"Date": "20.02.2999"}, ("Date", "20.02.2999")),
        (patrols(), PATROL | {"Reported": "2999-02-21"}, ("Reported", "2999-02-21")),
        (
            patrols(('published_at = "Reported"', 'published_at = { constant = "2999-01-01" }')),
            PATROL,
            ("incident.claim.published_at", "2999-01-01"),
        ),
    ],
)
def test_a_time_that_has_not_come_is_told_by_its_column(
    desk: Desk, reads: Format, row: dict[str, str], found: tuple[str, str]
) -> None:
    assert refusals(desk, reads, [row]) == [(2, *found)]


@pytest.mark.parametrize(
    ("reads", "row", "found"),
    [
        (UcdpGed(), ucdp_rows.MADE_UP, ("id", "900001")),
        (Acled(), test_acled.MADE_UP, ("event_id_cnty", "SYR900001")),
        (Bulletins(), BULLETIN, ("bulletin_date", "2020-02-21")),
        (Bulletins(), BULLETIN | {"id": "B12"}, ("id", "B12")),
        (patrols(), PATROL, ("Ref", "P-1")),
    ],
)
def test_an_id_that_comes_twice_is_told_by_its_column(
    desk: Desk, reads: Format, row: dict[str, str], found: tuple[str, str]
) -> None:
    assert refusals(desk, reads, [row, row]) == [(3, *found)]


def test_a_change_that_is_refused_is_told_by_its_column(desk: Desk) -> None:
    row = ucdp_rows.MADE_UP
    assert refusals(desk, UcdpGed(), [row]) == []
    moved = row | {"date_start": "2999-05-01", "date_end": "2999-05-01", "date_prec": "1"}
    assert refusals(desk, UcdpGed(), [moved]) == [(2, "date_start", "2999-05-01")]


def test_a_format_of_which_nothing_is_known_tells_the_part(desk: Desk) -> None:
    rows = [{"id": "g1", "day": "2999-03-01", "place": "N", "side": "Turkey", "killed": "2", "changed": ""}]
    assert refusals(desk, desk.format, [rows[0] | {"printed": "2020-03-01"}]) == [(2, "occurred", "")]
