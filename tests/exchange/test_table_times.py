"""A day in one column and the time of day in another are one moment, in the zone that the clock stood in."""

import pytest

from api.exchange.draft import FileRefused
from tests.exchange.mapped import CELLS, mapped, refused, told
from tests.exchange.naming import refusal

TIMED = ('date = "%d.%m.%Y" }', 'date = "%d.%m.%Y", time = "Notes", zone = "Asia/Damascus" }')
"""The column of notes holds times of day in these."""


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("20.02.2020", "17:40", "2020-02-20T17:40:00+02:00"),
        ("20.02.2020", "7:05:30", "2020-02-20T07:05:30+02:00"),
        # By then the clocks of Damascus had gone forward.
        ("20.04.2020", "00:00", "2020-04-20T00:00:00+03:00"),
        ("20.02.2020", "", "2020-02-20"),
    ],
)
def test_a_day_and_a_time_of_day_in_columns_of_their_own_are_one_moment(day: str, time: str, said: str) -> None:
    occurred = told(mapped(TIMED), Date=day, Notes=time)["occurred"]
    assert (occurred["from"], occurred["zone"]) == (said, "Asia/Damascus")
    assert occurred["precision"] == ("instant" if time else "day")


def test_a_time_of_day_has_a_form_of_its_own() -> None:
    table = mapped((TIMED[0], TIMED[1].replace("zone =", 'clock = "%H%M", zone =')))
    assert told(table, Notes="0740")["occurred"]["from"] == "2020-02-20T07:40:00+02:00"
    found = refusal(table, CELLS | {"Notes": "740"})
    assert [one[:2] for one in found] == [("Notes", "740")]
    assert "could be several times" in found[0][2]


def test_a_day_without_a_form_is_joined_with_its_time_too() -> None:
    table = mapped((', date = "%d.%m.%Y" }', ', time = "Notes", zone = "Asia/Damascus" }'))
    assert told(table, Date="2020-02-20", Notes="17:40")["occurred"]["from"] == "2020-02-20T17:40:00+02:00"
    found = refusal(table, CELLS | {"Date": "2020-02-20T08:00:00Z", "Notes": "17:40"})
    assert [(one[0], one[2]) for one in found] == [("Date", "has a time of day of its own, beside that in Notes")]


@pytest.mark.parametrize(
    ("day", "time", "column", "rule"),
    [
        ("20.02.2020", "dawn", "Notes", "is not a time of day of the form 17:40 or 17:40:00"),
        ("20.02.2020", "24:00", "Notes", "is not a time of day of the form 17:40 or 17:40:00"),
        ("20.02.2020", "5:40 pm", "Notes", "is not a time of day of the form 17:40 or 17:40:00"),
        ("", "17:40", "Notes", "stands without a date in Date"),
        ("30.02.2020", "17:40", "Date", "is not a date of the form %d.%m.%Y, which the mapping names"),
    ],
)
def test_a_time_of_day_that_is_none_or_has_no_day_is_refused(day: str, time: str, column: str, rule: str) -> None:
    found = refusal(mapped(TIMED), CELLS | {"Date": day, "Notes": time})
    assert [(one[0], one[2]) for one in found] == [(column, rule)]


def test_a_time_that_the_clocks_passed_over_is_refused_by_its_column() -> None:
    found = refusal(mapped(TIMED), CELLS | {"Date": "27.03.2020", "Notes": "00:30"})
    assert [one[0] for one in found] == ["Notes"]
    assert "Asia/Damascus" in found[0][2]


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ('time = "Notes"', "incident.occurred.from.time needs the zone that its clock stands in"),
        ('clock = "%H:%M"', "incident.occurred.from.clock goes with time"),
        ('time = "Notes", zone = "UTC", clock = "%H"', "incident.occurred.from.clock is ambiguous or incomplete"),
        ('time = "Notes", zone = "UTC", clock = "%I:%M"', "incident.occurred.from.clock is ambiguous or incomplete"),
        ('time = "Notes", zone = "UTC", date = "%d.%m.%Y %H:%M"', "incident.occurred.from.time is a second time"),
    ],
)
def test_a_mapping_of_a_time_of_day_that_cannot_hold_is_refused(date: str, reason: str) -> None:
    assert refused(('date = "%d.%m.%Y"', date)).startswith(reason)
    constant = refused(
        ('{ column = "Date", date = "%d.%m.%Y"', '{ constant = "2020-01-01", time = "Notes", zone = "UTC"')
    )
    assert constant.startswith("incident.occurred.from.time goes with a column of days")


def test_the_column_of_a_time_of_day_has_to_be_there() -> None:
    there = [column for column in CELLS if column != "Notes"]
    with pytest.raises(FileRefused, match="Notes"):
        mapped(TIMED, ('text = "Notes"\n', "")).check_columns(there)
