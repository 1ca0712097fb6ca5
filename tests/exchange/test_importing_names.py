"""Parties are found by what files call them, exactly; whom nobody has registered is registered on request only."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from api.exchange.draft import Row
from api.exchange.intake.deciding import Decider
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.names import KnownNames, a_party, slug_of
from api.exchange.intake.origin import Origin
from api.exchange.intake.report import Report
from api.exchange.intake.stretch import Terms, stretches
from api.exchange.reading.ucdp import UcdpGed
from domain.grade import Grade, Reliability
from domain.ledger import Ledger
from domain.party import Party, PartyKind, RenamingReport
from tests.exchange import ucdp_rows
from tests.exchange.gazette import Desk, Gazette, a_row, outcomes, records

ROW = Row(2, {})
SOURCES = {"gazette": Grade(None, Reliability.F)}


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    ledger = Ledger.at(sqlite_url)
    yield Desk(ledger)
    ledger.close()


@pytest.mark.parametrize(
    "name", ["Hill Brigade", "HILL  brigade", " hill\tbrigade ", "HB", "hill-brigade", "Bergwacht"]
)
def test_a_party_is_found_by_name_alias_and_slug_whatever_their_case_and_spaces(desk: Desk, name: str) -> None:
    desk.register("hill-brigade", "Hill Brigade", "HB", "Bergwacht")
    assert KnownNames.of(desk.ledger).party(name, ROW, "side") == "hill-brigade"


def test_letters_composed_in_another_way_are_the_same_name(desk: Desk) -> None:
    desk.register("cafe", "Caf\N{LATIN SMALL LETTER E WITH ACUTE}")
    assert KnownNames.of(desk.ledger).party("cafe\N{COMBINING ACUTE ACCENT}", ROW, "side") == "cafe"


def test_a_former_name_is_still_one(desk: Desk) -> None:
    desk.register("hill-brigade", "Hill Brigade")
    renaming = RenamingReport(name="Mountain Brigade", reason="its own statement")
    desk.analyst().change(Party, Party.stream("hill-brigade"), Party.rename, renaming)
    known = KnownNames.of(desk.ledger)
    assert {known.party(name, ROW, "side") for name in ("Hill Brigade", "Mountain Brigade")} == {"hill-brigade"}


@pytest.mark.parametrize("name", ["Hill", "Hill Brigad", "Hill Brigades", "The Hill Brigade", ""])
def test_what_is_only_like_a_name_is_none(desk: Desk, name: str) -> None:
    desk.register("hill-brigade", "Hill Brigade")
    known = KnownNames.of(desk.ledger)
    assert known.party(name, ROW, "side") != "hill-brigade"
    (unresolved,) = known.unresolved
    assert (unresolved.row, unresolved.column, unresolved.value) == (2, "side", name)
    assert unresolved.rule.startswith("is no name or alias of a registered party")


def test_a_name_that_two_parties_bear_is_refused_with_both(desk: Desk) -> None:
    desk.register("north", "Northern Front", "The Front")
    desk.register("south", "Southern Front", "The Front")
    for registering in (False, True):
        report = desk.take_in([a_row(1, side="the front")], register_parties=registering)
        assert outcomes(report) == {"refused": 1}
        assert "is a name of several parties: north, south" in report.first["refused"][0].rule


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ahrar al-Sham", "ahrar-al-sham"),
        ("Jaysh al-Asha\N{RIGHT SINGLE QUOTATION MARK}er", "jaysh-al-ashaer"),
        ("Mare' Operations  Room", "mare-operations-room"),
        ("Türkiye", "turkiye"),
        ("Łódź & Straße", "lodz-strasse"),
        ("23rd Division, SNA", "23rd-division-sna"),
    ],
)
def test_a_slug_is_the_name_in_plain_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_slug_ends_in_a_digest_where_plain_letters_do_not_say_all_of_the_name() -> None:
    arabic, other = "جيش الإسلام", "جيش العشائر"
    assert slug_of(arabic).startswith("party-")
    assert slug_of(arabic) != slug_of(other)
    assert slug_of(f"Jaysh {arabic}").startswith("jaysh-")
    long = [f"{'Brigade of the Hill ' * 6}{number}" for number in range(2)]
    assert len({slug_of(name) for name in long}) == 2
    for name in (arabic, *long, "…"):
        assert a_party(name, slug_of(name)).slug == slug_of(name)


def test_a_state_is_told_by_how_data_sets_call_its_side() -> None:
    assert a_party("Government of Syria", "syria").kind is PartyKind.STATE
    assert a_party("Hill Brigade", "hill-brigade").kind is PartyKind.ARMED_GROUP


def test_unknown_parties_are_registered_on_request_before_the_facts_that_name_them(desk: Desk) -> None:
    report = desk.take_in(
        [a_row(1), a_row(2, side="hill brigade"), a_row(3, side="River Front")], register_parties=True
    )
    assert (outcomes(report), report.registered) == ({"new": 3}, ["hill-brigade", "river-front"])
    names = [fact.TOPIC for _, fact in desk.ledger.facts_after(0, 4)]
    assert names == ["source.registered", "party.registered", "party.registered", "incident.incident_reported"]
    party = desk.ledger.get(Party, Party.stream("hill-brigade"))
    assert party is not None
    assert (party.state.name, party.state.kind) == ("Hill Brigade", PartyKind.ARMED_GROUP)


def test_a_row_that_is_refused_registers_nobody(desk: Desk) -> None:
    report = desk.take_in([a_row(1, killed="?"), a_row(2, day="2999-01-01")], register_parties=True)
    assert (outcomes(report), report.registered) == ({"refused": 2}, [])


def test_a_slug_that_is_taken_is_nobody_elses(desk: Desk) -> None:
    desk.register("hill-brigade", "Brigade of the Hill")
    rows = [a_row(1, side="Hill, Brigade"), a_row(2, side="River Front"), a_row(3, side="River-Front!")]
    report = desk.take_in(rows, register_parties=True)
    assert (outcomes(report), report.registered) == ({"new": 1, "refused": 2}, ["river-front"])
    rules = [line.rule for line in report.first["refused"]]
    assert rules[0] == "would be registered as hill-brigade, which is 'Brigade of the Hill': add it there as an alias"
    assert rules[1].startswith("would be registered as river-front, as 'River Front' would")


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("held", "newcomer"),
    [
        ("Turkey", "Government of Turkey"),
        ("Government of Turkey", "Turkey"),
        ("HTS", "HTS, Southern Front"),
        ("Łódź Brigade", "lodz-brigade (north)"),
    ],
)
def test_a_newcomer_whose_name_resembles_one_that_was_there_is_told(
    desk: Desk, held: str, newcomer: str, *, dry_run: bool
) -> None:
    desk.register("somebody", held)
    rows = [a_row(1, side="Bakers"), a_row(2, side=newcomer)]
    report = desk.take_in(rows, register_parties=True, dry_run=dry_run)
    assert report.registered == ["bakers", slug_of(newcomer)]
    expected = {"name": newcomer, "registered": slug_of(newcomer), "like": ("somebody",)}
    assert report.as_json()["resembling"] == [expected]


@pytest.mark.parametrize("newcomer", ["Government of Israel", "Turkeyland", "Turkish Hill", "Brigade of the Hill", "…"])
def test_a_newcomer_that_only_has_letters_or_single_words_in_common_is_not_told(desk: Desk, newcomer: str) -> None:
    desk.register("turkey", "Turkey", "Hill Brigade", "Turkish armed forces", "جيش")
    assert desk.take_in([a_row(1, side=newcomer)], register_parties=True).resembling == []


def test_newcomers_of_one_file_are_not_compared_with_each_other(desk: Desk) -> None:
    report = desk.take_in([a_row(1), a_row(2, side="Hill Brigade, River Front")], register_parties=True)
    assert (len(report.registered), report.resembling) == (2, [])


def test_an_alias_given_beforehand_ends_the_resemblance(desk: Desk) -> None:
    desk.register("turkey", "Turkey")
    renaming = RenamingReport(name="Turkey", aliases=("Government of Turkey",), reason="so UCDP calls it")
    desk.analyst().change(Party, Party.stream("turkey"), Party.rename, renaming)
    report = desk.take_in([a_row(1, side="Government of Turkey")], register_parties=True)
    assert (report.registered, report.resembling, outcomes(report)) == ([], [], {"new": 1})


def test_a_party_that_came_up_while_a_stretch_waited_to_be_decided_counts_as_registered_though_none_is_stored() -> None:
    # A dry run stores no party; a stretch that waits was given its terms before an earlier one named it.
    ledger = Ledger.at("sqlite://")
    names = KnownNames.of(ledger, registering=True)
    decider = Decider(ledger, Gazette(), Origin("gazette", "gazette.csv", "0" * 64, "import"), names, SOURCES)
    (stretch,) = stretches(records([a_row(1)]))
    terms = Terms(datetime.now(UTC))
    names.add("hill-brigade", ("Hill Brigade",))
    decided = decider.decide(stretch, terms)
    assert (decided.new, decided.newcomers, decided.lines) == (1, {}, [])
    ledger.close()


def test_new_incidents_of_which_nobody_is_said_to_have_done_it_are_counted(desk: Desk) -> None:
    report = desk.take_in([a_row(1), a_row(2)], register_parties=True)
    assert (report.counts["new"], report.as_json()["unattributed"]) == (2, 2)
    assert desk.take_in([a_row(1), a_row(2)]).unattributed == 0


def test_unresolved_names_are_listed_with_how_many_rows_they_refused(desk: Desk) -> None:
    report = desk.take_in([a_row(1), a_row(2), a_row(3, side="River Front")])
    assert report.unresolved == {"Hill Brigade": 2, "River Front": 1}


def test_every_name_of_a_row_that_nobody_bears_is_told_at_once() -> None:
    ledger = Ledger.at("sqlite://")
    origin = Origin(UcdpGed.scheme, "ged.csv", "0" * 64, "key-1")
    report = Report.begun(origin, UcdpGed.name, dry_run=False)
    row = Row(2, ucdp_rows.row(side_a="Hill Brigade", side_b="River Front"))
    Intake(ledger, UcdpGed(), origin, Asked(), report).take_in([row])
    assert report.unresolved == {"Hill Brigade": 1, "River Front": 1}
    assert [(line.column, line.value) for line in report.first["refused"]] == [
        ("side_a", "Hill Brigade"),
        ("side_b", "River Front"),
    ]
    ledger.close()
