"""Rows of UCDP GED that are odd are taken in as claimed and named; those that make no sense are refused."""

import pytest

from api.exchange.draft import FileRefused, Row, RowRefused
from tests.exchange.naming import Known, doubts, read, refusal
from tests.exchange.ucdp_rows import MADE_UP, OLD, UCDP, row, told


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"low": "10"}, ("low", "10", "low (10) is above high (9)")),
        ({"high": "5", "low": "5"}, ("best", "6", "best (6) is outside low to high (5 to 5)")),
        ({"deaths_unknown": "2"}, ("best", "6", "best (6) is not the sum of the deaths by side (8)")),
        ({"year": "2018"}, ("year", "2018", "is not the year of date_start (2019-05-01)")),
        (
            {"source_date": "2018-05-03"},
            ("source_date", "2018-05-03", "published (2018-05-03) before it happened (2019-05-01)"),
        ),
        (
            {"source_date": "2019-05-03;around then"},
            ("source_date", "2019-05-03;around then", "1 of 2 dates are none: the latest of the others holds"),
        ),
        (
            {"source_date": ""},
            ("source_date", "", "1 of 1 dates are none: date_end stands in for them, as inferred"),
        ),
        ({"date_prec": "4"}, ("date_prec", "4", "date_prec 4 stands for 8 to 31 days, and the dates span 3")),
    ],
)
def test_what_is_odd_is_taken_in_as_claimed_and_named(cells: dict[str, str], doubt: tuple[str, str, str]) -> None:
    assert doubts(read(UCDP, MADE_UP)) == []
    assert doubt in doubts(read(UCDP, row(**cells)))


def test_an_odd_range_is_kept_as_published() -> None:
    assert told(row(low="10", best="6", high="9"))["claim"]["total"] == {"low": 10, "best": 6, "high": 9}


def test_without_any_date_of_publication_it_counts_as_known_when_it_was_over() -> None:
    claim = told(row(source_date=";"))["claim"]
    assert (claim["published_at"], claim["basis"]) == ("2019-05-03", "inferred")
    assert claim["basis_reason"] == "source_date names no date: it cannot have been known before date_end"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"id": "n/a"}, ("id", "n/a", "is not a whole number (for example 12 or 12.0)")),
        ({"best": "about 6"}, ("best", "about 6", "is not a whole number (for example 12 or 12.0)")),
        ({"best": "-1"}, ("best", "-1", "is less than 0")),
        ({"deaths_a": ""}, ("deaths_a", "", "is empty")),
        ({"deaths_a": "1.5"}, ("deaths_a", "1.5", "is not a whole number (for example 12 or 12.0)")),
        ({"date_start": "01/05/2019"}, ("date_start", "01/05/2019", "is not a date of the form 2020-02-20")),
        ({"date_start": "2019-02-30"}, ("date_start", "2019-02-30", "is not a day of the calendar")),
        ({"date_end": "2019-04-30"}, ("date_end", "2019-04-30", "is before date_start, 2019-05-01")),
        ({"date_prec": "6"}, ("date_prec", "6", "is not one of the codes 1, 2, 3, 4, 5")),
        ({"where_prec": "0"}, ("where_prec", "0", "is not one of the codes 1, 2, 3, 4, 5, 6, 7")),
        ({"type_of_violence": "4"}, ("type_of_violence", "4", "is not one of the codes 1, 2, 3")),
        ({"where_coordinates": " "}, ("where_coordinates", " ", "is empty: a place has a name")),
        ({"latitude": "36,5"}, ("latitude", "36,5", "is not decimal degrees (for example 36.7173, with a point)")),
        ({"latitude": "91"}, ("latitude", "91", "Input should be less than or equal to 90")),
        ({"longitude": ""}, ("where_coordinates", "Madeup town", "a place has both lat and lon, or neither")),
        ({"high": "9" * 12}, ("high", "9" * 12, "Input should be less than or equal to 1000000000")),
        ({"source_headline": "x" * 20_001}, ("source_article", None, "String should have at most 20000 characters")),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_cell(
    cells: dict[str, str], wrong: tuple[str, str | None, str]
) -> None:
    column, value, rule = wrong
    assert (column, MADE_UP["source_article"] if value is None else value, rule) in refusal(UCDP, row(**cells))


def test_everything_wrong_with_a_row_is_named_at_once() -> None:
    wrong = refusal(UCDP, row(low="few", date_start="May", latitude="north"))
    assert [column for column, _, _ in wrong] == ["date_start", "latitude", "low"]


def test_a_party_that_nobody_knows_refuses_the_row() -> None:
    with pytest.raises(RowRefused, match="row 2, side_b: is no name of a party"):
        UCDP.read(Row(2, MADE_UP), Known({"Government of Syria": "syria-government"}))


def test_a_second_side_that_lost_people_in_one_sided_violence_is_refused() -> None:
    wrong = refusal(UCDP, row(type_of_violence="3", deaths_b="2"))
    assert [(column, value) for column, value, _ in wrong] == [("deaths_b", "2")]


def test_a_file_without_a_needed_column_is_refused_before_its_first_row() -> None:
    with pytest.raises(FileRefused, match=r"^not a UCDP GED file: it has no column date_prec, side_b$"):
        UCDP.check_columns([column for column in OLD if column not in {"side_b", "date_prec", "year"}])
    UCDP.check_columns([column for column in OLD if column not in {"year", "region"}])
