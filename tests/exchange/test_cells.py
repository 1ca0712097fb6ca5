from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.exchange.reading.cells import CellWrong, count, day, degrees, whole_number
from api.exchange.reading.kept import as_lines, from_lines


@given(some.integers(-(10**17), 10**17), some.sampled_from(["", ".", ".0", ".000"]), some.sampled_from(["", " ", "\t"]))
def test_a_whole_number_is_read_whatever_wrote_it(number: int, reals: str, space: str) -> None:
    assert whole_number("n", f"{space}{number}{reals}{space}") == number


@given(some.text(max_size=12))
def test_what_is_read_as_a_whole_number_is_one_to_python_too(text: str) -> None:
    try:
        number = whole_number("n", text)
    except CellWrong:
        return
    assert number == float(text)
    assert number == int(number)
    assert text.isascii()


@pytest.mark.parametrize("text", ["", " ", "1.5", "1e3", "1,000", "1 000", "٣", "0x10", "--1", "nan", "1_000", "½"])
def test_other_ways_to_write_a_number_are_not_guessed(text: str) -> None:
    with pytest.raises(CellWrong):
        whole_number("n", text)


def test_a_count_is_never_negative() -> None:
    assert count("n", "0") == 0
    with pytest.raises(CellWrong, match="is less than 0"):
        count("n", "-1")


@given(some.dates(), some.sampled_from(["", " 00:00:00", "T00:00:00", " 00:00:00.000", " 00:00"]))
def test_a_day_is_read_with_or_without_its_midnight(when: date, midnight: str) -> None:
    assert day("d", f"{when.isoformat()}{midnight}") == when.isoformat()


@given(some.text(max_size=12) | some.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}", fullmatch=True))
def test_what_is_read_as_a_day_is_that_day_of_the_calendar(text: str) -> None:
    try:
        read = day("d", text)
    except CellWrong:
        return
    assert date.fromisoformat(read).isoformat() == text.strip()


@pytest.mark.parametrize(
    "text", ["03/02/2020", "2020-2-3", "20200203", "2020-02-30", "2020-02-03 14:00:00", "Feb 2020"]
)
def test_a_date_that_could_be_read_two_ways_is_refused(text: str) -> None:
    with pytest.raises(CellWrong):
        day("d", text)


@given(some.decimals(-180, 180, places=6))
def test_degrees_are_read_to_the_last_figure(number: object) -> None:
    assert degrees("lat", str(number)) == float(str(number))


@pytest.mark.parametrize("text", ["36,7", "36°42'", "36.7N", "1e1", "inf", "nan", "."])
def test_other_ways_to_write_degrees_are_not_guessed(text: str) -> None:
    with pytest.raises(CellWrong):
        degrees("lat", text)


@given(
    some.dictionaries(
        some.from_regex(r"[a-z_0-9]{1,12}", fullmatch=True),
        some.text(some.characters(exclude_categories=["Cs"]), min_size=1),
        max_size=6,
    )
)
def test_columns_kept_as_lines_come_back_whatever_is_in_them(columns: dict[str, str]) -> None:
    assert from_lines(as_lines(columns.items())) == columns
