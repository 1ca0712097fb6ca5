"""A ledger that others may write to, and the words for writing to it."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar
from uuid import UUID

import psycopg

from domain.clerk import Clerk
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, IncidentReport
from domain.ledger import Ledger
from domain.model import Entry, Fact
from domain.party import Party, PartyReport
from domain.receipt import Recorded
from domain.source import Source, SourceReport
from tests.domain.arrange import RECORDED, SOURCES, made, nayrab

T = TypeVar("T")

KNOWN_PARTIES = ("turkey", "syria-government", "russia")
KNOWN_SOURCES = ("turkey-mod", "sohr", "afp")


def clerk(
    ledger: Ledger, *, key: str | None = None, asks: str = "", by: str = "key-1", if_match: int | None = None
) -> Clerk:
    """Be one caller in one request; `asks` is the fingerprint of what the request says."""
    return Clerk(ledger, by, key=key, fingerprint=asks, if_match=if_match, at=RECORDED)


def a_ledger(url: str) -> Ledger:
    ledger = Ledger.at(url)
    writer = clerk(ledger)
    for slug in KNOWN_PARTIES:
        writer.open(register_party, made(PartyReport, slug=slug, name=slug.title(), kind="state"))
    for slug in KNOWN_SOURCES:
        side, grade = SOURCES[slug]
        report = made(SourceReport, slug=slug, name=slug, kind="other", aligned_with=side, reliability=grade)
        writer.open(Source.register, report)
    return ledger


def register_party(entry: Entry, report: PartyReport, _: object) -> Party:
    return Party.register(entry, report)


def report_incident(writer: Clerk, report: IncidentReport | None = None) -> Recorded:
    return writer.open(Incident.report, report or nayrab())


def add_claim(writer: Clerk, incident: UUID, said: ClaimAddition) -> Recorded:
    return writer.change(Incident, incident, Incident.add_claim, said, writer, name="claim")


def incident_in(ledger: Ledger, incident: UUID) -> Incident:
    found = ledger.get(Incident, incident)
    assert found is not None
    return found


def facts_in(ledger: Ledger) -> list[Fact]:
    return [fact for _, fact in ledger.facts_after(0, 10_000)]


def positions_in(ledger: Ledger) -> list[int]:
    return [position for position, _ in ledger.facts_after(0, 10_000)]


def check_contiguous(ledger: Ledger) -> None:
    """Every position from 1 on is taken, once."""
    assert positions_in(ledger) == list(range(1, ledger.position + 1))
    assert ledger.log.count(ledger.position) == ledger.position


def at_once(*work: Callable[[], T]) -> list[T]:
    """Let threads do this at the same time; answers what each came to."""
    start = Barrier(len(work))

    def begin(one: Callable[[], T]) -> T:
        start.wait(timeout=30)
        return one()

    with ThreadPoolExecutor(len(work)) as threads:
        return list(threads.map(begin, work))


def run_sql(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Reach into the database behind the ledger's back."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        try:
            with connection:
                return connection.execute(statement).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url) as connected:
        cursor = connected.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


DATABASE_ERRORS = (sqlite3.Error, psycopg.Error)
