"""The demo tells the story of Idlib in the projections' own numbers, serves it, and leaves nothing behind."""

import json
import re
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from projections import counts
from projections.looking import resolve
from projections.selection import Selection
from projections.store import Store
from tests.cli.conftest import Commands
from tests.cli.process import started

DAYS = ("2020-02-03", "2020-02-10", "2020-02-20")


@pytest.fixture
def told(truceline: Commands) -> str:
    result = truceline("demo", "--no-serve")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_it_counts_per_party_on_three_days(told: str) -> None:
    assert re.findall(r"^Counts per party as of (\S+),", told, re.MULTILINE) == list(DAYS)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_every_number_of_the_tables_is_what_the_projections_answer(
    truceline: Commands, tables: Store, width: int
) -> None:
    printed = list(counted_rows(truceline("demo", "--no-serve", width=width).stdout))
    assert printed == [row for day in DAYS for row in expected_rows(tables, day)]


def test_it_tells_how_the_toll_of_saraqib_grew_within_a_day(told: str) -> None:
    after = told[told.index("Shelling, Saraqib, 2020-02-03, in the words") :]
    tolls = re.findall(r"^turkey-mod +2020-02-03 \d\d:\d\d +(\d+) ", after, re.MULTILINE)
    assert tolls == ["4", "6", "8"]


def test_what_became_known_shows_both_numbers_of_a_toll(told: str) -> None:
    assert re.search(r"turkey combatant killed +4 +5\+$", told, re.MULTILINE)


def test_the_chain_says_who_asserts_the_answer_to_nayrab_how_soon_and_at_what_toll(told: str) -> None:
    plain = re.sub(r"[\s│├└─]+", " ", told)
    strike = (
        "2020-02-20 air strike at Nayrab, by russia or syria-government (contested) against turkey, rung 4"
        " turkey: 2 combatant killed, 5 combatant wounded answers "
    )
    assert strike in plain
    assert re.search(
        r"2020-02-20 shelling at Idlib governorate, by turkey against syria-government, rung 4"
        r" syria-government: 50\+ combatant killed, 50\+ combatant neutralised"
        r" answers the above, says turkey-mod; within 24 hours, somewhere within \d+ km; inferred beside that: 0\.\d\d;"
        r" a step up; toll 25\+ to 1",
        plain[plain.index(strike) :],
    )


def test_what_nobody_says_is_told_as_probable_with_a_number_and_with_what_it_is_inferred_from(told: str) -> None:
    plain = re.sub(r"[\s│├└─]+", " ", told[told.index("Escalation in February 2020") :])
    assert re.search(
        r"Inferred from a probability of 0\.5 on, by the fit of position \d+\. Incidents that take no",
        plain,
    )
    assert re.search(
        r"shot down at Nayrab, by opposition .{,99} probably answers the above: .{,99}; 0\.\d\d against", plain
    )


def test_an_answer_hangs_below_what_it_answers(told: str) -> None:
    lines = told[told.index("Escalation in February 2020") :].splitlines()
    strike = next(number for number, line in enumerate(lines) if "air strike at Nayrab, by russia or" in line)
    answer = next(line for line in lines[strike + 1 :] if "2020-02-20" in line)
    assert "shelling at Idlib governorate, by" in answer
    assert answer.index("2020-02-20") == lines[strike].index("2020-02-20") + 4


def test_symbols_are_explained(told: str) -> None:
    legend = told[told.index("Legend") :]
    assert [sign for sign in ("4-8", "50+", "-", "neutralised", "a step up") if f"\n{sign} " not in legend] == []
    # Of these the demo prints none.
    assert not re.search(r"(?<!\S)\?(?!\S)", told[: told.index("Legend")])
    assert "\n? " not in legend


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_pipe_gets_neither_colour_codes_nor_a_line_that_is_too_long(truceline: Commands, width: int) -> None:
    lines = truceline("demo", "--no-serve", width=width).stdout.splitlines()
    assert [line for line in lines if "\x1b" in line or "…" in line or len(line) > width] == []


def test_json_holds_the_same_counts_for_other_programs(truceline: Commands, tables: Store) -> None:
    said = json.loads(truceline("demo", "--no-serve", "--json").stdout)
    assert [one["groups"] for one in said["counts"]] == [groups_as_of(tables, day) for day in DAYS]
    assert {"changes", "chains", "mended"} <= said.keys()


def test_a_ledger_that_is_kept_can_be_told_again(truceline: Commands, sqlite_url: str) -> None:
    first, second = (truceline("demo", "--no-serve", "--database", sqlite_url) for _ in range(2))
    assert first.stdout.splitlines()[3:] == second.stdout.splitlines()[3:]
    assert truceline("doctor", "--database", sqlite_url).exit_code == 0


def test_a_throw_away_demo_spares_the_ledger_of_the_environment(truceline: Commands, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    result = truceline("demo", "--no-serve", TRUCELINE_DATABASE=f"sqlite:///{kept}")
    assert result.exit_code == 0
    assert not kept.exists()


def test_it_is_told_over_postgresql_too(truceline: Commands, postgres_url: str) -> None:
    told = truceline("demo", "--no-serve", "--database", postgres_url).stdout
    assert told.splitlines()[3:] == truceline("demo", "--no-serve").stdout.splitlines()[3:]


@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_its_own_two_commands_read_and_write_and_it_leaves_nothing_behind(
    tmp_path: Path, ended_by: signal.Signals
) -> None:
    if signal.getsignal(ended_by) is signal.SIG_IGN:
        pytest.skip(f"{ended_by.name} is ignored here, as under nohup: run the tests from a terminal")
    with started("demo", "--port", "0", TMPDIR=str(tmp_path)) as demo:
        demo.line_with("Served at ")
        assert list(tmp_path.iterdir()) != []
        read = shlex.split(demo.line_with("curl "))
        assert httpx2.get(read[1], trust_env=False).json()["groups"]
        written = [demo.line_with("curl -i")]
        while not written[-1].endswith("}}'\n"):
            written.append(demo.line_with("\n"))
        assert curled(shlex.split("".join(written).replace("\\\n", ""))).status_code == 201
        assert demo.end(ended_by) == 0
        assert demo.complaints() == ""
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_was_asked_for_and_is_taken_is_said_before_anything_is_made(
    truceline: Commands, sqlite_url: str, taken_port: int
) -> None:
    result = truceline("demo", "--port", str(taken_port), "--database", sqlite_url)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert str(taken_port) in result.stderr
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def counted_rows(told: str) -> Iterator[list[str]]:
    """Every line of numbers below a heading of counts, split at its blanks."""
    for block in told.split("Counts per party as of ")[1:]:
        body = block.split("\n\n")[0]
        for line in body[body.rindex("──") :].splitlines()[1:]:
            yield line.split()


def expected_rows(tables: Store, day: str) -> Iterator[list[str]]:
    """The same from the projections, worded here anew."""
    for group in groups_as_of(tables, day):
        violations, retaliations = group["violations"], group["retaliations"]
        numbers = [violations["attributed"], violations["contested"], retaliations["attributed"]]
        head = [group["party"], str(group["count"]), *(str(number or "-") for number in numbers)]
        if retaliations["contested"]:
            head.append(f"({retaliations['contested']})")
        sides = [side for side in ("inflicted", "suffered") if group[side]]
        for side in sides:
            yield [*head, side, *casualties(group[side])]
            head = []
        if not sides:
            yield [*head, "-", "-", "-"]


def groups_as_of(tables: Store, day: str) -> list[dict[str, Any]]:
    return counts.grouped(tables, resolve(tables, as_of=day), Selection(), ["party"])


def casualties(side: dict[str, Any]) -> Iterator[str]:
    for outcome in ("killed", "wounded", "neutralised"):
        row = side.get(outcome)
        if row is None:
            yield "-"
        elif row["open"]:
            yield f"{row['low']}+" if row["low"] else "?"
        else:
            yield str(row["low"]) if row["low"] == row["high"] else f"{row['low']}-{row['high']}"


def curled(command: list[str]) -> httpx2.Response:
    """Do what curl would, which not every machine has."""
    url, options = command[2], command[3:]
    given = list(zip(options[::2], options[1::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in given if option == "-H")
    content = next(value for option, value in given if option == "-d")
    return httpx2.post(url, headers=headers, content=content, trust_env=False)
