"""A newer release corrects what it changes, takes back what it drops, and leaves alone what an analyst did."""

from collections.abc import Iterator

import pytest

from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, Correction, MergeReport
from domain.judgement import Judgement, Mend
from domain.ledger import Ledger
from projections.proving.audit import audit
from tests.exchange.gazette import Desk, a_row, outcomes


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    ledger = Ledger.at(sqlite_url)
    desk = Desk(ledger)
    desk.register("hill-brigade", "Hill Brigade")
    desk.register("river-front", "River Front")
    desk.take_in([a_row(1), a_row(2), a_row(3)])
    yield desk
    assert audit(ledger).findings == []
    ledger.close()


def test_a_changed_toll_supersedes_the_claim_before_and_is_known_from_the_release_on(desk: Desk) -> None:
    first = desk.ledger.position
    report = desk.take_in([a_row(1, killed=5), a_row(2), a_row(3)], released="2021-06-30T12:00")
    assert outcomes(report) == {"corrected": 1, "unchanged": 2}
    assert report.first["corrected"][0].rule == "changed: claim"
    assert desk.killed(1, known_at="2021-06-30T11:59:59Z") == 2
    assert desk.killed(1, known_at="2021-06-30T12:00:00Z") == 5
    assert desk.killed(1, position=str(first)) == 2
    body = desk.shown(1)
    assert body is not None
    assert [claim["superseded_by"] is None for claim in body["claims"]] == [False, True]


def test_a_row_that_says_when_it_changed_is_known_from_then(desk: Desk) -> None:
    desk.take_in([a_row(1, killed=5, changed="2020-05-01T06:00")], released="2021-06-30T12:00")
    assert desk.killed(1, known_at="2020-05-01T05:59:59Z") == 2
    assert desk.killed(1, known_at="2020-05-01T06:00:00Z") == 5


def test_a_change_is_never_known_before_what_it_changes(desk: Desk) -> None:
    desk.take_in([a_row(1, killed=5)], released="2019-01-01T00:00")
    assert desk.killed(1, known_at="2020-03-01T17:59:59Z") is None
    assert desk.killed(1, known_at="2020-03-01T18:00:00Z") == 5


def test_without_a_date_of_its_own_a_change_is_known_when_it_is_imported(desk: Desk) -> None:
    desk.take_in([a_row(1, killed=5)])
    assert desk.killed(1, known_at="2022-01-01") == 2
    assert desk.killed(1) == 5


def test_another_day_and_place_mend_the_frame_and_not_the_claim(desk: Desk) -> None:
    rows = [a_row(1, day="2020-03-11", place="Saraqib", side="River Front"), a_row(2), a_row(3)]
    report = desk.take_in(rows, released="2021-06-30T12:00")
    assert outcomes(report) == {"corrected": 1, "unchanged": 2}
    assert report.first["corrected"][0].rule == "changed: claim, occurred, place, targets"
    body = desk.shown(1)
    assert body is not None
    assert (body["occurred"]["from"], body["place"]["name"], body["targets"]) == (
        "2020-03-11",
        "Saraqib",
        ["river-front"],
    )
    before = desk.shown(1, known_at="2021-06-30T11:00:00Z")
    assert before is not None
    assert (before["occurred"]["from"], before["targets"]) == ("2020-03-01", ["hill-brigade"])
    reasons = {fact.reason for fact in desk.ledger.facts_of(desk.stream(1)) if fact.reason}
    assert reasons == {"gazette.csv (gazette): row 2"}


def test_the_newer_release_again_and_then_the_older_one(desk: Desk) -> None:
    newer = [a_row(1, killed=5), a_row(2, place="Saraqib"), a_row(3)]
    desk.take_in(newer)
    assert outcomes(desk.take_in(newer)) == {"unchanged": 3}
    assert outcomes(desk.take_in([a_row(1), a_row(2), a_row(3)])) == {"corrected": 2, "unchanged": 1}
    assert desk.killed(1) == 2


def test_what_an_analyst_corrected_is_not_taken_back_by_the_file(desk: Desk) -> None:
    clerk = desk.analyst()
    mend = Correction.model_validate({"place": {"name": "Taftanaz"}, "reason": "seen on film"})
    clerk.change(Incident, desk.stream(1), Incident.correct, mend, clerk)
    assert outcomes(desk.take_in([a_row(1), a_row(2), a_row(3)])) == {"unchanged": 3}
    report = desk.take_in([a_row(1, place="Saraqib", killed=4), a_row(2), a_row(3)])
    assert outcomes(report) == {"corrected": 1, "kept": 1, "unchanged": 2}
    assert "changes the place, but it was corrected since" in report.first["kept"][0].rule
    body = desk.shown(1)
    assert body is not None
    assert (body["place"]["name"], desk.killed(1)) == ("Taftanaz", 4)


def test_where_the_file_comes_to_say_what_the_analyst_did_nothing_is_recorded(desk: Desk) -> None:
    clerk = desk.analyst()
    mend = Correction.model_validate({"place": {"name": "Taftanaz"}, "reason": "seen on film"})
    clerk.change(Incident, desk.stream(1), Incident.correct, mend, clerk)
    before = desk.ledger.position
    assert outcomes(desk.take_in([a_row(1, place="Taftanaz"), a_row(2), a_row(3)])) == {"unchanged": 3}
    assert desk.ledger.position == before


def test_a_claim_that_an_analyst_withdrew_or_superseded_stays_so(desk: Desk) -> None:
    clerk = desk.analyst()
    (first,) = desk.incident(1).state.claims
    clerk.change(Incident, desk.stream(1), Incident.withdraw_claim, first, Mend(reason="another village"))
    (second,) = desk.incident(2).state.claims
    newer = {"source": "gazette", "published_at": "2020-04-01", "supersedes": second}
    clerk.change(Incident, desk.stream(2), Incident.add_claim, ClaimAddition.model_validate(newer), clerk)
    before = desk.ledger.position
    report = desk.take_in([a_row(1, killed=8), a_row(2, killed=8), a_row(3)])
    assert outcomes(report) == {"kept": 2, "unchanged": 1}
    assert "withdrawn: another village" in report.first["kept"][0].rule
    assert "superseded by" in report.first["kept"][1].rule
    assert desk.ledger.position == before


def test_a_merged_incident_is_left_as_it_is(desk: Desk) -> None:
    merge = MergeReport(into=desk.stream(2), reason="the same")
    desk.analyst().change_both(
        Incident, desk.stream(1), lambda _: desk.stream(2), lambda one, other: one.merge_into(other, merge.reason)
    )
    before = desk.ledger.position
    report = desk.take_in([a_row(1, killed=8, place="Saraqib"), a_row(2), a_row(3)])
    assert outcomes(report) == {"kept": 1, "unchanged": 2}
    assert desk.ledger.position == before
    why = f"the incident was merged into {desk.stream(2)}; the change was not recorded"
    assert [line.rule for line in report.first["kept"]] == [
        f"the file changes the claim, but {why}",
        f"the file changes the place, but {why}",
    ]
    dropped = desk.take_in([a_row(2), a_row(3)], retract_missing=True)
    assert [line.rule for line in dropped.first["kept"]] == [
        f"the file no longer has it, but the incident was merged into {desk.stream(2)}"
    ]


def test_what_a_release_drops_stays_unless_retractions_are_asked_for(desk: Desk) -> None:
    assert outcomes(desk.take_in([a_row(1), a_row(3)])) == {"unchanged": 2}
    report = desk.take_in([a_row(1), a_row(3)], retract_missing=True, released="2021-06-30T12:00")
    assert outcomes(report) == {"unchanged": 2, "retracted": 1}
    assert report.first["retracted"][0].value == "g2"
    body = desk.shown(2)
    assert body is not None
    assert body["standing"] == "retracted"
    reasons = [fact.reason for fact in desk.ledger.facts_of(desk.stream(2))]
    assert reasons[-1] == "gazette.csv (gazette): is in no row any more"
    before = desk.shown(2, known_at="2021-06-30T11:00:00Z")
    assert before is not None
    assert before["standing"] == "alleged"
    assert outcomes(desk.take_in([a_row(1), a_row(3)], retract_missing=True)) == {"unchanged": 2}


def test_a_row_that_comes_back_is_reinstated_with_what_it_says_by_then(desk: Desk) -> None:
    desk.take_in([a_row(1), a_row(3)], retract_missing=True)
    report = desk.take_in([a_row(1), a_row(2, killed=6), a_row(3)])
    assert outcomes(report) == {"reinstated": 1, "unchanged": 2}
    body = desk.shown(2)
    assert body is not None
    assert (body["standing"], desk.killed(2)) == ("alleged", 6)
    assert outcomes(desk.take_in([a_row(1), a_row(2, killed=6), a_row(3)])) == {"unchanged": 3}


def test_what_an_analyst_retracted_the_file_does_not_bring_back(desk: Desk) -> None:
    desk.analyst().change(Incident, desk.stream(2), Incident.retract, Mend(reason="it was a drill"))
    assert outcomes(desk.take_in([a_row(1), a_row(2), a_row(3)])) == {"unchanged": 3}
    body = desk.shown(2)
    assert body is not None
    assert body["standing"] == "retracted"


def test_what_an_analyst_reinstated_or_verified_is_not_retracted_again(desk: Desk) -> None:
    desk.take_in([a_row(1), a_row(3)], retract_missing=True)
    desk.analyst().change(Incident, desk.stream(2), Incident.reinstate, Judgement(reason="it is in the archive"))
    desk.analyst().change(Incident, desk.stream(3), Incident.verify, Judgement(reason="seen on film"))
    report = desk.take_in([a_row(1), a_row(4), a_row(5)], retract_missing=True)
    assert outcomes(report) == {"unchanged": 1, "new": 2, "kept": 2}
    assert {line.value: line.rule for line in report.first["kept"]} == {
        "g2": "the file no longer has it, but it was dropped before, and reinstated since",
        "g3": "the file no longer has it, but an analyst has verified it since",
    }


def test_where_others_claim_it_too_only_the_claim_of_the_file_is_withdrawn(desk: Desk) -> None:
    clerk = desk.analyst()
    another = ClaimAddition.model_validate(
        {
            "source": "wire",
            "published_at": "2020-03-03",
            "casualties": [{"outcome": "killed", "quantity": {"exact": 9}}],
        }
    )
    desk.source("wire")
    clerk.change(Incident, desk.stream(2), Incident.add_claim, another, clerk)
    assert outcomes(desk.take_in([a_row(1), a_row(3)], retract_missing=True)) == {"unchanged": 2, "retracted": 1}
    body = desk.shown(2)
    assert body is not None
    assert (body["standing"], desk.killed(2)) == ("alleged", 9)
    report = desk.take_in([a_row(1), a_row(2), a_row(3)])
    assert outcomes(report) == {"unchanged": 2, "reinstated": 1}
    assert [held.claim.source for held in desk.incident(2).state.standing_claims()].count("gazette") == 1
    assert outcomes(desk.take_in([a_row(1), a_row(2), a_row(3)])) == {"unchanged": 3}


def test_nothing_is_retracted_where_a_row_was_refused(desk: Desk) -> None:
    report = desk.take_in([a_row(1), a_row(2, killed="?"), a_row(4)], retract_missing=True)
    assert outcomes(report) == {"unchanged": 1, "refused": 1, "new": 1}
    assert report.not_retracted is not None


def test_a_file_that_lacks_most_of_the_list_is_not_taken_for_a_newer_release(desk: Desk) -> None:
    report = desk.take_in([a_row(1), a_row(4)], retract_missing=True)
    assert outcomes(report) == {"unchanged": 1, "new": 1}
    assert report.not_retracted is not None
    assert "has 1 of the incidents of gazette in the ledger and lacks 2" in report.not_retracted
    assert not report.is_clean


def test_only_incidents_of_the_same_list_are_retracted(desk: Desk) -> None:
    other = {"source": "gazette", "published_at": "2020-03-01"}
    clerk = desk.analyst()
    report = desk.by_hand(other)
    recorded = clerk.open(Incident.report, report)
    assert outcomes(desk.take_in([a_row(1), a_row(2), a_row(3)], retract_missing=True)) == {"unchanged": 3}
    kept = desk.ledger.get(Incident, recorded.id)
    assert kept is not None
    assert kept.state.retracted is None
