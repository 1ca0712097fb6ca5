"""Real records told once more by another source: of all pairs, the true ones come first."""

import csv
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from api.exchange.files.opening import open_table
from api.exchange.intake.intake import Asked, Intake
from api.exchange.intake.origin import Origin, digest_of_file
from api.exchange.intake.report import Report
from api.exchange.reading.formats import format_named
from domain.external import ExternalId, stream_of
from domain.incident.incident import Incident
from domain.ledger import Ledger
from domain.lens import Lens
from projections.duplicates import Suspicion, suspicions
from projections.incidents import page
from projections.selection import Selection
from projections.store import Store
from seeds.loader import load
from tests.exchange.whole_release import Imported, copied
from tests.projections.arrange import followed

SCHEME = "second-desk"
MAPPING = f"""
scheme = "{SCHEME}"

[source]
slug = "second-desk"
name = "A second desk, made up for tests"
kind = "monitor"

[incident]
external_id = "ref"
nature = {{ constant = "incident" }}
act = "act"
targets = {{ column = "targets", split = "/" }}

[incident.occurred]
from = {{ column = "day", date = "%Y-%m-%d" }}

[incident.place]
name = "place"
lat = "lat"
lon = "lon"

[incident.claim]
published_at = {{ column = "day", date = "%Y-%m-%d" }}

[[incident.claim.casualties]]
outcome = {{ constant = "killed" }}
quantity = "killed"
"""


def test_each_second_report_of_idlib_is_likest_to_the_incident_that_it_tells_of(tmp_path: Path) -> None:
    ledger = Ledger.at("sqlite://")
    load(ledger)
    store = followed(ledger)
    told = [one for one in everything(store) if one["place"]["lat"] is not None]
    first_of = told_again(ledger, told, tmp_path)
    followed(ledger, store)
    found = suspicions(store, Lens(position=store.position))
    true = {second: score_of(found, first, second) for second, first in first_of.items()}
    store.close()

    assert len(true) > 20
    villages = {one["id"] for one in told if one["place"]["precision"] in {"exact", "near"}}
    assert min(score for second, score in true.items() if str(first_of[second]) in villages) >= 0.6
    for one in found:
        for second in {one.first.id, one.second.id} & first_of.keys():
            assert one.likeness.score <= true[second]


def test_of_second_reports_of_ucdps_events_the_true_pairs_rank_above_the_others(
    whole: Imported, tmp_path: Path
) -> None:
    ledger = Ledger.at(copied(whole, tmp_path))
    store = followed(ledger)
    assert suspicions(store, Lens(position=store.position)) == []  # one source: nothing across

    exact = [one for one in everything(store) if one["place"]["precision"] in {"exact", "near"}]
    daily = [one for one in exact if one["occurred"]["precision"] == "day" and one["assessed"]["tolls"]]
    first_of = told_again(ledger, random.Random(7).sample(daily, 400), tmp_path)
    followed(ledger, store)
    found = suspicions(store, Lens(position=store.position))
    store.close()
    ledger.close()

    true = [one.likeness.points for one in found if is_true(one, first_of)]
    others = [one.likeness.points for one in found if not is_true(one, first_of)]
    assert len(true) == 400
    assert len(others) > 1000
    assert min(true) >= 60
    # Where one town was struck several times in a day, with tolls alike, no score can tell which is which.
    assert above(true, others) > 0.99


def everything(store: Store) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        part = page(store, Lens(position=store.position), Selection(), limit=500, after=after)
        items += part.items
        after = part.after
        if after is None:
            return items


def told_again(ledger: Ledger, incidents: list[dict[str, Any]], folder: Path) -> dict[UUID, UUID]:
    """Import what another desk would tell of these; answers the first report of each second one.

    It spells places otherwise, has them up to two kilometres off, and names no perpetrator.
    """
    chance = random.Random(11)
    with (folder / "again.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("ref", "act", "targets", "day", "place", "lat", "lon", "killed"))
        writer.writerows((number, *told_of(one, chance)) for number, one in enumerate(incidents))
    (folder / "again.toml").write_text(MAPPING, encoding="utf-8")
    take_in(ledger, folder / "again.csv", folder / "again.toml")
    seconds = [stream_of(Incident.KIND, ExternalId(scheme=SCHEME, value=str(n))) for n in range(len(incidents))]
    return {second: UUID(one["id"]) for second, one in zip(seconds, incidents, strict=True)}


def told_of(one: dict[str, Any], chance: random.Random) -> Iterable[object]:
    place, killed = one["place"], [row["low"] for row in one["assessed"]["tolls"] if row["outcome"] == "killed"]
    lat, lon = (place[name] + chance.uniform(-0.014, 0.014) for name in ("lat", "lon"))
    return (
        *(one["act"], "/".join(one["targets"]), one["occurred"]["from"][:10], f"{place['name']} (town)"),
        *(round(lat, 4), round(lon, 4), killed[0] if killed else ""),
    )


def take_in(ledger: Ledger, file: Path, mapping: Path) -> None:
    form = format_named("table", mapping)
    origin = Origin(form.scheme, file.name, digest_of_file(file), "import")
    report = Report.begun(origin, form.name, dry_run=False)
    with open_table(file) as table:
        Intake(ledger, form, origin, Asked(), report).take_in(table.rows)
    assert report.counts["refused"] == 0, report.first


def is_true(one: Suspicion, first_of: dict[UUID, UUID]) -> bool:
    return first_of.get(one.first.id) == one.second.id or first_of.get(one.second.id) == one.first.id


def score_of(found: list[Suspicion], first: UUID, second: UUID) -> float:
    [score] = [one.likeness.score for one in found if {one.first.id, one.second.id} == {first, second}]
    return score


def above(true: list[int], others: list[int]) -> float:
    """How often a true pair has more points than another one, a tie for half (the area under the ROC curve)."""
    wins = sum(
        pairs * times * ((one > other) + (one == other) / 2)
        for one, pairs in Counter(true).items()
        for other, times in Counter(others).items()
    )
    return wins / (len(true) * len(others))
