"""Made-up ledgers of any size that look like real ones: late claims, corrections, retractions, tolls that rise.

The same size always gives the same ledger. Each is made once and kept.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

from domain.grade import Grade, Reliability
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, Correction, IncidentReport
from domain.judgement import Cause, Judgement, Mend
from domain.ledger import Ledger
from domain.model import NAMESPACE, Entry
from domain.party import Party, PartyReport
from domain.source import Source, SourceReport

PARTIES = ("north", "south", "east", "west", "hill-brigade", "river-front", "coast-guard", "old-city-council")
SOURCES = {"agency": None, "monitor": None, "wire": None, "north-ministry": "north", "south-ministry": "south"}
ACTS = ("air_strike", "shelling", "mortar_fire", "small_arms_fire", "armed_clash", "drone_strike", "ied", "abduction")
GOVERNORATES = ("Idlib", "Aleppo", "Hama", "Latakia")
FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
DAYS = 1800
BATCH = 400
REVISION = 1
"""Raised whenever the made-up ledgers change, so that a kept one is not taken for a new one."""


class Everybody:
    """A registry in which everyone made up here is known."""

    def party(self, slug: str, *, field: str) -> str:  # noqa: ARG002 - the registry's signature
        return slug

    def source(self, slug: str, *, field: str) -> Grade:  # noqa: ARG002 - the registry's signature
        return Grade(SOURCES[slug], Reliability.C if SOURCES[slug] else Reliability.B)

    def agreement(self, slug: str, *, field: str) -> str:  # noqa: ARG002 - the registry's signature
        return slug

    def provision(self, agreement: str, article: str, *, field: str) -> str:  # noqa: ARG002 - the registry's signature
        return f"{agreement} {article}"

    def began_from(self, kind: str, stream: UUID, *, field: str) -> datetime:  # noqa: ARG002 - the registry's signature
        return FIRST_DAY

    def exists(self, kind: str, stream: UUID, *, field: str) -> UUID:  # noqa: ARG002 - the registry's signature
        return stream


def ledger_of(size: int, folder: Path, on_progress: Callable[[int], None] = lambda _: None) -> Path:
    """The file of a ledger of so many incidents; made where it is missing."""
    return kept(folder / f"incidents-{size}-{REVISION}.db", incidents(size), on_progress)


def kept(path: Path, made_up: Iterable[Incident], on_progress: Callable[[int], None]) -> Path:
    """The file of a ledger of these incidents; made where it is missing."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".making")
    beside.unlink(missing_ok=True)
    ledger = Ledger.at(f"sqlite:///{beside}")
    _register(ledger)
    left, done = iter(made_up), 0
    while batch := [*islice(left, BATCH)]:
        ledger.append(*batch)
        done += len(batch)
        on_progress(done)
    ledger.close()
    beside.rename(path)
    return path


def _register(ledger: Ledger) -> None:
    """The parties and the sources that are made up."""
    entry = entry_of(0)
    ledger.append(
        *(
            Party.register(entry, PartyReport.model_validate({"slug": slug, "name": slug.title(), "kind": "state"}))
            for slug in PARTIES
        )
    )
    reports = [
        SourceReport.model_validate({"slug": slug, "name": slug.title(), "kind": "outlet", "aligned_with": side})
        for slug, side in SOURCES.items()
    ]
    ledger.append(*(Source.register(entry, report, Everybody()) for report in reports))


def incidents(size: int, seed: int = 1) -> Iterator[Incident]:
    """Incidents in the order of their recording, which is not that of their happening, nor of their being known."""
    chance = random.Random(seed)
    for number in range(size):
        yield _incident(chance, number)


def _incident(chance: random.Random, number: int) -> Incident:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    perpetrator, victim = chance.sample(PARTIES, 2)
    toll = chance.choice((0, 1, 1, 2, 3, 5, 8, 13))
    claims = [claim_of(chance, day, perpetrator, victim, toll)]
    while len(claims) < 3 and chance.random() < 0.12:
        claims.append(claim_of(chance, day, chance.choice((perpetrator, *PARTIES)), victim, toll + chance.randrange(4)))
    chance.shuffle(claims)
    entry = entry_of(number)
    incident = Incident.report(entry, report_of(chance, number, day, victim, claims[0]), Everybody())
    for claim in claims[1:]:
        incident.add_claim(ClaimAddition.model_validate(claim), Everybody())
    _judge(chance, incident, day)
    return incident


def _judge(chance: random.Random, incident: Incident, day: datetime) -> None:
    """A few are verified, redated or retracted."""
    luck = chance.random()
    if luck < 0.02:
        incident.retract(Mend(reason="entered twice", cause=Cause.ENTRY_ERROR))
    elif luck < 0.05:
        moved = {"from": (day + timedelta(days=1)).date().isoformat()}
        incident.correct(Correction.model_validate({"occurred": moved, "reason": "the night after"}), Everybody())
    elif luck < 0.10:
        incident.verify(Judgement(reason="seen on film", known_at=day + timedelta(days=30)))


def report_of(
    chance: random.Random, number: int, day: datetime, victim: str, claim: dict[str, object]
) -> IncidentReport:
    """A made-up report of an incident, told apart from others by its number."""
    return IncidentReport.model_validate(
        {
            "nature": chance.choice(("violation", "violation", "violation", "retaliation", "incident")),
            "occurred": {"from": day.date().isoformat(), "zone": "Asia/Damascus"},
            "place": {
                "name": f"Village {chance.randrange(900)}",
                "lat": round(chance.uniform(35.2, 36.6), 4),
                "lon": round(chance.uniform(36.0, 37.4), 4),
                "adm1": chance.choice(GOVERNORATES),
            },
            "act": chance.choice(ACTS),
            "targets": [victim],
            "claim": claim,
            "external_id": {"scheme": "made-up", "value": str(number)},
        }
    )


def claim_of(chance: random.Random, day: datetime, perpetrator: str, victim: str, toll: int) -> dict[str, object]:
    """A made-up claim of one of the sources, in the words of the API."""
    published = day + timedelta(hours=chance.choice((12, 20, 30, 72, 400)), minutes=chance.randrange(600))
    killed = {"exact": toll} if chance.random() < 0.8 else {"at_least": toll}
    return {
        "source": chance.choice(tuple(SOURCES)),
        "published_at": published.isoformat(),
        "text": f"An attack on {victim} was reported; {toll} dead.",
        "perpetrator": perpetrator if chance.random() < 0.85 else None,
        "casualties": [{"party": victim, "category": "combatant", "outcome": "killed", "quantity": killed}],
    }


def entry_of(number: int) -> Entry:
    """Recorded years after, one batch a second."""
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=number // BATCH)
    return Entry(at=at, by="bench", correlation=uuid5(NAMESPACE, f"bench {number // BATCH}"))
