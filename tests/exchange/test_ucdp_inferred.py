"""Nobody knows who attacked in UCDP's fighting: that is said, nothing inferred; attributed data are fitted."""

import csv
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from api.adopting import adopt
from api.exchange.files.opening import open_table
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin, digest_of_file
from api.exchange.intake.report import Report
from api.exchange.reading.ucdp import UcdpGed
from domain.clerk import Clerk
from domain.errors import TooFewActs
from domain.external import ExternalId, stream_of
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, Correction
from domain.ledger import Ledger
from projections.chaining.theatre import USUAL
from projections.chains import heading, page
from projections.escalation import AskedEscalation, escalation
from projections.fits import fit_in_force
from projections.follow import Follower
from projections.inference import inferred
from projections.inference.stage import staged, why_not
from projections.looking import resolve
from projections.store import Store
from seeds.loader import load
from tests.exchange.ucdp_rows import write

Cells = dict[str, str]

FIGHTING, ONE_SIDED = 14_110, 412
"""Rows of types 1 and 2, and of type 3."""


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[Cells]:
    with (shared_data / "ucdp" / "ged_syria_2016_2018.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def fighting(rows: list[Cells], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Store]]:
    folder = tmp_path_factory.mktemp("ged")
    ledger, store = Ledger.at(f"sqlite:///{folder / 'ledger.db'}"), Store()
    take_in(ledger, write(folder / "fighting.csv", of_types(rows, "1", "2")))
    Follower(ledger, store).catch_up()
    yield ledger, store
    store.close()
    ledger.close()


def take_in(ledger: Ledger, file: Path) -> None:
    origin = Origin("ucdp-ged", file.name, digest_of_file(file), "import")
    with open_table(file) as table:
        report = Report.begun(origin, "ucdp-ged", dry_run=False)
        Intake(ledger, UcdpGed(), origin, Asked(register_parties=True), report).take_in(table.rows)
    assert report.counts["refused"] == 0


def of_types(rows: list[Cells], *types: str) -> list[Cells]:
    return [row for row in rows if row["type_of_violence"] in types]


def ids(rows: list[Cells]) -> list[UUID]:
    return [stream_of(Incident.KIND, ExternalId(scheme="ucdp-ged", value=row["id"])) for row in rows]


def test_who_attacked_is_unknown_of_all_fighting_so_none_of_it_is_put_on_a_side(fighting: tuple[Ledger, Store]) -> None:
    _, store = fighting
    stage = staged(store, resolve(store))
    assert (len(stage.acts), stage.pairs) == (0, [])
    assert stage.left_out == {"attacker_unknown": FIGHTING}


def test_a_fit_to_it_is_refused_and_says_what_was_left_out_and_why(fighting: tuple[Ledger, Store]) -> None:
    ledger, store = fighting
    before = ledger.position
    with pytest.raises(TooFewActs, match=rf"left out: attacker_unknown {FIGHTING:,}$"):
        adopt(ledger, store, by="test", reason="Tried.")
    assert ledger.position == before


def test_no_chain_is_made_of_it_and_the_answer_says_that_nothing_is_inferred(fighting: tuple[Ledger, Store]) -> None:
    _, store = fighting
    assert page(store, resolve(store)) == []
    assert heading(store, resolve(store), USUAL)["not_inferred"] == "no fit is adopted"


def test_how_often_acts_were_answered_is_not_told_of_it_and_the_answer_says_why(
    fighting: tuple[Ledger, Store],
) -> None:
    _, store = fighting
    told = escalation(store, resolve(store), AskedEscalation())
    assert (told["pairs"], told["alerts"], told["sides"]) == ([], [], [])
    assert told["not_inferred"] == (
        f"of {FIGHTING:,} recorded incidents none is known to be an act of one side against another"
        f" (attacker unknown {FIGHTING:,})"
    )


def test_beside_attributed_data_which_are_fitted_the_fighting_and_what_is_one_sided_still_take_no_part(
    rows: list[Cells], tmp_path: Path
) -> None:
    fighting, one_sided = of_types(rows, "1", "2")[:1000], of_types(rows, "3")
    assert len(one_sided) == ONE_SIDED
    ledger, store = Ledger.at(f"sqlite:///{tmp_path / 'ledger.db'}"), Store()
    follower = Follower(ledger, store)
    load(ledger)
    take_in(ledger, write(tmp_path / "some.csv", fighting + one_sided))
    follower.catch_up()
    adopt(ledger, store, by="test", reason="Fitted to what is attributed.")
    follower.catch_up()
    lens = resolve(store)
    fit = fit_in_force(store, lens)
    assert fit is not None
    # Idlib's own: 25 acts take part; of two more the attacker, of eight the target is unknown.
    assert (fit.acts, fit.left_out["attacker_unknown"], fit.left_out["target_unknown"]) == (25, 1000 + 2, ONE_SIDED + 8)
    assert inferred.told(store, lens, ids(fighting + one_sided)) == {}
    assert why_not(store, lens, ids(fighting)[0]) == "attacker_unknown"
    assert why_not(store, lens, ids(one_sided)[0]) == "target_unknown"
    linked = {end for link in inferred.all_links(store, lens, 0.5) for end in (link.answer, link.trigger)}
    assert len(linked) > 10
    assert linked & {*ids(fighting + one_sided)} == set()
    store.close()
    ledger.close()


def test_once_analysts_have_settled_who_attacked_whom_its_rows_are_fitted_and_the_others_still_are_not(
    rows: list[Cells], tmp_path: Path
) -> None:
    known = [row for row in of_types(rows, "1") if (row["where_prec"], row["date_prec"]) == ("1", "1")]
    dyad = [row for row in known if row["dyad_name"] == "Government of Syria - Syrian insurgents"]
    some = sorted(dyad, key=lambda row: (row["date_start"], row["id"]))[:250]
    ledger, store = Ledger.at(f"sqlite:///{tmp_path / 'ledger.db'}"), Store()
    follower = Follower(ledger, store)
    take_in(ledger, write(tmp_path / "some.csv", some))
    # Made up: every other row is laid at the one side's door or at the other's.
    for number, stream in enumerate(ids(some[:200])):
        settle(ledger, stream, number % 2)
    follower.catch_up()
    adopt(ledger, store, by="test", reason="Fitted to what was settled.")
    follower.catch_up()
    lens = resolve(store)
    fit = fit_in_force(store, lens)
    assert fit is not None
    assert (fit.acts, fit.left_out) == (200, {"attacker_unknown": 50})
    told = inferred.told(store, lens, ids(some))
    assert told.keys() == {*ids(some[:200])}
    for one in told.values():
        assert one.none + sum(trigger.probability for trigger in one.candidates) == pytest.approx(1, abs=0.01)
    assert max(one.candidates[0].probability for one in told.values() if one.candidates) > 0.1
    store.close()
    ledger.close()


def settle(ledger: Ledger, stream: UUID, attacker: int) -> None:
    """An analyst's word on who attacked, and whom: the parties of a row, by their place."""
    clerk = Clerk(ledger, "analyst")
    sides = clerk.fetch(Incident, stream).framed().targets
    word = AssessmentReport.model_validate(
        {"perpetrators": [sides[attacker]], "attribution": "attributed", "reason": "Made up."}
    )
    clerk.change(Incident, stream, Incident.assess, word, clerk)
    hit = Correction.model_validate({"targets": [sides[1 - attacker]], "reason": "Made up."})
    clerk.change(Incident, stream, Incident.correct, hit, clerk)
