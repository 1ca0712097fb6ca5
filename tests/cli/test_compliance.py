"""Compliance in the terminal: the API's answer as a table, and every agreement in a line."""

import json

import pytest

from projections.judging.violations import Violations
from projections.looking import resolve
from projections.store import Store
from tests.cli.conftest import Commands

OCTOBER = ("--as-of", "2018-10-16")


def lines(shown: str) -> list[list[str]]:
    return [line.split() for line in shown.splitlines()]


def test_each_article_has_its_word_since_when_by_whom_and_what_is_behind_it(
    truceline: Commands, idlib_url: str
) -> None:
    shown = truceline("compliance", "sochi-2018", *OCTOBER, "--database", idlib_url, width=120).stdout
    told = [
        "5",
        "broken",
        "!",
        "2018-10-15",
        "jihadist-groups",
        "sohr",
        "holds",
        "it",
        "unmet",
        "by",
        "jihadist-groups.",
    ]
    assert told in lines(shown)
    assert ["6", "disputed", "!", "2018-10-08", "opposition", "anadolu"] in [line[:6] for line in lines(shown)]
    assert ["8", "not", "assessed", "-", "-", "-"] in lines(shown)
    assert "(sochi-2018), in force, as of" in shown


def test_violations_by_party_are_those_that_the_projections_count(
    truceline: Commands, idlib_url: str, tables: Store
) -> None:
    parties = Violations(tables, resolve(tables), ["sochi-2018"]).of([("sochi-2018", "9")]).parties
    assert parties["turkey"] == {"attributed": 1, "contested": 1, "uncertain": 6}
    shown = truceline("compliance", "sochi-2018", "--database", idlib_url, width=200).stdout
    assert "turkey 1, 1 contested, 6 uncertain" in shown


def test_the_day_of_a_breach_is_that_of_the_reader(truceline: Commands, idlib_url: str) -> None:
    """Jarjanaz was shelled on 24 November 2018 in Damascus, which began at 22:00 UTC on the 23rd."""
    asked = ("compliance", "sochi-2018", "--as-of", "2018-12-01", "--database", idlib_url)
    assert ["2", "broken", "2018-11-23"] in [line[:3] for line in lines(truceline(*asked).stdout)]
    there = truceline(*asked, "--tz", "Asia/Damascus").stdout
    assert ["2", "broken", "2018-11-24"] in [line[:3] for line in lines(there)]


def test_without_an_agreement_each_has_a_line_with_its_words_and_what_is_overdue(
    truceline: Commands, idlib_url: str
) -> None:
    shown = lines(truceline("compliance", *OCTOBER, "--database", idlib_url, width=120).stdout)
    assert ["sochi-2018", "yes", "-", "-", "1", "1", "8", "5,", "6"] in shown
    assert [line[0] for line in shown if line and line[0].startswith("moscow")] == []
    later = lines(truceline("compliance", "--as-of", "2020-03-07", "--database", idlib_url, width=120).stdout)
    assert ["moscow-2020", "yes"] in [line[:2] for line in later]
    assert ["truce-2020-01", "no"] in [line[:2] for line in later]


def test_json_is_what_the_api_answers_with_the_address_behind_each_number(truceline: Commands, idlib_url: str) -> None:
    told = json.loads(truceline("compliance", "sochi-2018", *OCTOBER, "--json", "--database", idlib_url).stdout)
    assert (told["agreement"], told["overdue"], told["words"]["not_assessed"]) == ("sochi-2018", ["5", "6"], 8)
    assert told["violations"]["href"].startswith("/api/v1/incidents?agreement=sochi-2018&as_of=2018-10-16T")
    assert told["position"] == told["lens"]["position"] > 0
    every = json.loads(truceline("compliance", *OCTOBER, "--json", "--database", idlib_url).stdout)
    assert [one["agreement"] for one in every["agreements"]] == ["astana-2017", "sochi-2018"]
    assert every["agreements"][1]["words"] == told["words"]


def test_an_agreement_that_the_lens_does_not_show_is_one_line_that_names_those_it_shows(
    truceline: Commands, idlib_url: str
) -> None:
    refused = truceline("compliance", "moscow-2020", "--known-at", "2018-10-16", "--database", idlib_url)
    assert (refused.exit_code, refused.stdout) == (2, "")
    expected = "truceline: this lens shows no agreement moscow-2020; it shows: astana-2017, sochi-2018"
    assert refused.stderr.splitlines() == [expected]


@pytest.mark.parametrize("width", [64, 80, 120])
@pytest.mark.parametrize("which", [(), ("sochi-2018",)])
def test_the_tables_keep_within_the_terminal(
    truceline: Commands, idlib_url: str, which: tuple[str, ...], width: int
) -> None:
    shown = truceline("compliance", *which, "--database", idlib_url, width=width).stdout
    assert "overdue" in shown or "past its deadline" in shown
    assert [line for line in shown.splitlines() if len(line.rstrip()) > width or "…" in line] == []
